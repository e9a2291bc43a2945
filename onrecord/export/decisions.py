"""Decisions with their whole history, one a line, for another casefile: ``onrecord import`` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from onrecord.casefile.queries import Queries
from onrecord.codec import dump_line

_LEFT_OUT = frozenset({"undone", "stands"})  # follow from the others, and from what is on file


def rows(queries: Queries) -> Iterator[str]:
    """The lines of the export: what was decided, by whom, when; those that were taken back, and who did so, too."""
    for decision in queries.decisions():
        yield dump_line({key: value for key, value in asdict(decision).items() if key not in _LEFT_OUT}).decode()
