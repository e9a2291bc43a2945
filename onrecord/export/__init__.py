"""Casefile -> file: one format, one file. No row of a claim without speaker, factuality, source and exact words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.casefile.queries import Queries
from onrecord.export import csv, decisions, jsonl, nomenklatura

FORMATS: dict[str, Callable[[Queries], Iterator[str]]] = {"csv": csv.rows, "jsonl": jsonl.rows}
"""Format name -> function from a casefile to the lines of a file of its claims, each with its line break."""

DECISIONS: dict[str, Callable[[Queries], Iterator[str]]] = {"decisions": decisions.rows, "nomenklatura": nomenklatura.rows}
"""The same for files of what people decided."""
