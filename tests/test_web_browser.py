"""The pages in a real browser, over a real socket; skipped where Chromium is not installed."""

from __future__ import annotations

import http.client
import re
import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import Telling, rival, union

from onrecord.casefile.plain import PlainCasefile
from onrecord.web.addresses import segment
from onrecord.web.server import listen, make_server, url

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (on Debian: apt-get install chromium)")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    hostile = Telling(HOSTILE, f"He said {HOSTILE} twice.", outlet=HOSTILE, title=HOSTILE)
    hostile.claim(f"He said {HOSTILE} twice", subject="He", verb="said")
    casefile = PlainCasefile([t.filed() for t in (union(), rival(), hostile)])
    with listen("127.0.0.1", 0) as listening:
        server = make_server(casefile, "case.db", listening)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield url("127.0.0.1", listening.getsockname()[1]).rstrip("/")
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def test_the_server_names_no_software_and_refuses_other_hosts(address: str) -> None:
    host = address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        for asked, status in ((host, 200), ("evil.example", 421)):
            connection.request("GET", "/index.json", headers={"Host": asked})
            answer = connection.getresponse()
            assert answer.read()
            assert answer.status == status
            assert answer.getheader("Server") is None
    finally:
        connection.close()


def run(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    return subprocess.run(
        [CHROMIUM, *QUIET, f"--user-data-dir={profile}", *arguments], capture_output=True, text=True, timeout=90, check=True
    )


@browser
@pytest.mark.parametrize("path", ["/", "/claims", f"/documents/{segment(HOSTILE)}"])
def test_no_words_of_a_document_run(address: str, path: str, tmp_path: Path) -> None:
    shown = run(tmp_path, "--dump-dom", "--enable-logging=stderr", "--v=0", address + path)
    title = re.search("<title>(.*?)</title>", shown.stdout, re.S)
    assert title is not None
    assert title[1].endswith("onrecord")
    assert "<script" not in shown.stdout
    assert "onerror=&quot;" not in shown.stdout.replace('onerror="document', "")
    assert "CONSOLE" not in shown.stderr  # nothing of ours is refused by our own policy


@browser
@pytest.mark.parametrize("width", [500, 1400])
def test_pages_are_drawn_in_our_style(address: str, width: int, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    run(tmp_path / "profile", f"--screenshot={picture}", f"--window-size={width},1000", f"{address}/documents/d1")
    size, corner = first_pixel(picture.read_bytes())
    assert size == (width, 1000)
    assert corner == (0xFB, 0xFA, 0xF6)  # the paper of the style sheet; without it the page is white
    assert picture.stat().st_size > 20_000  # an empty page of this size has about 5,000 bytes


def first_pixel(png: bytes) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Width and height of a PNG, and the colour of its upper left corner, which no filter of the format changes."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return (width, height), tuple(zlib.decompress(data)[1:4])
