"""What is read of a web page, and how its pieces become one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Block, BlockKind
from onrecord.read.metadata import Metadata

BETWEEN = "\n\n"
"""What parts the blocks of a page's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page's article: ``blocks`` cover every character of ``text`` but white space, in order."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph of a page before it has its place in the text: no white space at its edges, none of it two in a row."""

    text: str
    kind: BlockKind = BlockKind.BODY
    at: str | None = None


def page_of(pieces: Iterable[Piece], metadata: Metadata) -> Page:
    """The pieces one after the other as a text, a block each."""
    blocks: list[Block] = []
    texts: list[str] = []
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        blocks.append(Block(start=position, end=end, kind=piece.kind, at=piece.at))
        texts.append(piece.text)
        position = end + len(BETWEEN)
    return Page(text=BETWEEN.join(texts), blocks=tuple(blocks), metadata=metadata)
