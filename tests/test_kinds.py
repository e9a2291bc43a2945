from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Annotation, Block, BlockKind, Document, Factuality
from onrecord.parse import has_parser
from onrecord.pipeline import annotate_many
from onrecord.read.dates import find_day
from onrecord.read.entries import stamp_of
from onrecord.read.labels import label_alone, label_of, same_person
from onrecord.read.lists import bullet, is_row
from onrecord.read.markdown import plain_text
from onrecord.read.metadata import metadata_of
from onrecord.read.notes import is_note, note_label
from onrecord.read.releases import is_contact, is_release_head
from onrecord.read.structure import find_blocks

CASES = Path(__file__).parent / "kinds"
needs_parser = pytest.mark.skipif(not has_parser("en"), reason="no English parser is installed")


def cases() -> list[Any]:
    files = sorted(CASES.glob("*.toml"))
    found = [(file.stem, case) for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]
    return [pytest.param(case, id=f"{lang} {case['name']}") for lang, case in found]


def document_of(text: str, published: str | None = None) -> Document:
    told = metadata_of(text)
    return Document(id="d", text=text, published=published or told.published, title=told.title, outlet=told.outlet, byline=told.byline)


def rendered(block: Block, text: str) -> str:
    speaker = f"<{text[slice(*block.speaker)]}>" if block.speaker else ""
    words = " ".join(text[block.start : block.end].split())
    return " ".join(filter(None, (str(block.kind), speaker, f"@{block.at}" if block.at else "", words[:48])))


def annotated(text: str, published: str | None = "2024-03-03", outlet: str | None = None) -> Annotation:
    return next(iter(annotate_many([Document(id="d", text=text, published=published, outlet=outlet, title=metadata_of(text).title)])))


@pytest.mark.parametrize("case", cases())
def test_a_text_of_every_kind(case: dict[str, str]) -> None:
    document = document_of(case["text"], case.get("published"))
    found = [rendered(block, case["text"]) for block in find_blocks(document)]
    assert found == case["blocks"].strip().splitlines()
    assert document.outlet == case.get("outlet")


def test_there_are_enough_of_them() -> None:
    assert len(cases()) >= 60
