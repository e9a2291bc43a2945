"""What people decided about claims, applied to their rows: a rejected claim is in no answer, a corrected one has other
parts; what was read is kept beside it, so that nothing of it is lost."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from onrecord.casefile.decisions import Json, correct, overlap
from onrecord.model import Annotation, Claim
from onrecord.store import deciding, rows, search
from onrecord.store.documents import insert_claims
from onrecord.store.schema import claim, concern, document, edition, mention, source

_ALIKE = 0.5  # share of two pieces of evidence from which the one is the other, read anew


@dataclass(frozen=True, slots=True)
class _Mark:
    original: Claim
    verdict: str
    decision: str
    carried: bool


def apply(c: Connection, id: str) -> None:
    """Bring the claims of a document in line with what was decided about them."""
    decided = _of(c, id)
    stored = c.execute(select(claim).where(claim.c.document == id).order_by(claim.c.start, claim.c.end, claim.c.id)).all()
    if not decided and all(row.verdict is None for row in stored):
        return
    read = read_annotation(c, id)
    text = c.execute(select(document.c.text).where(document.c.id == id)).scalar_one()
    claims = {item.id: item for item in read.claims}
    marks: dict[str, _Mark] = {}
    for row in decided:
        found = _find(c, json.loads(row.left), id, read)
        if found is None:
            continue
        original, exact = found
        if row.verdict == "corrected":
            claims[original.id] = correct(read, text, claims[original.id], json.loads(row.right))
        marks[original.id] = _Mark(original, row.verdict, row.id, not exact)
    _write(c, id, replace(read, claims=tuple(claims.values())), marks)


def apply_all(c: Connection) -> None:
    """The same for every document that something was decided about."""
    places = [deciding.stood(c, json.loads(row.left)) for row in deciding.active(c, "claim")]
    for id in sorted({place[0] for place in places if place is not None}):
        apply(c, id)


def _write(c: Connection, id: str, annotation: Annotation, marks: dict[str, _Mark]) -> None:
    search.delete(c, c.execute(select(claim.c.key).where(claim.c.document == id)).scalars().all())
    c.execute(delete(claim).where(claim.c.document == id))
    keys = {row.local: row.key for row in c.execute(select(mention.c.local, mention.c.key).where(mention.c.document == id))}
    insert_claims(c, id, rows.prepare(annotation), keys)
    for of, mark in marks.items():
        here = claim.c.document == id, claim.c.id == of
        values = {"original": rows.dump_claim(mark.original), "verdict": mark.verdict, "decision": mark.decision, "carried": mark.carried}
        c.execute(update(claim).where(*here).values(values))
        if mark.verdict == "rejected":
            gone = c.execute(select(claim.c.key).where(*here)).scalars().all()
            search.delete(c, gone)
            c.execute(delete(concern).where(concern.c.claim.in_(gone)))


def read_annotation(c: Connection, id: str) -> Annotation:
    """A document's annotation as it was read, whatever people decided since."""
    body = func.coalesce(claim.c.original, claim.c.body)
    bodies = c.execute(select(body).where(claim.c.document == id).order_by(claim.c.start, claim.c.end, claim.c.id)).scalars().all()
    whole = rows.load_annotation(c.execute(select(document.c.annotation).where(document.c.id == id)).scalar_one())
    return replace(whole, id=id, claims=rows.load_claims(bodies))


def _of(c: Connection, id: str) -> list[Row[Any]]:
    """The decisions about claims of a document, or of what stood where it stands."""
    digest = c.execute(select(document.c.digest).where(document.c.id == id)).scalar_one()
    places = select(source.c.location).where(source.c.document == id)
    before = c.execute(select(edition.c.digest).distinct().where(edition.c.location.in_(places))).scalars().all()
    found: list[Row[Any]] = []
    for row in deciding.active(c, "claim", {digest, *before}):
        at = deciding.stood(c, json.loads(row.left))
        if at is not None and at[0] == id:
            found.append(row)
    return found


def claim_of(c: Connection, place: Json) -> tuple[Claim, bool] | None:
    """The claim as it was read that a decision is about, and whether it is the very one."""
    at = deciding.stood(c, place)
    return None if at is None else _find(c, place, at[0], read_annotation(c, at[0]))


def _find(c: Connection, place: Json, id: str, annotation: Annotation) -> tuple[Claim, bool] | None:
    at = deciding.stood(c, place)
    if at is None:
        return None
    _, span, same_bytes = at
    if same_bytes:
        very = next((item for item in annotation.claims if item.id == place["claim"]), None)
        if very is not None:
            return very, True
    shift = span[0] - place["start"]
    near: dict[float, list[Claim]] = defaultdict(list)
    for item in annotation.claims:
        share = overlap((item.evidence.start, item.evidence.end), span)
        if share >= _ALIKE and _same_verb(item, place.get("predicate"), shift):
            near[share].append(item)
    best = near[max(near)] if near else []
    return (best[0], False) if len(best) == 1 else None  # of two alike, a person has to say


def _same_verb(item: Claim, predicate: list[int] | None, shift: int) -> bool:
    if predicate is None or item.predicate is None:
        return predicate is None and item.predicate is None
    return overlap((item.predicate.start, item.predicate.end), (predicate[0] + shift, predicate[1] + shift)) > 0
