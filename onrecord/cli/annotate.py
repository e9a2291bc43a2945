"""Commands without a casefile: annotate, names, schema."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from onrecord.model import Annotation, Document

_CHUNK = 64  # documents in memory at once
_CHARACTERS = 1_000_000  # of their texts together
_LONGEST = 20_000_000  # bytes of one line


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that cannot be processed: the ``id`` it has, if that could be read, and why."""

    id: str | int | None
    reason: str


@click.command()
@click.option("--layers", metavar="A,B", help="Only these layers: mentions, quotes, figures, times, places, claims.")
@click.option("--explain", is_flag=True, help="For people: what made each item, and which sentences became no claim.")
def annotate(layers: str | None, explain: bool) -> None:
    """Annotate documents: JSON Lines on standard input, JSON Lines on standard output, in order.

    A row is {"id", "text", "title"?, "outlet"?, "published"? (YYYY-MM-DD), "lang"? ("en", "es")}. One that cannot be
    processed yields {"id", "error"} in its place, and the exit status is 1 after all the others are done.
    """
    from onrecord.cli.explain import explain_annotation, explain_failure
    from onrecord.codec import dump_line, encode_annotation, encode_failure

    wanted = _layers(layers)
    out = sys.stdout.buffer
    failed = False
    for chunk in _chunks(sys.stdin.buffer):
        for row, result in zip(chunk, _annotated(chunk, wanted), strict=True):
            if isinstance(result, Failure):
                failed = True
                out.write(explain_failure(result.id, result.reason) if explain else dump_line(encode_failure(result.id, result.reason)))
            elif explain and not isinstance(row, Failure):
                out.write(explain_annotation(row, result))
            else:
                out.write(dump_line(encode_annotation(result, wanted)))
        out.flush()
    sys.exit(1 if failed else 0)


def _layers(asked: str | None) -> frozenset[str] | None:
    from onrecord.codec import LAYERS

    if asked is None:
        return None
    wanted = frozenset(part.strip() for part in asked.split(",") if part.strip())
    unknown = sorted(wanted - set(LAYERS))
    if unknown or not wanted:
        raise click.UsageError(f"no layer '{unknown[0] if unknown else asked}'; there are: {', '.join(LAYERS)}")
    return wanted


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not blank; of one over the limit only the beginning, so that none fills the memory."""
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(_LONGEST)):
            pass
        if line.strip():
            yield number, line


def _chunks(stream: BinaryIO) -> Iterator[list[Document | Failure]]:
    chunk: list[Document | Failure] = []
    characters = 0
    for number, line in _lines(stream):
        row = _document(line, number)
        chunk.append(row)
        characters += 0 if isinstance(row, Failure) else len(row.text)
        if len(chunk) >= _CHUNK or characters >= _CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _document(line: bytes, number: int) -> Document | Failure:
    from onrecord.codec import decode_document
    from onrecord.errors import FormError
    from onrecord.lang import LANGUAGES

    if len(line) > _LONGEST:
        return Failure(None, f"line {number}: longer than {_LONGEST // 1_000_000} MB")
    try:
        document = decode_document(line, number)
    except FormError as error:
        return Failure(error.id, str(error))
    if document.lang is not None and document.lang not in LANGUAGES:
        return Failure(document.id, f"no language pack for '{document.lang}'; there are: {', '.join(LANGUAGES)}")
    return document


def _annotated(rows: list[Document | Failure], layers: frozenset[str] | None) -> Iterator[Annotation | Failure]:
    """An annotation for each row, or why there is none; one that fails does not take the others with it."""
    from onrecord.pipeline import annotate_many

    documents = [row for row in rows if not isinstance(row, Failure)]
    try:
        found: Iterator[Annotation | Failure] = iter(list(annotate_many(documents, layers)))
    except Exception:  # which it was, one by one tells
        found = (_alone(document, layers) for document in documents)
    for row in rows:
        yield row if isinstance(row, Failure) else next(found)


def _alone(document: Document, layers: frozenset[str] | None) -> Annotation | Failure:
    from onrecord.errors import OnrecordError
    from onrecord.pipeline import annotate_many

    try:
        return next(annotate_many([document], layers))
    except OnrecordError as error:
        return Failure(document.id, str(error))
    except Exception as error:  # a defect of ours; the others are annotated all the same
        return Failure(document.id, f"could not be processed ({type(error).__name__}: {error})")


@click.command()
def names() -> None:
    """Compare names: rows {"id", "schema", "name1", "name2"} in, rows {"id", "score", "match", "rules"} out.

    The schema is Person, Organization, Company, …; a row that cannot be read yields {"id", "error"}, and the exit
    status is 1 after all the others are done.
    """
    from onrecord.codec import dump_line, encode_failure

    failed = False
    for number, line in _lines(sys.stdin.buffer):
        row = _compared(line, number)
        failed = failed or isinstance(row, Failure)
        sys.stdout.buffer.write(dump_line(encode_failure(row.id, row.reason) if isinstance(row, Failure) else row))
    sys.stdout.flush()
    sys.exit(1 if failed else 0)


def _compared(line: bytes, number: int) -> dict[str, object] | Failure:
    from onrecord.casefile.names import compare_names
    from onrecord.codec import load_line
    from onrecord.errors import FormError

    try:
        row = load_line(line, number)
    except FormError as error:
        return Failure(None, str(error))
    id = row.get("id")
    for key in ("name1", "name2"):
        if not isinstance(row.get(key), str):
            return Failure(id if isinstance(id, str | int) else None, f'line {number}: "{key}" is not a string')
    schema = row.get("schema")
    found = compare_names(row["name1"], row["name2"], schema if isinstance(schema, str) else "Other")
    return {"id": id, "score": found.score, "match": found.match, "rules": list(found.rules)}


@click.command()
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of what annotate writes."""
    import json

    from onrecord.codec import schema as annotation_schema

    click.echo(json.dumps(annotation_schema(), indent=2))
