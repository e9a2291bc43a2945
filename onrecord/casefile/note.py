"""One note that takes something back: its parts, its day, and which claims of other documents it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.casefile.matching import targets
from onrecord.casefile.queries import Finding, Queries, Source, Withdrawn
from onrecord.casefile.words import fold
from onrecord.model import Annotation, Claim, Correction, Span
from onrecord.read.dates import find_date, find_day

_RECENT = 92  # days before a note in which the article must stand that it corrects, unless it names it or its day
_QUOTED = re.compile(r"[“\"«‘]([^“”\"«»‘’]{12,200})[”\"»’]")  # a title that a note names


class Note:
    """A note of ``source`` with what it tells. ``targets`` are the things withdrawn as they are looked for in other
    documents; ``on`` is the note's day: the one that it or its label names if that is none before the article, else that
    of the document's last change, else that of the article."""

    def __init__(self, queries: Queries, source: Source, correction: Correction) -> None:
        text, annotation = queries.document(source.id).text, queries.annotation(source.id)
        self.source, self.start, self.end = source, correction.start, correction.end
        self.words = text[correction.start : correction.end]
        self.withdrawn_words = tuple(text[s:e] for s, e in correction.withdrawn)
        self.standing_words = tuple(text[s:e] for s, e in correction.stands)
        inside = [f for f in queries.claims(document=source.id) if correction.start <= f.claim.evidence.start < correction.end]
        self.withdrawn = tuple(f for f in inside if _stands_in(f.claim, correction.withdrawn))
        self.stands = tuple(f for f in inside if f not in self.withdrawn and _stands_in(f.claim, correction.stands))
        self.targets = targets(text, correction, annotation.figures, self.withdrawn)
        self._days = _days_named(annotation, correction)
        self._titles = _titles_named(text, correction)
        self.on = self._on(text, annotation)

    def mark(self) -> Withdrawn:
        """What a claim that the note takes back is marked with."""
        by = self.source.outlet or self.source.title or self.source.id
        return Withdrawn(by=by, on=self.on, document=self.source.id, start=self.start, end=self.end)

    def corrects(self, finding: Finding) -> bool:
        """Whether the note takes a claim of another document back."""
        return self.means(finding.source) and self.fits(finding)

    def echoes(self, finding: Finding) -> bool:
        """Whether a claim of another publisher, of about the same time, says what the note takes back."""
        source = finding.source
        days = _between(day_of(source.published), self._last())
        return not same_outlet(source, self.source) and abs(days) <= _RECENT and self.fits(finding)

    def fits(self, finding: Finding) -> bool:
        """Whether a claim, whosoever's, says what the note takes back."""
        return any(target.fits(finding) for target in self.targets)

    def means(self, source: Source) -> bool:
        """Whether a document is the publisher's, not later, and one that the note may be about: the one that it names
        by its title or its day, if it does, else a recent one."""
        published = day_of(source.published)
        days = _between(published, self._last())
        if source.id == self.source.id or not same_outlet(source, self.source) or days < 0:
            return False
        if self._titles:
            return fold(source.title or "") in self._titles and days < 36_525
        named = [day for day in self._days if day < day_of(self.source.published)]
        return any(abs(_between(published, day)) <= 1 for day in named) if named else days <= _RECENT

    def _last(self) -> str:
        return max(day_of(self.source.modified), day_of(self.source.published))

    def _on(self, text: str, annotation: Annotation) -> str | None:
        published = day_of(self.source.published)
        own = [day for day in (self._labelled(text, annotation, published), *self._days) if published and day >= published]
        return own[0] if own else day_of(self.source.modified) or published or None

    def _labelled(self, text: str, annotation: Annotation, published: str) -> str:
        """The day in the label of the note ("Correction, 18 September:"), "" for none; the year is the article's."""
        blocks = (b for b in annotation.blocks if b.end <= self.start and not text[b.end : self.start].strip(" \t"))
        label = next((text[b.start : b.end] for b in blocks), "")
        return find_date(label) or (published and find_day(label, int(published[:4]))) or ""


def outlet_of(source: Source) -> str:
    """A publisher's name for comparing; "" where it is not known."""
    return fold(source.outlet or "").removeprefix("the ")


def same_outlet(one: Source, two: Source) -> bool:
    """Whether two documents are known to be one publisher's."""
    return bool(one.outlet) and outlet_of(one) == outlet_of(two)


def day_of(moment: str | None) -> str:
    """The ISO day of a date or date-time, "" for none."""
    found = (moment or "")[:10]
    return found if re.fullmatch(r"\d{4}-\d\d-\d\d", found) else ""


def _stands_in(claim: Claim, spans: Sequence[Span]) -> bool:
    """Whether a claim is made in one of the stretches of words."""
    place = claim.predicate.start if claim.predicate is not None else claim.evidence.start
    return any(start <= place < end for start, end in spans)


def _outside(correction: Correction, start: int, end: int) -> bool:
    """Whether words stand in the note, but neither in what it takes back nor in what it lets stand."""
    parts = (*correction.withdrawn, *correction.stands)
    return correction.start <= start and end <= correction.end and not any(start < e and s < end for s, e in parts)


def _days_named(annotation: Annotation, correction: Correction) -> tuple[str, ...]:
    """The days that the note names before it comes to what it takes back."""
    first = min((s for s, _ in (*correction.withdrawn, *correction.stands)), default=correction.end)
    times = (t for t in annotation.times if t.end <= first and _outside(correction, t.start, t.end))
    return tuple(t.edtf for t in times if t.edtf and day_of(t.edtf) == t.edtf)


def _titles_named(text: str, correction: Correction) -> frozenset[str]:
    """What the note has in quotation marks outside of the words that it takes back or lets stand: titles."""
    found = (m for m in _QUOTED.finditer(text, correction.start, correction.end) if _outside(correction, m.start(1), m.end(1)))
    return frozenset(fold(m[1]) for m in found)


def _between(one: str, two: str) -> int:
    """Days from one to the other; very many where one is not known."""
    try:
        return (date.fromisoformat(two) - date.fromisoformat(one)).days
    except ValueError:
        return 1_000_000
