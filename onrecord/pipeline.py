"""The whole story: read, parse, extract; then resolve, in a casefile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.extract.annotate import LAYERS, annotate
from onrecord.model import Annotation, Document
from onrecord.parse import has_parser, parse_many
from onrecord.promise import on_record
from onrecord.read.language import detect_language


def annotate_many(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
    """Annotate documents, in order. Every item passes the promise: its words stand verbatim at its span, or it is
    dropped and counted.

    Raises:
        LanguageError: a document names a language that has no pack.
    """
    wanted = frozenset(LAYERS) if layers is None else layers
    pairs = ((document, _language(document)) for document in documents)
    for parsed in parse_many(pairs):
        yield on_record(parsed.document, annotate(parsed, wanted))


def warm(documents: Iterable[Document]) -> None:
    """Load the parsers that documents need, so that the time it takes is nobody's."""
    for lang in dict.fromkeys(map(_language, documents)):
        has_parser(lang)


def _language(document: Document) -> str:
    return document.lang or detect_language(document.text)
