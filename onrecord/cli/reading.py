"""Files -> casefile: reading, annotating and filing, each document in one transaction."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError
from onrecord.model import Annotation, Document

if TYPE_CHECKING:
    from onrecord.casefile.resolve import Comparer
    from onrecord.read import Outcome
    from onrecord.store.filing import Plan
    from onrecord.store.store import Store

STATES = ("read", "unchanged", "updated", "failed", "skipped")
_BATCH = 32  # documents annotated together: the parser works on many at once

type Note = Callable[[str, str, str], None]
"""Told of every file that is not plainly read: its state, its location, the reason."""


def read_into(store: Store, paths: Sequence[Path], metadata: Mapping[str, str | None], compare: Comparer, note: Note) -> dict[str, int]:
    """Read files into a casefile; returns how many ended in each state.

    Raises:
        CasefileError: the casefile cannot be written to.
    """
    from onrecord.read import read_paths

    totals = dict.fromkeys(STATES, 0)

    def end(state: str, location: str, reason: str) -> None:
        totals[state] += 1
        if state != "read":
            note(state, location, reason)

    try:
        for batch in batched(_watched(read_paths(list(paths), **metadata)), _BATCH):
            _file_batch(store, batch, end)
    finally:
        if store.unresolved():
            store.resolve(compare)
        store.log(version("onrecord"), totals)
    return totals


def _file_batch(store: Store, batch: Sequence[Outcome], end: Note) -> None:
    plans: list[tuple[Outcome, Plan | None]] = []
    wanted: dict[str, Document] = {}
    for outcome in batch:
        if outcome.document is None or outcome.digest is None:
            plans.append((outcome, None))
            continue
        plan = store.plan(outcome.location, outcome.digest, identified(outcome.document, outcome.location, outcome.digest))
        plans.append((outcome, plan))
        if plan.wanted:
            wanted[outcome.digest] = plan.document
    annotations = dict(zip(wanted, annotated(list(wanted.values())), strict=True))
    for outcome, first in plans:
        if first is None or outcome.digest is None or outcome.document is None:
            end("skipped" if outcome.status == "skipped" else "failed", outcome.location, outcome.reason or "")
            continue
        # again: an earlier file of the batch may have brought the same bytes
        plan = store.plan(outcome.location, outcome.digest, first.document)
        found = annotations.get(outcome.digest)
        if not plan.wanted:
            store.link(outcome.location, plan.document.id)
        elif isinstance(found, Annotation):
            store.file(outcome.location, outcome.digest, plan.document, replace(found, id=plan.document.id))
        else:
            end("failed", outcome.location, str(found))
            continue
        end(plan.state, outcome.location, plan.reason)


def identified(document: Document, location: str, digest: str) -> Document:
    """The document with an id that does not depend on where it was found: its own, or the beginning of its digest."""
    own = document.id and document.id != location and not Path(document.id).is_absolute()
    return document if own else replace(document, id=digest[:16])


def annotated(documents: Sequence[Document]) -> Iterator[Annotation | str]:
    """An annotation for each document, or the reason why it has none; one bad document does not spoil the others."""
    from onrecord.pipeline import annotate_many

    try:
        yield from list(annotate_many(documents))
        return
    except Exception:  # which of them it was, the second round tells
        pass
    for document in documents:
        try:
            yield from list(annotate_many([document]))
        except OnrecordError as error:
            yield str(error)
        except Exception as error:  # a defect of ours; the others are read all the same
            yield f"{type(error).__name__}: {error}"


def _watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same outcomes, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns: list[Any] = [SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)
        for outcome in outcomes:
            yield outcome
            progress.advance(task)
