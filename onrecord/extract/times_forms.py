"""Written forms of times: clock times, and the intervals that an expression's place gives it."""

from __future__ import annotations

import re

from onrecord.extract.calendar import FINENESS, add, to_edtf
from onrecord.extract.times_read import Expression
from onrecord.extract.times_reference import Resolved


def written(n: float) -> str:
    return str(int(n)) if n == int(n) else f"{n:g}"


def roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[c] for c in text]
    return sum(-v if v < max(values[k:]) else v for k, v in enumerate(values))


def clock_form(item: Expression) -> str:
    """ "T18:40" of an hour; "" where it is none."""
    text = item.names.get("clock") or item.names.get("noon") or item.names.get("hour_text") or ""
    parts = [int(p) for p in re.split("[:.]", text) if p.isdecimal()] if text[:1].isdecimal() else [int(item.numbers.get("hour", 99))]
    hour, minute = parts[0], parts[1] if len(parts) > 1 else 0
    minute = 30 if item.numbers.get("half") else minute
    half = item.names.get("ampm", "")[:1]
    if half == "p" or (not half and item.names.get("part") in ("AF", "EV", "NI")):
        hour += 12 if hour < 12 else 0
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return ""
    return f"T{hour:02d}:{minute:02d}{item.names.get('zone', '') if item.names.get('zone') == 'Z' else ''}"


def join_ends(first: str | None, last: str | None) -> str | None:
    return f"{first.split('/')[0]}/{last.split('/')[-1]}" if first and last else None


def interval(item: Expression, found: Resolved, other: Resolved | None) -> str | None:
    """The EDTF of an expression in its place: open after "since", open before "until", from end to end in a range."""
    if found.type not in ("DATE", "TIME") or not found.edtf:
        return found.edtf
    if other is not None and other.edtf:
        first, last = (found, other) if item.opens else (other, found)
        return join_ends(first.edtf, last.edtf)
    if item.before == "SINCE":
        return found.edtf.split("/")[0] + "/.."
    if item.before == "UNTIL":
        return "../" + found.edtf.split("/")[-1]
    return found.edtf


def ending_at(item: Expression, end: Resolved) -> str | None:
    """ "the two years to March": the interval of a length that ends at a date."""
    unit, n = item.names.get("unit", ""), item.numbers.get("n", 0.0)
    if not end.edtf or not end.timex or unit not in FINENESS or n != int(n) or not n:
        return None
    try:
        return join_ends(to_edtf(add(end.timex, unit, -int(n))), end.edtf)
    except (ValueError, KeyError):
        return None
