"""The promise is one function: what is not found verbatim at its span is not on record.

Built-in rules and plug-ins alike pass through :func:`on_record` before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from onrecord.model import Annotation, Claim, Correction, Document, Entity, Figure, Place, Quote, Ref, Span


class _Worded(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


def on_record(document: Document, annotation: Annotation) -> Annotation:
    """The annotation without the items whose words do not stand at their spans in ``document.text``.

    A claim with any wrong part (evidence, subject, predicate, object, argument, cue, speaker, figure, time, place) is
    dropped whole. An entity is dropped with the last of its mentions; what referred to it then refers to none. Every
    item dropped adds one to ``dropped``: a mention, a quotation, a figure, a time, a place, a claim, a correction. Pure; doing it
    twice is the same as doing it once.
    """
    text = document.text
    entities, dropped = _entities(text, annotation.entities)
    quotes = tuple(q for q in annotation.quotes if _quote_stands(text, q))
    figures = tuple(f for f in annotation.figures if _figure_stands(text, f))
    times = tuple(t for t in annotation.times if _stands(text, t))
    places = tuple(p for p in annotation.places if _stands(text, p))
    claims = tuple(c for c in annotation.claims if _claim_stands(text, c))
    dropped += len(annotation.quotes) + len(annotation.figures) + len(annotation.times) + len(annotation.places) + len(annotation.claims)
    corrections = tuple(c for c in annotation.corrections if _correction_stands(text, c))
    dropped += len(annotation.corrections) - len(corrections)
    dropped -= len(quotes) + len(figures) + len(times) + len(places) + len(claims)
    if not dropped:
        return annotation
    gone = {e.id for e in annotation.entities} - {e.id for e in entities}
    if gone:
        claims = tuple(_without(claim, gone) for claim in claims)
        places = tuple(_place_without(place, gone) for place in places)
    return replace(
        annotation, entities=entities, quotes=quotes, figures=figures, times=times, places=places, claims=claims,
        corrections=corrections, dropped=annotation.dropped + dropped,
    )  # fmt: skip


def _in_range(text: str, span: Span) -> bool:
    return 0 <= span[0] < span[1] <= len(text)


def _stands(text: str, item: _Worded | None) -> bool:
    if item is None:
        return True
    return 0 <= item.start < item.end <= len(text) and text[item.start : item.end] == item.text


def _spans_stand(text: str, spans: Iterable[Span | None]) -> bool:
    return all(span is None or _in_range(text, span) for span in spans)


def _quote_stands(text: str, quote: Quote) -> bool:
    start, end = quote.content
    inside = all(start <= part[0] and part[1] <= end for part in quote.content_parts)
    return inside and _spans_stand(text, (quote.content, quote.speaker, quote.cue, *quote.content_parts))


def _figure_stands(text: str, figure: Figure) -> bool:
    return _stands(text, figure) and _spans_stand(text, (figure.derived_from,))


def _correction_stands(text: str, correction: Correction) -> bool:
    """The words withdrawn and those that stand are stretches of the note."""
    note = (correction.start, correction.end)
    parts = (*correction.withdrawn, *correction.stands)
    return _spans_stand(text, (note, *parts)) and all(note[0] <= start and end <= note[1] for start, end in parts)


def _claim_stands(text: str, claim: Claim) -> bool:
    return all(_stands(text, part) for part in _parts(claim)) and all(_figure_stands(text, figure) for figure in claim.figures)


def _parts(claim: Claim) -> Iterator[_Worded | None]:
    yield from (claim.evidence, claim.subject, claim.predicate, claim.object)
    yield from claim.arguments
    yield from claim.when
    yield from claim.where
    for link in claim.attribution:
        yield link.speaker
        yield link.cue


def _entities(text: str, entities: tuple[Entity, ...]) -> tuple[tuple[Entity, ...], int]:
    kept: list[Entity] = []
    dropped = 0
    for entity in entities:
        mentions = tuple(m for m in entity.mentions if _stands(text, m))
        lost = len(entity.mentions) - len(mentions)
        dropped += lost
        if not lost:
            kept.append(entity)
        elif mentions:
            kept.append(replace(entity, mentions=mentions))
    return tuple(kept), dropped


def _place_without(place: Place, gone: set[str]) -> Place:
    return replace(place, entity=None) if place.entity in gone else place


def _ref_without(ref: Ref | None, gone: set[str]) -> Ref | None:
    return replace(ref, entity=None) if ref is not None and ref.entity in gone else ref


def _without(claim: Claim, gone: set[str]) -> Claim:
    """The claim with its references to entities that are gone set to none."""
    return replace(
        claim,
        subject=_ref_without(claim.subject, gone),
        object=_ref_without(claim.object, gone),
        arguments=tuple(replace(a, entity=None) if a.entity in gone else a for a in claim.arguments),
        where=tuple(_place_without(place, gone) for place in claim.where),
        attribution=tuple(replace(link, speaker=_ref_without(link.speaker, gone)) for link in claim.attribution),
    )
