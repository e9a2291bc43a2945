"""Corrections across documents: what a publisher's note takes back, and where the casefile holds it.

A note is tied only to claims of its own publisher, published before it; where others carried the same, they are named
as such. Which of two figures holds is nobody's word here but the note's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from onrecord.casefile.matching import targets
from onrecord.casefile.queries import Finding, Queries, Source, Withdrawn
from onrecord.casefile.words import fold
from onrecord.model import Annotation, Claim, Correction, Document, Span

_RECENT = 92  # days before a note in which the article must stand that it corrects, unless it names the day
_FEW = 25  # documents whose claims are looked at one by one; of more, those that hold words of the note
_FOUND = 200  # claims that hold such words
_TITLE = 12  # letters of a title that a note may name


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A note with what it takes back. ``words`` are the note's, ``withdrawn_words`` and ``standing_words`` those of its
    parts; ``withdrawn`` and ``stands`` are the claims in it. ``corrects`` are earlier claims of the same publisher that
    are taken back, ``earlier`` those of earlier versions of the document itself, which are in no answer any more;
    ``carried`` the same claims in documents of other publishers, who have not taken them back by this note."""

    source: Source
    on: str | None
    start: int
    end: int
    words: str
    withdrawn_words: tuple[str, ...]
    standing_words: tuple[str, ...]
    withdrawn: tuple[Finding, ...]
    stands: tuple[Finding, ...]
    corrects: tuple[Finding, ...]
    earlier: tuple[Finding, ...]
    carried: tuple[Finding, ...]

    def concerns(self, claim: str) -> bool:
        """Whether a claim is in the note, taken back by it, or the same claim of somebody else."""
        return any(f.claim.id == claim for part in (self.withdrawn, self.stands, self.corrects, self.carried) for f in part)


def corrections(queries: Queries) -> tuple[Corrected, ...]:
    """Every correction of a casefile, in the order of the documents that hold the notes."""
    noted = queries.corrected()
    if not noted:
        return ()
    sources = queries.documents()
    return tuple(_Note(queries, sources, source, correction).read() for source, found in noted for correction in found)


def withdrawals(found: Iterable[Corrected]) -> dict[str, Withdrawn]:
    """Claim id -> who took it back, when, in which note; the first who did."""
    marks: dict[str, Withdrawn] = {}
    for note in sorted(found, key=lambda n: (n.on or "9", n.source.id, n.start)):
        mark = Withdrawn(
            by=note.source.outlet or note.source.title or note.source.id,
            on=note.on,
            document=note.source.id,
            start=note.start,
            end=note.end,
        )
        for finding in note.corrects:
            marks.setdefault(finding.claim.id, mark)
    return marks


class Marking:
    """The same queries, with a mark on every claim that its publisher has taken back."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        found = corrections(queries)
        self._marks = withdrawals(found)
        self.corrections = tuple(self._note(note) for note in found)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queries, name)

    def claims(self, **narrowed: Any) -> Sequence[Finding]:
        return self._marked(self._queries.claims(**narrowed))

    def claim(self, id: str) -> Finding:
        return self._marked([self._queries.claim(id)])[0]

    def search(self, text: str, **narrowed: Any) -> Sequence[Finding]:
        return self._marked(self._queries.search(text, **narrowed))

    def _note(self, note: Corrected) -> Corrected:
        return replace(note, corrects=tuple(self._marked(note.corrects)), carried=tuple(self._marked(note.carried)))

    def _marked(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        if not self._marks:
            return findings
        return [replace(f, withdrawn=self._marks[f.claim.id]) if f.claim.id in self._marks else f for f in findings]


def marking(queries: Queries) -> tuple[Queries, tuple[Corrected, ...]]:
    """The queries with their withdrawn claims marked, and the corrections that marked them."""
    marked = queries if isinstance(queries, Marking) else Marking(queries)
    return cast(Queries, marked), marked.corrections


class Kept:
    """The marks of a casefile, worked out once as long as nothing is filed or removed."""

    def __init__(self) -> None:
        self._last: tuple[object, Marking] | None = None

    def marking(self, queries: Queries) -> tuple[Queries, tuple[Corrected, ...]]:
        """The same as :func:`marking`."""
        noted = tuple((source.id, source.digest, found) for source, found in queries.corrected())
        state = (noted, sum(queries.factualities().values()) if noted else 0)
        if self._last is None or self._last[0] != state:
            self._last = (state, Marking(queries))
        marked = self._last[1]
        return cast(Queries, marked), marked.corrections


class _Note:
    """One note and what it may be about."""

    def __init__(self, queries: Queries, sources: Sequence[Source], source: Source, correction: Correction) -> None:
        self.queries, self.sources, self.source, self.correction = queries, sources, source, correction
        self.document: Document = queries.document(source.id)
        self.annotation: Annotation = queries.annotation(source.id)
        own = queries.claims(document=source.id)
        self.inside = [f for f in own if correction.start <= f.claim.evidence.start < correction.end]
        self.withdrawn = [f for f in self.inside if _stands_in(f.claim, correction.withdrawn)]
        self.stands = [f for f in self.inside if f not in self.withdrawn and _stands_in(f.claim, correction.stands)]
        self.targets = targets(self.document.text, correction, self.annotation.figures, self.withdrawn)

    def read(self) -> Corrected:
        text, note = self.document.text, self.correction
        own, others = self._candidates()
        return Corrected(
            source=self.source, on=self._on(), start=note.start, end=note.end, words=text[note.start : note.end],
            withdrawn_words=tuple(text[s:e] for s, e in note.withdrawn), standing_words=tuple(text[s:e] for s, e in note.stands),
            withdrawn=tuple(self.withdrawn), stands=tuple(self.stands), corrects=self._fitting(own),
            earlier=self._fitting(f for version in self.queries.earlier(self.source.id) for f in version.findings),
            carried=self._fitting(others),
        )  # fmt: skip

    def _fitting(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        fit = {f.claim.id: f for f in findings if any(target.fits(f) for target in self.targets)}
        return tuple(sorted(fit.values(), key=_place))

    def _candidates(self) -> tuple[list[Finding], list[Finding]]:
        """Claims of the publisher's documents that the note may mean, and claims of other publishers."""
        if not self.targets:
            return [], []
        near = {s.id: s for s in self.sources if s.id != self.source.id and self._is_near(s)}
        own = self._meant([s for s in near.values() if _same(s.outlet, self.source.outlet)])
        found = [f for target in self.targets for f in self.queries.search(target.words, limit=_FOUND)]
        others = [f for f in found if f.source.id in near and not _same(f.source.outlet, self.source.outlet)]
        if len(own) > _FEW:
            ids = {s.id for s in own}
            return [f for f in found if f.source.id in ids], others
        return [f for s in own for f in self.queries.claims(document=s.id)], others

    def _is_near(self, source: Source) -> bool:
        days = _days(source, self.source)
        return days is not None and (0 <= days <= _RECENT or (-_RECENT <= days < 0 and not _same(source.outlet, self.source.outlet)))

    def _meant(self, near: list[Source]) -> list[Source]:
        """Of the publisher's documents those that the note names by their title or their day, if it does."""
        note = fold(self.document.text[self.correction.start : self.correction.end])
        titled = [s for s in self.sources if s.id != self.source.id and _same(s.outlet, self.source.outlet)
                  and len(s.title or "") >= _TITLE and fold(s.title or "") in note and (_days(s, self.source) or 0) >= 0]  # fmt: skip
        if titled:
            return titled
        named = [day for day in self._days_named() if day < _day(self.source.published)]
        if named:
            dated = [s for s in self.sources if s.id != self.source.id and _same(s.outlet, self.source.outlet)]
            return [s for s in dated if any(abs(_between(_day(s.published), day)) <= 1 for day in named)]
        return near

    def _days_named(self) -> list[str]:
        """The days that the note names before it comes to what it takes back."""
        note = self.correction
        first = min((s for s, _ in (*note.withdrawn, *note.stands)), default=note.end)
        return [t.edtf for t in self.annotation.times if note.start <= t.start and t.end <= first and t.edtf and _day(t.edtf) == t.edtf]

    def _on(self) -> str | None:
        """The day of the note: the one that it names itself if it is none before the article, else that of the last
        change, else that of the article."""
        published = _day(self.source.published)
        own = [day for day in self._days_named() if published and day >= published]
        return own[0] if own else _day(self.source.modified) or published or None


def _stands_in(claim: Claim, spans: Sequence[Span]) -> bool:
    """Whether a claim is made in one of the stretches of words."""
    place = claim.predicate.start if claim.predicate is not None else claim.evidence.start
    return any(start <= place < end for start, end in spans)


def _same(one: str | None, two: str | None) -> bool:
    return bool(one and two) and fold(one or "").removeprefix("the ") == fold(two or "").removeprefix("the ")


def _day(moment: str | None) -> str:
    """The ISO day of a date or date-time, "" for none."""
    found = (moment or "")[:10]
    return found if len(found) == 10 and found[4] == found[7] == "-" else ""


def _between(one: str, two: str) -> int:
    """Days from one to the other; very many where one is not known."""
    try:
        return (date.fromisoformat(two) - date.fromisoformat(one)).days
    except ValueError:
        return 1_000_000


def _days(source: Source, note: Source) -> int | None:
    """Days from a document to the note's; ``None`` where a date is missing."""
    one, two = _day(source.published), _day(note.modified) or _day(note.published)
    return _between(one, two) if one and two else None


def _place(finding: Finding) -> tuple[str, str, int, int, str]:
    evidence = finding.claim.evidence
    return finding.source.published or "", finding.source.id, evidence.start, evidence.end, finding.claim.id
