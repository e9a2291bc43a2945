"""The command that shows a casefile in a browser."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
def serve(case: Path, port: int) -> None:
    """Show a casefile in the browser, on this machine alone (http://127.0.0.1:PORT/)."""
    import uvicorn

    from onrecord.cli.casefile import opened
    from onrecord.web.app import make_app

    with opened(case) as store:
        click.echo(f"{case} is shown at http://127.0.0.1:{port}/ until Ctrl-C is pressed")
        try:
            uvicorn.run(make_app(store, case.name, port), host="127.0.0.1", port=port, log_level="warning", server_header=False)
        except OSError as error:
            raise click.ClickException(f"port {port} cannot be used: {error.strerror}") from error
