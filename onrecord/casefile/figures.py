"""Figures side by side: what several voices put at several values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.casefile.echoes import origin
from onrecord.casefile.lexicon import measures
from onrecord.casefile.queries import Finding, Known
from onrecord.casefile.words import fold, stem, stems
from onrecord.model import Claim, EntityType, Figure, Modifier, Place

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
    groups: dict[_Key, list[tuple[Finding, Figure]]] = defaultdict(list)
    named: dict[_Key, tuple[Known, str, str | None]] = {}
    known = _by_figure(findings)
    for finding, figure in known.values():
        about = _measured(finding, figure, known)
        if about is None:
            continue
        entity, measure, scope = about
        key = (entity.id, measure, figure.unit or "", figure.per or "", fold(scope or ""))
        groups[key].append((finding, figure))
        named.setdefault(key, (entity, measure, scope))
    found: list[Contested] = []
    for key, rows in groups.items():
        values = _values(rows)
        if _exclude(values):
            entity, measure, scope = named[key]
            figure = rows[0][1]
            found.append(Contested(entity=entity, measure=measure, unit=figure.unit, per=figure.per, scope=scope, values=values))
    return tuple(sorted(found, key=lambda c: (-sum(v.voices for v in c.values), c.entity.name, c.measure, c.unit or "", c.scope or "")))


type _Figures = dict[tuple[str, int, int], tuple[Finding, Figure]]


def _by_figure(findings: Iterable[Finding]) -> _Figures:
    """Every figure once, with the first claim that holds it, by document and span."""
    found: _Figures = {}
    for finding in findings:
        for figure in finding.claim.figures:
            if figure.low is not None or figure.high is not None:
                found.setdefault((finding.source.id, figure.start, figure.end), (finding, figure))
    return found


def _measured(finding: Finding, figure: Figure, known: _Figures) -> tuple[Known, str, str | None] | None:
    """What a figure is about, what it measures there, and the place that limits it; a figure that points at another
    ("half that number") measures the same."""
    claim = finding.claim
    if claim.relation in _UNCOMPARED or claim.polarity.value == "negative":
        return None
    if figure.derived_from is not None:
        base = _base(finding.source.id, figure.derived_from, known)
        if base is not None and base[1].derived_from is None and base[1].unit == figure.unit:
            return _measured(*base, known)
    entity = topic(finding)
    measure = measure_of(claim, figure)
    if entity is None or measure is None:
        return None
    return entity, measure, _scope(finding, entity)


def _base(document: str, span: tuple[int, int], known: _Figures) -> tuple[Finding, Figure] | None:
    for (id, start, end), row in known.items():
        if id == document and start < span[1] and span[0] < end:
            return row
    return None


def measure_of(claim: Claim, figure: Figure) -> str | None:
    """The name of what a figure measures: by the pack's list, else what it counts, else ``None``."""
    verb = stem(claim.predicate.lemma.casefold()) if claim.predicate else ""
    counted = stems(figure.counted or "")
    told = {verb, *counted, *(stems(claim.object.text) if claim.object else ())}
    for measure in measures():
        if measure.units and figure.unit not in measure.units:
            continue
        if claim.relation in measure.relations or told & measure.stems:
            return measure.title
    return " ".join(dict.fromkeys([*counted[-1:], verb])) or None if counted else None


def topic(finding: Finding) -> Known | None:
    """The named entity that a claim is about first: its subject, its object, a place, any that its words name."""
    claim = finding.claim
    refs = [claim.subject, claim.object]
    for ref in refs:
        known = finding.known(ref.entity) if ref else None
        if known is not None and known.named and known.type is not EntityType.GROUP:
            return known
    for place in sorted(claim.where, key=_fineness):
        known = finding.known(place.entity)
        if known is not None and known.named:
            return known
    others = (finding.known(id) for id in finding.about)
    return min((k for k in others if k is not None and k.named), key=lambda k: (k.type is EntityType.GROUP, k.id), default=None)


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
            voices=len({origin(f) for f, _ in group}),
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
    return any(_high(a) < _low(b) or _high(b) < _low(a) for i, a in enumerate(values) for b in values[i + 1 :])
