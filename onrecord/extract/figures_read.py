"""Words -> quantities: a number with its bounds, its unit and the other end of its range. No parse is needed.

The order is that of CQE (Almasian et al. 2023): numbers, then ranges, then the words that bound them, then units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from onrecord.extract.phrases import Phrases
from onrecord.extract.words import Word
from onrecord.lang import load_pack
from onrecord.model import Modifier

_DASHES = "-–—‑−"


@dataclass(slots=True)
class Quantity:
    """Words ``[first, last)`` of a block; ``number`` and ``unit_at`` are the last words of its number and of its unit
    (-1: none). ``share`` is true of a part given as a fraction ("a third")."""

    first: int
    last: int
    number: int
    low: float | None
    high: float | None
    modifier: Modifier = Modifier.EXACT
    unit: str | None = None
    unit_at: int = -1
    share: bool = False
    age: bool = False
    vague: bool = False
    money: bool = False
    per: str | None = None
    opener: int = -1  # the first word of number or currency, bounds apart
    ends: list[int] = field(default_factory=list)  # number words that it took


@dataclass(frozen=True, slots=True)
class Tables:
    bounds: Phrases
    after: Phrases
    currency: Phrases
    unit: Phrases
    percent: Phrases
    per_adverbs: dict[str, str]
    per_words: frozenset[str]
    per_nouns: dict[str, str]
    sets: dict[str, frozenset[str]]
    scales: dict[str, float]
    glued: frozenset[str]
    symbols: frozenset[str]
    millions: dict[str, str]


@cache
def tables(lang: str) -> Tables:
    """The pack's tables of quantities, ready for look-up."""
    pack = load_pack(lang)["figures"]
    percent = pack["percent"]
    per = pack["per"]
    nouns = {w: unit for unit in ("year", "month", "week", "day", "hour", "person") for w in per[unit]} | {w: w for w in per["others"]}
    sets = _sets(lang)
    symbols = frozenset(
        w.lower()
        for words in pack["currency"].values()
        for w in words
        if not w.isalpha() or w.isupper() or w in ("Rs", "RM", "Bs", "RD", "Rp")
    )
    return Tables(
        Phrases(pack["bounds"], lang), Phrases(pack["bounds_after"], lang), Phrases(pack["currency"], lang), Phrases(pack["units"], lang),
        Phrases({"percent": percent["words"], "percentage point": percent["points"], "basis point": percent["point_words"]}, lang),
        per["adverbs"], frozenset(per["words"]), nouns, sets, load_pack(lang)["numbers"]["times"], frozenset(pack["cased"]["glued"]), symbols,
        {name.lower(): unit for name, unit in pack["millions"].items()},
    )  # fmt: skip


def _sets(lang: str) -> dict[str, frozenset[str]]:
    """The pack's short lists of words, by group and name."""
    pack = load_pack(lang)["figures"]
    found: dict[str, frozenset[str]] = {}
    for group, short in (
        ("range", "range"),
        ("names", "names"),
        ("pronouns", "pron"),
        ("weight", "weight"),
        ("elliptic", "elliptic"),
        ("age", "age"),
    ):
        found |= {f"{short}_{name}": frozenset(words) for name, words in pack[group].items()}
    listed = " ".join(load_pack(lang)["entities"].get("nouns", {}).get("Person", "").split()).split(" | ")
    change = [w for words in pack["change"].values() for w in words]
    return found | {
        "persons": frozenset(pack["persons"]["words"]),
        "person": frozenset([*pack["persons"]["singular"], *listed]),
        "months": frozenset(w.lower() for w in load_pack(lang)["times"].get("months", {})),
        "change": frozenset([*change, *(w + "s" for w in change)]),
        "change_stems": frozenset(w.removesuffix("e") for w in change if len(w) > 2),
    }


class QuantityReader:
    """Reads the quantities of one block's words; ``blocked`` are words that belong to dates and clock times."""

    def __init__(self, words: list[Word], lang: str, blocked: set[int]) -> None:
        self.words, self.n, self.lang, self.blocked = words, len(words), lang, blocked
        self.t = tables(lang)

    def low(self, i: int) -> str:
        return self.words[i].lower if 0 <= i < self.n else ""

    def glued(self, i: int) -> bool:
        return 0 < i < self.n and self.words[i - 1].end == self.words[i].start

    def read(self, i: int) -> Quantity | None:
        """The quantity whose (first) number is word ``i``; None where the number is no quantity."""
        word = self.words[i]
        if i in self.blocked or word.kind not in "dnfv" or self._is_label(i):
            return None
        item = Quantity(i, i + 1, i, word.value, word.value, opener=i, ends=[i])
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
        self._bound(item)
        self._both_bounds(item)
        self._age(item)
        self._rate(item)
        return item

    # what is no quantity

    def _is_label(self, i: int) -> bool:
        """Numbers of lists, laws, rooms, telephones; digits glued to letters."""
        word, before = self.words[i], self.low(i - 1)
        if word.kind == "f" and "/" in word.text and float(word.text.rsplit("/", 1)[1]) > 100:
            return True  # the number of a law or a file
        if word.kind == "d":
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
            return self._is_chain(i)
        return False

    def _is_chain(self, i: int) -> bool:
        """Three or more numbers tied by hyphens: a telephone or an identity number."""
        j, length = i, 1
        while self.low(j - 1) in _DASHES and self.glued(j) and self.glued(j - 1) and j >= 2 and self.words[j - 2].kind in "dc":
            j, length = j - 2, length + 1
        j = i
        while self.low(j + 1) in tuple(_DASHES) and self.glued(j + 1) and self.glued(j + 2) and self.words[j + 2].kind in "dc":
            j, length = j + 2, length + 1
        return length >= 3

    def _is_score(self, i: int, item: Quantity) -> bool:
        """ "3-1": two small numbers tied by a hyphen that are no range."""
        if item.unit is not None:
            return False
        right = self.low(i + 1) in tuple(_DASHES) and self.glued(i + 1) and self.glued(i + 2) and self.words[i + 2].kind == "d"
        left = i >= 2 and self.low(i - 1) in tuple(_DASHES) and self.glued(i) and self.glued(i - 1) and self.words[i - 2].kind == "d"
        return right or left

    def _is_number(self, i: int, item: Quantity) -> bool:
        """ "one", "a" and "un" count only where a unit or a scale says so; the noun's side is for those who have a parse."""
        word = self.words[i]
        if word.kind == "n" and word.value == 1 and item.unit is None and item.last == i + 1:
            return (
                self.low(i + 1) not in self.t.sets["pron_one_not"]
                and self.lang != "es"
                and i + 1 < self.n
                and self.words[i + 1].kind == "w"
            )
        if word.kind == "d" and item.unit is None and self.glued(i + 1) and self.words[i + 1].kind == "w" and item.last == i + 1:
            return False  # "777F", "3D"
        return not (word.kind == "n" and word.value == 0 and item.unit is None)

    # what stands around the number

    def _sign(self, item: Quantity) -> None:
        i = item.first
        before = self.low(i - 1)
        free = i < 2 or not self.glued(i - 1)
        minus = before in tuple(_DASHES) and self.glued(i) and free and not (i >= 2 and self.words[i - 2].kind in "dn")
        if minus or before in ("minus", "negative"):
            item.low, item.high = -(item.low or 0.0), -(item.high or 0.0)
            item.first = item.opener = i - 1

    def _currency_before(self, item: Quantity) -> None:
        found = self.t.currency.before(self.words, item.first)
        if found is None:
            return
        start, name = found
        if self.low(item.first - 1) not in self.t.symbols and not self.words[start].text.isupper():
            return
        item.unit, item.money, item.first, item.opener = name, True, start, start

    def _unit_after(self, item: Quantity) -> None:
        j = item.last
        if self.low(j) in tuple(_DASHES) and self.glued(j) and self.glued(j + 1):
            scale = self.t.scales.get(self.low(j + 1))
            if scale and item.low is not None and self.words[item.number].kind == "d" and abs(item.low) < 1000:  # "$10-million"
                item.low, item.high, item.last = item.low * scale, (item.high or 0.0) * scale, j + 2
                j = item.last
                item.number = j - 1
            j = j + 1 if self.low(j) in tuple(_DASHES) and self.glued(j) else j
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
        if unit is None or (unit[0] == j + 1 and self.words[j].text in self.t.glued and not self._is_glued_unit(item, j)):
            return None
        return unit

    def _pound(self, name: str, end: int) -> str:
        """Pounds are a weight where something weighs them, and in a compound ("a two-pound baby")."""
        if name != "GBP" or self.low(end - 1) not in self.t.sets["weight_pounds"]:
            return name
        near = {self.low(k) for k in range(end - 9, end + 5)}
        weighed = not near.isdisjoint(self.t.sets["weight_words"]) or self.low(end) in ("of", "de") or self.low(end - 2) in tuple(_DASHES)
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
        return self.words[item.number].kind in "df"

    def _compound(self, item: Quantity) -> None:
        """ "3 dollars 50 cents", "5 ft 2 in": the smaller unit is added to the larger."""
        parts = {"ft": ("in", 12.0), "USD": ("cent", 100.0), "EUR": ("cent", 100.0), "GBP": ("penny", 100.0)}
        if item.unit not in parts or item.low is None:
            return
        j = item.last + (1 if self.low(item.last) in ("and", "y", "con") else 0)
        if j >= self.n or self.words[j].kind not in "dn" or j in self.blocked:
            return
        smaller, size = parts[item.unit]
        found = self._unit(Quantity(j, j + 1, j, 1.0, 1.0), j + 1)
        if found is not None and found[1] == smaller and 0 < self.words[j].value < size:
            item.low += self.words[j].value / size
            item.high = item.low
            item.last, item.ends, item.unit_at = found[0], [*item.ends, j], found[0] - 1

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
        if not k < self.n or self.words[k].kind not in "dnf" or k in self.blocked or item.low is None:
            return False
        other = Quantity(k, k + 1, k, self.words[k].value, self.words[k].value, ends=[k], opener=k)
        if money is not None:
            other.unit, other.money = money[1], True
        self._unit_after(other)
        between = (
            self.low(self._bound_start(item) - 1) in self.t.sets["range_between"]
            or self.low(item.first - 1) in self.t.sets["range_between"]
        )
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
        item.first = item.first - 1 if between and self.low(item.first - 1) in self.t.sets["range_between"] else item.first
        return True

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
        ):
            return False
        if link in self.t.sets["range_and"]:
            return between
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

    def _share(self, item: Quantity, word: Word) -> None:
        """A fraction of something is a percentage; a fraction of a unit is a number of it."""
        if word.kind != "f" or item.unit is not None or item.low is None or item.low > 1:
            return
        nothing = item.last >= self.n or self.words[item.last].kind in "pb"
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
        if self.low(start - 1) in ("a", "an", "the", "un", "el", "los", "las") and self.t.bounds.before(self.words, start) is None:
            start -= 1
        found = self.t.bounds.before(self.words, start)
        name = None
        if found is not None and self._is_during(item, found[0], start):
            found = None
        if found is not None:
            name, item.first = found[1], found[0]
            more = self.t.bounds.before(self.words, item.first)
            if more is not None and name == "about":
                item.first, name = more[0], more[1]
        after = self.t.after.at(self.words, item.last)
        if after is not None and (name is None or name == "about") and not (self.low(item.last) == "+" and not self.glued(item.last)):
            name, item.last = after[1], after[0]
        if name is None or item.vague or item.modifier is Modifier.BETWEEN:
            return
        item.modifier = Modifier(name)
        if item.modifier in (Modifier.OVER, Modifier.AT_LEAST):
            item.high = None
        elif item.modifier in (Modifier.UNDER, Modifier.AT_MOST):
            item.low = None

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
        k = found[0]
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
            j = item.last + 1 if after in tuple(_DASHES) else item.last
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
            capital = (
                word.kind == "w"
                and word.text[0].isupper()
                and word.lower not in self.t.sets["months"]
                and self.words[item.first - 3].text[0].isupper()
            )
            return (capital or word.lower in self.t.sets["person"]) and following is not None and following.text in ",."
        after = following is None or following.kind != "w" or following.lower in self.t.sets["pron_stop"]
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
