"""What every part of a store stands on: the open file, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from onrecord.store.database import guarded


class Part:
    """A part of an open casefile; the whole is ``onrecord.store.store.Store``."""

    path: Path
    _engine: Engine

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with guarded(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with guarded(self.path), self._engine.execution_options(immediate=True).begin() as connection:
            yield connection
