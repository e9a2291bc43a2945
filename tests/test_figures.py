"""Quantities: the packs' cases, number words, and the algebra of their bounds."""

from __future__ import annotations

import itertools
import tomllib
from importlib import resources
from math import inf
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.extract.figures import find_figures
from onrecord.extract.intervals import Interval, before, contains, disjoint, meet, of_figure, overlap
from onrecord.extract.numbers import join_numbers
from onrecord.extract.times import find_times
from onrecord.extract.words import split_words, written_number
from onrecord.model import Document, Figure, Modifier
from onrecord.parse import parse

SIGNS = {"~": "about", ">=": "at_least", "<=": "at_most", ">": "over", "<": "under"}


def load_cases(lang: str) -> list[tuple[str, dict[str, Any]]]:
    file = resources.files("onrecord.lang").joinpath(lang, "cases", "figures.toml")
    return [(lang, case) for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]]


CASES = [case for lang in ("en", "es") for case in load_cases(lang)]
IDS = [f"{lang}: {case['id']}" for lang, case in CASES]


def figures(text: str, lang: str = "en", published: str = "2024-05-15") -> tuple[Figure, ...]:
    parsed = parse(Document(id="f", text=text, published=published, lang=lang), lang)
    return find_figures(parsed, find_times(parsed))


def expected(row: str) -> tuple[str, float | None, float | None, str | None, str | None, str | None, str | None]:
    """ "words => bounds unit => counted => per" as (words, low, high, modifier, unit, counted, per); "?" counted is any."""
    text, value, *rest = [part.strip() for part in row.split("=>")]
    bound, _, unit = value.partition(" ")
    counted = rest[0] if rest else ""
    per = rest[1] if len(rest) > 1 else None
    low: float | None
    high: float | None
    if bound == "?":
        low, high, modifier = None, None, None
    elif ".." in bound:
        low, high = map(float, bound.split(".."))
        modifier = "between"
    else:
        sign = next((s for s in SIGNS if bound.startswith(s)), "")
        number = float(bound.removeprefix(sign))
        modifier = SIGNS.get(sign, "exact")
        low = None if modifier in ("under", "at_most") else number
        high = None if modifier in ("over", "at_least") else number
    return text, low, high, modifier, unit or None, counted or None, per


@pytest.mark.parametrize(("lang", "case"), CASES, ids=IDS)
def test_cases(lang: str, case: dict[str, Any]) -> None:
    found = figures(case["text"], lang)
    assert [f.text for f in found] == [expected(row)[0] for row in case["figures"]]
    for figure, row in zip(found, case["figures"], strict=True):
        _, low, high, modifier, unit, counted, per = expected(row)
        assert (figure.low, figure.high) == (low if low is None else pytest.approx(low), high if high is None else pytest.approx(high))
        assert (figure.unit, figure.per) == (unit, per), row
        assert modifier in (None, figure.modifier.value), row
        assert counted in ("?", figure.counted), row
    for figure, direction in zip(found, case.get("directions", []), strict=False):
        assert figure.direction == direction


@pytest.mark.parametrize(("lang", "case"), CASES, ids=IDS)
def test_spans_hold_their_words_in_order(lang: str, case: dict[str, Any]) -> None:
    found = figures(case["text"], lang)
    assert all(case["text"][f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_relative_figure_names_the_one_it_points_at() -> None:
    first, second = figures("The band has around 5,000 members. Some say it is half of that number.")
    assert second.derived_from == (first.start, first.end)
    assert (second.unit, second.counted, second.head) == ("person", "members", first.head)


def test_the_head_is_the_counted_noun() -> None:
    text = "The army sent 11,000 young soldiers."
    parsed = parse(Document(id="f", text=text, lang="en"), "en")
    (figure,) = find_figures(parsed, ())
    assert parsed.tokens[figure.head].text == "soldiers"
    assert figure.counted == "young soldiers"


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1,000", ".", 1000), ("1.000", ",", 1000), ("1.000", ".", 1.0), ("2,5", ",", 2.5), ("5,000", ",", 5000), ("1.234.567,89", ",", 1234567.89),
     ("1,234,567.89", ".", 1234567.89), ("12,34,567", ".", 1234567), ("0,683", ",", 0.683), ("1 414 021", ",", 1414021)],
)  # fmt: skip
def test_written_numbers(text: str, decimal: str, value: float) -> None:
    assert written_number(text, decimal) == pytest.approx(value)


def test_numbers_that_only_follow_one_another_stay_two() -> None:
    for text, count in (("two hundred three hundred", 2), ("nineteen ninety-two", 2), ("two thousand and three thousand", 2)):
        joined = [w for w in join_numbers(split_words(text, 0, len(text), "en"), text, "en") if w.kind == "n"]
        assert len(joined) == count, text


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(n: int) -> str:
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10] + (f"-{UNITS[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{UNITS[n // 100]} hundred" + (f" and {spell(n % 100)}" if n % 100 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            return f"{spell(n // size)} {name}" + (f"{' and' if rest < 100 else ''} {spell(rest)}" if rest else "")
    raise AssertionError(n)


@given(st.integers(1, 10**12 - 1))
def test_spelled_numbers_read_back(n: int) -> None:
    text = spell(n)
    (word,) = join_numbers(split_words(text, 0, len(text), "en"), text, "en")
    assert word.value == n


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(st.integers(-50, 50)), draw(st.integers(-50, 50))))
    opens = low < high
    return Interval(
        -inf if draw(st.booleans()) and opens else low, inf if draw(st.booleans()) and opens else high, draw(st.booleans()) and opens, draw(st.booleans()) and opens
    )  # fmt: skip


@given(intervals(), intervals())
def test_relations_of_two(a: Interval, b: Interval) -> None:
    assert overlap(a, b) == overlap(b, a) == (not disjoint(a, b))
    assert not (before(a, b) and before(b, a))
    if contains(a, b):
        assert overlap(a, b)
    shared = meet(a, b)
    assert (shared is not None) == overlap(a, b)
    if shared is not None:
        assert contains(a, shared)
        assert contains(b, shared)


@given(intervals(), intervals(), intervals())
def test_relations_of_three(a: Interval, b: Interval, c: Interval) -> None:
    assume(contains(a, b))
    if contains(b, c):
        assert contains(a, c)
    if disjoint(a, c):
        assert disjoint(b, c)


@given(intervals())
def test_relations_of_one(a: Interval) -> None:
    assert contains(a, a)
    assert overlap(a, a)
    assert not before(a, a)


def figure(low: float | None, high: float | None, modifier: Modifier) -> Figure:
    return Figure(start=0, end=1, text="x", low=low, high=high, modifier=modifier)


def test_intervals_of_figures() -> None:
    exact, about = of_figure(figure(100, 100, Modifier.EXACT)), of_figure(figure(105, 105, Modifier.ABOUT))
    over, under = of_figure(figure(100, None, Modifier.OVER)), of_figure(figure(None, 100, Modifier.UNDER))
    assert exact is not None and about is not None and over is not None and under is not None  # noqa: PT018
    assert overlap(exact, about)
    assert disjoint(exact, over)
    assert disjoint(over, under)
    assert overlap(about, over)
    assert of_figure(figure(None, None, Modifier.ABOUT)) is None
    with pytest.raises(ValueError, match="no value"):
        of_figure(figure(20, 10, Modifier.BETWEEN))
