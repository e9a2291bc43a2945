"""The sign, currency and unit of a number."""

from __future__ import annotations

from onrecord.extract.figures_tables import DASHES, Quantity, tables
from onrecord.extract.words import Word

_CLOCK = {"hour": ("minute", 60.0), "minute": ("second", 60.0), "year": ("month", 12.0)}
_HOTTEST = 200  # degrees that a bare letter after a number may stand for: a "777F" is an aeroplane


class UnitReader:
    """Reads what belongs to one number; ``blocked`` are words that belong to dates and clock times."""

    def __init__(self, words: list[Word], lang: str, blocked: set[int]) -> None:
        self.words, self.n, self.lang, self.blocked = words, len(words), lang, blocked
        self.t = tables(lang)

    def low(self, i: int) -> str:
        return self.words[i].lower if 0 <= i < self.n else ""

    def glued(self, i: int) -> bool:
        return 0 < i < self.n and self.words[i - 1].end == self.words[i].start

    def _sign(self, item: Quantity) -> None:
        i = item.first
        before = self.low(i - 1)
        free = i < 2 or not self.glued(i - 1)
        minus = before in tuple(DASHES) and self.glued(i) and free and not (i >= 2 and self.words[i - 2].kind in "dn")
        if minus or before in ("minus", "negative"):
            item.low, item.high = -(item.low or 0.0), -(item.high or 0.0)
            item.first = item.opener = i - 1

    def _currency_before(self, item: Quantity) -> None:
        found = self.t.currency.before(self.words, item.first)
        if found is None:
            return
        start, name = found
        written = self.low(item.first - 1) in self.t.symbols or (self.words[start].text.isupper() and len(self.words[start].text) > 1)
        if not written and not self._is_named_first(start, item):
            return
        item.unit, item.money, item.first, item.opener = name, True, start, start
        if self.low(start) in self.t.millions and item.low is not None:  # "MAUD 60"
            item.low, item.high = item.low * 1e6, (item.high or 0.0) * 1e6

    def _is_named_first(self, start: int, item: Quantity) -> bool:
        """Whether a currency's name stands for its sign ("dollar 22.5 million", "rupee 300 crore"), and not for itself
        beside a figure of its own ("against the dollar 3 per cent")."""
        if self.low(item.first - 1) not in self.t.sets["names_signs"] or self.low(start - 1) in self.t.sets["pron_determiners"]:
            return False
        return item.last >= self.n or self.low(item.last) in (".", ",", ";")

    def _unit_after(self, item: Quantity) -> None:
        j = item.last
        if self.low(j) in tuple(DASHES) and self.glued(j) and self.glued(j + 1):
            scale = self.t.scales.get(self.low(j + 1))
            if scale and item.low is not None and self.words[item.number].kind == "d" and abs(item.low) < 1000:  # "$10-million"
                item.low, item.high, item.last = item.low * scale, (item.high or 0.0) * scale, j + 2
                j = item.last
                item.number = j - 1
            j = j + 1 if self.low(j) in tuple(DASHES) and self.glued(j) else j
        j = (
            j + 1
            if self.low(j) in ("of", "de") and (self.words[item.number].kind in "v" or self.lang == "es" or self._is_part_of_unit(item, j))
            else j
        )
        if self.words[item.number].kind == "f" and self.low(j) in ("a", "an"):
            j += 1
        found = self._unit(item, j)
        if found is not None:
            item.unit_at = found[0] - 1
            item.last = found[0]
            item.unit = item.unit or found[1]

    def _is_part_of_unit(self, item: Quantity, j: int) -> bool:
        return self.words[item.number].kind == "f" and self.low(j + 1) in ("a", "an", "un", "una")

    def _unit(self, item: Quantity, j: int) -> tuple[int, str] | None:
        """The unit at word ``j``: of money, percent or measure."""
        percent = self.t.percent.at(self.words, j)
        if percent is not None:
            return percent
        money = self.t.currency.at(self.words, j)
        if money is not None and not (money[1] == "penny" and self.words[j].text == "p" and not self.glued(j)):
            name = self.words[j].lower
            if name in self.t.millions and item.low is not None:
                item.low, item.high = item.low * 1e6, (item.high or 0.0) * 1e6
            if not item.money or money[1] == item.unit:
                item.money = True
                scale = self.t.scales.get(self.low(money[0]), 0.0)
                if scale >= 1000 and self.words[j].text.isupper() and item.low is not None:  # "75 USD million"
                    item.low, item.high = item.low * scale, (item.high or 0.0) * scale
                    return money[0] + 1, money[1]
                return money[0], self._pound(money[1], money[0])
            return None
        if item.money:
            return None
        unit = self.t.unit.at(self.words, j)
        if unit is not None and unit[0] == j + 1 and len(self.words[j].text) == 1 and self.words[j].text.upper() in self.t.upper:
            degrees = (
                self.words[j].text.isupper() and self.glued(j) and self.words[item.number].kind == "d" and abs(item.low or 0) < _HOTTEST
            )
            return unit if degrees else None
        if unit is None or (unit[0] == j + 1 and self.words[j].text in self.t.glued and not self._is_glued_unit(item, j)):
            return None
        return unit

    def _pound(self, name: str, end: int) -> str:
        """Pounds are a weight where something weighs them, and in a compound ("a two-pound baby")."""
        if name != "GBP" or self.low(end - 1) not in self.t.sets["weight_pounds"]:
            return name
        near = {self.low(k) for k in range(end - 9, end + 5)}
        weighed = not near.isdisjoint(self.t.sets["weight_words"]) or self.low(end) in ("of", "de") or self.low(end - 2) in tuple(DASHES)
        return "lb" if weighed else name

    def _is_glued_unit(self, item: Quantity, j: int) -> bool:
        """Single letters are units where they touch the number, or stand alone after it ("5 m", not "5 in the")."""
        if self.words[j].text == "in":
            return self.low(j + 1) in ("", ".", ",", ")") or (self.glued(j) and self.words[item.number].kind == "d")
        if self.words[j].text == '"':
            return (
                self.low(j + 1) not in ("",)
                and self.words[item.number].kind in "df"
                and self.low(j + 1) in ("long", "wide", "tall", "thick", "x", "deep")
            )
        if self.words[j].text == "ha" and self.lang == "es":  # also an auxiliary
            return self.low(j + 1) in ("", ".", ",", ")", "de", "y", "en")
        return self.words[item.number].kind in "df"

    def _compound(self, item: Quantity) -> None:
        """ "3 dollars 50 cents", "5 ft 2 in": the smaller unit is added to the larger; lengths of time are told in the
        smaller ("1 hour and 20 minutes"). "Dos años y medio": half of the unit more."""
        j = item.last
        half = self.low(j) in self.t.halves and self.low(j + 1) in self.t.half and self.low(j + 2) not in self.t.scales
        if half and item.unit is not None and not item.money and item.low is not None:
            item.low += 0.5
            item.high, item.last = item.low, item.last + 2
            return
        parts = {"ft": ("in", 12.0), "lb": ("oz", 16.0), "USD": ("cent", 100.0), "EUR": ("cent", 100.0), "GBP": ("penny", 100.0)} | _CLOCK
        if item.unit not in parts or item.low is None:
            return
        j = item.last + (1 if self.low(item.last) in ("and", "y", "con") else 0)
        if j >= self.n or self.words[j].kind not in "dn" or j in self.blocked:
            return
        smaller, size = parts[item.unit]
        closed = j + 1 >= self.n or self.words[j + 1].kind in "pb"
        if item.money and item.unit_at >= 0 and closed and self.words[j].plain and len(self.words[j].text) == 2:  # "15 dollars 50"
            item.low += self.words[j].value / 100
            item.high, item.last, item.ends = item.low, j + 1, [*item.ends, j]
            return
        found = self._unit(Quantity(j, j + 1, j, 1.0, 1.0), j + 1)
        if found is not None and found[1] == smaller and 0 < self.words[j].value < size:
            item.low += self.words[j].value / size
            if item.unit in _CLOCK:
                item.low, item.unit = round(item.low * size, 6), smaller
            item.high = item.low
            item.last, item.ends, item.unit_at = found[0], [*item.ends, j], found[0] - 1
