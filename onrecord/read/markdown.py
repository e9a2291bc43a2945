"""Markdown -> plain text: a paragraph a block, without the marks of emphasis and the targets of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.+)")
_HIDDEN = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)
_SOFT = "\x00"  # stands for a soft line break until its paragraph is known; no text has it
_TURN = re.compile(r"[^\W\d_][^:.?!]{0,60}[:.]\s")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def front_matter(markdown: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between two rules at the top of a file, keys in lower case, and the text after them."""
    match = _FRONT_MATTER.match(markdown)
    fields = [_FIELD.fullmatch(line.strip()) for line in match.group(1).splitlines()] if match else []
    found = {field.group(1).lower(): field.group(2).strip().strip("\"'").strip() for field in fields if field}
    return (found, markdown[match.end() :]) if match and found else ({}, markdown)


def plain_text(markdown: str) -> str:
    """The text of a Markdown document, its blocks parted by blank lines; code is kept as it stands, of HTML the text."""
    blocks = [block.strip("\n") for block in _marked(_parser().parse(markdown))]
    kept = [block for block in blocks if block.strip()]
    return "\n\n".join(kept) + "\n" if kept else ""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _marked(tokens: list[Token]) -> Iterator[str]:
    """The text of each block; that of an item of a list behind its mark."""
    numbers: list[int | None] = []  # the lists around, and how far each has counted
    mark = ""
    for token in tokens:
        if token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            mark = "- " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        else:
            text = _block(token)
            if text.strip():
                yield mark + text
                mark = ""


def _block(token: Token) -> str:
    if token.type == "inline":
        return _lines("".join(map(_inline, token.children or ())))
    if token.type in ("fence", "code_block"):
        return token.content
    return _TAG.sub("", _seen(token.content)).strip() if token.type == "html_block" else ""


def _seen(html: str) -> str:
    """HTML without comments, scripts and styles; what is never closed is left as it stands."""
    kept: list[str] = []
    position, open_ended = 0, set[str]()
    for match in _HIDDEN.finditer(html):
        name = (match.group(1) or "").lower()
        if match.start() < position or name in open_ended:
            continue
        closing = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE).search(html, match.end())
        if closing is None:
            open_ended.add(name)  # looked for once, not for each of a thousand
            continue
        kept.append(html[position : match.start()])
        position = closing.end()
    return "".join(kept) + html[position:]


def _lines(text: str) -> str:
    """A paragraph with its soft line breaks as spaces, but for rows of a table and turns of a conversation, a line each."""
    lines = text.split(_SOFT)
    apart = len(lines) > 1 and (all("|" in line for line in lines) or all(_TURN.match(line) for line in lines))
    return ("\n" if apart else " ").join(lines)


def _inline(token: Token) -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "softbreak":
        return _SOFT
    return "" if token.type == "html_inline" else token.content  # of an image, the words that stand for it
