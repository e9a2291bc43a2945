"""Articles of our own with their attributions marked in the text -> rows that the scorer of quotations reads.

A mark is ``⟦q1 …⟧`` (what attribution 1 says, in one piece or several), ``⟦s1 …⟧`` (its speaker; ``⟦s1,2 …⟧`` speaks
both) or ``⟦c1 …⟧`` (its cue). Marks nest. The first line tells the style, the outlet and the date of publication.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

_OPEN = re.compile(r"⟦([qsc])(\d+(?:,\d+)*) ")
_HEAD = re.compile(r"#\s*(.*)")
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]?")
_ROLES = {"q": "content", "s": "speaker", "c": "cue"}

type Span = tuple[int, int]


class MarkError(ValueError):
    """Marks that do not pair, or an attribution without content; names the file."""


def rows(folder: Path) -> list[dict[str, Any]]:
    """The articles of a folder, by name, each with its quotations.

    Raises:
        MarkError: marks that do not pair.
    """
    return [_row(path) for path in sorted(folder.glob("*.txt"))]


def _row(path: Path) -> dict[str, Any]:
    head, _, marked = path.read_text(encoding="utf-8").partition("\n")
    match = _HEAD.fullmatch(head.strip())
    if match is None:
        raise MarkError(f"{path.name}: no head line")
    fields = dict(part.strip().split(": ", 1) for part in match[1].split("|"))
    text, spans = _unmarked(path.name, marked.strip() + "\n")
    quotes = [_quote(path.name, text, number, spans[number]) for number in sorted(spans)]
    metadata: dict[str, Any] = {key: fields[key] for key in ("outlet", "published") if key in fields}
    return {"id": path.stem, "lang": "en", "text": text, **metadata, "quotes": sorted(quotes, key=lambda q: q["content"])}


def _unmarked(name: str, marked: str) -> tuple[str, dict[int, dict[str, list[Span]]]]:
    """The text without marks, and of each attribution the spans of its roles."""
    text: list[str] = []
    position = length = 0
    open_marks: list[tuple[str, list[int], int]] = []
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    while position < len(marked):
        match = _OPEN.match(marked, position)
        if match:
            open_marks.append((match[1], [int(n) for n in match[2].split(",")], length))
            position = match.end()
        elif marked[position] == "⟧":
            if not open_marks:
                raise MarkError(f"{name}: a mark is closed that was not opened, after '{''.join(text)[-40:]}'")
            role, numbers, start = open_marks.pop()
            for number in numbers:
                spans[number][_ROLES[role]].append((start, length))
            position += 1
        elif marked[position] == "⟦":
            raise MarkError(f"{name}: not a mark: '{marked[position : position + 30]}'")
        else:
            text.append(marked[position])
            position, length = position + 1, length + 1
    if open_marks:
        raise MarkError(f"{name}: a mark is not closed")
    return "".join(text), spans


def _quote(name: str, text: str, number: int, roles: dict[str, list[Span]]) -> dict[str, Any]:
    if not roles["content"]:
        raise MarkError(f"{name}: attribution {number} says nothing")
    row: dict[str, Any] = {"type": _type("".join(text[start:end] for start, end in sorted(roles["content"])))}
    for role in ("content", "speaker", "cue"):
        pieces = sorted(roles[role])
        row[role] = [pieces[0][0], pieces[-1][1]] if pieces else None
        if len(pieces) > 1:
            row[f"{role}_parts"] = [list(piece) for piece in pieces]
    return row


def _type(words: str) -> str:
    """ "direct", "indirect" or "mixed", by the share of letters that stand in double quotation marks."""
    quoted = "".join(_QUOTED.findall(words))
    letters, inside = (sum(c.isalnum() for c in part) for part in (words, quoted))
    return "direct" if inside >= 0.9 * letters else "indirect" if inside < 0.1 * letters else "mixed"
