"""Entries of a live blog, and when each was published."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from onrecord.read.page_data import strings, texts
from onrecord.read.page_dates import iso_date
from onrecord.read.page_names import Element, fold
from onrecord.read.page_walk import Found

_FEWEST = 3  # entries; fewer are no live blog
_MOST = 500  # entries that paragraphs are looked up in
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


def told_entries(article: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Date-time, heading and words of each entry that the page tells to machines, in its order."""
    updates = article.get("liveBlogUpdate")
    found = []
    for update in updates if isinstance(updates, list) else ():
        if isinstance(update, dict):
            at = iso_date(next(iter(texts(update.get("datePublished"), {})), None))
            words = "\n".join(strings(update.get("articleBody")))
            if at and (words or update.get("headline")):
                found.append((at, " ".join(texts(update.get("headline"), {})[:1]), words))
    return found


def date_by_words(founds: list[Found], entries: list[tuple[str, str, str]]) -> None:
    """Give paragraphs the time of the told entry whose words they are."""
    heads = {fold(heading): at for at, heading, _ in entries if heading}
    bodies = [(fold(words), at) for at, _, words in entries[:_MOST]]
    for found in founds:
        key = fold(found.text)
        found.at = found.at or heads.get(key) or next((at for words, at in bodies if len(key) > 20 and key in words), None)


def _moment(time: Element, published: str | None) -> str | None:
    value = time.get("datetime") or ""
    found = iso_date(value)
    if found:
        return found
    match = _TIME.match(value.strip() or "".join(time.itertext()).strip())
    if match and published and int(match[1]) < 24 and int(match[2]) < 60:
        return f"{published[:10]}T{int(match[1]):02}:{match[2]}"
    return None
