"""Expressions of time -> calendar values, resolved against the publication date, tense and what was dated before.

The design is HeidelTime's (Strötgen & Gertz 2013) in outline: every expression first keeps what its words say, then what
they leave out is found from a reference: the day of publication, or an anchor, the last date of the same or the
paragraph before. Without a reference an expression stays unresolved; nothing is guessed from today's date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.extract.calendar import FINENESS, add, at_unit, bounds, to_edtf, unit_of
from onrecord.extract.times_forms import clock_form, join_ends, roman, written
from onrecord.extract.times_read import Expression
from onrecord.extract.times_reference import Reference, Resolved, exists

_LENGTHS = {"Y": "P{}Y", "M": "P{}M", "W": "P{}W", "D": "P{}D", "Q": "P{}Q", "S": "P{}S", "E": "P{}DE", "C": "P{}CE", "WE": "P{}WE", "N": "PT{}N", "h": "PT{}H", "m": "PT{}M", "s": "PT{}S"}  # fmt: skip
_OPPOSITE = {"SP": "FA", "SU": "WI", "FA": "SP", "WI": "SU"}
_UNKNOWN = {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "D": "XXXX-XX-XX", "Q": "XXXX-QX", "E": "XXX", "C": "XX"}


class Resolver(Reference):
    """Resolves one document's expressions in text order; ``now`` is its day of publication, if known."""

    def resolve(self, item: Expression, block: int, tense: Callable[[], str]) -> Resolved:
        """What an expression means. ``tense`` is asked only where the words leave the direction open."""
        self.block, self.tense = block, tense
        try:
            found = _KINDS[item.kind](self, item)
        except (ValueError, OverflowError):
            found = Resolved(None, None, "DATE")
        compared = item.names.get("ref") == "anchor" and (item.numbers.get("sign", 0) < 0 or item.numbers.get("n", 0) < 0)
        if found.timex and found.type in ("DATE", "TIME") and found.edtf and item.kind not in ("days", "years") and not compared:
            self.anchors.append((found.timex[:10] if "T" in found.timex else found.timex, block))
            if item.before != "SINCE":
                self.told.append(self.anchors[-1])
        return found

    def _year(self, item: Expression) -> int | None:
        """The year that an expression names, by itself or by what dates it."""
        if "year" in item.numbers:
            return self._full_year(item.numbers["year"], item.names.get("year_text", ""))
        if item.within is not None:
            whole = self.resolve_part(item.within)
            return int(whole[:4]) if whole and len(whole) >= 4 and whole[:4].isdecimal() else None
        return None

    def resolve_part(self, item: Expression) -> str | None:
        found = _KINDS[item.kind](self, item)
        return found.timex if found.edtf else None

    # kinds

    def date(self, item: Expression) -> Resolved:
        if "slash" in item.names:
            return self._dated(item, self._slash(item.names["slash"]))
        if "quarter" in item.numbers or "half" in item.numbers:
            return self._dated(item, self._quarter(item))
        year, month, day = self._year(item), int(item.numbers.get("month", 0)), int(item.numbers.get("day", 0))
        if month == 0:
            return self._weekday_nth(item, day) if "wday" in item.numbers else self._dated(item, f"{year:04d}" if year else None)
        ending = f"-{month:02d}" + (f"-{day:02d}" if day else "")
        if year is not None:
            return self._dated(item, f"{year:04d}{ending}")
        if self.now is None:
            return Resolved("XXXX" + ending, None, "DATE")
        if item.names.get("ref") == "anchor":
            anchor = self._reference(item, "Y")
            return self._dated(item, f"{anchor[:4]}{ending}" if anchor else None)
        if "shift" in item.numbers:
            return self._dated(item, self._shifted(item, [f"{y:04d}{ending}" for y in self._years(told=False)]))
        found = self._nearest(item, [c for c in (f"{y:04d}{ending}" for y in self._years()) if exists(c)])
        return self._dated(item, found) if found else Resolved("XXXX" + ending, None, "DATE")

    def _slash(self, text: str) -> str | None:
        parts = re.split("[/.-]", text)
        if parts[1].isalpha():
            month = self.months.get(parts[1].lower(), 0)
            numbers = [int(parts[0]), month, int(parts[2])]
        else:
            numbers = [int(p) for p in parts]
        if len(parts[0]) == 4:
            year, month, day = numbers
        else:
            day, month, year = numbers if self.day_first or parts[1].isalpha() or "." in text else (numbers[1], numbers[0], numbers[2])
            year = self._full_year(year, parts[2])
        if month > 12 >= day:
            day, month = month, day
        value = f"{year:04d}-{month:02d}-{day:02d}"
        return value if 1000 <= year < 2200 and len(value) == 10 and exists(value) else None

    def _quarter(self, item: Expression) -> str | None:
        kind = "Q" if "quarter" in item.numbers else "H"
        count = 4 if kind == "Q" else 2
        k = int(item.numbers.get("quarter", item.numbers.get("half", 0)))
        k = count if k == -1 else k
        if not 1 <= k <= count:
            return None
        year = self._year(item)
        if year is not None:
            return f"{year:04d}-{kind}{k}"
        if self.now is None or item.within is not None:
            return None
        return self._nearest(item, [f"{y:04d}-{kind}{k}" for y in self._years()])

    def _weekday_nth(self, item: Expression, day: int) -> Resolved:
        if self.now is None:
            return Resolved(None, None, "DATE")
        month = f"{self.now.year:04d}-{self.now.month:02d}"
        for value in (f"{add(month, 'M', n)}-{day:02d}" for n in (0, 1, -1, 2, -2)):
            if exists(value) and date.fromisoformat(value).isoweekday() == item.numbers["wday"]:
                return self._dated(item, value)
        return Resolved(None, None, "DATE")

    def days(self, item: Expression) -> Resolved:
        first = self.date(item)
        if not first.timex:
            return first
        last = f"{first.timex[:8]}{int(item.numbers['day2']):02d}"
        value = f"{first.timex}/{last}"
        return Resolved(value, value if first.edtf and exists(last) else None, "DATE")

    def weekday(self, item: Expression) -> Resolved:
        wday = int(item.numbers["wday"])
        if item.within is not None:
            week = self.resolve_part(item.within)
            return self._dated(item, (bounds(week)[0] + timedelta(wday - 1)).isoformat() if week else None)
        reference = self._reference(item, "D")
        if reference is None:
            return Resolved(f"XXXX-WXX-{wday}", None, "DATE")
        day = bounds(reference)[0]
        back = (day.isoweekday() - wday) % 7
        shift = item.numbers.get("shift")
        if item.names.get("ref") == "anchor":
            shift = shift or 1.0
        if shift is not None and shift < 0:
            day -= timedelta(back or 7)
        elif shift is not None and shift > 0:
            day += timedelta((-back) % 7 or 7)
        elif shift == 0:
            day += timedelta(wday - day.isoweekday())
        elif item.before == "UNTIL" or self.tense() == "future":
            day += timedelta((-back) % 7)
        else:
            day -= timedelta(back)
        return self._dated(item, day.isoformat())

    def rel(self, item: Expression) -> Resolved:
        unit = item.names["unit"]
        if "X" in (item.names.get("n"), item.names.get("n_text")):
            return Resolved("PAST_REF" if item.numbers.get("sign", 0) < 0 else "FUTURE_REF", None, "DATE")
        if item.names.get("ref") == "near":
            weeks = [add(at_unit(self.now.isoformat(), unit) or "", unit, k) for k in (-1, 0, 1)] if self.now else []
            return self._dated(item, self._nearest(item, weeks[1:] if item.before == "UNTIL" else weeks))
        n = item.numbers.get("off", item.numbers.get("shift", item.numbers.get("n", 0.0) * item.numbers.get("sign", 1.0)))
        if item.rule == "the day before yesterday":
            n = item.numbers["day"] * 2 if "day" in item.numbers else 2.0
        if unit in ("h", "m", "s"):
            return self._short(item, unit, n)
        if n != int(n):
            unit, n = {"Y": "M", "E": "Y", "C": "Y"}.get(unit, "D"), n * {"Y": 12, "E": 10, "C": 100, "W": 7, "M": 30}.get(unit, 1)
        reference = self._reference(item, unit)
        if reference is None:
            return Resolved(_UNKNOWN.get(unit), None, "DATE")
        coarse = unit in ("Y", "M", "E", "W") and unit_of(reference) in ("D", "W")
        if (
            not item.numbers.get("keep")
            or coarse
            or (item.names.get("ref") == "anchor" and reference == (self.now and self.now.isoformat()))
        ):
            reference = at_unit(reference, unit) or reference
        return self._dated(item, add(reference, unit, int(n)))

    def _short(self, item: Expression, unit: str, n: float) -> Resolved:
        if n == 0:
            return Resolved("PRESENT_REF", None, "DATE")
        if self.hour is not None and unit in ("h", "m"):
            moment = (self.hour + timedelta(minutes=n * (60 if unit == "h" else 1))).isoformat(timespec="minutes")
            return Resolved(moment, moment, "TIME")
        return Resolved(_LENGTHS[unit].format(written(abs(n))), None, "DURATION")

    def season(self, item: Expression) -> Resolved:
        """A season; in the south it is counted where the north has the opposite one."""
        if not self.south or item.names["season"] not in _OPPOSITE:
            return self._season(item, item.names["season"])
        found = self._season(item, _OPPOSITE[item.names["season"]])
        timex = found.timex[:-2] + item.names["season"] if found.timex else None
        return Resolved(timex, found.edtf, found.type)

    def _season(self, item: Expression, name: str) -> Resolved:
        year = self._year(item)
        if year is None and self.now is None:
            return Resolved(name, None, "DATE")
        if year is None and item.names.get("ref") == "anchor":
            anchor = self._reference(item, "Y")
            year = int(anchor[:4]) + int(item.numbers.get("shift", 0)) if anchor else None
            return self._dated(item, f"{year:04d}-{name}" if year else None)
        if year is None:
            candidates = [f"{y:04d}-{name}" for y in self._years("shift" not in item.numbers)]
            found = self._shifted(item, candidates) if "shift" in item.numbers else self._nearest(item, candidates)
            return self._dated(item, found)
        return self._dated(item, f"{year:04d}-{name}")

    def decade(self, item: Expression) -> Resolved:
        if "decade" in item.numbers:
            return self._dated(item, f"19{int(item.numbers['decade'])}")
        year = int(item.numbers["year"])
        if year % 10:
            return Resolved(None, None, "DATE")
        if year < 100:
            year += 1900 if year >= 20 else 2000
        return self._dated(item, f"{year // 10:03d}")

    def century(self, item: Expression) -> Resolved:
        n = int(item.numbers["n"]) if "n" in item.numbers else roman(item.names["roman"])
        return self._dated(item, f"{n - 1:02d}")

    def nth(self, item: Expression) -> Resolved:
        """The first week of March, the last day of the year."""
        whole = self.resolve_part(item.within) if item.within else None
        if whole is None:
            return Resolved(None, None, "DATE")
        unit, n = item.names["unit"], int(item.numbers.get("n", 1))
        start = bounds(whole)[0 if n > 0 else 1]
        if unit == "W":  # that of the first or last Thursday, as ISO 8601 has it for years
            start += timedelta((4 - start.isoweekday()) % 7) if n > 0 else -timedelta((start.isoweekday() - 4) % 7)
        value = at_unit(start.isoformat(), unit)
        return self._dated(item, add(value, unit, n - 1 if n > 0 else n + 1) if value else None)

    def same(self, item: Expression) -> Resolved:
        """The same period last year: what was dated before, in another year."""
        year, unit = self._year(item), item.names.get("unit", "D")
        anchor = next((v for v, block in reversed(self.anchors) if block >= self.block - 1 and unit_of(v) in ("M", "Q", "S", "D")), None)
        value = at_unit(anchor, unit) if anchor and unit != "D" else anchor
        return self._dated(item, f"{year:04d}{value[4:]}" if year and value else None)

    def week(self, item: Expression) -> Resolved:
        year = self._year(item) or (self.now.year if self.now else None)
        n = int(item.numbers["n"])
        return self._dated(item, f"{year:04d}-W{n:02d}" if year and 1 <= n <= 53 else None)

    def year(self, item: Expression) -> Resolved:
        return self._dated(item, f"{int(item.numbers['year']):04d}")

    def years(self, item: Expression) -> Resolved:
        first, text = int(item.numbers["year"]), item.names["year2_text"]
        if len(text) == 2 and 1 <= int(text) <= 12 and int(text) <= first % 100:
            return self._dated(item, f"{first:04d}-{text}")  # "2015-12"
        last = int(item.numbers["year2"]) if len(text) == 4 else first // 100 * 100 + int(item.numbers["year2"])
        if not first < last <= first + 150:
            return Resolved(f"{first:04d}", f"{first:04d}", "DATE")
        return Resolved(f"{first:04d}/{last:04d}", f"{first:04d}/{last:04d}", "DATE")

    def named(self, item: Expression) -> Resolved:
        ending = "-" + item.names["named"]
        year = self._year(item)
        if year is None and self.now is None:
            return Resolved("XXXX" + ending, None, "DATE")
        if year is None:
            return self._dated(item, self._nearest(item, [f"{y:04d}{ending}" for y in self._years()]))
        return self._dated(item, f"{year:04d}{ending}")

    def span(self, item: Expression) -> Resolved:
        """The past two years: a length, and where publication dates it, from when to when."""
        unit, shift = item.names["unit"], item.numbers["shift"]
        if item.names.get("n") == "X" or "n" not in item.numbers:
            return Resolved(_LENGTHS[unit].format("X"), None, "DURATION")
        n = item.numbers["n"]
        timex = _LENGTHS[unit].format(written(n)) if unit != "F" else f"P{written(2 * n)}W"
        if self.now is None or n != int(n) or unit not in FINENESS or item.names.get("shift_ref"):
            return Resolved(timex, None, "DURATION")
        step = "D" if unit in ("W", "WE", "F") else unit
        size = int(n) * {"W": 7, "WE": 7, "F": 14}.get(unit, 1)
        here = at_unit(self.now.isoformat(), step) or self.now.isoformat()
        there = add(here, step, size if shift > 0 else -size)
        first, last = (here, there) if shift > 0 else (there, here)
        return Resolved(timex, join_ends(to_edtf(first), to_edtf(last)), "DURATION")

    def dur(self, item: Expression) -> Resolved:
        unit = item.names["unit"]
        if item.names.get("n") == "X":
            return Resolved(_LENGTHS.get(unit, "P{}W").format("X"), None, "DURATION")
        n = item.numbers.get("n", 1.0) + item.numbers.get("half", 0.0)
        if unit == "F":
            unit, n = "W", 2 * n
        if unit == "h" and n < 1:
            unit, n = "m", 60 * n
        timex = _LENGTHS[unit].format(written(n))
        if "n2" in item.numbers:
            more = _LENGTHS[item.names["unit2"]].format(written(item.numbers["n2"]))
            timex += more[1:] if not ("T" in timex and "T" in more) else more[2:]
        return Resolved(timex, None, "DURATION")

    def set(self, item: Expression) -> Resolved:
        if "set" in item.names:
            return Resolved(item.names["set"], None, "SET")
        if "wday" in item.numbers:
            return Resolved(f"XXXX-WXX-{int(item.numbers['wday'])}", None, "SET")
        if "unit" not in item.names:
            return Resolved(None, None, "SET")
        return Resolved(_LENGTHS.get(item.names["unit"], "P{}D").format(written(item.numbers.get("n", 1.0))), None, "SET")

    def rate(self, item: Expression) -> Resolved:
        return self.set(item)

    def then(self, item: Expression) -> Resolved:
        """That time: what was dated last."""
        anchor = next((v for v, block in reversed(self.anchors) if block >= self.block - 1), None)
        return self._dated(item, anchor)

    def nothing(self, item: Expression) -> Resolved:
        """Words that a rule takes so that no other does."""
        return Resolved(None, None, "DATE")

    def ref(self, item: Expression) -> Resolved:
        return Resolved(item.names.get("vague") or item.names["ref"], None, "DATE")

    def clock(self, item: Expression) -> Resolved:
        day = self._day()
        clock = clock_form(item)
        return Resolved(f"{day}{clock}" if clock else None, f"{day}{clock}" if clock and day else None, "TIME")

    def part(self, item: Expression) -> Resolved:
        day = self._day()
        return Resolved(f"{day}T{item.names['part']}", day or None, "TIME")

    def _dated(self, item: Expression, value: str | None) -> Resolved:
        if value is None or (value[:2].isdecimal() and not exists(value)):
            return Resolved(None, None, "DATE")
        edtf = to_edtf(value)
        if item.time is None and "part" not in item.names:
            return Resolved(value, edtf, "DATE")
        if item.time is not None and item.time.kind == "clock":
            clock = clock_form(item.time)
            if not clock:
                return Resolved(value, edtf, "DATE")
            return Resolved(value + clock, None if "X" in value else to_edtf(value + clock), "TIME")
        part = item.names.get("part") or (item.time.names["part"] if item.time else "")
        return Resolved(f"{value}T{part}", edtf, "TIME")


_KINDS: dict[str, Callable[[Resolver, Expression], Resolved]] = {
    "date": Resolver.date, "days": Resolver.days, "weekday": Resolver.weekday, "rel": Resolver.rel, "season": Resolver.season,
    "decade": Resolver.decade, "century": Resolver.century, "nth": Resolver.nth, "week": Resolver.week, "year": Resolver.year,
    "years": Resolver.years, "same": Resolver.same, "nothing": Resolver.nothing, "then": Resolver.then, "named": Resolver.named, "span": Resolver.span, "dur": Resolver.dur, "set": Resolver.set,
    "rate": Resolver.rate, "ref": Resolver.ref, "clock": Resolver.clock, "part": Resolver.part,
}  # fmt: skip
