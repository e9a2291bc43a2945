"""Text -> blocks: what is a title, a byline, a dateline, a caption, a credit, a heading, and what is body.

Only words set apart from the prose are anything but body: a line that reads as a sentence is never furniture. Every
character but white space, and the bars between the parts of a head line, stands in one block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.model import Block, BlockKind, Document
from onrecord.read.form import Form
from onrecord.read.furniture import (
    closing_credit,
    has_stop,
    is_byline,
    is_credit,
    is_date_line,
    is_furniture,
    is_name,
    is_outlet,
    is_place_and_date,
    is_role,
    is_rule,
    is_signature,
    is_source,
    opening_agency,
    words,
)
from onrecord.read.lines import Line
from onrecord.read.shape import shape_of

_QUOTES = "\"'“”‘’«»„—-•*"  # what opens a quotation, a pull quote or an item of a list
_HEAD = 14  # lines; a head longer than this is not one
_BAR = re.compile(r"\s+[|·•]\s+|\s*\|\s*")
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\-]+(?:[ /][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\-]*)*"
_MIXED = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]+(?: [\w.'’\-]+){0,4}"
_DASH = r"\s*(?:[—–]|--|\.-|-(?=\s))\s*"
_AGENCY = r"\s*\([^()]{2,60}\)"
_LONGEST = 300  # characters in which a dateline ends
_PLACE_LINE = re.compile(
    rf"(?:(?=[A-ZÀ-ÖØ-Þ.'’ /]{{4}}|[^—–]{{0,60}}[,(]){_CAPITALS}(?:,\s*[\w.'’\-]+(?: [\w.'’\-]+){{0,3}}){{0,3}}(?:{_AGENCY})?{_DASH}"
    rf"|{_MIXED}(?:,\s*[\w.'’\-]+(?: [\w.'’\-]+){{0,3}}){{0,3}}{_AGENCY}{_DASH}"
    rf"|[A-ZÀ-ÖØ-Þ][\w'’]+(?: [\w'’]+){{0,4}}(?:, ?[\w'’]+(?: [\w'’]+){{0,3}}){{0,3}}\.\s?-\s+"
    rf"|\([A-ZÀ-Þ][^()]{{1,40}}\){_DASH}(?:{_CAPITALS}(?:,\s*[\w.'’\-]+(?: [\w.'’\-]+){{0,3}}){{0,3}}{_DASH})?"
    r"|(?:[A-ZÀ-ÖØ-Þ]{4,}|[A-ZÀ-ÖØ-Þ]{2,} [A-ZÀ-ÖØ-Þ]{3,})(?: [A-ZÀ-ÖØ-Þ]{2,})*:\s+)(?=[\"'“‘«¿¡$€£]*[A-ZÀ-ÖØ-Þ0-9])"
)
_BROKEN_OFF = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.'’\-]+(?:,? [A-ZÀ-ÖØ-Þ][\w.'’\-]+)*(?:\s*\([^()]{2,40}\))?\s*[—–\-]")


def find_blocks(document: Document) -> tuple[Block, ...]:
    """The blocks of a text, in order, without overlap: those that its format marks, else those that its lines tell."""
    if document.blocks:
        return document.blocks
    form = shape_of(document)
    lines = form.lines
    kinds = _kinds(document, form)
    blocks: list[Block] = []
    first_body = next((i for i, kind in enumerate(kinds) if kind is BlockKind.BODY and form.free(i)), -1)
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if i in form.pieces:
            blocks.extend(form.blocks(i, kind))
            continue
        blocks.extend(form.block(i, start, end, k) for start, end, k in _pieces(line, kind, i == first_body))
    return tuple(blocks)


def _kinds(document: Document, form: Form) -> list[BlockKind]:
    """What each line is, taken by itself and beside its neighbours."""
    lines = form.lines
    if len(lines) == 1:
        return [form.kinds.get(0, BlockKind.BODY)]
    kinds = [form.kinds.get(i) or _by_itself(line.text) for i, line in enumerate(lines)]
    title = _title(document, form, kinds)
    if title >= 0:
        kinds[title] = BlockKind.TITLE
    head = _head(lines, title, kinds)
    for i in range(title + 1, head):
        kinds[i] = kinds[i] or _in_head(document, lines, kinds, i)
    _captions(lines, kinds, head)
    _dates_of_the_body(form, kinds, head)
    _headings(lines, kinds, title, head)
    _link_lists(lines, kinds)
    return [kind or BlockKind.BODY for kind in kinds]


def _by_itself(text: str) -> BlockKind | None:
    if is_rule(text) or is_furniture(text):
        return BlockKind.FURNITURE
    if is_date_line(text):
        return BlockKind.DATELINE
    if is_byline(text):
        return BlockKind.BYLINE
    return BlockKind.CREDIT if is_credit(text) else None


def _is_prose(text: str) -> bool:
    """Whether a line reads as a sentence, or leads on to one."""
    long = len(text) > 200 or text.count(" ") >= 32
    full = has_stop(text) and text.count(" ") >= 4
    return long or full or text[-1] in ":;," or bool(_PLACE_LINE.match(text, 0, _LONGEST)) or (text[0] in '"“«' and text[-1] in '"”».?!')


def _same(a: str, b: str | None) -> bool:
    return b is not None and " ".join(a.split()).casefold().rstrip(".") == " ".join(b.split()).casefold().rstrip(".")


def _title(document: Document, form: Form, kinds: list[BlockKind | None]) -> int:
    """The number of the line that is the title, -1 without one. Lines that the form has settled do not count."""
    if BlockKind.TITLE in form.kinds.values():
        return next(i for i, kind in form.kinds.items() if kind is BlockKind.TITLE)
    lines = form.lines
    first = [i for i in range(min(len(lines), _HEAD)) if form.free(i)]
    for i in first[:5]:
        if _same(lines[i].text, document.title):
            return i
    for i in first[:4]:
        line = lines[i]
        if kinds[i] is not None and not (i == 0 and kinds[i] is BlockKind.DATELINE and _same(line.text, document.title)):
            continue
        if _same(line.text, document.outlet) or (is_outlet(line.text) and line.text.count(" ") < 3 and i + 1 < len(lines)):
            continue
        if i + 1 < len(lines) and form.kinds.get(i - 1) is BlockKind.BODY:
            return -1
        if document.title is not None and (is_signature(line.text) or _same(line.text, document.byline)):
            return -1  # the title stands elsewhere; this is who wrote it
        return i if _looks_like_title(line.text, kinds[i + 1 :]) else -1
    return -1


def _looks_like_title(text: str, kinds: list[BlockKind | None]) -> bool:
    if not kinds or text[0].islower() or len(text) > 250 or text[-1] in ":;,":
        return False
    if kinds[0] in (BlockKind.DATELINE, BlockKind.BYLINE):
        return True
    return not has_stop(text) and text.count(" ") < 30 and not _PLACE_LINE.match(text, 0, _LONGEST)


def _head(lines: list[Line], title: int, kinds: list[BlockKind | None]) -> int:
    """The number of the line at which the prose begins; the line after the title where none follows nearby."""
    for i in range(title + 1, min(len(lines), title + 1 + _HEAD)):
        if kinds[i] is BlockKind.BODY or (kinds[i] is None and _is_prose(lines[i].text)):
            return i
    return title + 1


def _in_head(document: Document, lines: list[Line], kinds: list[BlockKind | None], i: int) -> BlockKind | None:
    text = lines[i].text
    if _same(text, document.byline):
        return BlockKind.BYLINE
    if _same(text, document.outlet) or is_outlet(text) or is_place_and_date(text) or _BROKEN_OFF.fullmatch(text):
        return BlockKind.DATELINE
    parts = _BAR.split(text)
    if len(parts) > 1 and all(_head_part(part) for part in parts if part):
        return BlockKind.DATELINE
    signed = BlockKind.BYLINE in kinds[:i]
    if not signed and is_signature(text):
        return BlockKind.BYLINE
    if i and kinds[i - 1] is BlockKind.BYLINE and (is_role(text) or is_name(text)):
        return BlockKind.BYLINE if is_role(text) else BlockKind.DATELINE
    return None


def _head_part(text: str) -> BlockKind | None:
    if is_byline(text):
        return BlockKind.BYLINE
    if is_date_line(text) or is_outlet(text):
        return BlockKind.DATELINE
    if is_furniture(text):
        return BlockKind.FURNITURE
    return BlockKind.BYLINE if is_signature(text) or is_role(text) else None


def _short(text: str) -> bool:
    return text.count(" ") < 40 and len(text) < 250 and not has_stop(text) and text[-1] not in ":;," and text[0] not in _QUOTES


def _captions(lines: list[Line], kinds: list[BlockKind | None], head: int) -> None:
    """A line is a caption by its own first or last words, or because it stands beside a credit."""
    for i in range(len(lines)):
        if kinds[i] is None and _is_captioned(lines, kinds, i, head):
            kinds[i] = BlockKind.CAPTION
    for i, kind in enumerate(kinds):
        if kind is not BlockKind.CREDIT:
            continue
        beside = [k for k in (i + 1, i - 1) if 0 <= k < len(lines) and kinds[k] is None and _may_be_caption(lines[k].text)]
        if i and kinds[i - 1] is BlockKind.CAPTION:
            beside = [k for k in beside if lines[k].text.count(" ") >= 3]
        if beside:
            best = max(beside, key=lambda k: (lines[k].text.count(" "), k))
            kinds[best] = BlockKind.CAPTION


def _may_be_caption(text: str) -> bool:
    return _short(text) and "?" not in text and text.count(" ") >= 2 and not text[0].islower()


def _is_captioned(lines: list[Line], kinds: list[BlockKind | None], i: int, head: int) -> bool:
    text = lines[i].text
    if len(text) > 400:
        return False
    if words().caption.match(text) or _credit_label(text) or closing_credit(text) is not None:
        return True
    opening = opening_agency(text) if _short(text) and i else None
    if opening is None:
        return False
    agency = text[:opening].split()
    beside = any(0 <= k < len(lines) and kinds[k] is BlockKind.CREDIT for k in (i - 1, i + 1))
    return beside or len(agency) > 1 or i < head


def _credit_label(text: str) -> int | None:
    """Where the words begin after "Photo:" and its like, if they are a caption's and not a source's."""
    match = words().credit.match(text)
    if not match or ":" not in match.group() or not text[match.end() :][:1].isupper() or is_source(text[match.end() :]):
        return None
    return match.end()


def _dates_of_the_body(form: Form, kinds: list[BlockKind | None], head: int) -> None:
    """A bare date between paragraphs heads what follows; only in the head does it date the article, or an entry of it."""
    for i in range(head, len(kinds)):
        if kinds[i] is BlockKind.DATELINE and form.free(i) and not words().published.match(form.lines[i].text):
            kinds[i] = None


def _headings(lines: list[Line], kinds: list[BlockKind | None], title: int, head: int) -> None:
    spaced = sum(line.gap for line in lines[1:]) * 2 >= len(lines) - 1
    for i in range(title + 1, len(lines) - 1):
        if kinds[i] is not None or not _short(lines[i].text) or lines[i].text[0].islower():
            continue
        in_head = title >= 0 and i < head
        apart = spaced and lines[i].gap and lines[i + 1].gap and lines[i].text.count(" ") < 14
        if in_head or apart:
            kinds[i] = BlockKind.HEADING


def _link_lists(lines: list[Line], kinds: list[BlockKind | None]) -> None:
    """Headlines of other articles, listed after "Related stories", are furniture up to the next prose."""
    opened = False
    for i, line in enumerate(lines):
        if kinds[i] is BlockKind.FURNITURE:
            opened = opened or line.text.strip(" .:»›>").lower() in words().lists
            continue
        listed = opened and kinds[i] in (None, BlockKind.HEADING) and not _is_prose(line.text)
        if listed and i + 1 < len(lines) and kinds[i + 1] is None and _is_prose(lines[i + 1].text):
            listed = False  # what stands right before prose is its heading
        opened = listed
        if listed:
            kinds[i] = BlockKind.FURNITURE


def _pieces(line: Line, kind: BlockKind, is_first_body: bool) -> Iterator[tuple[int, int, BlockKind]]:
    """Where the blocks of a line stand, and their kinds: some hold two things, a credit and a caption, a dateline and the first sentence."""
    text = line.text
    cut, before, after = None, kind, kind
    if kind is BlockKind.CAPTION:
        cut, before, after = _caption_parts(text)
    elif kind is BlockKind.DATELINE and _BAR.search(text):
        yield from _bar_pieces(line)
        return
    elif kind is BlockKind.BODY:
        label = words().label.match(text)
        dateline = _PLACE_LINE.match(text, 0, _LONGEST) if is_first_body else None
        if label:
            cut, before = label.end(), BlockKind.FURNITURE
        elif dateline and dateline.end() < len(text):
            cut, before = dateline.end(), BlockKind.DATELINE
    if cut is None:
        yield line.start, line.end, kind
        return
    yield line.start, line.start + len(text[:cut].rstrip()), before
    yield line.start + cut, line.end, after


def _caption_parts(text: str) -> tuple[int | None, BlockKind, BlockKind]:
    closing = closing_credit(text)
    if closing is not None:
        return closing, BlockKind.CAPTION, BlockKind.CREDIT
    caption = words().caption.match(text)
    cut = caption.end() if caption else _credit_label(text) or opening_agency(text)
    return cut if cut and cut < len(text) else None, BlockKind.CREDIT, BlockKind.CAPTION


def _bar_pieces(line: Line) -> Iterator[tuple[int, int, BlockKind]]:
    position = 0
    for end, after in [*((m.start(), m.end()) for m in _BAR.finditer(line.text)), (len(line.text), len(line.text))]:
        part = line.text[position:end]
        if part:
            yield line.start + position, line.start + end, _head_part(part) or BlockKind.DATELINE
        position = after
