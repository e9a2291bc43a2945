"""Whether a claim says what a note takes back: the same figure of the same thing, or the same statement in most words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.cues import stop
from onrecord.casefile.figures import measure_of
from onrecord.casefile.queries import Finding
from onrecord.casefile.timeline import earliest, overlaps
from onrecord.casefile.words import fold, stem, stems, words
from onrecord.model import Claim, Correction, EntityType, Factuality, Figure, Span

_MOST = 0.6  # share of the withdrawn statement's words that another must have
_UNSAID = frozenset({Factuality.DENIED, Factuality.QUESTIONED})  # does not make the claim
_WORD = re.compile(r"\w[\w.,'’-]*")

type Bounds = tuple[float | None, float | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something withdrawn, as it is looked for. ``words`` are for the search; ``about`` the stems that say what it is
    about; ``names`` words that cannot be said otherwise (names, months, numbers); ``finding`` is missing where the
    words are only a part of a statement ("not 120")."""

    words: str
    about: frozenset[str]
    names: frozenset[str]
    figures: frozenset[Bounds]
    finding: Finding | None = None

    def fits(self, other: Finding) -> bool:
        """Whether a claim of another document says the same."""
        claim, mine = other.claim, self.finding
        if claim.factuality in _UNSAID:
            return False
        if mine is not None and (claim.polarity is not mine.claim.polarity or _conflict(mine, other)):
            return False
        shared = len(self.about & content(_told(other)))
        if self.figures:
            return any(self._same_figure(claim, figure, shared) for figure in claim.figures)
        if mine is None or not self.names <= frozenset(words(_told(other))):
            return False
        return _same_verb(mine.claim, claim) and shared >= 2 and shared >= _MOST * len(self.about)

    def _same_figure(self, claim: Claim, figure: Figure, shared: int) -> bool:
        if not shared or not any(_agree(bounds, figure) for bounds in self.figures):
            return False
        if self.finding is None:
            return shared >= 2
        mine = self.finding.claim
        measures = next((m for f in mine.figures if (m := measure_of(mine, f)) is not None), None), measure_of(claim, figure)
        if None not in measures:
            return measures[0] is measures[1]
        return shared >= 2 and (_same_verb(mine, claim) or shared >= _MOST * len(self.about))


def targets(text: str, correction: Correction, figures: Sequence[Figure], withdrawn: Sequence[Finding]) -> list[Target]:
    """What is to be looked for: each withdrawn claim, and withdrawn figures that are in none."""
    found = [_of_claim(finding) for finding in withdrawn]
    context = " ".join(text[s:e] for s, e in (*correction.withdrawn, *correction.stands))
    for span in correction.withdrawn:
        if any(_inside((f.claim.evidence.start, f.claim.evidence.end), span) for f in withdrawn):
            continue
        inside = frozenset(_bounds(f) for f in figures if _inside((f.start, f.end), span) and (f.low is not None or f.high is not None))
        if inside:
            found.append(Target(words=context, about=content(context), names=_names(text[span[0] : span[1]]), figures=inside))
    return found


def content(text: str) -> frozenset[str]:
    """The stems of the words that tell something; numbers are compared as figures."""
    return frozenset(s for s in stems(text) if s not in stop() and not s[0].isdigit() and len(s) > 1)


def _of_claim(finding: Finding) -> Target:
    claim = finding.claim
    told = claim.evidence.text
    subject = finding.subject()
    if claim.subject is not None and not _inside((claim.subject.start, claim.subject.end), (claim.evidence.start, claim.evidence.end)):
        told = f"{subject.name if subject else claim.subject.text} {told}"
    figures = frozenset(_bounds(f) for f in claim.figures if f.low is not None or f.high is not None)
    return Target(words=told, about=content(told), names=_names(told), figures=figures, finding=finding)


def _told(finding: Finding) -> str:
    """A claim's exact words, and the names of those that it is about."""
    names = (known.name for id in finding.about if (known := finding.known(id)) is not None)
    return f"{finding.claim.evidence.text} {' '.join(names)}"


def _conflict(one: Finding, two: Finding) -> bool:
    """Whether two claims speak of different places, times, or subjects, as far as both say."""
    places = [
        {fold(k.name) for id in f.about if (k := f.known(id)) is not None and k.type is EntityType.PLACE and k.named} for f in (one, two)
    ]
    if all(places) and not places[0] & places[1]:
        return True
    times = [[t.edtf for t in f.claim.when if t.edtf and earliest(t.edtf)] for f in (one, two)]
    if all(times) and not any(overlaps(a, b) for a in times[0] for b in times[1]):
        return True
    first, second = one.subject(), two.subject()
    if first is None or second is None or not first.named or not second.named or first.id == second.id:
        return False
    return not set(words(first.name)) & set(words(second.name))  # a bare surname stays apart from the full name


def _same_verb(one: Claim, two: Claim) -> bool:
    if one.predicate is None or two.predicate is None:
        return True
    same = stem(one.predicate.lemma.casefold()) == stem(two.predicate.lemma.casefold())
    return same or (one.relation is not None and one.relation == two.relation)


def _names(text: str) -> frozenset[str]:
    """Numbers and capitalised words; "May" inside a sentence is a month."""
    found = [(n, w) for n, raw in enumerate(_WORD.findall(text)) if raw[0].isupper() or raw[0].isdigit() for w in words(raw)]
    return frozenset(w for n, w in found if n or stem(w) not in stop())


def _bounds(figure: Figure) -> Bounds:
    return figure.low, figure.high, figure.unit


def _agree(bounds: Bounds, figure: Figure) -> bool:
    """The same number in the same unit; "at least 300" and "300" are one number, a unit may be left unsaid."""
    low, high, unit = bounds
    mine, other = {low, high} - {None}, {figure.low, figure.high} - {None}
    return mine == other and (unit == figure.unit or unit is None or figure.unit is None)


def _inside(one: Span, two: Span) -> bool:
    return two[0] <= one[0] and one[1] <= two[1]
