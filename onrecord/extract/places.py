"""Parsed and entities -> places: names of places, and where they are.

A name that nothing settles keeps null coordinates: a missing pin is a smaller fault than a wrong one.
"""

from __future__ import annotations

from onrecord.extract.place_choice import Choice, choose
from onrecord.extract.place_names import Name, find_names
from onrecord.extract.place_near import near_words
from onrecord.extract.place_plain import find_dateline_names, find_plain_names
from onrecord.model import Entity, Parsed, Place

_PRECISION = {
    "country": "country", "capital": "city", "city": "city", "area": "city", "facility": "point", "mountain": "point",
}  # fmt: skip
"""Class of the gazetteer -> precision of the contract; all else is a region."""


def find_places(parsed: Parsed, entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """Every mention of a place by name that is resolved or clearly a place, in text order, not overlapping.

    ``lat`` and ``lon`` are degrees (WGS 84), None where unresolved; ``why`` tells how the name was taken for a place
    and how its place was chosen; ``entity`` is the id of the entity whose mention the name is, if any.
    """
    named = find_names(parsed, entities) if parsed.has_parse else find_plain_names(parsed, entities)
    names = sorted([*find_dateline_names(parsed), *named], key=lambda n: n.start)
    choices = choose(parsed, names)
    return tuple(_place(n, c, near_words(parsed, n)) for n, c in zip(names, choices, strict=True))


def _place(name: Name, choice: Choice | None, near: str | None) -> Place:
    """``near``: the words that say that what happened was not in the place itself; then a town or a building is only
    the middle of a region."""
    if choice is None:
        return Place(start=name.start, end=name.end, text=name.text, name=name.text, entity=name.entity, why=f"{name.why}; unresolved")
    c = choice.place
    precision = _PRECISION.get(c.kind, "region")
    return Place(
        start=name.start, end=name.end, text=name.text, name=c.name, country=c.country or None,
        geonames_id=c.id if c.id > 0 else None, lat=c.lat, lon=c.lon, precision="region" if near and precision in ("city", "point") else precision,
        confidence=choice.confidence, entity=name.entity, why=f"{name.why}; {choice.why}" + (f"; '{near}'" if near else ""),
    )  # fmt: skip
