"""Filing documents: what is new, what is known, what replaces an earlier version; and the entities that follow from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.casefile.queries import Subject
from onrecord.casefile.resolve import Comparer, Local, alone, resolve
from onrecord.model import Document, EntityType
from onrecord.store import rows, search
from onrecord.store.rows import Prepared
from onrecord.store.schema import claim, concern, document, earlier, edition, entity, mention, outcome, removal, run, source

METADATA = ("title", "outlet", "byline", "published", "modified", "lang", "url")
_ID = 16  # digits of the digest that name a document without an id of its own
_APART = 8  # digits that tell documents apart which bring the same id


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version of a document as a whole: the document as JSON, its annotation with the claims, compressed, and the
    version that annotated it."""

    digest: str
    body: str
    annotation: bytes
    reader: str


class Filing:
    """The writing half of a store."""

    path: Path

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        raise NotImplementedError
        yield

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        raise NotImplementedError
        yield

    def plan(self, location: str, digest: str, found: Document, *, reader: str = "", restore: bool = False) -> Plan:
        """Compare a document that was read with what is on file. ``reader`` is the version that would annotate it;
        with ``restore`` a document that was removed may come back."""
        with self._begin() as c:
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
        told = {**known.get(location, {}), **_told(found)}
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
            places = {location: dict(_told(filed) if told is None else told)}
            for id in c.execute(select(document.c.id).where(document.c.digest == digest)).scalars().all():
                known = c.execute(select(source).where(source.c.document == id)).all()
                places = {row.location: json.loads(row.told) for row in known} | places
                erase(c, id)
            insert_document(c, digest, filed, prepared, reader)
            if _removed(c, digest) is not None:
                c.execute(insert(removal).values(digest=digest, by="", at=now(), why=None, undone=True))
            for place, words in sorted(places.items()):
                stand(c, place, digest, words)

    def link(self, location: str, digest: str, told: Mapping[str, str]) -> None:
        """Note that the bytes of a document on file were found at a location too."""
        with self._write() as c:
            stand(c, location, digest, told)

    def unresolved(self) -> bool:
        """Whether documents were filed or removed since entities were last resolved."""
        with self._begin() as c:
            return c.execute(select(mention.c.key).where(mention.c.entity.is_(None)).limit(1)).first() is not None

    def resolve(self, compare: Comparer | None = None) -> None:
        """Compute the casefile's entities that have a name from all documents, in one transaction."""
        with self._write() as c:
            found = c.execute(select(mention).where(mention.c.named).order_by(mention.c.document, mention.c.local)).all()
            clusters = resolve((_local(row) for row in found), compare)
            keys = {(row.document, row.local): row.key for row in found}
            c.execute(delete(entity).where(entity.c.named))
            if not clusters:
                return
            c.execute(insert(entity), [_subject_row(cluster.subject) for cluster in clusters])
            table = mention.update().where(mention.c.key == bindparam("k")).values(entity=bindparam("e"))
            c.execute(table, [{"k": keys[member], "e": cluster.subject.id} for cluster in clusters for member in cluster.members])
            counted = (
                select(func.count(concern.c.claim.distinct()))
                .join(mention, mention.c.key == concern.c.mention)
                .where(mention.c.entity == entity.c.id)
                .scalar_subquery()
            )
            c.execute(update(entity).where(entity.c.named).values(claims=counted))

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
                c.execute(
                    statement.on_conflict_do_update(index_elements=["location"], set_=kept),
                    [{"location": location, "state": state, "reason": reason, "run": number} for location, state, reason in outcomes],
                )

    def end(self, number: int, totals: Mapping[str, int]) -> None:
        """Note that a run came to its end, and its totals."""
        with self._write() as c:
            c.execute(update(run).where(run.c.key == number).values(totals=json.dumps(dict(totals))))


def now() -> str:
    """The time of day, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _told(found: Document) -> dict[str, str]:
    return {key: value for key in METADATA if (value := getattr(found, key))}


def merged_metadata(told: Mapping[str, Mapping[str, str]], otherwise: Mapping[str, str | None]) -> dict[str, Any]:
    """The metadata of a document that stands at several places: of each field what the first place by name tells, so
    that the order of reading leaves no trace."""
    return {key: next((told[place][key] for place in sorted(told) if told[place].get(key)), otherwise[key]) for key in METADATA}


def _removed(c: Connection, digest: str) -> Row[Any] | None:
    note = c.execute(select(removal).where(removal.c.digest == digest).order_by(removal.c.key.desc()).limit(1)).first()
    return None if note is None or note.undone else note


def insert_document(c: Connection, digest: str, filed: Document, prepared: Prepared, reader: str) -> None:
    """Store a document and its rows; it stands nowhere yet."""
    own = None if filed.id == digest[:_ID] else filed.id
    taken = c.execute(select(document.c.id).where(document.c.id == filed.id)).first() is not None
    id = f"{filed.id}~{digest[:_APART]}" if taken else filed.id
    c.execute(
        insert(document).values(
            {key: getattr(filed, key) for key in METADATA}
            | {
                "id": id, "own": own, "digest": digest, "text": filed.text, "lang": prepared.lang, "annotation": prepared.annotation,
                "missing": json.dumps(prepared.missing), "dropped": prepared.dropped, "claims": len(prepared.claims),
                "corrections": prepared.corrections, "reader": reader,
            }
        )
    )  # fmt: skip
    _insert_claims(c, id, prepared, _insert_mentions(c, id, prepared))
    _insert_unnamed(c, id)
    c.execute(delete(earlier).where(earlier.c.digest == digest))
    if own is not None:
        _settle(c, own)


def _insert_mentions(c: Connection, id: str, prepared: Prepared) -> dict[str, int]:
    """Store a document's entities; returns their keys by their ids in the document."""
    first = 1 + (c.execute(select(func.max(mention.c.key))).scalar() or 0)
    if prepared.mentions:
        values = [
            {
                "key": first + n, "document": id, "local": e.local, "name": e.name, "type": e.type, "named": e.named, "aliases": e.aliases,
                "nouns": e.nouns, "mentions": e.mentions, "place": e.place,
            }
            for n, e in enumerate(prepared.mentions)
        ]  # fmt: skip
        c.execute(insert(mention), values)
    return {e.local: first + n for n, e in enumerate(prepared.mentions)}


def _insert_claims(c: Connection, id: str, prepared: Prepared, mentions: Mapping[str, int]) -> None:
    if not prepared.claims:
        return
    first = 1 + (c.execute(select(func.max(claim.c.key))).scalar() or 0)
    keyed = list(enumerate(prepared.claims, first))
    values = [
        {
            "key": key, "id": item.id, "document": id, "start": item.start, "end": item.end, "relation": item.relation,
            "factuality": item.factuality, "polarity": item.polarity, "context": item.context, "figures": item.figures, "body": item.body,
        }
        for key, item in keyed
    ]  # fmt: skip
    c.execute(insert(claim), values)
    links = [{"claim": key, "mention": mentions[local], "about": about} for key, item in keyed for local, about in item.concerns]
    if links:
        c.execute(insert(concern), links)
    search.insert(c, [(key, item.stems) for key, item in keyed])


def _insert_unnamed(c: Connection, id: str) -> None:
    """Store the casefile's entities for those of a document that have no name; they concern no other document."""
    found = c.execute(select(mention).where(mention.c.document == id, mention.c.named.is_(False))).all()
    if not found:
        return
    counted = select(concern.c.mention, func.count()).where(concern.c.mention.in_(select(mention.c.key).where(mention.c.document == id)))
    claims = {row[0]: row[1] for row in c.execute(counted.group_by(concern.c.mention))}
    subjects = [(row.key, alone(_local(row))) for row in found]
    c.execute(insert(entity), [_subject_row(subject) | {"claims": claims.get(key, 0)} for key, subject in subjects])
    table = mention.update().where(mention.c.key == bindparam("k")).values(entity=bindparam("e"))
    c.execute(table, [{"k": key, "e": subject.id} for key, subject in subjects])


def stand(c: Connection, location: str, digest: str, told: Mapping[str, str], at: str | None = None) -> None:
    """Let the bytes of a document on file stand at a location; what stood there before and stands nowhere else becomes
    an earlier version."""
    id = c.execute(select(document.c.id).where(document.c.digest == digest)).scalar_one()
    older = c.execute(select(source.c.document).where(source.c.location == location)).scalar()
    c.execute(delete(source).where(source.c.location == location))
    c.execute(insert(source).values(location=location, document=id, told=json.dumps(dict(told), ensure_ascii=False, sort_keys=True)))
    last = select(edition.c.digest).where(edition.c.location == location).order_by(edition.c.key.desc()).limit(1)
    if c.execute(last).scalar() != digest:
        c.execute(insert(edition).values(location=location, digest=digest, at=now() if at is None else at))
    if older is not None and older != id and c.execute(select(source.c.location).where(source.c.document == older)).first() is None:
        supersede(c, older)


def supersede(c: Connection, id: str) -> None:
    """Keep a document that stands nowhere any more, out of every answer."""
    keep(c, loaded(c, id))
    erase(c, id)


def keep(c: Connection, version: Kept) -> None:
    """File a version among the earlier ones."""
    values = asdict(version)
    c.execute(upsert(earlier).values(values).on_conflict_do_update(index_elements=["digest"], set_=values))


def loaded(c: Connection, id: str) -> Kept:
    """A document on file as a whole, under the id that it brought."""
    row = c.execute(select(document).where(document.c.id == id)).one()
    own = row.own or row.digest[:_ID]
    bodies = c.execute(select(claim.c.body).where(claim.c.document == id).order_by(claim.c.start, claim.c.end, claim.c.id)).scalars()
    whole = replace(rows.load_annotation(row.annotation), id=own, claims=rows.load_claims(bodies.all()))
    filed = Document(id=own, text=row.text, **{key: getattr(row, key) for key in METADATA})
    return Kept(digest=row.digest, body=rows.dump_document(filed), annotation=rows.dump_annotation(whole, claims=True), reader=row.reader)


def erase(c: Connection, id: str) -> None:
    """Take a document out of the answers, with everything that came of it."""
    own = c.execute(select(document.c.own).where(document.c.id == id)).scalar()
    search.delete(c, c.execute(select(claim.c.key).where(claim.c.document == id)).scalars().all())
    _unresolve(c, id)
    c.execute(delete(document).where(document.c.id == id))
    if own is not None:
        _settle(c, own)


def _unresolve(c: Connection, id: str) -> None:
    """Forget the entities that a document has part in; they are computed anew."""
    touched = select(mention.c.entity).where(mention.c.document == id, mention.c.entity.is_not(None))
    c.execute(delete(entity).where(entity.c.id.in_(touched)))
    c.execute(update(mention).where(mention.c.entity.in_(touched)).values(entity=None))


def _settle(c: Connection, own: str) -> None:
    """Give the documents that bring the same id ids of their own; a document that is alone with its id has that."""
    found = c.execute(select(document.c.id, document.c.digest).where(document.c.own == own).order_by(document.c.digest)).all()
    for row in found:
        id = own if len(found) == 1 else f"{own}~{row.digest[:_APART]}"
        if id != row.id:
            c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            _unresolve(c, row.id)
            c.execute(update(document).where(document.c.id == row.id).values(id=id))
            for table in (source, claim, mention):
                c.execute(update(table).where(table.c.document == row.id).values(document=id))
            _insert_unnamed(c, id)


def purge(c: Connection, digests: Iterable[str]) -> None:
    """Delete documents and earlier versions for good."""
    for digest in digests:
        for id in c.execute(select(document.c.id).where(document.c.digest == digest)).scalars().all():
            erase(c, id)
        c.execute(delete(earlier).where(earlier.c.digest == digest))


def _list(body: str) -> tuple[str, ...]:
    return () if body == "[]" else tuple(json.loads(body))


def _body(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else "[]"


def _local(row: Row[Any]) -> Local:
    return Local(
        document=row.document, id=row.local, name=row.name, type=EntityType(row.type), aliases=_list(row.aliases),
        nouns=_list(row.nouns), named=row.named, mentions=row.mentions, place=row.place,
    )  # fmt: skip


def _subject_row(subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id, "name": subject.name, "type": subject.type.value, "named": subject.named,
        "aliases": _body(subject.aliases), "nouns": _body(subject.nouns),
        "merges": _body([asdict(m) for m in subject.merges]),
        "documents": subject.documents, "claims": 0,
    }  # fmt: skip
