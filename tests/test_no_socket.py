"""Reading opens no connection: neither the library nor the command."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.model import Document
from onrecord.pipeline import annotate_many

TEXT = 'The mayor of Lima denied on Friday that 40 people had died in the fire. "We counted three," she said.\n'


class SocketError(AssertionError):
    """A socket was asked for."""


@pytest.fixture(autouse=True)
def _no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        raise SocketError("a socket was opened")

    for name in ("socket", "create_connection", "create_server", "socketpair", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def test_the_guard_bites() -> None:
    with pytest.raises(SocketError):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(SocketError):
        socket.socket()


def test_annotating_opens_no_socket() -> None:
    documents = [Document(id="en", text=TEXT), Document(id="es", text="El alcalde dijo: «Contamos tres muertos».", lang="es")]
    english, spanish = annotate_many(documents)
    assert english.claims
    assert spanish.lang == "es"


def test_reading_into_a_casefile_and_asking_open_no_socket(tmp_path: Path) -> None:
    article = tmp_path / "fire.txt"
    article.write_text(TEXT, encoding="utf-8")
    case = tmp_path / "case.db"
    reading = ["read", str(article), "--into", str(case), "--published", "2024-03-15"]
    for arguments in (reading, ["ask", str(case), "How many people died?"]):
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
