"""What the form of a whole text tells about its lines: which are somebody's words, an entry's, a note, an item of a list.

Drafts of blocks: each rule of form fills in what it is sure of; what is left open is judged line by line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.model import Block, BlockKind, Span
from onrecord.read.lines import Line


class Piece(NamedTuple):
    """A part of a line, offsets counted from its start. ``kind`` None: what the line is without the other pieces."""

    start: int
    end: int
    kind: BlockKind | None


@dataclass(slots=True)
class Form:
    """``kinds`` and ``pieces`` hold what is settled for a line (by its number), ``speakers`` who speaks it (a span of
    the text), ``times`` when it was published (an ISO date-time)."""

    lines: list[Line]
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    speakers: dict[int, Span] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)
    release: bool = False  # a press release
    spoken: bool = False  # a transcript or an interview in questions and answers

    def free(self, i: int) -> bool:
        """Whether nothing is settled for a line yet."""
        return i not in self.kinds and i not in self.pieces

    def cut(self, i: int, kind: BlockKind | None, start: int, end: int | None = None, outer: BlockKind = BlockKind.FURNITURE) -> None:
        """Settle that the words of line ``i`` stand from ``start`` to ``end``, and that what is around them is ``outer``."""
        length = len(self.lines[i].text)
        stop = length if end is None else end
        self.pieces[i] = [p for p in (Piece(0, start, outer), Piece(start, stop, kind), Piece(stop, length, outer)) if p.start < p.end]
        self.kinds[i] = kind or BlockKind.BODY

    def words(self, i: int) -> str:
        """The words of a line: without its label, its bullet, its time."""
        line = self.lines[i].text
        inner = [p for p in self.pieces.get(i, ()) if p.kind is None or p.kind is self.kinds.get(i)]
        return line[inner[0].start : inner[-1].end].strip() if inner else line

    def blocks(self, i: int, kind: BlockKind) -> list[Block]:
        """The blocks of a line that is ``kind`` for the rest."""
        line = self.lines[i]
        found = []
        for piece in self.pieces.get(i) or [Piece(0, len(line.text), kind)]:
            text = line.text[piece.start : piece.end]
            bare = text.strip()
            if bare:
                start = line.start + piece.start + len(text) - len(text.lstrip())
                found.append(self.block(i, start, start + len(bare), piece.kind or kind))
        return found

    def block(self, i: int, start: int, end: int, kind: BlockKind) -> Block:
        """A block of line ``i``, with the speaker and the time that the line has."""
        said = kind is BlockKind.BODY and i in self.speakers and self.speakers[i] != (start, end)
        return Block(start=start, end=end, kind=kind, speaker=self.speakers[i] if said else None, at=self.times.get(i))
