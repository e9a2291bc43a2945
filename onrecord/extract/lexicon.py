"""What words tell about the things they name: the tables of ``entities.toml``, ready for look-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import EntityType

_PERSON_ENDINGS = ("ologist", "ician", "woman", "women", "sman", "smen", "person", "persons")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """``nouns``: lower-case common noun -> type; ``phrases``: the same for two words,
    whose second ones are ``ambiguous``; ``heads``: lower-case last (or first) word of a name -> type;
    ``known``: name as written -> type; ``gender``: lower-case noun or title -> "m" or "f"; ``given``: given name -> "m",
    "f" or "?"; ``pronouns``: form -> its kind; ``sets``: noun -> numbers of the groups of nouns that it belongs to;
    ``words``: all other lists by their name."""

    nouns: Mapping[str, EntityType]
    phrases: Mapping[str, EntityType]
    ambiguous: frozenset[str]
    heads: Mapping[str, EntityType]
    known: Mapping[str, EntityType]
    countries: frozenset[str]
    gender: Mapping[str, str]
    given: Mapping[str, str]
    rarer: Mapping[str, str]
    pronouns: Mapping[str, str]
    sets: Mapping[str, frozenset[int]]
    hypernyms: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str]
    words: Mapping[str, frozenset[str]]

    def noun(self, lemma: str, lower: str = "", before: str = "") -> EntityType | None:
        """The type of what a common noun denotes, by the word before it ("news agency"), its base form, its own form,
        or a telling ending."""
        if before and lemma in self.ambiguous:
            phrase = self.phrases.get(f"{before} {lemma}")
            if phrase is not None:
                return phrase
        found = self.nouns.get(lemma) or self.nouns.get(lower)
        if found is None and lemma.endswith(_PERSON_ENDINGS):
            return EntityType.PERSON
        return found

    def akin(self, one: str, other: str) -> bool:
        """Whether one noun may take up the other."""
        return one == other or bool(self.sets.get(one, _NONE) & self.sets.get(other, _NONE))


_NONE: frozenset[int] = frozenset()


@cache
def folded(lang: str, table: str) -> frozenset[tuple[str, ...]]:
    """A list of names as tuples of words without accents, stops and case: "given", "countries" or "demonyms"."""
    lexicon = load_lexicon(lang)
    lists = {"given": lexicon.given, "countries": lexicon.countries, "demonyms": lexicon.words.get("demonyms.words", frozenset())}
    return frozenset(tuple(map(fold_word, name.split())) for name in lists[table])


def fold_word(word: str) -> str:
    """A word without accents, full stops and case."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.replace(".", "").casefold()


@cache
def load_lexicon(lang: str) -> Lexicon:
    """The lexicon of a language; empty tables where its pack has none."""
    pack = load_pack(lang)["entities"]
    countries = _words(pack.get("places", {}).get("countries", ""))
    known: dict[str, EntityType] = dict.fromkeys(countries, EntityType.PLACE)
    for text in (pack.get("places", {}).get("regions", ""), pack.get("bodies_places", {}).get("words", "")):
        known.update((name, EntityType.PLACE) for name in _words(text))
    known.update(_typed(pack.get("bodies", {}), fold=False))
    phrases = _typed(pack.get("phrases", {}))
    return Lexicon(
        nouns=_typed(pack.get("nouns", {})),
        phrases=phrases,
        ambiguous=frozenset(phrase.split()[-1] for phrase in phrases), heads=_typed(pack.get("heads", {})), known=known, countries=frozenset(countries),
        gender={w.lower(): g for g, key in (("m", "male"), ("f", "female")) for w in _words(pack.get("gender", {}).get(key, ""))},
        given=_given([load_pack(code)["entities"].get("given", {}) for code in (lang, *LANGUAGES)]),
        rarer=listed_names(),
        pronouns=_pronouns(pack.get("pronouns", {})),
        sets=_sets(pack.get("synonyms", {}).get("sets", "")),
        hypernyms={key: frozenset(_words(text)) for key, text in pack.get("hypernyms", {}).items()},
        aliases=_aliases(pack.get("places", {}).get("aliases", "")),
        words={
            f"{table}.{key}": frozenset(_words(text))
            for table, rows in pack.items() if table not in ("nouns", "phrases", "heads", "bodies", "given", "synonyms")
            for key, text in rows.items()
        },
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in text.replace("\n", " ").split(" | ")) if word]


def _typed(table: Mapping[str, str], fold: bool = True) -> dict[str, EntityType]:
    found: dict[str, EntityType] = {}
    for name, text in table.items():
        for word in _words(text):
            found.setdefault(word.lower() if fold else word, EntityType(name))
    return found


@cache
def listed_names() -> dict[str, str]:
    """Given names of many languages with "m", "f" or "?": a weaker sign than those of the packs (tools/build_given_names.py)."""
    text = resources.files("onrecord.lang").joinpath("given_names.txt").read_text(encoding="utf-8")
    return dict(line.rsplit(" ", 1) for line in text.splitlines())


def _given(tables: list[Mapping[str, str]]) -> dict[str, str]:
    """Given names of all languages, for people cross borders; "?" where languages differ about the gender."""
    found: dict[str, str] = {}
    for table in tables:
        for gender, key in (("m", "male"), ("f", "female")):
            for word in _words(table.get(key, "")):
                found[word] = "?" if found.get(word, gender) != gender else gender
    return found


def _pronouns(table: Mapping[str, str]) -> dict[str, str]:
    order = ("male", "female", "neuter", "plural", "first", "first_plural")
    return {word: key for key in order for word in _words(table.get(key, ""))}


def _sets(text: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(text.strip().splitlines()):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _aliases(text: str) -> dict[str, str]:
    return {name: names[0] for line in text.strip().splitlines() if (names := _words(line)) for name in names}
