"""What the rules of attribution look at: the tree, the cues, and which words stand in quotation marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.extract.marks import Marked, find_marks
from onrecord.extract.said.cues import Cues, load_cues
from onrecord.extract.tree import Tree
from onrecord.model import Entity, EntityType, Parsed, Span

_VOICES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COMPANY, EntityType.PUBLIC_BODY, EntityType.GROUP})
_OPENING = frozenset({"“", "„", "«", "``", "‘", '"'})
_LOOSE = frozenset({"PUNCT", "SPACE", "CCONJ"})


@dataclass(slots=True)
class Draft:
    """An attribution in the making: token indices. ``cue`` are its first and last token; ``speaker`` -1 for nobody."""

    act: str
    words: set[int]
    speaker: int = -1
    cue_head: int = -1
    cue: tuple[int, int] | None = None
    negated: bool = False
    listeners: tuple[int, ...] = ()
    when: Span | None = None
    why: str = ""
    inner: bool = False  # stands inside another of the same content ("X, citing Y")
    marks: list[int] = field(default_factory=list)
    named: Span | None = None  # the label that names the voice, where no token does


class Scene:
    """One document for the rules. ``inside[i]`` is the number of the outermost quotation that token ``i`` stands in,
    its marks included, or -1; ``sent`` bounds are those of the parser."""

    def __init__(self, parsed: Parsed, entities: tuple[Entity, ...] = ()) -> None:
        self.parsed = parsed
        self.tree = Tree(parsed)
        self.tokens = parsed.tokens
        self.cues: Cues = load_cues(parsed.lang)
        marks = find_marks(parsed)
        self.marks: list[Marked] = _outermost(marks)
        self.inner: list[Marked] = [mark for mark in marks if mark.depth > 0]
        self.starts = [token.start for token in self.tokens] if self.inner else []
        self.inside: list[int] = [-1] * len(self.tokens)
        self.extent: list[tuple[int, int]] = self._lay_marks()
        self.moved: dict[int, int] = {}  # verbs that the parser has coordinated with what a cue says, and the cue that they belong beside
        self.voices = frozenset(m.head for e in entities if e.type in _VOICES for m in e.mentions if m.head >= 0)

    def _lay_marks(self) -> list[tuple[int, int]]:
        extent, at = [], 0
        for number, mark in enumerate(self.marks):
            while at < len(self.tokens) and self.tokens[at].start < mark.start:
                at += 1
            first = at
            while at < len(self.tokens) and self.tokens[at].start < mark.end:
                self.inside[at] = number
                at += 1
            extent.append((first, at - 1))
        return extent

    def subtree(self, i: int) -> set[int]:
        found, stack = set(), [i]
        children = self.parsed.children
        while stack:
            k = stack.pop()
            found.add(k)
            stack.extend(children[k])
        return found

    def bounds(self, i: int) -> tuple[int, int]:
        """First and last token of the sentence of token ``i``."""
        sentence = self.parsed.sentences[self.tokens[i].sent]
        return sentence.first, sentence.last - 1

    def block(self, i: int) -> int:
        return self.parsed.sentences[self.tokens[i].sent].block

    def within(self, i: int, words: set[int]) -> set[int]:
        """The words that a cue at ``i`` may govern: inside its own quotation, if it stands in one; else whole quotations."""
        own = self.inside[i]
        if own >= 0:
            return {k for k in words if self.inside[k] == own}
        return words

    def is_voice(self, i: int) -> bool:
        """Whether token ``i`` heads a phrase for somebody, a body, or something that speaks for one."""
        token, cues = self.tokens[i], self.cues
        if token.lower in cues.nobody and token.lower != "it":
            return False
        if token.pos in ("PRON", "PROPN") or i in self.voices or token.ent in ("PERSON", "ORG", "GPE", "NORP"):
            return True
        if token.lemma in cues.voices or token.lower in cues.voices:
            return True
        return token.pos == "NOUN" and len(token.lemma) > 5 and token.lemma.endswith(cues.suffixes) and token.lemma not in cues.things

    def spans(self, words: Iterable[int]) -> tuple[Span, ...]:
        """The words as pieces of text: gaps of mere punctuation are closed, loose punctuation at the edges is left out."""
        runs: list[list[int]] = []
        for i in sorted(words):
            if runs and self.block(i) == self.block(runs[-1][-1]) and self._idle(runs[-1][-1] + 1, i):
                runs[-1].append(i)
            else:
                runs.append([i])
        found = (self._trim(run[0], run[-1]) for run in runs)
        return tuple(span for span in found if span)

    def _idle(self, first: int, last: int) -> bool:
        return all(self.tokens[k].pos in ("PUNCT", "SPACE") for k in range(first, last))

    def _trim(self, first: int, last: int) -> Span | None:
        tokens = self.tokens
        while first <= last and (tokens[first].pos in ("PUNCT", "SPACE") or tokens[first].text in "-–—") and not self._opens(first):
            first += 1
        while last >= first and (tokens[last].pos in _LOOSE or tokens[last].text in "-–—") and not self._ends(last):
            last -= 1
        return (tokens[first].start, tokens[last].end) if first <= last else None

    def _opens(self, i: int) -> bool:
        number, text = self.inside[i], self.tokens[i].text
        return text in "([$#" or (number >= 0 and (self.extent[number][0] == i or text in _OPENING))

    def _ends(self, i: int) -> bool:
        """Whether a punctuation mark belongs to what it closes: inside a quotation that ends with it or with its paragraph."""
        number, text = self.inside[i], self.tokens[i].text
        if number < 0:
            return text in ")]?!%"
        if self.extent[number][1] == i or text in "?!…)]":
            return True
        return text in ".," and self.block(i) != self.block(i + 1)


def _outermost(marks: tuple[Marked, ...]) -> list[Marked]:
    """Double marks that stand in no others, and single ones that hold an utterance."""
    kept: list[Marked] = []
    for mark in marks:
        if mark.depth == 0 and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept
