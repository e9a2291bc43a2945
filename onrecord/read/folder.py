"""Paths -> outcomes: files, folders and standard input, each ending in exactly one state."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.codec import decode_document
from onrecord.errors import FormError, ReadError
from onrecord.model import Document
from onrecord.read.markdown import front_matter, plain_text
from onrecord.read.metadata import Metadata, metadata_of, metadata_of_fields
from onrecord.read.outcome import Outcome
from onrecord.read.text import decode

LIMIT = 20_000_000
"""Bytes that one file may have."""

_SUFFIXES = (".txt", ".md", ".jsonl")


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    lang: str | None = None,
) -> Iterator[Outcome]:
    """Read files, folders (recursively, in sorted order) and ``-`` (standard input); options fill in what a document
    does not tell by itself. Nothing raises: what cannot be read is an outcome with its reason."""
    given = {"published": published, "outlet": outlet, "title": title, "lang": lang}
    for path in paths:
        if str(path) == "-":
            yield from _documents(sys.stdin.buffer.read(LIMIT + 1), "-", ".txt", given)
            continue
        yield from _path(Path(path), given)


def _path(path: Path, given: dict[str, str | None]) -> Iterator[Outcome]:
    location = _printable(path)
    try:
        if path.is_dir():
            for entry in sorted(path.iterdir(), key=lambda p: p.name):
                yield from _entry(entry, given)
            return
        if not path.exists():
            yield Outcome(location=location, status="failed", reason="no such file or folder")
            return
        if not path.is_file():
            yield Outcome(location=location, status="skipped", reason="neither a file nor a folder")
            return
        if path.suffix.lower() not in _SUFFIXES:
            yield Outcome(location=location, status="skipped", reason=f"files of this kind are not read ({path.suffix or 'no suffix'})")
            return
        if path.stat().st_size > LIMIT:
            yield Outcome(location=location, status="failed", reason=f"larger than {LIMIT // 1_000_000} MB")
            return
        content = path.read_bytes()
    except OSError as error:
        yield Outcome(location=location, status="failed", reason=(error.strerror or str(error)).lower())
        return
    yield from _documents(content, location, path.suffix.lower(), given)


def _printable(path: Path) -> str:
    """A path in characters that can be written as UTF-8, whatever bytes the file's name has."""
    return path.as_posix().encode("utf-8", "replace" if os.name == "nt" else "surrogateescape").decode("utf-8", "replace")


def _entry(entry: Path, given: dict[str, str | None]) -> Iterator[Outcome]:
    """One entry of a folder: links to folders and hidden files are not followed."""
    if entry.name.startswith("."):
        yield Outcome(location=_printable(entry), status="skipped", reason="hidden")
    elif entry.is_symlink() and entry.is_dir():
        yield Outcome(location=_printable(entry), status="skipped", reason="a link to a folder")
    else:
        yield from _path(entry, given)


def _documents(content: bytes, location: str, suffix: str, given: dict[str, str | None]) -> Iterator[Outcome]:
    if len(content) > LIMIT:
        yield Outcome(location=location, status="failed", reason=f"larger than {LIMIT // 1_000_000} MB")
    elif suffix == ".jsonl":
        yield from _rows(content, location, given)
    else:
        digest = hashlib.sha256(content).hexdigest()
        try:
            document = _described(decode(content), suffix, location, given)
        except ReadError as error:
            yield Outcome(location=location, status="failed", reason=str(error), digest=digest)
            return
        yield Outcome(location=location, status="ok", document=document, digest=digest)


def _described(text: str, suffix: str, location: str, given: dict[str, str | None]) -> Document:
    """A document with what the options, its front matter, its header lines and its file's name tell about it, in this order.

    Raises:
        ReadError: nothing but metadata is in it.
    """
    said = Metadata()
    if suffix == ".md":
        fields, rest = front_matter(text)
        said, text = metadata_of_fields(fields), plain_text(rest)
        if not text.strip():
            raise ReadError("empty")
    found = metadata_of(text, Path(location).name)
    return Document(
        id=location, text=text, title=given["title"] or said.title or found.title, outlet=given["outlet"] or said.outlet or found.outlet,
        byline=said.byline or found.byline, published=given["published"] or said.published or found.published, lang=given["lang"],
    )  # fmt: skip


def _rows(content: bytes, location: str, given: dict[str, str | None]) -> Iterator[Outcome]:
    rows = [(n, line) for n, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    if not rows:
        yield Outcome(location=location, status="failed", reason="empty")
    for number, line in rows:
        digest = hashlib.sha256(line.strip()).hexdigest()
        try:
            document = decode_document(line, number)
        except FormError as error:
            yield Outcome(location=f"{location}#{number}", status="failed", reason=str(error), digest=digest)
            continue
        document = replace(document, **{k: v for k, v in given.items() if v and getattr(document, k) is None})
        yield Outcome(location=f"{location}#{document.id}", status="ok", document=document, digest=digest)
