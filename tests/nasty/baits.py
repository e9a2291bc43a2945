"""Regular expressions -> texts that make them try again and again: each repetition pumped up, then disappointed."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from collections.abc import Iterator
from random import Random
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import onrecord

_ENDS = ("", "\x01", "!\n", " zzz", "9")


def patterns() -> list[re.Pattern[str]]:
    """Every regular expression over text that the package has compiled, its modules and word tables loaded."""
    from onrecord.model import Document
    from onrecord.pipeline import annotate_many

    for module in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
        importlib.import_module(module.name)
    sample = "Rain fell\n\nThe ministry said on 12 March 2024 that about 40 people left Lagos.\n\nCorrection: An earlier version said 12.\n\nQ: Why?\n\nA: So."
    list(annotate_many(Document(id=lang, text=sample, lang=lang) for lang in ("en", "es")))
    found = {p.pattern: p for holder in _ours() for p in _patterns(holder, 3)}
    return [found[text] for text in sorted(found)]


def _ours() -> Iterator[Any]:
    import sys

    for name in sorted(sys.modules):
        if name.split(".")[0] == "onrecord":
            yield from list(vars(sys.modules[name]).values())


def _patterns(holder: Any, depth: int) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, in its parts, in what a function has kept."""
    if isinstance(holder, re.Pattern):
        if isinstance(holder.pattern, str):
            yield holder
        return
    if depth == 0 or isinstance(holder, str | bytes | int | float | type(re)):
        return
    if isinstance(holder, dict):
        parts: Any = holder.values()
    elif isinstance(holder, list | tuple | set | frozenset):
        parts = holder
    elif hasattr(holder, "cache_info"):
        parts = [item for item in gc.get_referents(holder) if isinstance(item, dict)]
    elif type(holder).__module__.startswith("onrecord"):
        slots = getattr(type(holder), "__slots__", ())
        parts = [getattr(holder, s, None) for s in slots] + list(getattr(holder, "__dict__", {}).values())
    else:
        return
    for part in parts:
        yield from _patterns(part, depth - 1)


def baits(pattern: re.Pattern[str], size: int, seed: int = 1) -> Iterator[str]:
    """Texts of about ``size`` characters that come close to matching."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    count = _repeats(tree)
    rng = Random(seed)
    for pumped in range(-1, count):
        sample = _sample(tree, rng, pumped, size)
        for end in _ENDS:
            yield (sample + end)[: size + 10]
        short = _sample(tree, rng, -1, 3) or "a"
        yield (short * (size // len(short) + 1))[:size] + "\x01"


def _repeats(tree: Any) -> int:
    total = 0
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            total += 1 + _repeats(value[2])
        elif op is sre.SUBPATTERN:
            total += _repeats(value[3])
        elif op is sre.BRANCH:
            total += sum(map(_repeats, value[1]))
    return min(total, 40)


class _Counter:
    def __init__(self) -> None:
        self.at = -1


def _sample(tree: Any, rng: Random, pumped: int, size: int, counter: _Counter | None = None) -> str:
    counter = counter or _Counter()
    out: list[str] = []
    for op, value in tree:
        if op is sre.LITERAL:
            out.append(chr(value))
        elif op in (sre.NOT_LITERAL, sre.ANY):
            out.append("a")
        elif op is sre.IN:
            out.append(_member(value, rng))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            counter.at += 1
            low, high, inner = value
            times = size if counter.at == pumped else min(max(low, 1), 3)
            times = min(times, size if high is sre.MAXREPEAT else int(high))
            piece = _sample(inner, rng, pumped, size, counter)
            out.append((piece * times)[: max(size, len(piece))])
        elif op is sre.SUBPATTERN:
            out.append(_sample(value[3], rng, pumped, size, counter))
        elif op is sre.BRANCH:
            out.append(_sample(rng.choice(value[1]), rng, pumped, size, counter))
    return "".join(out)


def _member(items: Any, rng: Random) -> str:
    negated = items and items[0][0] is sre.NEGATE
    if negated:
        return rng.choice("aA1 -x")
    op, value = rng.choice(items)
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.RANGE:
        return chr(rng.randint(*value))
    return {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}.get(value, "!")
