"""Filing documents: what is new, what is known, what replaces an earlier version; and the entities that follow from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.model import Document
from onrecord.store import redacting, verdicts
from onrecord.store.documents import METADATA, erase, insert_document, merged_metadata, now, stand
from onrecord.store.part import Part
from onrecord.store.resolving import pending, settle
from onrecord.store.rows import Prepared
from onrecord.store.schema import document, outcome, removal, run, source


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What filing a document would come to: "read", "unchanged", "updated" or "skipped", why, and the document as it
    would stand, with metadata that was known already. Only one that is ``wanted`` must be annotated; ``told`` is what
    the place tells of it, and ``placed`` whether that is on file already."""

    state: str
    reason: str
    document: Document
    wanted: bool
    told: Mapping[str, str]
    placed: bool = False


class Filing(Part):
    """The writing half of a store."""

    def plan(self, location: str, digest: str, found: Document, *, reader: str = "", restore: bool = False) -> Plan:
        """Compare a document that was read with what is on file. ``reader`` is the version that would annotate it;
        with ``restore`` a document that was removed may come back."""
        with self._begin() as c:
            location, fresh = redacting.place(c, location), redacting.told(c, _told(found), digest, found.text)
            same = c.execute(select(document).where(document.c.digest == digest)).first()
            place = c.execute(select(source).where(source.c.location == location)).first()
            if same is None:
                note = None if restore else _removed(c, digest)
                if note is not None:
                    reason = f"removed on {note.at[:10]} by {note.by}; --restore reads it again"
                    return Plan(state="skipped", reason=reason, document=found, wanted=False, told={}, placed=True)
                state, reason = ("updated", "new version of the text") if place is not None else ("read", "")
                return Plan(state=state, reason=reason, document=found, wanted=True, told=_told(found))
            known = {row.location: json.loads(row.told) for row in c.execute(select(source).where(source.c.document == same.id))}
        told = {**known.get(location, {}), **fresh}
        merged = replace(found, **merged_metadata({**known, location: told}, {key: getattr(same, key) for key in METADATA}))
        changed = [key for key in METADATA if getattr(merged, key) != getattr(same, key)]
        here = place is not None and place.document == same.id
        placed = here and known[location] == told
        if changed:
            return Plan(state="updated", reason=f"new metadata: {', '.join(changed)}", document=merged, wanted=True, told=told)
        if reader and same.reader != reader:
            return Plan(state="updated", reason=f"read anew by onrecord {reader}", document=merged, wanted=True, told=told)
        if place is not None and not here:
            reason = f"its text is now that of {min(known)}"
            return Plan(state="updated", reason=reason, document=merged, wanted=False, told=told)
        reason = "" if here else f"the same bytes as {min(known)}"
        return Plan(state="unchanged", reason=reason, document=merged, wanted=False, told=told, placed=placed)

    def file(
        self, location: str, digest: str, filed: Document, prepared: Prepared, *, told: Mapping[str, str] | None = None, reader: str = ""
    ) -> None:
        """Store a document with all that it tells, in one transaction. What stood at the place before is kept as an
        earlier version, unless it stands elsewhere too.

        Raises:
            CasefileError: the file cannot be written to.
        """
        with self._write() as c:
            location, told = redacting.place(c, location), redacting.told(c, _told(filed) if told is None else told, digest, filed.text)
            filed, prepared = redacting.concealed(c, digest, filed, prepared, reader)
            places = {location: told}
            for before in c.execute(select(document.c.id).where(document.c.digest == digest)).scalars().all():
                known = c.execute(select(source).where(source.c.document == before)).all()
                places = {row.location: json.loads(row.told) for row in known} | places
                erase(c, before)
            insert_document(c, digest, filed, prepared, reader)
            if _removed(c, digest) is not None:
                c.execute(insert(removal).values(digest=digest, by="", at=now(), why=None, undone=True))
            for place, words in sorted(places.items()):
                stand(c, place, digest, dict(words))
            verdicts.apply(c, c.execute(select(document.c.id).where(document.c.digest == digest)).scalar_one())

    def link(self, location: str, digest: str, told: Mapping[str, str]) -> None:
        """Note that the bytes of a document on file were found at a location too."""
        with self._write() as c:
            stand(c, redacting.place(c, location), digest, redacting.told(c, told, digest))

    def unresolved(self) -> bool:
        """Whether documents were filed or removed since entities were last resolved."""
        with self._begin() as c:
            return pending(c)

    def resolve(self) -> None:
        """Compute the casefile's entities for what was filed, removed or decided since, in one transaction."""
        with self._write() as c:
            settle(c)

    def begin(self, version: str) -> int:
        """Note that a run of the reader begins; returns its number."""
        with self._write() as c:
            return int(c.execute(insert(run).values(at=now(), version=version, totals="").returning(run.c.key)).scalar_one())

    def note(self, number: int, outcomes: Sequence[tuple[str, str, str]]) -> None:
        """Note how a run ended at places: (location, state, reason)."""
        if outcomes:
            statement = upsert(outcome)
            kept = {key: statement.excluded[key] for key in ("state", "reason", "run")}
            with self._write() as c:
                mask = redacting.mask_of(c)
                rows = [
                    {"location": mask.place(location), "state": state, "reason": mask.note(reason), "run": number}
                    for location, state, reason in outcomes
                ]
                c.execute(statement.on_conflict_do_update(index_elements=["location"], set_=kept), rows)

    def end(self, number: int, totals: Mapping[str, int]) -> None:
        """Note that a run came to its end, and its totals."""
        with self._write() as c:
            c.execute(update(run).where(run.c.key == number).values(totals=json.dumps(dict(totals))))


def _told(found: Document) -> dict[str, str]:
    return {key: value for key in METADATA if (value := getattr(found, key))}


def _removed(c: Connection, digest: str) -> Row[Any] | None:
    note = c.execute(select(removal).where(removal.c.digest == digest).order_by(removal.c.key.desc()).limit(1)).first()
    return None if note is None or note.undone else note
