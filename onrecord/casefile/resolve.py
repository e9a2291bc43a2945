"""Entities of documents -> entities of the casefile.

Identity inside a document was settled when it was read; here only names that identify are joined: the same full name
of a compatible type, a place of the same gazetteer id, a short form that some document ties to its long form, and
full names of persons that the comparison of names accepts. A bare surname or a noun ("prosecutors") never leaves its
document. Every join keeps its rule and both names; the result does not depend on the order of the documents.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.casefile.lexicon import LANGUAGE
from onrecord.casefile.queries import Merge, Subject
from onrecord.casefile.words import fold, words
from onrecord.lang import load_pack
from onrecord.model import Annotation, Entity, EntityType

type Comparer = Callable[[str, str], float | None]
"""Two full names of persons -> how alike they are (0 to 1), or None where they are not the same."""

_ARTICLES = frozenset({"the", "el", "la", "los", "las", "a", "an"})
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z][A-Za-z0-9.&-]{1,8}")
_TAIL = re.compile(r",|\b(?:of|in|that|who|which|whose|from|with|for|to|at|on|about|between|de|que|en|del|con|para)\b")
_TYPES = list(EntityType)
_BODY = "body"
_LARGEST_BLOCK = 200  # persons that share a word of their names; more says that the word tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """An entity of one document as resolution sees it. ``place`` is its gazetteer key, if the document has one."""

    document: str
    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    named: bool = True
    mentions: int = 1
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A casefile entity and its members, as (document, entity id in it)."""

    subject: Subject
    members: tuple[tuple[str, str], ...]


def locals_of(annotation: Annotation) -> Iterator[Local]:
    """What resolution needs of a document's entities."""
    places = {
        place.entity: str(place.geonames_id) if place.geonames_id else f"country {place.country}"
        for place in annotation.places
        if place.entity and (place.geonames_id or (place.country and place.precision == "country"))
    }
    for entity in annotation.entities:
        yield Local(
            document=annotation.id,
            id=entity.id,
            name=entity.name,
            type=entity.type,
            aliases=entity.aliases,
            nouns=nouns_of(entity),
            named=is_named(entity),
            mentions=len(entity.mentions),
            place=places.get(entity.id) if entity.type is not EntityType.PERSON else None,
        )


def is_named(entity: Entity) -> bool:
    """Whether the document gives the entity a name."""
    return any(m.kind == "name" for m in entity.mentions) or (not entity.mentions and entity.name[:1].isupper())


def nouns_of(entity: Entity) -> tuple[str, ...]:
    """The nouns that a document calls the entity by: the last word of each short noun phrase ("the prison gang")."""
    found = (words(_TAIL.split(m.text)[0]) for m in entity.mentions if m.kind == "nominal")
    return tuple(sorted({w[-1] for w in found if w and w[-1] not in _ARTICLES}))


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name's words, folded, without a leading article."""
    found = words(name.replace(".", ""))
    return " ".join(found[1:] if len(found) > 1 and found[0] in _ARTICLES else found)


def body_key(name: str) -> str:
    """A body's name without its legal form, and with the usual short form of what it belongs to; never empty."""
    suffixes, short = _forms()
    found = normal(name)
    for spelled, form in short:
        if found.startswith(f"{spelled} "):
            found = f"{form}{found.removeprefix(spelled)}"
            break
    parts = found.split()
    while len(parts) > 1 and parts[-1] in suffixes:
        parts.pop()
    return " ".join(parts)


@cache
def _forms() -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    table = load_pack(LANGUAGE)["report"]["names"]
    return frozenset(table["suffixes"]), tuple(table["short"].items())


def is_acronym(name: str) -> bool:
    """Whether a name looks like initials ("DHS", "TdA", "U.S.")."""
    return " " not in name and _ACRONYM.fullmatch(name) is not None


def identifies(name: str, type: EntityType) -> bool:
    """Whether a name tells whom it means outside its document: a person's needs two words."""
    return bool(normal(name)) and (type is not EntityType.PERSON or " " in normal(name))


def resolve(entities: Iterable[Local], compare: Comparer | None = None) -> tuple[Cluster, ...]:
    """The casefile's entities, sorted by id; every member is in exactly one."""
    items = sorted(entities, key=lambda e: (e.document, e.id))
    groups = _Groups(items)
    free = [i for i, e in enumerate(items) if e.named]
    for i in free:
        for rule, key in _keys(items[i]):
            groups.join_by(rule, key, i)
    _join_short_forms(items, free, groups)
    if compare is not None:
        _join_persons(items, free, groups, compare)
    return _clusters(items, groups)


def _keys(entity: Local) -> Iterator[tuple[str, tuple[str, str]]]:
    if entity.place:
        yield "same place", ("place", entity.place)
    if identifies(entity.name, entity.type):
        name = normal(entity.name)
        yield "same name", (_family(entity.type), name)
        if _family(entity.type) == _BODY:
            yield "same name but for its form", (_BODY, body_key(entity.name))
        if name.count(" ") > 1:  # three words name one thing, whatever type they were given
            yield "same name", ("any", name)


def _family(type: EntityType) -> str:
    if type in (EntityType.PERSON, EntityType.PLACE, EntityType.GROUP):
        return type.value
    return _BODY


class _Groups:
    """Union-find over the items, which remembers why."""

    def __init__(self, items: Sequence[Local]) -> None:
        self.items = items
        self.parent = list(range(len(items)))
        self.first: dict[tuple[str, str], int] = {}
        self.merges: list[tuple[int, Merge]] = []

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join_by(self, rule: str, key: tuple[str, str], i: int) -> None:
        other = self.first.setdefault(key, i)
        if other != i:
            self.join(rule, other, i)

    def join(self, rule: str, a: int, b: int) -> None:
        one, two = sorted((self.root(a), self.root(b)))
        if one == two:
            return
        self.parent[two] = one
        x, y = self.items[a], self.items[b]
        if x.document != y.document or x.name != y.name:
            self.merges.append((one, Merge(rule=rule, name1=x.name, name2=y.name, document1=x.document, document2=y.document)))


def _join_short_forms(items: Sequence[Local], free: Sequence[int], groups: _Groups) -> None:
    """Join a name to the longer one that some document gives with it ("Bureau of X (BX)"), if there is only one such."""
    longer: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for i in free:
        entity = items[i]
        if not identifies(entity.name, entity.type) or is_acronym(entity.name):
            continue
        for alias in entity.aliases:
            if is_acronym(alias) or (" " in normal(alias) and not _only_part(alias, entity)):
                longer[_family(entity.type), normal(alias)].setdefault(groups.root(i), i)
    for i in free:
        entity = items[i]
        candidates = longer.get((_family(entity.type), normal(entity.name)), {})
        roots = {groups.root(j): j for j in candidates.values()}
        if len(roots) == 1:
            groups.join("acronym" if is_acronym(entity.name) else "alias", next(iter(roots.values())), i)


def _only_part(alias: str, entity: Local) -> bool:
    """Whether an alias is a piece of a body's name, which may be another body's ("White House" of "White House Press")."""
    return _family(entity.type) == _BODY and set(normal(alias).split()) <= set(normal(entity.name).split())


def _join_persons(items: Sequence[Local], free: Sequence[int], groups: _Groups, compare: Comparer) -> None:
    """Join persons whose full names agree, the best agreement first, where every name of the one agrees with every
    name of the other: a chain of likenesses never ties two people together."""
    names: dict[int, list[str]] = defaultdict(list)
    member: dict[str, int] = {}
    for i in free:
        entity = items[i]
        if entity.type is EntityType.PERSON and identifies(entity.name, entity.type):
            known = names[groups.root(i)]
            if entity.name not in known:
                known.append(entity.name)
            member.setdefault(entity.name, i)
    blocks: dict[str, list[int]] = defaultdict(list)
    for root in sorted(names):
        for word in sorted({w for name in names[root] for w in words(name) if len(w) > 2}):
            blocks[word].append(root)
    pairs = {
        (a, b) for block in blocks.values() if len(block) <= _LARGEST_BLOCK for k, a in enumerate(block) for b in block[k + 1 :]
    }  # fmt: skip
    agreed = [(score, a, b) for a, b in sorted(pairs) if (score := _agree(names[a], names[b], compare)) is not None]
    for _, a, b in sorted(agreed, key=lambda row: (-row[0], row[1], row[2])):
        one, two = groups.root(a), groups.root(b)
        if one == two or _agree(names[one], names[two], compare) is None:
            continue
        groups.join("similar full names", member[names[a][0]], member[names[b][0]])
        kept = groups.root(one)
        names[kept] = sorted({*names[one], *names[two]})


def _agree(names1: Sequence[str], names2: Sequence[str], compare: Comparer) -> float | None:
    scores = [compare(a, b) for a in names1 for b in names2]
    return None if any(s is None for s in scores) else min(s for s in scores if s is not None)


def _clusters(items: Sequence[Local], groups: _Groups) -> tuple[Cluster, ...]:
    members: dict[int, list[Local]] = defaultdict(list)
    for i, entity in enumerate(items):
        members[groups.root(i)].append(entity)
    merges: dict[int, list[Merge]] = defaultdict(list)
    for root, merge in groups.merges:
        merges[groups.root(root)].append(merge)
    clusters: dict[str, Cluster] = {}
    for root, group in members.items():
        cluster = _cluster(group, merges[root])
        if cluster.subject.id in clusters:
            cluster = _cluster(group, merges[root], apart=f"{group[0].document} {group[0].id}")
        clusters[cluster.subject.id] = cluster
    return tuple(clusters[key] for key in sorted(clusters))


def alone(entity: Local) -> Subject:
    """The casefile's entity of one that no document gives a name: it belongs to its document, whatever else is filed."""
    return _cluster([entity], ()).subject


def _cluster(group: Sequence[Local], merges: Sequence[Merge], apart: str = "") -> Cluster:
    if len(group) == 1:  # most are: the same without counting
        type, name = group[0].type.value, group[0].name
    else:
        type = _most([(e.type.value, e.document) for e in group], key=lambda t: -_TYPES.index(EntityType(t)))
        name = _canonical(group)
    named = any(e.named for e in group)
    if not named or not any(identifies(e.name, e.type) for e in group):
        apart = f"{group[0].document} {group[0].id}"
    aliases = {a for e in group for a in (e.name, *e.aliases)} - {name}
    return Cluster(
        subject=Subject(
            id=_digest(type, normal(name) or name, apart),
            name=name,
            type=EntityType(type),
            named=named,
            aliases=tuple(sorted(aliases, key=lambda a: (fold(a), a))),
            nouns=tuple(sorted({n for e in group for n in e.nouns})),
            documents=len({e.document for e in group}),
            merges=tuple(sorted(set(merges), key=lambda m: (m.rule, m.name1, m.name2, m.document1, m.document2))),
        ),
        members=tuple((e.document, e.id) for e in group),
    )


def _canonical(group: Sequence[Local]) -> str:
    """The name that most documents use; a spelled-out one before initials, the longer of two before the shorter."""
    full = [e for e in group if e.named and identifies(e.name, e.type)]
    spelled = [e for e in full if not is_acronym(e.name)]
    return _most([(e.name, e.document) for e in spelled or full or group], key=len)


def _most(rows: Iterable[tuple[str, str]], key: Callable[[str], int]) -> str:
    """The value that most documents have; of several the greatest by ``key``, then the first in order."""
    counts = Counter(value for value, _ in sorted(set(rows)))
    return min(counts, key=lambda value: (-counts[value], -key(value), value))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]
