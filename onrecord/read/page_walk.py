"""Tree of a page -> its paragraphs in order, each with the element it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.model import BlockKind
from onrecord.read.furniture import has_stop
from onrecord.read.page_names import Element, says
from onrecord.read.page_tables import is_data
from onrecord.read.page_tree import is_note

_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # they only tell a browser where a line may break
_LINK, _LINK_END = "\x02", "\x03"  # no page has them: they were taken out with all controls
_MARKS = re.compile("([\x02\x03])")
_OTHER = re.compile(r"[\W_]+")
_BREAK = re.compile(r"[ ]*\n[ ]*")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "source",
        "noscript",
        "nobr",
        "blink",
    ]
)
_PROSE = frozenset(
    ("p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "pre", "address")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHORT = 60  # characters; lines below it, one under the other, are a list or an address
BAR = " | "


@dataclass(slots=True)
class Found:
    """A paragraph as it was found. ``linked`` is how many of its letters are a link's; ``tag`` the element that makes it;
    ``pictured`` whether a picture stands right before it; ``at`` when it was published, where the page says so elsewhere."""

    text: str
    kind: BlockKind
    element: Element
    tag: str
    linked: int = 0
    pictured: bool = False
    at: str | None = None


@dataclass(slots=True)
class _Pen:
    """What has been read since the last paragraph ended; the words of links between two marks."""

    found: list[Found] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    pictured: bool = False

    def write(self, words: str | None, linked: bool, plain: bool) -> None:
        if words:
            words = _UNSEEN.sub("", words)
            words = _SPACE.sub(" ", words) if plain else words.expandtabs()
            self.text.append(f"{_LINK}{words}{_LINK_END}" if linked and words.strip() else words)

    def end(self, element: Element, kind: BlockKind, tag: str) -> None:
        whole = "".join(self.text)
        self.text = []
        if not whole.strip():
            return
        for text, linked in _paragraphs(whole, kind):
            self.found.append(Found(text, kind, element, tag, linked, self.pictured))
            self.pictured = False


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
        if tag in ("img", "picture", "figure"):
            pen.pictured = True
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
        block = tag not in _INLINE or _stands_apart(element, scope[-1], pen)
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
    pen.end(*scope[-1])  # an inline root is nobody's block
    return pen.found


def _stands_apart(element: Element, outer: tuple[Element, BlockKind, str], pen: _Pen) -> bool:
    """Whether an element that usually is part of a line is the caption or the credit of a picture."""
    if outer[1] is BlockKind.CAPTION:
        abuts = element.tag in ("span", "small", "cite") and (element.text or "")[:1].isupper() and "".join(pen.text[-1:])[-1:].isalnum()
        return abuts or says(element, "credit")
    return outer[2] not in _PROSE and (says(element, "credit") or says(element, "caption"))


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
    return (
        element,
        outer[1] if outer[1] is not BlockKind.HEADING else BlockKind.BODY,
        tag if tag in _PROSE else outer[2] if outer[2] in _PROSE else tag,
    )


def _is_reference(element: Element) -> bool:
    """A number that points to a note: "[3]"."""
    text = "".join(element.itertext()).strip("[]() \n")
    return (text.isdigit() and any(True for _ in element.iter("a"))) or "reference" in (element.get("class") or "")


def _paragraphs(whole: str, kind: BlockKind) -> list[tuple[str, int]]:
    """The paragraphs of what an element holds, each with the number of its letters that are links.

    Two line breaks part paragraphs; one does where the line before it ends as a sentence, or among short lines.
    """
    lines: list[tuple[str, int]] = []
    linked = False
    for raw in _BREAK.split(whole):
        text, count, linked = _line(raw, linked)
        lines.append((text, count))
    out: list[tuple[str, int]] = []
    gap = True
    for text, count in lines:
        if text:
            if out and (kind is BlockKind.HEADING or not (gap or _parts(out[-1][0], text))):
                out[-1] = (f"{out[-1][0]} {text}", out[-1][1] + count)
            else:
                out.append((text, count))
        gap = not text
    return out


def _line(raw: str, linked: bool) -> tuple[str, int, bool]:
    """A line without the marks of links; how many letters and digits stood between them; whether one is still open."""
    parts: list[str] = []
    count = 0
    for part in _MARKS.split(raw):
        if part in (_LINK, _LINK_END):
            linked = part == _LINK
            continue
        parts.append(part)
        count += len(_OTHER.sub("", part)) if linked else 0
    return re.sub(" {2,}", " ", "".join(parts)).strip(), count, linked


def _parts(before: str, line: str) -> bool:
    if line[0].islower():
        return False
    return has_stop(before) or before[-1] in ":;?" or (len(before) < _SHORT and len(line) < 2 * _SHORT)


def is_linked(found: Found) -> bool:
    """Whether a paragraph is a link and hardly anything else."""
    return found.linked * 10 > 9 * len(_OTHER.sub("", found.text))


def _rows(table: Element, pen: _Pen) -> None:
    for caption in table.iterchildren("caption"):
        pen.write(words_of(caption), False, True)
        pen.end(caption, BlockKind.CAPTION, "caption")
    for row in table.iter("tr"):
        cells = [words_of(cell) for cell in row if cell.tag in ("td", "th")]
        pen.text.append(BAR.join(cell for cell in cells if cell))
        pen.end(row, BlockKind.BODY, "tr")


def words_of(element: Element) -> str:
    """The words of an element in one line; what its blocks and line breaks part stays parted."""
    if not len(element):
        return _SPACE.sub(" ", _UNSEEN.sub("", element.text or "")).strip()
    return " ".join(found.text for found in walk(element))
