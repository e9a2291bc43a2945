"""Figures side by side: what several voices put at several values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.casefile.echoes import origin, voices
from onrecord.casefile.lexicon import Measure, additive, measures
from onrecord.casefile.queries import Finding, Known
from onrecord.casefile.words import fold, stem, stems, words
from onrecord.model import Claim, EntityType, Figure, Modifier, Place, Polarity

_ROUND = 0.05  # "about" leaves this much room when two figures are compared
_UNCOMPARED = frozenset({"has_age"})  # changes by itself
_FINENESS = ("point", "city", "region", "country")

type _Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value and everybody who puts it there. ``voices`` counts the sources behind it: several outlets that carry
    one speaker's figure are one voice."""

    low: float | None
    high: float | None
    modifier: Modifier
    text: str
    findings: tuple[Finding, ...]
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """Values of one measure of one thing that cannot all hold. ``scope`` is the place that they are limited to."""

    entity: Known
    measure: str
    unit: str | None
    per: str | None
    scope: str | None
    values: tuple[Value, ...]


def contested(findings: Iterable[Finding]) -> tuple[Contested, ...]:
    """Groups of figures that are about the same thing and exclude one another, the most voices first."""
    found: list[Contested] = []
    for about, rows in _grouped(findings).values():
        values = _values(rows)
        if _exclude(values):
            found.append(
                Contested(entity=about.entity, measure=about.measure, unit=about.unit, per=about.per, scope=about.scope, values=values)
            )
    return tuple(sorted(found, key=lambda c: (-sum(v.voices for v in c.values), c.entity.name, c.measure, c.unit or "", c.scope or "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A measure of one thing to which newer claims give values that no older one gives; ``before`` holds all older ones."""

    entity: Known
    measure: str
    unit: str | None
    per: str | None
    scope: str | None
    before: tuple[Value, ...]
    now: tuple[Value, ...]


def changed(older: Iterable[Finding], newer: Iterable[Finding]) -> tuple[Changed, ...]:
    """What newer claims measure otherwise than older ones, the most voices first."""
    before, now = _grouped(older), _grouped(newer)
    found: list[Changed] = []
    for key, (about, rows) in now.items():
        if key not in before:
            continue
        known = {(figure.low, figure.high) for _, figure in before[key][1]}
        others = [(finding, figure) for finding, figure in rows if (figure.low, figure.high) not in known]
        if others:
            found.append(
                Changed(
                    entity=about.entity, measure=about.measure, unit=about.unit, per=about.per, scope=about.scope,
                    before=_values(before[key][1]), now=_values(others),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda c: (-sum(v.voices for v in c.now), c.entity.name, c.measure, c.unit or "", c.scope or "")))


def _grouped(findings: Iterable[Finding]) -> dict[_Key, tuple[_About, list[tuple[Finding, Figure]]]]:
    """The figures by what they are about."""
    groups: dict[_Key, tuple[_About, list[tuple[Finding, Figure]]]] = {}
    for about, finding, figure in _measured(findings):
        groups.setdefault(about.key(), (about, []))[1].append((finding, figure))
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a figure is about, what it measures there, and the place that limits it."""

    entity: Known
    measure: str
    unit: str | None
    per: str | None
    scope: str | None

    def key(self) -> _Key:
        return self.entity.id, self.measure, self.unit or "", self.per or "", fold(self.scope or "")


def _measured(findings: Iterable[Finding]) -> Iterator[tuple[_About, Finding, Figure]]:
    """Each figure once, in the first claim that holds it, with what it is about. Of several figures of one claim that
    measure the same only the first counts: the others are its parts."""
    seen: set[tuple[str, int, int]] = set()
    told: dict[tuple[str, int, int], _About] = {}
    rows = list(findings)
    places = _main_places(rows)
    for finding in rows:
        document = finding.source.id
        taken: set[_Key] = set()
        for figure in finding.claim.figures:
            spot = (document, figure.start, figure.end)
            if spot in seen or (figure.low is None and figure.high is None):
                continue
            seen.add(spot)
            about = _pointed(document, figure, told) or _about(finding, figure, places.get(document))
            if about is None:
                continue
            told[spot] = about
            if about.key() not in taken:
                taken.add(about.key())
                yield about, finding, figure


def _pointed(document: str, figure: Figure, told: dict[tuple[str, int, int], _About]) -> _About | None:
    """What the figure that this one points at ("half that number") is about."""
    if figure.derived_from is None:
        return None
    first, last = figure.derived_from
    found = (about for (id, start, end), about in told.items() if id == document and start < last and first < end)
    return next(found, None)


def _about(finding: Finding, figure: Figure, place: Known | None) -> _About | None:
    claim = finding.claim
    if claim.relation in _UNCOMPARED or claim.polarity is Polarity.NEGATIVE or additive() & set(words(claim.evidence.text)):
        return None
    measure = measure_of(claim, figure)
    if measure is None:
        entity, name, unit = topic(finding), _counted(claim, figure), figure.unit
    else:
        entity, name = _topic_of(measure, finding, place), measure.title
        unit = figure.unit or next(iter(measure.units), None)
    if entity is None or name is None:
        return None
    return _About(entity=entity, measure=name, unit=unit, per=figure.per, scope=_scope(finding, entity))


def measure_of(claim: Claim, figure: Figure) -> Measure | None:
    """What a figure measures by the pack's list, told from relation, verb, subject, object and counted things."""
    told = {*_verb(claim), *stems(figure.counted or "")}
    for ref in (claim.subject, claim.object):
        told |= set(stems(ref.text)) if ref is not None else set()
    for measure in measures():
        if measure.units and figure.unit is not None and figure.unit not in measure.units:
            continue
        if claim.relation in measure.relations or told & measure.stems:
            return measure
    return None


def _verb(claim: Claim) -> tuple[str, ...]:
    return (stem(claim.predicate.lemma.casefold()),) if claim.predicate else ()


def _counted(claim: Claim, figure: Figure) -> str | None:
    """A name for what no measure of the pack covers: what is counted, and the verb."""
    counted = stems(figure.counted or "")
    return " ".join(dict.fromkeys([*counted[-1:], *_verb(claim)])) if counted else None


def _topic_of(measure: Measure, finding: Finding, place: Known | None) -> Known | None:
    match measure.topic:
        case "place":
            return _place(finding) or place
        case "body":
            return topic(finding, without=frozenset({EntityType.PERSON}))
        case "object":
            return finding.object() or next((k for a in finding.claim.arguments if (k := finding.known(a.entity)) and k.named), None)
    return topic(finding)


def topic(finding: Finding, without: frozenset[EntityType] = frozenset()) -> Known | None:
    """The named entity that a claim is about first: its subject, its object, a place, any that its words name; peoples
    last, and none of the types left out."""
    claim = finding.claim
    parts = [finding.known(ref.entity) for ref in (claim.subject, claim.object) if ref is not None]
    others = sorted((k for id in finding.about if (k := finding.known(id)) is not None), key=lambda k: (k.type is EntityType.PLACE, k.id))
    fit = [k for k in (*parts, *others) if k is not None and k.named and k.type not in without]
    return next((k for k in fit if k.type is not EntityType.GROUP), fit[0] if fit else None)


def _place(finding: Finding) -> Known | None:
    """The finest place of a claim that has an entity."""
    found = [(_fineness(p), k) for p in finding.claim.where if (k := finding.known(p.entity)) is not None and k.named]
    found += [(9, k) for id in finding.about if (k := finding.known(id)) is not None and k.named and k.type is EntityType.PLACE]
    return min(found, key=lambda row: (row[0], row[1].id))[1] if found else None


def _main_places(findings: Iterable[Finding]) -> dict[str, Known]:
    """The place that each document is about: the first that its title names, else the first of all."""
    first: dict[str, Known] = {}
    titled: dict[str, Known] = {}
    for finding in findings:
        place = _place(finding)
        if place is not None:
            first.setdefault(finding.source.id, place)
            if set(words(place.name)) <= set(words(finding.source.title or "")):
                titled.setdefault(finding.source.id, place)
    return first | titled


def _fineness(place: Place) -> int:
    return _FINENESS.index(place.precision) if place.precision in _FINENESS else len(_FINENESS)


def _scope(finding: Finding, entity: Known) -> str | None:
    places = {p.name for p in finding.claim.where if (k := finding.known(p.entity)) is None or k.id != entity.id}
    return places.pop() if len(places) == 1 and entity.type is not EntityType.PLACE else None


def _values(rows: Sequence[tuple[Finding, Figure]]) -> tuple[Value, ...]:
    groups: dict[tuple[float | None, float | None], list[tuple[Finding, Figure]]] = defaultdict(list)
    for finding, figure in rows:
        groups[figure.low, figure.high].append((finding, figure))
    values = [
        Value(
            low=low,
            high=high,
            modifier=group[0][1].modifier,
            text=group[0][1].text,
            findings=tuple(f for f, _ in group),
            voices=voices([f for f, _ in group]),
        )
        for (low, high), group in groups.items()
    ]
    return tuple(sorted(values, key=lambda v: (-_middle(v), v.text)))


def _middle(value: Value) -> float:
    return (_low(value) if value.low is not None else _high(value)) + (_high(value) if value.high is not None else _low(value))


def _low(value: Value) -> float:
    if value.low is None:
        return float("-inf") if value.high is None else 0.0
    return value.low * (1 - _ROUND) if value.modifier is Modifier.ABOUT else value.low


def _high(value: Value) -> float:
    if value.high is None:
        return float("inf")
    return value.high * (1 + _ROUND) if value.modifier is Modifier.ABOUT else value.high


def _exclude(values: Sequence[Value]) -> bool:
    """Whether two values that different voices or documents give cannot both hold."""
    return any(
        (_high(a) < _low(b) or _high(b) < _low(a)) and _givers(a) != _givers(b) for i, a in enumerate(values) for b in values[i + 1 :]
    )


def _givers(value: Value) -> set[tuple[str, str]]:
    return {(f.source.id, origin(f)) for f in value.findings}
