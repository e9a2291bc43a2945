"""Commands without a casefile: annotate, names, schema."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

import click

_CHUNK = 64  # documents in memory at once


@click.command()
@click.option("--layers", help="Only these layers, with commas: mentions, quotes, figures, times, places, claims.")
@click.option("--explain", is_flag=True, help="For people: what made each item, and which sentences became no claim.")
def annotate(layers: str | None, explain: bool) -> None:
    """Annotate documents: JSON Lines on standard input, JSON Lines on standard output, in order.

    A document that cannot be processed yields {"id", "error"} in its place, and the exit status is 1 after all the others.
    """
    from onrecord.codec import dump_line, encode_annotation
    from onrecord.extract.annotate import LAYERS

    wanted = frozenset(part.strip() for part in layers.split(",") if part.strip()) if layers else None
    unknown = sorted((wanted or frozenset()) - set(LAYERS))
    if unknown:
        raise click.UsageError(f"no layer '{unknown[0]}'; there are: {', '.join(LAYERS)}")
    failed = False
    for document, annotation, error in _annotated(sys.stdin.buffer, wanted):
        if error is not None:
            failed = True
            sys.stdout.buffer.write(dump_line({"id": document, "error": error}))
        elif explain:
            click.echo("\n".join(_explained(document, annotation)))
        else:
            sys.stdout.buffer.write(dump_line(encode_annotation(annotation, wanted)))
        sys.stdout.flush()
    sys.exit(1 if failed else 0)


def _annotated(lines: Iterable[bytes], layers: frozenset[str] | None) -> Iterator[tuple[Any, Any, str | None]]:
    from onrecord.codec import decode_document
    from onrecord.errors import OnrecordError

    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    for chunk in batched(numbered, _CHUNK):
        rows: list[Any] = []
        for number, line in chunk:
            try:
                rows.append(decode_document(line, number))
            except OnrecordError as error:
                rows.append((_id_of(line), str(error)))
        good = [row for row in rows if not isinstance(row, tuple)]
        found = iter(_together(good, layers))
        for row in rows:
            if isinstance(row, tuple):
                yield row[0], None, row[1]
                continue
            result = next(found)
            if isinstance(result, str):
                yield row.id, None, result
            else:
                yield row, result, None


def _together(documents: list[Any], layers: frozenset[str] | None) -> Iterator[Any]:
    """An annotation for each document, or why there is none; one that fails does not take the others with it."""
    from onrecord.errors import OnrecordError
    from onrecord.pipeline import annotate_many

    try:
        yield from list(annotate_many(documents, layers))
        return
    except Exception:  # which it was, one by one tells
        pass
    for document in documents:
        try:
            yield next(annotate_many([document], layers))
        except OnrecordError as error:
            yield str(error)
        except Exception as error:
            yield f"{type(error).__name__}: {error}"


def _id_of(line: bytes) -> Any:
    from onrecord.codec import load_line
    from onrecord.errors import FormError

    try:
        id = load_line(line, 0).get("id")
    except FormError:
        return None
    return id if isinstance(id, str) else None


def _explained(document: Any, annotation: Any) -> Iterator[str]:
    text = document.text
    yield f"# {annotation.id} ({annotation.lang})"
    for entity in annotation.entities:
        yield f"entity   {entity.name} [{entity.type}] ×{len(entity.mentions)}  ({entity.why})"
    for kind, items in (("figure", annotation.figures), ("time", annotation.times), ("place", annotation.places)):
        for item in items:
            yield f"{kind:<8} «{item.text}»  ({item.why})"
    for quote in annotation.quotes:
        speaker = text[slice(*quote.speaker)] if quote.speaker else "nobody named"
        yield f"quote    {speaker}: «{text[slice(*quote.content)]}»  ({quote.why})"
    for claim in annotation.claims:
        chain = " › ".join(link.speaker.text for link in claim.attribution if link.speaker) or "the publisher"
        yield f"claim    {chain} | {claim.factuality}, {claim.polarity} | «{claim.evidence.text}»  ({claim.why})"
    for start, end in annotation.unclaimed:
        yield f"no claim «{text[start:end]}»"


@click.command()
def names() -> None:
    """Compare names: rows {"id", "schema", "name1", "name2"} in, rows {"id", "score", "match", "rules"} out."""
    from onrecord.casefile.names import compare_names
    from onrecord.codec import dump_line, load_line
    from onrecord.errors import FormError

    failed = False
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            row = load_line(line, number)
            found = compare_names(str(row["name1"]), str(row["name2"]), str(row.get("schema") or "Other"))
        except (FormError, KeyError) as error:
            failed = True
            reason = f"line {number}: no {error}" if isinstance(error, KeyError) else str(error)
            sys.stdout.buffer.write(dump_line({"id": _id_of(line), "error": reason}))
            continue
        sys.stdout.buffer.write(dump_line({"id": row.get("id"), "score": found.score, "match": found.match, "rules": list(found.rules)}))
    sys.exit(1 if failed else 0)


@click.command()
def schema() -> None:
    """Print the JSON Schema of an annotation."""
    import json

    from onrecord.codec import schema as annotation_schema

    click.echo(json.dumps(annotation_schema(), indent=2))
