"""Claims drawn at random and judged by a person: what is drawn, how a filled form is taken, what is shown."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

EVALS = Path(__file__).resolve().parent.parent / "evals"
PRECISION: dict[str, Any] = runpy.run_path(str(EVALS / "precision.py"))
main, draw, read, filled, show, FormError = (PRECISION[k] for k in ("main", "draw", "read", "filled", "show", "FormError"))

ARTICLES = [
    "Ana Reis, 34, repaired the bridge at Almonda. The harbour master, Bo Lind, said that two boats sank on Monday.",
    "The council bought three ferries. Mayor Ida Holm opened the pier, and the crew painted the lighthouse.",
]
HEAD = "== claims geovirus a 0-9 - 0123abcdef01"


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "geovirus").mkdir()
    rows = [json.dumps({"id": f"own:{n}", "lang": "en", "text": text}) for n, text in enumerate(ARTICLES)]
    (folder / "geovirus" / "dev.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def test_the_same_seed_draws_the_same_claims_in_any_number(sets: Path) -> None:
    documents = read(sets / "geovirus" / "dev.jsonl")
    four, again, six = ([d.key("claims") for d in draw(documents, n, 1, "claims")] for n in (4, 4, 6))
    assert four == again
    assert len(four) == 4
    assert set(four) < set(six)
    assert {d.claim.relation is not None for d in draw(documents, 9, 1, "relations")} == {True}


def test_another_seed_draws_others(sets: Path) -> None:
    documents = read(sets / "geovirus" / "dev.jsonl")
    assert len({tuple(d.key("claims") for d in draw(documents, 3, seed, "claims")) for seed in range(1, 5)}) > 1


def test_a_form_is_written_filled_taken_and_shown(sets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, gold = tmp_path / "form.txt", tmp_path / "gold"
    drawing = ["--claims", "4", "--sets-from", str(sets), "--gold", str(gold)]
    assert main(["sample", "--out", str(form), *drawing]) == 0
    text = form.read_text("utf-8")
    assert text.count("\nverdict:\n") == 4
    verdicts = iter(["right", "part", "right"])
    form.write_text(re.sub(r"\nverdict:\nnote:", lambda _: f"\nverdict: {next(verdicts, '')}\nnote: the wrong bridge", text), "utf-8")
    assert main(["take", str(form), "--gold", str(gold)]) == 0
    capsys.readouterr()
    assert main(["show", *drawing]) == 0
    shown = capsys.readouterr().out
    assert "claims: 3 of 4 drawn are judged" in shown
    assert re.search(r"right +0\.667", shown)
    assert "1 are new or have changed and wait" in shown
    assert main(["sample", "--out", str(form), *drawing]) == 0
    assert form.read_text("utf-8").count("\nverdict:\n") == 1


def test_no_words_of_an_article_are_stored(sets: Path, tmp_path: Path) -> None:
    form, gold = tmp_path / "form.txt", tmp_path / "gold"
    main(["sample", "--relations", "--out", str(form), "--sets-from", str(sets), "--gold", str(gold)])
    form.write_text(form.read_text("utf-8").replace("\nverdict:\n", "\nverdict: right\n"), "utf-8")
    main(["take", str(form), "--gold", str(gold)])
    rows = [json.loads(line) for line in (gold / "relations.jsonl").read_text("utf-8").splitlines()]
    assert rows
    assert {frozenset(row) for row in rows} == {frozenset({"set", "document", "evidence", "predicate", "claim", "verdict", "note"})}
    assert {row["note"] for row in rows} == {""}


def test_a_claim_that_changed_waits(sets: Path) -> None:
    drawn = draw(read(sets / "geovirus" / "dev.jsonl"), 4, 1, "claims")
    judged = {d.key("claims"): {"verdict": "right"} for d in drawn[1:]}
    assert "  1 are new or have changed and wait to be judged" in list(show(drawn, judged, "claims"))


def test_a_later_verdict_replaces_the_earlier(tmp_path: Path) -> None:
    for verdict in ("part", "right"):
        (tmp_path / "form.txt").write_text(f"{HEAD}\nverdict: {verdict}\nnote:\n", "utf-8")
        assert main(["take", str(tmp_path / "form.txt"), "--gold", str(tmp_path)]) == 0
    (row,) = map(json.loads, (tmp_path / "claims.jsonl").read_text("utf-8").splitlines())
    assert (row["evidence"], row["predicate"], row["verdict"]) == ([0, 9], None, "right")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (f"{HEAD}\nverdict: good", "line 2: “good” is no verdict"),
        (f"{HEAD}\nverdict: part\nnote: {'long ' * 13}", "line 3: a note has at most 12 words"),
        ("verdict: right", "line 1: a verdict before any claim"),
        ("== claims geovirus a", "line 1: the head of this claim was changed"),
    ],
)
def test_a_form_that_cannot_be_taken_says_where(form: str, words: str) -> None:
    with pytest.raises(FormError, match=words):
        list(filled(form))


def test_articles_stay_outside_the_repository(sets: Path) -> None:
    inside = EVALS / "form.txt"
    assert main(["sample", "--out", str(inside), "--sets-from", str(sets)]) == 1
    assert not inside.exists()
