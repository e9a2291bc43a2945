"""Entries of a live blog, and when each was published."""

from __future__ import annotations

import re
from collections import defaultdict

from onrecord.read.page_dates import iso_date
from onrecord.read.page_names import Element

_FEWEST = 3  # entries; fewer are no live blog
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?!\d)")


def times_of_entries(container: Element, published: str | None) -> dict[Element, str]:
    """Entry -> ISO date-time. Entries are alike, stand side by side, and each has a time element."""
    entries: dict[tuple[Element, str], dict[Element, str]] = defaultdict(dict)
    for time in container.iter("time"):
        value = _moment(time, published)
        if not value:
            continue
        element = time
        for parent in time.iterancestors():
            entries[(parent, element.tag)].setdefault(element, value)
            if parent is container:
                break
            element = parent
    best = max(entries.values(), key=len, default={})
    return best if len(best) >= _FEWEST and "T" in "".join(best.values()) else {}


def _moment(time: Element, published: str | None) -> str | None:
    value = time.get("datetime") or ""
    found = iso_date(value)
    if found:
        return found
    match = _TIME.match(value.strip() or "".join(time.itertext()).strip())
    if match and published and int(match[1]) < 24 and int(match[2]) < 60:
        return f"{published[:10]}T{int(match[1]):02}:{match[2]}"
    return None
