"""The words of a language pack that tell places, and what a name as written can mean in the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord import gazetteer
from onrecord.gazetteer import Candidate, fold, forgets
from onrecord.lang import load_pack

_KINDS = {
    "admin": frozenset({"admin1", "admin2"}),
    "admin1": frozenset({"admin1"}),
    "admin2": frozenset({"admin2"}),
    "city": frozenset({"city", "capital", "area"}),
    "country": frozenset({"country"}),
    "water": frozenset({"water"}),
    "mountain": frozenset({"mountain"}),
    "island": frozenset({"island", "region", "admin1", "admin2", "country"}),
    "region": frozenset({"region", "continent", "water", "admin1", "admin2", "mountain"}),
    "facility": frozenset({"facility"}),
}
"""What a word beside a name lets the name be, by the classes of the gazetteer."""


_POSTAL = ("US", "CA", "PR", "AU")
_DIVISIBLE = frozenset({"country", "continent", "admin1", "region", "capital", "island", "water", "mountain"})
"""Classes of places that a word of direction divides: "Northern Aragua", but not "Central Plateau"."""


_NATURAL = frozenset({"water", "mountain", "region", "island"})
_LEVELS = frozenset({"country", "admin1"})


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The tables of ``lang/<code>/places.toml``, ready to use."""

    code: str
    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    articles: frozenset[str]
    directions: frozenset[str]
    conjunctions: frozenset[str]
    ends: dict[str, str]
    moving: frozenset[str]
    besieging: frozenset[str]
    leaving: frozenset[str]
    accompanied: frozenset[str]
    contracted: frozenset[str]
    unsaid: tuple[str, ...]
    origin: frozenset[str]
    inner: frozenset[str]
    never: frozenset[str]
    after: dict[str, str]
    before: dict[str, str]
    titles: dict[str, str]
    short: dict[str, str]
    states: dict[str, str]
    nicknames: dict[str, int]
    prominent: dict[str, int]
    demonyms: dict[str, str]


@cache
def words(code: str) -> Words:
    """The words of a language, read once."""
    table = load_pack(code)["places"]

    def group(name: str) -> frozenset[str]:
        return frozenset(table.get(name, ()))

    kinds = table["kinds"]
    return Words(
        code=code, prepositions=group("prepositions"), weak_prepositions=group("weak_prepositions"), articles=group("articles"),
        directions=group("directions"), conjunctions=group("conjunctions"),
        ends=table.get("ends", {}), moving=group("moving"), besieging=group("besieging"), leaving=group("leaving"), accompanied=group("accompanied"), contracted=group("contracted"), unsaid=tuple(table.get("unsaid", ())), origin=group("origin"), inner=group("inner"), never=group("never"),
        after=kinds["after"], before=kinds["before"], titles=kinds.get("titles", {}), short=table["short"], states=table["states"],
        nicknames=table.get("nicknames", {}), prominent=table["prominent"], demonyms=table.get("demonyms", {}),
    )  # fmt: skip


def kinds_of(word: str) -> frozenset[str]:
    """The classes that a word of the pack's kinds stands for."""
    return _KINDS[word]


def dateline_form(text: str) -> str:
    """A dateline's town as it is written elsewhere: "ADEN" is no acronym."""
    return text.title() if text.isupper() and len(text) > 3 and "." not in text else text


@forgets
@lru_cache(maxsize=1 << 14)
def options(text: str, code: str) -> tuple[tuple[Candidate, ...], frozenset[str]]:
    """What a name as written can mean, and the classes that a word inside it demands (none: any).

    The whole name is looked up first, then the name without a capitalised word of kind ("Aragua State", "Ohio River",
    "Lake Como") or of direction ("Northern Aragua").
    """
    pack = words(code)
    bare = text.replace(".", "").replace(" ", "")
    if bare in pack.short:
        country = gazetteer.country_of(pack.short[bare])
        return ((country,) if country else (), frozenset())
    if text in pack.nicknames:
        town = gazetteer.by_id(pack.nicknames[text])
        return ((town,) if town else (), frozenset())
    if bare in pack.states:
        whole = gazetteer.find(fold(pack.states[bare]))
        return tuple(c for c in whole if c.country in _POSTAL and c.kind in ("admin1", "country")), frozenset()
    found = gazetteer.find(fold(text))
    if text.isupper() and len(bare) <= 4:  # an acronym, unless it is a well-known name in capitals
        found = tuple(c for c in found if c.weight == 3 and c.kind in ("country", "capital"))
    parts = text.split()
    if len(parts) < 2:
        return found, frozenset()
    last, first = parts[-1].lower(), parts[0].lower()
    if found:  # the "Red Sea" is no governorate
        kinds = _KINDS[pack.after[last]] if last in pack.after else frozenset[str]()
        same = tuple(c for c in found if c.kind in kinds)
        return same or found, frozenset()
    if last in pack.after:
        return _of_kind(" ".join(parts[:-1]), pack.after[last], pack.never)
    if first in pack.before:
        rest = parts[2:] if len(parts) > 2 and parts[1].lower() in ("of", "de", "del") else parts[1:]
        return _of_kind(" ".join(rest), pack.before[first], pack.never)
    if first in pack.directions:
        found, kinds = options(" ".join(parts[1:]), code)
        return tuple(c for c in found if c.kind in _DIVISIBLE and c.weight >= 2), kinds
    return (), frozenset()


@forgets
@lru_cache(maxsize=1 << 12)
def features(text: str, code: str) -> tuple[Candidate, ...]:
    """What a name behind an article can mean: waters, mountains and regions, also without their word of kind ("the Ohio"),
    and countries and first levels beside those that bear the very name ("the Midlands"), but no town; empty where the name
    has no feature."""
    found_whole = gazetteer.find(fold(text))
    if any(c.kind in _NATURAL and c.weight >= 2 for c in found_whole):
        said = text.split()[-1].lower() in words(code).after
        return tuple(c for c in found_whole if c.kind in _NATURAL or (c.kind in _LEVELS and c.weight == 3 and not said))
    found = [c for form in words(code).unsaid for c in gazetteer.find(fold(form.format(text)))]
    return tuple(c for c in dict.fromkeys(found) if c.kind in _NATURAL)


def _of_kind(name: str, word: str, never: frozenset[str]) -> tuple[tuple[Candidate, ...], frozenset[str]]:
    """The places of a name that a capitalised word in it lets be: a stadium of Bergen is not where Bergen is."""
    found = gazetteer.find(fold(name)) if name.lower() not in never else ()
    same = tuple(c for c in found if c.kind in _KINDS[word])
    return (same if same or word in ("facility", "water", "mountain") else found), _KINDS[word]


def kind_word(word: str, table: dict[str, str]) -> frozenset[str]:
    """The classes that a word of ``after`` or ``before`` stands for, also in the plural; empty for other words."""
    for form in (word, word.removesuffix("s"), word.removesuffix("ies") + "y", word.removesuffix("es")):
        if form in table:
            return kinds_of(table[form])
    return frozenset()


@lru_cache(maxsize=1 << 12)
def people_of(word: str, code: str) -> str:
    """The country whose people or things a word names ("Venezuelan", "venezolanas"), "" where none or several."""
    if code == "en":
        found = gazetteer.demonym_countries(fold(word))
        return found[0] if len(found) == 1 else ""
    low = word.lower()
    for ending in ("os", "as", "es", "o", "a", ""):
        stem = low.removesuffix(ending) if low.endswith(ending) else ""
        if stem in words(code).demonyms:
            return words(code).demonyms[stem]
    return ""
