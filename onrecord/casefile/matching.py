"""Whether a claim says what a note takes back: the same figure of the same thing, or the same statement in most words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.cues import stop
from onrecord.casefile.figures import measure_of
from onrecord.casefile.queries import Finding
from onrecord.casefile.words import stem, stems, words
from onrecord.model import Claim, Correction, Factuality, Figure, Span

_MOST = 0.6  # share of the withdrawn statement's words that a claim without figures must have
_UNSAID = frozenset({Factuality.DENIED, Factuality.QUESTIONED})  # does not make the claim

_WORD = re.compile(r"\w[\w.,'’-]*")

type Bounds = tuple[float | None, float | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something withdrawn, as it is looked for. ``words`` are for the search; ``about`` the stems that say what it is
    about, ``own`` those of the withdrawn words themselves; ``names`` are words that cannot be said otherwise (names,
    months, numbers); ``claim`` is missing where the words are only a part of a statement ("not 120")."""

    words: str
    about: frozenset[str]
    own: frozenset[str]
    names: frozenset[str]
    figures: frozenset[Bounds]
    entities: frozenset[str] = frozenset()
    claim: Claim | None = None

    def fits(self, finding: Finding) -> bool:
        """Whether a claim of another document says the same."""
        claim = finding.claim
        if claim.factuality in _UNSAID:
            return False
        said = content(f"{claim.evidence.text} {' '.join(k.name for k in finding.entities.values())}")
        if self.figures:
            return self._figure_fits(finding, said)
        if self.claim is None or claim.polarity is not self.claim.polarity or not self.names <= _folded(finding):
            return False
        shared = self.own & said
        return self._same_verb(claim) and len(shared) >= 2 and len(shared) >= _MOST * len(self.own)

    def _figure_fits(self, finding: Finding, said: frozenset[str]) -> bool:
        for figure in finding.claim.figures:
            if not any(_agree(bounds, figure) for bounds in self.figures):
                continue
            if self.claim is not None and self._other_measure(finding.claim, figure):
                continue
            shared = self.about & said
            related = any(k.id in self.entities for k in finding.entities.values())
            if len(shared) >= 2 or (shared and related):
                return self.claim is None or finding.claim.polarity is self.claim.polarity
        return False

    def _other_measure(self, claim: Claim, figure: Figure) -> bool:
        assert self.claim is not None
        mine = next((m for f in self.claim.figures if (m := measure_of(self.claim, f)) is not None), None)
        other = measure_of(claim, figure)
        return mine is not None and other is not None and mine is not other

    def _same_verb(self, claim: Claim) -> bool:
        mine = self.claim
        if mine is None or mine.predicate is None or claim.predicate is None:
            return True
        same = stem(mine.predicate.lemma.casefold()) == stem(claim.predicate.lemma.casefold())
        return same or (mine.relation is not None and mine.relation == claim.relation)


def targets(text: str, correction: Correction, figures: Sequence[Figure], withdrawn: Sequence[Finding]) -> list[Target]:
    """What is to be looked for: each withdrawn claim, and withdrawn words that are in none."""
    found = [_of_claim(finding) for finding in withdrawn]
    context = " ".join(text[s:e] for s, e in (*correction.withdrawn, *correction.stands))
    for span in correction.withdrawn:
        if any(_inside((f.claim.evidence.start, f.claim.evidence.end), span) for f in withdrawn):
            continue
        inside = frozenset(_bounds(f) for f in figures if _inside((f.start, f.end), span) and (f.low is not None or f.high is not None))
        if inside:
            own = text[span[0] : span[1]]
            found.append(Target(words=context, about=content(context), own=content(own), names=_names(own), figures=inside))
    return found


def _of_claim(finding: Finding) -> Target:
    claim = finding.claim
    words_ = claim.evidence.text
    subject = finding.subject()
    if claim.subject is not None and not _inside((claim.subject.start, claim.subject.end), (claim.evidence.start, claim.evidence.end)):
        words_ = f"{subject.name if subject else claim.subject.text} {words_}"
    figures = frozenset(_bounds(f) for f in claim.figures if f.low is not None or f.high is not None)
    entities = frozenset(known.id for id in finding.about if (known := finding.known(id)) is not None)
    own = content(words_)
    return Target(words=words_, about=own, own=own, names=_names(words_), figures=figures, entities=entities, claim=claim)


def content(text: str) -> frozenset[str]:
    """The stems of the words that tell something; numbers are compared as figures."""
    return frozenset(s for s in stems(text) if s not in stop() and not s[0].isdigit() and len(s) > 1)


def _names(text: str) -> frozenset[str]:
    """Numbers and capitalised words; "May" inside a sentence is a month."""
    found = [(n, w) for n, raw in enumerate(_WORD.findall(text)) if raw[0].isupper() or raw[0].isdigit() for w in words(raw)]
    return frozenset(w for n, w in found if n or stem(w) not in stop())


def _folded(finding: Finding) -> frozenset[str]:
    """The words of a claim and of the names of those concerned."""
    return frozenset(words(f"{finding.claim.evidence.text} {' '.join(k.name for k in finding.entities.values())}"))


def _bounds(figure: Figure) -> Bounds:
    return figure.low, figure.high, figure.unit


def _agree(bounds: Bounds, figure: Figure) -> bool:
    """The same number in the same unit; "at least 300" and "300" are one number, a unit may be left unsaid."""
    low, high, unit = bounds
    mine, other = {low, high} - {None}, {figure.low, figure.high} - {None}
    return mine == other and (unit == figure.unit or unit is None or figure.unit is None)


def _inside(one: Span, two: Span) -> bool:
    return two[0] <= one[0] and one[1] <= two[1]
