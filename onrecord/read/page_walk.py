"""Tree of a page -> its paragraphs in order, each with the element it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.model import BlockKind
from onrecord.read.furniture import has_stop
from onrecord.read.page_names import Element, says
from onrecord.read.page_tree import is_note

_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # they only tell a browser where a line may break
_BREAK = re.compile(r"[ ]*\n[ ]*")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s samp small span strike strong "
    "sub sup time tt u var wbr picture source noscript nobr blink".split()
)
_PROSE = frozenset(("p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "pre", "address"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHORT = 60  # characters; lines below it, one under the other, are a list or an address
_CELL = 160  # characters; a table with longer cells lays out a page
BAR = " | "


@dataclass(slots=True)
class Found:
    """A paragraph as it was found. ``linked`` is how many of its characters are a link's; ``tag`` the element that makes it."""

    text: str
    kind: BlockKind
    element: Element
    tag: str
    linked: int = 0


@dataclass(slots=True)
class _Pen:
    """What has been read since the last paragraph ended."""

    found: list[Found] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: int = 0

    def write(self, words: str | None, linked: bool, plain: bool) -> None:
        if not words:
            return
        words = _UNSEEN.sub("", words)
        words = _SPACE.sub(" ", words) if plain else words.replace("\r\n", "\n").expandtabs()
        self.text.append(words)
        if linked:
            self.linked += len(words.strip())

    def end(self, element: Element, kind: BlockKind, tag: str) -> None:
        if self.text:
            whole = "".join(self.text)
            for text in _paragraphs(whole, kind):
                self.found.append(Found(text, kind, element, tag, min(self.linked, len(text))))
        self.text, self.linked = [], 0


def walk(root: Element) -> list[Found]:
    """The paragraphs under an element in text order; an element of a block's kind ends the one before it."""
    pen = _Pen()
    scope: list[tuple[Element, BlockKind, str]] = [(root, BlockKind.BODY, "div")]
    links = pre = 0
    stack: list[tuple[Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, leaving, block = stack.pop()
        tag = element.tag
        if leaving:
            if block:
                pen.end(*scope.pop())
            if tag == "q":
                pen.text.append("”")
            links -= tag == "a"
            pre -= tag == "pre"
            if element is not root:
                pen.write(element.tail, links > 0, not pre)
            continue
        if tag == "br":
            pen.text.append("\n")
            pen.write(element.tail, links > 0, not pre)
            continue
        if tag == "table" and is_data(element):
            pen.end(*scope[-1])
            _rows(element, pen)
            pen.write(element.tail, links > 0, not pre)
            continue
        if tag == "hr" or (tag == "sup" and _is_reference(element)):
            if tag == "hr":
                pen.end(*scope[-1])
            pen.write(element.tail, links > 0, not pre)
            continue
        block = tag not in _INLINE or (scope[-1][1] is BlockKind.CAPTION and says(element, "credit"))
        if block:
            pen.end(*scope[-1])
            scope.append(_scope(element, scope[-1]))
        links += tag == "a"
        pre += tag == "pre"
        if tag == "q":
            pen.text.append("“")  # browsers write the marks
        pen.write(element.text, links > 0, not pre)
        stack.append((element, True, block))
        stack.extend((child, False, False) for child in reversed(element))
    return pen.found


def _scope(element: Element, outer: tuple[Element, BlockKind, str]) -> tuple[Element, BlockKind, str]:
    """What the paragraphs of an element are."""
    tag = element.tag
    if is_note(element) or outer[1] is BlockKind.NOTE:
        return element, BlockKind.NOTE, tag
    if outer[1] is BlockKind.CREDIT or says(element, "credit"):
        return element, BlockKind.CREDIT, tag
    if tag in _HEADINGS:
        return element, BlockKind.HEADING, tag
    if tag in ("figcaption", "caption") or outer[1] is BlockKind.CAPTION or says(element, "caption"):
        return element, BlockKind.CAPTION, tag
    return element, outer[1] if outer[1] is not BlockKind.HEADING else BlockKind.BODY, tag if tag in _PROSE else outer[2] if outer[2] in _PROSE else tag


def _is_reference(element: Element) -> bool:
    """A number that points to a note: "[3]"."""
    text = "".join(element.itertext()).strip("[]() \n")
    return text.isdigit() and any(True for _ in element.iter("a")) or "reference" in (element.get("class") or "")


def _paragraphs(whole: str, kind: BlockKind) -> list[str]:
    """Two line breaks part paragraphs; one does where the line before it ends as a sentence, or among short lines."""
    lines = [line.strip() for line in _BREAK.split(whole)]
    if kind is BlockKind.HEADING:
        lines = [" ".join(line for line in lines if line)]
    out: list[str] = []
    gap = True
    for line in lines:
        if not line:
            gap = True
            continue
        line = re.sub(" {2,}", " ", line)
        if gap or not out or _parts(out[-1], line):
            out.append(line)
        else:
            out[-1] += " " + line
        gap = False
    return [line.strip() for line in out if line.strip()]


def _parts(before: str, line: str) -> bool:
    if line[0].islower():
        return False
    return has_stop(before) or before[-1] in ":;?" or (len(before) < _SHORT and len(line) < 2 * _SHORT)


def is_data(table: Element) -> bool:
    """Whether a table shows figures in rows and columns, and does not lay out a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if any(True for _ in table.iterdescendants("table", "form", "article", "h1", "h2", "section")):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or sum(len(row) > 1 for row in rows) < 2:
        return False
    if any(cell.tag == "th" for cell in cells) or any(True for _ in table.iterchildren("caption", "thead")):
        return True
    return all(len("".join(cell.itertext()).strip()) < _CELL and len(list(cell.iterdescendants("p"))) < 2 for cell in cells)


def _rows(table: Element, pen: _Pen) -> None:
    for caption in table.iterchildren("caption"):
        pen.write(words_of(caption), False, True)
        pen.end(caption, BlockKind.CAPTION, "caption")
    for row in table.iter("tr"):
        cells = [words_of(cell) for cell in row if cell.tag in ("td", "th")]
        linked = sum(len(words_of(link)) for link in row.iter("a"))
        pen.text.append(BAR.join(cell for cell in cells if cell))
        pen.linked = linked
        pen.end(row, BlockKind.BODY, "tr")


def words_of(element: Element) -> str:
    """The words of an element in one line; what its blocks and line breaks part stays parted."""
    parts: list[str] = []
    for found in walk(element):
        parts.append(found.text)
    return " ".join(parts)
