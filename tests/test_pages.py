"""Web pages: of every layout the article's paragraphs in order and nothing else, and what the page tells about it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import ReadError
from onrecord.model import BlockKind
from onrecord.read.html import read_html
from onrecord.read.mhtml import read_mhtml
from onrecord.read.page import Page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.toml"))
FIELDS = ("title", "outlet", "byline", "published", "modified", "url", "lang")


def page_named(name: str) -> tuple[Page, dict[str, Any]]:
    """A page of the folder as it is read, and what should be read of it."""
    source = next(path for path in PAGES.iterdir() if path.stem == name and path.suffix != ".toml")
    reader = read_mhtml if source.suffix in (".mhtml", ".mht") else read_html
    return reader(source.read_bytes()), tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))


def blocks_of(page: Page) -> list[list[str]]:
    return [[b.kind.value, page.text[b.start : b.end], *([b.at] if b.at else [])] for b in page.blocks]


def text_of(html: str) -> list[str]:
    page = read_html(html.encode())
    return [page.text[b.start : b.end] for b in page.blocks]


def test_there_are_fifteen_layouts_at_least() -> None:
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_gives_its_article(name: str) -> None:
    page, wanted = page_named(name)
    assert blocks_of(page) == wanted["blocks"]


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_gives_its_metadata(name: str) -> None:
    page, wanted = page_named(name)
    assert {key: getattr(page.metadata, key) for key in FIELDS} == {key: wanted.get(key) for key in FIELDS}


@pytest.mark.parametrize("name", NAMES)
def test_blocks_cover_the_text(name: str) -> None:
    page, _ = page_named(name)
    position = 0
    for block in page.blocks:
        assert not page.text[position : block.start].strip()
        assert page.text[block.start : block.end].strip() == page.text[block.start : block.end] != ""
        position = block.end
    assert position == len(page.text)
