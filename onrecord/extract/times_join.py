"""Expressions of time put together: an hour with its day, a quarter with its year, the two ends of a range."""

from __future__ import annotations

import itertools

from onrecord.extract.times_read import Expression, has_class

_DATED = frozenset({"date", "season", "nth", "week", "days", "same"})
_DAYS = frozenset({"weekday", "date", "named"})


def join_expressions(found: list[Expression], symbols: str, lang: str) -> list[Expression]:
    """The expressions of a block with their parts joined; those that need another and have none are left out."""
    joined: list[Expression] = []
    for item in found:
        if has_class(symbols, item.first - 1, "SINCE", lang):
            item.before = "SINCE"
        elif has_class(symbols, item.first - 1, "UNTIL", lang):
            item.before = "UNTIL"
        while joined:
            merged = _merge(joined[-1], item, symbols, lang)
            if merged is None:
                break
            joined.pop()
            item = merged
        joined.append(item)
    kept = [item for item in joined if not item.needs and item.kind != "edge"]
    _ranges(kept, symbols, lang)
    return kept


def _merge(a: Expression, b: Expression, symbols: str, lang: str) -> Expression | None:
    """``a`` and ``b`` as one expression, where their kinds and the words between them say that they are one."""
    gap = symbols[a.last : b.first]
    if len(gap) > 3 or "\n" in gap:
        return None
    if a.kind == "edge":
        return _edge(a, b) if not gap or all(has_class(c, 0, "LINK", lang) for c in gap) else None
    link = not gap or all(has_class(c, 0, "LINK", lang) for c in gap)
    if not link:
        possessive = len(gap) == 1 and has_class(gap, 0, "POSS", lang)
        return _dated(b, a, a.start, a.first, b.end, b.last) if possessive and _is_partial(b) and _is_parent(a, b) else None
    comma = any(has_class(c, 0, "COMMA", lang) for c in gap)
    if _is_day(a) and b.kind in ("clock", "part"):
        return _timed(a, b, b)
    if a.kind in ("clock", "part") and _is_day(b):
        return _timed(b, a, b)
    if a.kind == "rel" and a.names.get("unit") == "W" and b.kind == "weekday" and _is_partial(b):
        return _dated(b, a, a.start, a.first, b.end, b.last)  # "next week Monday"
    if a.kind == "clock" and b.kind == "part":
        a.names.setdefault("part", b.names["part"])
        a.end, a.last = b.end, b.last
        return a
    if a.kind == "weekday" and b.kind == "date" and "day" in b.numbers and "shift" not in a.numbers:
        b.start, b.first, b.before = a.start, a.first, a.before
        return b
    if _is_partial(a) and _is_parent(b, a) and not (comma and a.kind not in ("date", "season")):
        return _dated(a, b, a.start, a.first, b.end, b.last)
    if a.kind == "rel" and a.names.get("unit") == "D" and not gap and b.kind == "date" and "day" in b.numbers:
        b.start, b.first = a.start, a.first
        return b
    return None


def _edge(a: Expression, b: Expression) -> Expression | None:
    if b.kind in ("dur", "set", "rate", "ref", "clock", "edge", "span"):
        return None
    b.start, b.first, b.before, b.mod = a.start, a.first, a.before, a.names.get("edge", "")
    if b.needs in ("edge", "day"):
        b.needs = ""
    return b


def _timed(day: Expression, hour: Expression, second: Expression) -> Expression:
    first = hour if second is day else day
    if day.time is not None and day.time.kind == "clock" and hour.kind == "part":  # "6:30 on Thursday morning"
        day.time.names.setdefault("part", hour.names.get("part", ""))
        hour = day.time
    elif day.time is not None:  # "Monday night at 8 p.m."
        hour.names.setdefault("part", day.time.names.get("part", ""))
    day.time, day.needs = hour, ""
    day.before = first.before
    day.start, day.first = first.start, first.first
    day.end, day.last = second.end, second.last
    return day


def _dated(part: Expression, whole: Expression, start: int, first: int, end: int, last: int) -> Expression:
    part.within, part.needs = whole, ""
    part.before = whole.before if whole.first == first else part.before
    part.start, part.first, part.end, part.last = start, first, end, last
    return part


def _is_day(item: Expression) -> bool:
    if item.kind == "rel":
        return item.names.get("unit") == "D" and "sign" not in item.numbers
    return item.kind in ("weekday", "named") or (item.kind == "date" and ("day" in item.numbers or "slash" in item.names))


def _is_partial(item: Expression) -> bool:
    """Whether an expression says when in the year, month or week, but not in which."""
    if item.within is not None:
        return False
    if item.kind == "weekday":
        return "shift" not in item.numbers
    if item.kind in ("part", "clock"):
        return False
    return item.kind in _DATED and "year" not in item.numbers and "shift" not in item.numbers and "slash" not in item.names


def _is_parent(item: Expression, part: Expression) -> bool:
    unit = item.names.get("unit", "")
    if item.kind == "rel" and part.kind == "weekday":
        return unit == "W"
    if item.kind == "rel" and part.kind == "nth":
        return unit in ("Y", "M", "Q") and unit != part.names.get("unit")
    if item.kind == "date" and part.kind in ("nth", "week"):
        return "day" not in item.numbers and (part.names.get("unit") in ("W", "D", "WE"))
    if part.kind == "weekday":
        return False
    if item.kind == "decade":
        return part.kind == "nth" and part.names.get("unit") == "Y"
    return item.kind == "year" or (item.kind == "rel" and unit in ("Y", "F"))


def _ends_at(a: Expression, b: Expression, symbols: str, gap: str, lang: str) -> bool:
    """ "in the two years to March"."""
    return len(gap) == 1 and has_class(gap, 0, "UPTO", lang) and has_class(symbols, a.first, "THE", lang) and b.kind in ("date", "year")


def _ranges(items: list[Expression], symbols: str, lang: str) -> None:
    """Tie "from A to B", "between A and B" and "A – B" together, and give the first the year of the second."""
    for a, b in itertools.pairwise(items):
        gap = symbols[a.last : b.first]
        if a.kind == "dur" and _ends_at(a, b, symbols, gap, lang):
            a.until = b
            continue
        if (
            a.until is not None
            or not 1 <= len(gap) <= 2
            or "\n" in gap
            or a.kind in ("dur", "set", "ref", "rate")
            or b.kind in ("dur", "set", "ref", "rate")
        ):
            continue
        opener = a.first - 1
        between = has_class(symbols, opener, "BETWEEN", lang) and has_class(gap, 0, "AND", lang)
        fromto = has_class(gap, 0, "UPTO", lang) and (
            has_class(symbols, opener, "FROM", lang) or (a.kind == b.kind and a.kind in ("date", "year"))
        )
        dash = len(gap) == 1 and has_class(gap, 0, "DASH", lang) and a.kind == b.kind
        if between or fromto or dash:
            a.until, b.until, a.opens = b, a, True
            if a.kind == "clock" and b.time is not None and _is_day(b):  # "between noon and 6 p.m. on Tuesday"
                hour = Expression("clock", a.rule, a.first, a.last, a.start, a.end, dict(a.numbers), dict(a.names))
                a.kind, a.numbers, a.names, a.within, a.time = b.kind, dict(b.numbers), dict(b.names), b.within, hour
            if a.kind == b.kind == "date" and "year" not in a.numbers and a.within is None and "slash" not in a.names:
                a.within = b.within
                if "year" in b.numbers:
                    a.numbers["year"] = b.numbers["year"]
