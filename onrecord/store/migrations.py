"""How a casefile of an older form becomes one of the present form: ordered functions and a number in the file."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Connection

from onrecord.casefile.decisions import decision_id, passage
from onrecord.store import search
from onrecord.store.schema import APPLICATION_ID, metadata


def _second(connection: Connection) -> None:
    """Kept editions, removals, the state of every file."""
    for statement in (
        "ALTER TABLE document ADD COLUMN modified TEXT",
        "ALTER TABLE document ADD COLUMN own TEXT",
        "ALTER TABLE document ADD COLUMN reader TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE document ADD COLUMN corrections INTEGER DEFAULT '0' NOT NULL",
        "CREATE INDEX document_own ON document (own)",
        "UPDATE document SET own = id WHERE id <> substr(digest, 1, 16)",
        "ALTER TABLE source ADD COLUMN told TEXT DEFAULT '{}' NOT NULL",
        "UPDATE source SET told = (SELECT json_patch('{}', json_object('title', title, 'outlet', outlet, 'byline', byline, "
        "'published', published, 'lang', lang, 'url', url)) FROM document WHERE document.id = source.document)",
        'CREATE TABLE edition ("key" INTEGER NOT NULL, location TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY ("key"))',
        "CREATE INDEX ix_edition_location ON edition (location)",
        "CREATE INDEX ix_edition_digest ON edition (digest)",
        "INSERT INTO edition (location, digest, at) SELECT s.location, d.digest, coalesce((SELECT max(at) FROM run), '') "
        "FROM source s JOIN document d ON d.id = s.document ORDER BY s.location",
        "CREATE TABLE earlier (digest TEXT NOT NULL, body TEXT NOT NULL, annotation BLOB NOT NULL, reader TEXT NOT NULL, PRIMARY KEY (digest))",
        'CREATE TABLE removal ("key" INTEGER NOT NULL, digest TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL, why TEXT, '
        'undone BOOLEAN NOT NULL, PRIMARY KEY ("key"))',
        "CREATE INDEX ix_removal_digest ON removal (digest)",
        "CREATE TABLE outcome (location TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (location))",
        "ALTER TABLE claim_text RENAME TO claim_text_old",
    ):
        connection.exec_driver_sql(statement)
    search.create(connection)
    connection.exec_driver_sql("INSERT INTO claim_text (rowid, stems) SELECT rowid, stems FROM claim_text_old ORDER BY rowid")
    connection.exec_driver_sql("DROP TABLE claim_text_old")


def _third(connection: Connection) -> None:
    """What entities are found by, what documents tell of them, doubts, decisions; all entities with a name are resolved anew."""
    for statement in (
        "ALTER TABLE mention ADD COLUMN start INTEGER DEFAULT '0' NOT NULL",
        "ALTER TABLE mention ADD COLUMN \"end\" INTEGER DEFAULT '0' NOT NULL",
        "ALTER TABLE mention ADD COLUMN roles TEXT DEFAULT '[]' NOT NULL",
        "ALTER TABLE mention ADD COLUMN ties TEXT DEFAULT '[]' NOT NULL",
        "ALTER TABLE mention ADD COLUMN age INTEGER",
        'CREATE TABLE face ("key" INTEGER NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, entity TEXT, fresh BOOLEAN NOT NULL, part INTEGER, '
        'PRIMARY KEY ("key"), UNIQUE (digest))',
        "CREATE INDEX face_fresh ON face (fresh)",
        "CREATE INDEX ix_face_part ON face (part)",
        'ALTER TABLE mention ADD COLUMN face INTEGER REFERENCES face ("key")',
        "CREATE INDEX mention_face ON mention (face, named)",
        "CREATE TABLE lookup (face INTEGER NOT NULL, text TEXT NOT NULL, how TEXT NOT NULL, "
        'FOREIGN KEY(face) REFERENCES face ("key") ON DELETE CASCADE)',
        "CREATE INDEX ix_lookup_face ON lookup (face)",
        "CREATE INDEX lookup_text ON lookup (text, how, face)",
        'CREATE TABLE doubt ("left" INTEGER NOT NULL, "right" INTEGER NOT NULL, score FLOAT NOT NULL, features TEXT NOT NULL, '
        'PRIMARY KEY ("left", "right"), FOREIGN KEY("left") REFERENCES face ("key") ON DELETE CASCADE, '
        'FOREIGN KEY("right") REFERENCES face ("key") ON DELETE CASCADE)',
        'CREATE INDEX ix_doubt_right ON doubt ("right")',
        "ALTER TABLE claim ADD COLUMN original TEXT",
        "ALTER TABLE claim ADD COLUMN verdict TEXT",
        "ALTER TABLE claim ADD COLUMN decision TEXT",
        "ALTER TABLE claim ADD COLUMN carried BOOLEAN DEFAULT '0' NOT NULL",
        "ALTER TABLE judgement RENAME TO judgement_old",
        'CREATE TABLE judgement ("key" INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, "left" TEXT NOT NULL, "right" TEXT, '
        'verdict TEXT NOT NULL, note TEXT, "by" TEXT NOT NULL, at TEXT NOT NULL, undoes TEXT, digest TEXT, PRIMARY KEY ("key"), UNIQUE (id))',
        "CREATE INDEX ix_judgement_undoes ON judgement (undoes)",
        "CREATE INDEX ix_judgement_digest ON judgement (digest)",
        "CREATE TABLE sealed (kind TEXT NOT NULL, ref TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, ref))",
        "DELETE FROM entity WHERE named",
        "UPDATE mention SET entity = NULL WHERE named",
    ):
        connection.exec_driver_sql(statement)
    _decisions(connection)
    connection.exec_driver_sql("DROP TABLE judgement_old")


def _decisions(connection: Connection) -> None:
    """Decisions about claims, by the passages that they were about; what is on file no more is kept without one."""
    ids: dict[int, str] = {}
    for row in connection.exec_driver_sql(
        'SELECT j.*, d.digest, c.start, c."end", substr(d.text, c.start + 1, c."end" - c.start) AS words FROM judgement_old j '
        'LEFT JOIN claim c ON j.kind = \'claim\' AND c.id = j."left" LEFT JOIN document d ON d.id = c.document ORDER BY j."key"'
    ).all():
        span = (0, 0) if row.start is None else (row.start, row.end)
        left = passage(row.digest or "", span, row.words or row.left, **({"claim": row.left} if row.kind == "claim" else {}))
        right = None if row.right is None else passage("", (0, 0), row.right)
        undone = ids.get(row.undoes) if row.undoes is not None else None
        ids[row.key] = decision_id(row.kind, row.verdict, left, right if undone is None else {"undoes": undone}, row.by, row.at)
        told = (
            ids[row.key],
            row.kind,
            *(json.dumps(v, ensure_ascii=False, sort_keys=True) if v else None for v in (left, right)),
            row.verdict,
        )
        values = (*told, row.note, row.by, row.at, undone, row.digest)
        connection.exec_driver_sql(
            'INSERT INTO judgement (id, kind, "left", "right", verdict, note, "by", at, undoes, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            values,
        )
        if row.digest is not None and undone is None:
            connection.exec_driver_sql("UPDATE claim SET verdict = ?, decision = ? WHERE id = ?", (row.verdict, ids[row.key], row.left))
    taken_back = "SELECT undoes FROM judgement WHERE undoes IS NOT NULL"
    connection.exec_driver_sql(f"UPDATE claim SET verdict = NULL, decision = NULL WHERE decision IN ({taken_back})")


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _second, 2: _third}
"""Migration n makes form n + 1 of form n."""

FORM = 1 + len(MIGRATIONS)


def create(connection: Connection) -> None:
    """Make an empty file a casefile of the present form, inside the connection's transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    metadata.create_all(connection)
    search.create(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {FORM}")


def migrate(connection: Connection, form: int) -> None:
    """Bring a file of the given form (0: an empty file) up to the present one, inside the connection's transaction."""
    if form == 0:
        create(connection)
        return
    for number in range(form, FORM):
        MIGRATIONS[number](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
