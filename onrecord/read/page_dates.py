"""Dates as pages write them for machines -> ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import pairwise

from onrecord.lang import LANGUAGES, load_pack
from onrecord.read.dates import find_date

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+\-]\d{2}(?::?\d{2})?)?)?(?![\d])", re.IGNORECASE
)  # fmt: skip
_WHOLE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+\-]\d\d:\d\d)?)?")
_STAMP = re.compile(r"\d{10}(?:\d{3})?")
_EARLIEST = 1600


def iso_date(value: str | None) -> str | None:
    """A date, or a date with its time of day where the value has one: "2024-03-02", "2024-03-02T10:00:00+01:00"; as it stands where it is ISO 8601. Reads
    ISO 8601 and its near forms, RFC 2822, seconds since 1970, and dates with the month in words; else None."""
    value = (value or "").strip()
    if not value or len(value) > 120:
        return None
    match = _ISO.match(value)
    if match:
        found_parts = _from_parts(*match.groups())
        return value if found_parts and _WHOLE.fullmatch(value) else found_parts
    if _STAMP.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return find_date(value)
    return found.isoformat() if found.year > _EARLIEST else None


def has_date(line: str) -> bool:
    """Whether a line has a day and a month, or a whole date, in it."""
    if find_date(line):
        return True
    tokens = re.findall(r"\d+|[^\W\d_]+", line.lower())
    months = month_names()
    return any(
        (a.isdecimal() and int(a[:4]) <= 31 and b in months) or (b.isdecimal() and int(b[:4]) <= 31 and a in months)
        for a, b in pairwise(_plain(tokens))
    )


def _plain(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token not in ("st", "nd", "rd", "th", "of", "de")]


@cache
def month_names() -> frozenset[str]:
    """The names of months, short and long, in lower case, of all languages."""
    return frozenset(name for code in LANGUAGES for name in load_pack(code)["structure"]["months"])


def _from_parts(year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> str | None:
    try:
        whole = date(int(year), int(month), int(day))
        if whole.year < _EARLIEST:
            return None
        if hour is None:
            return whole.isoformat()
        moment = datetime(whole.year, whole.month, whole.day, int(hour), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    return moment.isoformat() + _zone(zone)


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
