"""Header lines of a plain text clipping -> what they tell: title, outlet, byline, date of publication."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.model import BlockKind, Document
from onrecord.read.dates import find_date, find_iso_date
from onrecord.read.furniture import is_outlet, is_role, strip_by, words
from onrecord.read.releases import issuer_of
from onrecord.read.structure import find_blocks

_BEGINNING = 4000  # characters; header lines stand there
_BRACKET = re.compile(r"\(([^()]+)\)")
_FIELDS = {
    "title": ("title", "headline", "título", "titulo"),
    "outlet": ("outlet", "source", "publisher", "publication", "site", "medio", "fuente"),
    "byline": ("byline", "author", "authors", "autor", "autora"),
    "published": ("published", "date", "pubdate", "fecha", "publicado"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """``published`` and ``modified`` are ISO dates or date-times, ``lang`` an ISO 639-1 code, as far as they are told."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    lang: str | None = None


def metadata_of(text: str, name: str = "") -> Metadata:
    """What the header lines of ``text`` tell, and failing them the file's ``name`` ("2024-03-02_outlet_….txt")."""
    title = byline = outlet = published = updated = None
    marked = False  # behind the mark of a list's item
    for block in find_blocks(Document(id="", text=text[:_BEGINNING])):
        line = " ".join(text[block.start : block.end].split())
        if block.kind is BlockKind.TITLE:
            title = title or line
        elif block.kind is BlockKind.BYLINE:
            byline = byline or strip_by(line)
        elif block.kind is BlockKind.DATELINE:
            date = find_date(line)
            if date and _is_update(line):
                updated = updated or date
            published = published or (None if _is_update(line) else date)
            outlet = outlet or _outlet_of_dateline(line, date is not None)
        elif block.kind is BlockKind.BODY and not marked:
            break
        marked = block.kind is BlockKind.FURNITURE and len(line) < 4
    outlet = outlet or _outlet_of_byline(byline or "") or issuer_of(text[:_BEGINNING].splitlines())
    return Metadata(
        title=title, outlet=outlet, byline=byline, published=published or updated or find_iso_date(name)
    )  # fmt: skip


def metadata_of_fields(fields: Mapping[str, str]) -> Metadata:
    """What the fields of a front matter tell; values in brackets or with an unreadable date are passed over."""
    found = {key: next((fields[name] for name in names if fields.get(name)), None) for key, names in _FIELDS.items()}
    plain = {key: value if value and value[0] not in "[{|>&" else None for key, value in found.items()}
    return Metadata(title=plain["title"], outlet=plain["outlet"], byline=plain["byline"], published=find_date(plain["published"] or ""))


def _is_update(line: str) -> bool:
    """Whether a date is that of a later change alone ("Updated 5 May 2024")."""
    return line.split(None, 1)[0].lower().strip(":,") in words().updated


def _outlet_of_dateline(line: str, dated: bool) -> str | None:
    """ "Harbour Post, Caracas" and "Harbour Post" on a line of their own; "LAGOS, Nigeria (Example Wire) —"."""
    bracket = _BRACKET.search(line)
    if bracket and not any(c.isdigit() for c in bracket.group(1)):
        return bracket.group(1).strip()
    return line.split(",")[0].strip() if not dated and is_outlet(line) else None


def _outlet_of_byline(byline: str) -> str | None:
    """ "Harbour Post staff"; "Nadia Ferris, Example Wire": what follows the comma is an outlet where its words say so."""
    tokens = byline.split()
    people = [i for i, token in enumerate(tokens) if token.lower().strip(",.") in words().roles]
    if people and people[0] >= 1 and is_outlet(" ".join(tokens[: people[0]])):
        return " ".join(tokens[: people[0]])
    _, comma, rest = byline.rpartition(", ")
    named = comma and not is_role(rest) and all(word[:1].isupper() for word in rest.split())
    return rest if named and is_outlet(rest) else None
