"""Looking after a casefile: what stood before, taking documents out, taking another casefile in, safe copies, checks."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, delete, insert, or_, select

from onrecord.casefile.local import is_named
from onrecord.casefile.plain import concerns, voices
from onrecord.casefile.queries import FileState, Finding, Known, Removal, Run, Source, Version
from onrecord.errors import CasefileError
from onrecord.model import Annotation, Document
from onrecord.store import check, rows, search
from onrecord.store.database import guarded
from onrecord.store.documents import METADATA, now, purge, supersede
from onrecord.store.merging import Merged, merge
from onrecord.store.part import Part
from onrecord.store.schema import document, earlier, edition, outcome, removal, run, source


class Upkeep(Part):
    """The part of a store that looks after what is on file."""

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
            _name(partial, target)
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
        with other._begin() as theirs, self._write() as ours:
            return merge(ours, theirs)


def _name(partial: Path, target: Path) -> None:
    """Give a file its name, never over what another process put there meanwhile."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise
        partial.rename(target)


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
