"""Bytes of a web page -> the article in it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from html import unescape

from onrecord.errors import ReadError
from onrecord.lang import LANGUAGES
from onrecord.model import BlockKind
from onrecord.read.language import detect_language
from onrecord.read.page import Page, page_of
from onrecord.read.page_data import Data, data_of, strings
from onrecord.read.page_decode import decode_page
from onrecord.read.page_forms import with_forms
from onrecord.read.page_headline import headline_of
from onrecord.read.page_known import Known, known_to_trafilatura
from onrecord.read.page_live import date_by_words, times_of_entries, told_entries
from onrecord.read.page_main import container_of, holders, of_article
from onrecord.read.page_meta import describe, saved_from
from onrecord.read.page_names import Element, fold
from onrecord.read.page_pieces import pieces_of
from onrecord.read.page_tree import prune, strip, tree_of
from onrecord.read.page_walk import Found, walk

_TAG = re.compile(r"</p>|<p>|<br\b", re.IGNORECASE)
_HEAD = 400  # elements
_KEY = 40  # letters and digits by which a paragraph is known again
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
    if _size(said) > 1.5 * _size(found) or _differs(found, said):
        found = said
    metadata = describe(root, article, data, headline, shown, _head(article, found, container, shown), url or saved_from(text))
    times = times_of_entries(container, metadata.published)
    if not times and (entries := told_entries(data.article)):
        date_by_words(found, entries)
    pieces = pieces_of(found, metadata.title, times)
    if not any(piece.kind is BlockKind.BODY for piece in pieces):
        raise ReadError("no article in this page")
    page = page_of(pieces, metadata)
    return with_forms(replace(page, metadata=replace(metadata, lang=_lang(metadata.lang, page.text))))


def _lang(declared: str | None, text: str) -> str | None:
    """The declared language, unless the words are plainly another's: many a template says English of all pages."""
    return detect_language(text) if declared in LANGUAGES and len(text) > _LITTLE else declared


def _article(
    root: Element, headline: Element | None, known: Known, *, noscript: bool
) -> tuple[Element, list[Found], Element, Element | None]:
    """The page without furniture, the paragraphs of the article, the element that holds them, and the headline's."""
    article = deepcopy(root)
    shown = _twin(root, article, headline)
    marked = [
        e
        for e in article.iter()
        if isinstance(e.tag, str) and (e.get("itemprop") == "articleBody" or (shown is not None and e.tag == "main"))
    ]
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


def _differs(found: list[Found], said: list[Found]) -> bool:
    """Whether most of what was found is not in what the page tells to machines as its article."""
    whole = fold("".join(f.text for f in said))
    shared = sum(len(f.text) for f in found if f.kind is BlockKind.BODY and fold(f.text)[:_KEY] in whole)
    return len(whole) > _LITTLE and 2 * shared < _size(found)


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
