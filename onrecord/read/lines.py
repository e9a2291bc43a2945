"""Text -> lines: where the lines of a text stand, and which of them are one hard-wrapped paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_INVISIBLE = "\ufeff\u200b\u200c\u2060\u200e\u200f"
_STOP = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_NARROW, _WIDE = 40, 140  # characters; what is wrapped at all is wrapped between these
_LONGEST = 20_000  # characters of one block; a parser's memory grows with them
_MARK = re.compile(r"(?:[^\w\s]|\(?\w{1,3}[.)])\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space at its edges; ``gap`` is true if an empty line, or the start of the text, is before it."""

    start: int
    end: int
    text: str
    gap: bool
    indent: int = 0


def lines_of(text: str, stands_alone: Callable[[str], bool]) -> list[Line]:
    """The paragraphs of a text: its lines, those of hard-wrapped text joined, very long ones cut at a sentence's end.

    A line for which ``stands_alone`` is true (a byline, a date) is never joined to the one before it.
    """
    lines = _split(text)
    width = _wrap_width(lines, stands_alone)
    if width:
        lines = _join(text, lines, width, stands_alone)
    return [piece for line in lines for piece in _cut(line)]


def _split(text: str) -> list[Line]:
    lines: list[Line] = []
    position, gap = 0, True
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        start, stop = _trim(text, position, end)
        if start < stop:
            lines.append(Line(start, stop, text[start:stop], gap, start - position))
        gap = start >= stop
        position = after
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return start, end


def _goes_on(line: Line, following: Line) -> bool:
    return following.text[0].islower() and not _STOP.search(line.text)


def _wrap_width(lines: list[Line], stands_alone: Callable[[str], bool]) -> int:
    """The width at which the text is wrapped, 0 if it is not: wrapped text goes on in lower case after many line ends."""
    breaks = [(a, b) for a, b in pairwise(lines) if not b.gap]
    open_ends = [a for a, b in breaks if _goes_on(a, b)]
    if not open_ends:
        return 0
    if len(open_ends) < 0.35 * len(breaks):  # lines that a wrapped text has as well tell nothing
        breaks = [(a, b) for a, b in breaks if len(a.text) >= _NARROW and not stands_alone(a.text) and not stands_alone(b.text)]
        open_ends = [a for a, b in breaks if _goes_on(a, b)]
        if not open_ends or len(open_ends) < 0.35 * len(breaks):
            return 0
    width = max(len(a.text) for a in open_ends)
    return width if _NARROW <= width <= _WIDE else 0


def _join(text: str, lines: list[Line], width: int, stands_alone: Callable[[str], bool]) -> list[Line]:
    joined: list[Line] = []
    previous: Line | None = None  # the last line as it stands in the text
    for line in lines:
        full = previous is not None and len(previous.text) + 1 + len(line.text.split(None, 1)[0]) > width - 8
        indented = previous is not None and line.indent > previous.indent + 1 and not _hangs(joined[-1], line)
        if previous and not line.gap and not indented and (full or _goes_on(previous, line)) and not stands_alone(line.text):
            start = joined[-1].start
            joined[-1] = replace(joined[-1], end=line.end, text=text[start : line.end])
        else:
            joined.append(line)
        previous = line
    return joined


def _hangs(item: Line, line: Line) -> bool:
    """Whether a line goes on with an item of a list: it stands below the words of the item, not below its mark."""
    mark = _MARK.match(item.text)
    return mark is not None and abs(line.indent - item.indent - mark.end()) <= 1


def _cut(line: Line) -> list[Line]:
    if len(line.text) <= _LONGEST:
        return [line]
    pieces: list[Line] = []
    start, text = 0, line.text
    while start < len(text):
        end = _cut_point(text, start)
        first, last = _trim(text, start, end)
        if first < last:
            pieces.append(Line(line.start + first, line.start + last, text[first:last], line.gap and not pieces))
        start = end
    return pieces


def _cut_point(text: str, start: int) -> int:
    limit = start + _LONGEST
    if limit >= len(text):
        return len(text)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start + _LONGEST // 2, limit)]
    if ends:
        return ends[-1]
    space = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit))
    return space + 1 if space > start else limit
