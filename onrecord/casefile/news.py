"""What changed since a moment: what is said anew and no longer, who is heard for the first time, which figures moved, who
became one.

The moment is one of the casefile, when something was filed here, not when it was published. A document that was only read
again by another version of the reader is no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from onrecord.casefile.corrections import Corrected, corrections, marking
from onrecord.casefile.decisions import Decision
from onrecord.casefile.figures import Changed, changed
from onrecord.casefile.history import added, decided, gone
from onrecord.casefile.plain import concerned
from onrecord.casefile.queries import Arrival, Finding, Known, Merge, Queries, Removal, Run, Source, Subject
from onrecord.casefile.words import fold
from onrecord.errors import CasefileError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVoice:
    """Somebody who is heard for the first time: a speaker, or an outlet (no ``known`` then), and what it says."""

    name: str
    known: Known | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An entity that newer documents name otherwise, or by which several became one, and what its merges say of it."""

    subject: Subject
    names: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that changed ``since`` a moment (UTC), of one ``subject`` or of the whole casefile. ``claims`` are made
    by documents that came, and were not made by what stood in their place; ``gone`` the other way round. ``waiting``
    counts the pairs with a newer document of which a person has to say whether they are one."""

    since: str
    subject: Subject | None
    arrivals: tuple[Source, ...]
    updates: tuple[Source, ...]
    claims: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    voices: tuple[NewVoice, ...]
    figures: tuple[Changed, ...]
    joined: tuple[Joined, ...]
    corrections: tuple[Corrected, ...]
    decisions: tuple[Decision, ...]
    removals: tuple[Removal, ...]
    waiting: int


def moment(told: str, runs: Sequence[Run]) -> str:
    """The moment (ISO, UTC) that a date, a time, the number of a run, or "last" stands for. A date is its midnight.

    Raises:
        CasefileError: it is none of these; there is no such run.
    """
    number = len(runs) if told == "last" else int(told) if told.isdecimal() and len(told) < 5 and int(told) != 0 else None
    if number is not None:
        if 0 < number <= len(runs):
            return runs[number - 1].at
        raise CasefileError(
            f"no run {told}; there {'is 1' if len(runs) == 1 else f'are {len(runs)}'}"
            if runs
            else "nothing was read into this casefile yet"
        )
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        raise CasefileError(f"'{told}' is no date (2024-05-31, or with a time), no number of a run, and not 'last'") from None
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).isoformat(timespec="milliseconds")


def news(casefile: Queries, since: str, entity: str | None = None) -> News:
    """What changed since a moment (ISO, UTC), for the entity with this id or for all.

    Raises:
        CasefileError: there is no such entity.
    """
    queries, _ = marking(casefile)
    subject = None if entity is None else casefile.entity(entity)
    arrivals = casefile.arrivals(since)
    came = {arrival.source.id for arrival in arrivals}
    before = {arrival.source.id: list(_before(casefile, arrival, entity)) for arrival in arrivals}
    here = {id: [f for f in queries.claims(document=id) if entity is None or _is_of(f, entity)] for id in before}
    ours = {id: decided(queries, id) if before[id] else frozenset[str]() for id in before}
    claims = [f for id in here for f in added(here[id], before[id], ours[id])]
    lost = [f for id in before for f in gone(before[id], here[id], ours[id])]
    replaced = [f for found in before.values() for f in found]
    new = {arrival.source.id for arrival in arrivals if not arrival.before}  # what a new version calls somebody, the older may have
    joined = tuple(_joined(casefile, new, entity))
    concerned = {f.source.id for f in (*claims, *lost)}
    touched = [a for a in arrivals if entity is None or a.source.id in concerned]
    return News(
        since=since,
        subject=subject,
        arrivals=tuple(a.source for a in touched if not a.before),
        updates=tuple(a.source for a in touched if a.before),
        claims=tuple(claims),
        gone=tuple(lost),
        voices=_voices(queries, claims, replaced, came, entity),
        figures=tuple(row for row in changed(_beside(queries, claims, replaced, came), claims) if entity in (None, row.entity.id)),
        joined=joined,
        corrections=tuple(note for note in corrections(queries) if note.source.id in came and _concerns(note, entity)),
        decisions=tuple(row for row in casefile.decisions() if row.at >= since) if entity is None else (),
        removals=tuple(row for row in casefile.removals() if row.at >= since and not row.undone) if entity is None else (),
        waiting=casefile.waiting(came, entity),
    )  # fmt: skip


def _before(queries: Queries, arrival: Arrival, entity: str | None) -> Iterable[Finding]:
    """The claims of what stood in a document's place. Its entities are those of that version alone: they are taken for
    the casefile's where the document calls them the same still."""
    if not arrival.before:
        return
    names = {e.id: e.name for e in queries.annotation(arrival.source.id).entities}
    known_here = (row for finding in queries.claims(document=arrival.source.id) for row in finding.entities.items())
    meant = {names[local]: known for local, known in known_here if local in names}
    for _, findings in arrival.before:
        for finding in findings:
            found = replace(finding, entities={local: meant.get(known.name, known) for local, known in finding.entities.items()})
            if entity is None or _is_of(found, entity):
                yield found


def _is_of(finding: Finding, entity: str) -> bool:
    return finding.concerns(entity) or finding.said_by(entity)


def _beside(queries: Queries, claims: Sequence[Finding], replaced: Sequence[Finding], came: Collection[str]) -> list[Finding]:
    """The older claims with figures that newer ones may be compared with: those of all documents that count something of
    what the newer ones count something of."""
    counted = {id for finding in claims if finding.claim.figures for id in concerned(finding)}
    told = {f.source.id for id in sorted(counted) for f in queries.claims(entity=id, figures=True)} - set(came)
    return [*(f for id in sorted(told) for f in queries.claims(document=id)), *replaced]


def _voices(
    queries: Queries, claims: Sequence[Finding], replaced: Sequence[Finding], came: Collection[str], entity: str | None
) -> tuple[NewVoice, ...]:
    """Those with a name, and the outlets, that no older claim has (none about the entity, where one is asked about)."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    named: dict[tuple[str, str], tuple[str, Known | None]] = {}
    for finding in claims:
        for key, (name, known) in _speaking(finding).items():
            found[key].append(finding)
            named.setdefault(key, (name, known))
    heard = {key for finding in replaced for key in _speaking(finding)}
    if entity is not None:
        heard |= {key for f in queries.claims(entity=entity) if f.source.id not in came for key in _speaking(f)}
    else:
        heard |= {("outlet", fold(s.outlet)) for s in queries.documents() if s.outlet and s.id not in came}
        heard |= {key for key in found if key[0] == "entity" and _spoke(queries, key[1], came)}
    rows = [NewVoice(name=named[key][0], known=named[key][1], findings=tuple(found[key])) for key in found if key not in heard]
    return tuple(sorted(rows, key=lambda v: (v.known is None, -len(v.findings), v.name)))


def _spoke(queries: Queries, entity: str, came: Collection[str]) -> bool:
    """Whether an older document has words of an entity."""
    return any(f.source.id not in came and f.said_by(entity) for f in queries.claims(entity=entity))


def _speaking(finding: Finding) -> Mapping[tuple[str, str], tuple[str, Known | None]]:
    """The outlet of a claim and the speakers of its chain that have a name."""
    found: dict[tuple[str, str], tuple[str, Known | None]] = {}
    if finding.source.outlet:
        found["outlet", fold(finding.source.outlet)] = finding.source.outlet, None
    for link in finding.claim.attribution:
        known = finding.known(link.speaker.entity) if link.speaker else None
        if known is not None and known.named:
            found["entity", known.id] = known.name, known
    return found


def _joined(casefile: Queries, new: Collection[str], entity: str | None) -> Iterable[Joined]:
    for row in casefile.gathered(new):
        if (row.names or row.before) and entity in (None, row.entity):
            subject = casefile.entity(row.entity)
            told = set(row.names) | {name for names in row.before for name in names}
            merges = tuple(m for m in subject.merges if m.name1 != m.name2 and {m.name1, m.name2} & told)
            yield Joined(subject=subject, names=row.names, before=row.before, merges=merges)


def _concerns(note: Corrected, entity: str | None) -> bool:
    findings = (*note.withdrawn, *note.stands, *note.corrects, *note.carried)
    return entity is None or any(f.concerns(entity) or f.said_by(entity) for f in findings)
