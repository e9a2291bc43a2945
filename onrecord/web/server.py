"""Serving the pages on the loopback: the one place that opens a socket."""

from __future__ import annotations

import socket

import uvicorn

from onrecord.casefile.queries import Queries
from onrecord.errors import OnrecordError
from onrecord.web.app import make_app
from onrecord.web.desk import Desk

HOSTS = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
"""Hosts that may be served on, and the addresses that they mean. All are this machine itself."""


class ServeError(OnrecordError):
    """The pages cannot be served there."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on this machine alone.

    Raises:
        ServeError: the host is not this machine's own, or the port is taken or not allowed.
    """
    if host not in HOSTS:
        raise ServeError(
            f"'{host}' is not this machine alone: pages have no accounts yet, so they are served on {', '.join(HOSTS)} and nowhere else"
        )
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOSTS[host], port))
        found.listen(64)
    except OSError as error:
        found.close()
        raise ServeError(f"port {port} cannot be used ({error.strerror or error}); choose another with --port") from None
    return found


def make_server(queries: Queries, name: str, listening: socket.socket, desk: Desk | None = None) -> uvicorn.Server:
    """A server of the casefile called ``name``, ready to run; it ends when its ``should_exit`` is set."""
    config = uvicorn.Config(
        make_app(queries, name, listening.getsockname()[1], desk), log_level="warning", server_header=False, proxy_headers=False, ws="none",
        lifespan="off", timeout_graceful_shutdown=2,
    )  # fmt: skip
    return uvicorn.Server(config)


def run(queries: Queries, name: str, listening: socket.socket, desk: Desk | None = None) -> None:
    """Serve until interrupted."""
    make_server(queries, name, listening, desk).run(sockets=[listening])


def url(host: str, port: int) -> str:
    """Where a browser finds the pages."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
