"""The cues of a language, compiled from its pack once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.lang import load_pack


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a cue can do: the act it performs, and whether only a person, a body or a document may do it."""

    act: str
    human: bool


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """``verbs`` maps a lemma to its constructions ("clause", "quote", "np", "prep:for" ...); ``nouns`` and
    ``adjectives`` map a lemma to its act; the sets are the word lists of the pack."""

    verbs: dict[str, dict[str, Use]]
    nouns: dict[str, str]
    adjectives: dict[str, str]
    noun_of: frozenset[str]
    according: dict[str, tuple[tuple[str, ...], ...]]
    citing: frozenset[str]
    as_participles: frozenset[str]
    documents: frozenset[str]
    voices: frozenset[str]
    suffixes: tuple[str, ...]
    things: frozenset[str]
    outlets: frozenset[str]
    interviews: frozenset[str]
    nobody: frozenset[str]
    persons: frozenset[str]
    publisher: frozenset[str]
    negations: frozenset[str]
    declining: frozenset[str]
    comments: tuple[tuple[str, ...], ...]
    speaking: frozenset[str]
    questioning: frozenset[str]
    issuing: frozenset[str]
    telling: frozenset[str]
    urging: frozenset[str]
    possessions: frozenset[str]
    phrasal: frozenset[str]
    standards: frozenset[str]
    days: frozenset[str]


@cache
def load_cues(lang: str) -> Cues:
    """The cues of a language; a pack without any gives empty tables."""
    table = load_pack(lang)["cues"]
    verbs: dict[str, dict[str, Use]] = {}
    for group in table.get("verbs", ()):
        use = Use(group["act"], group.get("human", False))
        for lemma in group["lemmas"]:
            for construction in group["takes"]:
                verbs.setdefault(lemma, {}).setdefault(construction, use)
    phrases, voices, words = table.get("phrases", {}), table.get("voices", {}), table.get("words", {})
    according: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases.get("according", ()), key=len, reverse=True):
        according.setdefault(phrase[0], []).append(tuple(phrase))
    documents = frozenset(voices.get("documents", ()))
    return Cues(
        verbs=verbs,
        nouns={lemma: act for act, lemmas in table.get("nouns", {}).items() for lemma in lemmas},
        adjectives={lemma: act for act, lemmas in table.get("adjectives", {}).items() for lemma in lemmas},
        noun_of=frozenset(table.get("noun_of", {}).get("lemmas", ())),
        according={first: tuple(found) for first, found in according.items()},
        citing=frozenset(phrases.get("citing", ())),
        as_participles=frozenset(phrases.get("as_participles", ())),
        documents=documents,
        voices=documents | frozenset(voices.get("people", ())),
        suffixes=tuple(voices.get("suffixes", ())),
        things=frozenset(voices.get("things", ())),
        outlets=frozenset(voices.get("outlets", ())),
        interviews=frozenset(voices.get("interviews", ())),
        nobody=frozenset(voices.get("nobody", ())),
        persons=frozenset(voices.get("persons", ())),
        publisher=frozenset(voices.get("publisher", ())),
        negations=frozenset(words.get("negations", ())),
        declining=frozenset(words.get("declining", ())),
        comments=tuple(tuple(words) for words in phrases.get("comments", ())),
        speaking=frozenset(words.get("speaking", ())),
        questioning=frozenset(words.get("questioning", ())),
        issuing=frozenset(words.get("issuing", ())),
        telling=frozenset(words.get("telling", ())),
        urging=frozenset(words.get("urging", ())),
        possessions=frozenset(words.get("possessions", ())),
        phrasal=frozenset(words.get("phrasal", ())),
        standards=frozenset(words.get("standards", ())),
        days=frozenset(words.get("days", ())),
    )
