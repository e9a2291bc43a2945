"""Paragraphs of an article -> the pieces of its text: without bylines, dates, and what stands there twice."""

from __future__ import annotations

import re
from functools import cache

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import BlockKind
from onrecord.read.furniture import closing_credit, has_stop, is_byline, is_credit, is_date_line, words
from onrecord.read.page import Piece
from onrecord.read.page_dates import has_date
from onrecord.read.page_names import Element, fold, says
from onrecord.read.page_walk import Found, words_of

_META = 120  # characters; a longer line of the head is no line of names and dates
_SMALL = 4  # words in lower case; with more a line is no line of names and dates
_NEVER_META = frozenset(("tr", "li", "h1", "h2", "h3"))


def pieces_of(found: list[Found], title: str | None, times: dict[Element, str]) -> list[Piece]:
    """The title and the article's paragraphs, without bylines and dates (they are metadata) and what stands there twice."""
    pieces = [Piece(text=title, kind=BlockKind.TITLE)] if title else []
    whole = fold("\n".join(f.text for f in found if f.kind is BlockKind.BODY and not _is_pulled(f)))
    seen: set[tuple[BlockKind, str]] = set()
    headline = fold(title or "")
    begun = False
    for f in found:
        key = (f.kind, fold(f.text))
        if (
            _is_said_elsewhere(f, begun)
            or (key[1] == headline and not begun)
            or _is_twice(f, key in seen, begun)
            or (_is_pulled(f) and len(key[1]) > 20 and key[1] in whole)
        ):
            continue
        if f.kind is not BlockKind.BODY and not any(c.isalpha() for c in f.text):
            continue
        seen.add(key)
        if _is_caption(f):
            f.kind = BlockKind.CAPTION
        if f.kind is BlockKind.CAPTION and is_credit(f.text):
            f.kind = BlockKind.CREDIT
        begun = begun or (f.kind is BlockKind.BODY and len(f.text) > 80)
        at = f.at or (_at(f.element, times) if times else None)
        cut = closing_credit(f.text) if f.kind is BlockKind.CAPTION else None
        if cut:
            pieces += [Piece(text=f.text[:cut].rstrip(), kind=f.kind, at=at), Piece(text=f.text[cut:], kind=BlockKind.CREDIT, at=at)]
        else:
            pieces.append(Piece(text=f.text, kind=f.kind, at=at))
    return pieces


def _at(element: Element | None, times: dict[Element, str]) -> str | None:
    if element is None:
        return None
    return next((times[e] for e in [element, *element.iterancestors()] if e in times), None)


def _is_pulled(f: Found) -> bool:
    """Whether a paragraph is a quotation taken out of the article's own words."""
    if f.element is None or f.kind is not BlockKind.BODY:
        return False
    return any(e.tag in ("blockquote", "aside") or says(e, "pullquote") for e in [f.element, *f.element.iterancestors()])


def _is_twice(f: Found, seen: bool, begun: bool) -> bool:
    """Whether the page shows words again that it has shown: long ones anywhere, short headings in its head."""
    if not seen or f.kind is BlockKind.CREDIT or f.tag in ("tr", "li"):
        return False
    return len(f.text) > 60 or (f.kind is BlockKind.HEADING and not begun)


def _is_caption(f: Found) -> bool:
    """Whether words right behind a picture are about it: few, and no sentence of the prose."""
    few = len(f.text.split()) >= 3 and len(f.text) < 200 and f.tag not in ("li", "tr", "blockquote")
    return f.kind is BlockKind.BODY and f.pictured and few and not has_stop(f.text) and f.text[-1] not in ':;,?"”»'


def _is_said_elsewhere(f: Found, begun: bool) -> bool:
    """Whether a line is a byline or a date: by its words, in the head; by its element's name or a time element anywhere."""
    if f.kind is BlockKind.BODY and (is_byline(f.text) or (not begun and (is_date_line(f.text) or _is_meta(f.text)))):
        return True
    if f.element is None:
        return False
    if len(f.text) < _META and any(fold(words_of(t)) == fold(f.text) for t in list(f.element.iter("time"))[:1]):
        return True
    if (
        len(f.text) > 200
        or f.kind in (BlockKind.NOTE, BlockKind.CAPTION, BlockKind.CREDIT)
        or f.text[-1] in '.!?"”'
        or f.tag in _NEVER_META
    ):
        return False
    around = [f.element, *f.element.iterancestors()][: 2 if begun else 3]
    few = sum(word.islower() for word in f.text.split()) <= _SMALL
    return any((says(e, "byline") or says(e, "date") or e.tag == "time") and (e is f.element or few) for e in around)


def _is_meta(line: str) -> bool:
    """Whether a line of the head has a date in it and else nothing but names and the small words of such lines."""
    if len(line) > _META or line[-1] in '.!?"”:;' or not has_date(line):
        return False
    small = words().date_words | words().byline_words | words().roles | words().particles | words().conjunctions | _meta_words()
    return all(not word.islower() or word in small for word in re.findall(r"[^\W\d_]+", line))


@cache
def _meta_words() -> frozenset[str]:
    return frozenset(word for code in LANGUAGES for word in load_pack(code)["pages"].get("meta_words", ()))
