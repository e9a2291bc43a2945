"""What an entity of a document is found by: two that may be one share a key, so that only few pairs are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import NamedTuple

from onrecord.casefile.features import COMMON
from onrecord.casefile.local import BODY, Local, body_key, family, identifies, is_acronym, normal
from onrecord.casefile.name_words import skeleton
from onrecord.casefile.names import body_words, person_words, without_own_initials
from onrecord.model import EntityType

RULES = ("same place", "same name", "same name but for its form", "same words, translated or in another order")
"""Rules by which a shared key joins, the surest first."""

LONGER = ("alias", "part")
"""Ways in which a longer name has the key of a shorter one."""

_LONGEST = 6  # words of a person's name that are looked at


class Key(NamedTuple):
    """``how`` it counts: "name" joins all that have the text so, by ``rule``; "alias" is another's name for the one
    that has it; "kind" finds the same name of something of another kind; of the others, "like" is compared with "like" and
    "part", "bare" with "full"."""

    text: str
    how: str
    rule: str = ""


def crowded(held: Collection[tuple[str, str]]) -> frozenset[str]:
    """Which ways of sharing one key tie nothing together, by all pairs of name and way that have it: a short name tells
    nobody apart that more than ``COMMON`` longer ones may spell out."""
    counts = Counter(how for _, how in set(held))
    return frozenset(way for way in LONGER if counts[way] > COMMON)


def keys(entity: Local) -> list[Key]:
    """Everything that an entity with a name is found by, each once; nothing of one without a name."""
    return list(dict.fromkeys(_keys(entity))) if entity.named else []


def _keys(entity: Local) -> Iterator[Key]:
    if entity.place:
        yield Key(f"place|{entity.place}", "name", RULES[0])
    kind = family(entity.type)
    if entity.type is EntityType.PERSON:
        yield from _bare(entity)
    if not identifies(entity.name, entity.type):
        return
    name = normal(entity.name)
    yield Key(f"{kind}|{name}", "name", RULES[1])
    if name.count(" ") > 1:  # three words name one thing, whatever type they were given
        yield Key(f"any|{name}", "name", RULES[1])
    elif " " in name:
        yield Key(f"kind|{name}", "kind")
    if kind == BODY:
        yield from _body(entity)
    elif entity.type is EntityType.PERSON:
        yield from _person(entity)
    if not is_acronym(entity.name):
        for alias in entity.aliases:
            if is_acronym(alias) or (" " in normal(alias) and not _only_part(alias, entity)) or _one_word(alias, entity):
                yield Key(f"{kind}|{normal(alias)}", "alias")


def is_short(name: str) -> bool:
    """Whether a name is one word and no initials ("Ford"): it may be short for anything that has the word."""
    return " " not in normal(name) and not is_acronym(name)


def _one_word(alias: str, entity: Local) -> bool:
    """Whether an alias is one word of a body's longer name, whichever: those that have it show how many it may mean."""
    return family(entity.type) == BODY and is_short(alias) and not is_short(entity.name) and normal(alias) in normal(entity.name).split()


def _only_part(alias: str, entity: Local) -> bool:
    """Whether an alias is a piece of a body's name, which may be another body's ("White House" of "White House Press")."""
    return family(entity.type) == BODY and set(normal(alias).split()) <= set(normal(entity.name).split())


def _body(entity: Local) -> Iterator[Key]:
    yield Key(f"form|{body_key(entity.name)}", "name", RULES[2])
    spoken, telling = body_words(entity.name)
    if len(spoken) > 1:
        yield Key(f"spoken|{' '.join(sorted(spoken))}", "name", RULES[3])
    if not is_acronym(entity.name):
        yield Key(f"telling|{' '.join(sorted(_singular(word) for word in without_own_initials(telling)))}", "like")


def _singular(word: str) -> str:
    """The word without a final "s", of which spellings waver ("Ford Motor Company", "Ford Motors Co.")."""
    return word.removesuffix("s") if len(word) > 3 else word


def _person(entity: Local) -> Iterator[Key]:
    """Two words of a name in any order, as they sound; of a longer name also three, since two names of three words
    agree in all of them."""
    found = sorted({skeleton(word)[:5] or word for word in person_words(entity.name)[:_LONGEST]})
    short = len(found) < 3
    for two in combinations(found, 2):
        yield Key(f"two|{'|'.join(two)}", "like" if short else "part")
    for three in combinations(found, 3):
        yield Key(f"three|{'|'.join(three)}", "like")


def _bare(entity: Local) -> Iterator[Key]:
    """A surname alone finds only those of whom the same is told."""
    found = person_words(entity.name)
    bare = len(found) == 1
    for word in found if bare else found[1:]:
        for told in (*entity.roles, *entity.ties):
            yield Key(f"bare|{skeleton(word)}|{told}", "bare" if bare else "full")
