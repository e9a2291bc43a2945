"""Commands of the program, with a stub for its parser, one after the other in a process of its own; for tests that must
change what that process may do. Reads JSON from standard input, writes the status and the words of each step.

{"drop": true to become a user without rights, "patience": seconds, "now": the time of day, "steps": [["read", "in", …], …]};
a step that begins with "!" is for the shell.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import stub_reader
from click.testing import CliRunner

from onrecord.cli import main as program
from onrecord.store import database


def call(*args: str) -> dict[str, Any]:
    """One command, in this process."""
    result = CliRunner().invoke(program, args)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    errors = "".join(line for line in result.stderr.splitlines(keepends=True) if not line.startswith("Note: "))
    return {"args": args, "status": result.exit_code, "said": result.stdout + errors}


def shell(command: str) -> dict[str, Any]:
    made = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    return {"args": ["!", command], "status": made.returncode, "said": made.stdout + made.stderr}


def warm() -> None:
    """Load all that the commands need, while it may be read."""
    with tempfile.TemporaryDirectory() as folder:
        case, text = str(Path(folder, "case")), Path(folder, "one.txt")
        text.write_text(stub_reader.story(1), encoding="utf-8")
        for args in (
            ("read", str(text), "--into", case),
            ("status", case),
            ("show", case),
            ("ask", case, "Who counted boats?"),
            ("export", case),
        ):
            assert call(*args)["status"] == 0
        call("show", case, "Nobody")


def main() -> None:
    wanted = json.load(sys.stdin)
    stub_reader.install()
    database.PATIENCE = wanted.get("patience", database.PATIENCE)
    if wanted.get("drop"):
        warm()
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    done = [shell(step[1]) if step[0] == "!" else call(*step) for step in wanted["steps"]]
    json.dump(done, sys.stdout)


def take(steps: list[list[str]], cwd: Path, *, before: tuple[str, ...] = (), **more: Any) -> list[dict[str, Any]]:
    """Have the steps taken in a process of its own, started by ``before`` if given."""
    made = subprocess.run(
        [*before, sys.executable, __file__], input=json.dumps({"steps": steps} | more), cwd=cwd, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(made.stdout)
    for step in found:
        assert "Traceback" not in step["said"], step
    return found


def namespace() -> tuple[str, ...] | None:
    """How to start a process that may mount things which nobody else sees, or ``None`` where that is not allowed."""
    before = ("unshare", "-m") if os.geteuid() == 0 else ("unshare", "-r", "-m")
    with tempfile.TemporaryDirectory() as folder:
        try:
            tried = subprocess.run([*before, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, timeout=20)
        except OSError:
            return None
    return before if tried.returncode == 0 else None


if __name__ == "__main__":
    main()
