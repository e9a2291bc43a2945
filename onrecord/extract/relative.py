"""Quantities that point at another: "half of that number", "twice as many", "a quarter of those", "the rest"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.extract.words import Word
from onrecord.lang import load_pack
from onrecord.model import Figure

_LENGTHS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "decade", "century"})
_REACH = 12  # figures back at most


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words ``[first, last)`` that mean ``factor`` times another figure; ``money`` where its noun says so, ``rest`` where
    they mean what is left of it."""

    first: int
    last: int
    factor: float
    money: bool = False
    people: bool = False
    plural: bool = False
    rest: bool = False
    open: bool = False  # it is compared with something that stands after it


@cache
def _table(lang: str) -> dict[str, Any]:
    table = load_pack(lang)["figures"]["relative"]
    return {k: v if isinstance(v, dict) else frozenset(v) for k, v in table.items()}


def read_pointer(words: list[Word], i: int, lang: str) -> Pointer | None:
    """The relative quantity that starts at word ``i``."""
    table, word = _table(lang), words[i]
    if word.kind == "w" and word.lower in table["rest"] and i and words[i - 1].lower in ("the", "el"):
        return _rest(words, i, table)
    factor = table["multiples"].get(word.lower)
    j = i + 1
    if factor is None and word.kind == "f" and 0 < word.value <= 1:
        factor = word.value
    if factor is None and word.kind in "dn" and j < len(words) and words[j].lower in table["times"]:
        factor, j = word.value, j + 1
    if factor is None:
        return None
    found = _target(words, j, table)
    if found is not None:
        end, noun = found
        return Pointer(i, end, factor, money=noun in table["money"], people=noun in table["people"], plural=noun in table["plural"])
    if _low(words, j) in table["as"] and _low(words, j + 1) in table["many"]:
        return Pointer(i, j + 2, factor, open=_low(words, j + 2) in table["as"] or "as" in [w.lower for w in words[j + 2 : j + 6]])
    return None


def _low(words: list[Word], i: int) -> str:
    return words[i].lower if 0 <= i < len(words) else ""


def _target(words: list[Word], j: int, table: dict[str, Any]) -> tuple[int, str] | None:
    """The end of "of that number", "that", "of them", and the noun in it."""
    of = _low(words, j) in ("of", "de")
    j = j + 1 if of else j
    if _low(words, j) not in table["demonstratives"]:
        return None
    if _low(words, j + 1) in table["pointers"]:
        return j + 2, _low(words, j + 1)
    following = words[j + 1] if j + 1 < len(words) else None
    if following is not None and _low(words, j) in table["told_apart"] and following.lower in table["by"]:
        return None  # "a quarter of those who live here"
    ends = following is None or following.kind in "pb" or not following.text.isalpha() or following.lower in table["after"]
    if ends and (of or _low(words, j) in table["alone"]):
        return j + 1, _low(words, j)
    return None


def _rest(words: list[Word], i: int, table: dict[str, Any]) -> Pointer | None:
    following = _low(words, i + 1)
    if following in ("of", "de") and _low(words, i + 2) not in table["demonstratives"]:
        return None
    end = i + 3 if following in ("of", "de") else i + 1
    return Pointer(i - 1, end, 1.0, rest=True)


def antecedent(pointer: Pointer, figures: list[Figure], blocks: list[int], block: int, around: list[str]) -> Figure | None:
    """The figure pointed at: of the same paragraph or the one before, that whose noun is spoken of, else the latest that fits.

    ``around`` are the lower-case words of the sentence before the pointer."""
    stems = {w[:5] for w in around if len(w) > 4}
    best: tuple[int, Figure] | None = None
    for back, (figure, at) in enumerate(zip(reversed(figures), reversed(blocks), strict=True)):
        if back >= _REACH or at < block - 1:
            break
        if (figure.low is None and figure.high is None) or figure.why == "age" or figure.unit in ("percent", "percentage point"):
            continue
        if (pointer.people or pointer.plural) and (figure.unit in _LENGTHS or (pointer.plural and figure.counted is None)):
            continue
        is_money = figure.unit is not None and len(figure.unit) == 3 and figure.unit.isupper()
        score = -back
        if figure.counted and any(w[:5].lower() in stems for w in figure.counted.split() if len(w) > 4):
            score += 20
        if pointer.money and is_money:
            score += 10
        if pointer.people and is_money:
            score -= 10
        if best is None or score > best[0]:
            best = (score, figure)
    return best[1] if best else None
