"""Write docs/reference.md: every command's help, as the commands print it. A test compares."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.testing import CliRunner

from onrecord.cli import main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
WIDTH = 100


def reference() -> str:
    runner = CliRunner()

    def help_of(*names: str) -> str:
        asked = runner.invoke(main, [*names, "--help"], prog_name="onrecord", terminal_width=WIDTH, catch_exceptions=False)
        return f"```text\n{asked.output.strip()}\n```\n"

    parts = ["# Commands\n\nWritten by `tools/write_reference.py` from the commands' own help.\n", help_of()]
    for name, command in sorted(main.commands.items()):
        parts.append(f"## onrecord {name}\n\n{help_of(name)}")
        inner = sorted(command.commands) if isinstance(command, click.Group) else []
        parts += [f"### onrecord {name} {part}\n\n{help_of(name, part)}" for part in inner]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    print(f"{PAGE.name} written", file=sys.stderr)
