"""The words of a document, block by block, with its numbers joined: read once for times and figures."""

from __future__ import annotations

from onrecord.extract.numbers import join_numbers
from onrecord.extract.words import Word, split_words
from onrecord.model import BlockKind, Parsed

_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BODY, BlockKind.NOTE, BlockKind.DATELINE})
_read: tuple[Parsed | None, tuple[tuple[int, list[Word]], ...]] = (None, ())


def block_words(parsed: Parsed) -> tuple[tuple[int, list[Word]], ...]:
    """The words of every block that is read, with the block's number, numbers joined. Kept for the last document, since
    times and figures ask for the same one after the other."""
    global _read
    if _read[0] is not parsed:
        text, lang = parsed.document.text, parsed.lang
        blocks = [(k, b) for k, b in enumerate(parsed.blocks) if b.kind in _KINDS]
        _read = (parsed, tuple((k, join_numbers(split_words(text, b.start, b.end, lang), text, lang)) for k, b in blocks))
    return _read[1]
