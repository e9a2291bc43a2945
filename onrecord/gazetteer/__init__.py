"""Name -> places: an embedded gazetteer, read in place from one SQLite file.

Places are GeoNames' (CC BY 4.0): towns of 500 inhabitants and more, first and second administrative levels and
countries; with points from Natural Earth and the World Factbook (public domain) where those of GeoNames were not to
be had, names of countries from CLDR, and a supplement of our own for regions, waters and well-known facilities.
"""

from __future__ import annotations

import atexit
import sqlite3
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from onrecord.gazetteer.fold import fold

__all__ = ["Candidate", "by_id", "country_of", "demonym_countries", "find", "fold", "holds"]

_COLUMNS = "p.id, p.name, p.class, p.country, p.admin1, p.admin2, p.lat, p.lon, p.population"


class Candidate(NamedTuple):
    """A place that a name may mean. ``id`` is GeoNames', negative for rows that GeoNames is not known to have;
    ``kind`` country, admin1, admin2, capital, city, area, continent, region, water, mountain, island or facility;
    ``country`` ISO 3166 alpha-2 or "" where several share it; ``admin1`` and ``admin2`` ids or 0; degrees (WGS 84);
    ``weight`` 3 where the name is the preferred one, 2 another official, English or Spanish one, 1 any alternate."""

    id: int
    name: str
    kind: str
    country: str
    admin1: int
    admin2: int
    lat: float
    lon: float
    population: int
    weight: int


@cache
def _db() -> sqlite3.Connection:
    path = resources.files("onrecord.gazetteer").joinpath("places.sqlite")
    db = sqlite3.connect(f"{Path(str(path)).as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    atexit.register(db.close)
    return db


def _candidate(row: tuple[int, str, str, str, int, int, int, int, int, int]) -> Candidate:
    return Candidate(*row[:6], row[6] / 100_000, row[7] / 100_000, *row[8:])


@lru_cache(maxsize=1 << 14)
def find(key: str) -> tuple[Candidate, ...]:
    """All places of a folded name, the best known (name's weight, then population) first."""
    rows = _db().execute(f"SELECT {_COLUMNS}, n.weight FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?", (key,))
    return tuple(sorted(map(_candidate, rows), key=lambda c: (-c.weight, -c.population, c.id)))


def holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether one place lies in the other, as far as ids tell."""
    if outer.id == inner.id:
        return False
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind not in ("country", "continent")
    if outer.kind == "admin1":
        return inner.admin1 == outer.id
    return outer.kind == "admin2" and inner.admin2 == outer.id


@lru_cache(maxsize=1 << 12)
def by_id(id: int) -> Candidate | None:
    """The place with this id, as if called by its preferred name."""
    row = _db().execute(f"SELECT {_COLUMNS}, 3 FROM place p WHERE p.id = ?", (id,)).fetchone()
    return _candidate(row) if row else None


@cache
def country_of(code: str) -> Candidate | None:
    """The country with this ISO 3166 alpha-2 code."""
    row = _db().execute(f"SELECT {_COLUMNS}, 3 FROM place p WHERE p.class = 'country' AND p.country = ?", (code,)).fetchone()
    return _candidate(row) if row else None


@lru_cache(maxsize=1 << 12)
def demonym_countries(key: str) -> tuple[str, ...]:
    """The countries whose people or things a folded English word names ("venezuelan"); mostly none or one."""
    return tuple(code for (code,) in _db().execute("SELECT country FROM demonym WHERE key = ? ORDER BY country", (key,)))
