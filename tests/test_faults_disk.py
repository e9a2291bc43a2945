"""A casefile on a disk that is full, or where nothing can be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from steps import namespace, take
from stub_reader import story

FILES = 120


@pytest.fixture(scope="module")
def mounting() -> tuple[str, ...]:
    before = namespace()
    if before is None:
        pytest.skip("nothing can be mounted here")
    return before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(FILES):
        (tmp_path / "in" / f"{number:03}.txt").write_text(story(number), encoding="utf-8")
    (tmp_path / "disk").mkdir()
    return tmp_path


def test_a_full_disk_is_said_and_reading_goes_on_when_there_is_room(folder: Path, mounting: tuple[str, ...]) -> None:
    steps = [
        ["!", "mount -t tmpfs -o size=1m tmpfs disk"],
        ["read", "in", "--into", "disk/case"],
        ["status", "disk/case", "--check"],
        ["export", "disk/case"],
        ["!", "mount -o remount,size=64m disk"],
        ["read", "in", "--into", "disk/case"],
        ["status", "disk/case", "--check"],
        ["export", "disk/case"],
        ["read", "in", "--into", "reference"],
        ["export", "reference"],
    ]
    _, read, status, part, _, again, after, end, _, reference = take(steps, folder, before=mounting)
    assert read["status"] == 1
    assert read["said"].splitlines()[-1].startswith("Error: disk/case: the disk is full")
    assert status["status"] == part["status"] == 0
    assert 0 < part["said"].count("\n") < end["said"].count("\n")
    assert set(part["said"].splitlines()) != set()
    assert again["status"] == after["status"] == 0
    read_now, known = int(again["said"].splitlines()[-1].split()[0]), int(again["said"].splitlines()[-1].split()[2])
    assert read_now + known == FILES
    assert known > 0
    assert end["said"] == reference["said"]


def test_on_a_full_disk_one_can_look_things_up(folder: Path, mounting: tuple[str, ...]) -> None:
    steps = [
        ["!", "mount -t tmpfs -o size=8m tmpfs disk"],
        ["read", "in/000.txt", "in/001.txt", "--into", "disk/case"],
        ["export", "disk/case"],
        ["!", "dd if=/dev/zero of=disk/fill bs=1k; ls disk"],
        ["export", "disk/case"],
        ["show", "disk/case"],
        ["status", "disk/case"],
        ["read", "in", "--into", "disk/case"],
        ["read", "in", "--into", "disk/new"],
        ["remove", "disk/case", "in/001.txt", "--by", "desk"],
        ["export", "disk/case", "-o", "disk/out.jsonl"],
        ["backup", "disk/case", "disk/copy"],
        ["!", "rm disk/fill"],
        ["status", "disk/case", "--check"],
        ["export", "disk/case"],
        ["!", "ls -A disk"],
    ]
    _, _, before, _, export, show, status, *full, _, check, after, left = take(steps, folder, before=mounting)
    assert export["said"] == before["said"] == after["said"] != ""
    assert [step["status"] for step in (show, status, check)] == [0, 0, 0]
    for step in full:
        assert step["status"] == 1, step
        assert "the disk is full" in step["said"] or "No space left on device" in step["said"], step
        assert len(step["said"].splitlines()) == 1, step
    assert "copy" not in left["said"]


def test_a_limit_on_the_size_of_files_is_said(folder: Path) -> None:
    steps = [["read", "in", "--into", "case"], ["status", "case"]]
    before = ("sh", "-c", 'ulimit -f 800; trap "" XFSZ; exec "$@"', "sh")
    read, status = take(steps, folder, before=before)
    assert read["status"] == 1
    assert read["said"].splitlines()[-1].startswith("Error: case: the disk failed")
    assert status["status"] == 0
    again, check = take([["read", "in", "--into", "case"], ["status", "case", "--check"]], folder)
    assert again["status"] == check["status"] == 0


LOOKING = [["status", "case"], ["show", "case"], ["show", "case", "Ana Ruiz"], ["ask", "case", "Who counted boats?"], ["export", "case"]]


@pytest.mark.parametrize("locked", ["the file", "its folder", "both"])
def test_a_casefile_that_cannot_be_written_to_can_be_read(tmp_path: Path, locked: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become a user without rights")
    place = tmp_path / "place"
    place.mkdir()
    for above in tmp_path.parents:
        if not os.stat(above).st_mode & 1 and str(above).startswith("/tmp/"):
            above.chmod(0o755)
    tmp_path.chmod(0o755)
    (place / "one.txt").write_text(story(1))
    reference = take([["read", "one.txt", "--into", "case"], *LOOKING], place)[1:]
    (place / "case").chmod(0o666 if locked == "its folder" else 0o444)
    (place / "two.txt").write_text(story(2))
    place.chmod(0o777 if locked == "the file" else 0o555)
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    found = take([*LOOKING, ["read", "two.txt", "--into", "case"], ["remove", "case", "one.txt", "--by", "desk"]], place, drop=True)
    assert [step["said"] for step in found[:-2]] == [step["said"] for step in reference]
    for step in found[-2:]:
        assert step["status"] == 1
        assert "cannot be written to" in step["said"]
        assert len(step["said"].splitlines()) == 1
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


def test_a_casefile_on_a_mount_for_reading_only(folder: Path, mounting: tuple[str, ...]) -> None:
    steps = [
        ["read", "in/001.txt", "--into", "case"],
        *LOOKING,
        ["!", "mount --bind . disk && mount -o remount,ro,bind disk"],
        *[[args[0], "disk/case", *args[2:]] for args in LOOKING],
        ["read", "in/002.txt", "--into", "disk/case"],
        ["read", "in/002.txt", "--into", "disk/new"],
        ["backup", "disk/case", "copy"],
        ["export", "copy"],
    ]
    found = take(steps, folder, before=mounting)
    assert [step["said"] for step in found[1:6]] == [step["said"] for step in found[7:12]]
    for step in found[12:14]:
        assert step["status"] == 1
        assert "cannot be written to" in step["said"] or "cannot be made" in step["said"]
    assert found[15]["said"] == found[5]["said"]
