"""The one JSON form of a document and of what it tells; the checks on the way in, and the JSON Schema.

The keys stand in the order of the contract, numbers without a fraction are written without one, spans of quotations
are ``[start, end]`` pairs. ``explain`` adds what the contract's form leaves out: each item's ``why``, each place's
``entity``, the document's ``blocks`` and ``unclaimed`` sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from onrecord.errors import FormError
from onrecord.model import (
    Annotation,
    Argument,
    Block,
    Claim,
    Correction,
    Cue,
    Document,
    Entity,
    Evidence,
    Figure,
    Link,
    Place,
    Predicate,
    Quote,
    Ref,
    Time,
)

LAYERS: tuple[str, ...] = ("mentions", "quotes", "figures", "times", "places", "claims")
"""The layers that may be asked for; the layer "mentions" is written under the key ``entities``."""

type Json = dict[str, Any]

_KEYS = {"mentions": "entities"}
_TEXTS = ("title", "outlet", "byline", "published", "modified", "lang", "url")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def dump_line(obj: Any) -> bytes:
    """One line of JSON, UTF-8, with its line break; the same object gives the same bytes."""
    return msgspec.json.encode(obj) + b"\n"


def as_plain(value: Any) -> Any:
    """A noun as dictionaries, lists and scalars, with all its fields."""
    return msgspec.to_builtins(value)


def pack(value: Any) -> bytes:
    """A value as bytes (MessagePack), to go from one process to another."""
    return msgspec.msgpack.encode(value)


def unpack[T](content: bytes, kind: type[T]) -> T:
    """A value back from :func:`pack`.

    Raises:
        FormError: the bytes are not such a value.
    """
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise FormError(str(error)) from None


def load[T](body: str, kind: type[T]) -> T:
    """A value back from its JSON form.

    Raises:
        FormError: it is not the form of such a value.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise FormError(str(error)) from None


def load_line(line: bytes, number: int) -> Json:
    """One JSON object from line ``number``.

    Raises:
        FormError: the line is not UTF-8, not JSON, or not an object.
    """
    try:
        row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        raise FormError("not UTF-8", number=number) from None
    except (msgspec.MsgspecError, RecursionError) as error:
        raise FormError(f"not JSON ({error})", number=number) from None
    if not isinstance(row, dict):
        raise FormError("not a JSON object", number=number)
    return row


def decode_document(line: bytes, number: int) -> Document:
    """The document of one line; unknown keys are passed over, empty metadata counts as none.

    Raises:
        FormError: names the line and the reason; carries the document's id where that much could be read.
    """
    row = load_line(line, number)
    id = row.get("id")
    if id is None or id == "":
        raise FormError('no "id"', number=number)
    if not isinstance(id, str):
        raise FormError('"id" is not a string', number=number, id=id if type(id) is int else None)
    if "text" not in row:
        raise FormError('no "text"', number=number, id=id)
    for key in ("text", *_TEXTS):
        if not isinstance(row.get(key), str) and (key == "text" or row.get(key) is not None):
            raise FormError(f'"{key}" is not a string', number=number, id=id)
    meta = {key: row[key] for key in _TEXTS if row.get(key)}
    for key in ("published", "modified"):
        if key in meta and not is_date(meta[key]):
            raise FormError(f'"{key}" is not an ISO date (YYYY-MM-DD): {meta[key][:40]!r}', number=number, id=id)
    if "lang" in meta:
        meta["lang"] = re.split(r"[-_]", meta["lang"], maxsplit=1)[0].lower()  # "es-VE" is read as "es"
    return Document(id=id, text=row["text"], **meta)


def is_date(value: str) -> bool:
    """Whether this is an ISO 8601 date or date-time that the calendar has."""
    if not _DATE.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def encode_document(document: Document) -> Json:
    """The document as ``onrecord annotate`` reads it; metadata that it lacks is left out."""
    row: Json = {"id": document.id, "text": document.text}
    row.update((key, value) for key in _TEXTS if (value := getattr(document, key)) is not None)
    return row


def encode_annotation(annotation: Annotation, layers: frozenset[str] | None = None, explain: bool = False) -> Json:
    """The contract's form of an annotation, with the layers asked for (all of them by default).

    A layer that could not run for the language is left out and named in ``missing``.
    """
    missing = [layer for layer in annotation.missing if layers is None or layer in layers]
    row: Json = {"id": annotation.id, "lang": annotation.lang}
    for layer, (items, encode) in _encoders(annotation, explain).items():
        if (layers is None or layer in layers) and layer not in missing:
            row[_KEYS.get(layer, layer)] = [encode(item) for item in items]
    row["dropped"] = annotation.dropped
    if annotation.corrections and (layers is None or "claims" in layers):
        row["corrections"] = [_correction(c, explain) for c in annotation.corrections]
    if missing:
        row["missing"] = missing
    if explain:
        row["blocks"] = [_block(block) for block in annotation.blocks]
        row["unclaimed"] = [list(span) for span in annotation.unclaimed]
    return row


def encode_failure(id: str | int | None, error: str) -> Json:
    """What stands in the place of a document that could not be processed."""
    return {"id": id, "error": error}


def decode_annotation(row: Mapping[str, Any]) -> Annotation:
    """An annotation back from its form; keys that are absent are empty, unknown ones are passed over.

    Positions of tokens (``head``) belong to a parse and are not part of the form.

    Raises:
        FormError: says where the form is broken.
    """
    try:
        return msgspec.convert(dict(row), Annotation)
    except msgspec.ValidationError as error:
        raise FormError(str(error)) from None


@cache
def _schema_text() -> bytes:
    return resources.files("onrecord").joinpath("annotation.schema.json").read_bytes()


def schema() -> Json:
    """The JSON Schema (draft 2020-12) of one line that ``onrecord annotate`` writes."""
    return dict(msgspec.json.decode(_schema_text()))


def _encoders(annotation: Annotation, explain: bool) -> dict[str, tuple[tuple[Any, ...], Any]]:
    return {
        "mentions": (annotation.entities, lambda e: _entity(e, explain)),
        "quotes": (annotation.quotes, lambda q: _quote(q, explain)),
        "figures": (annotation.figures, lambda f: _figure(f, explain)),
        "times": (annotation.times, lambda t: _time(t, explain)),
        "places": (annotation.places, lambda p: _place(p, explain)),
        "claims": (annotation.claims, lambda c: _claim(c, explain)),
    }


def _number(value: float | None) -> float | int | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    return value


def _pair(span: tuple[int, int] | None) -> list[int] | None:
    return None if span is None else list(span)


def _because(row: Json, item: Any, explain: bool) -> Json:
    if explain and item.why:
        row["why"] = item.why
    return row


def _entity(entity: Entity, explain: bool) -> Json:
    mentions = [
        _because({"start": m.start, "end": m.end, "text": m.text, "kind": m.kind}, m, explain) for m in entity.mentions
    ]  # fmt: skip
    row: Json = {"id": entity.id, "name": entity.name, "type": str(entity.type), "aliases": list(entity.aliases), "mentions": mentions}
    return _because(row, entity, explain)


def _quote(quote: Quote, explain: bool) -> Json:
    row: Json = {"content": _pair(quote.content), "speaker": _pair(quote.speaker), "cue": _pair(quote.cue), "type": quote.type}
    if quote.content_parts:
        row["content_parts"] = [list(part) for part in quote.content_parts]
    return _because(row, quote, explain)


def _block(block: Block) -> Json:
    row: Json = {"start": block.start, "end": block.end, "kind": str(block.kind)}
    if block.speaker is not None:
        row["speaker"] = list(block.speaker)
    if block.at is not None:
        row["at"] = block.at
    return row


def _correction(correction: Correction, explain: bool) -> Json:
    row: Json = {
        "start": correction.start, "end": correction.end, "withdrawn": [list(span) for span in correction.withdrawn],
        "stands": [list(span) for span in correction.stands],
    }  # fmt: skip
    return _because(row, correction, explain)


def _figure(figure: Figure, explain: bool) -> Json:
    row: Json = {
        "start": figure.start, "end": figure.end, "text": figure.text, "low": _number(figure.low), "high": _number(figure.high),
        "modifier": str(figure.modifier), "unit": figure.unit, "counted": figure.counted, "per": figure.per,
        "derived_from": _pair(figure.derived_from), "direction": figure.direction,
    }  # fmt: skip
    return _because(row, figure, explain)


def _time(time: Time, explain: bool) -> Json:
    row: Json = {"start": time.start, "end": time.end, "text": time.text, "edtf": time.edtf, "timex": time.timex, "type": time.type}
    return _because(row, time, explain)


def _place(place: Place, explain: bool) -> Json:
    row: Json = {
        "start": place.start, "end": place.end, "text": place.text, "name": place.name, "country": place.country,
        "geonames_id": place.geonames_id, "lat": _number(place.lat), "lon": _number(place.lon), "precision": place.precision,
    }  # fmt: skip
    if explain and place.entity is not None:
        row["entity"] = place.entity
    if explain and place.confidence is not None:
        row["confidence"] = place.confidence
    return _because(row, place, explain)


def _ref(ref: Ref | None) -> Json | None:
    return None if ref is None else {"text": ref.text, "start": ref.start, "end": ref.end, "entity": ref.entity}


def _predicate(predicate: Predicate | None) -> Json | None:
    if predicate is None:
        return None
    return {"text": predicate.text, "lemma": predicate.lemma, "start": predicate.start, "end": predicate.end}


def _argument(argument: Argument) -> Json:
    return {"role": argument.role, "text": argument.text, "start": argument.start, "end": argument.end, "entity": argument.entity}


def _words(words: Cue | Evidence | None) -> Json | None:
    return None if words is None else {"text": words.text, "start": words.start, "end": words.end}


def _link(link: Link) -> Json:
    return {"speaker": _ref(link.speaker), "cue": _words(link.cue), "act": link.act, "when": link.when}


def _claim(claim: Claim, explain: bool) -> Json:
    evidence = claim.evidence
    row: Json = {
        "id": claim.id,
        "evidence": {"start": evidence.start, "end": evidence.end, "text": evidence.text},
        "subject": _ref(claim.subject), "predicate": _predicate(claim.predicate), "object": _ref(claim.object),
        "arguments": [_argument(argument) for argument in claim.arguments],
        "relation": claim.relation, "context": claim.context,
        "figures": [_figure(figure, explain) for figure in claim.figures],
        "when": [_time(time, explain) for time in claim.when],
        "where": [_place(place, explain) for place in claim.where],
        "polarity": str(claim.polarity), "factuality": str(claim.factuality),
        "attribution": [_link(link) for link in claim.attribution],
    }  # fmt: skip
    return _because(row, claim, explain)
