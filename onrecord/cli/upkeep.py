"""Commands that look after a casefile: status, history, remove, merge, backup."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from onrecord.cli.casefile import CASE, JSON, opened, write
from onrecord.errors import CasefileError

BY = click.option("--by", help="Who decides; your user name, if it is not said.")


def signature(by: str | None) -> str:
    """Who a decision is signed by."""
    try:
        return by or getpass.getuser()
    except (OSError, KeyError):
        raise click.UsageError("your user name is not known; --by says who decides") from None


@click.command()
@CASE
@JSON
@click.option("--check", is_flag=True, help="Check the whole file first; slow on a large one.")
def status(case: Path, as_json: bool, check: bool) -> None:
    """List what was read from where, how every file ended, and what was taken out."""
    from onrecord.report.form import to_json
    from onrecord.report.status import Status, status_lines

    with opened(case, resolve=False) as store:
        if check:
            store.check()
        found = Status(documents=store.documents(), files=store.files(), runs=store.runs(), removals=store.removals())
        click.echo(to_json(found), nl=False) if as_json else write(status_lines(found))


@click.command()
@CASE
@click.argument("document")
@JSON
@click.option("--all", "everything", is_flag=True, help="Show every claim of the earlier versions, not only what is no longer said.")
def history(case: Path, document: str, as_json: bool, everything: bool) -> None:
    """Show what a DOCUMENT said before: its versions, and the claims of each that the next one no longer makes.

    DOCUMENT is its id, the place that it was read from, or the beginning of its SHA-256.
    """
    from onrecord.casefile.history import history as history_of
    from onrecord.report.form import to_json
    from onrecord.report.status import history_lines

    with opened(case) as store:
        found = history_of(store, store.history(document))
        click.echo(to_json(found), nl=False) if as_json else write(history_lines(found, everything=everything))


@click.command()
@CASE
@click.argument("documents", nargs=-1, required=True)
@BY
@click.option("--why", help="Kept with the note that stays.")
def remove(case: Path, documents: tuple[str, ...], by: str | None, why: str | None) -> None:
    """Take DOCUMENTS out, with their earlier versions and every word of them.

    A dated, signed note stays, with the SHA-256 of what went. Reading the same bytes again skips them and says so;
    'onrecord read --restore' takes them in again. A document is named as in 'onrecord history'.
    """
    who = signature(by)
    with opened(case, resolve=False) as store:
        gone = store.remove(documents, who, why)
        store.resolve()
        write([f"{gone} {'version' if gone == 1 else 'versions'} removed by {who}; nothing is left of {'it' if gone == 1 else 'them'}"])
        try:
            store.shrink()
        except CasefileError as error:
            write([f"the file is as large as before ({error})"])


@click.command()
@CASE
@click.argument("other", type=click.Path(path_type=Path))
def merge(case: Path, other: Path) -> None:
    """Take everything that OTHER has into CASE; OTHER stays as it is.

    Where both have read the same place, the edition that was read last stands, the other is kept as an earlier one.
    """
    from onrecord.store.store import Store

    with opened(case) as store:
        with Store(other) as theirs:
            found = store.merge(theirs)
        store.resolve()
    left_out = f", {found.removed} left out that had been removed here" if found.removed else ""
    click.echo(f"{found.new} new, {found.known} known already{left_out}")


@click.command()
@CASE
@click.argument("target", type=click.Path(path_type=Path))
def backup(case: Path, target: Path) -> None:
    """Write a copy of a casefile to TARGET, while others read and write it. TARGET must not be there yet."""
    with opened(case, resolve=False) as store:
        store.backup(target)
    write([f"{target} is a copy of {case}"])
