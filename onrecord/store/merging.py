"""Two casefiles -> one, inside transactions of both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from onrecord.store import judging, redacting, rows, verdicts
from onrecord.store.documents import METADATA, Kept, erase, insert_document, keep, loaded, merged_metadata, stand
from onrecord.store.schema import document, earlier, edition, judgement, outcome, removal, run, sealed, source


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What another casefile brought: documents that are new here, those that were here, and those left out because
    they had been removed here."""

    new: int
    known: int
    removed: int


def merge(ours: Connection, theirs: Connection) -> Merged:
    """Take in everything that another casefile has."""
    gone = taken_out(ours)
    both: list[str] = []
    new = removed = 0
    for digest, version in _everything(theirs):
        if _has(ours, digest):
            both.append(digest)
        elif digest in gone:
            removed += 1
        else:
            new += 1
            keep(ours, redacting.concealed_kept(ours, version()))
    _join_editions(ours, theirs, gone)
    for digest in both:
        _complete(ours, _version(theirs, digest))
    fresh = _copy_notes(ours, theirs)
    _copy_runs(ours, theirs)
    verdicts.apply_all(ours)
    judging.follow(ours, fresh)
    return Merged(new=new, known=len(both), removed=removed)


def taken_out(c: Connection) -> set[str]:
    """The digests that a person removed, and that were not read again since."""
    last = {row.digest: row.undone for row in c.execute(select(removal).order_by(removal.c.key))}
    return {digest for digest, undone in last.items() if not undone}


def _everything(c: Connection) -> Iterator[tuple[str, Callable[[], Kept]]]:
    """The digest of every version of a casefile, those that stand and those before them, and what loads it."""
    for table in (document, earlier):
        for digest in c.execute(select(table.c.digest).order_by(table.c.digest)).scalars().all():
            yield digest, partial(_version, c, digest)


def _version(c: Connection, digest: str) -> Kept:
    row = c.execute(select(earlier).where(earlier.c.digest == digest)).first()
    if row is not None:
        return Kept(digest=row.digest, body=row.body, annotation=row.annotation, reader=row.reader)
    return loaded(c, c.execute(select(document.c.id).where(document.c.digest == digest)).scalar_one())


def _has(c: Connection, digest: str) -> bool:
    tables = (document, earlier)
    return any(c.execute(select(table.c.digest).where(table.c.digest == digest)).first() is not None for table in tables)


def _join_editions(ours: Connection, theirs: Connection, gone: set[str]) -> None:
    """One sequence of editions for each place, by their times; the last one stands."""
    told = {row.location: json.loads(row.told) for row in theirs.execute(select(source))}
    for theirs_ in theirs.execute(select(edition.c.location).distinct().order_by(edition.c.location)).scalars().all():
        location = redacting.place(ours, theirs_)
        mine = ours.execute(select(edition).where(edition.c.location == location).order_by(edition.c.key)).all()
        yours = theirs.execute(select(edition).where(edition.c.location == theirs_).order_by(edition.c.key)).all()
        joined = sorted([*mine, *(row for row in yours if row.digest not in gone)], key=lambda row: row.at)
        sequence = [row for n, row in enumerate(joined) if not n or row.digest != joined[n - 1].digest]
        if not sequence:
            continue
        ours.execute(delete(edition).where(edition.c.location == location))
        ours.execute(insert(edition), [{"location": location, "digest": row.digest, "at": row.at} for row in sequence])
        before = ours.execute(select(source.c.told).where(source.c.location == location)).scalar()
        last = sequence[-1].digest
        promote(ours, last)
        tells = redacting.told(ours, told.get(theirs_, {}), last)
        words = {**tells, **json.loads(before)} if before and mine and mine[-1].digest == last else tells
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
    insert_document(
        ours, theirs.digest, *redacting.concealed(ours, theirs.digest, filed, rows.prepare(annotation), theirs.reader), theirs.reader
    )
    for place in places:
        stand(ours, place.location, theirs.digest, json.loads(place.told))


def _copy_notes(ours: Connection, theirs: Connection) -> list[Row[Any]]:
    """Removals of what is not on file here, and decisions with what they cover; returns the decisions that are new."""
    here = {(row.digest, row.by, row.at, row.why, row.undone) for row in ours.execute(select(removal))}
    for row in theirs.execute(select(removal).order_by(removal.c.key)).all():
        if (row.digest, row.by, row.at, row.why, row.undone) not in here and not _has(ours, row.digest):
            why = None if row.why is None else redacting.words(ours, row.why)
            ours.execute(insert(removal).values(digest=row.digest, by=row.by, at=row.at, why=why, undone=row.undone))
    known = set(ours.execute(select(judgement.c.id)).scalars())
    for row in theirs.execute(select(judgement).order_by(judgement.c.key)).all():
        if row.id not in known:
            ours.execute(
                insert(judgement).values({column.name: getattr(row, column.name) for column in judgement.c if column.name != "key"})
            )
    for row in theirs.execute(select(sealed)).all():
        ours.execute(upsert(sealed).values(kind=row.kind, ref=row.ref, body=row.body).on_conflict_do_nothing())
    return [row for row in ours.execute(select(judgement).order_by(judgement.c.key)).all() if row.id not in known]


def _copy_runs(ours: Connection, theirs: Connection) -> None:
    """The other casefile's runs, and how its files ended where nothing is known of that here."""
    mine = {(row.at, row.version, row.totals): row.key for row in ours.execute(select(run))}
    keys: dict[int, int] = {}
    for row in theirs.execute(select(run).order_by(run.c.key)).all():
        values = {"at": row.at, "version": row.version, "totals": row.totals}
        keys[row.key] = mine.get(tuple(values.values())) or ours.execute(insert(run).values(values).returning(run.c.key)).scalar_one()
    here = set(ours.execute(select(outcome.c.location)).scalars())
    for row in theirs.execute(select(outcome)).all():
        location = redacting.place(ours, row.location)
        if location not in here:
            values = {"location": location, "state": row.state, "reason": redacting.words(ours, row.reason), "run": keys.get(row.run, 0)}
            ours.execute(insert(outcome).values(values))
