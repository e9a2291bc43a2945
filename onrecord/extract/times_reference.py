"""What an expression of time counts from: the day of publication, the tense, and what was dated before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.extract.calendar import FINENESS, bounds, unit_of
from onrecord.extract.times_read import Expression

_LONG_AGO, _SOON = 300, 45  # days
_FAR = 2  # years back from which a paragraph's own dates date what follows


@dataclass(frozen=True, slots=True)
class Resolved:
    timex: str | None
    edtf: str | None
    type: str


class Reference:
    """One document's references; ``now`` is its day of publication, if known."""

    def __init__(self, now: date | None, months: dict[str, int], day_first: bool) -> None:
        self.now, self.months, self.day_first = now, months, day_first
        self.hour: datetime | None = None  # the hour of an entry that has one
        self.anchors: list[tuple[str, int]] = []  # (value, block)
        self.told: list[tuple[str, int]] = []  # those of them that something is told of, not counted from
        self.block = 0
        self.south = False  # the text stands in the southern hemisphere
        self.tense: Callable[[], str] = lambda: ""

    def moved(self, at: str | None, published: date | None) -> None:
        """Count from ``at``, the ISO date-time of an entry, from here on; without one, from the day of publication."""
        try:
            moment = datetime.fromisoformat(at) if at else None
        except ValueError:
            moment = None
        self.now = moment.date() if moment else published
        self.hour = moment.replace(tzinfo=None) if moment and at and len(at) > 10 else None

    def _reference(self, item: Expression, unit: str) -> str | None:
        """The value that an expression counts from: an anchor if it asks for one, else the day of publication."""
        if item.names.get("ref") == "anchor":
            for value, block in reversed(self.anchors):
                if block < self.block - 1:
                    break
                if FINENESS[unit_of(value)] >= min(FINENESS.get(unit, 7), 7):
                    return value
            if unit not in ("Y", "Q", "M"):
                return None
        return self.now.isoformat() if self.now else None

    def _narrated(self) -> date | None:
        """The last date of the same paragraph, where that tells of years long past."""
        if not self.told or self.now is None or self.told[-1][1] != self.block:
            return None
        first = bounds(self.told[-1][0])[0]
        return first if first.year <= self.now.year - _FAR and self.tense() == "past" else None

    def _nearest(self, item: Expression, candidates: list[str]) -> str | None:
        """Of values in calendar order, the one that publication date and tense point at."""
        if self.now is None:
            return None
        told = self._narrated()
        if told is not None:
            return next((c for c in candidates if bounds(c)[1] >= told), None)
        tense = self.tense()
        if item.before == "UNTIL" and tense != "future":
            tense = ""  # "is closed until", "had asked him to leave by": what ends may lie on either side
        past = [c for c in candidates if bounds(c)[0] <= self.now]
        ahead = [c for c in candidates if bounds(c)[1] >= self.now]
        if item.before == "SINCE" or not ahead:
            return past[-1] if past else None
        if not past or tense == "future":
            return ahead[0]
        # what lies far back or far ahead would be named with its year
        ago, until = _away(past[-1], self.now), _away(ahead[0], self.now)
        if tense == "past":
            return ahead[0] if ago > _LONG_AGO and until < _SOON else past[-1]
        return ahead[0] if until * 3 < ago * 2 else past[-1]

    def _years(self, told: bool = True) -> range:
        """Years about the reference, wide enough for a paragraph about the past."""
        assert self.now is not None
        tale = self._narrated() if told else None
        year = tale.year if tale else self.now.year
        return range(year - 1, year + 3)

    def _full_year(self, year: float, text: str) -> int:
        if len(text) != 2:
            return int(year)
        limit = (self.now.year if self.now else 2030) + 10
        return int(year) + (2000 if 2000 + year <= limit else 1900)

    def _shifted(self, item: Expression, candidates: list[str]) -> str | None:
        """Last, this or next of what comes once a year."""
        if self.now is None:
            return None
        shift = item.numbers["shift"]
        if shift < 0:
            return next((c for c in reversed(candidates) if bounds(c)[1] < self.now), None)
        if shift > 0:
            return next((c for c in candidates if bounds(c)[0] > self.now), None)
        return next((c for c in candidates if c[:4] == f"{self.now.year:04d}"), None)

    def _day(self) -> str:
        """The day that an hour belongs to which names none: the paragraph's last, or that of publication."""
        for value, block in reversed(self.anchors):
            if block == self.block and unit_of(value) == "D":
                return value
        return self.now.isoformat() if self.now else ""


def exists(value: str) -> bool:
    try:
        bounds(value)
    except ValueError:
        return False
    return True


def _away(value: str, day: date) -> int:
    first, last = bounds(value)
    return 0 if first <= day <= last else min(abs((first - day).days), abs((last - day).days))
