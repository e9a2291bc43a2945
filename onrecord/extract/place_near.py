"""Whether words say that something is not at a place but near it: "near X", "off X", "between X and Y", "the border of X"."""

from __future__ import annotations

from functools import cache
from typing import Any

from onrecord.extract.place_names import Name
from onrecord.lang import load_pack
from onrecord.model import Parsed

_REACH = 8  # tokens back to the "between" of a second place


@cache
def _table(lang: str) -> dict[str, Any]:
    table = load_pack(lang)["places"].get("near", {})
    return {key: frozenset(words) if key != "phrases" else tuple(tuple(p.split()) for p in words) for key, words in table.items()}


def near_words(parsed: Parsed, name: Name) -> str | None:
    """The words that put something near a place ("near", "between", "border of"), None where it is in the place itself."""
    table = _table(parsed.lang)
    if name.first < 1 or not table:
        return None
    tokens = parsed.tokens
    i = name.first - 1
    first = parsed.sentences[tokens[name.first].sent].first
    while i >= first and tokens[i].lower in table["skip"]:
        i -= 1
    if i < first:
        return None
    if tokens[i].lower in table["words"]:
        return tokens[i].lower
    for phrase in table["phrases"]:
        if tuple(t.lower for t in tokens[max(i - len(phrase) + 1, first) : i + 1]) == phrase:
            return " ".join(phrase)
    for k in range(i, max(i - _REACH, first) - 1, -1):
        if tokens[k].lower in table["between"]:
            joined = k == i or any(t.lower in table["and"] for t in tokens[k + 1 : i + 1])
            return tokens[k].lower if joined else None
        if tokens[k].text in ",;." or tokens[k].pos == "VERB":
            return None
    return None
