"""Casefile -> file: one format, one file. No row without speaker, factuality, source and exact words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.casefile.queries import Queries
from onrecord.export import csv, jsonl

FORMATS: dict[str, Callable[[Queries], Iterator[str]]] = {"csv": csv.rows, "jsonl": jsonl.rows}
"""Format name -> function from a casefile to the lines of the file, each with its line break."""
