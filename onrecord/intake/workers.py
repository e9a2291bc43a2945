"""Processes that annotate: each has its own parser, takes documents and gives back rows, small and ready to file.

A worker that dies takes no document with it but the one that killed it: its batch is done again, one by one.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, NamedTuple, Self

from onrecord.codec import pack, unpack
from onrecord.intake.annotating import Annotated, attempt
from onrecord.model import Document
from onrecord.store.rows import Prepared

_AHEAD = 2  # batches that wait for a worker beyond the one that it has
_GRACE = 20.0  # seconds beyond the limit after which a worker that does not answer is killed

type Batch = Sequence[Document]


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    tasks: Any  # the end to write to
    results: Any  # the end to read from
    busy: _Task | None = None


@dataclass(slots=True, eq=False)
class _Task:
    documents: Batch
    results: list[Annotated] = field(default_factory=list)
    parts: deque[Batch] = field(default_factory=deque)  # what is still to be done of it
    done: bool = False


class _Answer(NamedTuple):
    """Of each document its rows or the reason why there are none; ``apart``: they are to be tried one by one."""

    apart: bool
    found: list[tuple[Prepared | None, str]]


class Pool:
    """``count`` worker processes; use as a context manager. No document may take more than ``seconds`` of computing."""

    def __init__(self, count: int, seconds: float | None = None, *, worker: Callable[..., None] | None = None) -> None:
        """``worker`` is what each process runs, with the pipes of its tasks and results and the limit: :func:`work`."""
        self._work = worker or work
        self._context = multiprocessing.get_context("spawn")  # no copy of open casefiles, no threads, the same everywhere
        self._seconds = seconds
        self._workers = [self._start() for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            self._stop(worker)

    def run[T](self, batches: Iterable[tuple[T, Batch]]) -> Iterator[tuple[T, list[Annotated]]]:
        """The rows of every batch, in the order of the batches; a few batches ahead are taken from the iterable."""
        source = iter(batches)
        waiting: deque[tuple[T, _Task]] = deque()
        open_ = True
        while open_ or waiting:
            while (
                open_
                and sum(not task.done for _, task in waiting) < len(self._workers) + _AHEAD
                and len(waiting) < 4 * len(self._workers) + _AHEAD
            ):
                following = next(source, None)
                if following is None:
                    open_ = False
                    break
                tag, documents = following
                waiting.append((tag, _Task(documents=documents, parts=deque([documents] if documents else []), done=not documents)))
                self._give(task for _, task in waiting)
            while waiting and waiting[0][1].done:
                tag, task = waiting.popleft()
                yield tag, task.results
            if waiting:
                self._give(task for _, task in waiting)
                if not waiting[0][1].done:
                    self._take()

    def _give(self, tasks: Iterable[_Task]) -> None:
        """Hand work to those that have none."""
        idle = [worker for worker in self._workers if worker.busy is None]
        taken = {id(worker.busy) for worker in self._workers if worker.busy is not None}
        for task in tasks:
            if not idle:
                return
            if task.done or id(task) in taken:
                continue
            worker = idle.pop()
            worker.busy = task
            _send(worker, task)

    def _take(self) -> None:
        """Wait for an answer, or for the end of a worker."""
        busy = [worker for worker in self._workers if worker.busy is not None]
        allowed = None if not self._seconds else self._seconds * 3 + _GRACE
        ready = wait([worker.results for worker in busy], timeout=allowed)
        for worker in busy:
            if worker.results in ready:
                self._answered(worker)
            elif not ready:  # nobody answers: it computes where no signal reaches it
                worker.process.kill()
                self._died(worker, f"took more than the limit of {self._seconds:g} seconds of computing; --max-time sets it")

    def _answered(self, worker: _Worker) -> None:
        task = worker.busy
        assert task is not None
        try:
            answer = unpack(worker.results.recv_bytes(), _Answer)
        except (EOFError, OSError):
            worker.process.join(timeout=5)
            self._died(worker, f"the process that read it {_ending(worker.process.exitcode)}")
            return
        part = task.parts.popleft()
        if answer.apart:
            task.parts.extendleft([document] for document in reversed(part))
        else:
            task.results += [rows or reason for rows, reason in answer.found]
        self._proceed(worker, task)

    def _died(self, worker: _Worker, reason: str) -> None:
        task = worker.busy
        assert task is not None
        self._stop(worker)
        self._workers[self._workers.index(worker)] = fresh = self._start()
        part = task.parts.popleft()
        if len(part) > 1:
            task.parts.extendleft([document] for document in reversed(part))
        else:
            task.results.append(reason)
        fresh.busy = task
        self._proceed(fresh, task)

    def _proceed(self, worker: _Worker, task: _Task) -> None:
        if task.parts:
            _send(worker, task)
        else:
            task.done = True
            worker.busy = None

    def _start(self) -> _Worker:
        from_here, tasks = self._context.Pipe(duplex=False)
        results, to_here = self._context.Pipe(duplex=False)
        process = self._context.Process(target=self._work, args=(from_here, to_here, self._seconds), daemon=True)
        process.start()
        from_here.close()
        to_here.close()
        return _Worker(process=process, tasks=tasks, results=results)

    def _stop(self, worker: _Worker) -> None:
        worker.tasks.close()
        worker.results.close()
        if worker.process.is_alive():
            worker.process.terminate()
            worker.process.join(timeout=5)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()
        worker.process.close()


def _send(worker: _Worker, task: _Task) -> None:
    with suppress(OSError):  # it has died; the next look at its answers tells
        worker.tasks.send_bytes(pack(task.parts[0]))


def work(tasks: Connection, results: Connection, seconds: float | None) -> None:
    """A worker's life: documents in, rows out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    while True:
        try:
            documents = unpack(tasks.recv_bytes(), list[Document])
        except (EOFError, OSError):
            return
        found = attempt(documents, seconds)
        rows: list[tuple[Prepared | None, str]] = [(None, item) if isinstance(item, str) else (item, "") for item in found or ()]
        try:
            results.send_bytes(pack(_Answer(found is None, rows)))
        except OSError:
            return  # the parent is gone


def _ending(code: int | None) -> str:
    if code is None:
        return "did not answer"
    if code >= 0:
        return f"ended early (exit status {code})"
    return f"was killed ({signal.Signals(-code).name})"
