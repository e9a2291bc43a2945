"""Who and what a text speaks of: the cases of the language packs, and what holds of all entities."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pytest

from onrecord.casefile.local import nouns_of
from onrecord.extract.entities import find_entities, widen
from onrecord.lang import LANGUAGES
from onrecord.model import Document, Entity, EntityType, Parsed
from onrecord.parse import has_parser, parse_many
from onrecord.pipeline import annotate_many

CASES: list[dict[str, Any]] = [
    {"lang": lang, **case}
    for lang in LANGUAGES
    for case in tomllib.loads(resources.files("onrecord.lang").joinpath(lang, "cases", "entities.toml").read_text(encoding="utf-8"))["case"]
]


@cache
def parsed_cases() -> list[Parsed]:
    return list(parse_many((Document(id=str(k), text=case["text"], lang=case["lang"]), case["lang"]) for k, case in enumerate(CASES)))


@cache
def entities_of(k: int) -> tuple[Entity, ...]:
    return find_entities(parsed_cases()[k])


def holder(entities: tuple[Entity, ...], words: str) -> Entity | None:
    """The entity of the first mention with these words."""
    found = [(m.start, e) for e in entities for m in e.mentions if m.text == words]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def in_order(wanted: list[str], entity: Entity) -> bool:
    texts = iter(m.text for m in entity.mentions)
    return all(any(words == text for text in texts) for words in wanted)


@pytest.mark.parametrize("k", range(len(CASES)), ids=lambda k: f"{CASES[k]['lang']}: {CASES[k]['why']}")
def test_case(k: int) -> None:
    case, entities = CASES[k], entities_of(k)
    if case["lang"] == "es" and has_parser("es"):
        pytest.skip("these cases are for Spanish without a parser")
    by_name = {e.name: e for e in entities}
    for name, kind, mentions in case.get("entities", []):
        assert name in by_name, sorted(by_name)
        assert not kind or by_name[name].type == kind
        assert in_order(mentions, by_name[name]), [m.text for m in by_name[name].mentions]
    for one, other in case.get("apart", []):
        assert holder(entities, one) is not None
        assert holder(entities, one) is not holder(entities, other)
    if "names" in case:
        assert sorted({m.text for e in entities for m in e.mentions if m.kind == "name"}) == sorted(case["names"])
    for words in case.get("untied", []):
        assert words in case["text"]
        assert holder(entities, words) is None


def test_entities_are_numbered_in_order_of_first_mention_and_spans_are_the_words() -> None:
    for parsed, entities in zip(parsed_cases(), map(entities_of, range(len(CASES))), strict=True):
        text = parsed.document.text
        assert [e.id for e in entities] == [f"e{n}" for n in range(1, len(entities) + 1)]
        firsts = [e.mentions[0].start for e in entities]
        assert firsts == sorted(firsts)
        spans = [(m.start, m.end) for e in entities for m in e.mentions]
        assert len(set(spans)) == len(spans)
        for entity in entities:
            assert isinstance(entity.type, EntityType)
            assert list(entity.aliases) == sorted(entity.aliases)
            assert entity.name not in entity.aliases
            for m in entity.mentions:
                assert text[m.start : m.end] == m.text
                assert parsed.tokens[m.head].start < m.end
                assert m.start < parsed.tokens[m.head].end


def test_widened_mentions_hold_the_narrow_ones() -> None:
    grown = 0
    for k, parsed in enumerate(parsed_cases()):
        for narrow, wide in zip(entities_of(k), widen(parsed, entities_of(k)), strict=True):
            for a, b in zip(narrow.mentions, wide.mentions, strict=True):
                assert b.start <= a.start
                assert a.end <= b.end
                assert parsed.document.text[b.start : b.end] == b.text
                grown += b.text != a.text
    assert grown > 10


def test_an_empty_document_has_none() -> None:
    (parsed,) = parse_many([(Document(id="x", text="\n\n", lang="en"), "en")])
    assert find_entities(parsed) == ()


def test_every_type_is_explained_where_words_decided_it() -> None:
    for k, case in enumerate(CASES):
        if case["why"] == "apposition":
            (gang,) = [e for e in entities_of(k) if e.name == "Los Cuervos"]
            assert "gang" in gang.why
            assert any("gang" in m.why for m in gang.mentions if m.kind == "nominal")


def test_the_same_whatever_the_hash_seed() -> None:
    script = (
        "from onrecord.extract.entities import find_entities\nfrom onrecord.model import Document\nfrom onrecord.parse import parse\n"
        "t = 'The Northern Rail Union (NRU), a union, met Olga Marin and Ana Marin. Marin said it and the NRU would strike. The group agreed.'\n"
        "print(find_entities(parse(Document(id='x', text=t), 'en')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert "Olga Marin" in outputs.pop()


def annotated(text: str) -> dict[str, list[str]]:
    """Name of each entity -> the words of its mentions, as annotations have them."""
    (found,) = annotate_many([Document(id="1", text=text, lang="en")])
    return {e.name: [m.text for m in e.mentions] for e in found.entities}


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ('"I never saw the money," Vera Lind said. "It was not my key."', "Vera Lind", ["I", "Vera Lind", "my"]),
        ('Vera Lind, the treasurer, told reporters: "They asked me for my key."', "Vera Lind", ["me", "my"]),
        ('The Calder Shipping Company said: "We have lost two boats."', "Calder Shipping Company", ["We"]),
        ('"We have lost two boats," Vera Lind said.', "Vera Lind", ["Vera Lind"]),  # whom she means, nobody knows
        ('"We have lost two boats," Calder Shipping spokesman Tim Reed said.', "Calder Shipping", ["We", "Calder Shipping"]),
        ('"We are sorry," said Vera Lind, head of the Harbour Agency.', "Harbour Agency", ["We"]),
        ("Vera Lind said that I had called her.", "Vera Lind", ["her"]),  # the writer
        ("Vera Lind said: \"Tomas Reyes told me: 'I am leaving.'\"", "Tomas Reyes", ["I"]),
    ],
)
def test_the_first_person_is_the_one_who_speaks(text: str, name: str, words: list[str]) -> None:
    found = next(words for key, words in annotated(text).items() if name in key)
    assert set(words) <= set(found), found
    assert ("I" in found) == ("I" in words)
    assert ("We" in found) == ("We" in words)


def test_a_nominal_reaches_to_what_tells_which_one_and_its_noun_is_known() -> None:
    text = "A letter seen by the Courier describes the bridge over the Sile, which is closed. The bridge fell."
    (found,) = annotate_many([Document(id="1", text=text, lang="en")])
    mentions = {m.text: m for e in found.entities for m in e.mentions}
    assert {"A letter seen by the Courier", "the bridge over the Sile"} <= set(mentions)
    assert {noun for e in found.entities for noun in nouns_of(e)} >= {"letter", "bridge"}
    assert not {noun for e in found.entities for noun in nouns_of(e)} & {"courier", "sile"}
