"""The command that shows a casefile in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.errors import OnrecordError


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A name of this machine itself; others are refused.")
def serve(case: Path, port: int, host: str) -> None:
    """Show a casefile in the browser, on this machine alone (http://127.0.0.1:PORT/)."""
    from onrecord.cli.casefile import opened
    from onrecord.web.server import listen, run, url

    try:
        listening = listen(host, port)
    except OnrecordError as error:
        raise click.ClickException(str(error)) from None
    with listening, opened(case) as store:
        click.echo(f"{case} is shown at {url(host, port)} until Ctrl-C is pressed")
        run(store, case.name, listening)
