"""Corrections and notes of the editors: "Correction, March 5: …", "This article was amended on 3 May to …"."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model import BlockKind
from onrecord.read.form import Form
from onrecord.read.furniture import any_of, globs, listed

_OPEN, _CLOSE = r"[\s\[(*_“\"]*", "])*_"
_LONGEST = 120  # characters in which a label ends
_DATED = r"(?:,?\s*\([^()\n]{2,60}\)|,?\s+[^\n:()—–.]{0,40}\d[^\n:()—–]{0,30}|,\s*[^\n:()—–.]{2,30})?"


@cache
def _label() -> re.Pattern[str]:
    names = any_of(listed("notes"))
    return re.compile(
        rf"{_OPEN}(?:{names})(?:\s+(?:and|&|y|e)\s+(?:{names}))?{_DATED}[*_]*\s*(?::[*_]*|\s[—–-]{{1,2}}|[—–]|\.-)\s*(?=\S)", re.IGNORECASE
    )


@cache
def _alone() -> re.Pattern[str]:
    names = any_of(listed("notes"))
    return re.compile(rf"{_OPEN}(?:{names})(?:\s+(?:and|&|y|e)\s+(?:{names}))?{_DATED}\s*:?[\])*_]*", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"{_OPEN}{globs(listed('note_openings')).pattern}", re.IGNORECASE | re.DOTALL)


def note_label(text: str) -> int | None:
    """Where the words of a note begin behind its label: after "Correction (12 May): ". None without a label."""
    match = _label().match(text, 0, _LONGEST)
    if not match or match.end() >= len(text) or len(match.group()) > 110:
        return None
    return match.end()


def is_note(text: str) -> bool:
    """Whether a paragraph without a label tells by its first words that it takes something back or was changed."""
    return len(text) < 2000 and bool(_opening().match(text[:300]))


def find_notes(form: Form) -> None:
    """Settle which lines are notes, and that their labels and brackets are furniture."""
    expected = False  # the line before was a label alone
    for i, line in enumerate(form.lines):
        text = line.text
        if not form.free(i):
            expected = False
            continue
        label = note_label(text)
        if label is None and len(text) < 80 and i + 1 < len(form.lines) and _alone().fullmatch(text):
            form.kinds[i] = BlockKind.FURNITURE
            expected = True
            continue
        if label is not None or expected or is_note(text):
            start = label if label is not None else len(text) - len(text.lstrip("[(*_"))
            form.cut(i, BlockKind.NOTE, start, _closing(text, start))
        expected = False


def _closing(text: str, start: int) -> int:
    """Where the words end: before a bracket or a mark of emphasis that was opened before them."""
    opened = text[:start]
    end = len(text)
    while end > start and text[end - 1] in _CLOSE and (text[end - 1] in opened or {"]": "[", ")": "("}.get(text[end - 1], "\0") in opened):
        end -= 1
    return end
