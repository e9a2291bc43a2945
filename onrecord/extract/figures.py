"""Parsed and Times -> Figures: quantities with their bounds, their unit and what they count.

The order is that of CQE (Almasian et al. 2023): numbers, ranges, bound words, unit, then what is counted, by the
parse where there is one and by the words that follow where there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord.extract.numbers import join_numbers
from onrecord.extract.words import Word, split_words
from onrecord.lang import load_pack
from onrecord.model import BlockKind, Figure, Modifier, Parsed, Time

_READ = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BODY})
_NUMBERS = frozenset("dnfv")
_LEAD = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class _Table:
    before: dict[tuple[str, ...], Modifier]
    after: dict[tuple[str, ...], Modifier]
    symbols: dict[str, str]
    units: dict[tuple[str, ...], str]
    glued: frozenset[str]
    data: dict[str, Any]
    persons: frozenset[str]
    endings: tuple[str, ...]
    countries: frozenset[str]


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(text.lower().split())


@cache
def _table(lang: str) -> _Table:
    data = load_pack(lang)["figures"]
    units: dict[tuple[str, ...], str] = {}
    symbols: dict[str, str] = {}
    for code, words in data["currency"].items():
        for word in words:
            symbols[word.lower()] = code
            units[_phrase(word)] = code
    for code, words in data["units"].items():
        for word in words:
            units[_phrase(word)] = code
    for word in data["percent"]["words"]:
        units[_phrase(word)] = "percent"
    for word in data["percent"].get("points", ()):
        units[_phrase(word)] = "percent"
    persons = {w for key in ("words", "singular", "deaths") for w in data["persons"].get(key, ())}
    return _Table(
        before={_phrase(p): Modifier(m) for m, phrases in data["bounds"].items() for p in phrases},
        after={_phrase(p): Modifier(m) for m, phrases in data.get("bounds_after", {}).items() for p in phrases},
        symbols=symbols, units=units, glued=frozenset(w.lower() for w in data["cased"]["glued"]), data=data,
        persons=frozenset(persons), endings=tuple(data["persons"].get("endings", ())), countries=frozenset(data["countries"]["words"]),
    )  # fmt: skip


def find_figures(parsed: Parsed, times: tuple[Time, ...]) -> tuple[Figure, ...]:
    """The figures of a document, in text order. Dates and clock times are none; durations are times and figures."""
    reader = _Reader(parsed, times)
    for block in parsed.blocks:
        if block.kind in _READ:
            reader.block(block.start, block.end)
    return tuple(reader.found)


class _Reader:
    """Walks the words of one block after another; relative figures look back on what was found."""

    def __init__(self, parsed: Parsed, times: tuple[Time, ...]) -> None:
        self.parsed, self.text = parsed, parsed.document.text
        self.table = _table(parsed.lang)
        self.dated = [(t.start, t.end) for t in times if t.type != "DURATION"]
        self.starts = [t.start for t in parsed.tokens]
        self.found: list[Figure] = []

    def block(self, start: int, end: int) -> None:
        self.words = join_numbers(split_words(self.text, start, end, self.parsed.lang), self.text, self.parsed.lang)
        i = 0
        while i < len(self.words):
            word = self.words[i]
            if word.kind in _NUMBERS and not self._is_dated(word):
                i = max(i + 1, self._number(i))
            else:
                i += 1

    def _is_dated(self, word: Word) -> bool:
        return any(a <= word.start < b for a, b in self.dated)

    def low(self, i: int) -> str:
        return self.words[i].lower if 0 <= i < len(self.words) else ""

    # ---- one number, or a range of two

    def _number(self, i: int) -> int:
        """Reads the figure at ``i``; returns the index behind it."""
        word = self.words[i]
        first, symbol = self._symbol(i)
        low = high = word.value
        last, between = i, False
        other = self._range(i)
        if other is not None:
            j, _ = other
            low, high, last, between = *self._shared_scale(word, self.words[j]), j, True
        unit, after = self._unit(last)
        unit = symbol or unit
        modifier, first = (Modifier.BETWEEN, self._between(first)) if between else self._bound(first)
        more, after = self._bound_after(after)
        modifier = more if more is not None and modifier is Modifier.EXACT else modifier
        if word.kind == "f" and unit is None:
            relative = self._relative(i, first, after, modifier)
            if relative is not None:
                self.found.append(relative)
                return after
            if not between:
                unit, low, high = "percent", low * 100, high * 100
        age = self._age(i, last)
        unit = "year" if age else unit
        head, counted = self._counted(i, last, unit)
        if self._is_no_figure(i, last, unit, counted, between):
            return last + 1
        start, end = self.words[first].start, self.words[after - 1].end
        per = self._per(after, head)
        figure = Figure(
            start=start, end=end, text=self.text[start:end], low=None if word.kind == "v" else low, high=None if word.kind == "v" else high,
            modifier=Modifier.ABOUT if word.kind == "v" else modifier, unit=unit or self._kind_of(counted, head), counted=counted, per=per,
            direction=self._direction(i), head=head, why=f"number:{modifier}",
        )  # fmt: skip
        self.found.append(_bounded(figure))
        return after

    def _symbol(self, i: int) -> tuple[int, str | None]:
        """The index of a currency before the number, and its code."""
        code = self.table.symbols.get(self.low(i - 1))
        if code is not None and (
            not self.low(i - 1).isalpha() or self.words[i - 1].text.isupper() or self.words[i - 1].text in ("RM", "Rs", "kr")
        ):
            return i - 1, code
        return i, None

    def _range(self, i: int) -> tuple[int, str] | None:
        """The number at the other end of a range, and the word between."""
        table, first = self.table.data["range"], self.words[i]
        j = i + 1
        unit, after = self._unit(i)
        if unit is not None and self.low(after) in (*table["to"], *table["and"]):
            j = after
        joint = self.low(j)
        if joint not in (*table["dash"], *table["to"], *table["or"], *table["and"]):
            return None
        k = j + 1
        while k < len(self.words) and (
            self.low(k) in self.table.symbols and not self.low(k).isalpha() or self.low(k) in self.table.data["bounds"]["about"]
        ):
            k += 1
        if k >= len(self.words) or self.words[k].kind not in "dn" or first.kind not in "dn" or self._is_dated(self.words[k]):
            return None
        opener = {self.low(n) for n in range(max(0, i - 3), i)}
        if joint in table["and"] and not opener & set(table["between"]):
            return None
        if joint in table["to"] and not (opener & set(table["from"]) or self.words[k].value > first.value):
            return None
        if joint in table["or"] and not 0 < self.words[k].value - first.value <= max(1, first.value):
            return None
        low, high = self._shared_scale(first, self.words[k])
        return (k, joint) if high > low else None

    def _shared_scale(self, first: Word, second: Word) -> tuple[float, float]:
        """ "10 to 15 million": the scale of the second is the first's as well."""
        lead = _LEAD.match(second.text)
        digits = second.text.replace(",", "").replace(".", "").isdigit()
        if lead and not digits and first.value < 1000 <= second.value and first.text.replace(".", "").isdigit():
            value = float(lead.group().replace(",", ""))
            if value:
                return first.value * second.value / value, second.value
        return first.value, second.value

    def _unit(self, last: int) -> tuple[str | None, int]:
        """The unit behind a number, and the index behind it."""
        k = last + 1
        if self.low(k) == "-" and self.words[k].start == self.words[last].end:
            k += 1
        for n in (3, 2, 1):
            if k + n > len(self.words):
                continue
            key = tuple(self.words[m].lower for m in range(k, k + n))
            unit = self.table.units.get(key)
            if unit is None or (n == 1 and key[0] in self.table.glued and self.words[k].start != self.words[last].end):
                continue
            return unit, k + n
        return None, last + 1

    # ---- bounds

    def _bound(self, first: int) -> tuple[Modifier, int]:
        for n in (5, 4, 3, 2, 1):
            if first - n < 0:
                continue
            key = tuple(self.words[m].lower for m in range(first - n, first))
            found = self.table.before.get(key)
            if found is not None:
                return found, first - n
        return Modifier.EXACT, first

    def _between(self, first: int) -> int:
        table = self.table.data["range"]
        return first - 1 if self.low(first - 1) in (*table["between"], "from") else first

    def _bound_after(self, after: int) -> tuple[Modifier | None, int]:
        for n in (3, 2, 1):
            if after + n <= len(self.words):
                found = self.table.after.get(tuple(self.words[m].lower for m in range(after, after + n)))
                if found is not None:
                    return found, after + n
        return None, after

    # ---- what is counted

    def _token(self, word: Word) -> int:
        k = bisect_left(self.starts, word.start)
        return k if k < len(self.starts) and self.starts[k] < word.end else max(0, k - 1)

    def _age(self, i: int, last: int) -> bool:
        if self.low(i - 1) in ("age", "aged", "ages"):
            return True
        if (
            self.low(last + 1) == ","
            and self.low(i - 1) == ","
            and self.words[i].plain
            and 0 < self.words[i].value < 120
            and self.parsed.has_parse
        ):
            token = self.parsed.tokens[self._token(self.words[i])]
            return token.dep == "appos" and self.parsed.tokens[token.head].pos == "PROPN"
        return False

    def _counted(self, i: int, last: int, unit: str | None) -> tuple[int, str | None]:
        if not self.parsed.has_parse:
            return -1, self._counted_by_words(last) if unit is None else None
        tokens = self.parsed.tokens
        k = self._token(self.words[last])
        for _ in range(4):
            token = tokens[k]
            head = tokens[token.head]
            if token.dep in ("nummod", "quantmod", "compound", "amod", "nmod") and head.i != k:
                if head.pos in ("NOUN", "PROPN") and head.i > k:
                    return head.i, self._words_of(k, head.i)
                k = head.i
                continue
            if token.dep == "pobj" and unit is not None and head.pos == "ADP" and tokens[head.head].pos in ("NOUN", "PROPN"):
                return head.head, tokens[head.head].text
            if token.dep == "pobj" and head.lower == "of":
                return -1, None
            break
        token = tokens[k]
        of = next((c for c in self.parsed.children[k] if tokens[c].lower == "of"), None)
        if of is not None:
            thing = next((c for c in self.parsed.children[of] if tokens[c].dep == "pobj" and tokens[c].pos in ("NOUN", "PROPN")), None)
            if thing is not None:
                return thing, tokens[thing].text
        if token.dep in ("nsubj", "nsubjpass") and unit is None:
            return self._predicated(token.head)
        return -1, None

    def _predicated(self, verb: int) -> tuple[int, str | None]:
        """ "100 are believed to be members": the noun behind the copula."""
        tokens, children = self.parsed.tokens, self.parsed.children
        for k in (verb, *(c for c in children[verb] if tokens[c].dep == "xcomp")):
            noun = next((c for c in children[k] if tokens[c].dep == "attr" and tokens[c].tag in ("NNS", "NNPS")), None)
            if noun is not None:
                return noun, tokens[noun].text
        return -1, None

    def _words_of(self, number: int, head: int) -> str:
        tokens = self.parsed.tokens
        first = number + 1
        while first < head and (tokens[first].pos in ("NUM", "PUNCT", "SYM") or tokens[first].lower in self.table.data["pronouns"]["skip"]):
            first += 1
        return self.text[tokens[first].start : tokens[head].end]

    def _counted_by_words(self, last: int) -> str | None:
        stop = self.table.data["pronouns"]["stop"]
        k = last + 1
        while self.low(k) in self.table.data["pronouns"]["skip"]:
            k += 1
        if k >= len(self.words) or self.words[k].kind != "w" or self.low(k) in stop:
            return None
        return self.words[k].text

    def _kind_of(self, counted: str | None, head: int) -> str | None:
        if counted is None:
            return None
        word = counted.split()[-1].lower()
        if word in self.table.persons or word.endswith(self.table.endings):
            return "person"
        if word in self.table.countries:
            return "country"
        if head >= 0 and self.parsed.tokens[head].ent == "NORP" and self.parsed.tokens[head].tag in ("NNPS", "NNS"):
            return "person"
        return None

    def _per(self, after: int, head: int) -> str | None:
        data = self.table.data["per"]
        if self.low(after) in data["words"]:
            for name in ("year", "month", "week", "day", "hour", "person"):
                if self.low(after + 1) in data[name]:
                    return name
            if self.low(after) == data["words"][0] and after + 1 < len(self.words):
                return self.words[after + 1].text
        if head >= 0:
            for c in self.parsed.children[head]:
                found = data["adverbs"].get(self.parsed.tokens[c].lower)
                if found is not None:
                    return str(found)
        return None

    def _direction(self, i: int) -> str | None:
        if not self.parsed.has_parse:
            return None
        tokens = self.parsed.tokens
        k = self._token(self.words[i])
        for _ in range(5):
            k = tokens[k].head
            if tokens[k].pos == "VERB":
                lemma = tokens[k].lemma
                return next((way for way in ("up", "down") if lemma in self.table.data["change"][way]), None)
        return None

    # ---- relative figures, and what is none

    def _relative(self, i: int, first: int, after: int, modifier: Modifier) -> Figure | None:
        """ "half of that number": the part of a figure before it; without one, no value."""
        data = self.table.data["relative"]
        if self.low(i + 1) != "of" or self.low(i + 2) not in data["demonstratives"]:
            return None
        last = i + 3 if self.low(i + 3) in data["pointers"] else i + 2
        start, end = self.words[first].start, self.words[last].end
        blank = Figure(start=start, end=end, text=self.text[start:end], low=None, high=None, modifier=modifier, why="relative:unresolved")
        for figure in reversed(self.found):
            if (
                figure.unit not in ("percent", "year", "month", "day", None)
                and (figure.unit == "person" or last == i + 3)
                and figure.low is not None
            ):
                if len(figure.unit or "") == 3 and figure.unit != "ton" and self.low(last) not in data["money"]:
                    continue
                share = self.words[i].value
                return _bounded(replace(
                    blank, low=figure.low * share, high=(figure.high if figure.high is not None else figure.low) * share, unit=figure.unit,
                    counted=figure.counted, derived_from=(figure.start, figure.end), why="relative",
                ))  # fmt: skip
        return blank

    def _is_no_figure(self, i: int, last: int, unit: str | None, counted: str | None, between: bool) -> bool:
        word, data = self.words[i], self.table.data["names"]
        if unit is not None:
            return False
        if self.low(i - 1) in data["before"] and counted is None:
            return True
        if word.plain and 1500 <= word.value <= 2100 and (counted is None or not counted.endswith("s")):
            return True
        if word.kind == "n" and word.value == 1 and (counted is None or self.low(i + 1) in self.table.data["pronouns"]["one_not"]):
            return True
        if self.low(i + 1) in data["street"] and counted is None:
            return True
        nearby = {self.low(k) for k in (i - 1, i - 2, last + 1, last + 2)}
        return between and word.value < 100 and counted is None and bool(nearby & set(data["scores"]))


def _bounded(figure: Figure) -> Figure:
    """The bounds that the modifier leaves open are open."""
    if figure.modifier in (Modifier.AT_LEAST, Modifier.OVER):
        return replace(figure, high=None)
    if figure.modifier in (Modifier.AT_MOST, Modifier.UNDER):
        return replace(figure, low=None)
    return figure
