"""Results as JSON: the one encoder of ``--json`` and of the web's twins. Every finding brings its speaker, factuality,
source and exact words, and the sentence that a person would be shown."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from onrecord.casefile.queries import Finding, Source
from onrecord.casefile.row import finding_row, number
from onrecord.codec import dump_line
from onrecord.report.sentence import firmness, sentence


def to_plain(result: object) -> Any:
    """A result of ``glance``, ``dossier`` or ``answer`` (or any part of one) as dictionaries, lists and scalars.

    Locations are left out: they belong to the machine that read the files."""
    if isinstance(result, Finding):
        return {**finding_row(result), "firmness": firmness(result.claim.factuality), "sentence": sentence(result)}
    if isinstance(result, Enum):
        return result.value
    if is_dataclass(result) and not isinstance(result, type):
        skipped = {"locations"} if isinstance(result, Source) else set()
        return {f.name: to_plain(getattr(result, f.name)) for f in fields(result) if f.name not in skipped}
    if isinstance(result, dict):
        return {str(key): to_plain(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [to_plain(item) for item in result]
    return number(result) if isinstance(result, float) else result


def to_json(result: object) -> str:
    """A result as one line of JSON, with its line break."""
    return dump_line(to_plain(result)).decode()
