"""The rows of what people decided, and what each decision is about now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from onrecord.casefile.decisions import Json, decision_id, find_words, overlap
from onrecord.casefile.resolve import Member, Pair
from onrecord.errors import CasefileError
from onrecord.model import Span
from onrecord.store import rows
from onrecord.store.schema import document, edition, judgement, mention, source


def record(
    c: Connection, kind: str, verdict: str, left: Json, right: Json | None, by: str, note: str | None, at: str, undoes: str | None = None
) -> str:
    """Add a decision; returns its id. One that is there already is not added again."""
    id = decision_id(kind, verdict, left, right if undoes is None else {"undoes": undoes}, by, at)
    if c.execute(select(judgement.c.key).where(judgement.c.id == id)).first() is None:
        values = {
            "id": id, "kind": kind, "verdict": verdict, "left": _dump(left), "right": None if right is None else _dump(right), "note": note,
            "by": by, "at": at, "undoes": undoes, "digest": left.get("digest") if kind == "claim" else None,
        }  # fmt: skip
        c.execute(insert(judgement).values(values))
    return id


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def active(c: Connection, kind: str, digests: Iterable[str] | None = None) -> Sequence[Row[Any]]:
    """Decisions that nobody took back, in their order; of claims of documents with these digests where some are given."""
    taken_back = select(judgement.c.undoes).where(judgement.c.undoes.is_not(None))
    query = select(judgement).where(judgement.c.kind == kind, judgement.c.undoes.is_(None), judgement.c.id.not_in(taken_back))
    if digests is not None:
        query = query.where(judgement.c.digest.in_(sorted(digests)))
    return c.execute(query.order_by(judgement.c.at, judgement.c.key)).all()


def one(c: Connection, id: str) -> Row[Any]:
    """A decision by its id, or the beginning of it.

    Raises:
        CasefileError: there is none, or several.
    """
    found = c.execute(select(judgement).where(judgement.c.id.startswith(id, autoescape=True))).all() if id else []
    if len(found) != 1:
        raise CasefileError(f"{'several decisions begin' if found else 'no decision begins'} with '{id}'; 'onrecord decisions' lists them")
    return found[0]


def stood(c: Connection, place: Json) -> tuple[str, Span, bool] | None:
    """Document, span and whether it is the very passage: of the bytes that were decided on, or, where others stand
    there now, of the same words in these."""
    here = c.execute(select(document.c.id).where(document.c.digest == place["digest"])).scalar()
    if here is not None:
        return here, (place["start"], place["end"]), True
    at = select(edition.c.location).where(edition.c.digest == place["digest"])
    later = select(document.c.id, document.c.text).join(source, source.c.document == document.c.id).where(source.c.location.in_(at))
    for row in c.execute(later.order_by(document.c.id)):
        try:
            return row.id, find_words(row.text, place["words"], place["start"]), False
        except CasefileError:
            continue
    return None


def member(c: Connection, place: Json) -> tuple[Member, bool] | None:
    """The document's entity that a passage names, and whether it is the very passage."""
    found = stood(c, place)
    if found is None:
        return None
    id, (start, end), exact = found
    at = mention.c.document == id, mention.c.start == start, mention.c.end == end
    local = c.execute(select(mention.c.local).where(*at, mention.c.named)).scalar()
    if local is not None:
        return (id, local), exact
    annotation = rows.load_annotation(c.execute(select(document.c.annotation).where(document.c.id == id)).scalar_one())
    likely = [(overlap((m.start, m.end), (start, end)), m.kind == "name", e.id) for e in annotation.entities for m in e.mentions]
    best = max(likely, default=None)
    return ((id, best[2]), False) if best is not None and best[0] > 0 else None


def pairs(c: Connection) -> tuple[list[Pair], list[Pair]]:
    """What people said is the same, and what is different, as entities of documents."""
    same: list[Pair] = []
    different: list[Pair] = []
    for row in active(c, "entity"):
        one, two = member(c, json.loads(row.left)), member(c, json.loads(row.right))
        if one is not None and two is not None and one[0] != two[0]:
            a, b = sorted((one[0], two[0]))
            (same if row.verdict == "same" else different).append((a, b))
    return same, different
