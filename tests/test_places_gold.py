"""News of our own with its places marked: how the marks are read, and that all of them can be."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

EVALS = Path(__file__).resolve().parent.parent / "evals"
GOLD: dict[str, Any] = runpy.run_path(str(EVALS / "places_gold.py"))
resolved, rows, MarkError = GOLD["resolved"], GOLD["rows"], GOLD["MarkError"]


@pytest.mark.parametrize(
    ("words", "where", "lat", "lon"),
    [
        ("Paris", "US.TX", 33.7, -95.6),
        ("Paris", "FR", 48.9, 2.4),
        ("Georgia", "GE", 42, 43.5),
        ("Georgia", "US.GA", 32.8, -83.5),
        ("Okla.", "US.OK", 35.5, -97.5),
        ("Lamar", "US.TX/area", 33.7, -95.6),
        ("London", "CA.Ontario", 43, -81.2),
        ("Tocorón", "=10.06,-67.57", 10.1, -67.6),
        ("Moscú", "RU/town", 55.8, 37.6),
    ],
)
def test_marks(words: str, where: str, lat: float, lon: float) -> None:
    found = resolved(words, where)
    assert (found["lat"], found["lon"]) == (pytest.approx(lat, abs=0.8), pytest.approx(lon, abs=0.8))


def test_a_town_before_the_area_around_it() -> None:
    assert resolved("Kaduna", "NG.Kaduna")["geonames_id"] != resolved("Kaduna", "NG.Kaduna/area")["geonames_id"]


def test_a_wide_feature_stands_where_the_gazetteer_has_it() -> None:
    near_texas, in_vietnam = resolved("Red River", "=33.9,-95.5"), resolved("Red River", "=21.3,105.5")
    assert near_texas["lon"] < 0 < in_vietnam["lon"]


@pytest.mark.parametrize(("words", "where"), [("Lamar Avenue", "~"), ("Nowhere at All", "US.TX")])
def test_no_point(words: str, where: str) -> None:
    assert resolved(words, where) == {"lat": None, "lon": None, "geonames_id": None}


@pytest.mark.parametrize("path", sorted((EVALS / "gold" / "places").glob("*.toml")), ids=lambda p: p.name)
def test_every_span_is_its_words(path: Path) -> None:
    read = rows(path)
    assert len({row["id"] for row in read}) == len(read)
    for row in read:
        assert row["lang"] == path.name[:2]
        assert "[" not in row["text"]
        assert all(row["text"][item["start"] : item["end"]] == item["text"] for item in row["places"])


def test_lines_are_joined_and_paragraphs_kept(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    file.write_text(
        '[[text]]\nid = "a"\noutlet = "The Paris News"\nbody = """\nOff [Lake\nMichigan|=44,-87].\n\nHere.\n"""\n', encoding="utf-8"
    )
    (row,) = rows(file)
    assert (row["text"], row["outlet"], row["places"][0]["text"]) == ("Off Lake Michigan.\n\nHere.", "The Paris News", "Lake Michigan")


@pytest.mark.parametrize("body", ["In [Paris|XX].", "In [Paris|US.QQ].", "In [Paris|=north].", "In [Paris."])
def test_marks_that_cannot_be_read_are_named(tmp_path: Path, body: str) -> None:
    file = tmp_path / "en.toml"
    file.write_text(f'[[text]]\nid = "a"\nbody = "{body}"\n', encoding="utf-8")
    with pytest.raises(MarkError, match=r"en\.toml, a: "):
        rows(file)
