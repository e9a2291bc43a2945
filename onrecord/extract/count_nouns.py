"""Nouns that quantities count, and verbs of change and measure: the pack's tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.lang import load_pack
from onrecord.model import Parsed, Token


@dataclass(frozen=True, slots=True)
class Nouns:
    """Lower-case words by what they tell about a quantity."""

    persons: frozenset[str]
    endings: tuple[str, ...]
    not_persons: frozenset[str]
    countries: frozenset[str]
    measures: frozenset[str]
    goes_to: frozenset[str]
    leads: frozenset[str]
    during: frozenset[str]
    harmed: frozenset[str]
    hangs: frozenset[str]
    sums: frozenset[str]
    points: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    changing: frozenset[str]
    opens_clause: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    harm: frozenset[str]
    stop: frozenset[str]
    skip: frozenset[str]
    generic: frozenset[str]
    adjectives: tuple[str, ...]
    per: dict[str, str]
    calendar: frozenset[str]
    heads: frozenset[str]
    more: frozenset[str]
    verbal: tuple[str, ...]
    stop_change: frozenset[str]
    hollow: frozenset[str]
    after_of: frozenset[str]
    one: frozenset[str]
    units: frozenset[str]


@cache
def nouns(lang: str) -> Nouns:
    """The pack's nouns for people and countries, and its verbs of change and measure."""
    pack = load_pack(lang)
    table = pack["figures"]
    listed = " ".join(pack["entities"].get("nouns", {}).get("Person", "").split()).split(" | ")
    persons = frozenset(
        w.strip() for w in [*listed, *table["persons"]["words"], *table["persons"]["singular"], *table["persons"]["harmed"]] if w.strip()
    )
    pron = table["pronouns"]
    times = pack["times"]
    calendar = frozenset(w.lower() for name in ("months", "weekdays", "units", "units_plural") for w in times.get(name, {}))
    verbal = tuple(e for name in ("past_endings", "future_endings") for e in times.get("tense", {}).get(name, ()))
    return Nouns(
        persons, tuple(table["persons"]["endings"]), frozenset(table["persons"]["not_persons"]), frozenset(table["countries"]["words"]),
        frozenset(pron["measures"]), frozenset(pron["goes_to"]), frozenset(pron["leads"]), frozenset(pron["during"]), frozenset(table["persons"]["harmed"]), frozenset(pron["hangs"]), frozenset(pron["sums"]), frozenset(pron["points"]), frozenset(table["range"]["joins"]), frozenset(pron["determiners"]),
        frozenset([*pron["measures"], *(w for words in table["change"].values() for w in words)]), frozenset(pron["opens_clause"]), frozenset(table["change"]["up"]), frozenset(table["change"]["down"]), frozenset(table["persons"].get("harm", ())),
        frozenset(pron["stop"]), frozenset(pron["skip"]), frozenset(pron["generic"]), tuple(pron.get("adjectives", ())), table["per"]["adverbs"], calendar,
        frozenset(table["elliptic"]["heads"]), frozenset(table["elliptic"]["more"]), verbal or ("\0",), frozenset(pron["clause"]),
        frozenset(table["elliptic"]["hollow"]), frozenset(pron["after_of"]), frozenset(pron["one"]),
        frozenset(word for phrases in table["units"].values() for phrase in phrases for word in phrase.lower().split() if len(word) > 2),
    )  # fmt: skip


def unit_of_noun(parsed: Parsed, head: int) -> str | None:
    """ "person" for people, "country" for countries, else None: the noun itself is in ``counted``."""
    words, token = nouns(parsed.lang), parsed.tokens[head]
    low = token.lower
    if low in words.countries:
        return "country"
    if low in words.not_persons:
        return None
    if low in words.persons or (token.lemma and token.lemma.lower() in words.persons and token.tag in ("NNS", "NNPS", "NN", "")):
        return "person"
    if token.tag in ("NNPS", "NNS", "NNP") and token.text[0].isupper() and _is_people(token):
        return "person"
    return "person" if low.endswith(words.endings or ("\0",)) else None


def _is_people(token: Token) -> bool:
    low = token.lower
    return token.ent == "NORP" or low.endswith(("ans", "ese", "ians", "eans", "ish", "ites", "alis", "aqis", "anis", "raelis", "is"))
