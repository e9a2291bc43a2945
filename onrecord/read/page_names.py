"""What the names of an element (class, id, role) say about it: the table of page.toml, ready for use."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

type Element = Any
"""An element of lxml, which has no types."""

_SEGMENT = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W\d_]+\d*")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_VOWEL = re.compile(r"[aeiouy]")
_OTHER = re.compile(r"[\W_]+")
_SMALL = frozenset(("de", "del", "la", "las", "el", "of", "the"))
_HASH = re.compile(r"^(?:css|sc|jsx|svelte|emotion|_+)-?[a-z0-9]{4,}$", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_AGAIN = re.compile(r"(?:^|\s)(?:\w+:)(?:block|flex|grid|inline\S*|table)(?:\s|$)")


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(files("onrecord.read").joinpath("page.toml").read_text(encoding="utf-8"))
    return table


@cache
def _words(key: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Whole words, beginnings and ends of words, pairs of words."""
    listed = _table().get(key, [])
    whole = frozenset(word for word in listed if "*" not in word)
    beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
    ends = tuple(word[1:] for word in listed if word.startswith("*"))
    return whole, beginnings, ends, frozenset(_table().get(f"{key}_pairs", ()))


def names_of(element: Element) -> str:
    """Class, id and what else names an element, in one line."""
    get = element.get
    return " ".join(filter(None, (get("class"), get("id"), get("data-component"), get("data-testid"), get("data-module"))))


def says(element: Element, key: str) -> bool:
    """Whether one of the element's names is in a list of page.toml."""
    names = names_of(element)
    return bool(names) and _says(names, key)


@lru_cache(maxsize=8192)
def _says(names: str, key: str) -> bool:
    whole, beginnings, ends, pairs = _words(key)
    neutral = tuple(_table()["neutral"])
    for name in names.split():
        if name.startswith(neutral) or _HASH.match(name):
            continue
        parts = [part for part in _parts(name) if part not in _SMALL]
        pairs_here = list(pairwise(parts))
        joined = {a + b for a, b in pairs_here}
        if parts and f"^{parts[0]}" in whole:
            return True
        if any(part in whole or part.startswith(beginnings) or part.endswith(ends) for part in parts) or joined & whole:
            return True
        if pairs and {f"{a} {b}" for a, b in pairs_here} & pairs:
            return True
    return False


def _parts(name: str) -> list[str]:
    """The words of a name, in lower case; pieces that no person would write (hashes) are passed over."""
    parts: list[str] = []
    for segment in _SEGMENT.findall(name):
        if not _WORDS.fullmatch(segment):
            continue
        cut = [part.lower() for part in _PARTS.findall(segment)]
        if len(cut) == 1 or all(len(part) > 1 and (len(part) < 3 or _VOWEL.search(part)) for part in cut):
            parts += cut
    return parts


def is_hidden(element: Element) -> bool:
    """Whether a reader of the page does not see the element."""
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true" or _INVISIBLE.search(get("style") or ""):
        return True
    classes = get("class") or ""
    if "hidden" in classes.split() and not _SHOWN_AGAIN.search(classes):
        return True
    return any(name.lower() in _table()["hidden"] for name in classes.split())


def short_text(element: Element, most: int) -> str | None:
    """The characters of an element as they stand; None if there are more than ``most``, found out without reading them all."""
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > most:
            return None
        parts.append(text)
    return "".join(parts)


def fold(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return _OTHER.sub("", text.casefold())


def same(a: str, b: str) -> bool:
    """Whether two headlines have the same letters and digits."""
    return fold(a) == fold(b)


def listed(key: str) -> tuple[str, ...]:
    """A list of page.toml as it stands."""
    return tuple(_table()[key])
