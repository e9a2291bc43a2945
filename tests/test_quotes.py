"""Who says what, sentence by sentence: the cases of the language pack."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pytest

from onrecord.extract.attributions import find_attributions
from onrecord.model import Attribution, Document, Parsed
from onrecord.parse import parse_many

CASES: list[dict[str, Any]] = tomllib.loads(resources.files("onrecord.lang").joinpath("en/cases/quotes.toml").read_text(encoding="utf-8"))[
    "cases"
]


@cache
def parsed_cases() -> list[Parsed]:
    return list(parse_many((Document(id=str(k), text=case["text"], lang="en"), "en") for k, case in enumerate(CASES)))


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
