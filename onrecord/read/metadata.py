"""Header lines of a plain text clipping -> what they tell: title, outlet, byline, date of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import BlockKind, Document
from onrecord.read.dates import find_date
from onrecord.read.structure import find_blocks

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_STAFF = re.compile(r"^(.+?)\s+(?:staff|staff reporters?|reporters|correspondents?|redacción)$")
_BY = re.compile(r"^(?:by|por)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """``published`` is an ISO date."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None


def metadata_of(text: str, name: str = "") -> Metadata:
    """What the header lines of ``text`` tell, and failing them the file's ``name`` ("2024-03-02_outlet_….txt")."""
    title = byline = outlet = published = None
    for block in find_blocks(Document(id="", text=text[:4000])):
        line = text[block.start : block.end]
        if block.kind is BlockKind.TITLE and title is None:
            title = line
        elif block.kind is BlockKind.BYLINE and byline is None:
            byline = _BY.sub("", line)
        elif block.kind is BlockKind.DATELINE:
            date = find_date(line)
            published = published or date
            outlet = outlet or (_outlet_of_dateline(line) if date is None else None)
    in_name = _ISO.search(name)
    return Metadata(
        title=title, outlet=outlet or _outlet_of_byline(byline or ""), byline=byline, published=published or (in_name.group() if in_name else None)
    )  # fmt: skip


def _outlet_of_dateline(line: str) -> str | None:
    """ "Harbour Post, Caracas" and "Harbour Post" on a line of their own; "LAGOS, Nigeria (Example Wire) —"."""
    bracket = re.search(r"\(([^()]+)\)", line)
    if bracket:
        return bracket.group(1).strip()
    if line.rstrip().endswith(("—", "–", "-")):
        return None
    return line.split(",")[0].strip()


def _outlet_of_byline(byline: str) -> str | None:
    """ "Harbour Post staff"; "Nadia Ferris, Example Wire": what follows the comma is an outlet where it is a name."""
    staff = _STAFF.match(byline)
    if staff:
        return staff.group(1)
    _, comma, rest = byline.rpartition(", ")
    return rest if comma and all(word[:1].isupper() for word in rest.split()) else None
