"""What a quantity is while it is being read, and the pack's tables for reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord.extract.phrases import Phrases
from onrecord.lang import load_pack
from onrecord.model import Modifier

DASHES = "-–—‑−"


@dataclass(slots=True)
class Quantity:
    """Words ``[first, last)`` of a block; ``number`` and ``unit_at`` are the last words of its number and of its unit
    (-1: none). ``share`` is true of a part given as a fraction ("a third")."""

    first: int
    last: int
    number: int
    low: float | None
    high: float | None
    modifier: Modifier = Modifier.EXACT
    unit: str | None = None
    unit_at: int = -1
    share: bool = False
    age: bool = False
    vague: bool = False
    money: bool = False
    per: str | None = None
    opener: int = -1  # the first word of number or currency, bounds apart
    noun: int = -1  # the word that it counts, where that stands inside it
    ends: list[int] = field(default_factory=list)  # number words that it took


@dataclass(frozen=True, slots=True)
class Tables:
    bounds: Phrases
    after: Phrases
    currency: Phrases
    unit: Phrases
    percent: Phrases
    below: Phrases
    per_adverbs: dict[str, str]
    per_words: frozenset[str]
    per_nouns: dict[str, str]
    sets: dict[str, frozenset[str]]
    scales: dict[str, float]
    glued: frozenset[str]
    upper: frozenset[str]
    halves: frozenset[str]
    half: frozenset[str]
    symbols: frozenset[str]
    millions: dict[str, str]


@cache
def tables(lang: str) -> Tables:
    """The pack's tables of quantities, ready for look-up."""
    pack = load_pack(lang)["figures"]
    percent, numbers = pack["percent"], load_pack(lang)["numbers"]
    per = pack["per"]
    nouns = {w: unit for unit in ("year", "month", "week", "day", "hour", "person") for w in per[unit]} | {w: w for w in per["others"]}
    sets = _sets(lang)
    symbols = frozenset(
        w.lower()
        for words in pack["currency"].values()
        for w in words
        if not w.isalpha() or w.isupper() or w in ("Rs", "RM", "Bs", "RD", "Rp", "Dh", "Dhs")
    )
    return Tables(
        Phrases(pack["bounds"], lang), Phrases(pack["bounds_after"], lang), _currency(lang), Phrases(pack["units"], lang),
        Phrases({"percent": percent["words"], "percentage point": percent["points"], "basis point": percent["point_words"]}, lang),
        Phrases({"below": percent["below"]}, lang),
        per["adverbs"], frozenset(per["words"]), nouns, sets, numbers["times"], frozenset(pack["cased"]["glued"]), frozenset(pack["cased"]["upper"]), frozenset(numbers["words"]["unit_half"]), frozenset(numbers["words"]["half"]), symbols,
        {name.lower(): unit for name, unit in pack["millions"].items()} | {f"m{code.lower()}": code for code in _codes(pack)},
    )  # fmt: skip


@cache
def national(lang: str) -> dict[str, dict[str, Any]]:
    """Currencies whose name others share ("pesos"): the names in words, the places that have one of their own, and theirs."""
    found = {}
    for unit, table in load_pack(lang)["figures"].get("national", {}).items():
        of = {place.lower(): code for code, places in table.items() if code != "names" for place in places}
        pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, of), key=lambda p: (-len(p), p)))})\b", re.IGNORECASE)
        found[unit] = {"names": table["names"], "of": of, "places": pattern}
    return found


def _codes(pack: dict[str, Any]) -> list[str]:
    """The ISO 4217 codes of the pack's currencies."""
    return [code for code in pack["currency"] if len(code) == 3 and code.isupper()]


def _currency(lang: str) -> Phrases:
    """How the pack writes currencies, and what follows from it: "C $" set apart, "MGBP" for millions."""
    pack = load_pack(lang)["figures"]
    apart = {
        code: [f"{word[:-1]} $" for word in words if len(word) > 2 and word[:-1].isalpha() and word.endswith("$")]
        for code, words in pack["currency"].items()
    }
    millions = {code: [f"M{code}"] for code in _codes(pack)}
    return Phrases({code: [*words, *apart[code], *millions.get(code, [])] for code, words in pack["currency"].items()}, lang)


def _sets(lang: str) -> dict[str, frozenset[str]]:
    """The pack's short lists of words, by group and name."""
    pack = load_pack(lang)["figures"]
    found: dict[str, frozenset[str]] = {}
    for group, short in (
        ("range", "range"),
        ("names", "names"),
        ("pronouns", "pron"),
        ("weight", "weight"),
        ("elliptic", "elliptic"),
        ("age", "age"),
        ("percent", "percent"),
        ("nouns", "nouns"),
    ):
        found |= {f"{short}_{name}": frozenset(words) for name, words in pack[group].items()}
    listed = " ".join(load_pack(lang)["entities"].get("nouns", {}).get("Person", "").split()).split(" | ")
    change = [w for words in pack["change"].values() for w in words]
    return found | {
        "persons": frozenset(pack["persons"]["words"]),
        "person": frozenset([*pack["persons"]["singular"], *listed]),
        "months": frozenset(w.lower() for w in load_pack(lang)["times"].get("months", {})),
        "change": frozenset([*change, *(w + "s" for w in change)]),
        "change_stems": frozenset(w.removesuffix("e") for w in change if len(w) > 2),
    }
