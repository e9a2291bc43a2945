"""The whole story: read, parse, extract; then resolve, in a casefile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.extract.annotate import LAYERS, annotate
from onrecord.model import Annotation, Document
from onrecord.parse import parse_many
from onrecord.promise import on_record
from onrecord.read.language import detect_language


def annotate_many(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
    """Annotate documents, in order. Every item passes the promise: its words stand verbatim at its span, or it is
    dropped and counted.

    Raises:
        LanguageError: a document names a language that has no pack.
    """
    wanted = frozenset(LAYERS) if layers is None else layers
    pairs = ((document, document.lang or detect_language(document.text)) for document in documents)
    for parsed in parse_many(pairs):
        yield on_record(parsed.document, annotate(parsed, wanted))
