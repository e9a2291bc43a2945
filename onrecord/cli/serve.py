"""The command that shows a casefile in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.upkeep import signature
from onrecord.errors import OnrecordError


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A name of this machine itself; others are refused.")
@click.option("--by", help="Who signs decisions made in the browser; your user name, if it is not said.")
def serve(case: Path, port: int, host: str, by: str | None) -> None:
    """Show a casefile in the browser, on this machine alone (http://127.0.0.1:PORT/)."""
    from onrecord.cli.casefile import opened
    from onrecord.web.desk import Desk
    from onrecord.web.server import listen, run, url

    who = signature(by)

    try:
        listening = listen(host, port)
    except OnrecordError as error:
        raise click.ClickException(str(error)) from None
    with listening, opened(case) as store:
        click.echo(f"{case} is shown at {url(host, port)} until Ctrl-C is pressed")
        run(store, case.name, listening, Desk(store=store, by=who) if store.writable() else None)
