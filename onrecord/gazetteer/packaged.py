"""SQLite files that are part of the package, read in place."""

from __future__ import annotations

import atexit
import sqlite3
from functools import cache
from importlib import resources
from pathlib import Path

_MAPPED = 1 << 26  # bytes of a file that are read in place, page by page as they are wanted


@cache
def opened(name: str) -> sqlite3.Connection:
    """The file of this name beside the gazetteer's modules, opened once for reading; it is never written to."""
    path = resources.files("onrecord.gazetteer").joinpath(name)
    db = sqlite3.connect(f"{Path(str(path)).as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    db.execute(f"PRAGMA mmap_size = {_MAPPED}")
    atexit.register(db.close)
    return db
