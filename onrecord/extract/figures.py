"""Parsed -> the quantities of a document: bounds, unit, what they count."""

from __future__ import annotations

from onrecord.model import Figure, Parsed, Time


def find_figures(parsed: Parsed, times: tuple[Time, ...]) -> tuple[Figure, ...]:
    """The figures of a document in text order; calendar times are none."""
    return ()
