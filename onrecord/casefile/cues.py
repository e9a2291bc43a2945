"""The tables of questions, compiled once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.casefile.lexicon import LANGUAGE
from onrecord.casefile.words import stem
from onrecord.lang import load_pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a question asks for: claims with one of ``relations``, or with one of ``stems`` as verb, object or counted
    thing. ``role`` is where the entity asked about must stand ("subject", "any", "near"); ``asked`` are the stems of
    the question that the cue accounts for; with ``figure`` a figure is needed."""

    name: str
    pattern: re.Pattern[str]
    relations: frozenset[str]
    stems: frozenset[str]
    asked: frozenset[str]
    role: str
    figure: bool


def _table() -> dict[str, Any]:
    return load_pack(LANGUAGE)["ask"]


@cache
def cues() -> tuple[Cue, ...]:
    """All cues, in the order of the pack."""
    return tuple(
        Cue(
            name=row["name"],
            pattern=re.compile("|".join(row["patterns"])),
            relations=frozenset(row["relations"]),
            stems=frozenset(map(stem, row["words"])),
            asked=frozenset(map(stem, row["asked"])),
            role=row["role"],
            figure=row.get("figure", False),
        )
        for row in _table()["cues"]
    )


@cache
def kinds() -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    """Kinds of answer and the patterns that tell them; the last is taken where no other fits."""
    return tuple((row["name"], re.compile("|".join(row["patterns"])) if row["patterns"] else None) for row in _table()["kinds"])


@cache
def stop() -> frozenset[str]:
    """Stems that ask for nothing by themselves."""
    return frozenset(map(stem, _table()["stop"]["words"]))


@cache
def causal() -> frozenset[str]:
    """Stems, one of which says why."""
    return frozenset(map(stem, _table()["causal"]["words"]))


@cache
def speech() -> re.Pattern[str]:
    """Questions after what somebody said."""
    return re.compile("|".join(_table()["speech"]["patterns"]))


@cache
def denying() -> frozenset[str]:
    """Stems that ask for denials."""
    return frozenset(map(stem, _table()["speech"]["denied"]))


@cache
def saying() -> frozenset[str]:
    """Stems of a question after what somebody said that are accounted for by that."""
    return frozenset(map(stem, _table()["speech"]["asked"]))


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for group in _table()["synonyms"]["groups"]:
        found = {stem(word) for word in group}
        for one in found:
            groups[one] |= found
    return {one: frozenset(found) for one, found in groups.items()}


def expand(word: str) -> frozenset[str]:
    """A stem and those that mean nearly the same."""
    return _synonyms().get(word, frozenset()) | {word}
