"""Lists and tables in plain text: where an item's words begin, which lines are rows."""

from __future__ import annotations

import re

from onrecord.model import BlockKind
from onrecord.read.form import Form

_BULLET = re.compile(r"(?:[•‣◦▪●■○∙·]\s*|[-–—*+]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+)(?=[^\s])")
_SURE = "•‣◦▪●■○∙*"
_CELLS = re.compile(r"\s*\|\s*|\t+| {3,}")


def bullet(text: str) -> int | None:
    """Where the words of an item begin behind its mark ("- ", "• ", "1. ", "a) "); None for a line that has none."""
    match = _BULLET.match(text)
    return match.end() if match and match.end() < len(text) else None


def is_row(text: str) -> bool:
    """Whether a line reads as a row of a table: cells parted by bars, or by wide gaps."""
    if "|" in text:
        return len(_cells(text)) > 1
    return len(_cells(text)) > 2 and not text.endswith((".", "!", "?"))


def _cells(text: str) -> list[str]:
    return [] if len(text) > 2000 else [c for c in _CELLS.split(text.strip("| \t")) if c]


def _sort(text: str) -> str:
    """What kind of mark a line begins with: items of one list have the same."""
    sign = text.lstrip("(")[0]
    return "1" if sign.isdigit() else "a" if sign.isalpha() else sign


def find_lists(form: Form) -> None:
    """Settle the items of lists: two or more in a row, or one behind a colon, or one with a mark that is nothing else."""
    lines = form.lines
    marks = [bullet(line.text) if form.free(i) else None for i, line in enumerate(lines)]
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        sort = _sort(lines[i].text)
        beside = any(0 <= k < len(lines) and marks[k] is not None and _sort(lines[k].text) == sort for k in (i - 1, i + 1))
        led = i > 0 and lines[i - 1].text.endswith(":")
        if sort == "a" and not (beside and _counts(lines[i].text, [lines[k].text for k in (i - 1, i + 1) if 0 <= k < len(lines)])):
            continue
        emphasis = sort == "*" and "*" in lines[i].text[1:]
        if (beside or led or (sort in _SURE and not emphasis)) and not (sort in "-–—" and _dialogue(form, i)):
            form.cut(i, BlockKind.BODY, mark)


def _counts(text: str, neighbours: list[str]) -> bool:
    """Whether letters run on from one line to the next: "a)", "b)"."""
    here = text.lstrip("(")[0].lower()
    others = [t.lstrip("(")[0].lower() for t in neighbours]
    roman = text.lstrip("(")[:1].lower() in "ivx"
    return any(abs(ord(o) - ord(here)) == 1 for o in others if o) or roman


def _dialogue(form: Form, i: int) -> bool:
    """A dash before speech ("— No — dijo él."), and not before an item."""
    text = form.lines[i].text
    return text[0] in "—–" and bool(re.search(r"\s[—–]\s?\w|\w\s?[—–][.,\s]", text[2:]))


def find_rows(form: Form) -> None:
    """Settle the rows of tables: lines of as many cells, two or more right below one another."""
    lines = form.lines
    rows = [len(_cells(line.text)) if form.free(i) and is_row(line.text) else 0 for i, line in enumerate(lines)]
    for i, row in enumerate(rows):
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(rows) and rows[k] == row and not lines[max(i, k)].gap]
        if row and beside:
            if not re.search(r"\w", lines[i].text):
                form.kinds[i] = BlockKind.FURNITURE
            else:
                form.kinds[i] = BlockKind.BODY
