"""Entities of documents -> entities of the casefile.

Identity inside a document was settled when it was read; here names that identify are joined: the same full name of a
compatible type, a place of the same gazetteer id, a short form that some document ties to its long form, and names that
the table of features (``features``) holds to be one. A bare surname or a noun ("prosecutors") never leaves its document
by itself. What a person decided goes before everything else. Every join keeps its rule, what spoke for it and both
passages; pairs that the table leaves open are doubts for a person. The result does not depend on the order of the
documents, and what it says of an entity depends on nothing but those that share a key with it (``keys``), so that a part
that is closed under keys can be resolved alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.casefile.features import ASK, BARE, CALLED, CLEARER, CONTEXT, SAME, USUAL
from onrecord.casefile.keys import RULES, Key, crowded, is_short, keys
from onrecord.casefile.local import BODY, Local, family, identifies, is_acronym, normal
from onrecord.casefile.names import compare_names
from onrecord.casefile.queries import Merge, Subject
from onrecord.casefile.words import fold
from onrecord.model import EntityType

type Member = tuple[str, str]
"""A document and the id of an entity in it."""

type Pair = tuple[Member, Member]

_TYPES = list(EntityType)
_APART = 2  # years between two years of birth that cannot be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Entities of documents of which the same is told: ``local`` is the first of them, ``documents`` counts where they
    are, ``members`` are all, the first one first."""

    local: Local
    documents: int = 1
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A casefile entity and its members; where faces were resolved, the first one of each face."""

    subject: Subject
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two members of different entities that may be one: a person has to say."""

    score: float
    features: tuple[str, ...]
    left: Member
    right: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """``clusters`` by id, every member in exactly one; ``doubts`` with the likeliest first."""

    clusters: tuple[Cluster, ...]
    doubts: tuple[Doubt, ...]


def resolve(entities: Iterable[Local], *, same: Sequence[Pair] = (), different: Sequence[Pair] = ()) -> Resolution:
    """The casefile's entities. ``same`` and ``different`` are pairs that a person decided; where both cannot be had,
    what is different stays apart."""
    told = faces(entities, {member for pair in (*same, *different) for member in pair})
    found = resolve_faces(told, same=same, different=different)
    members = {face.members[0]: face.members for face in told}
    clusters = []
    for cluster in found.clusters:
        whole = tuple(sorted(member for first in cluster.members for member in members[first]))
        subject = replace(cluster.subject, documents=len({document for document, _ in whole}))
        clusters.append(Cluster(subject=subject, members=whole))
    return Resolution(clusters=tuple(clusters), doubts=found.doubts)


def faces(entities: Iterable[Local], decided: Collection[Member] = ()) -> list[Face]:
    """Entities of documents as faces, by their first members; those that a person decided on have one of their own."""
    groups: dict[str, list[Local]] = defaultdict(list)
    for entity in sorted(entities, key=lambda e: e.key):
        groups["\x00".join(entity.key) if entity.key in decided else entity.told()].append(entity)
    return [
        Face(local=group[0], documents=len({e.document for e in group}), members=tuple(e.key for e in group)) for group in groups.values()
    ]


def resolve_faces(
    found: Iterable[Face], *, same: Sequence[Pair] = (), different: Sequence[Pair] = (), common: Collection[tuple[str, str]] | None = None
) -> Resolution:
    """The same over faces: the members of the clusters are the first ones of the faces, and documents are not counted.
    ``common`` are texts of keys and the ways in which they are too common to tie (``keys.crowded``); without it, these
    faces are all that there are."""
    told = sorted(found, key=lambda face: face.local.key)
    items = [face.local for face in told]
    index = {entity.key: i for i, entity in enumerate(items)}
    groups = _Groups(items, [(index[a], index[b]) for a, b in different if a in index and b in index])
    for a, b in sorted(same):
        if a in index and b in index:
            groups.join(index[a], index[b], "decided", 1.0, ())
    keyed = [keys(entity) for entity in items]
    named: dict[tuple[int, str], list[int]] = defaultdict(list)
    others: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, found_by in enumerate(keyed):
        for key in found_by:
            if key.how == "name":
                named[RULES.index(key.rule), key.text].append(i)
            else:
                others[key.text][key.how].append(i)
    if common is None:
        held = {text: {(items[i].name, how) for how, members in ways.items() for i in members} for text, ways in others.items()}
        common = {(text, how) for text, names in held.items() for how in crowded(names)}
    for text, how in common:
        if text in others:
            others[text].pop(how, None)
    for rule, text in sorted(named):
        groups.join_named(RULES[rule], named[rule, text])
    _join_short_forms(items, keyed, others, groups)
    _join_kinds(items, others, groups)
    _join_alike(items, others, groups)
    _join_short_forms(items, keyed, others, groups)  # what several longer names had may mean one now
    _join_first_words(told, others, groups)
    _ask_of_surnames(others, groups)
    return Resolution(clusters=_clusters(told, groups), doubts=groups.doubts())


class _Groups:
    """Union-find over the items: it remembers why, and joins nobody whom a person or a year of birth holds apart."""

    def __init__(self, items: Sequence[Local], different: Sequence[tuple[int, int]]) -> None:
        self.items = items
        self.parent = list(range(len(items)))
        self.merges: list[tuple[int, Merge]] = []
        self.asked: list[tuple[float, tuple[str, ...], int, int]] = []
        self.enemies: dict[int, set[int]] = defaultdict(set)
        for a, b in different:
            self.enemies[a].add(b)
            self.enemies[b].add(a)
        self.born = {i: (e.born, e.born) for i, e in enumerate(items) if e.born is not None}
        self.told = {i: told for i, e in enumerate(items) if (told := _told(e))}

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def decided(self, a: int, b: int) -> bool:
        """Whether a person said that they are two."""
        one, two = self.root(a), self.root(b)
        return any(self.root(enemy) == two for enemy in self.enemies.get(one, ()))

    def other_year(self, a: int, b: int) -> bool:
        one, two = self.born.get(self.root(a)), self.born.get(self.root(b))
        return one is not None and two is not None and max(one[1], two[1]) - min(one[0], two[0]) > _APART

    def context(self, a: int, b: int) -> tuple[str, ...]:
        """The features of the table that two groups have, their names apart."""
        shared = self.told.get(self.root(a), frozenset()) & self.told.get(self.root(b), frozenset())
        found = []
        for sign, feature in (("=", "the same initials"), (">", "the same tie"), ("", "the same role")):
            if any(sign in told and (sign or not set("=>") & set(told)) for told in shared):
                found.append(feature)
        if self.other_year(a, b):
            found.append("born in another year")
        return tuple(found)

    def join(self, a: int, b: int, rule: str, score: float, features: tuple[str, ...]) -> bool:
        """Make two groups one; false where a person said that they are two."""
        one, two = sorted((self.root(a), self.root(b)))
        if one == two:
            return True
        if self.decided(one, two):
            return False
        self.parent[two] = one
        if two in self.enemies:
            self.enemies[one] |= self.enemies.pop(two)
        if two in self.told:
            self.told[one] = self.told.get(one, frozenset()) | self.told.pop(two)
        if two in self.born:
            low, high = self.born.pop(two)
            known = self.born.get(one, (low, high))
            self.born[one] = min(low, known[0]), max(high, known[1])
        x, y = sorted((self.items[a], self.items[b]), key=lambda e: e.key)
        if x.document != y.document or x.name != y.name:
            merge = Merge(
                rule=rule, score=round(score, 3), features=features, name1=x.name, name2=y.name, document1=x.document, document2=y.document,
                span1=x.at, span2=y.at,
            )  # fmt: skip
            self.merges.append((one, merge))
        return True

    def ask(self, a: int, b: int, score: float, features: tuple[str, ...]) -> None:
        """Leave it to a person whether they are one."""
        self.asked.append((score, features, a, b))

    def join_named(self, rule: str, members: Sequence[int]) -> None:
        """Join all that one name means, unless it means several."""
        first, *rest = members
        if rest and self._several(members):
            self._part(rule, members)
            return
        for i in rest:
            self.join(first, i, rule, 1.0, ("the same words",))

    def _several(self, members: Sequence[int]) -> bool:
        roots = {self.root(i) for i in members}
        years = [year for root in roots if root in self.born for year in self.born[root]]
        if years and max(years) - min(years) > _APART:
            return True
        return any(self.root(enemy) in roots for root in roots for enemy in self.enemies.get(root, ()))

    def _part(self, rule: str, members: Sequence[int]) -> None:
        """Tell those apart that one name means: by what holds them apart, then by what the documents tell of the rest.
        Those of whom nothing tells stay by themselves, and a person is asked."""
        heads: list[int] = []
        rest: list[int] = []
        marked = {i for i in members if self.root(i) in self.born or self.enemies.get(self.root(i))}
        for i in members:
            if i not in marked:
                rest.append(i)
            elif not any(not self.other_year(i, head) and self.join(head, i, rule, 1.0, ("the same words",)) for head in heads):
                heads.append(i)
        alone: list[int] = []
        for i in rest:
            near = [head for head in heads if self.context(i, head)]
            if len({self.root(head) for head in near}) == 1:
                self.join(near[0], i, rule, 1.0, ("the same words", *self.context(i, near[0])))
            elif self.root(i) not in {self.root(head) for head in heads}:
                alone.append(i)
        for i in alone[1:]:
            self.join(alone[0], i, rule, 1.0, ("the same words",))
        for n, i in enumerate([*alone[:1], *heads]):
            for j in heads[max(0, n + 1 - len(alone[:1])) :]:
                if self.root(i) != self.root(j):
                    self.ask(i, j, _score(1.0, self.context(i, j)), ("the same words", *self.context(i, j)))

    def doubts(self) -> tuple[Doubt, ...]:
        """What is asked of a person and not decided by what was joined later; each pair of groups once."""
        best: dict[tuple[int, int], tuple[float, tuple[str, ...], int, int]] = {}
        for row in sorted(self.asked, key=lambda r: (-r[0], r[2], r[3])):
            pair = min(self.root(row[2]), self.root(row[3])), max(self.root(row[2]), self.root(row[3]))
            if pair[0] != pair[1] and row[0] >= ASK and not self.decided(*pair):
                best.setdefault(pair, row)
        rows = sorted(best.values(), key=lambda r: (-r[0], r[2], r[3]))
        return tuple(
            Doubt(score=round(score, 3), features=features, left=self.items[a].key, right=self.items[b].key)
            for score, features, a, b in rows
        )


def _told(entity: Local) -> frozenset[str]:
    """Roles, ties, and the initials that a document gives with a body's full name ("= EADS")."""
    initials = (
        [f"= {normal(a)}" for a in entity.aliases if is_acronym(a)] if family(entity.type) == BODY and not is_acronym(entity.name) else []
    )
    return frozenset((*entity.roles, *entity.ties, *initials))


def _score(names: float, context: Iterable[str]) -> float:
    return max(0.0, min(1.0, names + sum(CONTEXT[feature] for feature in context)))


def _join_short_forms(
    items: Sequence[Local], keyed: Sequence[Sequence[Key]], shared: dict[str, dict[str, list[int]]], groups: _Groups
) -> None:
    """Join a name to the longer one that some document gives with it ("Bureau of X (BX)"), if there is only one such."""
    longer = {text: found["alias"] for text, found in shared.items() if found.get("alias")}
    if not longer:
        return
    for i, entity in enumerate(items):
        if not entity.named or is_short(entity.name):
            continue
        own = next((key.text for key in keyed[i] if key.how == "name" and key.rule == RULES[1]), None)
        roots = {groups.root(j): j for j in longer.get(own or "", ())}
        if len(roots) == 1:
            other = next(iter(roots.values()))
            if not groups.other_year(i, other):
                groups.join(other, i, "acronym" if is_acronym(entity.name) else "alias", 1.0, ("so called in a document",))


def _join_alike(items: Sequence[Local], shared: dict[str, dict[str, list[int]]], groups: _Groups) -> None:
    """Join those whose full names agree, the best agreement first, where every name of the one agrees with every name
    of the other: a chain of likenesses never ties two together."""
    names: dict[int, list[str]] = defaultdict(list)
    member: dict[str, int] = {}
    for i, entity in enumerate(items):
        if entity.named and identifies(entity.name, entity.type) and not is_acronym(entity.name):
            known = names[groups.root(i)]
            if entity.name not in known:
                known.append(entity.name)
            member.setdefault(entity.name, i)
    agreed: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {}
    for a, b in _pairs(shared, groups):
        if (a, b) not in agreed and (found := _agree(names[a], names[b], items[a], groups.context(a, b))) is not None:
            agreed[a, b] = found
    unclear = _unclear(agreed, lambda a, b: _agree(names[a], names[b], items[a], ()) is not None)
    for (a, b), _ in sorted(agreed.items(), key=lambda row: (-row[1][0], row[0])):
        one, two = groups.root(a), groups.root(b)
        if one == two:
            continue
        x, y = member[names[a][0]], member[names[b][0]]
        if (a, b) in unclear:
            groups.ask(x, y, *agreed[a, b])
            continue
        found = _agree(names[one], names[two], items[one], groups.context(one, two))
        if found is None:  # a shorter name of the one is not one with the other's: only the longest can tell
            longest = _agree([_longest(names[one])], [_longest(names[two])], items[one], groups.context(one, two))
            if longest is not None:
                groups.ask(x, y, *longest)
            continue
        if found[0] >= SAME and not groups.other_year(one, two) and groups.join(x, y, "similar names", *found):
            names[groups.root(one)] = sorted({*names[one], *names[two]})
        else:
            groups.ask(x, y, *found)


def _unclear(agreed: Mapping[tuple[int, int], tuple[float, tuple[str, ...]]], agree: Callable[[int, int], bool]) -> set[tuple[int, int]]:
    """Pairs of which one side agrees as well with somebody who does not agree with the other: "Rosa Gil" may be Rosa Gil
    Prado or Rosa Gil Mora."""
    partners: dict[int, list[int]] = defaultdict(list)
    for a, b in sorted(agreed):
        if agreed[a, b][0] >= SAME:
            partners[a].append(b)
            partners[b].append(a)
    found: set[tuple[int, int]] = set()
    for one, others in partners.items():
        for two in others:
            pair = min(one, two), max(one, two)
            score = agreed[pair][0]
            if any(
                agreed[min(one, third), max(one, third)][0] > score - CLEARER
                for third in others
                if third != two and (min(two, third), max(two, third)) not in agreed and not agree(two, third)
            ):
                found.add(pair)
    return found


def _join_kinds(items: Sequence[Local], shared: dict[str, dict[str, list[int]]], groups: _Groups) -> None:
    """Join a person and a body of the same two words where the documents tell the same of them, or one does not tell what
    it is; else a person is asked."""
    for text in sorted(shared):
        people, bodies = (
            {groups.root(i): i for i in reversed(shared[text].get("kind", ())) if family(items[i].type) == kind}
            for kind in (EntityType.PERSON.value, BODY)
        )
        for a, b in ((a, b) for a in people.values() for b in bodies.values() if groups.root(a) != groups.root(b)):
            unknown = all(items[i].type is EntityType.OTHER for i in shared[text]["kind"] if groups.root(i) == groups.root(b))
            features = "the same words", *groups.context(a, b), "of no known kind" if unknown else "of another kind"
            score = _score(1.0, features[1:])
            if len(people) > 1 or score < SAME or groups.other_year(a, b) or not groups.join(a, b, "same name", score, features):
                groups.ask(a, b, score, features)


def _join_first_words(told: Sequence[Face], shared: dict[str, dict[str, list[int]]], groups: _Groups) -> None:
    """Join companies of one word ("Ford") to the one of which it is the first word, if documents enough call that one so,
    and no other: after all that is surer, since it may be what joins the longer names that makes them one."""
    short: dict[str, list[int]] = defaultdict(list)
    for i, face in enumerate(told):
        if face.local.named and face.local.type is EntityType.COMPANY and is_short(face.local.name):
            short[normal(face.local.name)].append(i)
    for word in sorted(short):
        longer = shared.get(f"{BODY}|{word}", {}).get("alias", [])
        first = [j for j in longer if told[j].local.type is EntityType.COMPANY and normal(told[j].local.name).startswith(f"{word} ")]
        called, bare = (sum(told[k].documents for k in group) for group in (first, short[word]))
        if called < CALLED or called < USUAL * (called + bare) or len({groups.root(j) for j in longer}) > 1:
            continue
        for i in short[word]:
            if not groups.other_year(i, first[0]):
                groups.join(first[0], i, "alias", 1.0, ("so called in several documents",))


def _longest(names: Sequence[str]) -> str:
    return max(names, key=lambda name: (name.count(" "), len(name), name))


def _pairs(shared: dict[str, dict[str, list[int]]], groups: _Groups) -> Iterator[tuple[int, int]]:
    """Pairs of groups that share a key of likeness."""
    for text in sorted(shared):
        found = shared[text]
        if "like" not in found or text.startswith("bare|"):
            continue
        like = sorted({groups.root(i) for i in found["like"]})
        part = sorted({groups.root(i) for i in found.get("part", ())} - set(like))
        for n, a in enumerate(like):
            for b in (*like[n + 1 :], *part):
                yield min(a, b), max(a, b)


def _agree(names1: Sequence[str], names2: Sequence[str], one: Local, context: tuple[str, ...]) -> tuple[float, tuple[str, ...]] | None:
    """The score of two groups and what spoke for it, by the two names that agree least; none below ``ASK``."""
    schema = "Person" if one.type is EntityType.PERSON else "Organization"
    least = min((compare_names(a, b, schema) for a in names1 for b in names2), key=lambda m: m.score, default=None)
    if least is None or least.score < ASK:
        return None
    score = _score(least.score, context)
    return (score, (*least.rules, *context)) if score >= ASK else None


def _ask_of_surnames(shared: dict[str, dict[str, list[int]]], groups: _Groups) -> None:
    """A surname alone is a question where the same is told of somebody who bears it; it is never an answer."""
    for text in sorted(shared):
        for a in shared[text].get("bare", ()) if text.startswith("bare|") else ():
            for b in shared[text].get("full", ()):
                if groups.root(a) != groups.root(b) and groups.items[a].document != groups.items[b].document:
                    match = compare_names(groups.items[a].name, groups.items[b].name, "Person")
                    context = groups.context(a, b)
                    groups.ask(a, b, min(BARE, _score(match.score, context)), (*match.rules, *context))


def _clusters(told: Sequence[Face], groups: _Groups) -> tuple[Cluster, ...]:
    members: dict[int, list[Face]] = defaultdict(list)
    for i, face in enumerate(told):
        members[groups.root(i)].append(face)
    merges: dict[int, list[Merge]] = defaultdict(list)
    for root, merge in groups.merges:
        merges[groups.root(root)].append(merge)
    clusters: dict[str, Cluster] = {}
    for root, group in members.items():
        cluster = _cluster(group, merges[root])
        if cluster.subject.id in clusters:
            cluster = _cluster(group, merges[root], apart=" ".join(group[0].local.key))
        clusters[cluster.subject.id] = cluster
    return tuple(clusters[key] for key in sorted(clusters))


def alone(entity: Local) -> Subject:
    """The casefile's entity of one that no document gives a name: it belongs to its document, whatever else is filed."""
    return replace(_cluster([Face(local=entity, members=(entity.key,))], ()).subject, documents=1)


def _cluster(group: Sequence[Face], merges: Sequence[Merge], apart: str = "") -> Cluster:
    items = [face.local for face in group]
    if len(group) == 1:  # most are: the same without counting
        type, name = items[0].type.value, items[0].name
    else:
        known = [face for face in group if face.local.type is not EntityType.OTHER] or group
        type = _most([(face.local.type.value, face.documents) for face in known], key=lambda t: -_TYPES.index(EntityType(t)))
        name = _canonical(group, type)
    named = any(e.named for e in items)
    if not named or not any(identifies(e.name, e.type) for e in items):
        apart = " ".join(items[0].key)
    aliases = {a for e in items for a in (e.name, *e.aliases)} - {name}
    return Cluster(
        subject=Subject(
            id=_digest(type, normal(name) or name, apart),
            name=name,
            type=EntityType(type),
            named=named,
            aliases=tuple(sorted(aliases, key=lambda a: (fold(a), a))),
            nouns=tuple(sorted({n for e in items for n in e.nouns})),
            merges=tuple(sorted(set(merges), key=lambda m: (m.rule, m.name1, m.name2, m.document1, m.document2, m.span1, m.span2))),
        ),
        members=tuple(e.key for e in items),
    )


def _canonical(group: Sequence[Face], type: str) -> str:
    """The name that most documents use; a spelled-out one before initials, the longer of two before the shorter. It is
    a name of those that have the entity's type, so that two entities of one id share a key."""
    typed = [face for face in group if face.local.type.value == type]
    full = [face for face in typed if face.local.named and identifies(face.local.name, face.local.type)]
    spelled = [face for face in full if not is_acronym(face.local.name)]
    return _most([(face.local.name, face.documents) for face in spelled or full or typed], key=len)


def _most(rows: Iterable[tuple[str, int]], key: Callable[[str], int]) -> str:
    """The value that most documents have; of several the greatest by ``key``, then the first in order."""
    counts = Counter[str]()
    for value, documents in rows:
        counts[value] += documents
    return min(counts, key=lambda value: (-counts[value], -key(value), value))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]
