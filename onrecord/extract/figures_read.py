"""Words -> quantities: a number with its bounds, its unit and the other end of its range. No parse is needed.

The order is that of CQE (Almasian et al. 2023): numbers, then ranges, then the words that bound them, then units.
"""

from __future__ import annotations

from onrecord.extract.figures_ranges import RangeReader
from onrecord.extract.figures_tables import DASHES, Quantity
from onrecord.extract.words import Word
from onrecord.model import Modifier

_DASH = tuple(DASHES)
_SENTENCE = 12  # words: in fewer, a fraction that nothing follows is a number by itself


class QuantityReader(RangeReader):
    """Reads the quantities of one block's words; ``blocked`` are words that belong to dates and clock times."""

    def read(self, i: int) -> Quantity | None:
        """The quantity whose (first) number is word ``i``; None where the number is no quantity."""
        word = self.words[i]
        if i in self.blocked or word.kind not in "dnfv" or self._is_label(i):
            return None
        item = Quantity(i, i + 1, i, word.value, word.value, opener=i, ends=[i])
        if self._one_in(item):
            return item
        if word.kind == "v":
            item.low = item.high = None
            item.vague, item.modifier = True, Modifier.ABOUT
        self._sign(item)
        self._currency_before(item)
        self._unit_after(item)
        if word.kind != "v":
            self._compound(item)
            if not self._range(item) and self._is_score(i, item):
                return None
        if not self._is_number(i, item):
            return None
        self._share(item, word)
        if word.kind == "n" and word.text.split()[-1].lower() in self.t.sets["nouns_rough"]:
            item.modifier = Modifier.ABOUT
        self._bound(item)
        self._degrees(item)
        self._both_bounds(item)
        self._age(item)
        self._rate(item)
        return item

    def _one_in(self, item: Quantity) -> bool:
        """ "one hospital in five": a share with its noun in the middle."""
        i, low = item.number, item.low
        if (
            self.words[i].kind != "n"
            or low is None
            or not 0 < low < 10
            or self.low(i + 2) not in self.t.sets["range_in"]
            or i + 3 >= self.n
        ):
            return False
        whole, noun = self.words[i + 3], self.words[i + 1]
        if (
            whole.kind not in "dn"
            or not low < whole.value <= 1000
            or whole.value != int(whole.value)
            or i + 3 in self.blocked
            or noun.kind != "w"
        ):
            return False
        following = self.words[i + 4] if i + 4 < self.n else None
        if self._unit(item, i + 4) is not None or (
            following is not None and following.kind == "w" and following.lower.endswith("s") and len(following.text) > 3
        ):
            return False  # "one win in five games"
        item.low = item.high = 100 * low / whole.value
        item.unit, item.share, item.last, item.noun, item.ends = "percent", True, i + 4, i + 1, [i, i + 3]
        self._bound(item)
        return True

    # what is no quantity

    def _is_label(self, i: int) -> bool:
        """Numbers of lists, laws, rooms, telephones; digits glued to letters."""
        word, before = self.words[i], self.low(i - 1)
        if (
            word.kind == "n"
            and before in _DASH
            and self.glued(i)
            and self.glued(i - 1)
            and i > 1
            and self.words[i - 2].text[0].isupper()
            and word.text[0].isupper()
        ):
            return True  # "Slaughterhouse-Five"
        if word.kind == "f" and "/" in word.text and float(word.text.rsplit("/", 1)[1]) > 100:
            return True  # the number of a law or a file
        if (before == "number" and self.low(i - 2) != "a") or (before in _DASH and self.low(i - 2) == "number"):
            return True  # "number one", "the number four seed", "the number-two priority"
        if word.kind == "d":
            if word.plain and word.text[0] == "0" and len(word.text) > 1:
                return True
            if before in self.t.sets["names_before"] and not (
                before in ("no", "number", "day", "level", "case", "group") and word.value > 999
            ):
                return not (i >= 2 and self.low(i - 2) in ("a", "the") and before == "number")
            if (
                self.low(i + 2) in self.t.sets["names_street"]
                and self.words[i + 1].text[0].isupper()
                and self.words[i + 2].text[0].isupper()
            ):
                return True
            if self.glued(i) and (
                (self.words[i - 1].kind in "wcd" and self.words[i - 1].lower not in self.t.symbols) or before in ("#", "/", "_", "@", "\\")
            ):
                return True
            first = i == 0 or self.words[i - 1].kind == "b"
            if first and word.plain and word.value < 100 and (self.low(i + 1) in (".", ")") and self.glued(i + 1)):
                return True
            return self._is_chain(i) or self._is_telephone(i) or self._is_another_label(i)
        return False

    def _is_another_label(self, i: int) -> bool:
        """ "junctions 10 and 11": joined to the number of a name in the plural."""
        joined = i >= 3 and self.words[i].plain and self.low(i - 1) in self.t.sets["range_joins"] and self.words[i - 2].kind == "d"
        label = self.low(i - 3) if joined else ""
        return label.endswith("s") and label in self.t.sets["names_before"]

    def _is_telephone(self, i: int) -> bool:
        """Three or more numbers side by side, or two after a leading zero or a plus."""
        first = last = i
        while first > 0 and self.words[first - 1].kind == "d" and self.words[first - 1].plain:
            first -= 1
        while last + 1 < self.n and self.words[last + 1].kind == "d" and self.words[last + 1].plain:
            last += 1
        led = self.words[first].text[0] == "0" or self.low(first - 1) == "+"
        if (
            not self.words[i].plain
            and " " in self.words[i].text
            and any(self.low(k) in self.t.sets["nouns_calls"] for k in range(i - 5, i))
        ):
            return True  # "llamar al 955 014 220"
        return last - first >= (1 if led else 2)

    def _is_chain(self, i: int) -> bool:
        """Three or more numbers tied by hyphens: a telephone or an identity number."""
        j, length = i, 1
        while (
            length < 3 and self.low(j - 1) in DASHES and self.glued(j) and self.glued(j - 1) and j >= 2 and self.words[j - 2].kind in "dc"
        ):
            j, length = j - 2, length + 1
        j = i
        while length < 3 and self.low(j + 1) in DASHES and self.glued(j + 1) and self.glued(j + 2) and self.words[j + 2].kind in "dc":
            j, length = j + 2, length + 1
        return length >= 3

    def _is_score(self, i: int, item: Quantity) -> bool:
        """ "3-1": two small numbers tied by a hyphen that are no range."""
        if item.unit is not None:
            return False
        right = self.low(i + 1) in tuple(DASHES) and self.glued(i + 1) and self.glued(i + 2) and self.words[i + 2].kind == "d"
        left = i >= 2 and self.low(i - 1) in tuple(DASHES) and self.glued(i) and self.glued(i - 1) and self.words[i - 2].kind == "d"
        return right or left

    def _is_number(self, i: int, item: Quantity) -> bool:
        """ "one", "a" and "un" count only where a unit or a scale says so; the noun's side is for those who have a parse."""
        word = self.words[i]
        if word.kind == "n" and word.value == 1 and item.low != -1 and item.unit is None and item.last == i + 1:
            return (
                self.low(i + 1) not in self.t.sets["pron_one_not"]
                and self.lang != "es"
                and i + 1 < self.n
                and self.words[i + 1].kind == "w"
            )
        if word.kind == "d" and item.unit is None and self.glued(i + 1) and self.words[i + 1].kind == "w" and item.last == i + 1:
            return False  # "777F", "3D"
        if word.kind == "f" and item.unit is None and word.lower in self.t.sets["pron_half_size"]:
            return False  # "de tamaño medio"
        return not (word.kind == "n" and word.value == 0 and item.unit is None)

    # what stands around the number

    def _share(self, item: Quantity, word: Word) -> None:
        """A fraction of something is a percentage; a fraction of a unit is a number of it."""
        if word.kind != "f" or item.unit is not None or item.low is None or item.low > 1:
            return
        if word.text.split()[-1].lower() in self.t.sets["percent_tenths"] and self.low(item.last) not in self.t.sets["age_of"]:
            item.unit = "percentage point"
            return
        digits = not word.text[0].isalpha()  # "⅙ and ½": numbers, unless they are said to be parts of something
        nothing = (self.n < _SENTENCE and (item.last >= self.n or self.words[item.last].kind in "pb")) or (
            digits and self.low(item.last) in self.t.sets["range_both"]
        )
        bound = self.t.bounds.before(self.words, item.first) is not None
        led = self.low(item.first - 1) in ("by", "to", "than", "for", "la", "en", "a", "the")
        if (
            nothing
            and not bound
            and not led
            and "in" not in word.text.split()
            and "out" not in word.text.split()
            and "cada" not in word.text.split()
        ):
            return
        item.low, item.high, item.unit, item.share = item.low * 100, (item.high or 0.0) * 100, "percent", True

    def _bound(self, item: Quantity) -> None:
        """The words before or after a quantity that bound it, and what they make of its low and high."""
        start = item.first
        if self.low(start - 1) in self.t.sets["pron_articles"] and self.t.bounds.before(self.words, start) is None:
            start -= 1
        found = self.t.bounds.before(self.words, start)
        name = None
        if found is not None and (self._is_during(item, found[0], start) or self._is_particle(found[0], start)):
            found = None
        if found is not None:
            name, item.first = found[1], found[0]
            more = self.t.bounds.before(self.words, item.first)
            if more is not None and name == "about":
                item.first, name = more[0], more[1]
        after = self.t.after.at(self.words, item.last)
        if after is not None and (name is None or name == "about") and not (self.low(item.last) == "+" and not self.glued(item.last)):
            name, item.last = after[1], after[0]
        if after is not None and item.last == after[0] and item.unit is None and not item.vague:  # "60 or more hours"
            self._unit_after(item)
        if found is not None and self.low(found[0]) in self.t.sets["range_goal"] and self._changes(found[0]):
            name = None  # "cayó hasta los 84 millones": where it went
        if name is None or item.vague or item.modifier is Modifier.BETWEEN:
            return
        item.modifier = Modifier(name)
        if item.modifier in (Modifier.OVER, Modifier.AT_LEAST):
            item.high = None
        elif item.modifier in (Modifier.UNDER, Modifier.AT_MOST):
            item.low = None

    def _degrees(self, item: Quantity) -> None:
        """ "15 degrees below zero"; degrees of heat where the words around speak of it."""
        if item.unit not in ("degree", "celsius", "fahrenheit"):
            return
        below = self.t.below.at(self.words, item.last)
        if below is not None:
            low, high = item.low, item.high
            item.low, item.high = (None if high is None else -high), (None if low is None else -low)
            item.modifier, item.last = {
                Modifier.AT_MOST: Modifier.AT_LEAST, Modifier.AT_LEAST: Modifier.AT_MOST, Modifier.OVER: Modifier.UNDER, Modifier.UNDER: Modifier.OVER,
            }.get(item.modifier, item.modifier), below[0]  # fmt: skip
        heat = below is not None or any(self.low(k) in self.t.sets["nouns_near_heat"] for k in range(item.first - 12, item.last + 6))
        if heat and self.t.sets["nouns_near_heat"] and item.unit == "degree":
            item.unit = "celsius"

    def _is_particle(self, first: int, last: int) -> bool:
        """ "take over 12 mills": the word belongs to the verb before it."""
        return last - first == 1 and self.low(first) == "over" and self.low(first - 1) in self.t.sets["elliptic_particle_of"]

    def _is_during(self, item: Quantity, first: int, last: int) -> bool:
        """ "over" before a length of time is a bound only behind another preposition or a verb of lasting."""
        if last - first != 1 or self.low(first) != "over" or item.unit not in self.t.sets["age_lengths"]:
            return False
        return self.low(first - 1) not in self.t.sets["elliptic_over_before"] and first > 0 and self.words[first - 1].kind != "p"

    def _both_bounds(self, item: Quantity) -> None:
        """ "more than 100 but fewer than 300": two bounds of one quantity."""
        lower = item.modifier in (Modifier.OVER, Modifier.AT_LEAST)
        if not (lower or item.modifier in (Modifier.UNDER, Modifier.AT_MOST)) or self.low(item.last) not in self.t.sets["range_both"]:
            return
        found = self.t.bounds.at(self.words, item.last + 1)
        if found is None or found[1] not in (("under", "at_most") if lower else ("over", "at_least")):
            return
        k = found[0] + 1 if self.low(found[0]) in self.t.sets["pron_determiners"] else found[0]
        if k >= self.n or self.words[k].kind not in "dn" or k in self.blocked:
            return
        other = Quantity(k, k + 1, k, self.words[k].value, self.words[k].value, opener=k, ends=[k])
        self._unit_after(other)
        low, high = (item.low, other.high) if lower else (other.low, item.high)
        if low is None or high is None or low >= high or (item.unit or other.unit) != (other.unit or item.unit):
            return
        item.low, item.high, item.modifier = low, high, Modifier.BETWEEN
        item.last, item.ends, item.unit, item.number = other.last, [*item.ends, k], item.unit or other.unit, other.number

    def _age(self, item: Quantity) -> None:
        """ "41-year-old", "aged 41", "age 41"."""
        before, after = self.low(item.first - 1), self.low(item.last)
        if item.unit is None and self._is_bare_age(item):
            item.unit, item.age = "year", True
            return
        if item.unit is None and before in self.t.sets["age_before"]:
            value = item.low if item.low is not None else item.high
            if value is not None and 0 < value < 130:
                item.unit, item.age = "year", True
            return
        if item.unit in self.t.sets["age_units"]:
            whose = self.low(item.first - 2)
            if (
                before in self.t.sets["age_of"] and (whose == "," or whose in self.t.sets["persons"] or whose in self.t.sets["person"])
            ) or (before in self.t.sets["age_verbs"] and after not in self.t.sets["age_of"]):
                item.age = True
                return
            j = item.last + 1 if after in tuple(DASHES) else item.last
            if self.low(j) in self.t.sets["age_after"]:
                item.age, item.last = True, j + 1
            elif self.low(j) in ("of", "de") and self.low(j + 1) in ("age", "edad"):
                item.age, item.last = True, j + 2

    def _is_bare_age(self, item: Quantity) -> bool:
        """ "his brother, 41, …", "children under five": by what stands around it."""
        value = item.low if item.low is not None else item.high
        following = self.words[item.last] if item.last < self.n else None
        closed = following is None or (following.kind in "pb" and following.text not in "-–%$€£(")
        if value is None or value != int(value) or not 0 < value < 115 or item.vague or item.share:
            return False
        if (
            self.low(item.first - 1) == ","
            and item.modifier is Modifier.EXACT
            and closed
            and item.first > 1
            and value > 9
            and self.words[item.number].plain
        ):
            word = self.words[item.first - 2]
            capital = word.kind == "w" and word.text[0].isupper() and word.lower not in self.t.sets["months"]
            full = item.first > 2 and self.words[item.first - 3].text[0].isupper()
            told = following is not None and following.text == "," and self.low(item.last + 1) in self.t.sets["age_told"]
            return (
                ((capital and (full or told)) or word.lower in self.t.sets["person"]) and following is not None and following.text in ",."
            )
        after = following is None or following.kind != "w" or following.lower in self.t.sets["pron_stop"]
        if self.low(item.first - 1) in self.t.sets["age_turned"] and after and item.modifier is Modifier.EXACT and value > 9:
            return True
        return (
            item.modifier in (Modifier.UNDER, Modifier.OVER)
            and after
            and self.low(item.first - 1) in self.t.sets["persons"]
            and value < 100
            and item.last - item.first == 2
        )

    def _rate(self, item: Quantity) -> None:
        """ "a year", "per 100,000" right after it."""
        item.per = self.rate_at(item.last, item) or item.per

    def rate_at(self, j: int, item: Quantity) -> str | None:
        """What a rate at word ``j`` is for; numbers in it are taken by the quantity."""
        low = self.low(j)
        if low in self.t.per_adverbs:
            return self.t.per_adverbs[low]
        if (low, self.low(j + 1)) in (("a", "la"), ("por", "cada")):
            j += 1
        elif low not in self.t.per_words or (self.lang == "es" and low == "de"):
            return None
        noun = self.low(j + 1)
        if low in ("per", "por") and j + 1 < self.n and self.words[j + 1].kind in "dn":
            item.ends.append(j + 1)
            return self.words[j + 1].text
        if noun in self.t.per_nouns:
            later = self.low(j + 2)
            return None if later in ("ago", "earlier", "later", "before", "after", "old") else self.t.per_nouns[noun]
        return None
