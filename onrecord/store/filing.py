"""Filing documents: what is new, what is known, what replaces an older version; and the entities that follow from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from onrecord.casefile.plain import concerns, voices
from onrecord.casefile.queries import Subject
from onrecord.casefile.resolve import Comparer, Local, locals_of, resolve
from onrecord.model import Annotation, Claim, Document, EntityType
from onrecord.store import rows, search
from onrecord.store.schema import claim, concern, document, entity, mention, run, source

_METADATA = ("title", "outlet", "byline", "published", "lang", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What filing a document would come to: "read", "unchanged" or "updated", why, and the document as it would stand,
    with metadata that was known already. Only a document that is ``wanted`` must be annotated."""

    state: str
    reason: str
    document: Document
    wanted: bool


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

    def plan(self, location: str, digest: str, found: Document) -> Plan:
        """Compare a document that was read with what is on file."""
        with self._begin() as c:
            same = c.execute(select(document).where(document.c.digest == digest)).first()
            place = c.execute(select(source.c.document).where(source.c.location == location)).scalar()
            named = c.execute(select(document.c.id).where(document.c.id == found.id)).scalar()
        if same is None:
            older = place is not None or named is not None
            return Plan(
                state="updated" if older else "read", reason="new version of the text" if older else "", document=found, wanted=True
            )
        merged = replace(found, id=same.id, **{key: value for key in _METADATA if (value := getattr(found, key) or getattr(same, key))})
        changed = [key for key in _METADATA if getattr(merged, key) != getattr(same, key)]
        if changed:
            return Plan(state="updated", reason=f"new metadata: {', '.join(changed)}", document=merged, wanted=True)
        reason = "" if place == same.id else f"the same bytes as {self._first_location(same.id)}"
        return Plan(state="unchanged", reason=reason, document=merged, wanted=False)

    def _first_location(self, id: str) -> str:
        with self._begin() as c:
            return str(c.execute(select(func.min(source.c.location)).where(source.c.document == id)).scalar() or id)

    def file(self, location: str, digest: str, filed: Document, annotation: Annotation) -> None:
        """Store a document with all that it tells, in one transaction, in place of an older version of it.

        Raises:
            CasefileError: the file cannot be written to.
        """
        with self._write() as c:
            older = c.execute(select(document.c.id).where((document.c.digest == digest) | (document.c.id == filed.id))).scalars().all()
            locations = c.execute(select(source.c.location).where(source.c.document.in_(older))).scalars().all()
            for id in older:
                _remove(c, id)
            values = {key: getattr(filed, key) for key in ("id", "text", *_METADATA)} | {
                "digest": digest, "lang": annotation.lang, "annotation": rows.dump_annotation(annotation),
                "missing": json.dumps(annotation.missing), "dropped": annotation.dropped, "claims": len(annotation.claims),
            }  # fmt: skip
            c.execute(insert(document).values(values))
            _insert_claims(c, annotation, _insert_mentions(c, annotation))
            for place in dict.fromkeys([*locations, location]):
                _place(c, place, filed.id)

    def link(self, location: str, id: str) -> None:
        """Note that a document on file was found at a location too."""
        with self._write() as c:
            _place(c, location, id)

    def remove(self, id: str) -> None:
        """Take a document out, with everything that came of it."""
        with self._write() as c:
            _remove(c, id)

    def unresolved(self) -> bool:
        """Whether documents were filed or removed since entities were last resolved."""
        with self._begin() as c:
            return c.execute(select(mention.c.key).where(mention.c.entity.is_(None)).limit(1)).first() is not None

    def resolve(self, compare: Comparer | None = None) -> None:
        """Compute the casefile's entities from all documents, in one transaction."""
        with self._write() as c:
            found = c.execute(select(mention).order_by(mention.c.document, mention.c.local)).all()
            clusters = resolve((_local(row) for row in found), compare)
            keys = {(row.document, row.local): row.key for row in found}
            c.execute(delete(entity))
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
            c.execute(update(entity).values(claims=counted))

    def log(self, version: str, totals: dict[str, int]) -> None:
        """Note a run of the reader."""
        with self._write() as c:
            c.execute(insert(run).values(at=datetime.now(UTC).isoformat(timespec="seconds"), version=version, totals=json.dumps(totals)))


def _insert_mentions(c: Connection, annotation: Annotation) -> dict[str, tuple[int, Local]]:
    """Store a document's entities; returns their keys by their ids in the document."""
    found = list(locals_of(annotation))
    first = 1 + (c.execute(select(func.max(mention.c.key))).scalar() or 0)
    if found:
        c.execute(
            insert(mention),
            [
                {
                    "key": first + n,
                    "document": annotation.id,
                    "local": e.id,
                    "name": e.name,
                    "type": e.type.value,
                    "named": e.named,
                    "aliases": json.dumps(e.aliases, ensure_ascii=False),
                    "nouns": json.dumps(e.nouns),
                    "mentions": e.mentions,
                    "place": e.place,
                }
                for n, e in enumerate(found)
            ],
        )
    return {e.id: (first + n, e) for n, e in enumerate(found)}


def _insert_claims(c: Connection, annotation: Annotation, mentions: dict[str, tuple[int, Local]]) -> None:
    claims = concerns(annotation)
    if not claims:
        return
    first = 1 + (c.execute(select(func.max(claim.c.key))).scalar() or 0)
    c.execute(insert(claim), [_claim_row(first + n, annotation.id, item) for n, (item, _) in enumerate(claims)])
    links: list[dict[str, Any]] = []
    texts: list[tuple[int, str, str]] = []
    for n, (item, about) in enumerate(claims):
        found = [(mentions[id], id in about) for id in dict.fromkeys([*about, *voices(item)]) if id in mentions]
        links += [{"claim": first + n, "mention": key, "about": within} for (key, _), within in found]
        texts.append((first + n, item.evidence.text, " ".join(e.name for (_, e), _ in found if e.named)))
    if links:
        c.execute(insert(concern), links)
    search.insert(c, texts)


def _claim_row(key: int, document: str, item: Claim) -> dict[str, Any]:
    return {
        "key": key, "id": item.id, "document": document, "start": item.evidence.start, "end": item.evidence.end,
        "relation": item.relation, "factuality": item.factuality.value, "polarity": item.polarity.value, "context": item.context,
        "figures": bool(item.figures), "body": rows.dump_claim(item),
    }  # fmt: skip


def _place(c: Connection, location: str, id: str) -> None:
    """Tie a location to a document; one that no location is left for goes."""
    older = c.execute(select(source.c.document).where(source.c.location == location)).scalar()
    c.execute(delete(source).where(source.c.location == location))
    c.execute(insert(source).values(location=location, document=id))
    if older is not None and older != id and c.execute(select(source.c.location).where(source.c.document == older)).first() is None:
        _remove(c, older)


def _remove(c: Connection, id: str) -> None:
    search.delete(c, c.execute(select(claim.c.key).where(claim.c.document == id)).scalars().all())
    touched = select(mention.c.entity).where(mention.c.document == id)
    c.execute(delete(entity).where(entity.c.id.in_(touched)))
    c.execute(update(mention).where(mention.c.entity.in_(touched), mention.c.document != id).values(entity=None))
    c.execute(delete(document).where(document.c.id == id))


def _local(row: Row[Any]) -> Local:
    return Local(
        document=row.document, id=row.local, name=row.name, type=EntityType(row.type), aliases=tuple(json.loads(row.aliases)),
        nouns=tuple(json.loads(row.nouns)), named=row.named, mentions=row.mentions, place=row.place,
    )  # fmt: skip


def _subject_row(subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id, "name": subject.name, "type": subject.type.value, "named": subject.named,
        "aliases": json.dumps(subject.aliases, ensure_ascii=False), "nouns": json.dumps(subject.nouns, ensure_ascii=False),
        "merges": json.dumps([asdict(m) for m in subject.merges], ensure_ascii=False),
        "documents": subject.documents, "claims": 0,
    }  # fmt: skip
