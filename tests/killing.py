"""Kills the program at chosen moments and looks at what is left. Run as a script: prints a JSON row for every kill.

The program runs in a process of its own, forked from this one so that its start costs nothing. It announces what it is
about to do (through a pipe) and keeps the phase it is in in shared memory, where it can be read after its death.
"""

from __future__ import annotations

import gc
import json
import mmap
import os
import random
import shutil
import signal
import sqlite3
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import stub_reader
from click.testing import CliRunner

from onrecord import pipeline
from onrecord.cli import main as program

PHASES = (
    "starting", "opening", "reading", "annotating", "making tables", "in transaction", "filing", "resolving", "logging the run",
    "committing", "checkpoint", "closing", "copying", "ended",
)  # fmt: skip
_BOARD = struct.Struct("=BII")  # phase, transactions begun, statements in this one


class Board:
    """Where the program says what it does: readable after its death."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, _BOARD.size)
        self.reader, self.writer = os.pipe()
        self.transactions = self.statements = 0

    def at(self, phase: str) -> None:
        number = PHASES.index(phase)
        _BOARD.pack_into(self.memory, 0, number, self.transactions, self.statements)
        os.write(self.writer, bytes([number]))

    def seen(self) -> tuple[str, int, int]:
        phase, transactions, statements = _BOARD.unpack_from(self.memory)
        return PHASES[phase], transactions, statements

    def close(self) -> None:
        os.close(self.reader)
        self.memory.close()


def watch(board: Board, often: bool) -> None:
    """Have this process's connections, and its parser, report to the board; ``often``: checkpoints at many commits."""
    connect = sqlite3.connect

    class Watched(sqlite3.Connection):
        def __init__(self, *args: Any, **more: Any) -> None:
            board.at("opening")
            super().__init__(*args, **more)
            if often:
                self.execute("PRAGMA wal_autocheckpoint = 20")
            self.set_trace_callback(lambda sql: _heard(board, sql))

        def commit(self) -> None:
            if self.in_transaction:
                board.at("committing")
            super().commit()
            board.at("reading")

        def backup(self, *args: Any, **more: Any) -> None:
            board.at("copying")
            super().backup(*args, **more)

        def close(self) -> None:
            board.at("closing")
            super().close()

    sqlite3.connect = lambda *args, **more: connect(*args, **{"factory": Watched} | more)  # type: ignore[assignment]
    annotate = stub_reader.annotate_stub

    def annotate_watched(documents: Any, layers: Any = None) -> Any:
        for document in documents:
            board.at("annotating")
            yield from annotate([document], layers)
        board.at("reading")

    pipeline.annotate_many = annotate_watched


def _heard(board: Board, sql: str) -> None:
    words = sql.split(None, 3)
    first, table = words[0].upper() if words else "", words[2].strip('"') if len(words) > 2 else ""
    if first == "BEGIN":
        board.transactions, board.statements = board.transactions + 1, 0
        board.at("in transaction")
    elif first in ("CREATE", "ALTER", "DROP"):
        board.at("making tables")
    elif first in ("INSERT", "DELETE", "UPDATE", "REPLACE"):
        board.statements += 1
        table = words[1].strip('"') if first == "UPDATE" else table
        board.at({"entity": "resolving", "run": "logging the run"}.get(table, "filing"))
    elif first == "VACUUM":
        board.at("copying")
    elif first == "PRAGMA" and "wal_checkpoint" in sql:
        board.at("checkpoint")


def run(commands: Sequence[Sequence[str]], out: Path, prepare: Callable[[], None] | None = None) -> int:
    """Start the program in a process of its own, for one command or several in turn; returns the process's id. What is
    printed goes to a file."""
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        if prepare is not None:
            prepare()
        for args in commands:
            try:
                program(list(args), standalone_mode=True)
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
            if status:
                break
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def ended(out: Path, *commands: Sequence[str], unless: str = "\0") -> str:
    """Run the program to its end in a process of its own; returns what it printed. It must end well, or say ``unless``."""
    _, status = os.waitpid(run(commands, out), 0)
    said = out.read_text("utf-8", "replace")
    if (status != 0 and unless not in said) or "Traceback" in said:
        raise AssertionError(f"{commands}: status {status}, {said[-600:]}")
    return said


@dataclass
class Kill:
    """Where a kill fell and what was found after it; ``wrong`` is empty where all is well."""

    command: str
    phase: str
    transactions: int
    statements: int
    documents: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def events(args: Sequence[str], out: Path, often: bool) -> list[tuple[str, float]]:
    """The phases of an undisturbed run, in order, with how long each lasted (seconds)."""
    board = Board()
    child = run([args], out, lambda: watch(board, often))
    os.close(board.writer)
    found: list[tuple[str, float]] = []
    while data := os.read(board.reader, 1):
        found.append((PHASES[data[0]], time.perf_counter()))
    _, status = os.waitpid(child, 0)
    board.close()
    assert status == 0, out.read_text()
    times = [at for _, at in found] + [time.perf_counter()]
    return [(phase, times[n + 1] - times[n]) for n, (phase, _) in enumerate(found)]


def killed(args: Sequence[str], out: Path, often: bool, moment: int, delay: float) -> tuple[str, int, int] | None:
    """Kill the program ``delay`` seconds after its event number ``moment``; where it was, or None if it was quicker."""
    board = Board()
    child = run([args], out, lambda: watch(board, often))
    os.close(board.writer)
    left = moment + 1
    while left and (data := os.read(board.reader, left)):
        left -= len(data)
    until = time.perf_counter() + delay
    while time.perf_counter() < until:
        pass
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    seen = board.seen()
    board.close()
    return seen if os.WIFSIGNALED(status) else None


WEIGHTS = {
    "committing": 24, "filing": 16, "in transaction": 8, "resolving": 12, "closing": 10, "logging the run": 5, "making tables": 4,
    "opening": 4, "reading": 8, "annotating": 8, "checkpoint": 2, "copying": 6,
}  # fmt: skip
"""How often a kill is aimed at each phase: inside transactions much more often than time alone would have it."""


def moments(seen: Sequence[tuple[str, float]], count: int, dice: random.Random) -> list[tuple[int, float]]:
    """Where to kill: the number of an event, and how long after it."""
    places: dict[str, list[int]] = {}
    for number, (phase, _) in enumerate(seen):
        places.setdefault(phase, []).append(number)
    phases = [phase for phase in WEIGHTS if phase in places]
    chosen = phases[:count] + dice.choices(phases, [WEIGHTS[phase] for phase in phases], k=max(0, count - len(phases)))
    numbers = [dice.choice(places[phase]) for phase in chosen]
    return [(number, dice.uniform(0, min(seen[number][1], 0.05))) for number in numbers]


class Bench:
    """A folder with files to read, the casefile that they make, and one that holds an earlier state of them."""

    def __init__(self, root: Path, files: int) -> None:
        self.root, self.out = root, root / "out"
        self.files = files
        (root / "in").mkdir()
        for number in range(files):
            (root / "in" / f"{number:03}.txt").write_text(stub_reader.story(number), encoding="utf-8")
        (root / "old").mkdir()
        for number in range(0, files, 2):  # every second is there already, a third of these with other words
            (root / "old" / f"{number:03}.txt").write_text(stub_reader.story(number + (1000 if number % 3 == 0 else 0)), encoding="utf-8")

    def ended(self, *args: str) -> str:
        return ended(self.out, args)

    def export(self, case: str) -> str:
        ended(self.out, ("export", case, "-o", "export"))
        return (self.root / "export").read_text("utf-8")


def whole(before: str, parts: str, after: str) -> list[str]:
    """What is wrong with an export taken in between: each document is as it was or as it will be, and nothing else."""
    sides = [_documents(text) for text in (before, after)]
    return [
        f"document {id} is there in part"
        for id, lines in _documents(parts).items()
        if all(lines != side.get(id) for side in sides)
    ]  # fmt: skip


def _documents(export: str) -> dict[str, list[str]]:
    """Document -> its claims, without the ids of entities, which follow from all documents together."""
    found: dict[str, list[str]] = {}
    for line in export.splitlines():
        row = json.loads(line)
        found.setdefault(row["document"], []).append(
            json.dumps([row[key] for key in ("id", "digest", "words", "factuality", "act", "start")])
        )
    return found


def sound(case: Path) -> list[str]:
    """What SQLite finds wrong with a file, by its own full check."""
    connection = sqlite3.connect(case)
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")] + [
            f"a row of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")
        ]
        connection.execute("INSERT INTO claim_text (claim_text) VALUES ('integrity-check')")
    except sqlite3.Error as error:
        return [str(error)]
    finally:
        connection.close()
    return [line for line in found if line != "ok"]


@dataclass(frozen=True)
class Plot:
    """A command that is killed: what stands before it, and what must be there in the end."""

    name: str
    args: tuple[str, ...]
    before: str | None  # a casefile to start from
    start: str  # the export of that
    goal: str  # the export of an undisturbed run
    kills: int
    done: str = "\0"  # what the program says if there is nothing left to do
    gone: str = ""  # words of which nothing may be left
    one: bool = False  # one transaction: all of it is there, or nothing


def left_in(root: Path, words: str) -> list[Path]:
    """The files of the casefile that hold these words anywhere."""
    return [path for path in root.glob("case*") if words and words.encode() in path.read_bytes()]


def stage(bench: Bench, plot: Plot) -> None:
    for left in (*bench.root.glob("case*"), *bench.root.glob(".case*")):
        left.unlink()
    if plot.before is not None:
        shutil.copyfile(bench.root / plot.before, bench.root / "case")


def tried(bench: Bench, plot: Plot, moment: tuple[int, float], often: bool) -> Kill | None:
    """Kill the command once, and see what is left, and that the next run completes it."""
    stage(bench, plot)
    case, export = bench.root / "case", bench.root / "export"
    seen = killed(plot.args, bench.out, often, *moment)
    if seen is None:
        return None
    kill = Kill(plot.name, *seen)
    try:
        if case.exists() and case.stat().st_size:
            export.unlink(missing_ok=True)
            ended(bench.out, ("status", "case"), ("show", "case"), ("export", "case", "-o", "export"), unless="case is empty")
            left = export.read_text("utf-8") if export.exists() else ""
            kill.documents = len(_documents(left))
            kill.wrong += whole(plot.start, left, plot.goal) + sound(case)
            if plot.one and left not in (plot.start, plot.goal):
                kill.wrong.append("only a part of it is there")
        began = time.perf_counter()
        ended(bench.out, plot.args, unless=plot.done)
        kill.seconds = round(time.perf_counter() - began, 3)
        kill.wrong += [f"words of what was removed are left in {path.name}" for path in left_in(bench.root, plot.gone)]
        if bench.export("case") != plot.goal:
            kill.wrong.append("the next run ends with another export")
        kill.wrong += sound(case)
    except AssertionError as error:
        kill.wrong.append(str(error))
    return kill


def plots(bench: Bench) -> Iterator[Plot]:
    """The commands to kill."""
    bench.ended("read", "in", "--into", "goal")
    os.rename(bench.root / "in", bench.root / "new")
    os.rename(bench.root / "old", bench.root / "in")
    bench.ended("read", "in", "--into", "half")
    os.rename(bench.root / "in", bench.root / "old")
    os.rename(bench.root / "new", bench.root / "in")
    goal, half = bench.export("goal"), bench.export("half")
    read = ("read", "in", "--into", "case")
    yield Plot("read", read, None, "", goal, 36)
    yield Plot("read more", read, "half", half, goal, 36)
    with closing(sqlite3.connect(bench.root / "form1")) as connection:
        connection.executescript((Path(__file__).parent / "faults_data" / "form1.sql").read_text("utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    for name, args, before, done, kills in (
        ("migrate", ("history", "case", "in/0.txt"), "form1", "\0", 8),
        ("remove", ("remove", "case", "in/003.txt", "--by", "desk"), "goal", "no document", 10),
        ("merge", ("merge", "case", "half"), "goal", "\0", 8),
        ("backup", ("backup", "goal", "case"), None, "is there already", 6),
    ):
        start = bench.export(before) if before is not None and name != "migrate" else ""
        stage(bench, Plot(name, args, before, "", "", 0))
        bench.ended(*args)
        ends = bench.export("case")
        yield Plot(
            name, args, before, start or ends, ends, kills, done, gone="the 3th time" if name == "remove" else "", one=name != "merge"
        )


def warm(root: Path) -> None:
    """Load here, once, what every run needs."""
    (root / "warm").mkdir()
    (root / "warm" / "one.txt").write_text(stub_reader.story(1), encoding="utf-8")
    for args in (("read", "warm", "--into", "warm.case"), ("status", "warm.case"), ("show", "warm.case"), ("export", "warm.case")):
        result = CliRunner().invoke(program, args)
        assert result.exit_code == 0, result.output


def main(root: Path, seed: int, files: int) -> bool:
    os.chdir(root)
    stub_reader.install()
    warm(root)
    gc.collect()
    gc.freeze()  # a child has no need to look through what it was born with
    gc.disable()
    dice = random.Random(seed)
    bench = Bench(root, files)
    fine = True
    for plot in plots(bench):
        for often in (False, True):
            stage(bench, plot)
            for moment in moments(events(plot.args, bench.out, often), plot.kills // 2, dice):
                for attempt in range(8):  # one that comes too late is aimed earlier
                    kill = tried(bench, plot, (moment[0], moment[1] / 2**attempt), often)
                    if kill is not None:
                        fine = fine and not kill.wrong
                        print(json.dumps(asdict(kill)), flush=True)
                        break
    return fine


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])) else 1)
