"""The whole story: read, parse, extract; then resolve, in a casefile."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from onrecord.extract.annotate import LAYERS, annotate
from onrecord.model import Annotation, Document
from onrecord.parse import has_parser, parse_many
from onrecord.promise import on_record
from onrecord.read.language import detect_language

_ALLOCATIONS = 50_000  # net allocations of containers between two looks for garbage; Python's own 700 or 2,000 are for small heaps


def annotate_many(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
    """Annotate documents, in order. Every item passes the promise: its words stand verbatim at its span, or it is
    dropped and counted.

    Raises:
        LanguageError: a document names a language that has no pack.
    """
    wanted = frozenset(LAYERS) if layers is None else layers
    pairs = ((document, _language(document)) for document in documents)
    with _seldom_collecting():
        for parsed in parse_many(pairs):
            yield on_record(parsed.document, annotate(parsed, wanted))


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage in cycles less often: a document's thousands of small tuples hold none, and each look walks them all."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _ALLOCATIONS), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def warm(documents: Iterable[Document]) -> None:
    """Load the parsers that documents need, so that the time it takes is nobody's."""
    for lang in dict.fromkeys(map(_language, documents)):
        has_parser(lang)


def _language(document: Document) -> str:
    return document.lang or detect_language(document.text)
