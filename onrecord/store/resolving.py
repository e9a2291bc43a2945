"""Mentions -> the casefile's entities: only those are resolved that are new or may be one with something new.

Mentions of which the same is told are one face. Two faces that may be one share a key (table ``lookup``). What is tied
together so is a part; a part is resolved as a whole by the rules of ``casefile.resolve``, which look at nothing else: so
resolving what is new comes to the same as resolving everything at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Row, Select, bindparam, delete, func, insert, or_, select, update

from onrecord.casefile.features import ASK, COMMON
from onrecord.casefile.keys import LONGER, crowded, keys
from onrecord.casefile.local import Local
from onrecord.casefile.names import compare_names
from onrecord.casefile.queries import Subject
from onrecord.casefile.resolve import Face, Member, Pair, Resolution, resolve_faces
from onrecord.model import EntityType
from onrecord.store import deciding
from onrecord.store.rows import chunks
from onrecord.store.schema import concern, document, doubt, entity, face, lookup, mention

_BATCH = 5_000  # faces that are resolved at once, unless one part has more

_LOCAL = select(mention, document.c.published).join(document, document.c.id == mention.c.document)


def settle(c: Connection) -> None:
    """Resolve what is new, and all that may be one with it."""
    same, different = deciding.pairs(c)
    c.execute(delete(face).where(face.c.fresh, ~select(mention.c.key).where(mention.c.face == face.c.key).exists()))
    grown = _assign(c, {member for pair in (*same, *different) for member in pair})
    while _loosen(c):
        pass
    fresh = set(c.execute(select(face.c.key).where(face.c.fresh)).scalars())
    for parts in _batched(_parts(c, fresh, grown, same)):
        _resolve(c, parts, fresh | grown, same, different)


def open_again(c: Connection, mentions: Select[tuple[int]]) -> None:
    """Take mentions out of their faces, and forget the entities that they have part in: these are computed anew."""
    faces = select(mention.c.face).distinct().where(mention.c.key.in_(mentions), mention.c.face.is_not(None))
    gone = c.execute(faces).scalars().all()
    parts = c.execute(select(face.c.part).distinct().where(face.c.key.in_(faces), face.c.part.is_not(None))).scalars().all()
    c.execute(delete(entity).where(entity.c.id.in_(select(mention.c.entity).where(mention.c.key.in_(mentions)))))
    c.execute(update(mention).where(mention.c.key.in_(mentions)).values(face=None, entity=None))
    _break(c, [*parts, *_crowded(c, gone)])


def _break(c: Connection, parts: Iterable[int]) -> None:
    """Forget what parts are, and their entities; their faces are resolved anew."""
    for chunk in chunks(sorted(set(parts))):
        within = face.c.part.in_(chunk)
        c.execute(delete(entity).where(entity.c.id.in_(select(face.c.entity).where(within))))
        c.execute(update(face).where(within).values(fresh=True, part=None, entity=None))


def _common(c: Connection, faces: Sequence[int]) -> set[tuple[str, str]]:
    """What these faces are found by that is too common to tie, and how (``keys.crowded``)."""
    found: set[tuple[str, str]] = set()
    held = select(lookup.c.text, lookup.c.how).join(face, face.c.key == lookup.c.face).where(lookup.c.how.in_(LONGER))
    crowd = held.group_by(lookup.c.text, lookup.c.how).having(func.count(face.c.name.distinct()) > COMMON)
    for chunk in chunks(faces):
        texts = select(lookup.c.text).where(lookup.c.face.in_(chunk))
        found |= {(row.text, row.how) for row in c.execute(crowd.where(lookup.c.text.in_(texts)))}
    return found


def _crowded(c: Connection, faces: Sequence[int]) -> list[int]:
    """The parts of all that share a key with faces that may go, where it is too common to tie: with fewer it may."""
    texts = sorted({text for text, _ in _common(c, faces)})
    of = select(face.c.part).distinct().join(lookup, lookup.c.face == face.c.key)
    return [part for chunk in chunks(texts) for part in c.execute(of.where(lookup.c.text.in_(chunk))).scalars() if part is not None]


def _loosen(c: Connection) -> bool:
    """Break the parts that a key ties which has become too common; whether there were any."""
    broken: set[int] = set()
    for _, rows in groupby(_sharing(c), key=attrgetter("text")):
        held = list(rows)
        if crowded({(row.name, row.how) for row in held}) - crowded({(row.name, row.how) for row in held if not row.fresh}):
            broken |= {row.part for row in held if not row.fresh}
    _break(c, broken)
    return bool(broken)


def _sharing(c: Connection) -> CursorResult[Any]:
    """All faces that share a key with a fresh one, by key."""
    c.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS fresh_text (text TEXT PRIMARY KEY) WITHOUT ROWID")
    c.exec_driver_sql("DELETE FROM temp.fresh_text")
    c.exec_driver_sql("INSERT INTO temp.fresh_text SELECT DISTINCT l.text FROM face f JOIN lookup l ON l.face = f.key WHERE f.fresh")
    return c.exec_driver_sql(
        "SELECT l.text, l.how, f.key, coalesce(f.part, f.key) AS part, f.name, f.type, f.fresh FROM temp.fresh_text t "
        "JOIN lookup l ON l.text = t.text JOIN face f ON f.key = l.face ORDER BY l.text, l.how, f.key"
    ).yield_per(10_000)


def pending(c: Connection) -> bool:
    """Whether anything waits to be resolved."""
    waiting = select(mention.c.key).where(mention.c.face.is_(None), mention.c.named), select(face.c.key).where(face.c.fresh)
    return any(c.execute(query.limit(1)).first() is not None for query in waiting)


def _assign(c: Connection, decided: Collection[Member]) -> set[int]:
    """Give every new mention its face; returns the faces that were known and have grown."""
    known: dict[str, int] = {}
    grown: set[int] = set()
    last = c.execute(select(func.max(face.c.key))).scalar() or 0
    found = _LOCAL.where(mention.c.named, mention.c.face.is_(None)).order_by(mention.c.key)
    while rows := c.execute(found.limit(_BATCH)).all():
        locals_ = [(row.key, local(row)) for row in rows]
        digests = {key: _digest(one, decided) for key, one in locals_}
        unknown = sorted(set(digests.values()) - known.keys())
        for chunk in chunks(unknown):
            there = {row.digest: row.key for row in c.execute(select(face.c.digest, face.c.key).where(face.c.digest.in_(chunk)))}
            known |= there
            grown |= set(there.values())
        values, looked_up = [], []
        for key, one in locals_:
            if digests[key] not in known:
                last += 1
                known[digests[key]] = last
                values.append({"key": last, "digest": digests[key], "name": one.name, "type": one.type.value, "fresh": True})
                looked_up += [{"face": last, "text": k.text, "how": k.how} for k in keys(one)]
        for table, new in ((face, values), (lookup, looked_up)):
            if new:
                c.execute(insert(table), new)
        given = [{"k": key, "f": known[digest]} for key, digest in digests.items()]
        c.execute(mention.update().where(mention.c.key == bindparam("k")).values(face=bindparam("f")), given)
    return grown


def _digest(one: Local, decided: Collection[Member]) -> str:
    """What tells a face from others; a mention that a person decided on has one of its own."""
    told = "\x00".join(one.key) if one.key in decided else one.told()
    return hashlib.sha256(told.encode()).hexdigest()[:24]


class _Sets:
    """Union-find over numbers; the least number of a set stands for it."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}

    def root(self, i: int) -> int:
        parent = self.parent
        while (up := parent.setdefault(i, i)) != i:
            parent[i] = i = parent.setdefault(up, up)
        return i

    def join(self, a: int, b: int) -> None:
        one, two = self.root(a), self.root(b)
        if one != two:
            self.parent[max(one, two)] = min(one, two)


def _parts(c: Connection, fresh: Collection[int], grown: Collection[int], same: Sequence[Pair]) -> Iterator[list[int]]:
    """The parts that hold fresh or grown faces: each a list of the keys of its faces."""
    sets = _Sets()
    for key in fresh:
        sets.root(key)
    for chunk in chunks(sorted(set(grown) - set(fresh))):
        for part in c.execute(select(face.c.part).where(face.c.key.in_(chunk))).scalars():
            sets.root(part)
    for _, group in groupby(_sharing(c), key=attrgetter("text")):
        _tie(list(group), fresh, sets)
    for one, two in _decided(c, same):
        if one in sets.parent or two in sets.parent:
            sets.join(one, two)
    members: dict[int, list[int]] = {}
    for i in sorted(sets.parent):
        members.setdefault(sets.root(i), []).append(i)
    for root in sorted(members):
        part = [i for i in members[root] if i in fresh]
        for chunk in chunks([i for i in members[root] if i not in fresh]):
            part += c.execute(select(face.c.key).where(face.c.part.in_(chunk))).scalars().all()
        yield part


def _decided(c: Connection, same: Sequence[Pair]) -> Iterator[list[int]]:
    """The parts of pairs that a person joined."""
    part = select(func.coalesce(face.c.part, face.c.key)).join(mention, mention.c.face == face.c.key)
    for pair in same:
        found = [c.execute(part.where(mention.c.document == id, mention.c.local == own)).scalar() for id, own in pair]
        if None not in found:
            yield [i for i in found if i is not None]


def _tie(rows: Sequence[Row[Any]], fresh: Collection[int], sets: _Sets) -> None:
    """Tie those together that share a key and may be one."""
    if len(rows) == 1:
        return
    how = {row.how for row in rows} - crowded({(row.name, row.how) for row in rows})
    rows = [row for row in rows if row.how in how]
    if how & {"name", "alias", "kind"} or how == {"bare", "full"}:
        for row in rows[1:]:
            sets.join(rows[0].part, row.part)
        return
    if "like" not in how:
        return
    first: dict[tuple[str, bool], Row[Any]] = {}
    new: set[tuple[str, bool]] = set()
    likes: set[tuple[str, bool]] = set()
    for row in rows:
        name = row.name, row.type == EntityType.PERSON
        first.setdefault(name, row)
        if row.key in fresh:
            new.add(name)
        if row.how == "like":
            likes.add(name)
    for a in sorted(likes):
        for b in sorted(first):
            if a != b and (b not in likes or a < b) and (a in new or b in new) and a[1] == b[1] and _score(a[0], b[0], a[1]) >= ASK:
                sets.join(first[a].part, first[b].part)


@lru_cache(maxsize=1 << 16)
def _score(name1: str, name2: str, person: bool) -> float:
    return compare_names(name1, name2, "Person" if person else "Organization").score


def _batched(parts: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    size = 0
    for part in parts:
        if batch and size + len(part) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += len(part)
    if batch:
        yield batch


def _resolve(c: Connection, parts: Sequence[list[int]], changed: Collection[int], same: Sequence[Pair], different: Sequence[Pair]) -> None:
    """Resolve whole parts, and write what has changed."""
    part_of = {key: min(part) for part in parts for key in part}
    told = [row for chunk in chunks(sorted(part_of)) for row in _faces(c, chunk)]
    key_of = {one.local.key: key for key, _, one in told}
    found = resolve_faces([one for _, _, one in told], same=same, different=different, common=_common(c, sorted(part_of)))
    for chunk in chunks(sorted({before for _, before, _ in told if before is not None})):
        c.execute(delete(entity).where(entity.c.id.in_(chunk)))
    c.execute(insert(entity), [subject_row(cluster.subject) for cluster in found.clusters])
    before_of = {key: before for key, before, _ in told}
    values: list[dict[str, Any]] = [
        {"k": key_of[member], "e": cluster.subject.id, "p": part_of[key_of[member]]}
        for cluster in found.clusters
        for member in cluster.members
    ]
    given = {"entity": bindparam("e"), "part": bindparam("p"), "fresh": False}
    c.execute(face.update().where(face.c.key == bindparam("k")).values(given), values)
    moved = [row for row in values if row["k"] in changed or before_of[row["k"]] != row["e"]]
    if moved:
        other = or_(mention.c.entity.is_(None), mention.c.entity != bindparam("e"))
        c.execute(mention.update().where(mention.c.face == bindparam("k"), other).values(entity=bindparam("e")), moved)
    _count(c, [cluster.subject.id for cluster in found.clusters])
    _doubts(c, found, key_of)


def _faces(c: Connection, chunk: Sequence[int]) -> Iterator[tuple[int, str | None, Face]]:
    """Key, entity so far, and what resolution sees of each face."""
    counted = (
        select(mention.c.face, func.count(mention.c.document.distinct()).label("n"), func.min(mention.c.document).label("first"))
        .where(mention.c.face.in_(chunk))
        .group_by(mention.c.face)
        .subquery()
    )
    rows = c.execute(
        _LOCAL.join(counted, (counted.c.face == mention.c.face) & (counted.c.first == mention.c.document))
        .join(face, face.c.key == mention.c.face)
        .add_columns(counted.c.n, face.c.entity.label("before"))
        .order_by(mention.c.face, mention.c.local)
    )
    for key, group in groupby(rows, key=attrgetter("face")):
        row = next(group)
        one = local(row)
        yield key, row.before, Face(local=one, documents=row.n, members=(one.key,))


def recount(c: Connection, document_id: str) -> None:
    """Count anew the claims of all entities of a document, after some came, went or changed."""
    of = select(mention.c.entity).distinct().where(mention.c.document == document_id, mention.c.entity.is_not(None))
    ids = c.execute(of).scalars().all()
    for chunk in chunks(ids):
        c.execute(update(entity).where(entity.c.id.in_(chunk)).values(claims=0))
    _count(c, ids)


def _count(c: Connection, ids: Sequence[str]) -> None:
    """The documents and the claims of entities."""
    of = mention.c.entity
    claims = select(of, func.count(concern.c.claim.distinct())).join(concern, concern.c.mention == mention.c.key)
    documents = select(of, func.count(mention.c.document.distinct()))
    for column, query in ((entity.c.documents, documents), (entity.c.claims, claims)):
        for chunk in chunks(ids):
            counts = [{"i": row[0], "n": row[1]} for row in c.execute(query.where(of.in_(chunk)).group_by(of))]
            if counts:
                c.execute(entity.update().where(entity.c.id == bindparam("i")).values({column.name: bindparam("n")}), counts)


def _doubts(c: Connection, found: Resolution, key_of: dict[Member, int]) -> None:
    for chunk in chunks(sorted(key_of.values())):
        c.execute(delete(doubt).where(or_(doubt.c.left.in_(chunk), doubt.c.right.in_(chunk))))
    values = [
        {"left": key_of[d.left], "right": key_of[d.right], "score": d.score, "features": json.dumps(d.features)} for d in found.doubts
    ]
    if values:
        c.execute(insert(doubt), values)


def local(row: Row[Any]) -> Local:
    """An entity of a document from its row, joined with the document's date."""
    published = row.published or ""
    return Local(
        document=row.document, id=row.local, name=row.name, type=EntityType(row.type), aliases=_list(row.aliases), nouns=_list(row.nouns),
        named=row.named, mentions=row.mentions, place=row.place, at=(row.start, row.end), roles=_list(row.roles), ties=_list(row.ties),
        age=row.age, year=int(published[:4]) if published[:4].isdigit() else None,
    )  # fmt: skip


def subject_row(subject: Subject) -> dict[str, Any]:
    """The row of an entity whose claims are not counted yet."""
    return {
        "id": subject.id, "name": subject.name, "type": subject.type.value, "named": subject.named, "aliases": _body(subject.aliases),
        "nouns": _body(subject.nouns), "merges": _body([asdict(m) for m in subject.merges]), "documents": subject.documents, "claims": 0,
    }  # fmt: skip


def _list(body: str) -> tuple[str, ...]:
    return () if body == "[]" else tuple(json.loads(body))


def _body(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else "[]"
