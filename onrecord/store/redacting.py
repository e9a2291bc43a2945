"""Redactions in the file: every row has the mask, so that no view, search or export can show what is behind it. What was
there lies sealed beside, compressed, until the redaction is undone; erasing it throws that away."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.casefile.redaction import Mark, Mask, cover_plain, mark_of
from onrecord.codec import as_plain, decode_annotation
from onrecord.model import Annotation, Document
from onrecord.store import deciding, rows, verdicts
from onrecord.store.documents import METADATA, Kept, keep, loaded, rewrite
from onrecord.store.rows import Prepared
from onrecord.store.schema import claim, document, earlier, edition, judgement, mention, outcome, removal, sealed, source

_PLACES: tuple[Table, ...] = (source, edition, outcome)


def mask_of(c: Connection, *, erased: bool | None = None) -> Mask:
    """The redactions that stand; with ``erased`` only those that were, or were not."""
    gone = {json.loads(row.left)["of"] for row in deciding.active(c, "redaction") if row.verdict == "erased"}
    found = [row for row in deciding.active(c, "redaction") if row.verdict == "redacted" and erased in (None, row.id in gone)]
    return Mask([Mark.of(json.loads(row.left)) for row in found])


def known_of(c: Connection, digest: str) -> frozenset[str]:
    """The codes of the redactions that were made of somebody in a document."""
    told = (json.loads(row.left) for row in deciding.active(c, "redaction") if row.verdict == "redacted")
    return frozenset(left["code"] for left in told if digest in left["digests"])


def redact(c: Connection, names: Iterable[str], digests: Iterable[str], by: str, note: str | None, at: str, salt: str) -> str:
    """Mask somebody with these names, in all that is on file; returns the decision's id."""
    mark = mark_of(names, salt, _particles())
    left = {**mark.plain(), "digests": sorted({*digests, *_named_in(c, Mask([mark]))})}
    id = deciding.record(c, "redaction", "redacted", left, None, by, note, at)
    conceal_all(c)
    return id


def _named_in(c: Connection, mask: Mask) -> set[str]:
    """The documents, and versions of them, that have a full name."""
    found = {row.digest for row in c.execute(select(document.c.digest, document.c.text)) if mask.codes(row.text)}
    return found | {
        row.digest for row in c.execute(select(earlier.c.digest, earlier.c.body)) if mask.codes(rows.load_document(row.body).text)
    }


def _particles() -> frozenset[str]:
    from onrecord.casefile.name_parts import parts

    return parts().particles | parts().stop_words


def conceal_all(c: Connection) -> None:
    """Mask whatever is not masked yet."""
    mask = mask_of(c)
    if not mask.marks:
        return
    for id in c.execute(select(document.c.id).order_by(document.c.id)).scalars().all():
        _conceal_document(c, id)
    for row in c.execute(select(earlier)).all():
        kept = Kept(digest=row.digest, body=row.body, annotation=row.annotation, reader=row.reader)
        covered = concealed_kept(c, kept)
        if covered != kept:
            keep(c, covered)
    _conceal_places(c, mask)
    _conceal_words(c, mask)


def concealed(
    c: Connection, digest: str, filed: Document, prepared: Prepared, reader: str = "", *, fresh: bool = True
) -> tuple[Document, Prepared]:
    """A document and its rows as they may be stored; what the mask covers is sealed. ``fresh``: as it was read just now,
    and not as it is on file."""
    mask = mask_of(c)
    if not mask.marks:
        return filed, prepared
    known = known_of(c, digest) | mask.codes(filed.text)
    covered = cover_document(filed, mask, known)
    plain = rows.annotation_of(prepared)
    whole = cover_annotation(plain, covered.text, mask, known)
    if covered == filed and whole == plain:
        return filed, prepared
    before = next((body for ref, body in _opened(c, "document", digest)), None)
    if before is not None and not fresh:
        return covered, rows.prepare(whole)
    if before is not None:  # what this place tells of it may be masked already
        filed = replace(rows.load_document(before["document"]), text=filed.text)
    body = {"document": rows.dump_document(filed), "annotation": rows.dump_annotation(plain, claims=True).hex(), "reader": reader}
    c.execute(delete(sealed).where(sealed.c.kind == "document", sealed.c.ref == digest))
    _seal(c, "document", digest, _without_erased(c, digest, body))
    return covered, rows.prepare(whole)


def concealed_kept(c: Connection, kept: Kept) -> Kept:
    """The same for a version that is kept as a whole."""
    filed, prepared = rows.load_document(kept.body), rows.prepare(rows.load_annotation(kept.annotation))
    covered, whole = concealed(c, kept.digest, filed, prepared, kept.reader, fresh=False)
    if covered == filed and whole == prepared:
        return kept
    return replace(kept, body=rows.dump_document(covered), annotation=rows.dump_annotation(rows.annotation_of(whole), claims=True))


def place(c: Connection, location: str) -> str:
    """A location as it may be stored."""
    return mask_of(c).place(location)


def words(c: Connection, text: str) -> str:
    """A note or a reason as it may be stored."""
    return mask_of(c).note(text)


def told(c: Connection, metadata: Mapping[str, str], digest: str, text: str = "") -> dict[str, str]:
    """What a place tells of a document, of which the text is given where it is at hand, as it may be stored."""
    mask = mask_of(c)
    if not mask.marks:
        return dict(metadata)
    known = known_of(c, digest) | mask.codes(text)
    return {key: _metadata(mask, key, value, known) or "" for key, value in metadata.items()}


def cover_document(filed: Document, mask: Mask, known: Iterable[str]) -> Document:
    """A document with the mask over its text and its metadata."""
    fields: dict[str, Any] = {key: _metadata(mask, key, getattr(filed, key), known) for key in METADATA}
    return replace(filed, id=mask.place(filed.id, known), text=mask.text(filed.text, known), **fields)


def _metadata(mask: Mask, key: str, value: str | None, known: Iterable[str]) -> str | None:
    if value is None or key in ("published", "modified", "lang"):
        return value
    return mask.place(value, known) if key == "url" else mask.text(value, known)


def cover_annotation(annotation: Annotation, masked: str, mask: Mask, known: Iterable[str]) -> Annotation:
    """An annotation whose words are those of the masked text."""
    return replace(decode_annotation(cover_plain(as_plain(annotation), masked, mask, known)), id=mask.place(annotation.id, known))


def _conceal_document(c: Connection, id: str) -> None:
    kept = loaded(c, id)
    filed, prepared = rows.load_document(kept.body), rows.prepare(rows.load_annotation(kept.annotation))
    covered, whole = concealed(c, kept.digest, filed, prepared, kept.reader, fresh=False)
    if covered == filed and whole == prepared:
        return
    rewrite(c, id, covered, whole)
    _rename(c, id, mask_of(c).place(id, known_of(c, kept.digest)))


def _rename(c: Connection, id: str, new: str) -> None:
    """Give a document another id, and apply what was decided about it."""
    own = c.execute(select(document.c.own).where(document.c.id == id)).scalar()
    if new != id:
        c.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        c.execute(update(document).where(document.c.id == id).values(id=new, own=new if own == id else own))
        for table in (source, claim, mention):
            c.execute(update(table).where(table.c.document == id).values(document=new))
    verdicts.apply(c, new)


def _conceal_places(c: Connection, mask: Mask) -> None:
    locations = {row for table in _PLACES for row in c.execute(select(table.c.location)).scalars()}
    for location in sorted(locations):
        query = select(source.c.told, document.c.digest).join(document).where(source.c.location == location)
        row = c.execute(query).first()
        new, body = mask.place(location), None if row is None else json.loads(row.told)
        covered = None if body is None or row is None else told(c, body, row.digest)
        if (new, covered) == (location, body):
            continue
        if mask_of(c, erased=True).place(location) == location:
            _seal(c, "place", new, {"location": location, "told": body})
        _move(c, location, new, covered)


def _move(c: Connection, location: str, new: str, told_: Mapping[str, str] | None) -> None:
    for table in _PLACES:
        c.execute(update(table).where(table.c.location == location).values(location=new))
    if told_ is not None:
        body = json.dumps(dict(told_), ensure_ascii=False, sort_keys=True)
        c.execute(update(source).where(source.c.location == new).values(told=body))


def _conceal_words(c: Connection, mask: Mask) -> None:
    """Reasons, notes, and the words by which decisions find their passages."""
    for row in c.execute(select(outcome.c.location, outcome.c.reason)).all():
        if mask.note(row.reason) != row.reason:
            _seal(c, "reason", row.location, row.reason)
            c.execute(update(outcome).where(outcome.c.location == row.location).values(reason=mask.note(row.reason)))
    for row in c.execute(select(removal.c.key, removal.c.why).where(removal.c.why.is_not(None))).all():
        if mask.note(row.why) != row.why:
            _seal(c, "why", str(row.key), row.why)
            c.execute(update(removal).where(removal.c.key == row.key).values(why=mask.note(row.why)))
    for row in c.execute(select(judgement).where(judgement.c.kind != "redaction")).all():
        told_ = {key: getattr(row, key) for key in ("left", "right", "note")}
        covered = {key: _covered_json(c, mask, value) for key, value in told_.items()}
        if covered != told_:
            _seal(c, "judgement", row.id, told_)
            c.execute(update(judgement).where(judgement.c.id == row.id).values(covered))


def _covered_json(c: Connection, mask: Mask, value: str | None) -> str | None:
    if value is None or not value.startswith("{"):
        return None if value is None else mask.note(value)
    body = json.loads(value)
    known = known_of(c, body.get("digest", ""))
    return json.dumps(
        {k: mask.text(v, known) if k in ("words", "name") else v for k, v in body.items()}, ensure_ascii=False, sort_keys=True
    )  # fmt: skip


def _seal(c: Connection, kind: str, ref: str, body: Any) -> None:
    """Keep what is covered, unless it is kept already."""
    packed = zlib.compress(json.dumps(body, ensure_ascii=False).encode(), 6)
    c.execute(upsert(sealed).values(kind=kind, ref=ref, body=packed).on_conflict_do_nothing())


def _opened(c: Connection, kind: str, ref: str | None = None) -> list[tuple[str, Any]]:
    query = select(sealed.c.ref, sealed.c.body).where(sealed.c.kind == kind).order_by(sealed.c.ref)
    found = c.execute(query if ref is None else query.where(sealed.c.ref == ref)).all()
    return [(row.ref, json.loads(zlib.decompress(row.body))) for row in found]


def _without_erased(c: Connection, digest: str, body: dict[str, str]) -> dict[str, str]:
    """What may be sealed: nothing that was erased."""
    mask = mask_of(c, erased=True)
    if not mask.marks:
        return body
    document_ = rows.load_document(body["document"])
    known = known_of(c, digest) | mask.codes(document_.text)
    filed = cover_document(document_, mask, known)
    annotation = cover_annotation(rows.load_annotation(bytes.fromhex(body["annotation"])), filed.text, mask, known)
    return {**body, "document": rows.dump_document(filed), "annotation": rows.dump_annotation(annotation, claims=True).hex()}


def lift(c: Connection) -> None:
    """After a redaction was undone: bring back all that is sealed, and mask again what others cover."""
    ids = {row.digest: row.id for row in c.execute(select(document.c.digest, document.c.id))}
    versions = _opened(c, "document")
    for digest, body in versions:
        filed, annotation = rows.load_document(body["document"]), rows.load_annotation(bytes.fromhex(body["annotation"]))
        if digest in ids:
            rewrite(c, ids[digest], filed, rows.prepare(annotation))
            _rename(c, ids[digest], filed.id)
        elif c.execute(select(earlier.c.digest).where(earlier.c.digest == digest)).first() is not None:
            keep(c, Kept(digest=digest, body=body["document"], annotation=bytes.fromhex(body["annotation"]), reader=body["reader"]))
    for ref, body in _opened(c, "place"):
        _move(c, ref, body["location"], body["told"])
    for ref, reason in _opened(c, "reason"):
        c.execute(update(outcome).where(outcome.c.location == ref).values(reason=reason))
    for ref, why in _opened(c, "why"):
        c.execute(update(removal).where(removal.c.key == int(ref)).values(why=why))
    for ref, row in _opened(c, "judgement"):
        c.execute(update(judgement).where(judgement.c.id == ref).values(row))
    c.execute(delete(sealed))
    conceal_all(c)


def erase(c: Connection) -> None:
    """Throw away what is sealed of erased redactions; what only others cover is kept."""
    for digest, body in _opened(c, "document"):
        left = _without_erased(c, digest, body)
        c.execute(delete(sealed).where(sealed.c.kind == "document", sealed.c.ref == digest))
        _seal(c, "document", digest, left)
    mask = mask_of(c, erased=True)
    for kind in ("place", "reason", "why", "judgement"):
        for ref, body in _opened(c, kind):
            told_ = json.dumps(body, ensure_ascii=False)
            if mask.spans(told_) or mask.spans(told_.title()) or mask_of(c, erased=False).marks == ():
                c.execute(delete(sealed).where(sealed.c.kind == kind, sealed.c.ref == ref))
    if not mask_of(c, erased=False).marks:
        c.execute(delete(sealed))
