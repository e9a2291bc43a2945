"""Corrections: which words a publisher's note takes back, and which stand instead.

A note is read sentence by sentence with the patterns of the pack, so that languages without a parser have them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.extract.correction_table import Rule, Table, load_table
from onrecord.model import Block, BlockKind, Correction, Parsed, Span

_EDGES = " \t\r\n,;:.—–-"
_PAIRS = {"“": "”", '"': '"', "«": "»", "‘": "’", "'": "'", "„": "“”"}
_FLAT = str.maketrans("\n\r\t\u00a0", "    ")
_STOP = re.compile(r"[.!?][\"”»)]?(?=\s+[\"“«(¡¿]?[A-ZÀ-ÖØ-Þ])")
_LONGEST = 2_000  # characters of a sentence that is read
_FURTHER = 4  # sentences after the words withdrawn that may say what stands


@dataclass(slots=True, kw_only=True)
class Withdrawal:
    """What a note takes back, in the making. ``clauses`` are withdrawn statements, each with who had made it and by
    which words; ``put`` are things put as others (thing, other, who, words); ``against`` are words that
    others stand against ("not 5,000"); ``own`` are those of the speakers that are the publisher itself ("we wrote")."""

    start: int
    end: int
    withdrawn: list[Span] = field(default_factory=list)
    stands: list[Span] = field(default_factory=list)
    clauses: list[tuple[Span, Span | None, Span | None]] = field(default_factory=list)
    put: list[tuple[Span, Span, Span | None, Span | None]] = field(default_factory=list)
    against: list[Span] = field(default_factory=list)
    own: list[Span] = field(default_factory=list)
    wrong: bool = False
    why: str = ""

    def correction(self) -> Correction:
        return Correction(
            start=self.start, end=self.end, withdrawn=_once(self.withdrawn), stands=_once(self.stands), why=self.why
        )  # fmt: skip


def find_corrections(parsed: Parsed) -> tuple[Correction, ...]:
    """The notes of a document that take something back, in text order, one for each note."""
    return tuple(w.correction() for w in find_withdrawals(parsed))


def find_withdrawals(parsed: Parsed) -> tuple[Withdrawal, ...]:
    """The same, with what claims must know of them."""
    if not any(b.kind is BlockKind.NOTE for b in parsed.blocks):
        return ()
    table = load_table(parsed.lang)
    if table is None:
        return ()
    found = []
    for number, block in enumerate(parsed.blocks):
        if block.kind is BlockKind.NOTE:
            note = _Note(parsed, table, number, block).read()
            if note is not None:
                found.append(note)
    return tuple(found)


class _Note:
    """One note: its sentences, and what its label says."""

    def __init__(self, parsed: Parsed, table: Table, number: int, block: Block) -> None:
        self.table = table
        self.flat = parsed.document.text.translate(_FLAT)
        self.outlet = (parsed.document.outlet or "").casefold().removeprefix("the ")
        before = parsed.blocks[number - 1] if number else None
        start = block.start
        labels = []
        if before is not None and before.kind is BlockKind.FURNITURE and "\n" not in parsed.document.text[before.end : block.start]:
            labels.append(self.flat[before.start : before.end].rstrip() + " ")
        if own := table.label.match(self.flat, start, block.end):
            labels.append(own.group())
            start = own.end()
        self.correcting = any(table.correcting.match(label) for label in labels)
        self.result = Withdrawal(start=block.start, end=block.end)
        whole = self._quoted((max(s.start, start), s.end) for s in parsed.sentences if s.block == number)
        found = (piece for sentence in whole for piece in self._apart(*sentence))
        self.sentences = [span for piece in found if (span := self._trim(*piece)) is not None and span[1] - span[0] <= _LONGEST]

    def _quoted(self, sentences: Iterable[Span]) -> Iterator[Span]:
        """Sentences, joined where a title in quotation marks was taken for the end of one."""
        pending: Span | None = None
        for start, end in sentences:
            first = pending[0] if pending else start
            opened = sum(self.flat.count(mark, first, end) for mark in "“«") - sum(self.flat.count(mark, first, end) for mark in "”»")
            pending = (first, end) if opened > 0 else None
            if pending is None:
                yield first, end
        if pending is not None:
            yield pending

    def _apart(self, start: int, end: int) -> Iterator[Span]:
        """A sentence, cut where the parser has run two together ("£3m. This was wrong")."""
        for stop in _STOP.finditer(self.flat, start, end):
            word = self.flat[start : stop.start()].rpartition(" ")[2].casefold()
            if word.strip('([“"') not in self.table.abbreviations and (len(word) > 1 or word.isdigit()):
                yield start, stop.end()
                start = stop.end()
        yield start, end

    def read(self) -> Withdrawal | None:
        """What the note takes back; ``None`` where it takes nothing back."""
        result = self.result
        result.wrong = any(p.search(self._text(s)) for s in self.sentences for p in self.table.wrong)
        last = -1
        before: list[Span] = []
        for n, span in enumerate(self.sentences):
            if self._withdraws(span, sure=True):
                last = n
            elif self._instead(span, last):
                last = n if last < 0 else last
            elif self._withdraws(span, sure=False):
                last = n
            elif not self._aside(span) and (last < 0 or n - last <= _FURTHER):
                (before if last < 0 else result.stands).append(self._opened(span))
        if last < 0:
            return self._unsaid(before)
        if not result.stands:
            result.stands = before
        result.wrong = result.wrong or bool(result.stands) or self.correcting
        return result

    def _is_outlet(self, name: str) -> bool:
        return bool(self.outlet) and name.casefold().removeprefix("the ") == self.outlet

    def _is_publisher(self, name: str) -> bool:
        folded = name.casefold()
        return self._is_outlet(name) or any(folded == word or folded.startswith(f"{word} ") for word in self.table.publisher)

    def _unsaid(self, before: Sequence[Span]) -> Withdrawal | None:
        """A note of correction that says only what stands."""
        if not self.correcting or not self.sentences:
            return None
        self.result.stands, self.result.why = list(before), "label"
        return self.result

    def _withdraws(self, span: Span, *, sure: bool) -> bool:
        for rule in self.table.rules:
            if rule.sure is not sure or not (sure or self.correcting or (self.result.wrong and rule.what != "topic")):
                continue
            match = rule.pattern.search(self.flat, *span)
            if match is None or (rule.outlet and not self._is_outlet(match["by"])):
                continue
            if rule.what == "topic" and not sure and self._aside(span):
                continue
            self._take(rule, match)
            return True
        return False

    def _take(self, rule: Rule, match: re.Match[str]) -> None:
        kept = (name for name in match.re.groupindex if match.start(name) >= 0)
        groups = {name.rstrip("2"): self._trim(*match.span(name)) for name in kept}  # a pattern of two orders has "by" and "by2"
        result = self.result
        by, cue = groups.get("by"), groups.get("cue")
        result.why = result.why or rule.id
        result.wrong = result.wrong or rule.wrong
        if by is not None and self._is_publisher(self._text(by)):
            result.own.append(by)
        for key in ("w", "y"):
            if (span := groups.get(key)) is not None:
                groups[key] = self._split(span)
        said, thing, other = groups.get("w"), groups.get("x"), groups.get("y")
        if said is not None:
            result.withdrawn.append(said)
            if rule.what == "clause":
                result.clauses.append((said, by, cue))
        if thing is not None and rule.what == "name":
            self._name(thing, other)
        elif thing is not None and other is not None:
            result.withdrawn.append((thing[0], other[1]))
            result.put.append((thing, other, by, cue))
        if (stands := groups.get("s")) is not None:
            self._let_stand(stands)

    def _name(self, thing: Span, other: Span | None) -> None:
        """ "misspelled the name of Ana Ruiz as Ana Ruis": the first stands if it is a name."""
        if other is not None:
            self.result.withdrawn.append(other)
        if self._text(thing).split()[-1][:1].isupper():
            self.result.stands.append(thing)

    def _split(self, span: Span) -> Span | None:
        """The withdrawn words without those that stand, which are noted, and without what was no part of them."""
        start, end = span
        cuts = [m for p in self.table.splits if (m := p.search(self.flat, start, end)) is not None and m.start() > start]
        if cuts:
            cut = min(cuts, key=lambda m: m.start())
            end = cut.start()
            if (stands := self._trim(*cut.span("s"))) is not None:
                self._let_stand(stands)
        tails = [m.start() for p in self.table.tails if (m := p.search(self.flat, start, end)) is not None and m.start() > start]
        return self._trim(start, min([end, *tails]))

    def _instead(self, span: Span, last: int) -> bool:
        """ "It is 500, not 5,000", after what is withdrawn or in a note of correction."""
        return (last >= 0 or self.correcting) and self._divides(span)

    def _let_stand(self, span: Span) -> None:
        """Words that stand, without those that they stand against ("500, not 5,000")."""
        if not self._divides(span):
            self.result.stands.append(self._opened(span))

    def _divides(self, span: Span) -> bool:
        for pattern in self.table.instead:
            match = pattern.fullmatch(self.flat, *span)
            if match is None:
                continue
            stands, withdrawn = self._trim(*match.span("s")), self._trim(*match.span("w"))
            if stands is not None and withdrawn is not None:
                if match["rest"]:  # "40 people, not 400, were hurt"
                    stands = (stands[0], span[1])
                self.result.stands.append(self._opened(stands))
                self.result.withdrawn.append(withdrawn)
                self.result.against.append(withdrawn)
                self.result.why = self.result.why or "instead"
                return True
        return False

    def _aside(self, span: Span) -> bool:
        return any(p.search(self._text(span)) for p in self.table.asides)

    def _opened(self, span: Span) -> Span:
        for pattern in self.table.openings:
            match = pattern.match(self.flat, *span)
            if match is not None and match.end() < span[1]:
                return match.end(), span[1]
        return span

    def _text(self, span: Span) -> str:
        return self.flat[span[0] : span[1]]

    def _trim(self, start: int, end: int) -> Span | None:
        """Without loose punctuation at the edges, and without quotation marks around the whole."""
        text = self.flat
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        if end - start > 2 and text[end - 1] in _PAIRS.get(text[start], "") and text[start + 1 : end - 1].find(text[end - 1]) < 0:
            start, end = start + 1, end - 1
        return (start, end) if start < end else None


def _once(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(dict.fromkeys(spans)))
