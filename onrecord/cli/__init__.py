"""The command line: no decision that a test could not make without it."""

from __future__ import annotations

import click

from onrecord.cli.annotate import annotate, names, schema
from onrecord.cli.casefile import ask, export, show
from onrecord.cli.places import places
from onrecord.cli.read import read
from onrecord.cli.serve import serve
from onrecord.cli.upkeep import backup, history, merge, remove, status


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord")
def main() -> None:
    """Read reporting and keep who said it, through whom, how firmly, when, where, how many, and the exact words."""


for _command in (annotate, ask, backup, export, history, merge, names, places, read, remove, schema, serve, show, status):
    main.add_command(_command)
