"""Paths -> outcomes: files, folders and standard input, each ending in exactly one state.

A folder is read by the names of its files. A file that is named itself is read by what it holds where its name does
not tell; a file that is plainly a web page is read as one, even if its name says text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from onrecord.errors import ReadError
from onrecord.read.documents import Given, completed, document_of
from onrecord.read.jsonl import rows
from onrecord.read.kinds import BEGINNING, foreign, is_data, kind_of_suffix, page_kind, suffix_of
from onrecord.read.limits import Limits
from onrecord.read.listing import Listed, count_files, list_files, why
from onrecord.read.names import row_of
from onrecord.read.opening import content_of, open_file
from onrecord.read.outcome import Outcome

__all__ = ["Reading", "count_files", "list_files", "read_file", "read_paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files are to be read: what is known about all of them, and how large they may be."""

    given: Given = field(default_factory=Given)
    limits: Limits = field(default_factory=Limits)


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Read files, folders (recursively, in sorted order) and ``-`` (standard input); options fill in what a document
    does not tell by itself. Nothing raises: what cannot be read is an outcome with its reason."""
    reading = Reading(given=Given(published=published, outlet=outlet, title=title, lang=lang), limits=limits or Limits())
    for listed in list_files(paths):
        yield from read_file(listed, reading)


def read_file(listed: Listed, reading: Reading) -> Iterator[Outcome]:
    """The outcome of one listed file; of a JSON Lines file, one for each row. Nothing raises."""
    if listed.status is not None:
        yield Outcome(location=listed.location, status=listed.status, reason=listed.reason)
        return
    if listed.path == "-":
        yield _standard_input(reading)
        return
    suffix = suffix_of(os.path.basename(listed.path))
    kind = kind_of_suffix(suffix)
    if kind == "jsonl":
        yield from _rows(listed, reading)
    elif kind is None and (not listed.named or is_data(suffix)):
        hint = "" if is_data(suffix) else "; name the file itself to have it read as text" if not suffix else ""
        yield _skipped(listed, f"{suffix or 'no suffix'}{hint}")
    else:
        yield _whole(listed, kind, reading)


def _skipped(listed: Listed, what: str) -> Outcome:
    return Outcome(location=listed.location, status="skipped", reason=f"files of this kind are not read ({what})")


def _standard_input(reading: Reading) -> Outcome:
    content = sys.stdin.buffer.read(reading.limits.bytes + 1)
    if len(content) > reading.limits.bytes:
        return Outcome(location="-", status="failed", reason=reading.limits.too_large())
    return _outcome(content, "text", "-", reading)


def _whole(listed: Listed, kind: str | None, reading: Reading) -> Outcome:
    """A file that is one document; of unknown ``kind`` where its name does not tell."""
    try:
        content = content_of(listed.path, reading.limits)
    except ReadError as error:
        return Outcome(location=listed.location, status="failed", reason=str(error))
    if kind is None and (other := foreign(content[:BEGINNING])):
        return _skipped(listed, other)
    return _outcome(content, kind or "text", listed.location, reading)


def _outcome(content: bytes, kind: str, location: str, reading: Reading) -> Outcome:
    digest = sha256(content).hexdigest()
    kind = page_kind(content) or kind if kind in ("text", "html") else kind
    try:
        document = document_of(content, kind, location, reading.given, reading.limits)
    except ReadError as error:
        return Outcome(location=location, status="failed", reason=str(error), digest=digest)
    return Outcome(location=location, status="ok", document=document, digest=digest)


def _rows(listed: Listed, reading: Reading) -> Iterator[Outcome]:
    """The rows of a JSON Lines file. One that breaks off (the disk fails, the file is cut short) ends in a failure of
    the file itself, after the rows before it."""
    empty, location = True, listed.location
    try:
        with open_file(listed.path) as file:
            beginning = file.peek(BEGINNING)[:BEGINNING]
            if other := foreign(beginning):
                raise ReadError(f"not JSON Lines (binary: {other})")
            for number, digest, found in rows(file, reading.limits):
                empty = False
                if isinstance(found, str):
                    yield Outcome(location=f"{location}:{number}", status="failed", reason=found, digest=digest or None)
                else:
                    document = completed(found, reading.given)
                    yield Outcome(location=f"{location}#{row_of(found.id)}", status="ok", document=document, digest=digest)
        if empty:
            raise ReadError("empty")
    except ReadError as error:
        yield Outcome(location=location, status="failed", reason=str(error))
    except OSError as error:
        yield Outcome(location=location, status="failed", reason=f"not read to its end: {why(error)}")
