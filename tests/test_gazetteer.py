"""The embedded gazetteer: folding, look-ups, points."""

from __future__ import annotations

import csv
import math
import sqlite3
from importlib import resources

import pytest

from onrecord import gazetteer
from onrecord.gazetteer import areas, fold
from onrecord.web.map_draw import inside


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tocorón", "tocoron"),
        ("St. Louis", "saint louis"),
        ("Mt. Hood", "mount hood"),
        ("The Bronx", "bronx"),
        ("Port-au-Prince", "port au prince"),
        ("Sana'a", "sanaa"),
        ("Łódź", "lodz"),
        ("U.S.", "us"),
        ("The", "the"),
        ("", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    ("name", "id", "kind", "country"),
    [
        ("Venezuela", 3625428, "country", "VE"),
        ("Alemania", 2921044, "country", "DE"),
        ("Texas", 4736286, "admin1", "US"),
        ("Fairfax County", 4758041, "admin2", "US"),
        ("London", 2643743, "capital", "GB"),
        ("Caribbean", 7729891, "region", ""),
        ("Mayotte", 1024031, "country", "YT"),
    ],
)
def test_find(name: str, id: int, kind: str, country: str) -> None:
    found = {c.id: c for c in gazetteer.find(fold(name))}
    assert (found[id].kind, found[id].country) == (kind, country)


def test_find_orders_preferred_names_first() -> None:
    weights = [c.weight for c in gazetteer.find("paris")]
    assert weights == sorted(weights, reverse=True)
    assert gazetteer.find("no such place anywhere") == ()


def test_points() -> None:
    chile = gazetteer.country_of("CL")
    assert chile is not None
    assert (chile.lat, chile.lon) == (-30.0, -71.0)
    assert gazetteer.country_of("ZZ") is None
    assert gazetteer.by_id(0) is None


def test_holds() -> None:
    texas, austin, usa = (gazetteer.by_id(i) for i in (4736286, 4671654, 6252001))
    assert texas is not None
    assert austin is not None
    assert usa is not None
    assert gazetteer.holds(texas, austin)
    assert gazetteer.holds(usa, texas)
    assert not gazetteer.holds(austin, texas)
    assert not gazetteer.holds(texas, texas)


def test_demonyms() -> None:
    assert gazetteer.demonym_countries("venezuelan") == ("VE",)
    assert gazetteer.demonym_countries("table") == ()


def test_every_row_has_a_point_on_the_globe_and_a_source() -> None:
    path = resources.files("onrecord.gazetteer").joinpath("places.sqlite")
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        off = "SELECT count(*) FROM place WHERE abs(lat) > 9000000 OR abs(lon) > 18000000 OR source NOT IN (SELECT id FROM source)"
        assert db.execute(off).fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM name WHERE place NOT IN (SELECT id FROM place)").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM place").fetchone()[0] > 270_000
    finally:
        db.close()


def supplement() -> list[dict[str, str]]:
    text = resources.files("onrecord.gazetteer").joinpath("supplement.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_supplement_rows_are_in_the_gazetteer() -> None:
    rows = supplement()
    assert len(rows) > 300
    assert all(row["source"] for row in rows)
    for row in rows:
        points = [(round(c.lat, 3), round(c.lon, 3)) for c in gazetteer.find(fold(row["name"]))]
        assert points, row["name"]
        if row["lat"]:
            assert (round(float(row["lat"]), 3), round(float(row["lon"]), 3)) in points, row["name"]


OFF_ITS_OUTLINE = {
    "Crimea",  # borders are drawn as they are held
    "Smara",  # the same
    "Cocos Island",  # the outlines leave out what lies far off: so for those below
    "San Andrés Island",
    "Isla de Aves",
    "Pratas Islands",
    "Lord Howe Island",
    "Bikini Atoll",
}
NOT_DRAWN = {"BQ", "CX"}


def km_outside(area: areas.Area, lon: float, lat: float) -> float:
    """How far a point lies outside an area, 0 within it; the earth taken as flat around the point."""
    if inside(area, lon, lat):
        return 0.0
    across, nearest = math.cos(math.radians(lat)), math.inf
    for ring in area.rings:
        flat = [((x - lon) * across, y - lat) for x, y in ring]
        for (ax, ay), (bx, by) in zip(flat, (*flat[1:], flat[0]), strict=True):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = min(1.0, max(0.0, -(ax * dx + ay * dy) / length)) if length else 0.0
            nearest = min(nearest, math.hypot(ax + along * dx, ay + along * dy))
    return nearest * 111.2


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Hodeidah", 79415),
        ("Khan Younis", 281124),
        ("Deir al-Zour", 170794),
        ("Alepo", 170063),
        ("Járkov", 706483),
        ("Suazilandia", 934841),
    ],
)
def test_newspapers_spellings_are_names_of_the_place(name: str, id: int) -> None:
    assert {c.id: c.weight for c in gazetteer.find(fold(name))}[id] >= 2


def test_a_name_that_another_source_gives_wrongly_is_taken_away() -> None:
    assert 3333201 not in {c.id for c in gazetteer.find("merseyside")}


def test_supplement_rows_lie_in_their_countries() -> None:
    """Within 25 km for coasts and borders; the middle of a bay, a reef or an island too small to be drawn may lie 300 km off."""
    far = {}
    for row in supplement():
        if not row["country"] or not row["lat"] or row["country"] in NOT_DRAWN:
            continue
        area = areas.area(row["country"])
        assert area is not None, row["name"]
        km = km_outside(area, float(row["lon"]), float(row["lat"]))
        if km > (300 if row["class"] in ("water", "island") else 25):
            far[row["name"]] = round(km)
    assert set(far) == OFF_ITS_OUTLINE, far


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Mekong Delta", "VN", 10.0, 105.8),
        ("Krome", "US", 25.756, -80.49),
        ("cárcel de Uribana", "VE", 10.196, -69.346),
        ("Nuseirat refugee camp", "PS", 31.449, 34.392),
        ("presa de Kajovka", "UA", 46.774, 33.37),
        ("Medio Oeste", "US", 41.5, -93.0),
        ("Heathrow", "GB", 51.47, -0.454),
        ("Merseyside", "GB", 53.42, -2.95),
        ("Chenab River", "PK", 32.1, 73.5),
        ("río Guadalquivir", "ES", 37.6, -5.4),
        ("Cape of Good Hope", "ZA", -34.4, 18.5),
        ("El Alto", "BO", -16.5, -68.2),
    ],
)
def test_supplement_knows_places_of_the_news(name: str, country: str, lat: float, lon: float) -> None:
    first = gazetteer.find(fold(name))[0]
    assert (first.country, first.lat, first.lon) == (country, lat, lon)
