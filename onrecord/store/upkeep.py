"""Looking after a casefile: what stood before, taking documents out, taking another casefile in, safe copies, checks."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from onrecord.casefile.plain import concerns, voices
from onrecord.casefile.queries import FileState, Finding, Known, Removal, Run, Source, Version
from onrecord.casefile.resolve import is_named
from onrecord.errors import CasefileError
from onrecord.model import Annotation, Document
from onrecord.store import check, rows, search
from onrecord.store.database import guarded
from onrecord.store.filing import METADATA, Kept, erase, insert_document, keep, loaded, merged_metadata, now, purge, stand, supersede
from onrecord.store.schema import document, earlier, edition, judgement, outcome, removal, run, source


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What another casefile brought: documents that are new here, those that were here, and those left out because
    they had been removed here."""

    new: int
    known: int
    removed: int


class Upkeep:
    """The part of a store that looks after what is on file."""

    path: Path
    _engine: Engine

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        raise NotImplementedError
        yield

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        raise NotImplementedError
        yield

    def files(self) -> Sequence[FileState]:
        """The state of every place that a run met, by location."""
        query = select(outcome, run.c.at).join(run, run.c.key == outcome.c.run, isouter=True).order_by(outcome.c.location)
        with self._begin() as c:
            return [FileState(location=r.location, state=r.state, reason=r.reason, at=r.at or "") for r in c.execute(query)]

    def runs(self) -> Sequence[Run]:
        """The runs of the reader, in their order."""
        with self._begin() as c:
            found = c.execute(select(run).order_by(run.c.key)).all()
        return [Run(at=r.at, version=r.version, totals=json.loads(r.totals) if r.totals else None) for r in found]

    def stopped(self) -> bool:
        """Whether the last run of the reader has not come to its end."""
        with self._begin() as c:
            return c.execute(select(run.c.totals).order_by(run.c.key.desc()).limit(1)).scalar() == ""

    def removals(self) -> Sequence[Removal]:
        """What was taken out, in the order in which it was."""
        with self._begin() as c:
            found = c.execute(select(removal).order_by(removal.c.key)).all()
        return [Removal(digest=r.digest, by=r.by, at=r.at, why=r.why, undone=r.undone) for r in found]

    def history(self, target: str) -> Sequence[Version]:
        """The versions of a document, oldest first; ``target`` is its id or that of an earlier version, a location, or
        the beginning of a digest (8 digits or more).

        Raises:
            CasefileError: nothing is known by this name, or several documents are.
        """
        with self._begin() as c:
            places = self._places(c, target)
            found = c.execute(select(edition).where(edition.c.location.in_(places)).order_by(edition.c.key)).all()
            wanted = select(document.c.digest, document.c.id).where(document.c.digest.in_([row.digest for row in found]))
            standing = {row.digest: row.id for row in c.execute(wanted)}
            versions: list[Version] = []
            for n, row in enumerate(found):
                following = next((later.at for later in found[n + 1 :] if later.location == row.location), None)
                if following is None and row.digest in standing:
                    versions.append(Version(source=self.source(standing[row.digest]), location=row.location, since=row.at, until=None))
                    continue
                kept = self._kept(c, row.digest, standing)
                if kept is not None:
                    source_, findings = kept
                    versions.append(Version(source=source_, location=row.location, since=row.at, until=following or "", findings=findings))
        return versions

    def versions(self, document: str) -> Sequence[Version]:
        """What stood where a document on file stands, oldest first, itself last.

        Raises:
            CasefileError: there is no such document.
        """
        return self.history(self.source(document).locations[0])

    def source(self, id: str) -> Source:
        raise NotImplementedError

    def claims(self, *, document: str | None = None) -> Sequence[Finding]:
        raise NotImplementedError

    def _kept(self, c: Connection, digest: str, standing: Mapping[str, str]) -> tuple[Source, tuple[Finding, ...]] | None:
        """A version that stands here no more: kept among the earlier ones, or on file for another place."""
        row = c.execute(select(earlier).where(earlier.c.digest == digest)).first()
        if row is not None:
            return earlier_findings(digest, rows.load_document(row.body), rows.load_annotation(row.annotation))
        return (self.source(standing[digest]), tuple(self.claims(document=standing[digest]))) if digest in standing else None

    def _places(self, c: Connection, target: str) -> list[str]:
        """The locations that a name stands for."""
        if c.execute(select(edition.c.location).where(edition.c.location == target).limit(1)).first() is not None:
            return [target]
        ids = (
            c.execute(select(document.c.id).where(or_(document.c.id == target, document.c.own == target)).order_by(document.c.id))
            .scalars()
            .all()
        )
        if len(ids) > 1:
            raise CasefileError(f"several documents brought the id '{target}': {', '.join(ids)}")
        if ids:
            return list(c.execute(select(source.c.location).where(source.c.document == ids[0]).order_by(source.c.location)).scalars())
        digests: set[str] = set()
        if len(target) >= 8 and all(ch in "0123456789abcdef" for ch in target):
            digests |= set(c.execute(select(edition.c.digest).where(edition.c.digest.startswith(target))).scalars())
        if not digests:
            kept = c.execute(select(earlier.c.digest, earlier.c.body))
            digests = {row.digest for row in kept if rows.load_document(row.body).id == target}
        if not digests:
            raise CasefileError(f"no document '{target}' in this casefile, nor a place of that name")
        return sorted(c.execute(select(edition.c.location).distinct().where(edition.c.digest.in_(sorted(digests)))).scalars())

    def remove(self, targets: Sequence[str], by: str, why: str | None = None) -> int:
        """Delete documents with their earlier versions and every word of them, in one transaction; only dated, signed
        notes with their digests stay. Bytes that stand or stood at other places too stay for those. Returns how many
        versions went.

        Raises:
            CasefileError: nothing is known by one of these names (nothing is removed then); the file cannot be written to.
        """
        with self._write() as c:
            places = sorted({place for target in targets for place in self._places(c, target)})
            here = select(edition.c.digest).where(edition.c.location.in_(places)).order_by(edition.c.key)
            digests = list(dict.fromkeys(c.execute(here).scalars()))
            elsewhere = select(edition.c.digest).distinct().where(edition.c.digest.in_(digests), edition.c.location.not_in(places))
            shared = set(c.execute(elsewhere).scalars())
            gone = [digest for digest in digests if digest not in shared]
            purge(c, gone)
            for table in (source, edition, outcome):
                c.execute(delete(table).where(table.c.location.in_(places)))
            for id in c.execute(select(document.c.id).where(document.c.id.not_in(select(source.c.document)))).scalars().all():
                supersede(c, id)  # stood here alone, and is an earlier version elsewhere
            at = now()
            if gone:
                c.execute(insert(removal), [{"digest": digest, "by": by, "at": at, "why": why, "undone": False} for digest in gone])
            search.scrub(c)
        return len(gone)

    def check(self) -> None:
        """Look at the whole file: its pages, its index, that every row has what it belongs to, and that all words stand
        where they are said to.

        Raises:
            CasefileError: says what is wrong.
        """
        with self._begin() as c:
            for pragma in ("integrity_check(1)", "foreign_key_check"):
                found = c.exec_driver_sql(f"PRAGMA {pragma}").first()
                if found is not None and found[0] != "ok":
                    raise CasefileError(f"{self.path} is damaged: {' '.join(str(part) for part in found)}")
            for problem in check.problems(c):
                raise CasefileError(f"{self.path} is damaged: {problem}")
        with self._write() as c:
            search.check(c)

    def shrink(self) -> None:
        """Rewrite the file without its free space; what was deleted is overwritten already.

        Raises:
            CasefileError: the disk has no room for a second copy, for the time it takes; the file is as it was.
        """
        with guarded(self.path), self._alone() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """The driver's connection, outside of any transaction."""
        pooled = self._engine.raw_connection()
        try:
            yield cast(sqlite3.Connection, pooled.driver_connection)
        finally:
            pooled.close()

    def backup(self, target: Path) -> None:
        """Write a copy of the casefile as it is now, while others read and write it. The copy appears under its name
        only when it is whole.

        Raises:
            CasefileError: there is something at ``target``; it cannot be written.
        """
        if target.exists():
            raise CasefileError(f"{target} is there already; a backup never overwrites")
        if not target.parent.is_dir():
            raise CasefileError(f"there is no directory {target.parent} for the backup")
        partial = target.with_name(f".{target.name}.partial")  # one that was killed leaves it to the next
        partial.unlink(missing_ok=True)
        try:
            with guarded(target), self._alone() as connection:
                connection.execute("VACUUM INTO ?", (str(partial),))
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
            os.link(partial, target)  # never over what another process put there meanwhile
        except OSError as error:
            raise CasefileError(f"{target} cannot be written: {error.strerror}") from error
        finally:
            partial.unlink(missing_ok=True)

    def merge(self, other: Upkeep) -> Merged:
        """Take in everything that another casefile has: documents, the versions before them, removals, judgements and
        how its files ended. Where both have a place, its later edition stands. One transaction.

        Raises:
            CasefileError: it is the same casefile; the file cannot be written to.
        """
        if other.path.samefile(self.path):
            raise CasefileError(f"{other.path} is the same casefile")
        new = known = removed = 0
        with other._begin() as theirs, self._write() as ours:
            gone = taken_out(ours)
            for version in everything(theirs):
                if _has(ours, version.digest):
                    known += 1
                elif version.digest in gone:
                    removed += 1
                else:
                    new += 1
                    keep(ours, version)
            _join_editions(ours, theirs, gone)
            for version in everything(theirs):
                _complete(ours, version)
            _copy_notes(ours, theirs)
            _copy_runs(ours, theirs)
        return Merged(new=new, known=known, removed=removed)


def earlier_findings(digest: str, kept: Document, annotation: Annotation) -> tuple[Source, tuple[Finding, ...]]:
    """The source and the claims of a version that is out of the answers; its entities are those of the document alone."""
    metadata = {key: getattr(kept, key) for key in METADATA} | {"lang": annotation.lang}
    source_ = Source(
        id=kept.id, digest=digest, missing=annotation.missing, dropped=annotation.dropped, claims=len(annotation.claims), **metadata
    )
    known = {e.id: Known(id=f"{digest[:16]}/{e.id}", name=e.name, type=e.type, named=is_named(e)) for e in annotation.entities}
    return source_, tuple(
        Finding(claim=c, source=source_, entities={k: known[k] for k in (*about, *voices(c)) if k in known}, about=about)
        for c, about in concerns(annotation)
    )


def taken_out(c: Connection) -> set[str]:
    """The digests that a person removed, and that were not read again since."""
    last = {row.digest: row.undone for row in c.execute(select(removal).order_by(removal.c.key))}
    return {digest for digest, undone in last.items() if not undone}


def everything(c: Connection) -> Iterator[Kept]:
    """Every version of a casefile, those that stand and those before them."""
    for id in c.execute(select(document.c.id).order_by(document.c.digest)).scalars().all():
        yield loaded(c, id)
    for row in c.execute(select(earlier).order_by(earlier.c.digest)).all():
        yield Kept(digest=row.digest, body=row.body, annotation=row.annotation, reader=row.reader)


def _has(c: Connection, digest: str) -> bool:
    tables = (document, earlier)
    return any(c.execute(select(table.c.digest).where(table.c.digest == digest)).first() is not None for table in tables)


def _join_editions(ours: Connection, theirs: Connection, gone: set[str]) -> None:
    """One sequence of editions for each place, by their times; the last one stands."""
    told = {row.location: json.loads(row.told) for row in theirs.execute(select(source))}
    for location in theirs.execute(select(edition.c.location).distinct().order_by(edition.c.location)).scalars().all():
        mine = ours.execute(select(edition).where(edition.c.location == location).order_by(edition.c.key)).all()
        yours = theirs.execute(select(edition).where(edition.c.location == location).order_by(edition.c.key)).all()
        joined = sorted([*mine, *(row for row in yours if row.digest not in gone)], key=lambda row: row.at)
        sequence = [row for n, row in enumerate(joined) if not n or row.digest != joined[n - 1].digest]
        if not sequence:
            continue
        ours.execute(delete(edition).where(edition.c.location == location))
        ours.execute(insert(edition), [{"location": location, "digest": row.digest, "at": row.at} for row in sequence])
        before = ours.execute(select(source.c.told).where(source.c.location == location)).scalar()
        last = sequence[-1].digest
        promote(ours, last)
        words = {**told.get(location, {}), **json.loads(before)} if before and mine and mine[-1].digest == last else told.get(location, {})
        stand(ours, location, last, words)


def promote(c: Connection, digest: str) -> None:
    """Bring an earlier version back on file; nothing to do where it is."""
    row = c.execute(select(earlier).where(earlier.c.digest == digest)).first()
    if row is not None and c.execute(select(document.c.id).where(document.c.digest == digest)).first() is None:
        insert_document(c, digest, rows.load_document(row.body), rows.prepare(rows.load_annotation(row.annotation)), row.reader)


def _complete(ours: Connection, theirs: Kept) -> None:
    """Of two records of the same bytes, keep the one whose metadata is that of all places together; if neither is,
    the document is due to be read anew."""
    row = ours.execute(select(document).where(document.c.digest == theirs.digest)).first()
    if row is None:
        return
    places = ours.execute(select(source).where(source.c.document == row.id)).all()
    mine = {key: getattr(row, key) for key in METADATA}
    wanted = merged_metadata({place.location: json.loads(place.told) for place in places}, mine)
    if wanted == mine:
        return
    filed, annotation = rows.load_document(theirs.body), rows.load_annotation(theirs.annotation)
    if wanted != {key: getattr(filed, key) for key in METADATA} | {"lang": annotation.lang}:
        ours.execute(update(document).where(document.c.id == row.id).values(reader=""))
        return
    erase(ours, row.id)
    insert_document(ours, theirs.digest, filed, rows.prepare(annotation), theirs.reader)
    for place in places:
        stand(ours, place.location, theirs.digest, json.loads(place.told))


def _copy_notes(ours: Connection, theirs: Connection) -> None:
    """Removals of what is not on file here, and judgements."""
    here = {(row.digest, row.by, row.at, row.why, row.undone) for row in ours.execute(select(removal))}
    for row in theirs.execute(select(removal).order_by(removal.c.key)).all():
        if (row.digest, row.by, row.at, row.why, row.undone) not in here and not _has(ours, row.digest):
            ours.execute(insert(removal).values(digest=row.digest, by=row.by, at=row.at, why=row.why, undone=row.undone))
    keys: dict[int, int] = {}
    columns = ("kind", "left", "right", "verdict", "note", "by", "at")
    known = {tuple(getattr(row, name) for name in columns): row.key for row in ours.execute(select(judgement))}
    for row in theirs.execute(select(judgement).order_by(judgement.c.key)).all():
        values = {name: getattr(row, name) for name in columns}
        found = known.get(tuple(values.values()))
        if found is None:
            values["undoes"] = None if row.undoes is None else keys[row.undoes]
            found = ours.execute(insert(judgement).values(values).returning(judgement.c.key)).scalar_one()
        keys[row.key] = found


def _copy_runs(ours: Connection, theirs: Connection) -> None:
    """The other casefile's runs, and how its files ended where nothing is known of that here."""
    mine = {(row.at, row.version, row.totals): row.key for row in ours.execute(select(run))}
    keys: dict[int, int] = {}
    for row in theirs.execute(select(run).order_by(run.c.key)).all():
        values = {"at": row.at, "version": row.version, "totals": row.totals}
        keys[row.key] = mine.get(tuple(values.values())) or ours.execute(insert(run).values(values).returning(run.c.key)).scalar_one()
    here = set(ours.execute(select(outcome.c.location)).scalars())
    for row in theirs.execute(select(outcome)).all():
        if row.location not in here:
            values = {"location": row.location, "state": row.state, "reason": row.reason, "run": keys.get(row.run, 0)}
            ours.execute(insert(outcome).values(values))
