"""Parsed and Entities -> Places."""

from __future__ import annotations

from onrecord.model import Entity, Parsed, Place


def find_places(parsed: Parsed, entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """Every place mention that is resolved or clearly a place, sorted, not overlapping."""
    return ()
