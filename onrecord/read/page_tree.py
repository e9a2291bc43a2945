"""Characters of a page -> its tree, and the tree without what is not the article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.errors import ReadError
from onrecord.read.page_names import Element, is_hidden, says, short_text

_BLOCKS = "div|section|article|main|aside|header|footer|figure|center|table|tbody|tr|td|th|ul|ol|li|dl|dd|dt|blockquote|form|fieldset"
_DEEP_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]*>", re.IGNORECASE)
_DEEP_INLINE = re.compile(
    rf"</?(?!(?:html|head|body|meta|title|link|script|style|br|p|h[1-6]|time|{_BLOCKS})\b)[a-z][^<>]*>", re.IGNORECASE
)
_LONG_TAG = re.compile(r"<([a-z][a-z0-9]{0,20})\s[^<>]{20000,}>", re.IGNORECASE)  # a parser's time grows with the square of their number
_XHTML = re.compile(r"\s*(?:<\?xml\b|(?:<!DOCTYPE[^>]{0,300}>)?\s*<html\b[^>]{0,300}xmlns)", re.IGNORECASE)
_CLOSED = re.compile(r"<(a|div|iframe|p|script|span|style|td|textarea|title|i|b|em|strong|li)\b([^<>]*)/>", re.IGNORECASE)  # by XML alone
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE[^\[>]*\[.*?\]\s*>)?", re.IGNORECASE | re.DOTALL)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "iframe",
        "frame",
        "svg",
        "canvas",
        "button",
        "input",
        "select",
        "textarea",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "dialog",
        "menu",
        "map",
        "datalist",
        "progress",
        "meter",
        "noframes",
    ]
)
_DEEPEST = 256
_ASKS = "data-asks"
_ASKING = 400  # characters
_NEVER_ASKING = frozenset(("html", "body", "main", "article", "section", "p", "li", "td", "tr", "table", "figure"))
_GUARDED = frozenset(("form", "footer", "aside", "header"))
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tablist")
)
_ROOTS = frozenset(("html", "body", "main"))


def tree_of(text: str) -> Element:
    """The root of a page's tree. Declarations of entities are never read.

    Raises:
        ReadError: it cannot be made into a tree.
    """
    if _XHTML.match(text):
        text = _CLOSED.sub(r"<\1\2></\1>", text)
    prolog = _PROLOG.match(text)
    source = _LONG_TAG.sub(r"<\1>", text[prolog.end() :] if prolog else text)
    root, deep = _parsed(source)
    if deep:
        root, deep = _parsed(_DEEP_BLOCK.sub("<br><br>", _DEEP_INLINE.sub(" ", source)))
    if deep:
        raise ReadError("its elements are nested too deeply")
    if root is None:
        raise ReadError("no article in this page")
    return root


def _parsed(source: str) -> tuple[Element, bool]:
    """The root, None if there is none, and whether the parser gave up for depth."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, any("depth" in entry.message for entry in parser.error_log)
    return root, any("depth" in entry.message for entry in parser.error_log) or _is_deep(root)


def _is_deep(root: Element) -> bool:
    """Whether elements are nested deeper than on any page that people made: the time of all that follows grows with it."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def is_note(element: Element) -> bool:
    """Whether an element is a correction or a note of the editors."""
    return says(element, "note")


def strip(root: Element, *, noscript: bool = False) -> None:
    """Take out what no reader sees as words: programs, styles, controls, pictures of lines."""
    for element in root.iter("input", "textarea"):
        _mark_asking(element)
    unread = _DROPPED if noscript else _DROPPED | {"noscript"}
    doomed = [e for e in root.iter() if (e.tag in unread if isinstance(e.tag, str) else True) and e is not root]
    for element in doomed:
        if element.getparent() is not None:
            _remove(element)


def _mark_asking(field: Element) -> None:
    """Mark the small part of the page that asks its reader to fill something in: a newsletter, a filter, a search."""
    if (field.get("type") or "text").lower() in ("hidden", "submit", "button", "image", "radio"):
        return
    for parent in field.iterancestors():
        if parent.tag in _NEVER_ASKING or short_text(parent, _ASKING) is None:
            break
        parent.set(_ASKS, "")  # the outermost that holds nothing of the article goes


def prune(root: Element, kept: Iterable[Element]) -> None:
    """Take menus, adverts, lists of links, comments and all that is hidden out of the tree. What holds one of ``kept``
    (the headline, the marked body) stays, and so do corrections wherever they stand."""
    protected = {root}
    for element in kept:
        protected.add(element)
        protected.update(element.iterancestors())
    doomed: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        if element not in protected and _is_furniture(element):
            doomed.append(element)
            continue
        if element.tag != "head":
            stack.extend(element)
    for element in doomed:
        _remove(element)


def _is_furniture(element: Element) -> bool:
    tag = element.tag
    if tag == "nav":
        return True
    if tag in _ROOTS or (tag == "article" and not is_hidden(element) and not says(element, "furniture")):
        return False
    if is_hidden(element):
        return True
    if element.get(_ASKS) is not None:
        return True
    if is_note(element) or says(element, "pullquote"):
        return False
    if element.get("role") in _ROLES or says(element, "furniture"):
        return True
    if tag == "aside":
        return not (says(element, "box") or _is_quotation(element))
    if tag == "footer":
        return element.getparent() is None or element.getparent().tag != "blockquote"
    if tag == "form":
        return True
    return tag == "header" and not any(parent.tag in ("article", "main", "section") for parent in element.iterancestors())


def _is_quotation(element: Element) -> bool:
    return any(True for _ in element.iter("blockquote", "q"))


def _remove(element: Element) -> None:
    """An element goes, what follows it stays, and the corrections in it take its place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tag in _GUARDED:
        for note in _notes(element):
            note.tail = None
            element.addprevious(note)
    at = parent.index(element)
    if element.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _notes(element: Element) -> list[Element]:
    """The outermost corrections in an element, in order."""
    found: list[Element] = []
    stack = [element]
    while stack:
        inner = stack.pop()
        if inner is not element and isinstance(inner.tag, str) and is_note(inner):
            found.append(inner)
        else:
            stack.extend(reversed(inner))
    return found
