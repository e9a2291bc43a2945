"""Markdown -> plain text: a block a paragraph, marks of emphasis and the targets of links left out."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token


def plain_text(markdown: str) -> str:
    """The text of a Markdown document, its blocks parted by blank lines."""
    blocks = [_inline(token) for token in MarkdownIt("commonmark").parse(markdown) if token.type == "inline"]
    blocks = [block for block in blocks if block.strip()]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n" if child.type == "hardbreak" else " ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
