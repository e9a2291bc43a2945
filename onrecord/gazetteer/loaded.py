"""The gazetteer of the user's own: where it is, what it holds, and which places of a name it adds."""

from __future__ import annotations

import atexit
import os
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

from onrecord.errors import GazetteerError

APPLICATION, FORM = 0x6F6E7270, 1
"""What the header of such a file says: that it is one, and of which form."""

_VARIABLE = "ONRECORD_PLACES"
_MANY = 200  # small places of one name; thousands would cost more time than they could be told apart

COLUMNS = "p.id, p.name, p.class, p.country, p.admin1, p.admin2, p.lat, p.lon, p.population"
type Found = tuple[int, str, str, str, int, int, int, int, int, int]
"""A row of ``COLUMNS`` and the weight of the name; ``lat`` and ``lon`` are hundred-thousandths of a degree."""


class Source(NamedTuple):
    """A dump that was loaded: the file's name, how many of its places are there, how many lines were left out, when (UTC)."""

    file: str
    places: int
    bad: int
    at: str


class Status(NamedTuple):
    """What is loaded; ``path`` is None where no place is known to keep it, ``size`` is bytes."""

    path: Path | None
    sources: tuple[Source, ...]
    names: int
    size: int


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


_forget: list[Callable[[], None]] = []


def forgets[C: _Cached](cached: C) -> C:
    """A decorator over ``lru_cache``: what was remembered goes when another gazetteer is loaded."""
    _forget.append(cached.cache_clear)
    return cached


def path() -> Path | None:
    """Where the loaded gazetteer is, or would be: the file that ONRECORD_PLACES names (set and empty: none is used), else
    ``onrecord/places.sqlite`` in the user's data directory."""
    named = os.environ.get(_VARIABLE)
    if named is not None:
        return Path(named).absolute() if named else None
    home = os.environ.get("XDG_DATA_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else "") or ""
    if not os.path.isabs(home):  # as the XDG specification wants it
        home = os.path.expanduser(os.path.join("~", ".local", "share"))
    return Path(home, "onrecord", "places.sqlite") if os.path.isabs(home) else None


def refresh() -> None:
    """Forget what was looked up, and look for the file anew: it was loaded, unloaded, or is another one."""
    if _db.cache_info().currsize and (db := _db()) is not None:
        db.close()
    _db.cache_clear()
    for forget in _forget:
        forget()


atexit.register(refresh)


def open_file(file: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises GazetteerError where the file is not one that loading makes."""
    db = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        found = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    except sqlite3.Error as error:
        db.close()
        raise GazetteerError(f"{file}: not a gazetteer that 'onrecord places load' makes ({error})") from error
    if found == [APPLICATION, FORM]:
        return db
    db.close()
    if found[0] == APPLICATION:
        raise GazetteerError(f"{file}: made by another version of onrecord; 'onrecord places unload', then load the dump again")
    raise GazetteerError(f"{file}: not a gazetteer that 'onrecord places load' makes")


@cache
def _db() -> sqlite3.Connection | None:
    file = path()
    return open_file(file) if file is not None and os.path.exists(file) else None


def _broken(error: sqlite3.Error) -> GazetteerError:
    return GazetteerError(f"{path()}: damaged ({error}); 'onrecord places unload', then load the dump again")


def named(key: str) -> list[Found]:
    """The loaded places of a folded name, in the order of their ids. Of the small ones (weight below 3) the first of every
    country, province and class, and of those the first 200."""
    db = _db()
    if db is None:
        return []
    try:
        rows: list[Found] = db.execute(
            f"SELECT {COLUMNS}, n.weight FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? "
            "ORDER BY n.weight DESC, p.population DESC, p.id",
            (key,),
        ).fetchall()
    except sqlite3.Error as error:
        raise _broken(error) from error
    first: dict[object, Found] = {}
    for row in rows:
        first.setdefault(row[0] if row[9] == 3 else (row[3], row[4], row[2]), row)
    small = [row for row in first.values() if row[9] < 3]
    return sorted([row for row in first.values() if row[9] == 3] + small[:_MANY])


def numbered(id: int) -> Found | None:
    """The loaded place with an id, as if called by its preferred name."""
    db = _db()
    if db is None:
        return None
    try:
        row: Found | None = db.execute(f"SELECT {COLUMNS}, 3 FROM place p WHERE p.id = ?", (id,)).fetchone()
    except sqlite3.Error as error:
        raise _broken(error) from error
    return row


def status() -> Status:
    """What is loaded; raises GazetteerError where the file cannot be read."""
    file, db = path(), _db()
    if db is None or file is None:
        return Status(file, (), 0, 0)
    try:
        sources = tuple(Source(*row) for row in db.execute("SELECT file, places, bad, at FROM loaded ORDER BY at, source"))
        (names,) = db.execute("SELECT total FROM names").fetchone()
    except sqlite3.Error as error:
        raise _broken(error) from error
    return Status(file, sources, names, file.stat().st_size)


def unload() -> Path | None:
    """Remove the loaded gazetteer; the file that went, None where there was none. Raises GazetteerError for a file that
    loading did not make."""
    file = path()
    if file is None or not os.path.exists(file):
        return None
    with file.open("rb") as stream:
        head = stream.read(72)
    if not head.startswith(b"SQLite format 3\0") or head[68:72] != APPLICATION.to_bytes(4, "big"):
        raise GazetteerError(f"{file}: not a gazetteer that 'onrecord places load' makes; it stays as it is")
    refresh()
    file.unlink()
    return file
