"""Blocks of a page, and what the words of its paragraphs say besides: datelines, labels, speakers, notes, credits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.model import Block, BlockKind, Document
from onrecord.read.page import BETWEEN, Page
from onrecord.read.structure import find_blocks

_JUDGED = frozenset((BlockKind.BODY, BlockKind.NOTE))  # the others are what their elements say
_TOLD = frozenset((BlockKind.DATELINE, BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE, BlockKind.NOTE))
_BESIDE = frozenset((BlockKind.CAPTION, BlockKind.CREDIT))
_LEADS = 3  # paragraphs; one of the first has the dateline, those before it are standfirsts


def with_forms(page: Page) -> Page:
    """The page with its paragraphs divided as those of a plain text are, where their own element leaves it open."""
    running = [block for block in page.blocks if block.kind not in _BESIDE]
    divided = _divided(page, running)
    body = [block for block in running if block.kind is BlockKind.BODY]
    for i, block in enumerate(body[:_LEADS]):
        if any(piece.kind is BlockKind.DATELINE for piece in divided[block.start]):
            break
        again = _divided(page, body[i : i + 2])[block.start] if i else ()
        if len(again) == 2 and again[0].kind is BlockKind.DATELINE and len(divided[block.start]) == 1:
            divided[block.start] = again
            break
    return _without_furniture(page, [(block, divided[block.start] if block.kind in _JUDGED else (block,)) for block in page.blocks])


def _without_furniture(page: Page, paragraphs: list[tuple[Block, tuple[Block, ...]]]) -> Page:
    """The page without paragraphs that are furniture alone; what names the speaker of another stays."""
    named = {piece.speaker[0] for _, pieces in paragraphs for piece in pieces if piece.speaker}
    texts: list[str] = []
    moves: dict[int, int] = {}  # start of a paragraph -> by how much it moves
    blocks: list[Block] = []
    position = 0
    kept = [
        (b, pieces)
        for b, pieces in paragraphs
        if {p.kind for p in pieces} != {BlockKind.FURNITURE} or any(b.start <= at < b.end for at in named)
    ]
    for block, _ in kept:
        moves[block.start] = position - block.start
        texts.append(page.text[block.start : block.end])
        position += block.end - block.start + len(BETWEEN)
    starts = sorted(moves)
    for block, pieces in kept:
        by = moves[block.start]
        for piece in pieces:
            speaker = piece.speaker
            if speaker:
                shift = moves[starts[bisect_right(starts, speaker[0]) - 1]]
                speaker = (speaker[0] + shift, speaker[1] + shift)
            blocks.append(replace(piece, start=piece.start + by, end=piece.end + by, speaker=speaker))
    return replace(page, text=BETWEEN.join(texts), blocks=tuple(blocks))


def _divided(page: Page, running: list[Block]) -> dict[int, tuple[Block, ...]]:
    """Start of each of these blocks -> the blocks that its words make of it, when they are read one after the other."""
    said = page.metadata
    text = BETWEEN.join(page.text[block.start : block.end] for block in running)
    read = find_blocks(
        Document(
            id="", text=text, title=said.title, outlet=said.outlet, byline=said.byline, published=said.published, modified=said.modified
        )
    )
    starts: list[int] = []  # of the blocks in the running text
    position = 0
    for block in running:
        starts.append(position)
        position += block.end - block.start + len(BETWEEN)
    pieces: dict[int, list[Block]] = {block.start: [] for block in running}
    for piece in read:
        home = running[bisect_right(starts, piece.start) - 1]
        pieces[home.start].append(_moved(piece, starts, running))
    return {block.start: tuple(_of_block(page.text, block, pieces[block.start])) for block in running}


def _moved(piece: Block, starts: Sequence[int], running: list[Block]) -> Block:
    """A block of the running text where it stands in the page's."""

    def place(offset: int) -> int:
        k = bisect_right(starts, offset) - 1
        return offset - starts[k] + running[k].start

    speaker = piece.speaker and (place(piece.speaker[0]), place(piece.speaker[1] - 1) + 1)
    return replace(piece, start=place(piece.start), end=place(piece.end - 1) + 1, speaker=speaker)


def _of_block(text: str, block: Block, inner: list[Block]) -> Iterator[Block]:
    """A block as its words divide it; as it is where they run beyond its edges or leave words out."""
    if not inner or inner[0].start != block.start or inner[-1].end != block.end:
        yield block
    elif any(text[a.end : b.start].strip() for a, b in pairwise(inner)):
        kinds = {piece.kind for piece in inner}  # bars between the parts of a head line
        yield replace(block, kind=inner[0].kind if kinds <= _TOLD else block.kind)
    else:
        for piece in inner:
            yield replace(piece, kind=piece.kind if piece.kind in _TOLD else block.kind, at=block.at or piece.at)
