"""The report's tables of a language, read once: themes, measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.casefile.words import stem
from onrecord.lang import load_pack

LANGUAGE = "en"
"""The language in which reports are written, and questions asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    name: str
    title: str
    relations: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """``topic`` is what its figures are about: "body", "place", "object" or "any"."""

    name: str
    title: str
    relations: frozenset[str]
    units: tuple[str, ...]
    stems: frozenset[str]
    topic: str


@cache
def themes() -> tuple[Theme, ...]:
    """The sections of a dossier, in order; the last takes what is left."""
    return tuple(
        Theme(name=row["name"], title=row["title"], relations=frozenset(row["relations"]), stems=_stems(row["words"]))
        for row in load_pack(LANGUAGE)["report"]["themes"]
    )


@cache
def measures() -> tuple[Measure, ...]:
    """What figures measure, in order."""
    return tuple(
        Measure(
            name=row["name"],
            title=row["title"],
            relations=frozenset(row["relations"]),
            units=tuple(row["units"]),
            stems=_stems(row["words"]),
            topic=row["topic"],
        )
        for row in load_pack(LANGUAGE)["report"]["measures"]
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


@cache
def additive() -> frozenset[str]:
    """Words that say that a figure adds to another."""
    return frozenset(load_pack(LANGUAGE)["report"]["compare"]["additive"])
