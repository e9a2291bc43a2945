"""The rows of documents: putting them on file, rewriting them, keeping earlier versions, taking them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.casefile.resolve import alone
from onrecord.model import Document
from onrecord.store import rows, search
from onrecord.store.resolving import local, open_again, subject_row
from onrecord.store.rows import Prepared
from onrecord.store.schema import claim, concern, document, earlier, edition, entity, mention, source

METADATA = ("title", "outlet", "byline", "published", "modified", "lang", "url")
_ID = 16  # digits of the digest that name a document without an id of its own
_APART = 8  # digits that tell documents apart which bring the same id


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version of a document as a whole: the document as JSON, its annotation with the claims, compressed, and the
    version that annotated it."""

    digest: str
    body: str
    annotation: bytes
    reader: str


def now() -> str:
    """The time of day, in UTC, to the millisecond: two runs of a script begin within a second."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def merged_metadata(told: Mapping[str, Mapping[str, str]], otherwise: Mapping[str, str | None]) -> dict[str, Any]:
    """The metadata of a document that stands at several places: of each field what the first place by name tells, so
    that the order of reading leaves no trace."""
    return {key: next((told[place][key] for place in sorted(told) if told[place].get(key)), otherwise[key]) for key in METADATA}


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
    _insert_rows(c, id, prepared)
    c.execute(delete(earlier).where(earlier.c.digest == digest))
    if own is not None:
        _settle(c, own)


def rewrite(c: Connection, id: str, filed: Document, prepared: Prepared) -> None:
    """Put other words and rows in the place of a document's; it keeps its id, its digest and where it stands."""
    _delete_rows(c, id)
    values = {key: getattr(filed, key) for key in METADATA}
    told = {
        "text": filed.text, "lang": prepared.lang, "annotation": prepared.annotation, "missing": json.dumps(prepared.missing),
        "dropped": prepared.dropped, "claims": len(prepared.claims), "corrections": prepared.corrections,
    }  # fmt: skip
    c.execute(update(document).where(document.c.id == id).values(values | told))
    _insert_rows(c, id, prepared)


def _insert_rows(c: Connection, id: str, prepared: Prepared) -> None:
    insert_claims(c, id, prepared, _insert_mentions(c, id, prepared))
    _insert_unnamed(c, id)


def _delete_rows(c: Connection, id: str) -> None:
    search.delete(c, c.execute(select(claim.c.key).where(claim.c.document == id)).scalars().all())
    open_again(c, select(mention.c.key).where(mention.c.document == id))
    for table in (claim, mention):
        c.execute(delete(table).where(table.c.document == id))


def _insert_mentions(c: Connection, id: str, prepared: Prepared) -> dict[str, int]:
    """Store a document's entities; returns their keys by their ids in the document."""
    first = 1 + (c.execute(select(func.max(mention.c.key))).scalar() or 0)
    if prepared.mentions:
        values = [
            {
                "key": first + n, "document": id, "local": e.local, "name": e.name, "type": e.type, "named": e.named, "aliases": e.aliases,
                "nouns": e.nouns, "mentions": e.mentions, "place": e.place, "start": e.start, "end": e.end, "roles": e.roles, "ties": e.ties,
                "age": e.age,
            }
            for n, e in enumerate(prepared.mentions)
        ]  # fmt: skip
        c.execute(insert(mention), values)
    return {e.local: first + n for n, e in enumerate(prepared.mentions)}


def insert_claims(c: Connection, id: str, prepared: Prepared, mentions: Mapping[str, int]) -> None:
    """Store and index a document's claims; ``mentions`` are the keys of its entities."""
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
    of_document = select(mention, document.c.published).join(document, document.c.id == mention.c.document)
    found = c.execute(of_document.where(mention.c.document == id, mention.c.named.is_(False))).all()
    if not found:
        return
    counted = select(concern.c.mention, func.count()).where(concern.c.mention.in_(select(mention.c.key).where(mention.c.document == id)))
    claims = {row[0]: row[1] for row in c.execute(counted.group_by(concern.c.mention))}
    subjects = [(row.key, alone(local(row))) for row in found]
    c.execute(insert(entity), [subject_row(subject) | {"claims": claims.get(key, 0)} for key, subject in subjects])
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
    body = func.coalesce(claim.c.original, claim.c.body)  # decisions are kept by themselves
    bodies = c.execute(select(body).where(claim.c.document == id).order_by(claim.c.start, claim.c.end, claim.c.id)).scalars()
    whole = replace(rows.load_annotation(row.annotation), id=own, claims=rows.load_claims(bodies.all()))
    filed = Document(id=own, text=row.text, **{key: getattr(row, key) for key in METADATA})
    return Kept(digest=row.digest, body=rows.dump_document(filed), annotation=rows.dump_annotation(whole, claims=True), reader=row.reader)


def erase(c: Connection, id: str) -> None:
    """Take a document out of the answers, with everything that came of it."""
    own = c.execute(select(document.c.own).where(document.c.id == id)).scalar()
    _delete_rows(c, id)
    c.execute(delete(document).where(document.c.id == id))
    if own is not None:
        _settle(c, own)


def _settle(c: Connection, own: str) -> None:
    """Give the documents that bring the same id ids of their own; a document that is alone with its id has that."""
    found = c.execute(select(document.c.id, document.c.digest).where(document.c.own == own).order_by(document.c.digest)).all()
    for row in found:
        id = own if len(found) == 1 else f"{own}~{row.digest[:_APART]}"
        if id != row.id:
            c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            open_again(c, select(mention.c.key).where(mention.c.document == row.id))
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
