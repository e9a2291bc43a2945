"""Texts of our own with their figures or times noted beside them -> rows that the scorers read.

One note a figure: ``words => bounds unit => counted => per => up|down``, with bounds ``5``, ``~5`` about, ``>5``, ``>=5``,
``<5``, ``<=5``, ``5..7`` between, ``?`` none. One note a time: ``words => type => TIMEX3 value => EDTF``. The words follow
one another in the text; trailing fields may be left off.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_SIGNS = {"~": "about", ">=": "at_least", "<=": "at_most", ">": "over", "<": "under"}


class NoteError(ValueError):
    """Words that the text does not have after those noted before them; names file and text."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The texts of a file, each with its ``figures`` or ``times``; its language is what its name begins with.

    Raises:
        NoteError: words that are not in the text.
    """
    return [_row(path, entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["text"]]


def _row(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    kind, text, position = ("times" if "times" in entry else "figures"), entry["text"], 0
    marked = []
    for note in entry[kind]:
        words, *fields = [part.strip() for part in note.split("=>")]
        start = text.find(words, position)
        if start < 0:
            raise NoteError(f"{path.name}, {entry['id']}: “{words}” is not in the text after what was noted before it")
        position = start + len(words)
        read = time(fields) if kind == "times" else figure(fields)
        marked.append({"start": start, "end": position, "text": words, **read})
    published = {"published": entry["published"]} if "published" in entry else {}
    return {"id": entry["id"], "lang": path.name[:2], "text": text, **published, kind: marked}


def time(fields: list[str]) -> dict[str, Any]:
    kind, timex, edtf = [*fields, "", "", ""][:3]
    return {"type": kind, "timex": timex or None, "edtf": edtf or None}


def figure(fields: list[str]) -> dict[str, Any]:
    bound, _, unit = fields[0].partition(" ")
    counted, per, direction = [*fields[1:], "", "", ""][:3]
    low: float | None
    high: float | None
    if bound == "?":
        low, high, modifier = None, None, "about"
    elif ".." in bound:
        low, high = map(float, bound.split(".."))
        modifier = "between"
    else:
        sign = next((s for s in (">=", "<=", *_SIGNS) if bound.startswith(s)), "")
        value = float(bound.removeprefix(sign))
        modifier = _SIGNS.get(sign, "exact")
        low = None if modifier in ("under", "at_most") else value
        high = None if modifier in ("over", "at_least") else value
    return {
        "values": [v for v in dict.fromkeys((low, high)) if v is not None], "low": low, "high": high, "modifier": modifier,
        "unit": unit or None, "counted": [counted] if counted else [], "per": per or None, "direction": direction or None,
    }  # fmt: skip
