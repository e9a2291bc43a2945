"""Who says what, sentence by sentence: the cases of the language pack."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pytest

from onrecord.extract.attributions import find_attributions, quotes_of
from onrecord.model import Attribution, Document, Parsed
from onrecord.parse import parse, parse_many

LANGUAGES = ("en", "es")
CASES: list[dict[str, Any]] = [
    {"lang": lang, **case}
    for lang in LANGUAGES
    for case in tomllib.loads(resources.files("onrecord.lang").joinpath(lang, "cases", "quotes.toml").read_text(encoding="utf-8"))["cases"]
]


@cache
def parsed_cases() -> list[Parsed]:
    return list(parse_many((Document(id=str(k), text=case["text"], lang=case["lang"]), case["lang"]) for k, case in enumerate(CASES)))


def as_written(parsed: Parsed, found: Attribution, keys: dict[str, Any]) -> dict[str, Any]:
    """The attribution in the form of the cases, with the fields that the case names."""
    text = parsed.document.text
    row = {
        "speaker": text[slice(*found.speaker)] if found.speaker else "",
        "cue": text[slice(*found.cue)] if found.cue else "",
        "act": found.act,
        "content": " | ".join(text[start:end] for start, end in found.content),
        "type": found.type,
        "when": text[slice(*found.when)] if found.when else "",
        "listeners": [parsed.tokens[k].text for k in found.listeners],
        "negated": found.negated,
    }
    return {key: value for key, value in row.items() if key in keys}


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: CASES[n]["text"][:60])
def test_case(number: int) -> None:
    case, parsed = CASES[number], parsed_cases()[number]
    found = find_attributions(parsed)
    wanted = case["says"]
    shown = [
        as_written(parsed, a, wanted[k] if k < len(wanted) else dict.fromkeys(("speaker", "cue", "content"))) for k, a in enumerate(found)
    ]
    assert shown == wanted


def attributions(text: str) -> tuple[Parsed, tuple[Attribution, ...]]:
    parsed = parse(Document(id="d", text=text, lang="en"), "en")
    return parsed, find_attributions(parsed)


def test_quotes_have_the_pieces_of_a_split_quotation() -> None:
    text = "“We won,” Mr. Smith said. “It was hard.”"
    parsed, found = attributions(text)
    (quote,) = quotes_of(parsed, found)
    assert (quote.content, quote.type) == ((0, len(text)), "direct")
    assert [text[start:end] for start, end in quote.content_parts] == ["“We won,”", "“It was hard.”"]


def test_quotes_without_a_named_speaker_have_none() -> None:
    parsed, found = attributions("It is thought that the fire was started by a child.")
    (quote,) = quotes_of(parsed, found)
    assert quote.speaker is None
    assert quote.content_parts == ()


def test_inner_links_stand_inside_the_outer_content() -> None:
    _, found = attributions("Channel Nine reported that the Health Department estimated that 600 nurses had quit.")
    outer, inner = found
    assert inner.cue is not None
    assert any(start <= inner.cue[0] and inner.cue[1] <= end for start, end in outer.content)


def test_a_speaker_who_speaks_of_his_own_saying_is_marked() -> None:
    _, found = attributions('"I think that the bank lied to us," Mr. Ames said.')
    assert [a.why.startswith("self") for a in found] == [False, True]


def test_own_wishes_are_no_quotation_of_their_own() -> None:
    parsed, found = attributions('"We want to rebuild the school," Ms. Okafor said.')
    assert len(found) == 2
    assert len(quotes_of(parsed, found)) == 1


def test_words_set_again_as_a_pull_quote_do_not_count_twice() -> None:
    said = "“Nobody has come to help us since the flood.”"
    parsed, found = attributions(f"{said[:-2]},” said Ana Sol, who lost her shop.\n\n{said} — Ana Sol")
    assert len(quotes_of(parsed, found)) == 1


def test_every_span_is_inside_the_text_and_sorted() -> None:
    for parsed in parsed_cases():
        text = parsed.document.text
        starts = []
        for a in find_attributions(parsed):
            spans = [*a.content, *(span for span in (a.speaker, a.cue, a.when) if span)]
            assert all(0 <= start < end <= len(text) and text[start:end] == text[start:end].strip() for start, end in spans)
            assert list(a.content) == sorted(a.content)
            starts.append(a.content[0][0])
        assert starts == sorted(starts)


def test_same_text_same_attributions() -> None:
    parsed = parsed_cases()[0]
    assert find_attributions(parsed) == find_attributions(parsed)
