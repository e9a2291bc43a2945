"""Commands that ask a casefile: show, ask, export."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.store.store import Store

CASE = click.argument("case", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong on purpose is one line for the user."""
    try:
        yield
    except OnrecordError as error:
        from onrecord.report.text import clean

        raise click.ClickException(clean(" ".join(str(error).split()))) from error


@contextmanager
def opened(case: Path, *, create: bool = False, resolve: bool = True) -> Iterator[Store]:
    """An open casefile, its entities resolved unless it is made or that is not asked for; what is wrong with one is a
    line for the user."""
    from onrecord.store.store import Store

    with told(), Store(case, create=create) as store:
        if resolve and not create:
            _complete(store)
        yield store


def _complete(store: Store) -> None:
    """Work out the entities that a run left open which has not come to its end, and say that there was such a run."""
    if store.unresolved():
        try:
            store.resolve()
        except OnrecordError as error:
            _warn(f"not every document is joined with the others yet ({error})")
    if store.stopped():
        _warn("the last run of 'onrecord read' has not come to its end: it was stopped, or is reading still")


def _warn(message: str) -> None:
    from onrecord.report.text import clean

    click.echo(f"Note: {clean(' '.join(message.split()))}", err=True)


def write(lines: Iterable[str]) -> None:
    from onrecord.report.text import clean

    for line in lines:
        click.echo(clean(line))


@click.command()
@CASE
@click.argument("entity", required=False)
@JSON
@click.option("--all", "everything", is_flag=True, help="Show long sections to their end.")
def show(case: Path, entity: str | None, as_json: bool, everything: bool) -> None:
    """Show a casefile at a glance, or the dossier of one ENTITY by its name."""
    from onrecord.casefile.dossier import dossier
    from onrecord.casefile.glance import glance
    from onrecord.casefile.lookup import find_entity
    from onrecord.report.form import to_json
    from onrecord.report.text import dossier_lines, glance_lines

    with opened(case) as store:
        if entity is None:
            seen = glance(store, notes=len(store.documents())) if everything else glance(store)
            click.echo(to_json(seen), nl=False) if as_json else write(glance_lines(seen))
        else:
            found = dossier(store, find_entity(store.entities(), entity).id)
            click.echo(to_json(found), nl=False) if as_json else write(dossier_lines(found, everything=everything))


@click.command()
@CASE
@click.argument("question")
@JSON
def ask(case: Path, question: str, as_json: bool) -> None:
    """Answer a QUESTION with claims of the casefile, or say that nothing is on record."""
    from onrecord.casefile.answer import answer
    from onrecord.report.form import to_json
    from onrecord.report.text import answer_lines

    with opened(case) as store:
        found = answer(store, question)
        click.echo(to_json(found), nl=False) if as_json else write(answer_lines(found))


@click.command()
@CASE
@click.argument("entity", required=False)
@click.option(
    "--since", default="last", show_default=True, help="A date or time (UTC), a run's number in 'onrecord status', or 'last': the last run."
)
@JSON
@click.option("--all", "everything", is_flag=True, help="Show long sections to their end.")
def news(case: Path, entity: str | None, since: str, as_json: bool, everything: bool) -> None:
    """Show what changed since a run or a date, of the whole casefile or of one ENTITY.

    New claims and what is no longer said, voices that were not heard before, figures that moved, who became one, what was
    corrected, decided and taken out. What counts is when a document was filed here, not when it was published.
    """
    from onrecord.casefile.lookup import find_entity
    from onrecord.casefile.news import moment
    from onrecord.casefile.news import news as news_of
    from onrecord.report.form import to_json
    from onrecord.report.news import news_lines

    with opened(case) as store:
        id = None if entity is None else find_entity(store.entities(), entity).id
        found = news_of(store, moment(since, store.runs()), id)
        click.echo(to_json(found), nl=False) if as_json else write(news_lines(found, str(case), everything=everything))


@click.command()
@CASE
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv", "decisions", "nomenklatura"]), default="jsonl", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
def export(case: Path, format_: str, output: Path | None) -> None:
    """Write every claim of a casefile with its speaker, factuality, source and exact words.

    'decisions' writes what people decided, with what was taken back, for 'onrecord import'; 'nomenklatura' who is one and
    who is not as lines of its resolver.
    """
    from onrecord.export import DECISIONS, FORMATS

    with opened(case) as store:
        lines = (line.encode() for line in (FORMATS | DECISIONS)[format_](store))
        try:
            if output is None:
                sys.stdout.buffer.writelines(lines)
                sys.stdout.buffer.flush()
            else:
                _replace(output, lines)
        except BrokenPipeError:
            raise SystemExit(141) from None
        except OSError as error:
            raise click.ClickException(f"{output or 'standard output'} cannot be written: {error.strerror}") from error


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file that takes the place of an older one only when it is whole."""
    if path.exists() and not path.is_file():  # a pipe, a device
        with path.open("wb") as file:
            file.writelines(lines)
        return
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
