"""``onrecord places``: a dump of GeoNames adds places of the user's own; without one nothing changes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.gazetteer import by_id, find

ROWS = [
    "9900001\tQuarnethorpe\tQuarnethorpe\tCuarnetorpe\t54.5\t-1.5\tP\tPPL\tGB\t\tENG\t\t\t\t120\t\t50\tEurope/London\t2024-01-01",
    "9900002\tArana Bridge\tArana Bridge\t\t10.1\t-67.2\tS\tBDG\tVE\t\t\t\t\t\t0\t\t50\tAmerica/Caracas\t2024-01-01",
]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "places.sqlite"
    monkeypatch.setenv("ONRECORD_PLACES", str(path))
    yield path
    run("unload")  # nothing of it stays in what is remembered


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["places", *arguments])


def dump(path: Path, *rows: str) -> Path:
    path.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_loaded_places_are_found_at_once_and_gone_when_unloaded(kept: Path, tmp_path: Path) -> None:
    assert find("quarnethorpe") == ()
    assert run("load", str(dump(tmp_path / "GB.txt", *ROWS))).exit_code == 0
    [place] = find("quarnethorpe")
    assert (place.id, place.country, place.lat, place.lon) == (9900001, "GB", 54.5, -1.5)
    assert by_id(9900002) is not None
    assert run("unload").exit_code == 0
    assert find("quarnethorpe") == ()
    assert not kept.exists()


def test_a_zipped_dump_and_what_is_loaded_from_it(kept: Path, tmp_path: Path) -> None:
    inner = dump(tmp_path / "VE.txt", *ROWS)
    with zipfile.ZipFile(tmp_path / "VE.zip", "w") as archive:
        archive.write(inner, "VE.txt")
    assert run("load", str(tmp_path / "VE.zip")).exit_code == 0
    shown = run("status").output
    assert "VE" in shown
    assert "2 places" in shown


def test_known_places_stay_what_they_are(kept: Path, tmp_path: Path) -> None:
    before = find("paris")[0]
    small = ROWS[0].replace("9900001", "9900003").replace("Quarnethorpe", "Paris")
    assert run("load", str(dump(tmp_path / "GB.txt", small))).exit_code == 0
    assert find("paris")[0] == before


def test_bad_lines_are_said_and_the_rest_is_loaded(kept: Path, tmp_path: Path) -> None:
    result = run("load", str(dump(tmp_path / "GB.txt", ROWS[0], "no columns", ROWS[1])))
    assert result.exit_code == 0
    assert "1 line left out" in result.output
    assert "line 2" in result.output
    assert find("quarnethorpe") != ()


def test_what_is_no_dump_is_named_and_changes_nothing(kept: Path, tmp_path: Path) -> None:
    assert run("load", str(dump(tmp_path / "GB.txt", *ROWS))).exit_code == 0
    result = run("load", str(dump(tmp_path / "notes.txt", "only words", "and more")))
    assert result.exit_code == 1
    assert "notes.txt" in result.output + result.stderr
    assert find("quarnethorpe") != ()
