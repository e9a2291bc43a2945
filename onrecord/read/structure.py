"""Text -> blocks: what is a title, a byline, a dateline, a caption, a credit, a heading, and what is body."""

from __future__ import annotations

import re

from onrecord.model import Block, BlockKind, Document

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


def find_blocks(document: Document) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    text = document.text
    blocks = []
    for match in _PARAGRAPH.finditer(text):
        for line in re.finditer(r"[^\n]+", match.group()):
            raw = line.group()
            start = match.start() + line.start() + len(raw) - len(raw.lstrip())
            end = start + len(raw.strip())
            if end > start:
                blocks.append(Block(start=start, end=end, kind=BlockKind.BODY))
    return tuple(blocks)
