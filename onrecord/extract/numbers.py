"""Words -> numbers: digits, number words, scales, fractions, ordinals, vague numbers. One grammar, the words from the packs."""

from __future__ import annotations

from onrecord.extract.cardinals import Cardinal
from onrecord.extract.number_words import Scan, Table, number_table
from onrecord.extract.words import Word


def join_numbers(words: list[Word], text: str, lang: str) -> list[Word]:
    """The same words, those that form one number joined into one of kind d, n, o, f or v."""
    table = number_table(lang)
    starters = table.starters
    folds = tuple(ending for ending in table.words["fold"] if ending in text)
    joined: list[Word] = []
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if (
            word.kind == "d"
            or word.kind == "f"
            or (word.kind == "w" and (word.lower in starters or (folds and word.lower.endswith(folds))))
        ):
            end, kind, value = _Reader(words, table).number(i)
            if end > i:
                plain = word.plain and end == i + 1
                joined.append(Word(word.start, words[end - 1].end, text[word.start : words[end - 1].end], word.lower, kind, value, plain))
                i = end
                continue
        joined.append(word)
        i += 1
    return joined


class _Reader(Scan):
    """Reads one number at a time off a list of words; every method answers (index after it, kind, value)."""

    def number(self, i: int) -> tuple[int, str, float]:
        vague = self._vague(i)
        if vague > i:
            return vague, "v", 0.0
        low, table = self.low(i), self.table
        if self.words[i].kind == "f":
            return self._scaled_fraction(i + 1, self.words[i].value)
        for ending in table.words["fold"]:
            times = table.add.get(low.removesuffix(ending), 0.0) if low.endswith(ending) else 0.0
            if times:
                return i + 1, "n", times
        if low in table.words["half"]:
            return self._half(i)
        if low in table.words["article"]:
            if self.low(i + 1) in table.times and self.low(i + 1) not in table.words["scale_plural"]:
                return self._cardinal(i + 1)
            j = i + 1
            if self.low(j) in table.denominators or self.low(j) in table.ordinals:
                return self._fraction(i, j, 1.0)
            return i, "", 0.0
        if low in table.ordinals and low not in table.add:
            return self._ordinal(i)
        if low in table.denominators:  # "quarter million"
            scale = table.times.get(self.low(i + 1), 0.0) if self.low(i + 1) not in table.words["scale_plural"] else 0.0
            return (i + 2, "n", scale / table.denominators[low]) if scale >= 1000 else (i, "", 0.0)
        end, kind, value = self._cardinal(i)
        return self._after_cardinal(i, end, kind, value) if end > i else (i, "", 0.0)

    def _after_cardinal(self, i: int, end: int, kind: str, value: float) -> tuple[int, str, float]:
        table = self.table
        if self.low(end) == "." and self.glued(end) and self.glued(end + 1) and self.low(end + 1) in ("º", "ª"):
            return end + 2, "o", value
        j = end + 1 if self.low(end) == "-" and self.glued(end) and self.glued(end + 1) else end
        suffix = _is_suffix(table, self.low(end), self.glued(end))
        if suffix and self.words[i].plain and end == i + 1 and value <= 10_000:
            return end + 1, "o", value
        low = self.low(j)
        if low in table.ordinals and value >= 20 and value % 10 == 0 and table.ordinals[low] < 10 and kind == "n":
            return j + 1, "o", value + table.ordinals[low]
        if low in table.words["and"] and kind == "n" and value % 100 == 0 and self.low(j + 1) in table.ordinals and self._ends(j + 2):
            return j + 2, "o", value + table.ordinals[self.low(j + 1)]  # "one hundred and first"
        if low in table.denominators or low in table.ordinals or self.suffixed(low):
            found = self._fraction(i, j, value)
            if found[0] > i:
                return found
        for found in (self._compound_fraction(end, value), self._over(end, value), self._share(end, value)):
            if found[0] > end:
                return found
        return end, kind, value

    def _ends(self, i: int) -> bool:
        """Whether nothing of the same phrase stands at ``i``."""
        return i >= self.n or self.words[i].kind in "pb"

    def _compound_fraction(self, end: int, value: float) -> tuple[int, str, float]:
        """ "one twenty-fifth": parts of a denominator of several words."""
        if not value or end >= self.n or self.low(end) not in self.table.add:
            return end, "", 0.0
        stop, kind, under = self.number(end)
        return (stop, "f", value / under) if kind == "o" and under > 20 and self._ends(stop) else (end, "", 0.0)

    def _over(self, end: int, value: float) -> tuple[int, str, float]:
        """ "one over twenty": a fraction in words, where nothing follows that it would be a number of."""
        if self.low(end) not in self.table.words["over"] or end + 1 >= self.n or value != int(value):
            return end, "", 0.0
        if not (self.words[end + 1].kind == "d" or self.low(end + 1) in self.table.add):
            return end, "", 0.0
        stop, _, under = self._cardinal(end + 1)
        return (stop, "f", value / under) if stop > end + 1 and under and self._ends(stop) else (end, "", 0.0)

    def _share(self, end: int, value: float) -> tuple[int, str, float]:
        """ "one in eight", "9 out of 10", "uno de cada tres"."""
        for phrase in self.table.out_of:
            stop = end + len(phrase)
            if tuple(self.low(k) for k in range(end, stop)) == phrase and stop < self.n:
                if not (self.words[stop].kind == "d" or self.low(stop) in self.table.add):
                    continue
                j, _, whole = self._cardinal(stop)
                year = self.words[stop].plain and 1500 <= whole <= 2100
                if j > stop and 0 < value < whole and value == int(value) and not year and self.low(j) not in self.table.words["no_share"]:
                    return j, "f", value / whole
        return end, "", 0.0

    def _fraction(self, i: int, j: int, over: float) -> tuple[int, str, float]:
        """``over`` parts of the denominator at ``j``."""
        table, low = self.table, self.low(j)
        under = table.denominators.get(low) or self.suffixed(low)
        if under is None or (low in table.ordinals and not self._is_part(j + 1, i, j)):
            under = table.ordinals.get(low) if low in table.ordinals and self._is_part(j + 1, i, j) else None
        if under is None or (low in table.words["calendar"] and not (over == 3 or self.low(j + 1) in table.words["of"])):
            return i, "", 0.0
        end = j + 2 if self.low(j + 1) in table.words["part"] else j + 1
        return self._scaled_fraction(end, over / under)

    def _is_part(self, after: int, first: int, last: int) -> bool:
        """Whether an ordinal is a part of something ("a third of") and not one in a row ("a third man")."""
        if self.low(after) in self.table.words["part"]:
            return True
        hyphen = last > first + 1 and self.low(last - 1) == "-"
        return hyphen or after >= self.n or self.words[after].kind in "pb" or self.low(after) in self.table.followers

    def _scaled_fraction(self, end: int, value: float) -> tuple[int, str, float]:
        """A fraction, or the number that it makes of a scale ("three quarters of a million", "medio millón")."""
        j = end + 1 if self.low(end) in self.table.words["of"] else end
        j = j + 1 if self.low(j) in self.table.words["article"] or self.low(j) in self.table.words["unit_article"] else j
        low = self.low(j)
        if low in self.table.times and low not in self.table.words["scale_plural"]:
            return j + 1, "n", value * self.table.times[low]
        return end, "f", value

    def _half(self, i: int) -> tuple[int, str, float]:
        before = self.words[i - 1] if i else None
        end, kind, value = self._scaled_fraction(i + 1, 0.5)
        if kind == "n":
            return end, kind, value
        row = before is not None and (before.lower in self.table.ordinals or before.lower in self.table.words["not_before_half"])
        if row or (self.low(i + 1) == "-" and self.glued(i + 1)) or self.low(i + 1) in self.table.words["not_after_half"]:
            return i, "", 0.0
        return i + 1, "f", 0.5

    def _ordinal(self, i: int) -> tuple[int, str, float]:
        if self.low(i + 1) in self.table.words["part"]:
            return i + 2, "f", 1 / self.table.ordinals[self.low(i)]
        return i + 1, "o", self.table.ordinals[self.low(i)]

    def _vague(self, i: int) -> int:
        """The end of "dozens", "tens of thousands", "several hundred"; ``i`` where there is none."""
        table, j = self.table, i
        low = self.low(j)
        if low in table.words["article"] and self.low(j + 1) in table.words["several"]:
            j, low = j + 1, self.low(j + 1)
        if low in table.words["several"]:
            k = j + 2 if self.low(j + 1) in table.words["of"] else j + 1
            return self._scales(k) if self.low(k) in table.times or self.low(k) in table.words["scale_plural"] else i
        if low in table.words["scale_plural"] and (i == 0 or self.words[i - 1].kind not in "dn"):
            while self.low(j + 1) in table.words["of"] and self.low(j + 2) in table.words["scale_plural"]:
                j += 2
            return self._scales(j)
        return i

    def _scales(self, j: int) -> int:
        while self.low(j) in self.table.times or self.low(j) in self.table.words["scale_plural"]:
            j += 1
        return j

    def _cardinal(self, i: int) -> tuple[int, str, float]:
        return Cardinal(self, i).read()


def _is_suffix(table: Table, low: str, glued: bool) -> bool:
    """Whether a word glued to digits makes them an ordinal ("21st", "3º")."""
    return glued and low in table.words["ordinal_suffix"]
