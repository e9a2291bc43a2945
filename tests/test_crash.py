"""A casefile after the program was killed, at a hundred moments of a real process: it opens, and the next run completes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked so that their start costs nothing")

KILLING = Path(__file__).parent / "killing.py"
SEED = 20240502
FILES = 60
INSIDE = ("in transaction", "filing", "resolving", "logging the run", "making tables", "committing", "closing")


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """A row for each kill: the command, the phase it fell in, what was wrong afterwards."""
    root = tmp_path_factory.mktemp("kills")
    made = subprocess.run([sys.executable, str(KILLING), str(root), str(SEED), str(FILES)], capture_output=True, text=True, timeout=300)
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


def test_kills_fell_inside_transactions_and_commits(kills: list[dict[str, Any]]) -> None:
    fell = Counter(row["phase"] for row in kills)
    assert sum(fell[phase] for phase in INSIDE) >= len(kills) / 3
    for phase in ("reading", "annotating", "filing", "resolving", "committing", "closing"):
        assert fell[phase], f"no kill while {phase}: {dict(fell)}"
    assert len({row["documents"] for row in kills}) > 15  # spread over the whole run
