"""A document as it is read on a page: its blocks, in parts of bearable length, with numbered claims marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from onrecord.casefile.queries import Finding
from onrecord.model import Block, BlockKind, Document
from onrecord.web.marks import Marked, Piece, marked

PART = 30_000  # characters of one part
_CONTEXT = 600  # characters shown on either side of a claim that stands in a very long block


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block ready to be written, which begins at ``start`` in the text. ``lead`` are the pieces of a dateline, or of a note's
    label, that opens its first line. ``cut_before`` and
    ``cut_after`` say that the text goes on there unseen."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    start: int = 0
    lead: tuple[Piece, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Part number ``part`` of ``parts``; ``notes`` are its claims by their number in the document (from 1)."""

    paragraphs: tuple[Paragraph, ...]
    blocks: tuple[Block, ...]
    notes: tuple[tuple[int, Finding], ...]
    part: int
    parts: int


def reading(document: Document, blocks: Sequence[Block], findings: Sequence[Finding], part: int) -> Reading | None:
    """Part ``part`` (from 1) of a document, or ``None`` where it has no such part."""
    parts = cut(document.text, blocks)
    if not 1 <= part <= len(parts):
        return None
    shown = parts[part - 1]
    marks = [(f.claim.evidence.start, f.claim.evidence.end, n) for n, f in enumerate(findings, 1)]
    first, last = shown[0].start if shown else 0, shown[-1].end if shown else 0
    touching = [mark for mark in marks if mark[0] < last and mark[1] > first]
    notes = tuple((n, f) for n, f in enumerate(findings, 1) if part_of(parts, f.claim.evidence.start) == part)
    return Reading(
        paragraphs=tuple(_paragraphs(document.text, shown, touching)), blocks=tuple(shown), notes=notes, part=part, parts=len(parts)
    )


def context(document: Document, blocks: Sequence[Block], finding: Finding) -> tuple[Paragraph, ...]:
    """The blocks that a claim stands in, with its words marked; of a very long one, what stands around it."""
    start, end = finding.claim.evidence.start, finding.claim.evidence.end
    found = []
    for block in _covering(document.text, blocks):
        if block.start < end and start < block.end:
            first, last = max(block.start, start - _CONTEXT), min(block.end, end + _CONTEXT)
            pieces = marked(document.text, (first, last), [(start, end, 1)])
            found.append(Paragraph(kind=block.kind, pieces=pieces, cut_before=first > block.start, cut_after=last < block.end))
    return tuple(found)


def cut(text: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in parts of at most ``PART`` characters; a longer block is cut. There is always one part, if an empty one."""
    parts: list[list[Block]] = [[]]
    length = 0
    for block in _bearable(_covering(text, blocks)):
        size = block.end - block.start
        if parts[-1] and length + size > PART:
            parts.append([])
            length = 0
        parts[-1].append(block)
        length += size
    return parts


def part_of(parts: Sequence[Sequence[Block]], place: int) -> int:
    """The number of the part that a place in the text is in, or after which it comes first."""
    return max((n for n, blocks in enumerate(parts, 1) if blocks and blocks[0].start <= place), default=1)


def _paragraphs(text: str, blocks: Sequence[Block], marks: Sequence[Marked]) -> Iterator[Paragraph]:
    """Blocks as paragraphs; a dateline and the block that goes on in its line are one, and so are a note and its label."""
    lead: Block | None = None
    for block, following in zip_longest(blocks, blocks[1:]):
        labels = following is not None and block.kind is BlockKind.FURNITURE and following.kind is BlockKind.NOTE  # "Correction:"
        runs_on = following is not None and (block.kind is BlockKind.DATELINE or labels) and "\n" not in text[block.end : following.start]
        if runs_on and lead is None:
            lead = block
            continue
        before = marked(text, (lead.start, lead.end), marks) if lead else ()
        yield Paragraph(kind=block.kind, pieces=marked(text, (block.start, block.end), marks), start=block.start, lead=before)
        lead = None


def _covering(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, and as body whatever words stand outside of them: no word of a document is left out."""
    at = 0
    for block in sorted(blocks, key=lambda b: (b.start, b.end)):
        yield from _gap(text, at, block.start)
        if block.end > at:
            yield Block(start=max(at, block.start), end=block.end, kind=block.kind)
            at = block.end
    yield from _gap(text, at, len(text))


def _gap(text: str, start: int, end: int) -> Iterator[Block]:
    words = text[start:end].strip()
    if words:
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        yield Block(start=first, end=first + len(words), kind=BlockKind.BODY)


def _bearable(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        for start in range(block.start, block.end, PART):
            yield Block(start=start, end=min(start + PART, block.end), kind=block.kind)
