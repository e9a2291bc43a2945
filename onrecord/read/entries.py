"""Live blogs: entries that a time heads, each with its own date and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import BlockKind, Document
from onrecord.read.dates import find_date, find_day
from onrecord.read.form import Form
from onrecord.read.furniture import any_of, has_stop, is_byline, is_furniture, is_signature, listed, words

_CLOCK = (
    r"(?<![\d:.,$€£¥#])(?:(?P<h>[01]?\d|2[0-3])(?P<sep>[:.h])(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:]|[.,]\d|\s?%)"
    r"(?:\s*(?P<ap>[ap])\.?\s?m\b\.?)?|(?P<h2>1[0-2]|0?[1-9])\s*(?P<ap2>[ap])\.?\s?m\b\.?)"
)
_TIME = re.compile(_CLOCK, re.IGNORECASE)
_BESIDE = re.compile(r"\s*[(/]?\s*(\d{1,2})[:.](\d\d)\s*(?:GMT|UTC)\)?")
_WRAP = 1080  # minutes
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?")
_LEAD = re.compile(r"\s*(?:[|•·:–—]|-(?=\s)|\.(?=\s))\s*|\s+(?=[A-ZÀ-ÖØ-Þ¿¡\"“«])")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that heads an entry: minutes since midnight, the offset of its zone (minutes; None where unknown), the date
    where the line has one, and where in the line it ends."""

    minutes: int
    offset: int | None
    day: str | None
    end: int
    alone: bool


@cache
def _zones() -> dict[str, int]:
    return {name: offset for code in LANGUAGES for name, offset in load_pack(code)["structure"].get("zones", {}).items()}


@cache
def _live() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed('live_words'))})\b", re.IGNORECASE)


@cache
def _zone_at() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*\(?(?P<zone>{any_of([*_zones(), *listed('zone_words')])})(?![^\W\d_])\)?", re.IGNORECASE)


def stamp_of(text: str, year: int | None = None) -> Stamp | None:
    """The time that a line begins with, or is alone ("10:42", "March 3, 2024, 9:15 a.m. ET"); None if it is neither.
    ``year`` is that of dates without one."""
    head = text[:80]
    match = _TIME.search(head)
    if match is None:
        return None
    hour, minute = int(match.group("h") or match.group("h2")), int(match.group("m") or 0)
    half = (match.group("ap") or match.group("ap2") or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    end = match.end()
    offset = None
    if (zone := _zone_at().match(head, end)) is not None:
        offset, end = _zones().get(zone.group("zone").lower()), zone.end()
    elif (other := _BESIDE.match(head, end)) is not None:  # "10:42 (09:42 GMT)"
        ahead = (hour * 60 + minute - int(other.group(1)) * 60 - int(other.group(2)) + 720) % 1440 - 720
        offset, end = (ahead if ahead % 15 == 0 else None), other.end()
    if match.group("sep") == "." and not half and len(match.group("h")) < 2 and zone is None:
        return None  # "9.32" may be anything
    rest = (text[: match.start()] + " " + text[end:]).strip()
    day = find_date(rest) or (find_day(rest, year) if year else None)
    if len(text) <= 60 and _idle(rest):
        return Stamp(hour * 60 + minute, offset, day, len(text), alone=True)
    before = text[: match.start()].strip(" [(*_")
    lead = _LEAD.match(text.rstrip(), end) or re.compile(r"[\])*_]+\s*(?:[|•·:–—-]\s*)?").match(text, end)
    if (before and not _idle(before)) or lead is None or lead.end() >= len(text):
        return None
    day = (find_date(before) or (find_day(before, year) if year else None)) if before else None
    return Stamp(hour * 60 + minute, offset, day, lead.end(), alone=False)


def _idle(text: str) -> bool:
    """Whether nothing but a date and the small words of times is left."""
    small = words().date_words | set(listed("clock_words"))
    return all(w.lower().strip(".") in small for w in _WORD.findall(text)) and text.count(":") <= 1 and len(re.findall(r"\d+", text)) <= 3


def is_live(form: Form) -> bool:
    """Whether the head of a text says that it was written as things happened."""
    return any(_live().search(line.text) for line in form.lines[:8] if len(line.text) < 200)


def find_entries(form: Form, document: Document) -> None:
    """Settle the entries of a live blog: the lines of their times, and the date and time of all below them."""
    base = _day(document.published)
    stamps = _stamps(form, base.year if base else None)
    if not stamps:
        return
    order = sorted(stamps)
    _headings_of_entries(form, stamps, order)
    days = _days(form, stamps, order, base, _day(document.modified))
    at: str | None = None
    early = _titles_before(form, stamps, order)
    for i in range(max(0, order[0] - 2), len(form.lines)):
        owner = i + 1 if i in early else i
        if owner in stamps:
            at = _iso(days.get(owner), stamps[owner])
        elif _date_heading(form, i, base):
            form.kinds[i] = BlockKind.DATELINE
            continue
        if at is not None:
            form.times[i] = at


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _iso(day: date | None, stamp: Stamp) -> str | None:
    if day is None:
        return None
    zone = ""
    if stamp.offset is not None:
        hours, minutes = divmod(abs(stamp.offset), 60)
        zone = f"{'-' if stamp.offset < 0 else '+'}{hours:02d}:{minutes:02d}"
    return f"{day.isoformat()}T{stamp.minutes // 60:02d}:{stamp.minutes % 60:02d}{zone}"


def _stamps(form: Form, year: int | None) -> dict[int, Stamp]:
    """The times that head entries, if the text is a live blog."""
    lines = form.lines
    found: dict[int, Stamp] = {}
    posted: dict[int, Stamp] = {}
    for i, line in enumerate(lines):
        if form.kinds.get(i) is BlockKind.NOTE or not any(map(str.isdigit, line.text[:80])):
            continue
        prefix = words().published.match(line.text)
        stamp = stamp_of(line.text[prefix.end() :] if prefix else line.text, year)
        if stamp is not None and i + 1 < len(lines) + (not stamp.alone):
            (posted if prefix else found)[i] = stamp
    if not found and len(posted) > 2 and all(stamp.alone for stamp in posted.values()):
        found = posted
    alone = {i: s for i, s in found.items() if s.alone and i + 1 not in found}
    led = {i: s for i, s in found.items() if not s.alone}
    live = is_live(form)
    if len(alone) >= 2 and _has_prose(form, alone) and _monotone(alone):
        both = {**alone, **led}
        return both if led and _monotone(both) and min(led) > min(alone) else alone
    if len(led) >= (2 if live else 3) and _monotone(led) and (live or _opens(form, led)):
        return led
    return {}


def _has_prose(form: Form, stamps: dict[int, Stamp]) -> bool:
    """Whether most times stand over prose, not over other short lines."""
    lines = form.lines
    order = sorted(stamps)
    full = sum(
        any(has_stop(lines[k].text) or len(lines[k].text) > 120 for k in range(i + 1, min(after, i + 6)))
        for i, after in zip(order, [*order[1:], len(lines)], strict=True)
    )
    return full * 3 >= len(order) * 2


def _monotone(stamps: dict[int, Stamp]) -> bool:
    """Whether the times run one way, but for midnights and a few out of order."""
    up, down = _steps([stamps[i].minutes for i in sorted(stamps)])
    return min(up, down) <= (len(stamps) > 3) + len(stamps) // 8


def _steps(minutes: list[int]) -> tuple[int, int]:
    """How many times run on, and how many run back; a step of most of a day is one over midnight."""
    steps = [b - a for a, b in pairwise(minutes)]
    steps = [s - 1440 if s > _WRAP else s + 1440 if s < -_WRAP else s for s in steps]
    return sum(s > 0 for s in steps), sum(s < 0 for s in steps)


def _opens(form: Form, stamps: dict[int, Stamp]) -> bool:
    """Whether times head the text nearly from its beginning, and nearly all of it."""
    first = min(stamps)
    prose = sum(has_stop(line.text) and line.text.count(" ") > 5 for line in form.lines[:first])
    return prose <= 2 and len(stamps) * 4 >= len(form.lines) - first


def _headings_of_entries(form: Form, stamps: dict[int, Stamp], order: list[int]) -> None:
    """What stands at the head of an entry: its time, its title, who wrote it."""
    early = _titles_before(form, stamps, order)
    for i in early:
        form.kinds[i] = BlockKind.HEADING
    for i, after in zip(order, [*order[1:], len(form.lines)], strict=True):
        text, stamp = form.lines[i].text, stamps[i]
        if stamp.alone:
            form.kinds[i] = BlockKind.DATELINE
            form.pieces.pop(i, None)
        else:
            form.cut(i, _kind(text[stamp.end :]), stamp.end, outer=BlockKind.DATELINE)
        for k in range(i + 1, min(after, i + 3)):
            if not form.free(k) or k in early:
                break
            kind = _kind(form.lines[k].text)
            if kind is BlockKind.BODY or (kind is BlockKind.HEADING and k + 1 >= after):
                break
            form.kinds[k] = kind
    for k in range(order[0], len(form.lines)):
        if form.free(k) and not is_furniture(form.lines[k].text) and (has_stop(form.lines[k].text) or form.lines[k].text.count(" ") > 14):
            form.kinds[k] = BlockKind.BODY


def _kind(text: str) -> BlockKind:
    """What a line at the head of an entry is."""
    if is_byline(text) or is_signature(text):
        return BlockKind.BYLINE
    if is_furniture(text):
        return BlockKind.FURNITURE
    short = not has_stop(text) and text.count(" ") < 20 and text[-1] not in ":;,?" and text[0] not in "\"'“«•-*"
    return BlockKind.HEADING if short or (text.endswith("?") and text.count(" ") < 12) else BlockKind.BODY


def _titles_before(form: Form, stamps: dict[int, Stamp], order: list[int]) -> frozenset[int]:
    """Titles that stand over the times of their entries, where nearly every entry has one."""
    before = [i - 1 for i in order if i and stamps[i].alone and i - 1 not in stamps and _kind(form.lines[i - 1].text) is BlockKind.HEADING]
    before = [k for k in before if form.kinds.get(k) in (None, BlockKind.HEADING)]
    inner = [k for k in before if k > order[0]]
    enough = len(inner) >= max(1, len(order) - 1)
    return frozenset(k for k in before if enough and (k > order[0] or k > 0))


def _date_heading(form: Form, i: int, base: date | None) -> bool:
    return i not in form.pieces and _heading_day(form, i, base) is not None


def _heading_day(form: Form, i: int, base: date | None) -> date | None:
    """The date that a line is, and nothing else."""
    text = form.lines[i].text
    if len(text) > 50 or not any(c.isdigit() for c in text) or words().published.match(text) or _TIME.search(text):
        return None
    if not all(w.lower().strip(".") in words().date_words for w in _WORD.findall(text)):
        return None
    return _day(find_date(text) or (find_day(text, base.year) if base else None))


def _days(form: Form, stamps: dict[int, Stamp], order: list[int], base: date | None, modified: date | None) -> dict[int, date]:
    """The day of each entry: as its line or the heading above it says; else that of the entry before, the next at midnight.

    The first entry has the day of publication; in a blog that runs backwards, that of its last change, where it is known.
    """
    up, down = _steps([stamps[i].minutes for i in order])
    backwards = down > up
    day = modified if backwards and modified is not None and base is not None and base <= modified <= base + timedelta(3) else base
    days: dict[int, date] = {}
    previous: int | None = None
    above = 0
    for i in order:
        headed = [d for k in range(above, i) if (d := _heading_day(form, k, base)) is not None]
        minutes = stamps[i].minutes
        own = _day(stamps[i].day)
        if own is not None:
            day = own
        elif headed:
            day = headed[-1]
        elif previous is not None and day is not None:
            jump = minutes - previous
            if backwards and jump > 360:
                day -= timedelta(1)
            elif not backwards and jump < -360:
                day += timedelta(1)
        if day is not None:
            days[i] = day
        previous, above = minutes, i
    return days
