"""Every file ends in exactly one state: read, failed or skipped, the latter two with a clear line."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.read import opening
from onrecord.read.folder import Reading, count_files, list_files, read_file, read_paths
from onrecord.read.jsonl import lines
from onrecord.read.kinds import foreign, page_kind, suffix_of
from onrecord.read.limits import Limits
from onrecord.read.names import location_of, shown
from onrecord.read.outcome import Outcome

TEXT = "Rain returns to the valley\n\nThe ministry said on Monday that the river rose by two metres.\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs a system whose file names are bytes")


def read(*paths: Path | str, limits: Limits | None = None) -> list[Outcome]:
    return list(read_paths(paths, limits=limits))


def one(path: Path, content: bytes | str, limits: Limits | None = None) -> Outcome:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (outcome,) = read(path, limits=limits)
    return outcome


def rows(path: Path, *lines: str | bytes, limits: Limits | None = None) -> list[tuple[str, str]]:
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return [(o.location.removeprefix(location_of(path)), o.reason or o.status) for o in read(path, limits=limits)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Tocorón, año".encode()[:-1] + b"\xc3", "Tocorón, añ\ufffd"),  # cut within its last character
        ("Tocorón €".encode()[:-1], "Tocorón \ufffd"),
        (b"Tocor\xf3n, caf\xe9", "Tocorón, café"),  # Windows-1252 may end in such a byte
        (b"caf\xe9", "café"),
        ("Tocorón\n".encode() + b"caf\xe9 \x93so\x94\n", "Tocorón\ncafé “so”\n"),  # both in one file
        ("El año\n".encode("utf-16-le"), "El año\n"),  # without its mark
        ("El año\n".encode("utf-16-be"), "El año\n"),
        (b"\xff\xfe" + "El año\n".encode("utf-16-le")[:-1], "El año\ufffd"),
        ("El aÃ±o\n".encode(), "El aÃ±o\n"),  # garbled before it came to us: it is what was published
    ],
)
def test_encodings_are_read_as_far_as_they_tell(tmp_path: Path, content: bytes, text: str) -> None:
    document = one(tmp_path / "a.txt", content).document
    assert document is not None
    assert document.text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (" \n\u2028\u00a0\r\n".encode(), "empty"),
        (b"%PDF-1.7\n1 0 obj\n", "not text (binary: a PDF document)"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "not text (binary: a Word document)"),
        (b"PK\x03\x04\x14\x00", "not text (binary: a ZIP archive)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text (binary: a PNG image)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not text (binary: a JPEG image)"),
        (b"{\\rtf1\\ansi It rained.}", "not text (binary: an RTF document)"),
        (b"SQLite format 3\x00", "not text (binary: an SQLite database)"),
        (b"MZ\x90\x00", "not text (binary: a program)"),
        (b"It rained." + bytes(100), "not text (it has NUL bytes)"),
        ("Премьер сообщил в понедельник о новом плане развития".encode("cp1251"), "not text in an encoding that is read"),
    ],
)
def test_what_is_no_text_says_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    outcome = one(tmp_path / "a.txt", content)
    assert outcome.status == "failed"
    assert (outcome.reason or "").startswith(reason)


def test_words_may_begin_like_a_format() -> None:
    assert foreign(b"BMW said that MZ, a firm, had ID3 and PK.") is None
    assert one_kind(b"The tag <html> is a word here.") is None
    assert one_kind(b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- a -- b -->\n<!DOCTYPE html>") == "html"
    assert one_kind(b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n") == "mhtml"
    assert one_kind(b"He wrote multipart/related on it. MIME-Version: 1.0") is None


def one_kind(beginning: bytes) -> str | None:
    return page_kind(beginning)


@pytest.mark.parametrize(
    ("name", "suffix"), [("A.TXT", ".txt"), ("a.tar.gz", ".gz"), ("a", ""), (".txt", ""), ("story no. 5", ""), ("index.html?p=1", "")]
)
def test_suffixes(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_suffixes_in_any_case(tmp_path: Path) -> None:
    names = ["a.TXT", "b.Text", "c.MD", "d.Markdown"]
    for name in names:
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "e.NDJSON").write_text('{"id": "x", "text": "It rained."}')
    assert [o.status for o in read(tmp_path)] == ["ok"] * 5


def test_a_file_that_is_named_is_read_by_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "article").write_text(TEXT)
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "table.csv").write_text("a,b\n")
    assert [(o.status, o.reason) for o in read(tmp_path)] == [
        ("skipped", "files of this kind are not read (no suffix; name the file itself to have it read as text)"),
        ("skipped", "files of this kind are not read (no suffix; name the file itself to have it read as text)"),
        ("skipped", "files of this kind are not read (.csv)"),
    ]
    named = read(tmp_path / "article", tmp_path / "picture", tmp_path / "table.csv")
    assert [(o.status, o.reason) for o in named] == [
        ("ok", None),
        ("skipped", "files of this kind are not read (a PNG image)"),
        ("skipped", "files of this kind are not read (.csv)"),
    ]


def test_rubbish_is_skipped(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$report.txt", ".a.txt.swp", "a.txt~", "#a.txt#", "a.txt.part", "a.TMP"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text(TEXT)
    outcomes = read(tmp_path)
    assert {o.status for o in outcomes} == {"skipped"}
    assert len(outcomes) == count_files([tmp_path]) == 10


@LINUX
def test_links_end_somewhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("a.txt")
    (tmp_path / "d.txt").symlink_to("nowhere")
    (tmp_path / "e.txt").symlink_to("f.txt")
    (tmp_path / "f.txt").symlink_to("e.txt")
    (tmp_path / "g").symlink_to("..")
    (tmp_path / "h").symlink_to(".")
    (tmp_path / "i").mkdir()
    (tmp_path / "i" / "j").symlink_to(tmp_path)
    found = [(Path(o.location).name, o.reason or o.status) for o in read(tmp_path)]
    assert found == [
        ("a.txt", "ok"),
        ("b.txt", "ok"),
        ("c.txt", "ok"),
        ("d.txt", "a link that leads nowhere"),
        ("e.txt", "a link that leads back to itself"),
        ("f.txt", "a link that leads back to itself"),
        ("g", "a link to a folder"),
        ("h", "a link to a folder"),
        ("j", "a link to a folder"),
    ]
    assert len({o.digest for o in read(tmp_path) if o.status == "ok"}) == 1
    assert [o.status for o in read(tmp_path / "h")].count("ok") == 3  # a link that the user names is followed


@LINUX
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.open(tmp_path, os.O_RDONLY)  # a socket's path may have 107 bytes
        listener.bind(f"/proc/self/fd/{here}/socket.txt")
        os.close(here)
        found = [(o.status, o.reason) for o in read(tmp_path, "/dev/null")]
    assert found == [("skipped", "a pipe, not a file"), ("skipped", "a socket, not a file"), ("skipped", "a device, not a file")]


@LINUX
def test_a_pipe_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    listing = list_files([tmp_path])
    first = next(listing)
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    (outcome,) = read_file(first, Reading())
    assert (outcome.status, (outcome.reason or "")[:16]) == ("failed", "no longer a file")


NAMES = [
    "a\nb",
    "a\tb",
    "a\x1b[31mred",
    "a\u202egnp",
    "a\u2028b",
    "a\\nb",
    "a\rb",
    "ñ" * 125,
    "日本",
    "👩‍👩‍👧",
    " ",
    "a;b'\"`$(x)",
    "-",
    "--help",
]


@LINUX
def test_names_of_files(tmp_path: Path) -> None:
    files = [os.fsencode(tmp_path / f"{name}.txt") for name in NAMES]
    files += [os.fsencode(tmp_path) + b"/" + name for name in (b"a\xff.txt", b"a\xfe.txt", b"a\xed\xa0\x80.txt")]
    for file in files:
        with open(file, "w") as out:
            out.write(TEXT)
    outcomes = read(tmp_path)
    assert [o.status for o in outcomes] == ["ok"] * len(files)
    locations = {o.location for o in outcomes}
    assert len(locations) == len(files)
    assert all((location.encode() and location.isprintable()) or "👩‍👩‍👧" in location for location in locations)
    assert [shown(name) for name in ("a\nb", "a\\nb", "a\x1b[31m", "a\udcff", "\u202e")] == [
        r"a\nb",
        r"a\\nb",
        r"a\x1b[31m",
        r"a\xff",
        r"\u202e",
    ]


def test_a_file_that_vanished(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT)
    outcomes = read_paths([tmp_path])
    assert next(outcomes).status == "ok"
    (tmp_path / "b.txt").unlink()
    assert [(o.status, o.reason) for o in outcomes] == [("failed", "vanished: it was there when the folder was listed"), ("ok", None)]


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b").mkdir()
    outcomes = read_paths([tmp_path])
    assert next(outcomes).status == "ok"
    (tmp_path / "b").rmdir()
    assert [(o.status, o.reason) for o in outcomes] == [("failed", "the folder cannot be listed: no such file or folder")]


class Restless:
    """A file that something is written to right after it was read."""

    def __init__(self, file: io.BufferedReader, path: Path) -> None:
        self.file, self.path = file, path

    def __enter__(self) -> Restless:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def fileno(self) -> int:
        return self.file.fileno()

    def read(self, size: int) -> bytes:
        content = self.file.read(size)
        with self.path.open("a") as out:
            out.write("More rain fell.\n")
        return content


@pytest.mark.parametrize(("times", "status"), [(0, "ok"), (1, "ok"), (2, "ok"), (3, "failed")])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, status: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    opened = opening.open_file
    left = iter([True] * times)

    def open_file(name: str) -> object:
        return Restless(opened(name), path) if next(left, False) else opened(name)

    monkeypatch.setattr(opening, "open_file", open_file)
    (outcome,) = read(path)
    assert outcome.status == status
    if outcome.document:
        assert outcome.document.text == path.read_text()
    else:
        assert outcome.reason == "it changes while it is being read; read it again when it is complete"


def test_a_file_that_is_cut_short_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT * 2)
    size = os.fstat

    def cut(number: int) -> os.stat_result:
        before = size(number)
        if before.st_size > len(TEXT):
            os.truncate(path, len(TEXT))
        return before

    monkeypatch.setattr(opening.os, "fstat", cut)
    (outcome,) = read(path)
    assert outcome.document is not None
    assert outcome.document.text == TEXT  # read anew: what stands there now


def test_limits_are_stated_and_settable(tmp_path: Path) -> None:
    small = Limits(bytes=1_000, characters=500)
    assert one(tmp_path / "a.txt", "x " * 501, small).reason == "larger than the limit of 1,000 bytes; --max-size sets it"
    assert one(tmp_path / "a.txt", "x " * 251, small).reason == "longer than the limit of 500 characters; --max-characters sets it"
    assert one(tmp_path / "a.txt", "x " * 250, small).status == "ok"
    assert one(tmp_path / "a.txt", "é" * 500, small).status == "ok"
    assert one(tmp_path / "a.md", "x " * 251, small).status == "failed"
    row = json.dumps({"id": "x", "text": "x" * 501})
    assert rows(tmp_path / "a.jsonl", row, '{"id": "y", "text": "z"}', limits=small)[1:] == [("#y", "ok")]


def test_a_hundred_megabytes_on_one_line(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        for _ in range(100):
            file.write(b"rain " * 200_000)
    os.link(tmp_path / "a.txt", tmp_path / "b.jsonl")
    started = time.process_time()
    assert [o.reason for o in read(tmp_path)] == [
        "larger than the limit of 20 MB; --max-size sets it",
        "line 1: larger than the limit of 20 MB; --max-size sets it",
    ]
    assert time.process_time() - started < 5


@LINUX
def test_a_folder_deeper_than_the_system_can_say(tmp_path: Path) -> None:
    top = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(2_500):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(top)
    (tmp_path / "e.txt").write_text(TEXT)
    found = [(o.status, o.reason) for o in read(tmp_path)]
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # too deep for what pytest cleans up with
    assert found == [("failed", "the folder cannot be listed: its path is longer than the system allows"), ("ok", None)]


def test_a_large_folder_is_listed_quickly(tmp_path: Path) -> None:
    for i in range(10_000):
        (tmp_path / f"{i}.xyz").touch()
    started = time.process_time()
    assert count_files([tmp_path]) == 10_000
    assert time.process_time() - started < 1
    assert {o.status for o in read(tmp_path)} == {"skipped"}


AS_NOBODY = """
import os, sys
from pathlib import Path
from onrecord.read.folder import read_paths
list(read_paths([Path(sys.argv[1]) / "a.txt"]))  # loads all it needs, which nobody else may be able to
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for outcome in read_paths([sys.argv[1]]):
    print(outcome.location.removeprefix(sys.argv[1]), outcome.reason or outcome.status, sep=": ")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may go into, unlike pytest's own."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    for folder, folders, _ in os.walk(path):
        for name in folders:
            (Path(folder) / name).chmod(0o755)
    shutil.rmtree(path)


@LINUX
def test_what_may_not_be_read(open_folder: Path) -> None:
    (open_folder / "a.txt").write_text(TEXT)
    (open_folder / "b.txt").write_text(TEXT)
    (open_folder / "b.txt").chmod(0)
    (open_folder / "c.jsonl").write_text("{}")
    (open_folder / "c.jsonl").chmod(0)
    (open_folder / "d").mkdir()
    (open_folder / "d" / "e.txt").write_text(TEXT)
    (open_folder / "d").chmod(0)
    (open_folder / "f").mkdir()
    (open_folder / "f" / "g.txt").write_text(TEXT)
    (open_folder / "f").chmod(0o444)  # its names can be listed, its files not opened
    (open_folder / "h.txt").write_text(TEXT)
    done = subprocess.run([sys.executable, "-c", AS_NOBODY, str(open_folder)], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "/a.txt: ok",
        "/b.txt: permission denied",
        "/c.jsonl: permission denied",
        "/d: the folder cannot be listed: permission denied",
        "/f/g.txt: permission denied",
        "/h.txt: ok",
    ]


ROWS = [
    ('{"id": "ok", "text": "It rained."}', "#ok", "ok"),
    ("", "", ""),
    ("not json", ":3", "line 3: not JSON"),
    ('{"id": "ok", "text": "Again."}', ":4", "line 4: the id 'ok' was already used in line 1"),
    ('{"id": "s", "text": "half \\ud800 a pair"}', ":5", "line 5: not JSON"),
    ('{"id": "n", "text": "a\\u0000b"}', ":6", 'line 6: "text" has a NUL character'),
    ('{"id": "a\\u0000", "text": "b"}', ":7", 'line 7: "id" has a NUL character'),
    ('{"id": "h", "text": "b", "n": ' + "1e999}", ":8", "line 8: not JSON"),
    ('{"id": "d", "text": ' + "[" * 100_000 + "]" * 100_000 + "}", ":9", "line 9: not JSON"),
    ('{"id": 5, "text": "b"}', ":10", 'line 10: "id" is not a string'),
    ('{"text": "b"}', ":11", 'line 11: no "id"'),
    ('{"id": "e", "text": " \\n"}', ":12", 'line 12: "text" is empty'),
    ("[1, 2]", ":13", "line 13: not a JSON object"),
    ('{"id": "p", "text": "b", "published": "2024-02-31"}', ":14", 'line 14: "published" is not an ISO date'),
    (b'{"id": "l", "text": "Tocor\xf3n"}', ":15", "line 15: not UTF-8"),
    ('{"id": "14", "text": "An id like a number of a line."}', "#14", "ok"),
    ('{"id": "a\\nb\\u202e", "text": "An id with a line break."}', r"#a\nb\u202e", "ok"),
    ('{"id": "cut", "text": "It rai', ":18", "line 18: not JSON"),
]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_end_in_one_state_each(tmp_path: Path, end: bytes, mark: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(mark + end.join(row if isinstance(row, bytes) else row.encode() for row, _, _ in ROWS))
    found = [(o.location.removeprefix(location_of(path)), o.reason or o.status) for o in read(path)]
    wanted = [(where, reason) for row, where, reason in ROWS if row]
    assert [where for where, _ in found] == [where for where, _ in wanted]
    for (_, reason), (_, expected) in zip(found, wanted, strict=True):
        assert reason.startswith(expected)
        assert "\n" not in reason


def test_json_lines_of_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("".join(f'{{"id": "{i}", "text": "El año {i}."}}\n' for i in range(9_000)).encode("utf-16"))
    outcomes = read(path)
    assert {o.status for o in outcomes} == {"ok"}
    assert outcomes[-1].document is not None
    assert outcomes[-1].document.text == "El año 8999."
    path.write_bytes(b"\x1f\x8b\x08\x00")
    assert [o.reason for o in read(path)] == ["not JSON Lines (binary: a gzip archive)"]


def test_lines_end_in_any_way_at_any_edge_of_a_block() -> None:
    for size in range((1 << 18) - 4, (1 << 18) + 4):
        content = b"x" * size + b"\r\ny\r\rz\n\nw\r\n"
        assert [(n, len(line), line[:1]) for n, line in lines(io.BytesIO(content), 1 << 20)] == [
            (1, size, b"x"),
            (2, 1, b"y"),
            (4, 1, b"z"),
            (6, 1, b"w"),
        ]


def test_a_json_lines_file_may_be_larger_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        for i in range(3_000):
            file.write(json.dumps({"id": str(i), "text": "Rain. " * 2_000}) + "\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(o.status == "ok" for o in read_paths([path])) == 3_000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert path.stat().st_size > 35_000_000
    assert grown < 15_000  # KB


def test_a_json_lines_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = json.dumps({"id": "x", "text": "Rain. " * 10_000})
    path.write_text("\n".join(row.replace('"x"', f'"{i}"') for i in range(20)))
    outcomes = read_paths([path])
    assert next(outcomes).status == "ok"
    with path.open("a") as out:
        out.write("\n" + row)
    assert [o.status for o in outcomes] == ["ok"] * 20


def test_a_row_with_an_endless_id_has_a_location_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": "x" * 5000 + tail, "text": TEXT}) + "\n" for tail in "ab"))
    first, second = (outcome.location for outcome in read_paths([path]))
    assert first != second
    assert len(first) < 500 + len(str(path))


def test_an_id_with_line_breaks_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(2 * (json.dumps({"id": "a\nb", "text": TEXT}) + "\n"))
    _, second = read_paths([path])
    assert second.reason == "line 2: the id 'a\\nb' was already used in line 1"
