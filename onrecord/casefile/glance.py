"""The casefile at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.corrections import Corrected, marking
from onrecord.casefile.echoes import Echo, echoes
from onrecord.casefile.figures import Contested, contested
from onrecord.casefile.queries import Finding, Queries, Source, Subject
from onrecord.model import EntityType, Factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What one outlet published; ``name`` is ``None`` where the documents do not say; dates are ISO, or ``None``."""

    name: str | None
    documents: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    factuality: Factuality
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """``corrections`` are the latest notes, of ``noted``, by which publishers took something back; ``unread`` are documents without claims because no parser for their language is installed."""

    documents: int
    claims: int
    outlets: tuple[Outlet, ...]
    entities: tuple[Subject, ...]
    factualities: tuple[Counted, ...]
    contested: tuple[Contested, ...]
    corrections: tuple[Corrected, ...]
    noted: int
    denied: tuple[Finding, ...]
    echoes: tuple[Echo, ...]
    unread: tuple[Source, ...]


def glance(queries: Queries, *, top: int = 12, denied: int = 50, notes: int = 20) -> Glance:
    """What a casefile holds: outlets, the ``top`` entities (countries and peoples left aside), counts by factuality,
    contested figures, the latest ``notes`` corrections, at most ``denied`` denials, and words that several documents share."""
    queries, found = marking(queries)
    sources = queries.documents()
    counts = queries.factualities()
    figures = queries.claims(figures=True)
    return Glance(
        documents=len(sources),
        claims=sum(counts.values()),
        outlets=_outlets(sources),
        entities=tuple(s for s in queries.entities() if s.claims and s.type not in (EntityType.PLACE, EntityType.GROUP))[:top],
        factualities=tuple(Counted(factuality=f, claims=counts[f]) for f in Factuality if f in counts),
        contested=contested(figures),
        corrections=found.latest(notes),
        noted=len(found),
        denied=tuple(queries.claims(factuality=Factuality.DENIED, limit=denied)),
        echoes=echoes(figures),
        unread=tuple(s for s in sources if "claims" in s.missing),
    )


def _outlets(sources: Sequence[Source]) -> tuple[Outlet, ...]:
    groups: dict[str | None, list[str]] = defaultdict(list)
    for source in sources:
        groups[source.outlet].append((source.published or "")[:10])
    rows = []
    for name, dates in groups.items():
        known = sorted(date for date in dates if date)
        rows.append(Outlet(name=name, documents=len(dates), first=known[0] if known else None, last=known[-1] if known else None))
    return tuple(sorted(rows, key=lambda o: (-o.documents, o.name or "")))
