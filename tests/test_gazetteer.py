"""The embedded gazetteer: folding, look-ups, points."""

from __future__ import annotations

import csv
import sqlite3
from importlib import resources

import pytest

from onrecord import gazetteer
from onrecord.gazetteer import fold


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


def test_supplement_rows_are_in_the_gazetteer() -> None:
    text = resources.files("onrecord.gazetteer").joinpath("supplement.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) > 300
    assert all(row["source"] for row in rows)
    for row in rows:
        points = [(round(c.lat, 3), round(c.lon, 3)) for c in gazetteer.find(fold(row["name"]))]
        assert points, row["name"]
        if row["lat"]:
            assert (round(float(row["lat"]), 3), round(float(row["lon"]), 3)) in points, row["name"]
