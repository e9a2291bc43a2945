"""Markdown -> plain text: a paragraph a block, without the marks of emphasis and the targets of links."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.+)")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def front_matter(markdown: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between two rules at the top of a file, keys in lower case, and the text after them."""
    match = _FRONT_MATTER.match(markdown)
    fields = [_FIELD.fullmatch(line.strip()) for line in match.group(1).splitlines()] if match else []
    found = {field.group(1).lower(): field.group(2).strip().strip("\"'").strip() for field in fields if field}
    return (found, markdown[match.end() :]) if match and found else ({}, markdown)


def plain_text(markdown: str) -> str:
    """The text of a Markdown document, its blocks parted by blank lines; code is kept as it stands, of HTML the text."""
    blocks = [block.strip("\n") for block in map(_block, _parser().parse(markdown))]
    kept = [block for block in blocks if block.strip()]
    return "\n\n".join(kept) + "\n" if kept else ""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _block(token: Token) -> str:
    if token.type == "inline":
        return "".join(map(_inline, token.children or ()))
    if token.type in ("fence", "code_block"):
        return token.content
    return _TAG.sub("", _HIDDEN.sub("", token.content)).strip() if token.type == "html_block" else ""


def _inline(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "softbreak":
        return " "
    return "" if token.type == "html_inline" else token.content  # of an image, the words that stand for it
