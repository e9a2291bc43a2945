"""Quotation marks: which stretches of a text stand between them.

Marks are read by the characters alone, before any grammar, one paragraph after another, so that a stray mark spoils
at most its own paragraph. They are paired by type (“ ”, ‘ ’, « », „ “, `` '', straight ones by what stands beside
them); an apostrophe is no mark. A quotation that every new paragraph opens again, or that is closed only in the next
one, is a single one in several pieces. A paragraph that a label gives to a speaker, as in transcripts, counts as one
quotation, whatever marks stand in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from onrecord.lang import load_pack
from onrecord.model import Block, BlockKind, Parsed, Span

_MARK = re.compile(r"``|''|[\"“”„«»‘’']")
_WORD = re.compile(r"\w[\w'’-]*")
_OPENERS_BEFORE = frozenset(" \t\n\r\u00a0([{<—–-/:“\"„«‘'¿¡…")
_AFTER_CLOSERS = frozenset(" \t\n\r\u00a0.,;:!?)]}>—–-/”\"»’'…")
_DOUBLE = re.compile(r"``|''|[\"“”„«»]")
_NESTED = 12  # marks that are open at once; more than that are no quotations
_PATIENCE = 4  # paragraphs without a mark that a quotation left open may run on, if a closing mark follows
_READ = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.BODY, BlockKind.NOTE})
_POSSESSIVE_AFTER = re.compile(r"\s+[a-záéíóúñ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch in quotation marks. ``start`` and ``end`` take the marks in, ``inner_start`` and ``inner_end`` leave
    them out; ``parts`` are the inner pieces, one a paragraph. ``kind`` is "speech", "title" or "scare" (a word or two
    held at arm's length) by its form alone: whether somebody utters it is for the cues around it to say; it is "turn"
    for a paragraph that has its ``speaker``. ``depth`` is 0 outside any other marks; ``closed`` is false where the
    closing mark is missing."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    kind: str
    parts: tuple[Span, ...]
    depth: int = 0
    closed: bool = True
    speaker: Span | None = None


@dataclass(slots=True)
class _Open:
    family: str
    start: int
    inner: int
    depth: int
    parts: list[Span] = field(default_factory=list)
    sure: int = 1  # pieces that are known to belong; later ones only if a closing mark follows


def find_marks(parsed: Parsed) -> tuple[Marked, ...]:
    """Every pair of quotation marks of the text that is read, in order of their opening mark; the outer before the inner."""
    text = parsed.document.text
    table = load_pack(parsed.lang)["cues"].get("marks", {})
    elisions = frozenset(table.get("elisions", ()))
    titled = frozenset(table.get("titled", ()))
    found: list[Marked] = []
    carried: _Open | None = None
    for block in parsed.blocks:
        if block.kind not in _READ or (carried and block.kind is not BlockKind.BODY):
            if block.kind in _READ:  # a caption between two paragraphs of one quotation
                found.extend(_scan(text, block.start, block.end, None, elisions)[0])
            continue
        if block.speaker is not None:
            found.extend(_turn(text, block, elisions))
            continue
        if carried and len(carried.parts) - carried.sure < _PATIENCE and not _DOUBLE.search(text, block.start, block.end):
            carried.parts.append((block.start, block.end))
            continue
        if text[block.start] in "—–" and block.start + 1 < block.end and not text[block.start + 1].isspace():
            found.extend(_dialogue(text, block.start, block.end))
        marks, carried = _scan(text, block.start, block.end, carried, elisions)
        found.extend(marks)
    if carried:
        found.append(_unclosed(carried))
    kept = [replace(m, kind=m.kind or _kind(text, m, titled)) for m in found if _WORD.search(text, m.inner_start, m.inner_end)]
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end)))


def _turn(text: str, block: Block, elisions: frozenset[str]) -> list[Marked]:
    """A paragraph that is somebody's words: a quotation of its own; marks in it stand inside."""
    start, end = block.start, block.end
    outer = Marked(start=start, end=end, inner_start=start, inner_end=end, kind="turn", parts=((start, end),), speaker=block.speaker)
    return [outer, *(replace(m, depth=m.depth + 1) for m in _scan(text, start, end, None, elisions)[0])]


def _scan(text: str, start: int, end: int, carried: _Open | None, elisions: frozenset[str]) -> tuple[list[Marked], _Open | None]:
    """The marks of one paragraph, and the quotation that it leaves open. ``carried`` is the one left open before."""
    found: list[Marked] = []
    stack: list[_Open] = []
    for match in _MARK.finditer(text, start, end):
        sign, at, after = match.group(), match.start(), match.end()
        opens, closes = _sides(text, at, after, start, end)
        action, family = _decide(sign, opens, closes, stack, text, at, after, end, elisions)
        if action == "open":
            if len(stack) >= _NESTED:
                continue
            if carried and at == start and family == carried.family and len(carried.parts) == carried.sure:
                parts = [*carried.parts, (after, after)]
                stack.append(_Open(family, carried.start, carried.inner, 0, parts, len(parts)))
                carried = None
                continue
            if family == "straight" and any(o.family == family for o in stack):
                _drop(stack, family)
            depth = len(stack)
            stack.append(_Open(family, at, after, depth, [(after, after)]))
        elif action == "close":
            found.append(_close(stack, family, at, after))
        elif carried and closes and not stack and family == carried.family:
            carried.parts.append((start, start))
            found.append(_close([carried], carried.family, at, after))
            carried = None
    if carried:
        found.append(_unclosed(carried))
    return found, _left_open(stack, end)


def _dialogue(text: str, start: int, end: int) -> list[Marked]:
    """A paragraph that opens with a dash is speech, but for what further pairs of dashes set apart ("—No —dijo él—. Vamos.")."""
    pieces, at, speaks = [], start + 1, True
    for dash in [*(m.start() for m in re.compile("(?<=\\s)[—–](?=\\w)|(?<=\\w)[—–]").finditer(text, start + 1, end)), end]:
        if speaks and text[at:dash].strip(" .,;"):
            last = at + len(text[at:dash].rstrip())
            first = last - len(text[at:last].lstrip(" .,;"))
            outer = first - 1 if first == start + 1 else first
            pieces.append(Marked(start=outer, end=last, inner_start=first, inner_end=last, kind="speech", parts=((first, last),)))
        at, speaks = dash + 1, not speaks
    return pieces


def _sides(text: str, at: int, after: int, start: int, end: int) -> tuple[bool, bool]:
    before, behind = text[at - 1] if at > start else " ", text[after] if after < end else " "
    opens = before in _OPENERS_BEFORE and not behind.isspace() and behind not in ",.;:)"
    closes = not before.isspace() and behind in _AFTER_CLOSERS and (before not in "([{“„«" or at == start)
    return opens, closes


def _decide(
    sign: str, opens: bool, closes: bool, stack: list[_Open], text: str, at: int, after: int, end: int, elisions: frozenset[str]
) -> tuple[str, str]:
    """What a mark does here: ("open" | "close" | "", family)."""
    families = {o.family for o in stack}
    if sign == '"' or (sign == "''" and "tick" not in families):
        if "straight" in families and not (opens and not closes):
            return "close", "straight"
        if "straight" not in families and closes and not opens:
            if "curly" in families:  # typed on one side, straight on the other
                return "close", "curly"
            return ("", "straight") if text[at - 1].isdigit() or at + 1 == end or text[at - 1] in ".?!" else ("open", "straight")
        return "open", "straight"
    if sign in "“”":
        mixed = "straight" in families and "curly" not in families and closes and not opens
        family = "low" if "low" in families else "straight" if mixed else "curly"
        closing = family in families and (sign == "”" or family != "curly" or (closes and not opens))
        return ("close", family) if closing else ("open", "curly") if sign == "“" or (opens and not closes) else ("", "curly")
    if sign in "«»":
        if "angle" in families and (sign == "»" or not opens):
            return "close", "angle"
        return ("open", "angle") if sign == "«" or (opens and not closes) else ("", "angle")
    if sign == "„" or sign == "``":
        return "open", "low" if sign == "„" else "tick"
    if sign == "''":
        return "close", "tick"
    return _decide_single(sign, opens, closes, "single" in families, text, at, after, end, elisions)


def _decide_single(
    sign: str, opens: bool, closes: bool, is_open: bool, text: str, at: int, after: int, end: int, elisions: frozenset[str]
) -> tuple[str, str]:
    if opens and not closes and sign != "’":
        word = _WORD.match(text, after)
        elided = text[after].isdigit() or (word is not None and word.group().lower().strip("'’") in elisions)
        return ("", "single") if elided or not _closing_single(text, after, end) else ("open", "single")
    if closes and is_open and sign != "‘":
        possessive = text[at - 1] in "sS" and _POSSESSIVE_AFTER.match(text, after) and _closing_single(text, after, end)
        return ("", "single") if possessive else ("close", "single")
    return "", "single"


def _closing_single(text: str, start: int, end: int) -> bool:
    """Whether a single mark that may close stands ahead, before another that opens."""
    for match in re.compile("['’‘]").finditer(text, start, end):
        opens, closes = _sides(text, match.start(), match.end(), start, end)
        if closes and match.group() != "‘":
            return True
        if opens and not closes and match.group() != "’":
            return False
    return False


def _close(stack: list[_Open], family: str, at: int, after: int) -> Marked:
    while stack[-1].family != family:
        stack.pop()
    top = stack.pop()
    parts = [*top.parts[:-1], (top.parts[-1][0], at)]
    return Marked(start=top.start, end=after, inner_start=top.inner, inner_end=at, kind="", parts=tuple(parts), depth=top.depth)


def _drop(stack: list[_Open], family: str) -> None:
    while stack.pop().family != family:
        pass


def _left_open(stack: list[_Open], end: int) -> _Open | None:
    """The outermost quotation that a paragraph leaves open; single marks never stay open."""
    for top in stack:
        if top.family != "single":
            top.parts[-1] = (top.parts[-1][0], end)
            return top
    return None


def _unclosed(top: _Open) -> Marked:
    parts = top.parts[: top.sure]
    end = parts[-1][1]
    return Marked(start=top.start, end=end, inner_start=top.inner, inner_end=end, kind="", parts=tuple(parts), closed=False)


def _kind(text: str, mark: Marked, titled: frozenset[str]) -> str:
    inner = text[mark.inner_start : mark.inner_end]
    words = _WORD.findall(inner)
    ended = inner.rstrip()[-1:] in ",.?!…;" or text[mark.end : mark.end + 1] == ","
    long = [w for w in words if len(w) > 3]
    before = _WORD.findall(text[max(0, mark.start - 24) : mark.start])
    if len(words) <= 12 and not (ended and inner.rstrip()[-1:] == ",") and before and before[-1].lower() in titled:
        return "title"
    if 2 <= len(words) <= 12 and len(long) > 1 and all(w[0].isupper() or w[0].isdigit() for w in long) and not ended:
        return "title"
    if len(words) <= 3 and not (ended and words[0][0].isupper()):
        return "scare"
    return "speech"
