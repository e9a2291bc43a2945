"""A dump of GeoNames -> the gazetteer of the user's own, beside what was loaded before.

The dump is streamed into a file of its own, so that memory does not grow with it; SQLite sorts the names on disk; the
new gazetteer takes the old one's place when it is whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib import resources
from itertools import batched
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import GazetteerError
from onrecord.gazetteer.dump import Dump, Row
from onrecord.gazetteer.loaded import APPLICATION, FORM, open_file, path, refresh

_BATCH = 10_000

type Tell = Callable[[str, int, int], None]
"""What is being done, bytes read, bytes of the whole."""


class Loaded(NamedTuple):
    """What a dump gave: places of the loaded gazetteer that are its own, places that the embedded gazetteer has, lines left
    out and why the first of them were."""

    path: Path
    places: int
    known: int
    bad: int
    reasons: tuple[str, ...]


def load(dump: Path, tell: Tell | None = None) -> Loaded:
    """Load a dump (.zip or .txt) into the file that ``loaded.path()`` names.

    What was loaded from a file of the same name, its ending aside, is replaced; a place with the id of an older one as
    well. Places of the embedded gazetteer are left to it. Raises GazetteerError, and then what was loaded stays as it was.
    """
    target = path()
    if target is None:
        raise GazetteerError("no place to keep a gazetteer: ONRECORD_PLACES is empty, or there is no home directory")
    if not dump.is_file():
        raise GazetteerError(f"{dump}: " + ("not a file" if dump.exists() else "no such file"))
    if os.path.exists(target):
        open_file(target).close()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            return _load(dump, target, tell or (lambda *_: None))
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise GazetteerError(f"{target}: cannot be written ({reason}); what was loaded stays as it was") from error


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """No other process loads meanwhile; the lock goes with the process, however it ends."""
    lock = target.with_name(target.name + ".lock")
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as db:
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise GazetteerError(f"{target}: is being loaded by another process") from error
        try:
            yield
        finally:
            with suppress(OSError):  # where an open file cannot be removed it stays, empty
                lock.unlink()


def _load(dump: Path, target: Path, tell: Tell) -> Loaded:
    part, stage = (target.with_name(target.name + ending) for ending in (".part", ".stage"))
    try:
        for left in (part, stage):  # by a run that was killed
            left.unlink(missing_ok=True)
        with closing(sqlite3.connect(part.as_uri(), uri=True, isolation_level=None)) as db:
            found = _build(db, dump, target, stage, tell)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        refresh()
        part.replace(target)
        refresh()
        return found
    finally:
        for left in (part, stage):
            left.unlink(missing_ok=True)


_TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, class TEXT NOT NULL, country TEXT NOT NULL,
  admin1 INTEGER NOT NULL, admin2 INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, population INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source);
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE loaded (source INTEGER PRIMARY KEY REFERENCES source, file TEXT NOT NULL, places INTEGER NOT NULL,
  bad INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE names (total INTEGER NOT NULL);
CREATE TABLE stage.row (id INTEGER PRIMARY KEY, name TEXT, class TEXT, country TEXT, level INTEGER, code1 TEXT, code2 TEXT,
  lat INTEGER, lon INTEGER, population INTEGER);
CREATE TABLE stage.called (key TEXT, place INTEGER, weight INTEGER);
CREATE TABLE stage.code (code TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
"""
_OLD = (
    "CREATE TABLE old.place (id INTEGER PRIMARY KEY, name, class, country, admin1, admin2, lat, lon, population, source)",
    "CREATE TABLE old.name (key, place, weight)",
    "CREATE TABLE old.loaded (source, file, places, bad, at)",
)
"""An old gazetteer that is empty, for a first load."""

_CODES = (
    # levels of the dump, those first that the embedded gazetteer has
    "INSERT OR IGNORE INTO stage.code SELECT CASE level WHEN 1 THEN code1 ELSE code2 END AS code, id FROM stage.row "
    "WHERE level AND code <> '' ORDER BY NOT EXISTS (SELECT 1 FROM known.place k WHERE k.id = row.id), id",
    # where the dump lacks a level: the one in which the embedded gazetteer has most of the towns of its code
    *(
        f"INSERT OR IGNORE INTO stage.code SELECT code, id FROM (SELECT r.code{level} AS code, k.admin{level} AS id, count(*) AS n "
        f"FROM stage.row r JOIN known.place k ON k.id = r.id WHERE r.code{level} <> '' AND k.admin{level} <> 0 AND k.id <> k.admin{level} "
        "GROUP BY 1, 2) ORDER BY n DESC, id"
        for level in (1, 2)
    ),
)
_PLACES = """
INSERT INTO place
SELECT r.id, r.name, r.class, r.country, CASE r.level WHEN 1 THEN r.id ELSE coalesce(a.id, 0) END,
  CASE WHEN r.level THEN 0 ELSE coalesce(b.id, 0) END, r.lat, r.lon, r.population, :source
FROM stage.row r LEFT JOIN stage.code a ON a.code = r.code1 LEFT JOIN stage.code b ON b.code = r.code2
WHERE NOT EXISTS (SELECT 1 FROM known.place k WHERE k.id = r.id)
UNION ALL
SELECT o.id, o.name, o.class, o.country, o.admin1, o.admin2, o.lat, o.lon, o.population, o.source FROM old.place o
WHERE o.source <> :source AND NOT EXISTS (SELECT 1 FROM stage.row r WHERE r.id = o.id)
  AND NOT EXISTS (SELECT 1 FROM known.place k WHERE k.id = o.id)
ORDER BY 1
"""
_NAMES = """
INSERT INTO name SELECT key, place, max(weight) FROM (
  SELECT key, place, weight FROM stage.called WHERE NOT EXISTS (SELECT 1 FROM known.place k WHERE k.id = place)
  UNION ALL
  SELECT o.key, o.place, o.weight FROM old.name o WHERE EXISTS (SELECT 1 FROM main.place p WHERE p.id = o.place AND p.source <> :source)
) GROUP BY key, place ORDER BY key, place
"""


def _build(db: sqlite3.Connection, dump: Path, target: Path, stage: Path, tell: Tell) -> Loaded:
    _prepare(db, target, stage)
    rows = Dump(dump)
    db.execute("BEGIN")
    for batch in batched(rows, _BATCH):
        _stage(db, batch)
        tell("reading", rows.read, rows.size)
    tell("sorting", rows.size, rows.size)
    for statement in _CODES:
        db.execute(statement)
    source = _source(db, dump)
    db.execute(_PLACES, {"source": source})
    db.execute("INSERT INTO names VALUES (?)", (db.execute(_NAMES, {"source": source}).rowcount,))
    (known,) = db.execute("SELECT count(*) FROM stage.row r JOIN known.place k ON k.id = r.id").fetchone()
    places = _record(db, source, dump, rows.bad)
    db.execute("COMMIT")
    return Loaded(target, places, known, rows.bad, tuple(rows.reasons))


def _prepare(db: sqlite3.Connection, target: Path, stage: Path) -> None:
    embedded = Path(str(resources.files("onrecord.gazetteer").joinpath("places.sqlite")))
    db.execute("PRAGMA page_size = 4096")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORM}")
    db.execute("ATTACH ? AS stage", (stage.as_uri(),))
    db.execute("ATTACH ? AS known", (f"{embedded.as_uri()}?mode=ro&immutable=1",))
    has_old = os.path.exists(target)
    db.execute("ATTACH ? AS old", (f"{target.as_uri()}?mode=ro&immutable=1" if has_old else ":memory:",))
    for name in ("main", "stage"):  # both files are thrown away unless all goes well
        db.execute(f"PRAGMA {name}.journal_mode = OFF")
        db.execute(f"PRAGMA {name}.synchronous = OFF")
        db.execute(f"PRAGMA {name}.cache_size = -32000")
    db.execute("PRAGMA temp_store_directory = '" + str(target.parent).replace("'", "''") + "'")  # there is room where the result goes
    db.executescript(_TABLES)
    for statement in () if has_old else _OLD:
        db.execute(statement)


def _stage(db: sqlite3.Connection, batch: tuple[Row, ...]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO stage.row VALUES (?,?,?,?,?,?,?,?,?,?)",
        [
            (r.id, r.name, r.kind, r.country, r.level, r.code1, r.code2, round(r.lat * 100_000), round(r.lon * 100_000), r.population)
            for r in batch
        ],
    )
    db.executemany("INSERT INTO stage.called VALUES (?,?,?)", [(k, r.id, w) for r in batch for k, w in r.names.items()])


def _source(db: sqlite3.Connection, dump: Path) -> int:
    """The number of the source of this dump: that of an older one of the same name, or the next one."""
    sources = db.execute("SELECT source, file FROM old.loaded ORDER BY source").fetchall()
    same = [number for number, file in sources if Path(file).stem.casefold() == dump.stem.casefold()]
    return same[0] if same else max((number for number, _ in sources), default=0) + 1


def _record(db: sqlite3.Connection, source: int, dump: Path, bad: int) -> int:
    """Write down what is loaded from where; the number of places of this dump."""
    counts: dict[int, int] = dict(db.execute("SELECT source, count(*) FROM place GROUP BY source").fetchall())
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = [
        row
        for row in db.execute("SELECT source, file, places, bad, at FROM old.loaded").fetchall()
        if row[0] in counts and row[0] != source
    ]
    for number, file, _, left_out, when in [*kept, (source, dump.name, 0, bad, at)]:
        db.execute("INSERT INTO source VALUES (?, ?)", (number, f"GeoNames, {file}"))
        db.execute("INSERT INTO loaded VALUES (?,?,?,?,?)", (number, file, counts.get(number, 0), left_out, when))
    total: int = counts.get(source, 0)
    return total
