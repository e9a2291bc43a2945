"""Workers: the same rows whatever their number, and no document lost with a process that dies."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from stub_reader import annotate_stub, story

from onrecord import pipeline
from onrecord.intake import Options, read_into, workers
from onrecord.intake.workers import Pool, work
from onrecord.model import Annotation, Document
from onrecord.store.rows import Prepared, prepare
from onrecord.store.store import Store


def annotate(documents: Iterable[Document]) -> Iterator[Annotation]:
    for document in documents:
        if "kills" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "breaks" in document.text:
            raise ValueError("a defect")
        if "hangs" in document.text:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])  # as what computes outside of Python does
            while True:
                pass
        yield from annotate_stub([document])


def stubbed(*pipes: object) -> None:
    """A worker's life with the stub for a parser."""
    pipeline.annotate_many = annotate  # type: ignore[assignment]
    pipeline.warm = lambda _: None
    work(*pipes)  # type: ignore[arg-type]


def documents(count: int) -> list[Document]:
    return [Document(id=f"d{n}", text=story(n)) for n in range(count)]


def expected(found: Iterable[Document]) -> list[Prepared]:
    return [prepare(annotation) for annotation in annotate_stub(found)]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_come_back_in_order(count: int) -> None:
    batches = [(n, documents(size)) for n, size in enumerate([3, 1, 0, 7, 2, 2, 5])]
    with Pool(count, worker=stubbed) as pool:
        found = list(pool.run(iter(batches)))
    assert found == [(n, expected(batch)) for n, batch in batches]


def test_a_document_that_kills_its_worker_fails_alone() -> None:
    batch = documents(4)
    batch[2] = Document(id="bad", text="This kills.")
    broken = [Document(id="worse", text="This breaks."), *documents(1)]
    with Pool(2, worker=stubbed) as pool:
        (_, first), (_, second), (_, third) = pool.run([(1, batch), (2, broken), (3, documents(2))])
    assert first[2] == "the process that read it was killed (SIGKILL)"
    assert [row for n, row in enumerate(first) if n != 2] == expected(documents(2) + documents(4)[3:])
    assert second == ["could not be processed (ValueError: a defect)", *expected(documents(1))]
    assert third == expected(documents(2))


def test_a_worker_that_no_signal_reaches_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_GRACE", 5.0)
    with Pool(1, 0.2, worker=stubbed) as pool:
        ((_, found),) = pool.run([(1, [*documents(1), Document(id="bad", text="This hangs.")])])
    assert found == [*expected(documents(1)), "took more than the limit of 0.2 seconds of computing; --max-time sets it"]


def test_workers_end_with_the_pool() -> None:
    with Pool(2, worker=stubbed) as pool:
        processes = [worker.process.pid for worker in pool._workers]
        list(pool.run([(1, documents(2))]))
    for pid in processes:
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts that the parser reads; some bytes stand twice, some rows bring the same id, one file is broken."""
    folder = tmp_path_factory.mktemp("articles")
    for n in range(12):
        (folder / f"{n}.txt").write_text(f"{story(n)}\nMia Kos was born in Lima in {1950 + n}. She leads the {n}th union of Northfield.\n")
    (folder / "copy.txt").write_bytes((folder / "3.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    for name in ("x", "y"):
        (folder / f"{name}.jsonl").write_text(
            "".join(json.dumps({"id": i, "text": story(n)}) + "\n" for i, n in (("1", ord(name)), (name, 20)))
        )
    return folder


def export(case: Path, articles: Path, paths: list[str], count: int, seed: str) -> bytes:
    """What a casefile exports that other processes have read and written, with a hash seed of their own."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "onrecord"]
    subprocess.run(
        [*command, "read", *paths, "--into", str(case), "--workers", str(count)], cwd=articles, env=environment, capture_output=True
    )
    return subprocess.run([*command, "export", str(case)], env=environment, capture_output=True, check=True).stdout


def test_number_order_and_seeds_leave_no_trace(articles: Path, tmp_path: Path) -> None:
    names = sorted(path.name for path in articles.iterdir())
    shuffled = random.Random(7).sample(names, len(names))
    whole = export(tmp_path / "whole", articles, names, 1, "1")
    assert whole.count(b"\n") > 100
    assert export(tmp_path / "two", articles, shuffled, 2, "2") == whole
    export(tmp_path / "runs", articles, shuffled[::2], 1, "3")
    assert export(tmp_path / "runs", articles, shuffled[1::2], 2, "4") == whole


def test_reading_with_workers_opens_no_socket(articles: Path, tmp_path: Path) -> None:
    """An audit hook, inherited by nothing, watches the parent; workers have the same code as it."""
    program = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event.startswith('socket.'): raise RuntimeError(event)\n"
        "sys.addaudithook(hook)\n"
        "from onrecord.cli import main\n"
        f"main(['read', {str(articles / '1.txt')!r}, {str(articles / '2.txt')!r}, '--into', {str(tmp_path / 'case')!r}, '--workers', '2'])\n"
    )
    path = tmp_path / "watched.py"
    path.write_text(f"if __name__ == '__main__':\n{''.join(f'    {line}{chr(10)}' for line in program.splitlines())}")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True)
    assert done.stdout.startswith("2 read"), done.stderr


def test_the_state_of_every_file_is_the_same_with_workers(articles: Path, tmp_path: Path) -> None:
    totals = []
    for count in (1, 2):
        with Store(tmp_path / f"case{count}", create=True) as store:
            said: list[tuple[str, str, str]] = []
            found = read_into(store, [articles], Options(workers=count), lambda *told, said=said: said.append(told))  # type: ignore[arg-type, misc]
            totals.append((found, said))
    assert totals[0] == totals[1]
    assert totals[0][0] == {"read": 16, "unchanged": 1, "updated": 0, "failed": 1, "skipped": 0}
