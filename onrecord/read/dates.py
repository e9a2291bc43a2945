"""Dates as the heads of articles write them -> ISO dates. Month names come from the language packs."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from onrecord.lang import LANGUAGES, load_pack

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th|º|ª|\.)?"


@cache
def _months() -> dict[str, int]:
    return {name: number for code in LANGUAGES for name, number in load_pack(code)["structure"]["months"].items()}


@cache
def _names() -> str:
    return "|".join(sorted(_months(), key=lambda name: (-len(name), name)))


@cache
def _written() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = _names()
    day_first = rf"\b{_ORDINAL}\s*+(?:(?:-|of|de)\s*+)?({names})\b\.?,?\s*+(?:(?:-|of|del?)\s*+)?(\d{{4}})\b"
    month_first = rf"\b({names})\b\.?\s*{_ORDINAL},?\s*(\d{{4}})\b"
    return re.compile(day_first, re.IGNORECASE), re.compile(month_first, re.IGNORECASE)


def find_date(text: str) -> str | None:
    """The first full date in a text as YYYY-MM-DD: ISO, "12 March 2025", "March 12, 2025", "12 de marzo de 2025",
    "25/03/2025". None if there is none, or if day and month cannot be told apart."""
    day_first, month_first = _written()
    found: list[tuple[int, str]] = []
    for pattern, order in ((_ISO, "ymd"), (day_first, "dmy"), (month_first, "mdy")):
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            iso = _iso(int(parts["y"]), _month(parts["m"]), int(parts["d"]))
            if iso:
                found.append((match.start(), iso))
                break
    found.extend(_numeric(text))
    return min(found)[1] if found else None


def find_day(text: str, year: int) -> str | None:
    """The first day and month in a text ("Tuesday 4 March", "March 4", "4 de marzo") as a date of ``year``."""
    names = _names()
    match = re.search(rf"\b{_ORDINAL}\s*(?:of|de)?\s*({names})\b|\b({names})\b\.?\s*{_ORDINAL}(?!\d)", text, re.IGNORECASE)
    if match is None:
        return None
    day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
    return _iso(year, _month(month), int(day))


def find_iso_date(text: str) -> str | None:
    """The first date that is written YYYY-MM-DD."""
    dates = (_iso(*map(int, match.groups())) for match in _ISO.finditer(text))
    return next((date for date in dates if date), None)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _months()[word.lower()]


def _numeric(text: str) -> list[tuple[int, str]]:
    match = _NUMERIC.search(text)
    if not match:
        return []
    first, second, year = map(int, match.groups())
    if first <= 12 and second <= 12 and first != second:
        return []  # day and month, or month and day: not to be guessed
    iso = _iso(year, min(first, second) if max(first, second) > 12 else first, max(first, second))
    return [(match.start(), iso)] if iso else []


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
