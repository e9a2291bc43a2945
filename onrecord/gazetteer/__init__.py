"""Name -> places: an embedded gazetteer, read in place from one SQLite file.

Places are GeoNames' (CC BY 4.0): towns of 500 inhabitants and more, first and second administrative levels and
countries; with points from Natural Earth and the World Factbook (public domain) where those of GeoNames were not to
be had, names of countries from CLDR, and a supplement of our own for regions, waters and well-known facilities. A dump
that the user has loaded (``loaded``) adds places; it changes none of these.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.gazetteer import loaded
from onrecord.gazetteer.fold import fold
from onrecord.gazetteer.loaded import COLUMNS as _COLUMNS
from onrecord.gazetteer.loaded import Found, forgets
from onrecord.gazetteer.packaged import opened

__all__ = ["Candidate", "by_id", "country_of", "demonym_countries", "find", "fold", "forgets", "holds"]

_TOWNS = ("capital", "city", "area")


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


def _candidate(row: Found) -> Candidate:
    return Candidate(*row[:6], row[6] / 100_000, row[7] / 100_000, *row[8:])


def _embedded(id: int) -> Found | None:
    row: Found | None = opened("places.sqlite").execute(f"SELECT {_COLUMNS}, 3 FROM place p WHERE p.id = ?", (id,)).fetchone()
    return row


@forgets
@lru_cache(maxsize=1 << 14)
def find(key: str) -> tuple[Candidate, ...]:
    """All places of a folded name, the best known (name's weight, then population) first."""
    rows: list[Found] = (
        opened("places.sqlite")
        .execute(f"SELECT {_COLUMNS}, n.weight FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?", (key,))
        .fetchall()
    )
    return tuple(sorted(map(_candidate, [*rows, *_more(key, rows)]), key=lambda c: (-c.weight, -c.population, c.id)))


def _more(key: str, rows: list[Found]) -> list[Found]:
    """What the loaded gazetteer adds to the embedded places of a name.

    A small place (weight below 3) must not stand in for a known one: it gets the weight of an alternate name beside a
    place of its own class, and does not count beside places of other classes alone, or else "Cairo airport" were a school
    called Cairo; nor where the name is a people's.
    """
    more = [row for row in loaded.named(key) if _embedded(row[0]) is None]
    if not more or not (rows or demonym_countries(key)):
        return more
    kinds = {"city" if row[2] in _TOWNS else row[2] for row in rows}
    return [(*row[:9], row[9] if row[9] == 3 else 1) for row in more if row[9] == 3 or row[2] in kinds]


def holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether one place lies in the other, as far as ids tell."""
    if outer.id == inner.id:
        return False
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind not in ("country", "continent")
    if outer.kind == "admin1":
        return inner.admin1 == outer.id
    return outer.kind == "admin2" and inner.admin2 == outer.id


@forgets
@lru_cache(maxsize=1 << 12)
def by_id(id: int) -> Candidate | None:
    """The place with this id, as if called by its preferred name."""
    row = _embedded(id) or loaded.numbered(id)
    return _candidate(row) if row else None


@cache
def country_of(code: str) -> Candidate | None:
    """The country with this ISO 3166 alpha-2 code."""
    row = (
        opened("places.sqlite")
        .execute(f"SELECT {_COLUMNS}, 3 FROM place p WHERE p.class = 'country' AND p.country = ?", (code,))
        .fetchone()
    )
    return _candidate(row) if row else None


def demonym_countries(key: str) -> tuple[str, ...]:
    """The countries whose people or things a folded English word names ("venezuelan"); mostly none or one."""
    return _demonyms().get(key, ())


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, code in opened("places.sqlite").execute("SELECT key, country FROM demonym ORDER BY key, country"):
        found[key] = (*found.get(key, ()), code)
    return found
