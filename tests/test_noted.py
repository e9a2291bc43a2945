"""Texts of our own with their figures and times noted beside them: how the notes are read, and that all of them can be."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

EVALS = Path(__file__).resolve().parent.parent / "evals"
NOTED: dict[str, Any] = runpy.run_path(str(EVALS / "noted.py"))
figure, rows, time, NoteError = NOTED["figure"], NOTED["rows"], NOTED["time"], NOTED["NoteError"]


@pytest.mark.parametrize(
    ("note", "low", "high", "modifier", "unit"),
    [
        ("5 person", 5.0, 5.0, "exact", "person"),
        ("~40", 40.0, 40.0, "about", None),
        (">=3 USD", 3.0, None, "at_least", "USD"),
        ("<2 percent", None, 2.0, "under", "percent"),
        ("10..15", 10.0, 15.0, "between", None),
        ("? person", None, None, "about", "person"),
    ],
)
def test_figures(note: str, low: float | None, high: float | None, modifier: str, unit: str | None) -> None:
    read = figure([note, "members", "", "up"])
    assert (read["low"], read["high"], read["modifier"], read["unit"]) == (low, high, modifier, unit)
    assert (read["counted"], read["per"], read["direction"]) == (["members"], None, "up")


def test_times() -> None:
    assert time(["DATE", "2024-05", ""]) == {"type": "DATE", "timex": "2024-05", "edtf": None}


@pytest.mark.parametrize("path", sorted((EVALS / "gold").glob("[ft]i*/*.toml")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_note_is_in_its_text(path: Path) -> None:
    for row in rows(path):
        for item in (*row.get("figures", ()), *row.get("times", ())):
            assert row["text"][item["start"] : item["end"]] == item["text"]


def test_words_that_are_not_there_are_named(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    file.write_text('[[text]]\nid = "a"\ntext = "Ten men came."\nfigures = ["12 => 12"]\n', encoding="utf-8")
    with pytest.raises(NoteError, match=r"en\.toml, a: “12”"):
        rows(file)
