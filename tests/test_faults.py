"""Casefiles that are torn, foreign, of another age or in odd places: one clear line, and never a wrong answer."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from steps import call
from stub_reader import annotate_stub, story

from onrecord import pipeline
from onrecord.store import disk, documents, filing
from onrecord.store.migrations import FORM

DATA = Path(__file__).parent / "faults_data"
FILES = 12
LOOKING = (("status", "case"), ("show", "case"), ("show", "case", "Ana Ruiz"), ("ask", "case", "Who counted boats?"), ("export", "case"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A casefile of a few files, in the present directory."""
    monkeypatch.setattr(pipeline, "annotate_many", annotate_stub)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / "in" / f"{number:03}.txt").write_text(story(number), encoding="utf-8")
    assert call("read", "in", "--into", "case")["status"] == 0
    return tmp_path


def looked() -> list[dict[str, Any]]:
    return [call(*args) for args in LOOKING]


def beside() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().glob("case*") if path.is_file()}


def refused(args: tuple[str, ...], words: str) -> None:
    """The command ends with one line that says this, and leaves what is there as it is."""
    before = beside()
    found = call(*args)
    assert found["status"] == 1, found
    assert len(found["said"].splitlines()) == 1, found
    assert words in found["said"]
    assert beside() == before


# torn copies


def _zeroed(page: bytes, dice: random.Random) -> bytes:
    return bytes(len(page))


def _garbled(page: bytes, dice: random.Random) -> bytes:
    return dice.randbytes(len(page))


def _half(page: bytes, dice: random.Random) -> bytes:
    return page[: len(page) // 2] + bytes(len(page) - len(page) // 2)


@pytest.mark.parametrize("harm", [_zeroed, _garbled, _half])
def test_a_harmed_page_is_said_or_does_no_harm(folder: Path, harm: Callable[[bytes, random.Random], bytes]) -> None:
    whole, wanted, dice = Path("case").read_bytes(), looked(), random.Random(7)
    size = int.from_bytes(whole[16:18], "big")
    pages = range(len(whole) // size)
    said = 0
    for page in sorted({0, *dice.sample(pages, 24)}):
        at = page * size
        Path("case").write_bytes(whole[:at] + harm(whole[at : at + size], dice) + whole[at + size :])
        for args, good in zip(LOOKING, wanted, strict=True):
            found = call(*args)
            if found["status"] == 0:
                assert found == good, (page, found)
            else:
                said += 1
                assert "damaged" in found["said"] or "is not a casefile" in found["said"], (page, found)
                assert len(found["said"].splitlines()) == 1
    assert said > 60


def test_a_harmed_byte_is_never_a_traceback(folder: Path) -> None:
    whole, wanted, dice = Path("case").read_bytes(), looked(), random.Random(6)
    other = found_out = 0
    for _ in range(120):
        harmed = bytearray(whole)
        harmed[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        Path("case").write_bytes(harmed)
        found = looked()
        for step in found:
            assert step["status"] == 0 or step["said"].splitlines()[-1].startswith("Error: case"), step
        if any(step != good and step["status"] == 0 for step, good in zip(found, wanted, strict=True)):
            other += 1  # a letter of a text became another: no page tells of that
            found_out += call("status", "case", "--check")["status"]
    assert found_out <= other <= 12


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE document SET text = replace(text, 'boats', 'goats')", "do not stand in its text"),
        ("UPDATE claim SET factuality = 'asserted' WHERE factuality = 'denied'", "is not as it was written"),
        ("UPDATE claim SET body = replace(body, 'counted', 'burnt') WHERE \"key\" = 4", "do not stand in its text"),
        ('DELETE FROM claim WHERE "key" = 5', "of its 5 claims"),
        ("DELETE FROM source WHERE location = 'in/003.txt'", "stands nowhere"),
    ],
)
def test_a_full_check_finds_rows_that_are_not_as_written(folder: Path, change: str, words: str) -> None:
    assert call("status", "case", "--check")["status"] == 0
    with closing(sqlite3.connect("case")) as other:
        other.execute("PRAGMA foreign_keys = ON")
        other.execute(change)
        other.commit()
    refused(("status", "case", "--check"), words)


def test_a_copy_that_was_cut_short_is_said(folder: Path) -> None:
    whole = Path("case").read_bytes()
    for length in (1, 16, 50, 99, 100, 4096, 5000, len(whole) // 2 // 4096 * 4096, len(whole) - 4096, len(whole) - 1):
        Path("case").write_bytes(whole[:length])
        for args in (*LOOKING, ("read", "in", "--into", "case")):
            refused(args, "is not a casefile" if length < 16 else "case is damaged")


def test_a_copy_of_half_old_pages_is_said(folder: Path) -> None:
    old = Path("case").read_bytes()
    for number in range(FILES, 3 * FILES):
        Path("in", f"{number:03}.txt").write_text(story(number))
    call("read", "in", "--into", "case")
    new, wanted, dice = Path("case").read_bytes(), looked(), random.Random(3)
    said = 0
    for _ in range(12):
        mixed = bytearray(new)
        for page in dice.sample(range(len(old) // 4096), len(old) // 4096 // 2):
            mixed[page * 4096 : page * 4096 + 4096] = old[page * 4096 : page * 4096 + 4096]
        Path("case").write_bytes(mixed)
        for args, good in zip(LOOKING, wanted, strict=True):
            found = call(*args)
            assert found == good or "damaged" in found["said"], found
            said += found["status"]
        assert call("status", "case", "--check")["status"] == 1
    assert said > 50


def _killed(folder: Path, name: str) -> None:
    """A casefile as a process leaves it that is killed after a transaction: the last words are in the log beside it."""
    with closing(sqlite3.connect("case", isolation_level=None)) as other:
        other.execute("UPDATE document SET title = 'The last word'")
        for ending in ("", "-wal", "-shm"):
            shutil.copyfile(f"case{ending}", f"{name}{ending}")


def test_what_lies_beside_is_taken_in(folder: Path) -> None:
    _killed(folder, "left")
    assert "The last word" in call("export", "left")["said"]
    assert not Path("left-wal").exists()


def test_a_log_of_another_file_is_said_and_harms_nothing(folder: Path) -> None:
    _killed(folder, "left")
    for number in range(FILES):
        Path("in", f"{number:03}.txt").unlink()
        Path("in", f"b{number:03}.txt").write_text(story(1000 + number, 12))
    call("read", "in", "--into", "fresh")
    for name in ("case", "case-wal", "case-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copyfile("fresh", "case")
    good = call("export", "case")["said"]
    shutil.copyfile("left-wal", "case-wal")
    for args in LOOKING:
        found = call(*args)
        assert found["status"] == 1, found
        assert "case-wal beside it is not its own" in found["said"]
    Path("case-wal").unlink()
    Path("case-shm").unlink(missing_ok=True)
    assert call("export", "case")["said"] == good


def test_a_log_that_is_garbled_or_unreadable(folder: Path) -> None:
    wanted = looked()
    _killed(folder, "left")
    log = Path("left-wal").read_bytes()
    for harmed in (log[: len(log) // 2], bytes(len(log)), log[:24] + bytes(8) + log[32:], random.Random(1).randbytes(5000), b"x"):
        shutil.copyfile("left", "case")
        Path("case-wal").write_bytes(harmed)
        assert looked() == wanted  # a torn log ends before the transaction that is not whole
    Path("case-wal").unlink(missing_ok=True)
    Path("case-wal").mkdir()
    refused(("export", "case"), "case-wal beside it, cannot be opened")


def test_a_copy_without_its_log_says_that_reading_was_under_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in", "b.txt").write_text(story(100))

    def copying(*args: Any, **more: Any) -> Any:
        shutil.copyfile("case", "copy")
        return annotate_stub(*args, **more)

    monkeypatch.setattr(pipeline, "annotate_many", copying)
    call("read", "in", "--into", "case")
    found = call("status", "copy")
    assert found["status"] == 0
    assert "was stopped before its end; reading again completes it" in found["said"]


def test_a_full_check_finds_what_opening_does_not_look_for(folder: Path) -> None:
    with closing(sqlite3.connect("case", isolation_level=None)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("DELETE FROM claim_text WHERE rowid = 1")
        other.execute("DELETE FROM document WHERE id = (SELECT min(id) FROM document)")
    refused(("status", "case", "--check"), "case is damaged")


# other files and other ages


def test_what_another_program_made_is_refused_untouched(folder: Path) -> None:
    for name, script in (
        ("plain", "CREATE TABLE t (a)"),
        ("marked", "PRAGMA application_id = 7; CREATE TABLE t (a); PRAGMA user_version = 1"),
    ):
        Path("case").unlink()
        with closing(sqlite3.connect("case")) as other:
            other.executescript(script)
        for args in (*LOOKING, ("read", "in", "--into", "case"), ("merge", "case", "case")):
            refused(args, "is an SQLite file, but not a casefile")
        assert name
    Path("case").write_text("Dear diary")
    for args in (*LOOKING, ("read", "in", "--into", "case")):
        refused(args, "is not a casefile")
    Path("case").write_bytes(b"")
    refused(("show", "case"), "case is empty; 'onrecord read FILES --into case' makes a casefile of it")
    assert call("read", "in", "--into", "case")["status"] == 0


def test_a_newer_form_is_refused_with_advice(folder: Path) -> None:
    with closing(sqlite3.connect("case")) as other:
        other.execute(f"PRAGMA user_version = {FORM + 1}")
    for args in (*LOOKING, ("read", "in", "--into", "case")):
        refused(args, f"newer onrecord (form {FORM + 1}; this one reads forms up to {FORM}): 'pip install --upgrade onrecord'")


def _first_form(path: str) -> None:
    with closing(sqlite3.connect(path)) as older:
        older.executescript((DATA / "form1.sql").read_text("utf-8"))
        older.commit()


def test_an_older_form_is_brought_up(folder: Path) -> None:
    _first_form("older")
    found = call("export", "older")
    assert found["status"] == 0
    told = [json.loads(line) for line in (DATA / "form1.jsonl").read_text("utf-8").splitlines()]
    for before, after in zip(told, map(json.loads, found["said"].splitlines()), strict=True):
        assert {key: after[key] for key in before} == before
    with closing(sqlite3.connect("older")) as older:
        assert older.execute("PRAGMA user_version").fetchone()[0] == FORM
        assert older.execute("SELECT note FROM judgement").fetchall() == [("checked by telephone",)]
        assert older.execute("SELECT id, verdict FROM claim WHERE verdict IS NOT NULL").fetchall() == [("494359c483c44408-48", "accepted")]
        assert older.execute("SELECT at FROM run").fetchall() == [("2024-06-01T10:00:00+00:00",)]
    assert call("status", "older", "--check")["status"] == 0
    assert "desk: claim 494359c483c44408-48 accepted: " in call("decisions", "older")["said"]
    assert call("read", "in", "--into", "older")["status"] == 0  # and can be read into


def test_a_migrated_casefile_has_the_tables_of_a_new_one(folder: Path) -> None:
    _first_form("older")
    call("status", "older")

    def tables(path: str) -> dict[str, Any]:
        with closing(sqlite3.connect(path)) as opened:
            names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            columns = {name: sorted((row[1], row[3], row[5]) for row in opened.execute(f"PRAGMA table_info('{name}')")) for name in names}
            indexes = sorted(row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'index'"))
        return {"columns": columns, "indexes": indexes}

    assert tables("older") == tables("case")


# odd places


@pytest.mark.parametrize(
    "name", ["a b", "what?", "#1", "100%", "%41", "é ñ", "a'b\"c", "x&mode=ro", "?mode=memory", os.fsdecode(b"caf\xe9")]
)
def test_a_casefile_may_have_any_name(folder: Path, name: str) -> None:
    try:
        Path(name).touch()
    except OSError:
        pytest.skip("the file system has no such name")
    assert call("read", "in", "--into", name)["status"] == 0
    assert call("export", name)["said"] == call("export", "case")["said"]
    assert Path(name).stat().st_size > 4096


def test_places_that_cannot_be_a_casefile(folder: Path) -> None:
    Path("gone").symlink_to("nowhere")
    Path("round").symlink_to("round")
    os.mkfifo("pipe")
    with closing(socket.socket(socket.AF_UNIX)) as heard:
        heard.bind("socket")
        for name, words in (
            ("in", "in is a directory"),
            ("gone", "gone is a link to nowhere, and there is nothing"),
            ("round", "round cannot be opened"),
            ("pipe", "pipe is not a regular file"),
            ("socket", "socket is not a regular file"),
            ("/dev/null", "/dev/null is not a regular file"),
            ("in/000.txt/case", "in/000.txt/case cannot be opened: Not a directory"),
            ("n" * 300, "cannot be opened: File name too long"),
        ):
            refused(("show", name), words)
            refused(("read", "in", "--into", name), words)
    refused(("show", "no/such"), "no casefile at no/such")
    refused(("read", "in", "--into", "no/such"), "there is no directory no for the casefile")


def test_a_link_to_a_casefile_is_that_casefile(folder: Path) -> None:
    Path("in", "b.txt").write_text(story(100))
    Path("in", "link").symlink_to("../case")
    call("read", "in/b.txt", "--into", "in/link")
    assert call("export", "in/link")["said"] == call("export", "case")["said"]
    assert Path("in", "link").is_symlink()


def test_on_a_network_mount_the_file_is_written_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(disk, "remote", lambda path: "nfs4")
    for number in range(FILES, FILES + 3):
        Path("in", f"{number:03}.txt").write_text(story(number))
    assert call("read", "in", "--into", "case")["status"] == 0
    assert "case is on a network mount (nfs4): nobody else can read it while it is written to" in caplog.text
    with closing(sqlite3.connect("case")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    monkeypatch.undo()


# the clock


def test_a_clock_that_goes_back_breaks_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(f"{year}-01-01T00:00:00+00:00" for year in range(2031, 1900, -1))
    for module in (documents, filing):
        monkeypatch.setattr(module, "now", lambda: next(times))
    for words in (story(500), story(501), story(502)):
        Path("in", "000.txt").write_text(words)
        found = call("read", "in", "--into", "case")
        assert found["status"] == 0
        assert "updated: in/000.txt" in found["said"]
    versions = json.loads(call("history", "case", "in/000.txt", "--json")["said"])
    first_words = json.dumps(versions)
    order = [first_words.find(f"counted {number * 7}") for number in (0, 500, 501)]
    assert all(at >= 0 for at in order), versions
    assert order == sorted(order)
    assert "counted 3514 boats" in call("export", "case")["said"]  # the version that was read last
    assert "counted 3507 boats" not in call("export", "case")["said"]
    runs = json.loads(call("status", "case", "--json")["said"])["runs"]
    assert len(runs) == 4
    assert [run["at"] for run in runs[1:]] == sorted((run["at"] for run in runs[1:]), reverse=True)
    assert call("status", "case", "--check")["status"] == 0
