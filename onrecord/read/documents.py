"""Bytes of a known kind -> a document, with what is known about it."""

from __future__ import annotations

import importlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from onrecord.errors import ReadError
from onrecord.model import Document
from onrecord.read.kinds import BEGINNING, foreign
from onrecord.read.limits import Limits
from onrecord.read.markdown import front_matter, plain_text
from onrecord.read.metadata import Metadata, metadata_of, metadata_of_fields
from onrecord.read.text import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the user says about all documents: where a document tells nothing else, or (of files) instead of it."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    lang: str | None = None


def document_of(content: bytes, kind: str, location: str, given: Given, limits: Limits) -> Document:
    """The document in the bytes of a file.

    Raises:
        ReadError: it is empty, no text, too long, or a page without an article.
    """
    try:
        document = _page(content, kind, location, given) if kind in ("html", "mhtml") else _text(content, kind, location, given, limits)
    except (RecursionError, MemoryError) as error:
        raise ReadError(f"nested too deeply or too large to read ({type(error).__name__})") from None
    if len(document.text) > limits.characters:
        raise ReadError(limits.too_long())
    return document


def completed(document: Document, given: Given) -> Document:
    """A row's document with what the user says where it says nothing itself."""
    return replace(document, **{key: value for key, value in asdict(given).items() if value and getattr(document, key) is None})


def _text(content: bytes, kind: str, location: str, given: Given, limits: Limits) -> Document:
    """A document with what the options, its front matter, its header lines and its file's name tell about it, in this order."""
    text = decode(content)
    if len(text) > 2 * limits.characters:
        raise ReadError(limits.too_long())  # before anything looks at all of it
    said = Metadata()
    if kind == "markdown":
        fields, rest = front_matter(text)
        said, text = metadata_of_fields(fields), plain_text(rest)
        if not text.strip():
            raise ReadError("empty")
    return _described(text, said, location, given)


def _page(content: bytes, kind: str, location: str, given: Given) -> Document:
    """The article of a web page, by the reader of its kind."""
    other = foreign(content[:BEGINNING])
    if other:
        raise ReadError(f"not a web page (binary: {other})")
    if not content.strip():
        raise ReadError("empty")
    page: Any = getattr(_reader(kind), f"read_{kind}")(content)
    if not page.text.strip():
        raise ReadError("no article in this page")
    document = _described(page.text, page.metadata, location, given)
    return replace(document, blocks=page.blocks)


def _reader(kind: str) -> Any:
    """The module that reads a kind of page; loaded when the first page is read, as its parser takes time to load."""
    try:
        return importlib.import_module(f"onrecord.read.{kind}")
    except ModuleNotFoundError as error:
        raise ReadError(f"web pages cannot be read: the module {error.name} is not installed") from None


def _described(text: str, said: Metadata, location: str, given: Given) -> Document:
    found = metadata_of(text, location.rpartition("/")[2])
    return Document(
        id=location, text=text, title=given.title or said.title or found.title, outlet=given.outlet or said.outlet or found.outlet,
        byline=said.byline or found.byline, published=given.published or said.published or found.published,
        modified=getattr(said, "modified", None), url=getattr(said, "url", None), lang=given.lang or getattr(said, "lang", None),
    )  # fmt: skip
