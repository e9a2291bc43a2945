"""When what was filed: the documents that came since a moment, and what they brought to entities of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select

from onrecord.casefile.local import normal
from onrecord.casefile.queries import Arrival, Gathered, Source
from onrecord.casefile.resolve import resolve
from onrecord.store import deciding
from onrecord.store.resolving import local
from onrecord.store.rows import chunks
from onrecord.store.schema import document, doubt, edition, face, mention, source
from onrecord.store.upkeep import Upkeep


class Since(Upkeep):
    """The part of a store that knows what changed."""

    def documents(self) -> Sequence[Source]:
        raise NotImplementedError

    def arrivals(self, since: str) -> Sequence[Arrival]:
        """The documents on file that stood nowhere at a moment (UTC, ISO), with what stood in their places then."""
        with self._begin() as c:
            last = select(func.max(edition.c.key)).where(edition.c.at < since).group_by(edition.c.location)
            stood = {
                row.location: row.digest for row in c.execute(select(edition.c.location, edition.c.digest).where(edition.c.key.in_(last)))
            }
            at = select(edition.c.digest, func.min(edition.c.at).label("at")).where(edition.c.at >= since).group_by(edition.c.digest)
            came = {row.digest: row.at for row in c.execute(at)}
            standing = {row.digest: row.id for row in c.execute(select(document.c.digest, document.c.id))}
            places: dict[str, list[str]] = defaultdict(list)
            for location, id in c.execute(select(source.c.location, source.c.document).order_by(source.c.location)):
                places[id].append(location)
        known = set(stood.values())
        found: list[Arrival] = []
        for one in self.documents():
            if one.digest in came and one.digest not in known:
                replaced = sorted({stood[place] for place in places[one.id] if place in stood})
                with self._begin() as c:
                    before = [kept for digest in replaced if (kept := self._kept(c, digest, standing)) is not None]
                found.append(Arrival(source=one, at=came[one.digest], before=tuple(before)))
        return found

    def gathered(self, documents: Collection[str]) -> Sequence[Gathered]:
        """What these documents brought to entities of others: names that the others do not give, or that several are
        one, as far as the others tell by themselves."""
        found: list[Gathered] = []
        with self._begin() as c:
            same, different = deciding.pairs(c)
            here: set[str] = set()
            for chunk in chunks(sorted(documents)):
                here |= set(c.execute(select(mention.c.entity).distinct().where(mention.c.document.in_(chunk), mention.c.named)).scalars())
            for chunk in chunks(sorted(id for id in here if id is not None)):
                members: dict[str, list[Row[Any]]] = defaultdict(list)
                query = select(mention, document.c.published).join(document, document.c.id == mention.c.document)
                for row in c.execute(query.where(mention.c.entity.in_(chunk), mention.c.named).order_by(mention.c.entity, mention.c.key)):
                    members[row.entity].append(row)
                for id, rows in members.items():
                    older = [row for row in rows if row.document not in documents]
                    if not older:
                        continue
                    given = {normal(row.name) for row in older}
                    names = {row.name for row in rows if row.document in documents and normal(row.name) not in given}
                    clusters = resolve(map(local, older), same=same, different=different).clusters
                    before = sorted((cluster.subject.name, *cluster.subject.aliases) for cluster in clusters) if len(clusters) > 1 else ()
                    if names or before:
                        found.append(Gathered(entity=id, names=tuple(sorted(names)), before=tuple(before)))
        return found

    def waiting(self, documents: Collection[str], entity: str | None = None) -> int:
        """How many pairs with an entity of one of these documents wait for a person; with ``entity`` those that it is in."""
        found: set[tuple[int, int]] = set()
        with self._begin() as c:
            for chunk in chunks(sorted(documents)):
                newer = select(mention.c.face).where(mention.c.document.in_(chunk), mention.c.face.is_not(None))
                query = select(doubt.c.left, doubt.c.right).where(or_(doubt.c.left.in_(newer), doubt.c.right.in_(newer)))
                if entity is not None:
                    of = select(face.c.key).where(face.c.entity == entity)
                    query = query.where(or_(doubt.c.left.in_(of), doubt.c.right.in_(of)))
                found |= {(row.left, row.right) for row in c.execute(query)}
        return len(found)
