"""What is installed: the command, the types, every table and page that the program reads; nothing of the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "onrecord"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    return zipfile.ZipFile(next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))))


def test_every_file_of_the_package_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    files = {p.relative_to(ROOT).as_posix() for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert {"onrecord/py.typed", "onrecord/annotation.schema.json", "onrecord/lang/en/cues.toml"} <= files
    assert sorted(files - set(wheel.namelist())) == []


def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    outside = [name for name in wheel.namelist() if not name.startswith(("onrecord/", "onrecord-"))]
    assert outside == []
    assert not [name for name in wheel.namelist() if name.endswith((".pyc", ".db")) or "node_modules" in name]


def test_the_command_and_the_licences_are_named(wheel: zipfile.ZipFile) -> None:
    entries = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "onrecord = onrecord.cli:main" in wheel.read(entries).decode()
    licences = {name.rpartition("/")[2] for name in wheel.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}
