"""Arithmetic of calendar values, and their two written forms: TIMEX3 values in, EDTF out.

A value is a TIMEX3 string that says no more than is known: "2024", "2024-06", "2024-06-05", "2024-W23", "2024-W23-WE",
"2024-Q2", "2024-H1", "2024-SU", "199" (a decade), "19" (a century).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month of each, in the north
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-([QH])(\d)|(\d{4})-(SP|SU|FA|WI)")


def month_value(months: int) -> str:
    """The value of a month counted from year 0."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def bounds(value: str) -> tuple[date, date]:
    """First and last day of a value.

    Raises:
        ValueError: no such day, or no value of the calendar.
    """
    if (m := _WEEK.fullmatch(value)) is not None:
        first = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (first + timedelta(5), first + timedelta(6)) if m[3] else (first, first + timedelta(6))
    if (m := _PART.fullmatch(value)) is not None:
        year = int(m[1] or m[4])
        length = 3 if m[5] or m[2] == "Q" else 6
        month = SEASONS[m[5]] if m[5] else (int(m[3]) - 1) * length + 1
        return _months(year * 12 + month - 1, length)
    if len(value) == 2:
        return date(max(int(value) * 100, 1), 1, 1), date(int(value) * 100 + 99, 12, 31)
    if len(value) == 3:
        return date(max(int(value) * 10, 1), 1, 1), date(int(value) * 10 + 9, 12, 31)
    if len(value) == 4:
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if len(value) == 7:
        return _months(int(value[:4]) * 12 + int(value[5:]) - 1, 1)
    day = date.fromisoformat(value[:10])
    return day, day


def _months(first: int, length: int) -> tuple[date, date]:
    last = first + length
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1) - timedelta(1)


def unit_of(value: str) -> str:
    """The unit that a value names: C, E (decade), Y, S (season or half), Q, M, W or D."""
    if "-W" in value and not value.endswith("WI"):
        return "W"
    if (m := _PART.fullmatch(value)) is not None:
        return "Q" if m[2] == "Q" else "S"
    return {2: "C", 3: "E", 4: "Y", 7: "M"}.get(len(value), "D")


FINENESS = {"C": 0, "E": 1, "Y": 2, "S": 3, "Q": 4, "M": 5, "W": 6, "WE": 6, "F": 6, "D": 7}


def at_unit(value: str, unit: str) -> str | None:
    """The year, month, week … that a value lies in; None where it is too coarse to tell."""
    if FINENESS[unit_of(value)] < FINENESS.get(unit, 9):
        return None
    return _day_at(bounds(value)[0], unit)


def _day_at(day: date, unit: str) -> str:
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "S":
        return f"{day.year:04d}-H{1 if day.month < 7 else 2}"
    return {
        "C": f"{day.year // 100:02d}",
        "E": f"{day.year // 10:03d}",
        "Y": f"{day.year:04d}",
        "M": f"{day.year:04d}-{day.month:02d}",
    }.get(unit, day.isoformat())


def add(value: str, unit: str, n: int) -> str:
    """A value moved by ``n`` units, as fine as it was ("2009-Q3" less a year is "2008-Q3").

    Raises:
        ValueError: out of the calendar.
    """
    unit, n = {"F": ("W", 2 * n)}.get(unit, (unit, n))
    own = unit_of(value)
    if own in ("C", "E") and unit == own:
        return f"{_in_calendar(int(value) + n, len(value)):0{len(value)}d}"
    if (m := _PART.fullmatch(value)) is not None and unit in ("Y", "E", "C"):
        years = n * {"Y": 1, "E": 10, "C": 100}[unit]
        return f"{_in_calendar(int(value[:4]) + years, 4):04d}{value[4:]}"
    if m is not None and unit in ("Q", "S") and m[2]:
        size = 4 if m[2] == "Q" else 2
        k = int(m[1]) * size + int(m[3]) - 1 + n
        return f"{_in_calendar(k // size, 4):04d}-{m[2]}{k % size + 1}"
    first = bounds(value)[0]
    moved = (
        first + timedelta(n * (1 if unit in ("D", "N") else 7))
        if unit in ("W", "WE", "D", "N")
        else _add_months(first, n * {"M": 1, "Q": 3, "S": 6, "Y": 12, "E": 120, "C": 1200}[unit])
    )
    return _day_at(moved, "WE" if value.endswith("-WE") else own)


def _in_calendar(number: int, digits: int) -> int:
    if not 0 <= number < 10**digits:
        raise ValueError("out of the calendar")
    return number


def _add_months(day: date, n: int) -> date:
    k = day.year * 12 + day.month - 1 + n
    last = _months(k, 1)[1]
    return last.replace(day=min(day.day, last.day))


def to_edtf(value: str) -> str | None:
    """The EDTF form: seasons, quarters, halves and weeks as intervals of what they span."""
    if (m := re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.*)?", value)) is not None:
        clock = m[2] or ""
        return m[1] + clock if re.match(r"T\d\d:\d\d", clock) else m[1]
    if "X" in value or not value[:2].isdigit():
        return None
    if len(value) in (2, 3):
        return value + "X" * (4 - len(value))
    unit = unit_of(value)
    if unit in ("Y", "M", "D"):
        return value
    first, last = bounds(value)
    if unit == "W":
        return f"{first.isoformat()}/{last.isoformat()}"
    return f"{first.year:04d}-{first.month:02d}/{last.year:04d}-{last.month:02d}"
