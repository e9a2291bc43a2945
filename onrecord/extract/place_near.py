"""Whether words say that something is not at a place but near it: "near X", "off X", "between X and Y", "the border of X"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.extract.place_names import Name
from onrecord.lang import load_pack
from onrecord.model import Parsed

_KINDS = ("near", "off", "between", "border")
_REACH = 8  # tokens back at most


class _Words(NamedTuple):
    """``cues`` are tuples of words by their last, the longest first; ``between`` opens a pair, ``joins`` joins it."""

    cues: dict[str, list[tuple[str, ...]]]
    between: frozenset[str]
    joins: frozenset[str]
    skipped: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    pack = load_pack(lang)
    table, places = pack["nearness"], pack["places"]
    cues = sorted((tuple(cue.split()) for kind in _KINDS for cue in table["before"].get(kind, ())), key=lambda c: (-len(c), c))
    between = frozenset(cue for cue in table["before"].get("between", ()) if " " not in cue)
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for cue in cues:
        by_last.setdefault(cue[-1], []).append(cue)
    return _Words(by_last, between, frozenset(table["joining"]["between"]), frozenset(places.get("articles", ())))


def near_words(parsed: Parsed, name: Name) -> str | None:
    """The words that put something near a place ("near", "between", "border of"), None where it is in the place itself."""
    if name.first < 1:
        return None
    words, tokens = _words(parsed.lang), parsed.tokens
    first = max(parsed.sentences[tokens[name.first].sent].first, name.first - _REACH)
    before = [t.lower for t in tokens[first : name.first]]
    while before and before[-1] in words.skipped:
        before.pop()
    for cue in words.cues.get(before[-1] if before else "", ()):
        if tuple(before[-len(cue) :]) == cue:
            return " ".join(cue)
    if not before or before[-1] not in words.joins:
        return None  # the second of a pair stands behind "and"
    return next((w for w in reversed(before[:-1]) if w in words.between), None)
