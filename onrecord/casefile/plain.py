"""A casefile of plain lists: the protocol of queries over annotations held in memory."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from onrecord.casefile.decisions import Decision, OpenPair
from onrecord.casefile.local import locals_of
from onrecord.casefile.queries import Arrival, Finding, Gathered, Known, Removal, Run, Source, Subject, Version
from onrecord.casefile.resolve import Cluster, resolve
from onrecord.casefile.words import stems
from onrecord.errors import CasefileError
from onrecord.model import Annotation, Claim, Correction, Document, Factuality


class PlainCasefile:
    """Documents and what they tell, in memory; answers every query of ``Queries``.

    ``filed`` are documents with their annotations; an annotation's id is its document's."""

    def __init__(self, filed: Iterable[tuple[Document, Annotation]]) -> None:
        pairs = sorted(filed, key=lambda pair: (pair[0].published or "", pair[0].id))
        self._documents = {document.id: document for document, _ in pairs}
        self._annotations = {annotation.id: annotation for _, annotation in pairs}
        self._sources = {document.id: source_of(document, annotation) for document, annotation in pairs}
        clusters = resolve(local for document, annotation in pairs for local in locals_of(annotation, document.published)).clusters
        known = known_by_document(clusters)
        self._findings = [
            Finding(
                claim=claim, source=self._sources[annotation.id], entities=_only(known.get(annotation.id, {}), claim, about), about=about
            )
            for _, annotation in pairs
            for claim, about in concerns(annotation)
        ]
        counts = Counter(entity for finding in self._findings for entity in concerned(finding))
        subjects = (replace(cluster.subject, claims=counts[cluster.subject.id]) for cluster in clusters)
        self._subjects = {s.id: s for s in sorted(subjects, key=subject_order)}

    def documents(self) -> Sequence[Source]:
        return list(self._sources.values())

    def document(self, id: str) -> Document:
        return _get(self._documents, id, "document")

    def annotation(self, id: str) -> Annotation:
        return _get(self._annotations, id, "document")

    def source(self, id: str) -> Source:
        return _get(self._sources, id, "document")

    def versions(self, document: str) -> Sequence[Version]:
        self.source(document)
        return []

    def corrected(self) -> Sequence[tuple[Source, tuple[Correction, ...]]]:
        return [(s, found) for s in self._sources.values() if (found := self._annotations[s.id].corrections)]

    def entities(self, *, named: bool = True) -> Sequence[Subject]:
        return [s for s in self._subjects.values() if s.named or not named]

    def entity(self, id: str) -> Subject:
        return _get(self._subjects, id, "entity")

    def claims(
        self, *, entity: str | None = None, document: str | None = None, factuality: Factuality | None = None, relations: Collection[str] | None = None,
        figures: bool = False, limit: int | None = None,
    ) -> Sequence[Finding]:  # fmt: skip
        found = [
            f for f in self._findings
            if (entity is None or entity in concerned(f)) and (document is None or f.source.id == document)
            and (factuality is None or f.claim.factuality is factuality) and (relations is None or f.claim.relation in relations)
            and (f.claim.figures or not figures)
        ]  # fmt: skip
        return found[:limit]

    def claim(self, id: str) -> Finding:
        return _get({f.claim.id: f for f in self._findings}, id, "claim")

    def search(self, text: str, *, entity: str | None = None, limit: int = 50) -> Sequence[Finding]:
        wanted = set(stems(text))
        found = (f for f in self._findings if entity is None or entity in concerned(f))
        scored = [(len(wanted & set(stems(indexed_text(f)))), f) for f in found]
        return [f for score, f in sorted(scored, key=lambda pair: -pair[0]) if score][:limit]

    def factualities(self) -> Mapping[Factuality, int]:
        counts = Counter(f.claim.factuality for f in self._findings)
        return {factuality: counts[factuality] for factuality in Factuality if counts[factuality]}

    def decisions(self) -> Sequence[Decision]:
        return []  # nobody can decide here

    def open_pairs(self, limit: int | None = None) -> Sequence[OpenPair]:
        return []

    def runs(self) -> Sequence[Run]:
        return []  # nothing was filed at any time

    def removals(self) -> Sequence[Removal]:
        return []

    def arrivals(self, since: str) -> Sequence[Arrival]:
        return []

    def gathered(self, documents: Collection[str]) -> Sequence[Gathered]:
        return []

    def waiting(self, documents: Collection[str], entity: str | None = None) -> int:
        return 0


def _get[T](table: Mapping[str, T], id: str, kind: str) -> T:
    if id not in table:
        raise CasefileError(f"no {kind} '{id}' in this casefile")
    return table[id]


def source_of(document: Document, annotation: Annotation) -> Source:
    """The source of a document that no file stands behind: its digest is that of its text."""
    return Source(
        id=document.id, digest=hashlib.sha256(document.text.encode()).hexdigest(), title=document.title, outlet=document.outlet,
        byline=document.byline, published=document.published, modified=document.modified, lang=annotation.lang, url=document.url, missing=annotation.missing,
        dropped=annotation.dropped, claims=len(annotation.claims),
    )  # fmt: skip


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """A document's claims by their place in it."""
    return sorted(claims, key=lambda c: (c.evidence.start, c.evidence.end, c.id))


def subject_order(subject: Subject) -> tuple[int, str, str]:
    """Entities with most claims first."""
    return -subject.claims, subject.name, subject.id


def known_by_document(clusters: Iterable[Cluster]) -> dict[str, Mapping[str, Known]]:
    """Document id -> entity id in it -> what that is in the casefile."""
    tables: dict[str, dict[str, Known]] = defaultdict(dict)
    for cluster in clusters:
        subject = cluster.subject
        known = Known(id=subject.id, name=subject.name, type=subject.type, named=subject.named)
        for document, entity in cluster.members:
            tables[document][entity] = known
    return {document: MappingProxyType(table) for document, table in tables.items()}


def concerns(annotation: Annotation) -> list[tuple[Claim, tuple[str, ...]]]:
    """A document's claims in order, each with the ids of the document's entities that it is about: its parts, and
    those that its exact words mention."""
    mentions = sorted((m.start, m.end if m.noun is None else m.noun, e.id) for e in annotation.entities for m in e.mentions)
    starts = [start for start, _, _ in mentions]
    found = []
    for claim in in_order(annotation.claims):
        start, end = claim.evidence.start, claim.evidence.end
        within = mentions[bisect_left(starts, start) : bisect_right(starts, end)]
        parts = [ref.entity for ref in (claim.subject, claim.object, *claim.arguments, *claim.where) if ref is not None and ref.entity]
        found.append((claim, tuple(sorted({*parts, *(id for _, last, id in within if last <= end)}))))
    return found


def voices(claim: Claim) -> list[str]:
    """The ids of the document's entities that say a claim, each once."""
    return list(dict.fromkeys(link.speaker.entity for link in claim.attribution if link.speaker is not None and link.speaker.entity))


def _only(known: Mapping[str, Known], claim: Claim, about: Iterable[str]) -> dict[str, Known]:
    return {id: known[id] for id in dict.fromkeys([*about, *voices(claim)]) if id in known}


def concerned(finding: Finding) -> list[str]:
    """The casefile's entities that a claim is about or said by, each once."""
    return list(dict.fromkeys(known.id for known in finding.entities.values()))


def indexed_text(finding: Finding) -> str:
    """What a search looks at: the exact words and the names of those concerned."""
    return " ".join([finding.claim.evidence.text, *(known.name for known in finding.entities.values() if known.named)])
