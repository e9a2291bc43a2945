"""The examples of the documentation are run; what they print must be what the pages show ("…" stands for anything)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from onrecord.cli import main

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)


def steps(page: str) -> list[tuple[str, list[str]]]:
    """Commands of a page, each with the lines that it is shown to print."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", place / "examples")
    run("onrecord read examples/articles --into case.db", place)
    return place


def run(command: str, place: Path) -> str:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=place, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"$ {command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.parametrize("page", [page for page in PAGES if steps(page)])
def test_examples_print_what_is_shown(page: str, folder: Path) -> None:
    if page in ("README.md", "docs/quickstart.md"):
        (folder / "case.db").unlink(missing_ok=True)
    for command, shown in steps(page):
        printed = run(command, folder)
        pattern = ".*".join(re.escape(part) for part in "\n".join(shown).split("…"))
        assert re.fullmatch(pattern, printed.rstrip("\n"), re.DOTALL), (
            f"$ {command}\nshown:\n" + "\n".join(shown) + f"\nprinted:\n{printed[:1500]}"
        )


def test_reference_is_what_help_prints() -> None:
    page = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        with click.Context(command, info_name=f"onrecord {name}", max_content_width=100, terminal_width=100) as context:
            assert command.get_help(context) in page, f"docs/reference.md is behind on 'onrecord {name}'"


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"
