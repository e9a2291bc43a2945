"""Files -> holes: the readers and the annotation run over them, and all that must never happen is listed."""

from __future__ import annotations

import json
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema

from onrecord.codec import decode_annotation, dump_line, encode_annotation, schema
from onrecord.errors import LanguageError
from onrecord.model import Document
from onrecord.pipeline import annotate_many
from onrecord.read.folder import read_paths
from onrecord.read.outcome import Outcome
from tests.nasty.texts import plain

PATIENCE = 60  # seconds, after which a file counts as one that hangs
TIMES = 40  # how many times longer than real sentences of the same length a text may take
GRACE = 1.0  # seconds that every file may take beside that
GROWTH = 200_000  # KB by which one file may raise the memory of the process


@dataclass(frozen=True, slots=True)
class Hole:
    """What must not happen, and where it did."""

    file: str
    what: str


class _HangsError(BaseException):
    pass


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raise if what is done within takes longer."""

    def ring(*_: object) -> None:
        raise _HangsError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(paths: Sequence[Path], thorough: int = 1) -> list[Hole]:
    """Every hole that the files find; all is checked of each, but schema and sameness of each ``thorough``-th alone."""
    holes: list[Hole] = []
    _pace()  # loads the parser, which is nobody's fault
    for number, path in enumerate(paths):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            with patience(PATIENCE):
                holes += [Hole(path.name, what) for what in _file(path, number % thorough == 0)]
        except _HangsError:
            holes.append(Hole(path.name, f"hangs: not done after {PATIENCE} seconds"))
        except Exception as error:
            holes.append(Hole(path.name, f"crash: {type(error).__name__}: {error}"))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        if grown > GROWTH:
            holes.append(Hole(path.name, f"memory grew by {grown // 1000} MB"))
    return holes


def _file(path: Path, thorough: bool) -> Iterator[str]:
    started = time.process_time()
    outcomes = list(read_paths([path]))
    took = time.process_time() - started
    if took > GRACE + 0.000_05 * path.stat().st_size:
        yield f"slow: reading it took {took:.2f} s"
    if not outcomes:
        yield "no state: it is neither read nor failed nor skipped"
    if len({o.location for o in outcomes}) < len(outcomes):
        yield "two outcomes at one location"
    for outcome in outcomes:
        yield from _outcome(outcome)
        if outcome.document is not None:
            yield from document(outcome.document, thorough)


def _outcome(outcome: Outcome) -> Iterator[str]:
    reads = outcome.status == "ok"
    if outcome.status not in ("ok", "failed", "skipped") or reads != (outcome.document is not None) or reads == bool(outcome.reason):
        yield f"not one state: {outcome.status}, {outcome.reason}"
    for words in (outcome.location, outcome.reason or ""):
        if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029\u202e" for c in words) or len(words) > 2_000:
            yield f"not a line that can be shown: {words[:80]!r}"
        words.encode()


@cache
def _pace() -> float:
    """Seconds that a character of real sentences takes."""
    sample = Document(id="pace", text=plain(Random(0), 20_000))
    list(annotate_many([replace_id(sample, "warm")]))
    started = time.process_time()
    list(annotate_many([sample]))
    return (time.process_time() - started) / len(sample.text)


def replace_id(document: Document, id: str) -> Document:
    return Document(id=id, text=document.text)


def document(read: Document, thorough: bool = True) -> Iterator[str]:
    """The holes that the annotation of one document finds."""
    allowed = GRACE + TIMES * _pace() * len(read.text)
    started = time.process_time()
    try:
        (found,) = annotate_many([read])
    except LanguageError as error:
        if "\n" in str(error):
            yield "an error of more than a line"
        return
    took = time.process_time() - started
    if took > allowed:
        yield f"slow: annotating {len(read.text):,} characters took {took:.2f} s, {took / (_pace() * len(read.text)):.0f} times as long as real sentences"
    line = dump_line(encode_annotation(found))
    row = json.loads(line)
    yield from _spans(row, read.text)
    if found.claims and decode_annotation(row).claims[0].id != found.claims[0].id:
        yield "does not load back"
    if thorough:
        yield from (f"breaks the schema: {error.message[:100]}" for error in _validator().iter_errors(row))
        (again,) = annotate_many([read])
        if dump_line(encode_annotation(again)) != line:
            yield "not the same twice"


@cache
def _validator() -> Any:
    return jsonschema.Draft202012Validator(schema())


def _spans(item: Any, text: str) -> Iterator[str]:
    """Every span of a row lies within the text, and its words are those that stand there."""
    if isinstance(item, list):
        if len(item) == 2 and all(type(n) is int for n in item):
            if not 0 <= item[0] < item[1] <= len(text):
                yield f"a span out of range: {item}"
            return
        for part in item:
            yield from _spans(part, text)
    elif isinstance(item, dict):
        if "start" in item and "end" in item:
            start, end = item["start"], item["end"]
            if not 0 <= start < end <= len(text):
                yield f"a span out of range: {start}, {end}"
            elif "text" in item and item["text"] != text[start:end]:
                yield f"words that are not in the text: {item['text'][:60]!r}"
        for part in item.values():
            yield from _spans(part, text)
