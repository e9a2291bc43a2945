"""Bytes of a web page -> the article in it."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape

from onrecord.errors import ReadError
from onrecord.model import BlockKind
from onrecord.read.furniture import closing_credit, has_stop, is_credit, is_byline, is_date_line
from onrecord.read.page import Page, Piece, page_of
from onrecord.read.page_forms import with_forms
from onrecord.read.page_dates import has_date
from onrecord.read.page_data import Data, data_of, strings
from onrecord.read.page_decode import decode_page
from onrecord.read.page_live import date_by_words, times_of_entries, told_entries
from onrecord.read.page_main import Known, container_of, holders, known_to_trafilatura, of_article
from onrecord.read.page_meta import describe, fold, headline_of, saved_from
from onrecord.read.page_names import Element, says
from onrecord.read.page_tree import prune, strip, tree_of
from onrecord.read.page_walk import Found, walk, words_of

_TAG = re.compile(r"</p>|<p>|<br\b", re.IGNORECASE)
_META = 120  # characters; a longer line of the head is no line of names and dates
_HEAD = 400  # elements
_LITTLE = 200  # characters of an article below which it is looked for elsewhere in the page


def read_html(content: bytes, *, charset: str | None = None, url: str | None = None) -> Page:
    """The article of a web page; ``charset`` and ``url`` are what came with it from outside, if anything did.

    Raises:
        ReadError: the page is empty, no text, or has no article.
    """
    text = decode_page(content, charset)
    root = tree_of(text)
    data = data_of(root)
    headline = headline_of(root, data)
    known = known_to_trafilatura(root)
    article, found, container, shown = _article(root, headline, known, noscript=False)
    if _size(found) < _LITTLE:
        other = _article(root, headline, known, noscript=True)
        if _size(other[1]) > 2 * _size(found):
            article, found, container, shown = other
    said = _told(data)
    if _size(said) > 1.5 * _size(found):
        found = said
    metadata = describe(root, article, data, headline, shown, _head(article, found, container, shown), url or saved_from(text))
    times = times_of_entries(container, metadata.published)
    if not times and (entries := told_entries(data.article)):
        date_by_words(found, entries)
    pieces = _pieces(found, metadata.title, times)
    if not any(piece.kind is BlockKind.BODY for piece in pieces):
        raise ReadError("no article in this page")
    return with_forms(page_of(pieces, metadata))


def _article(root: Element, headline: Element | None, known: Known, *, noscript: bool) -> tuple[Element, list[Found], Element, Element | None]:
    """The page without furniture, the paragraphs of the article, the element that holds them, and the headline's."""
    article = deepcopy(root)
    shown = _twin(root, article, headline)
    marked = [e for e in article.iter() if isinstance(e.tag, str) and (e.get("itemprop") == "articleBody" or (shown is not None and e.tag == "main"))]
    strip(article, noscript=noscript)
    body = article.find("body") if article.find("body") is not None else article
    prune(article, [*marked, *([shown] if shown is not None else []), *holders(walk(body), known)])
    founds = walk(body)
    container = container_of(body, founds, shown, known)
    return article, of_article(founds, container, shown, known), container, shown


def _twin(root: Element, copy: Element, element: Element | None) -> Element | None:
    if element is None:
        return None
    return next((b for a, b in zip(root.iter(), copy.iter(), strict=True) if a is element), None)


def _size(found: list[Found]) -> int:
    return sum(len(f.text) for f in found if f.kind is BlockKind.BODY)


def _told(data: Data) -> list[Found]:
    """The paragraphs of the article as the page tells them to machines."""
    entries = told_entries(data.article)
    found = _plain("\n".join(strings(data.article.get("articleBody"))), None)
    for at, heading, body in entries:
        found += [Found(heading, BlockKind.HEADING, None, "h2", at=at)] if heading else []
        found += _plain(body, at)
    return found


def _plain(body: str, at: str | None) -> list[Found]:
    """The paragraphs of a string, which may hold elements."""
    if not body.strip():
        return []
    if _TAG.search(body):
        return [Found(f.text, f.kind, None, f.tag, at=at) for f in walk(tree_of(f"<html><body>{body}</body></html>"))]
    lines = [" ".join(line.split()) for line in unescape(body).splitlines()]
    return [Found(line, BlockKind.BODY, None, "p", at=at) for line in lines if line]


def _head(article: Element, found: list[Found], container: Element, shown: Element | None) -> list[Element]:
    """The elements of the article's head, in order: before its first long paragraph, and not far from its headline."""
    first = next((f.element for f in found if f.kind is BlockKind.BODY and len(f.text) > 80 and f.element is not None), None)
    around = set(container.iterancestors()) | {container}
    scope = next((e for e in shown.iterancestors() if e in around), container) if shown is not None else container
    if scope.tag in ("body", "html") and shown is None:
        scope = container
    head: list[Element] = []
    for element in scope.iter():
        if element is first or len(head) > _HEAD:
            break
        if isinstance(element.tag, str) and element.tag not in ("meta", "link"):
            head.append(element)
    return head


def _pieces(found: list[Found], title: str | None, times: dict[Element, str]) -> list[Piece]:
    """The title and the article's paragraphs, without bylines and dates (they are metadata) and what stands there twice."""
    pieces = [Piece(text=title, kind=BlockKind.TITLE)] if title else []
    whole = fold("\n".join(f.text for f in found if f.kind is BlockKind.BODY and not _is_pulled(f)))
    seen: set[tuple[BlockKind, str]] = set()
    headline = fold(title or "")
    begun = False
    for f in found:
        key = (f.kind, fold(f.text))
        if _is_said_elsewhere(f, begun) or (key[1] == headline and not begun) or _is_twice(f, key in seen, begun) or (_is_pulled(f) and len(key[1]) > 20 and key[1] in whole):
            continue
        if (f.kind is not BlockKind.BODY and not any(c.isalpha() for c in f.text)):
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


def _is_twice(f: Found, seen: bool, begun: bool) -> bool:
    """Whether the page shows words again that it has shown: long ones anywhere, short headings in its head."""
    if not seen or f.kind is BlockKind.CREDIT or f.tag in ("tr", "li"):
        return False
    return len(f.text) > 60 or (f.kind is BlockKind.HEADING and not begun)


def _is_caption(f: Found) -> bool:
    """Whether words right behind a picture are about it: few, and no sentence of the prose."""
    few = 3 <= len(f.text.split()) and len(f.text) < 200 and f.tag not in ("li", "tr", "blockquote")
    return f.kind is BlockKind.BODY and f.pictured and few and not has_stop(f.text) and f.text[-1] not in ":;,?\"”»"


def _at(element: Element | None, times: dict[Element, str]) -> str | None:
    if element is None:
        return None
    return next((times[e] for e in [element, *element.iterancestors()] if e in times), None)


def _is_pulled(f: Found) -> bool:
    """Whether a paragraph is a quotation taken out of the article's own words."""
    if f.element is None or f.kind is not BlockKind.BODY:
        return False
    return any(e.tag in ("blockquote", "aside") or says(e, "pullquote") for e in [f.element, *f.element.iterancestors()])


def _is_said_elsewhere(f: Found, begun: bool) -> bool:
    """Whether a line is a byline or a date: in the head, in an entry's head, or by its element's name."""
    if f.kind is BlockKind.BODY and (is_byline(f.text) or is_date_line(f.text)):
        return True
    if f.kind is BlockKind.BODY and not begun and len(f.text) < _META and f.text[-1] not in '.!?"”:;' and has_date(f.text):
        return True
    if f.element is not None and len(f.text) < _META and any(fold(words_of(t)) == fold(f.text) for t in list(f.element.iter("time"))[:1]):
        return True
    if f.element is None or len(f.text) > 200 or f.kind in (BlockKind.NOTE, BlockKind.CAPTION, BlockKind.CREDIT) or f.text[-1] in '.!?"”':
        return False
    if f.tag in ("tr", "li", "h1", "h2", "h3"):
        return False
    return any(says(e, "byline") or says(e, "date") or e.tag == "time" for e in [f.element, *f.element.iterancestors()][: 3 if not begun else 2])
