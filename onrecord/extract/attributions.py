"""Who says what: the attributions of a text, and its quotations (stub)."""

from __future__ import annotations

from onrecord.model import Attribution, Entity, Parsed, Quote


def find_attributions(parsed: Parsed, entities: tuple[Entity, ...] = ()) -> tuple[Attribution, ...]:
    return ()


def quotes_of(parsed: Parsed, attributions: tuple[Attribution, ...]) -> tuple[Quote, ...]:
    return ()
