"""Annotation -> lines for people: what made each item, and which sentences became no claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.model import Annotation, Claim, Document, Figure, Quote


def explain_annotation(document: Document, annotation: Annotation) -> bytes:
    """One item a line: what it is, its words, and in brackets the rule and the words that made it."""
    return "".join(f"{line}\n" for line in _lines(document, annotation)).encode("utf-8", "replace")


def explain_failure(id: str | int | None, reason: str) -> bytes:
    """What is said in the place of a document that could not be processed."""
    return f"# {'?' if id is None else id}: {reason}\n\n".encode("utf-8", "replace")


def _lines(document: Document, annotation: Annotation) -> Iterator[str]:
    text = document.text
    yield f"# {annotation.id} ({annotation.lang})"
    if annotation.missing:
        yield f"missing  {', '.join(annotation.missing)}: there is no parser for this language"
    for entity in annotation.entities:
        yield f"entity   {entity.name} [{entity.type}] ×{len(entity.mentions)}{_because(entity)}"
        for mention in entity.mentions:
            if mention.kind != "name":
                yield f"         «{_plain(mention.text)}» is {entity.name}{_because(mention)}"
    for quote in annotation.quotes:
        yield f"quote    {_speaker(text, quote)}: «{_plain(text[slice(*quote.content)])}»{_because(quote)}"
    for figure in annotation.figures:
        yield f"figure   «{_plain(figure.text)}» = {_bounds(figure)}{_because(figure)}"
    for time in annotation.times:
        yield f"time     «{_plain(time.text)}» = {time.edtf or 'not resolved'}{_because(time)}"
    for place in annotation.places:
        sure = "" if place.confidence is None else f", confidence {place.confidence:.2f}"
        yield f"place    «{_plain(place.text)}» = {place.name}, {place.country or 'no country known'}{sure}{_because(place)}"
    for claim in annotation.claims:
        yield f"claim    {_voices(claim)} | {claim.factuality}, {claim.polarity} | «{_plain(claim.evidence.text)}»{_because(claim)}"
    for start, end in annotation.unclaimed:
        yield f"no claim «{_plain(text[start:end])}»"
    if annotation.dropped:
        yield f"dropped  {annotation.dropped}: their words do not stand at their spans"
    yield ""


def _because(item: Any) -> str:
    return f"  ({item.why})" if item.why else ""


def _plain(words: str) -> str:
    return " ".join(words.split())


def _bounds(figure: Figure) -> str:
    low, high = (None if bound is None else f"{bound:,.10g}" for bound in (figure.low, figure.high))
    amount = low or high if low == high or not (low and high) else f"{low} to {high}"
    return " ".join(part for part in (str(figure.modifier), amount or "no bounds", figure.unit or figure.counted, figure.direction) if part)


def _speaker(text: str, quote: Quote) -> str:
    return _plain(text[slice(*quote.speaker)]) if quote.speaker else "nobody named"


def _voices(claim: Claim) -> str:
    named = [_plain(link.speaker.text) if link.speaker else "somebody" for link in claim.attribution]
    return " › ".join(named) or "the publisher"
