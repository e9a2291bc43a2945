"""Key -> outline: countries, provinces and some wider regions as polygons, read in place from one SQLite file.

Outlines are Natural Earth's (public domain), made coarser; borders are drawn there as they are held, not as they are
claimed. How the file is made: tools/build_map.py.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.gazetteer.packaged import opened

__all__ = ["GRID", "Area", "Box", "Country", "Ring", "area", "countries", "decode", "encode"]

GRID = 160  # steps of the file in one degree: every longitude up to 204 fits into 16 bits

type Ring = tuple[tuple[float, float], ...]
"""Points (longitude, latitude) in degrees; the last is joined to the first. Holes are rings like any other (even-odd).
What lies across the antimeridian goes on beyond 180 (Russia to 191), or is two rings that end at it (provinces)."""

type Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


class Area(NamedTuple):
    """``key`` is an ISO 3166 alpha-2 code (a country, with all that belongs to it) or the gazetteer's id of a province
    or region, in digits; ``kind`` is country, province or region. No edge of a region is agreed upon."""

    key: str
    kind: str
    rings: tuple[Ring, ...]


class Country(NamedTuple):
    """A country that a map is made of; ``lon`` and ``lat`` are a point in degrees to write ``name`` at."""

    code: str
    name: str
    lon: float
    lat: float


@lru_cache(maxsize=1 << 9)
def area(key: str) -> Area | None:
    """The area with this key, if its outline is known."""
    row = opened("areas.sqlite").execute("SELECT key, kind, shape FROM area WHERE key = ?", (key,)).fetchone()
    return Area(row[0], row[1], decode(row[2])) if row else None


def countries(box: Box) -> tuple[Country, ...]:
    """The countries that may touch a box, by their codes; their longitudes go from -180 to 200."""
    west, south, east, north = box
    rows = opened("areas.sqlite").execute(
        "SELECT key, name, lon, lat FROM country WHERE west <= ? AND east >= ? AND south <= ? AND north >= ? ORDER BY key",
        (east, west, north, south),
    )
    return tuple(Country(*row) for row in rows)


def encode(rings: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """Rings of whole grid steps as little-endian numbers of 16 bits: how many rings, the length of each, all points."""
    points = [n for ring in rings for point in ring for n in point]
    return _bytes(array("H", [len(rings), *map(len, rings)])) + _bytes(array("h", points))


def decode(shape: bytes) -> tuple[Ring, ...]:
    """The rings that ``encode`` wrote, in degrees."""
    (count,) = _array("H", shape[:2])
    first = 2 + 2 * count
    numbers = [n / GRID for n in _array("h", shape[first:])]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    rings, at = [], 0
    for length in _array("H", shape[2:first]):
        rings.append(tuple(points[at : at + length]))
        at += length
    return tuple(rings)


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _array(kind: str, data: bytes) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
