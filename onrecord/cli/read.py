"""The command that reads files into a casefile."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from onrecord.cli.casefile import opened, write
from onrecord.errors import OnrecordError
from onrecord.read.limits import Limits

type Note = Callable[[str, str, str], None]


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from onrecord.codec import is_date

    if value is not None and not is_date(value):
        raise click.BadParameter(f"'{value}' is not a date (YYYY-MM-DD)")
    return value


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", "case", required=True, type=click.Path(path_type=Path), help="The casefile; made if it is not there.")
@click.option("--published", callback=_date, help="Date of publication (YYYY-MM-DD), for documents that do not tell it.")
@click.option("--outlet", help="Who published the documents, where they do not tell it.")
@click.option("--title", help="Their title, where they do not tell it.")
@click.option("--lang", type=click.Choice(["en", "es"]), help="Their language, instead of detecting it.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read at once.")
@click.option(
    "--max-size", type=click.FloatRange(min=0, min_open=True), default=20, show_default=True, help="Megabytes of one file or row."
)
@click.option("--max-characters", type=click.IntRange(1), default=2_000_000, show_default=True, help="Characters of one document's text.")
@click.option(
    "--max-time", type=click.FloatRange(min=0), default=300, show_default=True, help="Seconds of computing for one document; 0: no limit."
)
@click.option("--restore", is_flag=True, help="Read documents again that were removed from the casefile.")
def read(
    paths: tuple[Path, ...],
    case: Path,
    workers: int,
    max_size: float,
    max_characters: int,
    max_time: float,
    restore: bool,
    **metadata: str | None,
) -> None:
    """Read files and folders into a casefile.

    Every file ends in one state: read, unchanged, updated, failed or skipped; 'onrecord status' lists them later. The
    exit status is 1 if any failed.
    """
    from onrecord.intake import Options, read_into

    limits = Limits(bytes=int(max_size * 1_000_000), characters=max_characters)
    options = Options(metadata=metadata, limits=limits, workers=workers, seconds=max_time or None, restore=restore)
    totals = Counter[str]()
    with opened(case, create=True) as store, _progress(paths) as note:

        def told(state: str, location: str, reason: str) -> None:
            totals[state] += 1
            note(state, location, reason)

        try:
            read_into(store, paths, options, told)
        except OnrecordError:
            click.echo(f"{_sum(totals)} so far; the rest is not read: read again to complete it")
            raise
    click.echo(_sum(totals))
    if totals["failed"]:
        sys.exit(1)


def _sum(totals: Mapping[str, int]) -> str:
    from onrecord.intake import STATES

    return ", ".join(f"{totals[state]:,} {state}" for state in STATES) + f"; {sum(totals.values()):,} in all"


def _say(state: str, location: str, reason: str) -> None:
    if state != "read":
        write([f"{state}: {location}" + (f" ({reason})" if reason else "")])


@contextmanager
def _progress(paths: tuple[Path, ...]) -> Iterator[Note]:
    """Tells of every file that is not plainly read; on a terminal, below a bar."""
    if not sys.stderr.isatty():
        yield _say
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from onrecord.read.folder import count_files

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    total = count_files([path for path in paths if str(path) != "-"])
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=total)

        def note(state: str, location: str, reason: str) -> None:
            progress.advance(task)
            if progress.tasks[0].completed > (progress.tasks[0].total or 0):  # a file with many rows
                progress.update(task, total=progress.tasks[0].completed)
            _say(state, location, reason)

        yield note
