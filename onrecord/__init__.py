"""onrecord reads reporting and keeps who said it, through whom, how firmly, when, where, how many, and the exact words.

The nouns are here; the verbs load what they need when they are called, so that importing onrecord is quick.

>>> from onrecord import Document, annotate
>>> annotation = annotate(Document(id="1", text="The mayor denied that she had resigned."))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.errors import CasefileError, FormError, LanguageError, OnrecordError, ReadError
from onrecord.model import (
    RELATIONS,
    Annotation,
    Argument,
    Attribution,
    Block,
    BlockKind,
    Claim,
    Correction,
    Cue,
    Document,
    Entity,
    EntityType,
    Evidence,
    Factuality,
    Figure,
    Link,
    Mention,
    Modifier,
    Parsed,
    Place,
    Polarity,
    Predicate,
    Quote,
    Ref,
    Sentence,
    Span,
    Time,
    Token,
)

__version__ = "0.1.0"

__all__ = [
    "RELATIONS",
    "Annotation",
    "Argument",
    "Attribution",
    "Block",
    "BlockKind",
    "CasefileError",
    "Claim",
    "Correction",
    "Cue",
    "Document",
    "Entity",
    "EntityType",
    "Evidence",
    "Factuality",
    "Figure",
    "FormError",
    "LanguageError",
    "Link",
    "Mention",
    "Modifier",
    "OnrecordError",
    "Parsed",
    "Place",
    "Polarity",
    "Predicate",
    "Quote",
    "ReadError",
    "Ref",
    "Sentence",
    "Span",
    "Time",
    "Token",
    "__version__",
    "annotate",
    "annotate_many",
]


def annotate(document: Document, layers: frozenset[str] | None = None) -> Annotation:
    """All that one document tells by itself; ``layers`` as the contract names them, all of them by default.

    Raises:
        LanguageError: the document names a language that has no pack.
    """
    return next(annotate_many([document], layers))


def annotate_many(documents: Iterable[Document], layers: frozenset[str] | None = None) -> Iterator[Annotation]:
    """The same for many documents, in order, parsed in batches: about as many documents as a batch holds are in memory.

    Raises:
        LanguageError: a document names a language that has no pack.
    """
    from onrecord.pipeline import annotate_many

    return annotate_many(documents, layers)
