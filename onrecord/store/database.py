"""Opening a casefile, and saying in one line what is wrong with one that does not open."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from onrecord.errors import CasefileError, FormError
from onrecord.store import disk
from onrecord.store.migrations import FORM, migrate
from onrecord.store.schema import APPLICATION_ID

CHECKED = 64 << 20
"""Bytes; a larger file is not checked as a whole when it is opened (``onrecord status --check`` does)."""

_INDEXES = 16 << 20  # bytes; of a larger file indexes are not compared with their tables then

PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""

_ROOM = 1 << 16  # bytes; with less free, what cannot be written failed for want of room
_log = logging.getLogger(__name__)


def open_engine(path: Path, *, create: bool) -> Engine:
    """The engine of a casefile, brought up to the present form.

    A file that cannot be written to can be read all the same. One that is refused is left as it was, with all that lies
    beside it.

    Raises:
        CasefileError: no such file (unless ``create``), not a casefile, of a newer form, damaged, or locked.
    """
    head = disk.look(path, create=create)
    writable = create or (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))
    with guarded(path):
        try:
            return _opened(path, head, create=create, writable=writable)
        except (DBAPIError, sqlite3.Error) as error:
            if create or not writable or not _is_full(path, error) or disk.pending(path):
                raise
            return _opened(path, head, create=False, writable=False)  # on a full disk one can still look things up


def _opened(path: Path, head: disk.Head | None, *, create: bool, writable: bool) -> Engine:
    form = 0 if head is None else _inspected(path, head, create=create, writable=writable)
    if form < FORM:
        if not writable:
            raise CasefileError(f"{path} is of an older form ({form}) and cannot be written to; copy it to a place where it can")
        _bring_up(path)
    engine = _engine(path, writable)
    try:
        engine.connect().close()  # what fails, fails here
    except BaseException:
        engine.dispose()
        raise
    return engine


def _inspected(path: Path, head: disk.Head, *, create: bool, writable: bool) -> int:
    """The form of a file that is a casefile and whole; 0 of one that holds nothing yet."""
    pending = disk.pending(path)
    _known(path, head.application, head.form, blank=head.application == 0 and (pending or (create and head.pages <= 1)))
    connection = _connect(path, writable)
    try:
        # should what lies beside the file not belong to it, closing must not write that into it
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
        connection.execute("BEGIN")
        application, form, tables = (
            int(connection.execute(query).fetchone()[0])
            for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        )
        empty = not tables and application == 0 and form == 0
        if empty and not create:
            raise CasefileError(f"{path} is empty; 'onrecord read FILES --into {path}' makes a casefile of it")
        _known(path, application, form, blank=empty)
        if path.stat().st_size <= CHECKED:
            thorough = pending or path.stat().st_size <= _INDEXES
            verdict = connection.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()[0]
            if verdict != "ok":
                raise CasefileError(_damaged(path, str(verdict), pending))
        connection.execute("ROLLBACK")
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, False)
        return form
    except sqlite3.DatabaseError as error:
        if pending and _code(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise CasefileError(_damaged(path, str(error), pending)) from error
        raise
    finally:
        connection.close()


def _known(path: Path, application: int, form: int, *, blank: bool) -> None:
    """Refuse what another program made, or a later version of this one."""
    if not blank and application != APPLICATION_ID:
        raise CasefileError(f"{path} is an SQLite file, but not a casefile")
    if form > FORM and not blank:
        raise CasefileError(
            f"{path} was written by a newer onrecord (form {form}; this one reads forms up to {FORM}): "
            "'pip install --upgrade onrecord' brings one that reads it"
        )


def _damaged(path: Path, verdict: str, pending: bool) -> str:
    words = " ".join(verdict.split())
    if not pending:
        return f"{path} is damaged: {words}"
    beside = f"{path.name}-wal" if os.path.exists(f"{path.resolve()}-wal") else f"{path.name}-journal"
    return f"{path} is damaged, or the {beside} beside it is not its own: {words}; both were left as they are"


def _bring_up(path: Path) -> None:
    """Make a file a casefile of the present form, in one transaction: it is that afterwards, or is as it was."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path, True), poolclass=QueuePool)
    try:
        event.listen(engine, "begin", _begin_immediate)
        with engine.begin() as connection:  # another process may have been quicker
            form = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            if form < FORM:
                migrate(connection, form)
    finally:
        engine.dispose()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _connect(path: Path, writable: bool) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    if not writable:
        # without a -wal nobody writes, and SQLite needs no files beside it, which it could not make
        uri += "?mode=ro" if disk.pending(path) else "?mode=ro&immutable=1"
    # the engine begins transactions itself (below): the driver's own habit leaves DDL outside of them
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten: not every build of SQLite does so by itself
    return connection


def _engine(path: Path, writable: bool) -> Engine:
    kind = disk.remote(path) if writable else None
    if kind is not None:
        _log.warning("%s is on a network mount (%s): nobody else can read it while it is written to", path, kind)

    def connect() -> sqlite3.Connection:
        connection = _connect(path, writable)
        if writable:
            _set_journal(connection, "WAL" if kind is None else "DELETE")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("immediate") else "BEGIN")

    if writable:
        _settle(engine)
    else:
        _watch(engine, path)
    return engine


def _set_journal(connection: sqlite3.Connection, wanted: str) -> None:
    """A log beside the file, so that others read while one writes; where the file's system has no shared memory for
    it, the file alone, which costs more to write safely."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            got = str(connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])
            break
        except sqlite3.OperationalError as error:  # SQLite itself does not wait here
            if not _code(error).startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(0.02)
    # after a loss of power the log may lack the last transactions, but the file is whole; reading again brings them back
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if got == 'wal' else 'FULL'}")


def _settle(engine: Engine) -> None:
    """Have the first transaction written from the log into the file at once. A run notes there that it began: so a copy
    of the file without its log shows that something may be missing."""
    wrote: list[bool] = []

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        if connection.get_execution_options().get("immediate") and not wrote:
            wrote.append(False)

    @event.listens_for(engine, "checkin")
    def checkin(connection: sqlite3.Connection | None, _: Any) -> None:
        if wrote == [False] and connection is not None:
            wrote[0] = True
            with suppress(sqlite3.Error):  # no room for it, or others are reading: later, then
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _watch(engine: Engine, path: Path) -> None:
    """Open a file anew that is read without locks, once another process has written to it."""

    @event.listens_for(engine, "connect")
    def connected(_: Any, record: Any) -> None:
        record.info["state"] = disk.state(path)

    @event.listens_for(engine, "checkout")
    def checkout(_: Any, record: Any, __: Any) -> None:
        if record.info["state"] != disk.state(path):
            raise DisconnectionError


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn the database's errors into one line that names the file."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise CasefileError(f"{path}: {_reason(path, error)}") from error
    except SQLAlchemyError as error:
        raise CasefileError(f"{path}: {error}") from error
    except FormError as error:
        raise CasefileError(f"{path}: the file is damaged ({error})") from error
    except (TypeError, ValueError, KeyError) as error:  # rows that cannot be what was written
        raise CasefileError(f"{path}: the file is damaged, or holds what is not understood ({type(error).__name__}: {error})") from error


def _code(error: BaseException | None) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _is_full(path: Path, error: Exception) -> bool:
    """Whether something failed for want of room: SQLite does not always know."""
    code = _code(getattr(error, "orig", None) or error)
    if code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        free = disk.room(path)
        return free is not None and free < _ROOM
    return code == "SQLITE_FULL"


def _reason(path: Path, error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    code, words = _code(original), " ".join(str(original).split())
    if _is_full(path, error):
        return "the disk is full"
    for beginning, reason in _REASONS.items():
        if code.startswith(beginning):
            return reason.format(path=path, name=path.name, words=words, patience=PATIENCE)
    return "the file is damaged (text that is not UTF-8)" if words.startswith("Could not decode") else words


_REASONS = {
    "SQLITE_CORRUPT": "the file is damaged ({words})",
    "SQLITE_NOTADB": "the file is damaged ({words})",
    "SQLITE_BUSY": "another process is writing to it, and did not end within {patience:g} seconds",
    "SQLITE_LOCKED": "another process is writing to it",
    "SQLITE_PROTOCOL": "other processes kept it locked",
    "SQLITE_READONLY_DBMOVED": "the file was moved or replaced while it was open",
    "SQLITE_READONLY": "the file cannot be written to",
    "SQLITE_IOERR": "the disk failed ({words})",
    "SQLITE_CANTOPEN": "the file, or {name}-wal beside it, cannot be opened; where nothing can be written, both may have to be copied elsewhere",
}
"""How SQLite's codes begin, and what they mean to the user."""
