"""What the papers show is what happens: commands are run and their output compared, Python blocks too, links are followed.

In shown output "…" stands for anything, within a line or as a line of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from onrecord.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
PAPERS = sorted(
    [*PAGES, *(ROOT / "docs" / "decisions").glob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "evals" / "README.md", ROOT / "SECURITY.md"]
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


class Shown(NamedTuple):
    page: str
    command: str
    output: str


def blocks(page: Path, kind: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page.read_text(encoding="utf-8")) if name == kind]


def shown() -> Iterator[Shown]:
    for page in PAGES:
        for body in blocks(page, "console"):
            for step in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, output = step.partition("\n")
                yield Shown(page.name, command, output)


STEPS = list(shown())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the examples and demo.db, and an environment in which ``onrecord`` is this onrecord."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    command = folder / "bin" / "onrecord"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from onrecord.cli import main; main(prog_name=\'onrecord\')" "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    run("onrecord read examples/articles --into demo.db", folder, environment)
    return folder, environment


PIPED = re.compile(r"(?:echo '(?P<input>[^']*)' \| )?onrecord (?P<arguments>[^|;<>&$]+)")


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command prints: within this process where it is onrecord alone, so that the parser is loaded once."""
    alone = PIPED.fullmatch(command)
    if alone is None:
        return run_in_shell(command, folder, environment)
    given = None if alone["input"] is None else alone["input"] + "\n"
    with contextlib.chdir(folder):
        result = CliRunner(env={"COLUMNS": "100"}).invoke(main, shlex.split(alone["arguments"]), input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def run_in_shell(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert not done.stderr, done.stderr
    return done.stdout


def matches(wanted: str, got: str) -> bool:
    lines = ["(?s:.*?)" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + "\n" for line in wanted.strip("\n").split("\n")]
    return re.fullmatch("".join(lines), got.strip("\n") + "\n") is not None


def test_the_comparison_can_fail() -> None:
    assert matches("a\n…\nz", "a\nb\nc\nz\n")
    assert matches("a … c", "a b c\n")
    assert not matches("a … c", "a b\nc\n")
    assert not matches("a\nz", "a\nb\nz\n")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.page}: {step.command[:50]}")
def test_commands_print_what_is_shown(step: Shown, desk: tuple[Path, dict[str, str]]) -> None:
    got = run(step.command, *desk)
    if step.output:
        assert matches(step.output, got), f"wanted:\n{step.output}\ngot:\n{got}"


def test_there_are_commands_to_run() -> None:
    assert {step.page for step in STEPS} >= {"README.md", "quickstart.md", "claim.md", "casefile.md"}


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_python_runs(page: Path) -> None:
    exec(compile("\n".join(blocks(page, "python")), page.name, "exec"), {})


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.name)
def test_links_lead_somewhere(paper: Path) -> None:
    dead = [link for link in LINK.findall(paper.read_text(encoding="utf-8")) if not (paper.parent / link).exists()]
    assert dead == []


def test_the_reference_is_what_the_commands_say() -> None:
    reference = runpy.run_path(str(ROOT / "tools" / "write_reference.py"))["reference"]
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert page == reference(), "run tools/write_reference.py"


def test_the_demo_asks_what_the_examples_answer(desk: tuple[Path, dict[str, str]]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    question = re.search(r"^QUESTION \?= (.+)$", makefile, re.MULTILINE)
    assert question
    assert "on record:\n- [" in run(f'onrecord ask demo.db "{question[1]}"', *desk)
