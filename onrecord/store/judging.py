"""The part of a store where people have the last word: who is one, what a claim is, who is not to be named."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from onrecord.casefile.decisions import KINDS, PASSAGE, VERDICTS, Decision, Json, OpenPair, Side, checked, passage, resolver_pairs
from onrecord.casefile.local import normal
from onrecord.casefile.queries import Finding, Known
from onrecord.casefile.resolve import Member
from onrecord.errors import CasefileError
from onrecord.model import EntityType
from onrecord.store import deciding, redacting, search, verdicts
from onrecord.store.documents import now
from onrecord.store.finding import claims_query
from onrecord.store.part import Part
from onrecord.store.resolving import open_again, recount, settle
from onrecord.store.schema import claim, document, doubt, entity, judgement, mention, source

_AROUND = 90  # characters shown before and after a passage
_CLAIMS = 3  # shown of each side


class Judging(Part):
    """Deciding, undoing, and what waits for a decision."""

    def _findings(self, c: Connection, found: Sequence[Row[Any]]) -> list[Finding]:
        raise NotImplementedError

    def decisions(self) -> Sequence[Decision]:
        """Every decision in its order, those that were taken back too."""
        with self._begin() as c:
            found = c.execute(select(judgement).order_by(judgement.c.at, judgement.c.key)).all()
            undone = {row.undoes for row in found}
            return [
                Decision(
                    id=row.id, kind=row.kind, verdict=row.verdict, left=json.loads(row.left),
                    right=None if row.right is None else json.loads(row.right), note=row.note, by=row.by, at=row.at, undoes=row.undoes,
                    undone=row.id in undone, stands=_stands(c, row),
                )
                for row in found
            ]  # fmt: skip

    def members(self, id: str) -> Sequence[Member]:
        """The entities of documents that an entity of the casefile is, those that have its name first.

        Raises:
            CasefileError: there is no such entity.
        """
        with self._begin() as c:
            name = c.execute(select(entity.c.name).where(entity.c.id == id)).scalar()
            if name is None:
                raise CasefileError(f"no entity '{id}' in this casefile")
            found = c.execute(select(mention.c.document, mention.c.local, mention.c.name).where(mention.c.entity == id)).all()
        return [(row.document, row.local) for row in sorted(found, key=lambda r: (r.name != name, r.document, r.local))]

    def member_of(self, at: str, name: str) -> Member:
        """The entity of a document that is called so there; the document by its id or the place that it was read from.

        Raises:
            CasefileError: there is none, or several.
        """
        with self._begin() as c:
            here = or_(mention.c.document == at, mention.c.document.in_(select(source.c.document).where(source.c.location == at)))
            found = c.execute(select(mention.c.document, mention.c.local, mention.c.name, mention.c.aliases).where(here)).all()
        exact = [row for row in found if normal(row.name) == normal(name)]
        exact = exact or [row for row in found if normal(name) in map(normal, json.loads(row.aliases))]
        if len(exact) != 1:
            raise CasefileError(f"{'several are' if exact else 'nobody is'} called '{name}' in document '{at}'")
        return exact[0].document, exact[0].local

    def decide(self, verdict: str, one: Member, two: Member, by: str, note: str | None = None) -> str:
        """Say that two entities of documents are the "same", or "different"; returns the decision's id.

        Raises:
            CasefileError: another decision says the opposite, or they are one already by name alone.
        """
        with self._write() as c:
            _consistent(c, verdict, one, two)
            left, right = sorted((_passage_of(c, one), _passage_of(c, two)), key=lambda p: (p["digest"], p["start"], p["end"]))
            id = deciding.record(c, "entity", verdict, left, right, by, _note(c, note), now())
            _resolve_again(c, [one, two])
        return id

    def review(self, id: str, verdict: str, by: str, note: str | None = None, change: Json | None = None) -> str:
        """Accept, reject or correct a claim ("accepted", "rejected", "corrected"); returns the decision's id.

        Raises:
            CasefileError: there is no such claim; the correction is none.
        """
        with self._write() as c:
            row = c.execute(select(claim, document.c.digest).join(document).where(claim.c.id == id)).first()
            if row is None:
                raise CasefileError(f"no claim '{id}' in this casefile")
            item = next(k for k in verdicts.read_annotation(c, row.document).claims if k.id == id)
            predicate = None if item.predicate is None else [item.predicate.start, item.predicate.end]
            span = item.evidence.start, item.evidence.end
            left = passage(row.digest, span, item.evidence.text, claim=id, predicate=predicate)
            decision = deciding.record(c, "claim", verdict, left, None if change is None else checked(change), by, _note(c, note), now())
            verdicts.apply(c, row.document)
            recount(c, row.document)
        return decision

    def undo(self, id: str, by: str, note: str | None = None) -> Decision:
        """Take a decision back; returns it. That it was made, and taken back, stays on file.

        Raises:
            CasefileError: there is no such decision; it was taken back already; what it covered was erased.
        """
        with self._write() as c:
            row = deciding.one(c, id)
            _can_be_undone(c, row)
            back = deciding.record(c, row.kind, "undone", {"of": row.id}, None, by, _note(c, note), now(), undoes=row.id)
            follow(c, [deciding.one(c, back)])
        return next(d for d in self.decisions() if d.id == row.id)

    def redact(self, id: str, by: str, note: str | None = None, *, erase: bool = False) -> str:
        """Mask an entity in every view, search and export; with ``erase`` nothing of its names is left in the file once
        it was shrunk. Returns the decision's id.

        Raises:
            CasefileError: there is no such entity, or it has no name.
        """
        with self._write() as c:
            row = c.execute(select(entity).where(entity.c.id == id)).first()
            if row is None or not row.named:
                raise CasefileError(f"no entity '{id}' with a name in this casefile")
            digests = select(document.c.digest).join(mention, mention.c.document == document.c.id).where(mention.c.entity == id)
            names = [row.name, *json.loads(row.aliases)]
            at = now()
            found = redacting.redact(c, names, c.execute(digests.distinct()).scalars().all(), by, note, at, secrets.token_hex(8))
            if erase:
                self._erase(c, found, by, at)
            settle(c)
            search.scrub(c)
        return found

    def erase(self, id: str, by: str) -> None:
        """Throw away what a redaction covers.

        Raises:
            CasefileError: there is no such redaction, or it was undone or erased.
        """
        with self._write() as c:
            row = deciding.one(c, id)
            if row.kind != "redaction" or row.verdict != "redacted":
                raise CasefileError(f"decision '{row.id}' is no redaction")
            _can_be_undone(c, row)
            self._erase(c, row.id, by, now())
            search.scrub(c)

    @staticmethod
    def _erase(c: Connection, id: str, by: str, at: str) -> None:
        deciding.record(c, "redaction", "erased", {"of": id}, None, by, None, at)
        redacting.erase(c)

    def masked(self, text: str) -> str:
        """A location or a message without redacted names."""
        with self._begin() as c:
            return redacting.place(c, text)

    def take_decisions(self, found: Sequence[Json]) -> tuple[int, int]:
        """File decisions as another casefile exported them; returns how many are new, and how many were known.

        Raises:
            CasefileError: one is not in the form of an export.
        """
        with self._write() as c:
            before = set(c.execute(select(judgement.c.id)).scalars())
            for row in found:
                _file_decision(c, row)
            fresh = c.execute(select(judgement).where(judgement.c.id.not_in(before))).all() if found else []
            new = len(fresh)
            follow(c, fresh)
        return new, len(found) - new

    def take_lines(self, lines: Sequence[Sequence[Any]], by: str) -> tuple[int, list[str]]:
        """File resolver lines of nomenklatura; returns how many say something new, and why others were left out. Lines
        between passages and ids of its own making are followed to the passages that they tie."""
        with self._write() as c:
            digests = {digest[:16]: digest for digest in c.execute(select(document.c.digest)).scalars()}
            before = set(c.execute(select(judgement.c.id)).scalars())
            strange: list[str] = []
            for verdict, one, two, who, at in resolver_pairs(lines, by, now(), strange):
                places = [_place_of(c, digests, id) for id in (one, two)]
                if None in places:
                    strange.append(f"{one} and {two}: no such passage is on file here")
                    continue
                left, right = sorted((p for p in places if p is not None), key=lambda p: (p["digest"], p["start"], p["end"]))
                deciding.record(c, "entity", verdict, left, right, who, None, at)
            fresh = c.execute(select(judgement).where(judgement.c.id.not_in(before))).all()
            follow(c, fresh)
        return len(fresh), strange

    def open_pairs(self, limit: int | None = None) -> Sequence[OpenPair]:
        """Pairs that wait for a person, the likeliest first."""
        with self._begin() as c:
            query = select(doubt).order_by(doubt.c.score.desc(), doubt.c.left, doubt.c.right)
            if limit is not None:  # of equal ones the documents decide, not the order of filing
                last = select(doubt.c.score).order_by(doubt.c.score.desc()).offset(limit - 1).limit(1).scalar_subquery()
                query = query.where(doubt.c.score >= func.coalesce(last, 0.0))
            rows = c.execute(query).all()
            found = [(-row.score, _first(c, row.left), _first(c, row.right), tuple(json.loads(row.features))) for row in rows]
            found.sort(key=lambda r: (r[0], r[1].document, r[1].local, r[2].document, r[2].local))
            return [
                OpenPair(score=-score, features=features, left=self._side(c, one), right=self._side(c, two))
                for score, one, two, features in found[:limit]
            ]

    def _side(self, c: Connection, row: Row[Any]) -> Side:
        about = c.execute(select(document.c.text, document.c.outlet, document.c.published).where(document.c.id == row.document)).one()
        known = c.execute(select(entity).where(entity.c.id == row.entity)).first()
        here = claims_query().where(claim.c.document == row.document, claim.c.start <= row.start, claim.c.end >= row.end).limit(_CLAIMS)
        named = Known(id=row.entity or "", name=known.name if known else row.name, type=EntityType(known.type if known else row.type))
        lead, tail = _around(about.text, row.start, row.end)
        return Side(
            entity=named, document=row.document, local=row.local, outlet=about.outlet or row.document, published=about.published,
            lead=lead, words=about.text[row.start : row.end], tail=tail, claims=tuple(self._findings(c, c.execute(here).all())),
        )  # fmt: skip


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a passage on one line, none cut in two; the spaces beside the passage stay."""
    lead, tail = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        lead = lead.partition(" ")[2]
    if end + _AROUND < len(text):
        tail = tail.rpartition(" ")[0]
    return re.sub(r"\s+", " ", lead), re.sub(r"\s+", " ", tail)


def _note(c: Connection, note: str | None) -> str | None:
    return None if note is None else redacting.words(c, note)


def _first(c: Connection, key: int) -> Row[Any]:
    """The mention that stands for a face."""
    return c.execute(select(mention).where(mention.c.face == key).order_by(mention.c.document, mention.c.local).limit(1)).one()


def _stands(c: Connection, row: Row[Any]) -> str:
    if row.kind == "redaction" or row.undoes is not None:
        return "as it was"
    left = json.loads(row.left)
    if row.kind == "claim":
        held = verdicts.claim_of(c, left)
        exact = [None if held is None else held[1]]
    else:
        sides = [deciding.member(c, left), deciding.member(c, json.loads(row.right))]
        exact = [None if side is None else side[1] for side in sides]
    return "nowhere" if None in exact else "as it was" if all(exact) else "carried over"


def _passage_of(c: Connection, member: Member) -> Json:
    """The passage by which an entity of a document is decided on."""
    query = select(mention.c.start, mention.c.end, mention.c.name, document.c.digest, document.c.text).join(document)
    row = c.execute(query.where(mention.c.document == member[0], mention.c.local == member[1])).first()
    if row is None:
        raise CasefileError(f"document '{member[0]}' has no entity '{member[1]}'")
    return passage(row.digest, (row.start, row.end), row.text[row.start : row.end], name=row.name)


def _place_of(c: Connection, digests: Mapping[str, str], id: str) -> Json | None:
    """The passage that an id of a resolver line names; none where it is not on file."""
    found = PASSAGE.fullmatch(id)
    if found is None or found[1] not in digests:
        return None
    digest, start, end = digests[found[1]], int(found[2]), int(found[3])
    text = c.execute(select(document.c.text).where(document.c.digest == digest)).scalar_one()
    held = deciding.member(c, passage(digest, (start, end), text[start:end]))
    return None if held is None else _passage_of(c, held[0])


def _consistent(c: Connection, verdict: str, one: Member, two: Member) -> None:
    if one == two:
        raise CasefileError("both are one entity of one document")
    entities = [
        c.execute(select(mention.c.entity).where(mention.c.document == d, mention.c.local == own)).scalar() for d, own in (one, two)
    ]
    if verdict == "same" and entities[0] is not None and entities[0] == entities[1]:
        raise CasefileError("they are one already")
    for row in deciding.active(c, "entity"):
        sides = [deciding.member(c, json.loads(side)) for side in (row.left, row.right)]
        members = [side[0] for side in sides if side is not None]
        if row.verdict == verdict or len(members) < 2:
            continue
        held = [c.execute(select(mention.c.entity).where(mention.c.document == d, mention.c.local == own)).scalar() for d, own in members]
        if {one, two} == set(members) or (verdict == "same" and set(held) == set(entities) and None not in held):
            raise CasefileError(f"{row.by} decided on {row.at[:10]} that they are {row.verdict} ({row.id}); undo that first")


def _can_be_undone(c: Connection, row: Row[Any]) -> None:
    if row.undoes is not None:
        raise CasefileError(f"decision '{row.id}' took another one back; decide anew instead")
    if row.verdict == "erased":
        raise CasefileError("what was erased cannot come back")
    again = c.execute(select(judgement).where(judgement.c.undoes == row.id)).first()
    if again is not None:
        raise CasefileError(f"decision '{row.id}' was taken back by {again.by} on {again.at[:10]}")
    erased = (json.loads(k.left)["of"] for k in deciding.active(c, "redaction") if k.verdict == "erased")
    if row.id in erased:
        raise CasefileError("what was erased cannot come back")


def follow(c: Connection, found: Sequence[Row[Any]]) -> None:
    """Bring everything in line with decisions that were filed or taken back."""
    wanted = {row.undoes for row in found if row.undoes is not None}
    rows = [*found, *(c.execute(select(judgement).where(judgement.c.id.in_(sorted(wanted)))).all() if wanted else ())]
    taken_back = {row.id for row in rows} & {row.undoes for row in rows}
    if any(row.kind == "redaction" and row.verdict == "redacted" for row in rows):
        if any(row.kind == "redaction" and row.id in taken_back for row in rows):
            redacting.lift(c)
        redacting.conceal_all(c)
    if any(row.verdict == "erased" for row in rows):
        redacting.erase(c)
    members = []
    for row in rows:
        if row.kind == "entity" and row.right is not None:
            sides = [deciding.member(c, json.loads(side)) for side in (row.left, row.right)]
            members += [side[0] for side in sides if side is not None]
        elif row.kind == "claim" and "digest" in (place := json.loads(row.left)):
            at = deciding.stood(c, place)
            if at is not None:
                verdicts.apply(c, at[0])
                recount(c, at[0])
    _resolve_again(c, members)


def _resolve_again(c: Connection, members: Sequence[Member]) -> None:
    for id, local in members:
        open_again(c, select(mention.c.key).where(mention.c.document == id, mention.c.local == local))
    settle(c)


def _file_decision(c: Connection, row: Mapping[str, Any]) -> None:
    try:
        kind, verdict, left, right = row["kind"], row["verdict"], row["left"], row.get("right")
        by, note, at, undoes = row["by"], row.get("note"), row["at"], row.get("undoes")
        known = kind in KINDS and (verdict in VERDICTS[kind] or (verdict == "undone" and isinstance(undoes, str)))
        if not known or not all(isinstance(text, str) and text for text in (by, at)) or not isinstance(left, dict):
            raise ValueError
        id = deciding.record(c, kind, verdict, left, right, by, note, at, undoes)
        if "id" in row and id != row["id"]:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise CasefileError(
            f"this is not a decision as 'onrecord export --format decisions' writes it: {json.dumps(row, ensure_ascii=False)[:200]}"
        ) from None
