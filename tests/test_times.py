"""Expressions of time: the packs' cases, the calendar they rest on, and that nothing depends on today or on hashing."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.calendar import add, at_unit, bounds, to_edtf, unit_of
from onrecord.extract.times import find_times, published_day
from onrecord.model import Document, Parsed
from onrecord.parse import parse


def load_cases(lang: str, layer: str) -> list[tuple[str, dict[str, Any]]]:
    file = resources.files("onrecord.lang").joinpath(lang, "cases", f"{layer}.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return [(lang, {"published": table.get("published", ""), **case}) for case in table["cases"]]


CASES = [case for lang in ("en", "es") for case in load_cases(lang, "times")]


def parsed(text: str, lang: str, published: str | None = None) -> Parsed:
    return parse(Document(id="t", text=text, published=published or None, lang=lang), lang)


@pytest.mark.parametrize(("lang", "case"), CASES, ids=[f"{lang}: {case['id']}" for lang, case in CASES])
def test_cases(lang: str, case: dict[str, Any]) -> None:
    found = find_times(parsed(case["text"], lang, case["published"]))
    assert [f"{t.text} => {t.timex} => {t.edtf or ''}" for t in found] == case["times"]


@pytest.mark.parametrize(("lang", "case"), CASES, ids=[f"{lang}: {case['id']}" for lang, case in CASES])
def test_spans_hold_their_words_in_order(lang: str, case: dict[str, Any]) -> None:
    found = find_times(parsed(case["text"], lang, case["published"]))
    assert all(case["text"][t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_types() -> None:
    found = find_times(parsed("On Monday at noon, for two hours, every week since 2019.", "en", "2024-05-15"))
    assert [t.type for t in found] == ["TIME", "DURATION", "SET", "DATE"]


def test_relative_times_stay_open_without_a_publication_date() -> None:
    found = find_times(parsed("It closed last year, two weeks ago and in March.", "en"))
    assert len(found) == 3
    assert all(t.edtf is None for t in found)


def test_a_moment_of_publication_counts_by_its_day() -> None:
    assert published_day("2024-05-15T23:30:00+02:00") == date(2024, 5, 15)
    assert published_day("May 2024") is None
    assert published_day(None) is None


VALUES = st.dates(date(1600, 1, 1), date(2150, 12, 31)).flatmap(
    lambda day: st.sampled_from([value for unit in ("Y", "M", "W", "Q", "S", "D", "E", "C") if (value := at_unit(day.isoformat(), unit))])
)


@given(VALUES)
def test_values_know_their_unit_and_hold_their_days(value: str) -> None:
    first, last = bounds(value)
    assert first <= last
    assert at_unit(first.isoformat(), unit_of(value)) == value == at_unit(last.isoformat(), unit_of(value))


@given(VALUES, st.sampled_from(["Y", "D", "W"]), st.integers(-40, 40))
def test_moving_keeps_the_unit_and_the_order(value: str, unit: str, n: int) -> None:
    moved = add(value, unit, n)
    assert unit_of(moved) == unit_of(value)
    assert (bounds(moved)[0] >= bounds(value)[0]) if n >= 0 else (bounds(moved)[0] <= bounds(value)[0])


@given(VALUES)
def test_edtf_names_the_same_days(value: str) -> None:
    edtf = to_edtf(value)
    assert edtf is not None
    first, last = bounds(value)
    ends = edtf.split("/")
    assert ends[0].replace("X", "0")[:4] == f"{first.year:04d}" if "X" in edtf else first.isoformat().startswith(ends[0])
    assert "X" in edtf or last.isoformat().startswith(ends[-1])


def test_no_such_day() -> None:
    with pytest.raises(ValueError, match="day"):
        bounds("2023-02-29")
    assert find_times(parsed("The file says 31/02/2019.", "es", "2024-05-15")) == ()
