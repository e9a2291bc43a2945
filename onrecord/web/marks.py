"""Spans -> marks: claims overlap and nest, elements of a page only nest. A span that crosses another is cut in pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.model import Span

_DEEPEST = 24  # marks open at once; browsers give up on deep trees, and nobody sees the difference

type Marked = tuple[int, int, int]
"""Start, end, and the number of what is marked there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A step in writing a marked text: "text" (some of it), "open" and "close" (a mark of ``numbers``), or "refs"
    (the end of the words of ``numbers``, where readers are pointed to them). Opens and closes are balanced, and the
    texts joined are the text."""

    kind: Literal["text", "open", "close", "refs"]
    text: str = ""
    numbers: tuple[int, ...] = ()


def marked(text: str, within: Span, marks: Iterable[Marked]) -> tuple[Piece, ...]:
    """The pieces of ``text[within]``, with every mark that touches it; spans are those of the whole text."""
    return tuple(_pieces(text, within, _groups(within, marks)))


def _groups(within: Span, marks: Iterable[Marked]) -> dict[Span, tuple[int, ...]]:
    """Span -> numbers, cut to what is shown; the same words are marked once."""
    found: dict[Span, list[int]] = defaultdict(list)
    for start, end, number in marks:
        cut = max(start, within[0]), min(end, within[1])
        if cut[0] < cut[1]:
            found[cut].append(number)
    return {span: tuple(sorted(numbers)) for span, numbers in found.items()}


def _pieces(text: str, within: Span, groups: dict[Span, tuple[int, ...]]) -> Iterator[Piece]:
    starting: dict[int, list[Span]] = defaultdict(list)
    ending: dict[int, list[Span]] = defaultdict(list)
    for span in groups:
        starting[span[0]].append(span)
        ending[span[1]].append(span)
    open_: list[Span] = []
    at = within[0]
    for place in sorted({*starting, *ending}):
        if at < place:
            yield Piece(kind="text", text=text[at:place])
            at = place
        reopened = yield from _close(open_, place, groups)
        for span in sorted(ending[place], key=lambda s: -s[0]):
            yield Piece(kind="refs", numbers=groups[span])
        for span in sorted([*reopened, *starting[place]], key=lambda s: (-s[1], s[0])):
            if len(open_) < _DEEPEST:
                open_.append(span)
                yield Piece(kind="open", numbers=groups[span])
    if at < within[1]:
        yield Piece(kind="text", text=text[at : within[1]])


def _close(open_: list[Span], place: int, groups: dict[Span, tuple[int, ...]]) -> Generator[Piece, None, list[Span]]:
    """Close the marks that end here, and those that stand open inside them; returns the latter."""
    deepest = min((i for i, span in enumerate(open_) if span[1] == place), default=len(open_))
    closed = open_[deepest:]
    del open_[deepest:]
    for span in reversed(closed):
        yield Piece(kind="close", numbers=groups[span])
    return [span for span in closed if span[1] > place]
