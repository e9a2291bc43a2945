"""One cardinal number: "3 hundred and 21", "two and a half million", "mil millones".

It takes what multiplies or adds to it as long as that is smaller than the gap left by what came before
("two hundred | and five thousand", "mil | millones"); so two numbers that merely follow one another stay two.
"""

from __future__ import annotations

from math import inf

from onrecord.extract.number_words import Scan
from onrecord.extract.words import Word

_AHEAD = 3  # numbers behind an "and" that are read before it is known whether they belong; each doubles the time
_LARGEST = 1e24  # "million million million …" is no number


class Cardinal:
    """The running sum of one number: parts already scaled, the part being read, and the room that it leaves."""

    def __init__(self, reader: Scan, first: int, ahead: int = 0) -> None:
        self.reader, self.i, self.first, self.ahead = reader, first, first, ahead
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
        if scale * max(base or 1.0, *(value for _, value in self.parts), 1.0) > _LARGEST:
            return False
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
        if low == "-" and reader.glued(self.i) == reader.glued(self.i + 1):
            scale = following in reader.table.times and self.kind == "n" and not self.scaled
            fits = value is not None and 0 < value < self.room and not self.scaled and self.kind == "n"
            if not (fits or (scale and reader.glued(self.i))):
                return False
            self.i += 1
            return self._take()
        if low not in reader.table.words["and"] or (self.scaled and self._part(self.i + 1)[1]) or not self._joins(value):
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
        if after >= reader.n or self.ahead >= _AHEAD:
            return False
        end, _, whole = Cardinal(reader, after, self.ahead + 1).read()
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
        mark = reader.low(self.i)
        spoken = mark in reader.table.words["spoken_point"]  # "siete con cincuenta": only where nothing else follows
        if not (spoken or mark in reader.table.words["point"]) or self.current is None or self.kind != "n":
            return
        digits, j = "", self.i + 1
        while reader.low(j) in reader.table.add and reader.table.add[reader.low(j)] < 10:
            digits += str(int(reader.table.add[reader.low(j)]))
            j += 1
        if not digits:
            possible = self.i + 1 < reader.n and self.ahead < _AHEAD
            j, _, value = Cardinal(reader, self.i + 1, self.ahead + 1).read() if possible else (self.i, "", 0.0)
            digits = str(int(value)) if j > self.i + 1 else ""
        if spoken and not (j >= reader.n or reader.words[j].kind in "pb" or reader.low(j) in reader.table.words["spoken_end"]):
            return
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
        under = table.denominators.get(low) or table.ordinals.get(low) or reader.suffixed(low)
        ended = (
            j + 1 >= reader.n
            or reader.words[j + 1].kind in "pb"
            or reader.low(j + 1) in table.times
            or reader.low(j + 1) in table.words["spoken_end"]
        )
        if j == first or not under or under <= over or ((low in table.ordinals or over > 1) and not ended):
            return j, 0.0
        return j + 1, over / under
