"""Nouns -> rows, and back; through the one codec.

What costs computing (encoding, stemming) is done by :func:`prepare`, which touches no database: a worker prepares, the
process that writes only inserts.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, replace
from typing import NamedTuple

from onrecord.casefile.local import locals_of
from onrecord.casefile.plain import concerns, voices
from onrecord.casefile.words import stems
from onrecord.codec import as_plain, decode_annotation, dump_line, load, load_line
from onrecord.errors import FormError
from onrecord.model import Annotation, Claim, Document

CHUNK = 500
"""Values of one IN (...)."""

_LEVEL = 6
_OPTIONAL = frozenset({f.name for f in fields(Claim) if f.default is not MISSING} - {"polarity", "factuality"})
_REQUIRED = ("low", "high", "edtf", "timex")  # of figures and times: null says that they are unknown


class MentionRow(NamedTuple):
    """An entity of a document; lists as JSON."""

    local: str
    name: str
    type: str
    named: bool
    aliases: str
    nouns: str
    mentions: int
    place: str | None
    start: int
    end: int
    roles: str
    ties: str
    age: int | None


class ClaimRow(NamedTuple):
    """A claim with what a query narrows by, the entities of its document that it concerns (true: is about, false: only
    one of its voices), and the stems of the words that a search looks at."""

    id: str
    start: int
    end: int
    relation: str | None
    factuality: str
    polarity: str
    context: str
    figures: bool
    body: str
    concerns: tuple[tuple[str, bool], ...]
    stems: str


class Prepared(NamedTuple):
    """An annotation as rows; ``annotation`` is all of it but the claims."""

    lang: str
    annotation: bytes
    missing: tuple[str, ...]
    dropped: int
    corrections: int
    mentions: tuple[MentionRow, ...]
    claims: tuple[ClaimRow, ...]


def prepare(annotation: Annotation) -> Prepared:
    """The rows of an annotation. Pure; the same annotation gives the same rows."""
    found = {e.id: e for e in locals_of(annotation)}
    mentions = tuple(
        MentionRow(
            e.id, e.name, e.type.value, e.named, _json(e.aliases), _json(e.nouns), e.mentions, e.place, *e.at, _json(e.roles), _json(e.ties), e.age,
        )
        for e in found.values()
    )  # fmt: skip
    claims: list[ClaimRow] = []
    for item, about in concerns(annotation):
        links = tuple((id, id in about) for id in dict.fromkeys([*about, *voices(item)]) if id in found)
        words = " ".join([item.evidence.text, *(found[id].name for id, _ in links if found[id].named)])
        claims.append(
            ClaimRow(
                item.id, item.evidence.start, item.evidence.end, item.relation, item.factuality.value, item.polarity.value, item.context,
                bool(item.figures), dump_claim(item), links, " ".join(stems(words)),
            )
        )  # fmt: skip
    return Prepared(
        annotation.lang, dump_annotation(annotation), annotation.missing, annotation.dropped, len(annotation.corrections), mentions, tuple(claims)
    )  # fmt: skip


def annotation_of(prepared: Prepared) -> Annotation:
    """The annotation that rows were made of."""
    return replace(load_annotation(prepared.annotation), claims=load_claims([row.body for row in prepared.claims]))


def load_claims(bodies: Sequence[str]) -> tuple[Claim, ...]:
    """Claims from their rows, in order."""
    return load_annotation('{"id":"","lang":"","claims":[' + ",".join(bodies) + "]}").claims


def dump_annotation(annotation: Annotation, *, claims: bool = False) -> bytes:
    """An annotation without its claims, which have rows of their own; with them if asked. Compressed."""
    return zlib.compress(_json(annotation if claims else replace(annotation, claims=())).encode(), _LEVEL)


def load_annotation(body: bytes | str) -> Annotation:
    """An annotation from its row; those of the first form are plain text."""
    try:
        return decode_annotation(load_line(body.encode() if isinstance(body, str) else zlib.decompress(body), 1))
    except zlib.error as error:
        raise FormError(str(error)) from None


def dump_document(document: Document) -> str:
    """A document with its text and metadata."""
    return _json(document)


def load_document(body: str) -> Document:
    """A document from its row."""
    return load(body, Document)


def dump_claim(claim: Claim) -> str:
    """One claim; what is empty is left out, and is empty again when it is loaded."""
    row = {key: value for key, value in as_plain(claim).items() if value or key not in _OPTIONAL}
    for key in ("figures", "when", "where"):
        if key in row:
            row[key] = [
                {k: v for k, v in item.items() if v is not None and v != ""} | {k: item[k] for k in _REQUIRED if k in item}
                for item in row[key]
            ]
    return _json(row)


def _json(value: object) -> str:
    return dump_line(value).decode().rstrip("\n")


def chunks[T](values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in portions that one IN (...) takes."""
    for k in range(0, len(values), CHUNK):
        yield values[k : k + CHUNK]
