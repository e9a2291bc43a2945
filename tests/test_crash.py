"""A casefile after the program was killed, at a hundred moments of a real process: it opens, and the next run completes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stub_reader import story

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked so that their start costs nothing")

KILLING = Path(__file__).parent / "killing.py"
SEED = 20240502
FILES = 60
INSIDE = ("in transaction", "filing", "resolving", "logging the run", "making tables", "committing", "closing")


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """A row for each kill: the command, the phase it fell in, what was wrong afterwards."""
    root = tmp_path_factory.mktemp("kills")
    made = subprocess.run([sys.executable, str(KILLING), str(root), str(SEED), str(FILES)], capture_output=True, text=True, timeout=900)
    assert made.returncode in (0, 1), made.stderr[-2000:]
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    print(f"\n{'command':<12} {'killed while':<16} {'transaction':>11} {'statement':>9} {'documents':>9} {'completed in':>12}")
    for row in rows:
        print(
            f"{row['command']:<12} {row['phase']:<16} {row['transactions']:>11} {row['statements']:>9} {row['documents']:>9} "
            f"{row['seconds']:>10.2f} s {'; '.join(row['wrong'])[:200]}"
        )
    for command, phases in sorted({r["command"]: Counter(o["phase"] for o in rows if o["command"] == r["command"]) for r in rows}.items()):
        print(f"{command}: " + ", ".join(f"{count} {phase}" for phase, count in phases.most_common()))
    assert not made.stderr, made.stderr[-2000:]
    return rows


def test_nothing_is_lost_and_nothing_twice(kills: list[dict[str, Any]]) -> None:
    assert len(kills) >= 100
    assert [row for row in kills if row["wrong"]] == []


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number:03}.txt").write_text(story(number), encoding="utf-8")
    command = [sys.executable, str(KILLING.with_name("stub_reader.py")), "read", "in", "--into", "case"]
    reading = subprocess.Popen([*command, "--workers", "2"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        filed = _waited(lambda: (tmp_path / "case-wal").exists() and (tmp_path / "case-wal").stat().st_size > 400_000)
        children = _children(reading.pid)
    finally:
        reading.kill()
        reading.wait()
    assert filed
    assert children
    assert _waited(lambda: not any(_alive(child) for child in children)), "a worker outlived its parent"
    done = subprocess.run([*command, "--workers", "2"], cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    read, known = (int(word) for word in done.stdout.splitlines()[-1].split()[0:3:2])
    assert read > 0
    assert known > 0
    assert read + known == 200
    again = subprocess.run([*command[:-1], "other"], cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert again.returncode == 0, again.stderr
    ends = [
        subprocess.run([*command[:2], "export", case], cwd=tmp_path, capture_output=True, timeout=60).stdout for case in ("case", "other")
    ]
    assert ends[0] == ends[1] != b""


def _waited(true: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def _children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        pytest.skip("this system does not tell what a process has started")


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_kills_fell_inside_transactions_and_commits(kills: list[dict[str, Any]]) -> None:
    fell = Counter(row["phase"] for row in kills)
    assert sum(fell[phase] for phase in INSIDE) >= len(kills) / 3
    for phase in ("reading", "annotating", "filing", "resolving", "committing", "closing"):
        assert fell[phase], f"no kill while {phase}: {dict(fell)}"
    assert len({row["documents"] for row in kills}) > 15  # spread over the whole run
