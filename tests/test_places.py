"""Places: recognition and resolution, by the cases of the language packs."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from onrecord.extract.entities import find_entities
from onrecord.extract.place_words import options, people_of
from onrecord.extract.places import find_places
from onrecord.model import Document, Entity, EntityType, Mention, Place
from onrecord.parse import has_parser, parse

SEED = Path(__file__).parents[2] / "shared/eval/seed"


def _cases(code: str) -> list[Any]:
    text = resources.files("onrecord.lang").joinpath(code, "cases", "places.toml").read_text(encoding="utf-8")
    return [pytest.param(case, id=case["why"]) for case in tomllib.loads(text)["case"]]


@cache
def _places(text: str, lang: str, with_entities: bool) -> tuple[Place, ...]:
    parsed = parse(Document(id="d", text=text), lang)
    return find_places(parsed, find_entities(parsed) if with_entities else ())


def _shown(places: tuple[Place, ...]) -> list[list[Any]]:
    return [[p.text, p.country or "", p.geonames_id or 0, p.precision or ""] for p in places]


@pytest.mark.parametrize("case", _cases("en"))
def test_english(case: dict[str, Any]) -> None:
    assert _shown(_places(case["text"], "en", True)) == case["places"]


@pytest.mark.parametrize("case", _cases("es"))
@pytest.mark.skipif(has_parser("es"), reason="the cases are for texts without a parser")
def test_spanish(case: dict[str, Any]) -> None:
    assert _shown(_places(case["text"], "es", False)) == case["places"]


@pytest.mark.parametrize("case", _cases("en"))
def test_spans_are_verbatim_and_apart(case: dict[str, Any]) -> None:
    places = _places(case["text"], "en", True)
    end = 0
    for place in places:
        assert case["text"][place.start : place.end] == place.text
        assert place.start >= end
        assert place.why
        assert (place.lat is None) == (place.lon is None) == (place.precision is None)
        end = place.end


def test_types_of_entities_decide() -> None:
    text = "Analysts praised Houston and Bergen."
    parsed = parse(Document(id="d", text=text), "en")
    start = text.index("Houston")

    def entity(type_: EntityType) -> tuple[Entity, ...]:
        mention = Mention(start=start, end=start + 7, text="Houston", kind="name")
        return (Entity(id="e1", name="Houston", type=type_, mentions=(mention,)),)

    as_person = find_places(parsed, entity(EntityType.PERSON))
    as_place = find_places(parsed, entity(EntityType.PLACE))
    assert "e1" not in [p.entity for p in as_person]
    assert [p.entity for p in as_place if p.text == "Houston"] == ["e1"]


def test_dateline_is_read() -> None:
    text = "Bridge Closed After Storm\n\nJane Roe\n\nExample News, Lisbon\n\nEngineers closed a bridge on Monday after a storm."
    places = _places(text, "en", False)
    assert [(p.text, p.geonames_id) for p in places] == [("Lisbon", 2267057)]


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("U.S.", "en", "United States"),
        ("Calif.", "en", "California"),
        ("NYC", "en", "New York City"),
        ("Northern Sinaloa", "en", "Sinaloa"),
        ("PERU", "en", "Peru"),
        ("EE.UU.", "es", "United States"),
    ],
)
def test_options(text: str, code: str, name: str) -> None:
    assert options(text, code)[0][0].name == name


def test_acronyms_are_no_towns() -> None:
    assert options("EU", "en")[0] == ()
    assert options("GAO", "es")[0] == ()


def test_people() -> None:
    assert people_of("Venezuelan", "en") == "VE"
    assert people_of("venezolanas", "es") == "VE"
    assert people_of("house", "en") == ""


def test_seed_places() -> None:
    if not SEED.exists():
        pytest.skip("the development sets are not beside the repository")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    places = _places((SEED / "article.txt").read_text(encoding="utf-8"), "en", True)
    for want in gold["places"]:
        same = [p for p in places if p.country == want["country"] and want["name"].casefold() in (p.text.casefold(), p.name.casefold())]
        assert same, want["name"]
        if "near" in want:
            off = [
                max(abs(p.lat - want["near"][0]), abs(p.lon - want["near"][1])) * 111
                for p in same
                if p.lat is not None and p.lon is not None
            ]
            assert min(off) <= want["km"], want["name"]
