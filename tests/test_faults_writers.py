"""Several processes at one casefile, at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from steps import call, take
from stub_reader import story

from onrecord import pipeline
from onrecord.store import database

PROGRAM = (sys.executable, str(Path(__file__).parent / "stub_reader.py"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from stub_reader import annotate_stub

    monkeypatch.setattr(pipeline, "annotate_many", annotate_stub)
    monkeypatch.chdir(tmp_path)
    for name, numbers in (("left", range(30)), ("right", range(20, 60))):
        (tmp_path / name).mkdir()
        for number in numbers:
            (tmp_path / name / f"{number:03}.txt").write_text(story(number), encoding="utf-8")
    return tmp_path


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that a test started; none outlives it."""
    found: list[subprocess.Popen[str]] = []
    yield found
    for process in found:
        process.kill()
        process.communicate()


def start(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str], status: int = 0) -> str:
    out, err = process.communicate(timeout=100)
    assert process.returncode == status, err
    assert "Traceback" not in err
    return out + err


@pytest.mark.parametrize("folders", [("left", "right"), ("right", "right")], ids=["different folders", "the same folder"])
def test_two_writers_end_as_one(folder: Path, started: list[subprocess.Popen[str]], folders: tuple[str, str]) -> None:
    call("read", *dict.fromkeys(folders), "--into", "reference")
    wanted = call("export", "reference")["said"]
    started += [start("read", name, "--into", "case") for name in folders]
    seen = 0
    while any(process.poll() is None for process in started):
        time.sleep(0.3)
        if not Path("case").exists() or not Path("case").stat().st_size:
            continue
        found = call("export", "case")  # a reader meanwhile
        assert found["status"] == 0 or "is empty" in found["said"], found
        for document, claims in _claims(found["said"] if found["status"] == 0 else "").items():
            assert claims == _claims(wanted)[document]
            seen += 1
    for process in started:
        finish(process)
    assert seen
    assert call("status", "case", "--check")["status"] == 0
    assert call("export", "case")["said"] == wanted


def _claims(export: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in export.splitlines():
        row = json.loads(line)
        found.setdefault(row["document"], []).append(f"{row['id']} {row['factuality']} {row['words']}")
    return found


def test_a_writer_that_does_not_end_is_said_after_the_stated_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("read", "left", "--into", "case")
    before = call("export", "case")["said"]
    monkeypatch.setattr(database, "PATIENCE", 0.3)
    with closing(sqlite3.connect("case", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM run")
        began = time.monotonic()
        found = call("read", "right", "--into", "case")
        assert 0.3 <= time.monotonic() - began < 5
        assert found["status"] == 1
        assert found["said"].splitlines()[-1] == "Error: case: another process is writing to it, and did not end within 0.3 seconds"
        assert call("export", "case")["said"] == before  # readers do not wait
    assert call("read", "right", "--into", "case")["status"] == 0
    call("read", "left", "right", "--into", "reference")
    assert call("export", "case")["said"] == call("export", "reference")["said"]


def test_a_backup_while_others_write_is_whole(folder: Path, started: list[subprocess.Popen[str]]) -> None:
    call("read", "left", "--into", "case")
    started.append(start("read", "right", "--into", "case"))
    copies = 0
    while started[0].poll() is None:
        copies += 1
        found = call("backup", "case", f"copy{copies}")
        assert found["status"] == 0, found
        time.sleep(0.1)
    finish(started[0])
    for number in range(1, copies + 1):
        assert call("status", f"copy{number}", "--check")["status"] == 0
        assert not Path(f"copy{number}-wal").exists()
    assert copies > 1


def test_a_plain_copy_taken_while_others_write_is_whole_or_said(folder: Path, started: list[subprocess.Popen[str]]) -> None:
    call("read", "left", "right", "--into", "reference")
    wanted = _claims(call("export", "reference")["said"])
    started.append(start("read", "left", "right", "--into", "case"))
    copies: list[str] = []
    while started[0].poll() is None:
        name = f"copy{len(copies)}"
        for ending in ("", "-wal") if len(copies) % 2 else ("-wal", ""):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"case{ending}", f"{name}{ending}")
        copies += [name] if Path(name).exists() else []
        time.sleep(0.02)
    finish(started[0])
    assert len(copies) > 3
    for name in copies[:: max(1, len(copies) // 12)]:
        found = call("export", name)
        if found["status"] == 0:
            for document, claims in _claims(found["said"]).items():
                assert claims == wanted[document]
        else:
            assert "damaged" in found["said"] or "is empty" in found["said"] or "is an SQLite file, but not" in found["said"], found
        assert call("read", "left", "right", "--into", name)["status"] in (0, 1)


def test_who_may_only_read_sees_what_others_write(tmp_path: Path) -> None:
    """A process without rights that keeps a casefile open, as serve does, while another writes to it."""
    database_seen = take([["read", "missing.txt", "--into", "case"]], tmp_path)
    assert database_seen[0]["status"] == 1
    Path(tmp_path, "one.txt").write_text(story(1))
    Path(tmp_path, "two.txt").write_text(story(2))
    from onrecord.store.store import Store

    take([["read", "one.txt", "--into", "case"]], tmp_path)
    case = tmp_path / "case"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.os, "access", lambda *_: False)
        with Store(case) as reader:
            assert len(reader.documents()) == 1
            take([["read", "two.txt", "--into", "case"]], tmp_path)
            assert len(reader.documents()) == 2
            with Store(case) as second:
                assert len(second.documents()) == 2
