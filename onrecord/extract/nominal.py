"""A claim that no clause makes."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.clause_walk import Part
from onrecord.model import Factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A claim without a clause. ``predicate`` is the token of the noun or verb that states it (-1: none), ``anchor`` the
    token by whose place it is attributed; ``aside`` says that it explains and so is the publisher's; ``under`` is the head
    of the clause whose firmness it shares (-1: none)."""

    anchor: int
    first: int
    last: int
    subject: Part | None
    object: Part | None = None
    predicate: int = -1
    arguments: tuple[tuple[str, Part], ...] = ()
    relation: str | None = None
    factuality: str = Factuality.ASSERTED
    figures: bool = False
    aside: bool = False
    cue: int = -1
    under: int = -1
    why: str = ""
