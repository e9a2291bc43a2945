"""Entities of documents as resolution sees them: their names, and what else their document tells of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.casefile.lexicon import LANGUAGE
from onrecord.casefile.words import words
from onrecord.lang import load_pack
from onrecord.model import Annotation, Claim, Entity, EntityType, Span

BODY = "body"
TIES = frozenset({"leads", "member_of", "founded", "owns", "employs", "family_of"})
"""Relations to somebody else that few share."""

_ARTICLES = frozenset({"the", "el", "la", "los", "las", "a", "an"})
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z][A-Za-z0-9.&-]{1,8}")
_MAKES = re.compile(r"\b(?!\d\ds\b|\d{4}s\b)([\w-]*\d)s\b")  # "90s" and "1990s" are decades
_TAIL = re.compile(r",|\b(?:of|in|that|who|which|whose|from|with|for|to|at|on|about|between|de|que|en|del|con|para)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """An entity of one document. ``place`` is its gazetteer key, if the document has one; ``at`` the span of its first
    mention by name, the passage that stands for it; ``roles`` are nouns that say what it is there ("prosecutor"),
    ``ties`` relations to others as "leads > tren de aragua"; ``age`` is in years, ``year`` that of publication."""

    document: str
    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    named: bool = True
    mentions: int = 1
    place: str | None = None
    at: Span = (0, 0)
    roles: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    age: int | None = None
    year: int | None = None

    def told(self) -> str:
        """All that resolution looks at: what documents tell alike is one thing to it, where the name tells whom it means."""
        if not (self.named and (self.place or identifies(self.name, self.type))):
            return "\x00".join(self.key)
        seen = self.name, self.type.value, self.aliases, self.nouns, self.named, self.place, self.roles, self.ties, self.born
        return json.dumps(seen, ensure_ascii=False)

    @property
    def key(self) -> tuple[str, str]:
        """The document and the entity's id in it."""
        return self.document, self.id

    @property
    def born(self) -> int | None:
        """The year of birth as far as an age tells it: this one or the one before."""
        return None if self.age is None or self.year is None else self.year - self.age


def locals_of(annotation: Annotation, published: str | None = None) -> Iterator[Local]:
    """What resolution needs of a document's entities; ``published`` is its ISO date."""
    places = {
        place.entity: str(place.geonames_id) if place.geonames_id else f"country {place.country}"
        for place in annotation.places
        if place.entity and (place.geonames_id or (place.country and place.precision == "country"))
    }
    names = {e.id: e.name for e in annotation.entities if is_named(e)}
    roles, ties, ages = _told(annotation.claims, names)
    year = int(published[:4]) if published and published[:4].isdigit() else None
    for entity in annotation.entities:
        person = entity.type is EntityType.PERSON
        nouns = nouns_of(entity)
        yield Local(
            document=annotation.id, id=entity.id, name=entity.name, type=entity.type, aliases=entity.aliases, nouns=nouns,
            named=entity.id in names, mentions=len(entity.mentions), place=None if person else places.get(entity.id),
            at=_passage(entity), roles=tuple(sorted({*nouns, *roles[entity.id]})) if person else (), ties=tuple(sorted(ties[entity.id])),
            age=ages.get(entity.id) if person else None, year=year,
        )  # fmt: skip


def _told(claims: tuple[Claim, ...], names: dict[str, str]) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, int]]:
    """Roles, ties and ages by the entity's id, as the claims of a document have them, whoever says so."""
    roles: dict[str, set[str]] = defaultdict(set)
    ties: dict[str, set[str]] = defaultdict(set)
    ages: dict[str, int] = {}
    for claim in claims:
        one = claim.subject.entity if claim.subject else None
        other = claim.object.entity if claim.object else None
        if one is None or claim.relation is None:
            continue
        if claim.relation == "has_age" and claim.figures and claim.figures[0].low is not None:
            ages.setdefault(one, int(claim.figures[0].low))
        elif claim.relation == "has_role" and claim.object is not None:
            roles[one] |= set(_head(claim.object.text))
        elif claim.relation in TIES and other in names and one in names and other != one:
            ties[one].add(f"{claim.relation} > {normal(names[other])}")
            ties[other].add(f"{normal(names[one])} > {claim.relation}")
    return roles, ties, ages


def _passage(entity: Entity) -> Span:
    """The first mention by name that holds most of it."""
    named = [m for m in entity.mentions if m.kind == "name"] or list(entity.mentions)
    best = next((m for m in named if m.text == entity.name), named[0] if named else None)
    return (best.start, best.end) if best else (0, 0)


def is_named(entity: Entity) -> bool:
    """Whether the document gives the entity a name."""
    return any(m.kind == "name" for m in entity.mentions) or (not entity.mentions and entity.name[:1].isupper())


def nouns_of(entity: Entity) -> tuple[str, ...]:
    """The nouns that a document calls the entity by: the last word of each short noun phrase ("the prison gang")."""
    phrases = (m.text if m.noun is None else m.text[: m.noun - m.start] for m in entity.mentions if m.kind == "nominal")
    return tuple(sorted({noun for phrase in phrases for noun in _head(phrase)}))


def _head(phrase: str) -> Iterator[str]:
    found = words(_TAIL.split(phrase)[0])
    if found and found[-1] not in _ARTICLES:
        yield found[-1]


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name's words, folded, without a leading article; several of a make that ends in a digit are that make ("747s")."""
    found = words(_MAKES.sub(r"\1", name.replace(".", "")))
    return " ".join(found[1:] if len(found) > 1 and found[0] in _ARTICLES else found)


@lru_cache(maxsize=65536)
def body_key(name: str) -> str:
    """A body's name without its legal form, and with the usual short form of what it belongs to, or the one by which it is
    known best; never empty."""
    suffixes, short, known = _forms()
    found = normal(name)
    for spelled, form in short:
        if found.startswith(f"{spelled} "):
            found = f"{form}{found.removeprefix(spelled)}"
            break
    parts = found.split()
    while len(parts) > 1 and parts[-1] in suffixes:
        parts.pop()
    return known.get(" ".join(parts), " ".join(parts))


@cache
def _forms() -> tuple[frozenset[str], tuple[tuple[str, str], ...], Mapping[str, str]]:
    table = load_pack(LANGUAGE)["report"]["names"]
    return frozenset(table["suffixes"]), tuple(table["short"].items()), table["known"]


def is_acronym(name: str) -> bool:
    """Whether a name looks like initials ("DHS", "TdA", "U.S.")."""
    return " " not in name and _ACRONYM.fullmatch(name) is not None


def identifies(name: str, type: EntityType) -> bool:
    """Whether a name tells whom it means outside its document: a person's needs two words."""
    return bool(normal(name)) and (type is not EntityType.PERSON or " " in normal(name))


def family(type: EntityType) -> str:
    """Types between which documents waver are one: whether a body is a company or a public one."""
    return type.value if type in (EntityType.PERSON, EntityType.PLACE, EntityType.GROUP) else BODY
