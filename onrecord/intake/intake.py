"""Paths -> casefile: reading, annotating and filing, each document in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.intake.annotating import Annotated, annotated
from onrecord.model import Document
from onrecord.read.folder import read_paths
from onrecord.read.limits import Limits
from onrecord.read.outcome import Outcome

if TYPE_CHECKING:
    from onrecord.store.filing import Plan
    from onrecord.store.store import Store

STATES = ("read", "unchanged", "updated", "failed", "skipped")
_DOCUMENTS, _CHARACTERS = 8, 50_000  # of one batch at most: few, so that no worker waits long for another at the end

type Note = Callable[[str, str, str], None]
"""Told of every file: its state, its location, the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``metadata`` fills in what documents do not tell. ``workers`` are the processes that annotate (one: this process
    itself); ``limits`` and ``seconds`` of computing are what one document may take; with ``restore`` what was removed
    is read again."""

    metadata: Mapping[str, str | None] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    seconds: float | None = 300.0
    restore: bool = False


@dataclass(frozen=True, slots=True)
class _Batch:
    """Outcomes in their order, each with what filing it would come to; ``wanted`` are the digests to annotate."""

    plans: list[tuple[Outcome, Plan | None]]
    wanted: dict[str, Document]


def read_into(store: Store, paths: Sequence[Path], options: Options, note: Note) -> dict[str, int]:
    """Read files into a casefile; returns how many ended in each state.

    Raises:
        CasefileError: the casefile cannot be written to; what was filed before stays.
    """
    reader = version("onrecord")
    totals = dict.fromkeys(STATES, 0)
    run = store.begin(reader)
    try:
        batches = _planned(store, _batched(read_paths(list(paths), limits=options.limits, **options.metadata)), reader, options)
        for batch, found in _annotated(batches, options):
            ended: list[tuple[str, str, str]] = []
            for state, location, reason in _filed(store, batch, dict(zip(batch.wanted, found, strict=True)), reader, options):
                ended.append((location, state, reason))
                totals[state] += 1
                note(state, store.masked(location), reason)
            store.note(run, ended)
    finally:
        if store.unresolved():
            store.resolve()
    store.end(run, totals)
    return totals


def _batched(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    characters = 0
    for outcome in outcomes:
        batch.append(outcome)
        characters += 0 if outcome.document is None else len(outcome.document.text)
        if len(batch) >= _DOCUMENTS or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _planned(store: Store, batches: Iterable[list[Outcome]], reader: str, options: Options) -> Iterator[tuple[_Batch, list[Document]]]:
    for outcomes in batches:
        plans: list[tuple[Outcome, Plan | None]] = []
        wanted: dict[str, Document] = {}
        for outcome in outcomes:
            plan = _plan(store, outcome, reader, options)
            plans.append((outcome, plan))
            if plan is not None and plan.wanted and outcome.digest is not None:
                wanted.setdefault(outcome.digest, plan.document)
        yield _Batch(plans, wanted), list(wanted.values())


def _plan(store: Store, outcome: Outcome, reader: str, options: Options, known: Document | None = None) -> Plan | None:
    if outcome.document is None or outcome.digest is None:
        return None
    found = known or identified(outcome.document, outcome.location, outcome.digest)
    return store.plan(outcome.location, outcome.digest, found, reader=reader, restore=options.restore)


def _annotated(batches: Iterable[tuple[_Batch, list[Document]]], options: Options) -> Iterator[tuple[_Batch, list[Annotated]]]:
    with ExitStack() as stack:
        if options.workers > 1:
            from onrecord.intake.workers import Pool

            yield from stack.enter_context(Pool(options.workers, options.seconds)).run(batches)
            return
        for batch, documents in batches:
            yield batch, annotated(documents, options.seconds)


def _filed(store: Store, batch: _Batch, found: dict[str, Annotated], reader: str, options: Options) -> Iterator[tuple[str, str, str]]:
    """File what is to be filed; yields (state, location, reason) for each outcome."""
    for outcome, first in batch.plans:
        location = outcome.location
        if first is None or outcome.document is None or outcome.digest is None:
            yield "skipped" if outcome.status == "skipped" else "failed", location, outcome.reason or ""
            continue
        # again: an earlier file may have brought the same bytes, or other metadata for them
        plan = _plan(store, outcome, reader, options) or first
        rows = found.get(outcome.digest)
        if plan.wanted and (rows is None or plan.document != batch.wanted.get(outcome.digest)):
            rows = annotated([plan.document], options.seconds)[0]
        if not plan.wanted:
            if not plan.placed:
                store.link(location, outcome.digest, plan.told)
            yield plan.state, location, plan.reason
        elif rows is None or isinstance(rows, str):
            yield "failed", location, rows or ""
        else:
            store.file(location, outcome.digest, plan.document, rows, told=plan.told, reader=reader)
            yield plan.state, location, plan.reason


def identified(document: Document, location: str, digest: str) -> Document:
    """The document with an id that does not depend on where it was found: its own, or the beginning of its digest."""
    own = document.id and document.id != location and not Path(document.id).is_absolute()
    return document if own else replace(document, id=digest[:16])
