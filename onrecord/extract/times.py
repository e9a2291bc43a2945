"""Parsed -> the time expressions of a document, resolved against its publication date."""

from __future__ import annotations

from onrecord.model import Parsed, Time


def find_times(parsed: Parsed) -> tuple[Time, ...]:
    """The time expressions of a document in text order, none overlapping another."""
    return ()
