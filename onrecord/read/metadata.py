"""Header lines of a plain text clipping -> what they tell: title, outlet, byline, date of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import BlockKind, Document
from onrecord.read.structure import find_blocks

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_BY = re.compile(r"^(?:by|por)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """``published`` is an ISO date."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in LANGUAGES:
        for name, number in load_pack(code)["structure"].get("months", {}).items():
            found[name.lower()] = int(number)
    return found


def _date(line: str) -> str | None:
    iso = _ISO.search(line)
    if iso:
        return iso.group()
    words = re.findall(r"[^\W\d_]+|\d+", line.lower())
    for k, word in enumerate(words):
        month = _months().get(word)
        if month is None:
            continue
        near = [w for w in words[max(0, k - 2) : k + 4] if w.isdigit()]
        day = next((int(w) for w in near if len(w) <= 2), None)
        year = next((int(w) for w in near if len(w) == 4), None)
        if day and year and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return None


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
            date = _date(line)
            published = published or date
            if date is None and outlet is None and "," in line and "—" not in line:
                outlet = line.split(",")[0].strip()
    in_name = _ISO.search(name)
    return Metadata(title=title, outlet=outlet, byline=byline, published=published or (in_name.group() if in_name else None))
