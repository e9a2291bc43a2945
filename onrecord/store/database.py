"""Opening a casefile, and saying in one line what is wrong with one that does not open."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from onrecord.errors import CasefileError
from onrecord.store.migrations import FORM, migrate
from onrecord.store.schema import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_CHECKED = 64 << 20  # bytes; a larger file is not checked as a whole when it is opened
_PATIENCE = 30.0  # seconds to wait for another process that is writing


def open_engine(path: Path, *, create: bool) -> Engine:
    """The engine of a casefile, brought up to the present form.

    Raises:
        CasefileError: no such file (unless ``create``), not a casefile, of a newer form, damaged, or locked.
    """
    _look_at(path, create=create)
    writable = create or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    engine = _engine(path, writable)
    try:
        with guarded(path), engine.begin() as connection:
            _check(connection, path, create=create, writable=writable)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _look_at(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise CasefileError(f"{path} is a directory, not a casefile")
    if not path.exists():
        if not create:
            raise CasefileError(f"no casefile at {path}; 'onrecord read FILES --into {path}' makes one")
        if not path.parent.is_dir():
            raise CasefileError(f"there is no directory {path.parent} for the casefile")
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise CasefileError(f"{path} cannot be opened: {error.strerror}") from None
    if head != _MAGIC and (head or not create):
        raise CasefileError(f"{path} is not a casefile")


def _engine(path: Path, writable: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        quoted = path.resolve().as_uri()
        uri = quoted if writable else f"{quoted}?mode=ro&immutable=1"
        # the engine begins transactions itself (below): the driver's own habit leaves DDL outside of them
        return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("immediate") else "BEGIN")

    return engine


def _check(connection: Connection, path: Path, *, create: bool, writable: bool) -> None:
    application = _pragma(connection, "application_id")
    form = _pragma(connection, "user_version")
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    fresh = create and not tables and application == 0 and form == 0
    if not fresh and application != APPLICATION_ID:
        raise CasefileError(f"{path} is an SQLite file, but not a casefile")
    if form > FORM:
        raise CasefileError(f"{path} was written by a newer onrecord (form {form}; this one reads forms up to {FORM})")
    if form < FORM and not writable:
        raise CasefileError(f"{path} is of an older form ({form}) and cannot be written to; copy it to a place where it can")
    if not fresh and path.stat().st_size <= _CHECKED:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if verdict != "ok":
            raise CasefileError(f"{path} is damaged: {' '.join(str(verdict).split())}")
    if form < FORM:
        migrate(connection, form)


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn the database's errors into one line that names the file."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise CasefileError(f"{path}: {_reason(error)}") from error
    except SQLAlchemyError as error:
        raise CasefileError(f"{path}: {error}") from error


def _reason(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error)
    if "malformed" in words or "not a database" in words:
        return f"the file is damaged ({words})"
    if "locked" in words:
        return "another process is writing to it"
    if "readonly" in words:
        return "the file cannot be written to"
    if "full" in words:
        return "the disk is full"
    return words
