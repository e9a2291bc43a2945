"""Exports: every row with speaker, factuality, source and exact words; nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json

import pytest
from samples import Telling, rival, union

from onrecord.casefile.plain import PlainCasefile
from onrecord.export import FORMATS
from onrecord.export.csv import COLUMNS, safe


@pytest.fixture(scope="module")
def case() -> PlainCasefile:
    return PlainCasefile([union().filed(), rival().filed()])


def lines(case: PlainCasefile, name: str) -> list[str]:
    return list(FORMATS[name](case))


def test_jsonl_rows_hold_what_they_must(case: PlainCasefile) -> None:
    rows = [json.loads(line) for line in lines(case, "jsonl")]
    assert len(rows) == len(case.claims())
    for row in rows:
        assert all(
            row[key] for key in ("id", "document", "digest", "outlet", "published", "speaker", "act", "factuality", "polarity", "words")
        )
        assert case.document(row["document"]).text[row["start"] : row["end"]] == row["words"]
    assert rows[0]["speakers"][0] == {
        "name": "Ana Ruiz", "text": "Ana Ruiz", "entity": rows[0]["speakers"][0]["entity"], "act": "estimates", "cue": None, "when": "2023",
    }  # fmt: skip
    assert rows[0]["figures"][0]["low"] == 5000
    assert rows[1]["speaker"] == "Harbour Post (own voice)"


def test_the_order_of_documents_does_not_matter(case: PlainCasefile) -> None:
    other = PlainCasefile([rival().filed(), union().filed()])
    assert {name: lines(other, name) for name in FORMATS} == {name: lines(case, name) for name in FORMATS}


def test_csv_can_be_read_back(case: PlainCasefile) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(lines(case, "csv")), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [r["words"] for r in rows] == [f.claim.evidence.text for f in case.claims()]
    assert all(r["speaker"] and r["factuality"] and r["digest"] for r in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_never_starts_a_formula(start: str) -> None:
    words = f"{start}HYPERLINK(1)" if start not in "\t\r" else f"{start}=1+1"
    t = Telling("x", f"{words} is what the list says.", outlet=words)
    t.claim(words)
    (row,) = csv.DictReader(io.StringIO("".join(lines(PlainCasefile([t.filed()]), "csv")), newline=""))
    assert row["words"] == f"'{words}"
    assert row["outlet"] == f"'{words}"
    assert row["speaker"] == f"'{words} (own voice)"


def test_numbers_stay_numbers() -> None:
    assert safe(-5) == "-5"
    assert safe("-5") == "'-5"
    assert safe(None) == ""
