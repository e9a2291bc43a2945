"""The two ends of a range: "10 to 15 million", "between 5 and 7", "three or four", "5–10 %"."""

from __future__ import annotations

from onrecord.extract.figures_tables import Quantity
from onrecord.extract.figures_units import UnitReader
from onrecord.model import Modifier


class RangeReader(UnitReader):
    """Reads the other end of a range, unless the two numbers are a score, a change or two figures."""

    def _range(self, item: Quantity) -> bool:
        """The other end of a range, if there is one; then both bounds are set."""
        j = item.last
        link = self.low(j)
        k = j + 1
        dash = link in self.t.sets["range_dash"]
        if not (dash or link in self.t.sets["range_to"] or link in self.t.sets["range_or"] or link in self.t.sets["range_and"]):
            return False
        if self.low(j) == "up" or not k < self.n:
            return False
        money = self.t.currency.at(self.words, k) if self.words[k].kind != "d" else None
        if money is not None:
            k = money[0]
        if self.low(k) in self.t.sets["pron_determiners"] and not dash and self.words[k].kind == "w":  # "entre el 34 y el 37 %"
            k += 1
        if not k < self.n or self.words[k].kind not in "dnf" or k in self.blocked or item.low is None:
            return False
        other = Quantity(k, k + 1, k, self.words[k].value, self.words[k].value, ends=[k], opener=k)
        if money is not None:
            other.unit, other.money = money[1], True
        self._unit_after(other)
        opening = max(self._opens_range(item.first), self._opens_range(self._bound_start(item)))
        between = opening >= 0
        if not self._agree(item, other, link, dash, between):
            if link in self.t.sets["range_to"] and self._changes(item.first - 1):  # "fell from 120 to 90 million"
                item.low = item.high = self._shared(item, other, falls=True)[0]
                item.unit = item.unit or other.unit
            return False
        low, high = self._shared(item, other)
        if not low < high:
            return False
        item.low, item.high, item.modifier = low, high, Modifier.BETWEEN
        item.unit, item.money = item.unit or other.unit, item.money or other.money
        item.last, item.ends, item.number = other.last, [*item.ends, k], other.number
        item.unit_at = other.unit_at if other.unit_at >= 0 else item.unit_at
        item.first = opening if between and self._opens_range(item.first) >= 0 else item.first
        return True

    def _opens_range(self, i: int) -> int:
        """The place of "between" before word ``i``, with or without a determiner in their midst; -1 for none."""
        i -= 1
        if self.low(i) in self.t.sets["pron_determiners"]:
            i -= 1
        return i if i >= 0 and self.low(i) in self.t.sets["range_between"] else -1

    def _bound_start(self, item: Quantity) -> int:
        found = self.t.bounds.before(self.words, item.first)
        return found[0] if found else item.first

    def _agree(self, item: Quantity, other: Quantity, link: str, dash: bool, between: bool) -> bool:
        """Whether two numbers are the ends of one range, by their units and the word between them."""
        if item.unit and other.unit and item.unit != other.unit:
            return False
        if item.unit and not other.unit and not item.money:
            return False
        if (
            self.words[item.number].kind == "f"
            and self.words[item.number].value <= 1
            and "/" not in self.words[item.number].text
            and not other.unit
            and not (between and self.words[other.number].kind == "f")
        ):
            return False
        if link in self.t.sets["range_and"]:
            return between
        both = item.unit is not None and other.unit is not None and (other.low or 0) > 3 * (item.low or 0)
        if both and self.low(item.first - 1) in self.t.sets["range_step"] and self._changes(item.first - 1):
            return False  # "rise by S$1,400 to S$19,800"
        if link in self.t.sets["range_or"]:
            return not item.unit and (item.low or 0) < (other.low or 0) <= (item.low or 0) * 3 and not other.money
        if dash:
            glued = self.glued(item.last) and self.glued(item.last + 1)
            if other.unit is None and item.unit is None and glued and not between and self._scales(other) == 1 and (other.low or 0) < 1000:
                after = self.words[other.last] if other.last < self.n else None
                counted = (
                    after is not None
                    and after.kind == "w"
                    and after.lower not in self.t.sets["pron_stop"]
                    and after.lower not in self.t.sets["names_scores"]
                )
                return (counted and after is not None and after.lower.endswith("s")) or self._bound_start(item) < item.first
            return True
        return not (self.low(item.first - 1) in self.t.sets["range_from"] and self._changes(item.first - 1))

    def _changes(self, i: int) -> bool:
        """Whether "from A to B" tells a change: a word of change stands shortly before."""
        for k in range(i - 1, max(i - 7, -1), -1):
            word = self.words[k]
            if word.kind == "b" or word.text in ".;":
                return False
            if word.lower in self.t.sets["change"] or (
                self.lang == "en" and word.lower.removesuffix("d").removesuffix("e").removesuffix("ing") in self.t.sets["change_stems"]
            ):
                return True
        return False

    def _scales(self, item: Quantity) -> float:
        """The scale that a number was written with: 1e6 for "15 million"."""
        scale = 1.0
        for piece in self.words[item.ends[0]].text.lower().replace("-", " ").split():
            scale = max(scale, self.t.scales.get(piece, 1.0))
        suffix = self.words[item.ends[0]].text.lower().lstrip("0123456789.,")
        return max(scale, {"m": 1e6, "bn": 1e9, "b": 1e9, "k": 1e3, "tn": 1e12}.get(suffix, 1.0))

    def _shared(self, item: Quantity, other: Quantity, falls: bool = False) -> tuple[float, float]:
        low, high = item.low or 0.0, other.low or 0.0
        scale = self._scales(other)
        if scale >= 1000 and self._scales(item) == 1 and low < 1000 and (falls or low <= high / scale):
            low *= scale
        return low, high
