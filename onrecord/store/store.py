"""A casefile in one SQLite file: filing documents, and answering the protocol of queries."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from onrecord.casefile.queries import Finding, Known, Merge, Reviewed, Source, Subject
from onrecord.errors import CasefileError
from onrecord.model import Annotation, Correction, Document, EntityType, Factuality
from onrecord.store import rows, search
from onrecord.store.database import open_engine
from onrecord.store.filing import Filing
from onrecord.store.finding import PLACE, claims_query
from onrecord.store.judging import Judging
from onrecord.store.rows import chunks
from onrecord.store.schema import claim, concern, document, entity, judgement, mention, source
from onrecord.store.since import Since

_META = (
    document.c.id, document.c.digest, document.c.title, document.c.outlet, document.c.byline, document.c.published,
    document.c.modified, document.c.lang, document.c.url, document.c.missing, document.c.dropped, document.c.claims,
)  # fmt: skip


class Store(Filing, Judging, Since):
    """An open casefile. Use as a context manager; fulfils ``onrecord.casefile.queries.Queries``."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open a casefile; with ``create``, make one where there is none.

        Raises:
            CasefileError: no such file, not a casefile, damaged, of a newer form.
        """
        self.path = path
        self._engine = open_engine(path, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def writable(self) -> bool:
        """Whether anything can be decided: whether the file, and beside it, can be written to."""
        return os.access(self.path, os.W_OK) and os.access(self.path.resolve().parent, os.W_OK)

    def close(self) -> None:
        self._engine.dispose()

    def documents(self) -> Sequence[Source]:
        with self._begin() as c:
            return self._sources(c, select(*_META).order_by(func.coalesce(document.c.published, ""), document.c.id))

    def source(self, id: str) -> Source:
        with self._begin() as c:
            found = self._sources(c, select(*_META).where(document.c.id == id))
        return _one(found, id, "document")

    def document(self, id: str) -> Document:
        with self._begin() as c:
            found = c.execute(select(document).where(document.c.id == id)).all()
        row = _one(found, id, "document")
        return Document(
            id=row.id, text=row.text, title=row.title, outlet=row.outlet, byline=row.byline, published=row.published,
            modified=row.modified, lang=row.lang, url=row.url,
        )  # fmt: skip

    def annotation(self, id: str) -> Annotation:
        with self._begin() as c:
            found = c.execute(select(document.c.annotation).where(document.c.id == id)).scalars().all()
            bodies = c.execute(select(claim.c.body).where(claim.c.document == id).order_by(*PLACE)).scalars().all()
            return replace(rows.load_annotation(_one(found, id, "document")), id=id, claims=rows.load_claims(bodies))

    def corrected(self) -> Sequence[tuple[Source, tuple[Correction, ...]]]:
        order = func.coalesce(document.c.published, ""), document.c.id
        with self._begin() as c:
            found = c.execute(select(document.c.id, document.c.annotation).where(document.c.corrections > 0).order_by(*order)).all()
            sources = {
                s.id: s
                for chunk in chunks([row.id for row in found])
                for s in self._sources(c, select(*_META).where(document.c.id.in_(chunk)))
            }
            return [(sources[row.id], rows.load_annotation(row.annotation).corrections) for row in found]

    def entities(self, *, named: bool = True) -> Sequence[Subject]:
        query = select(entity).order_by(entity.c.claims.desc(), entity.c.name, entity.c.id)
        with self._begin() as c:
            return [_subject(row) for row in c.execute(query.where(entity.c.named) if named else query)]

    def entity(self, id: str) -> Subject:
        with self._begin() as c:
            found = c.execute(select(entity).where(entity.c.id == id)).all()
            return _subject(_one(found, id, "entity"))

    def claims(
        self, *, entity: str | None = None, document: str | None = None, factuality: Factuality | None = None, relations: Collection[str] | None = None,
        figures: bool = False, limit: int | None = None,
    ) -> Sequence[Finding]:  # fmt: skip
        query = claims_query().where(_standing()).limit(limit)
        if entity is not None:
            query = query.where(claim.c.key.in_(select(concern.c.claim).join(mention).where(mention.c.entity == entity)))
        if document is not None:
            query = query.where(claim.c.document == document)
        if factuality is not None:
            query = query.where(claim.c.factuality == factuality.value)
        if relations is not None:
            query = query.where(claim.c.relation.in_(sorted(relations)))
        if figures:
            query = query.where(claim.c.figures)
        with self._begin() as c:
            return self._findings(c, c.execute(query).all())

    def claim(self, id: str) -> Finding:
        with self._begin() as c:
            found = self._findings(c, c.execute(claims_query().where(claim.c.id == id)).all())
        return _one(found, id, "claim")

    def search(self, text: str, *, entity: str | None = None, limit: int = 50) -> Sequence[Finding]:
        with self._begin() as c:
            keys = search.find(c, text, entity, limit)
            found: list[Row[Any]] = []
            for chunk in chunks(keys):
                found += c.execute(claims_query().where(claim.c.key.in_(chunk))).all()
            rank = {key: n for n, key in enumerate(keys)}
            return self._findings(c, sorted(found, key=lambda row: rank[row.key]))

    def factualities(self) -> Mapping[Factuality, int]:
        with self._begin() as c:
            counted = select(claim.c.factuality, func.count()).where(_standing()).group_by(claim.c.factuality)
            counts = {row[0]: row[1] for row in c.execute(counted)}
        return {factuality: counts[factuality.value] for factuality in Factuality if factuality.value in counts}

    def _sources(self, c: Connection, query: Select[Any]) -> list[Source]:
        found = c.execute(query).all()
        places: dict[str, list[str]] = defaultdict(list)
        for chunk in chunks([row.id for row in found]):
            for location, id in c.execute(select(source.c.location, source.c.document).where(source.c.document.in_(chunk))):
                places[id].append(location)
        return [
            Source(
                id=row.id, digest=row.digest, title=row.title, outlet=row.outlet, byline=row.byline, published=row.published,
                modified=row.modified, lang=row.lang, url=row.url, locations=tuple(sorted(places[row.id])), missing=tuple(json.loads(row.missing)), dropped=row.dropped,
                claims=row.claims,
            )
            for row in found
        ]  # fmt: skip

    def _findings(self, c: Connection, found: Sequence[Row[Any]]) -> list[Finding]:
        claims = rows.load_claims([row.body for row in found])
        known = _known(c, [row.key for row in found])
        sources: dict[str, Source] = {}
        for chunk in chunks(list(dict.fromkeys(row.document for row in found))):
            sources.update((s.id, s) for s in self._sources(c, select(*_META).where(document.c.id.in_(chunk))))
        reviewed = _reviewed(c, found)
        return [
            Finding(
                claim=claim, source=sources[row.document], entities=known[row.key][0], about=tuple(known[row.key][1]), reviewed=reviewed.get(row.key)
            )
            for row, claim in zip(found, claims, strict=True)
        ]  # fmt: skip


def _standing() -> ColumnElement[bool]:
    """Nobody rejected it."""
    return or_(claim.c.verdict.is_(None), claim.c.verdict != "rejected")


def _reviewed(c: Connection, found: Sequence[Row[Any]]) -> dict[int, Reviewed]:
    """What people decided about claims, by their keys."""
    of = {row.key: row for row in found if row.decision is not None}
    decided: dict[str, Row[Any]] = {}
    for chunk in chunks(sorted({row.decision for row in of.values()})):
        decided |= {row.id: row for row in c.execute(select(judgement).where(judgement.c.id.in_(chunk)))}
    return {
        key: Reviewed(
            decision=row.decision, verdict=row.verdict, by=decided[row.decision].by, at=decided[row.decision].at, note=decided[row.decision].note,
            parts=tuple(sorted(json.loads(decided[row.decision].right or "{}"))), carried=row.carried,
        )
        for key, row in of.items()
    }  # fmt: skip


def _known(c: Connection, keys: Sequence[int]) -> dict[int, tuple[dict[str, Known], list[str]]]:
    """Claim key -> what its entity ids mean, and which of them it is about."""
    found: dict[int, tuple[dict[str, Known], list[str]]] = {key: ({}, []) for key in keys}
    query = (
        select(concern.c.claim, mention.c.local, concern.c.about, entity.c.id, entity.c.name, entity.c.type, entity.c.named)
        .join(mention, mention.c.key == concern.c.mention)
        .join(entity, entity.c.id == mention.c.entity)
        .order_by(concern.c.claim, mention.c.local)
    )
    for chunk in chunks(keys):
        for key, local, about, id, name, type, named in c.execute(query.where(concern.c.claim.in_(chunk))):
            entities, concerned = found[key]
            entities[local] = Known(id=id, name=name, type=EntityType(type), named=named)
            if about:
                concerned.append(local)
    return found


def _subject(row: Row[Any]) -> Subject:
    return Subject(
        id=row.id,
        name=row.name,
        type=EntityType(row.type),
        named=row.named,
        aliases=tuple(json.loads(row.aliases)),
        nouns=tuple(json.loads(row.nouns)),
        merges=tuple(_merge(merge) for merge in json.loads(row.merges)),
        documents=row.documents,
        claims=row.claims,
    )


def _merge(row: dict[str, Any]) -> Merge:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Merge(**given)


def _one[T](found: Sequence[T], id: str, kind: str) -> T:
    if not found:
        raise CasefileError(f"no {kind} '{id}' in this casefile")
    return found[0]
