"""Nouns -> rows, and back; through the one codec.

What costs computing (encoding, stemming) is done by :func:`prepare`, which touches no database: a worker prepares, the
process that writes only inserts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onrecord.casefile.plain import concerns, voices
from onrecord.casefile.resolve import locals_of
from onrecord.casefile.words import stems
from onrecord.codec import decode_annotation, dump_line, load_line
from onrecord.model import Annotation, Claim, Document


class MentionRow(msgspec.Struct, frozen=True, array_like=True):
    """An entity of a document; lists as JSON."""

    local: str
    name: str
    type: str
    named: bool
    aliases: str
    nouns: str
    mentions: int
    place: str | None


class ClaimRow(msgspec.Struct, frozen=True, array_like=True):
    """A claim with what a query narrows by, the entities of its document that it concerns (true: is about, false: only
    one of its voices), and the words that a search looks at."""

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
    words: str
    names: str
    stems: str


class Prepared(msgspec.Struct, frozen=True, array_like=True):
    """An annotation as rows; ``annotation`` is all of it but the claims."""

    lang: str
    annotation: str
    missing: tuple[str, ...]
    dropped: int
    corrections: int
    mentions: tuple[MentionRow, ...]
    claims: tuple[ClaimRow, ...]


def prepare(annotation: Annotation) -> Prepared:
    """The rows of an annotation. Pure; the same annotation gives the same rows."""
    found = {e.id: e for e in locals_of(annotation)}
    mentions = tuple(
        MentionRow(e.id, e.name, e.type.value, e.named, _json(e.aliases), _json(e.nouns), e.mentions, e.place) for e in found.values()
    )
    claims: list[ClaimRow] = []
    for item, about in concerns(annotation):
        links = tuple((id, id in about) for id in dict.fromkeys([*about, *voices(item)]) if id in found)
        names = " ".join(found[id].name for id, _ in links if found[id].named)
        words = item.evidence.text
        claims.append(
            ClaimRow(
                item.id, item.evidence.start, item.evidence.end, item.relation, item.factuality.value, item.polarity.value, item.context,
                bool(item.figures), _json(item), links, words, names, " ".join(stems(f"{words} {names}")),
            )
        )  # fmt: skip
    return Prepared(
        annotation.lang, dump_annotation(annotation), annotation.missing, annotation.dropped, len(annotation.corrections), mentions, tuple(claims)
    )  # fmt: skip


def pack(prepared: Prepared) -> bytes:
    """Rows as bytes, to go from one process to another."""
    return msgspec.msgpack.encode(prepared)


def unpack(content: bytes) -> Prepared:
    """Rows from bytes."""
    return msgspec.msgpack.decode(content, type=Prepared)


def load_claims(bodies: Sequence[str]) -> tuple[Claim, ...]:
    """Claims from their rows, in order."""
    line = '{"id":"","lang":"","claims":[' + ",".join(bodies) + "]}"
    return load_annotation(line).claims


def dump_annotation(annotation: Annotation, *, claims: bool = False) -> str:
    """An annotation without its claims, which have rows of their own; with them if asked."""
    return _json(annotation if claims else replace(annotation, claims=()))


def load_annotation(body: str) -> Annotation:
    """An annotation from its row."""
    return decode_annotation(load_line(body.encode(), 1))


def dump_document(document: Document) -> str:
    """A document with its text and metadata."""
    return _json(document)


def load_document(body: str) -> Document:
    """A document from its row."""
    return msgspec.json.decode(body, type=Document)


def _json(value: object) -> str:
    return dump_line(value).decode().rstrip("\n")
