"""The marked articles of our own: marks pair, spans are exact, every attribution says something."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

EVALS = Path(__file__).resolve().parent.parent / "evals"
MARKED: dict[str, Any] = runpy.run_path(str(EVALS / "marked.py"))


def test_our_articles_are_well_marked() -> None:
    rows = MARKED["rows"](EVALS / "gold" / "quotes")
    assert len(rows) > 30
    assert all(not set("⟦⟧") & set(row["text"]) and row["quotes"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


def test_marks_become_spans(tmp_path: Path) -> None:
    article = "# style: desk | outlet: Post | published: 2024-05-02\n\n⟦q1 “We stay,”⟧ ⟦s1,2 she⟧ ⟦c1 said⟧. ⟦q1 “⟦q2 Now⟧.”⟧\n"
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    (row,) = MARKED["rows"](tmp_path)
    text = row["text"]
    first, second = row["quotes"]
    assert [text[slice(*part)] for part in first["content_parts"]] == ["“We stay,”", "“Now.”"]
    assert [text[slice(*q["speaker"])] for q in row["quotes"]] == ["she", "she"]
    assert (text[slice(*first["cue"])], second["cue"], text[slice(*second["content"])]) == ("said", None, "Now")
    assert (row["outlet"], row["published"], first["type"]) == ("Post", "2024-05-02", "direct")


@pytest.mark.parametrize("body", ["⟦q1 a", "a⟧", "⟦x1 a⟧", "⟦s1 a⟧"])
def test_marks_that_do_not_pair_name_the_file(body: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"# style: desk\n\n{body}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt"):
        MARKED["rows"](tmp_path)
