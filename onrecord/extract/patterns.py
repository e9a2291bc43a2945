"""Patterns over kinds of words: a text becomes a string with one symbol a word, a pattern a regular expression over it.

A pack names its classes of words ("month", "unit") and writes rules as ``<month:MONTH> <day:DAY|ORD> COMMA? <year:YEAR>``:
names in capitals stand for classes, ``<field:...>`` keeps the words matched as a field, ``?``, ``*``, ``|`` and brackets are
those of regular expressions. A word in several classes has a symbol of its own, found by each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NOTHING = "."
_FIRST = 0x4E00  # symbols come from a plane of letters that no pattern uses
_FIELD = re.compile(r"<(\w+):")
_CLASS = re.compile(r"\b[A-Z][A-Z0-9_]*\b")


class Alphabet:
    """A symbol for every set of classes that some word belongs to."""

    def __init__(self, classes: Mapping[str, Iterable[str]], computed: Iterable[frozenset[str]] = ()) -> None:
        sets: dict[str, set[str]] = {}
        for name, words in classes.items():
            for word in words:
                sets.setdefault(word, set()).add(name)
        self._symbols: dict[frozenset[str], str] = {}
        self.words: dict[str, str] = {word: self.symbol(frozenset(names)) for word, names in sets.items()}
        for names in computed:
            self.symbol(names)

    def symbol(self, names: frozenset[str]) -> str:
        """The symbol of a set of classes; that of nothing for none."""
        if not names:
            return NOTHING
        if names not in self._symbols:
            self._symbols[names] = chr(_FIRST + len(self._symbols))
        return self._symbols[names]

    def charset(self, name: str) -> str:
        """The symbols of all sets with this class, as a character class.

        Raises:
            KeyError: no word is in such a class.
        """
        found = self.members(name)
        if not found:
            raise KeyError(name)
        return f"[{found}]"

    def members(self, name: str) -> str:
        """The symbols of all sets with this class."""
        return "".join(symbol for names, symbol in self._symbols.items() if name in names)


@dataclass(frozen=True, slots=True)
class Rule:
    """``fields`` are the names of what its pattern keeps, each with the number of its group."""

    id: str
    data: Mapping[str, Any]
    fields: tuple[tuple[str, int], ...]


class Grammar:
    """Rules as one alternation, tried in their order at every word."""

    def __init__(self, alphabet: Alphabet, rules: Iterable[Mapping[str, Any]], short: Mapping[str, str], triggers: str) -> None:
        self.rules: dict[str, Rule] = {}
        sources, group = [], 0
        for number, data in enumerate(rules):
            source, fields = _compile(data["pattern"], alphabet, short)
            group += 1
            placed = tuple((name, group + 1 + k) for k, name in enumerate(fields))
            group += len(fields)
            name = f"r{number}"
            self.rules[name] = Rule(data.get("id", data["kind"]), data, placed)
            sources.append(f"(?P<{name}>{source})")
        self._all = re.compile("|".join(sources))
        self._stretch = re.compile(rf"[^{NOTHING}\n]*[{triggers}][^{NOTHING}\n]*")

    def find(self, symbols: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The matches from left to right, none overlapping another. Words of no class end every match, so only the
        stretches between them that hold a trigger are looked at."""
        for stretch in self._stretch.finditer(symbols):
            for match in self._all.finditer(symbols, *stretch.span()):
                yield self.rules[str(match.lastgroup)], match


def _compile(pattern: str, alphabet: Alphabet, short: Mapping[str, str]) -> tuple[str, list[str]]:
    for _ in range(3):  # a short name may use others
        for name, meaning in short.items():
            pattern = re.sub(rf"\b{name}\b", f"(?:{meaning})", pattern)
    fields = _FIELD.findall(pattern)
    source = _FIELD.sub("(", pattern).replace(">", ")")
    source = re.sub(r"\((?!\?)", "(?:", source) if not fields else _mark(pattern)
    source = _CLASS.sub(lambda m: alphabet.charset(m.group()), source)
    return re.sub(r"\s+", "", source), fields


def _mark(pattern: str) -> str:
    """Plain brackets keep nothing; fields do."""
    plain = re.sub(r"\((?!\?)", "(?:", pattern)
    return _FIELD.sub("(", plain).replace(">", ")")
