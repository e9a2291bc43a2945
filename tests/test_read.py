from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.read.dates import find_date, find_iso_date
from onrecord.read.folder import read_paths
from onrecord.read.language import detect_language
from onrecord.read.limits import Limits
from onrecord.read.markdown import front_matter, plain_text
from onrecord.read.metadata import metadata_of, metadata_of_fields
from onrecord.read.outcome import Outcome
from onrecord.read.text import decode

TEXT = "El Niño returns\n\nBy Ana Ruiz\n\nHarbour Post, Lagos\n\nPublished 12 March 2025\n\nThe ministry said so on Monday.\n"


def read(*paths: Path | str, **options: str) -> list[Outcome]:
    return list(read_paths(paths, **options))


def one(path: Path, content: bytes, **options: str) -> Outcome:
    path.write_bytes(content)
    (outcome,) = read(path, **options)
    return outcome


def test_a_text_file(tmp_path: Path) -> None:
    outcome = one(tmp_path / "a.txt", TEXT.encode())
    assert (outcome.status, outcome.reason, outcome.location) == ("ok", None, (tmp_path / "a.txt").as_posix())
    assert outcome.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    document = outcome.document
    assert document is not None
    assert document.id == outcome.location
    assert document.text == TEXT
    assert (document.title, document.byline, document.outlet, document.published) == (
        "El Niño returns",
        "Ana Ruiz",
        "Harbour Post",
        "2025-03-12",
    )


def test_options_come_before_what_the_text_says(tmp_path: Path) -> None:
    document = one(tmp_path / "a.txt", TEXT.encode(), published="2025-03-13", outlet="Example Wire", title="Rain", lang="es").document
    assert document is not None
    assert (document.title, document.outlet, document.published, document.lang) == ("Rain", "Example Wire", "2025-03-13", "es")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Tocorón\n".encode(), "Tocorón\n"),
        ("\ufeffTocorón\n".encode(), "Tocorón\n"),
        ("Tocorón\n".encode("utf-16"), "Tocorón\n"),
        (b"\xfe\xff" + "Tocorón\n".encode("utf-16-be"), "Tocorón\n"),
        ("Tocorón\n".encode("utf-32"), "Tocorón\n"),
        ("“Tocorón” – €5\n".encode("cp1252"), "“Tocorón” – €5\n"),
        (b"Tocor\xf3n \x81\n", "Tocorón \x81\n"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("e\u0301 👩‍👩‍👧 \u200f\n".encode(), "e\u0301 👩‍👩‍👧 \u200f\n"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"text\x00text", "NUL"),
        ("a\x00b".encode("utf-16"), "NUL"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 4, "binary"),
        (b"\x01\x02\x03 text", "binary"),
        (b"\xff\xfea", "UTF-16 is broken"),
        (b"\xef\xbb\xbfa\xff", "UTF-8 is broken at byte"),
    ],
)
def test_bytes_that_are_no_text(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        decode(content)


def test_every_file_of_a_folder_ends_in_one_state(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.md").write_text("# Rain\n\nIt rained.\n")
    (tmp_path / "a" / "empty.txt").write_text("")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".hidden.txt").write_text(TEXT)
    (tmp_path / "d.jsonl").write_text('{"id": "x", "text": "One."}\n\nnot json\n{"id": "y", "text": "Two."}\n')
    (tmp_path / "e").write_text("no suffix")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = [(o.location.removeprefix(f"{tmp_path.as_posix()}/"), o.status) for o in read(tmp_path)]
    assert found == [
        (".hidden.txt", "skipped"),
        ("a/empty.txt", "failed"),
        ("a/loop", "skipped"),
        ("a/z.md", "ok"),
        ("b.txt", "ok"),
        ("c.pdf", "skipped"),
        ("d.jsonl#x", "ok"),
        ("d.jsonl:3", "failed"),
        ("d.jsonl#y", "ok"),
        ("e", "skipped"),
        ("gone.txt", "failed"),
    ]
    assert all((o.reason is None) == (o.status == "ok") == (o.document is not None) for o in read(tmp_path))


def test_what_is_not_there(tmp_path: Path) -> None:
    missing, there = read(tmp_path / "no.txt", one(tmp_path / "a.txt", TEXT.encode()).location)
    assert (missing.status, missing.reason) == ("failed", "no such file or folder")
    assert there.status == "ok"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    (outcome,) = read(tmp_path)
    assert (outcome.status, outcome.reason) == ("failed", "permission denied")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (outcome,) = read(tmp_path)
    assert outcome.status == "skipped"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/a\xff.txt", "w") as file:
        file.write(TEXT)
    (outcome,) = read(tmp_path)
    assert outcome.status == "ok"
    assert outcome.location.encode().endswith(b"a\\xff.txt")


def test_a_file_over_the_limit_names_it(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(Limits().bytes + 1)
    (outcome,) = read(tmp_path)
    assert (outcome.status, outcome.reason) == ("failed", "larger than the limit of 20 MB; --max-size sets it")


def test_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 150)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(TEXT)
    assert [o.status for o in read(tmp_path)] == ["ok"]


def test_rows_of_a_jsonl_file(tmp_path: Path) -> None:
    lines = [b'{"id": "x", "text": "One.", "published": "2024-01-02"}', b'{"id": "y", "text": "Two."}\r']
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    first, second = read(tmp_path / "a.jsonl", published="2025-01-01", outlet="Harbour Post")
    assert first.document is not None
    assert second.document is not None
    assert first.digest == hashlib.sha256(lines[0]).hexdigest()
    assert second.digest == hashlib.sha256(lines[1].strip()).hexdigest()
    assert (first.document.published, second.document.published) == ("2024-01-02", "2025-01-01")
    assert (first.document.id, first.document.outlet) == ("x", "Harbour Post")


def test_a_jsonl_file_without_rows(tmp_path: Path) -> None:
    outcome = one(tmp_path / "a.jsonl", b"\n")
    assert (outcome.status, outcome.reason) == ("failed", "empty")


def test_standard_input_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (outcome,) = read("-")
    assert outcome.document is not None
    assert (outcome.location, outcome.document.title) == ("-", "El Niño returns")


MARKDOWN = """# Rain *again*

By [Ana Ruiz](https://example.org/ana)

> “It rained,” said **Bell**.

- one [thing](x) and
  more
- `two` &amp; three\\*

![A wet street](street.jpg)

<div>Hidden <b>words</b></div>
<!-- a note -->

    code stays

Line one\\
line two <b>bold</b>
"""


def test_markdown() -> None:
    assert plain_text(MARKDOWN).split("\n\n") == [
        "Rain again",
        "By Ana Ruiz",
        "“It rained,” said Bell.",
        "- one thing and more",
        "- two & three*",
        "A wet street",
        "Hidden words",
        "code stays",
        "Line one\nline two bold\n",
    ]
    assert plain_text("\n") == ""


def test_front_matter(tmp_path: Path) -> None:
    text = '---\ntitle: "Rain"\nauthor: Ana Ruiz\ndate: 2025-03-12T10:00:00Z\nsource: Harbour Post\ntags: [a, b]\n---\n\nThe rain came on Monday.\n'
    document = one(tmp_path / "a.md", text.encode()).document
    assert document is not None
    assert (document.title, document.byline, document.published, document.outlet) == ("Rain", "Ana Ruiz", "2025-03-12", "Harbour Post")
    assert document.text == "The rain came on Monday.\n"
    assert one(tmp_path / "b.md", b"---\ntitle: x\n---\n").reason == "empty"
    assert front_matter("---\n\nA rule, then text: none.\n\n---\n")[0] == {}
    assert metadata_of_fields({"title": "[a]", "date": "soon"}).title is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12 March 2025", "2025-03-12"),
        ("Published 12 March 2025", "2025-03-12"),
        ("March 12, 2025", "2025-03-12"),
        ("Mar. 3rd, 2025", "2025-03-03"),
        ("Sunday, January 20, 2008", "2008-01-20"),
        ("12 de marzo de 2025", "2025-03-12"),
        ("1º de mayo del 2009", "2009-05-01"),
        ("2025-03-12T10:00", "2025-03-12"),
        ("2025/3/2", "2025-03-02"),
        ("25/03/2025", "2025-03-25"),
        ("3/25/2025", "2025-03-25"),
        ("03/04/2025", None),
        ("04.04.2025", "2025-04-04"),
        ("31 February 2025", None),
        ("March 2025", None),
        ("12 March", None),
        ("updated 13 May 2025, published 2025-05-12", "2025-05-13"),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_dates_in_file_names() -> None:
    assert find_iso_date("2024-03-02_harbour-post_rain.txt") == "2024-03-02"
    assert find_iso_date("12024-03-021.txt") is None
    assert metadata_of("The ministry said so on Monday.", "2024-03-02_rain.txt").published == "2024-03-02"
    assert metadata_of(TEXT, "2024-03-02_rain.txt").published == "2025-03-12"


@pytest.mark.parametrize(
    ("head", "outlet", "byline", "published"),
    [
        ("By Nadia Ferris, Example Wire\n\n12 March 2025", "Example Wire", "Nadia Ferris, Example Wire", "2025-03-12"),
        ("By Harbour Post staff", "Harbour Post", "Harbour Post staff", None),
        ("Joan Mabey, community reporter\n\nNorthfield Gazette", "Northfield Gazette", "Joan Mabey, community reporter", None),
        ("Updated 14 March 2025\n\nPublished 12 March 2025", None, None, "2025-03-12"),
        ("Updated 14 March 2025", None, None, "2025-03-14"),
        ("Harbour Post | 12 March 2025", "Harbour Post", None, "2025-03-12"),
        ("Por Elena Duarte\n\nLa Gaceta de Ejemplo, Santiago\n\n12 de abril de 2024", "La Gaceta de Ejemplo", "Elena Duarte", "2024-04-12"),
        ("By Ana Ruiz\n\nCaracas, Venezuela", None, "Ana Ruiz", None),
    ],
)
def test_header_lines(head: str, outlet: str | None, byline: str | None, published: str | None) -> None:
    found = metadata_of(f"Rain comes back\n\n{head}\n\nThe ministry said so on Monday 3 June 2019.\n")
    assert (found.title, found.outlet, found.byline, found.published) == ("Rain comes back", outlet, byline, published)


def test_the_outlet_of_an_agency_dateline() -> None:
    assert metadata_of("Rain comes back\n\nLAGOS, Nigeria (Example Wire) — Rain fell on Monday.\n").outlet == "Example Wire"
    assert metadata_of("Rain comes back\n\nLAGOS, Nigeria — Rain fell on Monday.\n").outlet is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The ministry said that the gang Tren de Aragua had left Los Teques.", "en"),
        ("El ministerio dijo que la banda había salido de New York.", "es"),
        ("El mes pasado", "es"),
        ("Tengo diez años", "es"),
        ("Bell", "en"),
        ("Tren de Aragua", "en"),
        ("", "en"),
        ("12 345", "en"),
        ("Guardia Nacional asegura municipios fronterizos mexicanos", "es"),
    ],
)
def test_languages(text: str, lang: str) -> None:
    assert detect_language(text) == lang
