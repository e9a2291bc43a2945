"""Commands that load places beyond the embedded gazetteer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from onrecord.cli.casefile import told, write


@click.group()
def places() -> None:
    """Add places to those that onrecord knows: villages, streams, buildings of GeoNames.

    They are kept in one file, onrecord/places.sqlite in the data directory of the user ($XDG_DATA_HOME), or the one that
    ONRECORD_PLACES names. Set to nothing, ONRECORD_PLACES switches it off.
    """


@places.command()
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Load FILE, a dump of GeoNames: allCountries.zip, that of a country such as VE.zip, or the .txt in it.

    Loading the same name again replaces what it gave; another one adds. What onrecord knows without it stays as it is, and
    comes before small places of the same name. Lines that cannot be read are left out, counted and told.
    """
    from onrecord.gazetteer.load import load as load_dump

    with told(), _progress(file) as tell:
        found = load_dump(file, tell)
    known = f"; {found.known:,} known already" if found.known else ""
    write([f"{file.name}: {_count(found.places, 'place')} loaded{known}"])
    if found.bad:
        more = ", …" if found.bad > len(found.reasons) else ""
        write([f"{_count(found.bad, 'line')} left out ({', '.join(found.reasons)}{more})"])


@places.command()
def status() -> None:
    """List what is loaded, from which files, how much, and when."""
    from onrecord.gazetteer.loaded import status as loaded_status

    with told():
        found = loaded_status()
    if not found.sources:
        write(["nothing is loaded" + (f"; {found.path} would keep it" if found.path else "")])
        return
    total = sum(s.places for s in found.sources)
    write([f"{found.path}: {_count(total, 'place')} with {_count(found.names, 'name')}, {found.size / 1_000_000:,.1f} MB"])
    for source in found.sources:
        left_out = f", {_count(source.bad, 'line')} left out" if source.bad else ""
        write([f"- {source.file}: {_count(source.places, 'place')}{left_out}, loaded at {source.at}"])


@places.command()
def unload() -> None:
    """Remove everything that was loaded."""
    from onrecord.gazetteer.loaded import unload as unload_all

    with told():
        gone = unload_all()
    write([f"{gone} removed" if gone else "nothing is loaded"])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"reading {file.name}", total=None)

        def tell(doing: str, done: int, size: int) -> None:
            progress.update(task, description=f"{doing} {file.name}", completed=done, total=size or None)

        yield tell
