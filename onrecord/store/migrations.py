"""How a casefile of an older form becomes one of the present form: ordered functions and a number in the file."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from onrecord.store import search
from onrecord.store.schema import APPLICATION_ID, metadata


def _first(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    metadata.create_all(connection)
    search.create(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first,)
"""Migration n makes form n + 1 of form n; a new file has form 0."""

FORM = len(MIGRATIONS)


def migrate(connection: Connection, form: int) -> None:
    """Bring a file of the given form up to the present one, inside the connection's transaction."""
    for number in range(form, FORM):
        MIGRATIONS[number](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
