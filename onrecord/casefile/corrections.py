"""Corrections across documents: what a publisher's note takes back, and where the casefile holds it.

A note is tied only to claims of its own publisher, published before it; where others carried the same, they are named
as such. Which of two figures holds is nobody's word here but the note's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from onrecord.casefile.note import Note, day_of, outlet_of, same_outlet
from onrecord.casefile.queries import Finding, Queries, Source, Withdrawn

_FEW = 12  # documents whose claims are looked at one by one; of more, those that hold words of the note
_FOUND = 200  # claims that hold such words
_NEAREST = 100  # notes of other publishers that are looked at for one claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A note with what it takes back. ``words`` are the note's, ``withdrawn_words`` and ``standing_words`` those of its
    parts; ``withdrawn`` and ``stands`` are the claims in it; ``on`` is its day (ISO). ``corrects`` are earlier claims of
    the same publisher that are taken back, ``earlier`` those of earlier versions of the document itself, which are in
    no answer any more; ``carried`` the same claims in documents of other publishers, for whom the note does not speak."""

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


def corrections(queries: Queries) -> tuple[Corrected, ...]:
    """Every correction of a casefile, in the order of the documents that hold the notes."""
    notes = Notes(queries)
    return tuple(notes.read(n) for n in range(len(notes)))


def marking(queries: Queries) -> tuple[Queries, Notes]:
    """The same queries, with a mark on every claim that its publisher has taken back; and the notes that do so."""
    marked = queries if isinstance(queries, Marking) else Marking(queries, Notes(queries))
    return cast(Queries, marked), marked.notes


class Notes:
    """The notes of a casefile that take something back; each is looked at when something may depend on it."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._rows = [(source, note) for source, found in queries.corrected() for note in found]
        self._loaded: dict[int, Note] = {}
        self._read: dict[int, Corrected] = {}
        self._meaning: dict[str, list[Note]] = {}
        self._by_outlet: dict[str, list[int]] = defaultdict(list)
        for n, (source, _) in enumerate(self._rows):
            self._by_outlet[outlet_of(source)].append(n)

    def __len__(self) -> int:
        return len(self._rows)

    def mark(self, finding: Finding) -> Withdrawn | None:
        """Who took a claim back, when, in which note; the first who did; ``None`` where nobody has."""
        marks = [note.mark() for note in self._that_mean(finding.source) if note.fits(finding)]
        return min(marks, key=lambda m: (m.on or "9", m.document, m.start), default=None)

    def marked(self, findings: Iterable[Finding]) -> list[Finding]:
        """The claims, those that were taken back with their mark."""
        if not self._rows:
            return list(findings)
        return [f if (mark := self.mark(f)) is None else replace(f, withdrawn=mark) for f in findings]

    def read(self, n: int) -> Corrected:
        """The note with this number, whole."""
        if n not in self._read:
            self._read[n] = self._whole(self._note(n))
        return self._read[n]

    def latest(self, count: int, before: int = 0) -> tuple[Corrected, ...]:
        """So many notes by their documents' dates, the last first; the very last ``before`` are passed over."""
        last = len(self) - before
        return tuple(self.read(n) for n in reversed(range(max(0, last - count), max(0, last))))

    def of_document(self, id: str) -> tuple[Corrected, ...]:
        """The notes that a document holds."""
        return tuple(self.read(n) for n, (source, _) in enumerate(self._rows) if source.id == id)

    def concerning(self, finding: Finding) -> tuple[Corrected, ...]:
        """The notes that a claim stands in, that take it back, or that take the same back for another publisher."""
        source, place = finding.source, finding.claim.evidence.start
        wanted = {n for n in self._nearest(source) if self._note(n).echoes(finding)}
        if any(note.fits(finding) for note in self._that_mean(source)):
            wanted |= {n for n in self._by_outlet[outlet_of(source)] if self._note(n).corrects(finding)}
        wanted |= {n for n, (holder, note) in enumerate(self._rows) if holder.id == source.id and note.start <= place < note.end}
        return tuple(self.read(n) for n in sorted(wanted))

    def _nearest(self, source: Source) -> list[int]:
        """The notes that were published about when a document was."""
        day = _ordinal(day_of(source.published))
        return sorted(range(len(self)), key=lambda n: (abs(_ordinal(day_of(self._rows[n][0].published)) - day), n))[:_NEAREST]

    def _that_mean(self, source: Source) -> list[Note]:
        """The notes that may take claims of a document back."""
        if source.id not in self._meaning:
            notes = (self._note(n) for n in self._by_outlet.get(outlet_of(source), ()))
            self._meaning[source.id] = [note for note in notes if note.means(source)]
        return self._meaning[source.id]

    def _note(self, n: int) -> Note:
        if n not in self._loaded:
            self._loaded[n] = Note(self._queries, *self._rows[n])
        return self._loaded[n]

    @cached_property
    def _sources(self) -> Sequence[Source]:
        return self._queries.documents()

    def _whole(self, note: Note) -> Corrected:
        own, others = self._candidates(note)
        earlier = [f for version in self._queries.versions(note.source.id) for f in version.findings] if note.targets else []
        return Corrected(
            source=note.source, on=note.on, start=note.start, end=note.end, words=note.words, withdrawn_words=note.withdrawn_words,
            standing_words=note.standing_words, withdrawn=note.withdrawn, stands=note.stands,
            corrects=_sorted(self.marked(f for f in own if note.corrects(f))),
            earlier=_sorted(f for f in earlier if note.fits(f)), carried=_sorted(self.marked(f for f in others if note.echoes(f))),
        )  # fmt: skip

    def _candidates(self, note: Note) -> tuple[list[Finding], list[Finding]]:
        """Claims that the note may mean, and claims of other publishers."""
        if not note.targets:
            return [], []
        found = [f for target in note.targets for f in self._queries.search(target.words, limit=_FOUND)]
        own = [s.id for s in self._sources if same_outlet(s, note.source) and note.means(s)]
        if len(own) > _FEW:
            return found, found
        return [f for id in own for f in self._queries.claims(document=id)], found


class Marking:
    """Queries whose answers bear the marks of the notes; everything else is passed on."""

    def __init__(self, queries: Queries, notes: Notes) -> None:
        self._queries, self.notes = queries, notes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queries, name)

    def claims(self, **narrowed: Any) -> Sequence[Finding]:
        return self.notes.marked(self._queries.claims(**narrowed))

    def claim(self, id: str) -> Finding:
        return self.notes.marked([self._queries.claim(id)])[0]

    def search(self, text: str, **narrowed: Any) -> Sequence[Finding]:
        return self.notes.marked(self._queries.search(text, **narrowed))


class Kept:
    """The notes of a casefile, looked at once as long as nothing is filed or removed."""

    def __init__(self) -> None:
        self._last: tuple[object, Marking] | None = None

    def marking(self, queries: Queries) -> tuple[Queries, Notes]:
        """The same as :func:`marking`."""
        noted = tuple((source.id, source.digest, found) for source, found in queries.corrected())
        state = (noted, sum(queries.factualities().values()) if noted else 0)
        if self._last is None or self._last[0] != state:
            self._last = (state, Marking(queries, Notes(queries)))
        marked = self._last[1]
        return cast(Queries, marked), marked.notes


def _ordinal(day: str) -> int:
    """Days, about, for comparing what is near; far away where there is no day."""
    return int(day[:4]) * 372 + int(day[5:7]) * 31 + int(day[8:10]) if day else -1_000_000


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each claim once, by document and place."""
    once = {f.claim.id: f for f in findings}
    return tuple(
        sorted(
            once.values(), key=lambda f: (f.source.published or "", f.source.id, f.claim.evidence.start, f.claim.evidence.end, f.claim.id)
        )
    )
