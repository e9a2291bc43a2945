"""The command line: no decision that a test could not make without it."""

from __future__ import annotations

import click

from onrecord.cli.annotate import annotate, names, schema
from onrecord.cli.casefile import ask, export, news, show
from onrecord.cli.deciding import accept, correct, decisions, different, import_, redact, reject, review, same, undo
from onrecord.cli.places import places
from onrecord.cli.read import read
from onrecord.cli.serve import serve
from onrecord.cli.upkeep import backup, history, merge, remove, status


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord")
def main() -> None:
    """Read reporting and keep who said it, through whom, how firmly, when, where, how many, and the exact words."""


for _command in (
    accept, annotate, ask, backup, correct, decisions, different, export, history, import_, merge, names, news, places, read, redact, reject, remove,
    review, same, schema, serve, show, status, undo,
):  # fmt: skip
    main.add_command(_command)
