"""News of our own with every place marked in it -> rows that the scorer of places reads.

usage: python evals/places_gold.py --missing    the marks for which the embedded gazetteer has no place

A mark is ``[words|where]``; ``where`` is

- a country, ``GE``, or a country and its first level: ``US.TX`` (postal), elsewhere its name: ``VE.Aragua``. The place is
  the best known of these words there: the country where they name it, the country or state itself of what is short for it
  ("Okla."), and of a town and an area that it lies in, the town;
- the same with ``/area``: the province or county, not the town of that name; or ``/town``, the other way round;
- ``=lat,lon``, degrees: features, regions, camps. A point for something wide is a matter of taste, so that the gazetteer's
  own stands where it has a water, mountain, island or region of the name within 1000 km;
- ``~``: a street, a house, a hamlet, an ocean; no point at all.

Marked is every name that stands for a place on the map, governments called by their capitals and names before a noun
("a Dallas court") too. Not marked are people, peoples, what is named after a place (University of Maine, Rome City Council)
and roads that are numbers. A word of kind belongs to the name where it is capitalised ("Lamar County", "the Mara river"
without "river"), in Spanish also that of a feature, street or building ("río Paraguay"). Line breaks are blanks, blank lines
paragraphs.
"""

from __future__ import annotations

import math
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from onrecord.gazetteer import Candidate, by_id, country_of, find, fold, holds

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_AREAS = ("country", "admin1", "admin2", "region")
_TOWNS = ("capital", "city")
_WIDE = ("water", "mountain", "island", "region", "continent")
_SNAP = 1000  # km

_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
    "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip


class MarkError(ValueError):
    """A mark that cannot be read: a bracket left over, no such country or first level; names file and text."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The texts of a file with their ``places``: spans in characters, points in degrees (WGS 84) or None, GeoNames ids or
    None; the language is what the file's name begins with.

    Raises:
        MarkError: a mark that cannot be read.
    """
    return [_row(path, entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["text"]]


def _row(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    body = re.sub(r"(?<!\n)\n(?!\n)", " ", entry["body"].strip())
    text, places, position = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[position : mark.start()]
        words, position = mark[1], mark.end()
        try:
            where = resolved(words, mark[2])
        except ValueError as error:
            raise MarkError(f"{path.name}, {entry['id']}: {mark[0]}: {error}") from None
        places.append({"start": len(text), "end": len(text) + len(words), "text": words, **where, "mark": mark[2], "kind": "toponym"})
        text += words
    text += body[position:]
    if re.search(r"[\[\]|]", text):
        raise MarkError(f"{path.name}, {entry['id']}: a bracket or bar is left over")
    outlet = {"outlet": entry["outlet"]} if "outlet" in entry else {}
    return {"id": entry["id"], "lang": path.name[:2], "text": text, **outlet, "places": places}


def resolved(words: str, where: str) -> dict[str, Any]:
    """``lat``, ``lon`` and ``geonames_id`` of marked words, each None where there is none.

    Raises:
        ValueError: no such country or first level, or no two numbers after "=".
    """
    if where == "~":
        return _point(None)
    if where.startswith("="):
        lat, lon = map(float, where[1:].split(","))
        near = wide(words, lat, lon)
        return _point(near) if near else {"lat": lat, "lon": lon, "geonames_id": None}
    return _point(place(words, where))


def _point(found: Candidate | None) -> dict[str, Any]:
    if found is None:
        return {"lat": None, "lon": None, "geonames_id": None}
    return {"lat": found.lat, "lon": found.lon, "geonames_id": found.id if found.id > 0 else None}


def place(words: str, where: str) -> Candidate | None:
    """The place that the words name in a country or its first level; None where the gazetteer has none.

    Raises:
        ValueError: no such country or first level.
    """
    region, _, kind = where.partition("/")
    country, _, level = region.partition(".")
    if country_of(country) is None:
        raise ValueError(f"no country {country}")
    found = [c for c in find(fold(words)) if c.country == country]
    if level:
        levels = _levels(country, level)
        found = [c for c in found if c.admin1 in levels]
        if words.endswith("."):
            return next((c for i in levels if (c := by_id(i))), None)
    elif words.endswith("."):
        return country_of(country)
    if kind == "area":
        return next((c for c in found if c.kind in _AREAS), None)
    if kind == "town":
        return next((c for c in found if c.kind in _TOWNS), None)
    named = next((c for c in found if c.kind == "country"), None) or next(iter(found), None)
    if named is None or named.kind not in ("admin1", "admin2"):
        return named
    return next((c for c in found if c.kind in _TOWNS and c.weight >= named.weight and holds(named, c)), named)


def _levels(country: str, level: str) -> set[int]:
    name = _STATES.get(level, level) if country == "US" else level
    levels = {c.id for c in find(fold(name)) if c.kind == "admin1" and c.country == country}
    if not levels:
        raise ValueError(f"no first level {level} in {country}")
    return levels


def wide(words: str, lat: float, lon: float) -> Candidate | None:
    """The nearest wide feature of that name within 1000 km of a point."""
    found = [(_km(lat, lon, c.lat, c.lon), c) for c in find(fold(words)) if c.kind in _WIDE]
    return min((f for f in found if f[0] <= _SNAP), default=(0.0, None))[1]


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    p, q, turn = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    return 6371.0 * math.acos(max(-1.0, min(1.0, math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(turn))))


def main() -> int:
    if sys.argv[1:] != ["--missing"]:
        print(str(__doc__).split("\n\n")[1])
        return 2
    for path in sorted((Path(__file__).resolve().parent / "gold" / "places").glob("*.toml")):
        for row in rows(path):
            for item in row["places"]:
                if item["lat"] is None and item["mark"] != "~":
                    print(f"{path.name}  {row['id']}  [{item['text']}|{item['mark']}]")
    return 0


if __name__ == "__main__":
    os.environ["ONRECORD_PLACES"] = ""  # the embedded gazetteer alone
    sys.exit(main())
