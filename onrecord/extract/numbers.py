"""Words -> numbers: digits, number words, scales, fractions, ordinals, vague numbers. One grammar, the words from the packs.

A number takes what multiplies or adds to it as long as that is smaller than the gap left by what came before
("two hundred | and five thousand", "mil | millones"); so two numbers that merely follow one another stay two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

from onrecord.extract.words import Word
from onrecord.lang import load_pack


@dataclass(frozen=True, slots=True)
class _Table:
    add: dict[str, float]
    times: dict[str, float]
    suffix: dict[str, float]
    ordinals: dict[str, float]
    denominators: dict[str, float]
    words: dict[str, frozenset[str]]
    followers: frozenset[str]
    out_of: tuple[tuple[str, ...], ...]
    starters: frozenset[str]


@cache
def _table(lang: str) -> _Table:
    pack = load_pack(lang)["numbers"]
    words = {name: frozenset(listed) for name, listed in pack["words"].items()}
    starters = frozenset(
        [*pack["add"], *pack["times"], *pack["ordinals"], *pack["denominators"], *words["article"], *words["half"], *words["scale_plural"], *words["several"]]
    )  # fmt: skip
    return _Table(
        pack["add"], pack["times"], pack["suffix"], pack["ordinals"], pack["denominators"], words, frozenset(pack["fraction"]["followers"]),
        tuple(tuple(phrase.split()) for phrase in pack["words"]["out_of"]), starters,
    )  # fmt: skip


def join_numbers(words: list[Word], text: str, lang: str) -> list[Word]:
    """The same words, those that form one number joined into one of kind d, n, o, f or v."""
    table = _table(lang)
    starters = table.starters
    joined: list[Word] = []
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if word.kind == "d" or word.kind == "f" or (word.kind == "w" and word.lower in starters):
            end, kind, value = _Reader(words, table).number(i)
            if end > i:
                plain = word.plain and end == i + 1
                joined.append(Word(word.start, words[end - 1].end, text[word.start : words[end - 1].end], word.lower, kind, value, plain))
                i = end
                continue
        joined.append(word)
        i += 1
    return joined


class _Reader:
    """Reads one number at a time off a list of words; every method answers (index after it, kind, value)."""

    def __init__(self, words: list[Word], table: _Table) -> None:
        self.words, self.table, self.n = words, table, len(words)

    def low(self, i: int) -> str:
        return self.words[i].lower if 0 <= i < self.n else ""

    def glued(self, i: int) -> bool:
        """Whether word ``i`` touches the one before it."""
        return 0 < i < self.n and self.words[i - 1].end == self.words[i].start

    def number(self, i: int) -> tuple[int, str, float]:
        vague = self._vague(i)
        if vague > i:
            return vague, "v", 0.0
        low, table = self.low(i), self.table
        if self.words[i].kind == "f":
            return self._scaled_fraction(i + 1, self.words[i].value)
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
        j = end + 1 if self.low(end) == "-" and self.glued(end) and self.glued(end + 1) else end
        suffix = load_ordinal_suffix(table, self.low(end), self.glued(end))
        if suffix and self.words[i].plain and end == i + 1 and value <= 10_000:
            return end + 1, "o", value
        low = self.low(j)
        if low in table.ordinals and value >= 20 and value % 10 == 0 and table.ordinals[low] < 10 and kind == "n":
            return j + 1, "o", value + table.ordinals[low]
        if low in table.denominators or low in table.ordinals:
            found = self._fraction(i, j, value)
            if found[0] > i:
                return found
        share = self._share(end, value)
        return share if share[0] > end else (end, kind, value)

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
        under = table.denominators.get(low)
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
        reading = _Cardinal(self, i)
        return reading.read()


def load_ordinal_suffix(table: _Table, low: str, glued: bool) -> bool:
    """Whether a word glued to digits makes them an ordinal ("21st", "3º")."""
    return glued and low in table.words["ordinal_suffix"]


class _Cardinal:
    """The running sum of one number: parts already scaled, the part being read, and the room that it leaves."""

    def __init__(self, reader: _Reader, first: int) -> None:
        self.reader, self.i, self.first = reader, first, first
        self.parts: list[tuple[float, float]] = []  # (scale, value), scales falling
        self.current: float | None = None
        self.room = inf
        self.scaled = False  # the last word read was a scale or a hundred
        self.kind = "n"

    def read(self) -> tuple[int, str, float]:
        reader = self.reader
        while self.i < reader.n and (self._take() or self._join()):
            pass
        if self.i == self.first:
            return self.first, "", 0.0
        self._decimals()
        self._half()
        return self.i, self.kind, sum(v for _, v in self.parts) + (self.current or 0.0)

    def _started(self) -> bool:
        return self.current is not None or bool(self.parts)

    def _take(self) -> bool:
        """The word at ``i``, if it can be part of this number."""
        word, table = self.reader.words[self.i], self.reader.table
        low = word.lower
        if word.kind == "d":
            return self._digits(word)
        if word.kind == "f":
            return self._mixed(word)
        if word.kind != "w":
            return False
        if low in table.add:
            return self._add(table.add[low])
        if low in table.times:
            return self._scale(low, table.times[low])
        return bool(self.i == self.first + 1 and self.kind == "d" and self._suffix(low))

    def _digits(self, word: Word) -> bool:
        if self._started():
            if not self.scaled or word.value >= self.room or word.plain is False:
                return False
        else:
            self.kind = "d"
        self.current, self.room, self.scaled = (self.current or 0.0) + word.value, 0.0, False
        self.i += 1
        return True

    def _mixed(self, word: Word) -> bool:
        """ "2 1/2" ."""
        if self.current is None or self.room or word.value >= 1 or self.kind != "d" or self.current != int(self.current):
            return False
        self.current += word.value
        self.i += 1
        return True

    def _add(self, value: float) -> bool:
        if self._started() and (value >= self.room or value == 0 or (self.kind == "d" and not self.scaled)):
            return False
        self.current = (self.current or 0.0) + value
        self.room = 100.0 if value >= 100 else 10.0 if value >= 20 and value % 10 == 0 else 0.0
        self.scaled = value >= 100
        self.i += 1
        return True

    def _scale(self, low: str, scale: float) -> bool:
        plural = low in self.reader.table.words["scale_plural"]
        if not self._started() and plural:
            return False
        if scale == 100 and not plural:
            if self.current is not None and self.current >= 100 and self.kind == "n":
                return False
            self.current, self.room = (1.0 if self.current is None else self.current) * 100, 100.0
        elif not self._multiply(scale):
            return False
        self.scaled = True
        self.i += 1
        return True

    def _multiply(self, scale: float) -> bool:
        base = self.current
        if self.parts and self.parts[-1][0] <= scale:  # "mil millones": what is smaller than the scale is multiplied by it
            while self.parts and self.parts[-1][0] <= scale:
                base = (base or 0.0) + self.parts.pop()[1]
        elif self.parts and base is None:
            return False
        self.parts.append((scale, (1.0 if base is None else base) * scale))
        self.current, self.room = None, scale
        return True

    def _suffix(self, low: str) -> bool:
        """ "28m", "10k", "2 bn": a letter is a scale in money; a longer one, or k, wherever it is glued."""
        reader = self.reader
        scale = reader.table.suffix.get(low)
        if scale is None or (low in reader.table.words["suffix_unit"] and not self._is_money()):
            return False
        if not reader.glued(self.i) and len(low) < 2:
            return False
        self.current = (self.current or 0.0) * scale
        self.room = 0.0
        self.i += 1
        return True

    def _is_money(self) -> bool:
        reader = self.reader
        before = reader.words[self.first - 1].text if self.first else ""
        after = reader.words[self.i + 1] if self.i + 1 < reader.n else None
        counted = after is not None and after.kind == "w" and after.lower not in reader.table.words["measured"] and reader.glued(self.i)
        return (
            (before[-1:] in "$€£¥₹₩₪₺₴₦₽" and bool(before))
            or before in reader.table.words["money"]
            or (counted and bool(after and after.lower in reader.table.words["people"]))
        )

    def _join(self) -> bool:
        """A hyphen or an "and" inside the number."""
        reader, low = self.reader, self.reader.low(self.i)
        if not self._started():
            return False
        following = reader.low(self.i + 1)
        value = reader.table.add.get(following)
        if low == "-" and reader.glued(self.i) and reader.glued(self.i + 1):
            scale = following in reader.table.times and self.kind == "n" and not self.scaled
            fits = value is not None and 0 < value < self.room and not self.scaled and self.kind == "n"
            if not (scale or fits):
                return False
            self.i += 1
            return self._take()
        if low not in reader.table.words["and"] or not self._joins(value):
            return False
        self.i += 1
        return self._take()

    def _joins(self, value: float | None) -> bool:
        reader = self.reader
        after = self.i + 1
        if reader.table.words["tens_joiner"]:  # "treinta y cinco"
            return value is not None and self.room == 10.0 and 0 < value < 10
        if not self.scaled or self.room == inf or (self.first and reader.low(self.first - 1) in reader.table.words["between"]):
            return False
        if after < reader.n and reader.words[after].kind == "d" and self.kind != "d":
            return False
        end, _, whole = _Cardinal(reader, after).read() if after < reader.n else (after, "", 0.0)
        if end == after or not whole or (value is None and reader.words[after].kind != "d"):
            return False
        return whole < self.room or (value is not None and value < self.room == 100 and self._hundreds_of(after, end))

    def _hundreds_of(self, after: int, end: int) -> bool:
        """ "two hundred | and fifty thousand": what follows has a scale, and it is not another hundred."""
        times = self.reader.table.times
        scales = [times[low] for low in map(self.reader.low, range(after, end)) if low in times]
        return bool(scales) and scales[0] > 100

    def _decimals(self) -> None:
        """ "two point five", "doscientos coma tres"."""
        reader = self.reader
        if reader.low(self.i) not in reader.table.words["point"] or self.current is None or self.kind != "n":
            return
        digits, j = "", self.i + 1
        while reader.low(j) in reader.table.add and reader.table.add[reader.low(j)] < 10:
            digits += str(int(reader.table.add[reader.low(j)]))
            j += 1
        if not digits:
            j, _, value = _Cardinal(reader, self.i + 1).read() if self.i + 1 < reader.n else (self.i, "", 0.0)
            digits = str(int(value)) if j > self.i + 1 else ""
        if digits:
            self.current += float("0." + digits)
            self.i, self.room = j, 0.0
            if reader.low(j) in reader.table.times:
                self._scale(reader.low(j), reader.table.times[reader.low(j)])

    def _half(self) -> None:
        """ "two and a half [million]", "dos millones y medio", "five billion and three quarters"."""
        reader, table = self.reader, self.reader.table
        if reader.low(self.i) not in table.words["half_joiner"]:
            return
        end, part = self._part(self.i + 1)
        following = reader.low(end)
        of = following in table.words["of"] and not table.words["tens_joiner"]
        if not part or of or following in table.words["article"]:
            return
        self.i = end
        scale = self.parts[-1][0] if self.parts and self.current is None else 1.0
        if scale > 1:
            named = table.times.get(following)  # "un billón y medio millón"
            self.parts.append((1.0, part * (named or scale)))
            self.i += 1 if named else 0
            return
        self.current = (self.current or 0.0) + part
        if following in table.times:
            self._scale(following, table.times[following])

    def _part(self, j: int) -> tuple[int, float]:
        """A fraction after "and": its end, and its value or 0."""
        reader, table = self.reader, self.reader.table
        over = 1.0
        first = j
        if reader.low(j) in table.words["article"] or reader.low(j) in table.words["unit_article"]:
            j += 1
        elif 2 <= table.add.get(reader.low(j), 0) <= 9:
            over = table.add[reader.low(j)]
            j += 1
        low = reader.low(j)
        if low in table.words["half"] and over == 1:
            return j + 1, 0.5
        under = table.denominators.get(low) or table.ordinals.get(low)
        ended = j + 1 >= reader.n or reader.words[j + 1].kind in "pb" or reader.low(j + 1) in table.times
        if j == first or not under or under <= over or ((low in table.ordinals or over > 1) and not ended):
            return j, 0.0
        return j + 1, over / under
