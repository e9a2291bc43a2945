"""The commands that work on a casefile, from files to exports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import rival, union

from onrecord import pipeline
from onrecord.cli import main
from onrecord.model import Annotation, Document

TELLINGS = {t.text: t for t in (union(), rival())}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files, and a pipeline that knows what they tell; a text with "broken" in it breaks it."""

    def annotate(documents: Iterable[Document]) -> Iterator[Annotation]:
        for document in documents:
            if "broken" in document.text:
                raise ValueError("a defect of the reader")
            telling = TELLINGS.get(document.text)
            if telling is None:
                yield Annotation(id=document.id, lang="en")
                continue
            yield Annotation(
                id=document.id, lang="en", entities=tuple(telling.entities), claims=tuple(telling.claims), blocks=telling.filed()[1].blocks
            )

    monkeypatch.setattr(pipeline, "annotate_many", annotate)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(union().text, encoding="utf-8")
    (tmp_path / "in" / "two.txt").write_text(rival().text, encoding="utf-8")
    return tmp_path


def run(*args: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, args)
    assert result.exit_code == status, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


def export(case: str = "case") -> str:
    return run("export", case).stdout


def test_read_ends_every_file_in_one_state(folder: Path) -> None:
    (folder / "in" / "broken.txt").write_text("This file is broken.")
    (folder / "in" / "data.bin").write_bytes(b"\x00\x01")
    (folder / "in" / "copy.txt").write_text(union().text, encoding="utf-8")
    result = run("read", "in", "none.txt", "--into", "case", status=1)
    lines = result.stdout.splitlines()
    assert "failed: in/broken.txt (could not be processed (ValueError: a defect of the reader))" in lines
    assert "failed: none.txt (no such file or folder)" in lines
    assert "unchanged: in/one.txt (the same bytes as in/copy.txt)" in lines
    assert any(line.startswith("skipped: in/data.bin") for line in lines)
    assert lines[-1] == "2 read, 1 unchanged, 0 updated, 2 failed, 1 skipped; 6 in all"


def test_reading_again_changes_nothing(folder: Path) -> None:
    run("read", "in", "--into", "case", "--outlet", "Gazette")
    before = export()
    again = run("read", "in", "--into", "case")
    assert again.stdout.splitlines()[-1] == "0 read, 2 unchanged, 0 updated, 0 failed, 0 skipped; 2 in all"
    assert export() == before


def test_runs_and_order_leave_no_trace(folder: Path) -> None:
    run("read", "in/one.txt", "in/two.txt", "--into", "case")
    run("read", str(folder / "in" / "two.txt"), "--into", "other")
    run("read", "in/one.txt", "--into", "other")
    assert export("other") == export("case")
    assert run("show", "other", "--json").stdout == run("show", "case", "--json").stdout
    assert str(folder) not in export("other")
    assert str(folder) not in run("show", "other", "Pavel Orlov", "--json").stdout


def test_a_changed_file_is_updated(folder: Path) -> None:
    run("read", "in", "--into", "case")
    (folder / "in" / "two.txt").write_text("Nothing to tell.")
    result = run("read", "in", "--into", "case")
    assert "updated: in/two.txt (new version of the text)" in result.stdout
    assert {json.loads(line)["id"][:2] for line in export().splitlines()} == {"d1"}
    assert "Gazette" not in export()


def test_new_metadata_is_taken_over(folder: Path) -> None:
    run("read", "in", "--into", "case")
    result = run("read", "in/one.txt", "--into", "case", "--outlet", "Courier", "--published", "2024-05-09")
    assert "updated: in/one.txt (new metadata: outlet, published)" in result.stdout
    assert {json.loads(line)["outlet"] for line in export().splitlines() if '"d1-' in line} == {"Courier"}


def test_show_and_dossier(folder: Path) -> None:
    run("read", "in", "--into", "case", "--outlet", "Harbour Post")
    glance = run("show", "case").stdout
    assert "Harbour Union, members:" in glance
    assert "[denied] Pavel Orlov denied: “he bribed a guard”" in glance.replace("Pável", "Pavel")
    dossier = run("show", "case", "HARBOUR unión").stdout
    assert dossier.startswith("# Harbour Union (Organization)")
    assert "Ana Ruiz estimated in 2023 that “the Harbour Union has around 5,000 members”" in dossier
    twin = json.loads(run("show", "case", "Harbour Union", "--json").stdout)
    assert twin["subject"]["name"] == "Harbour Union"
    unknown = run("show", "case", "Harbor Unoin", status=1)
    assert "nobody called 'Harbor Unoin' is on record; nearest: Harbour Union" in unknown.output


def test_ask(folder: Path) -> None:
    run("read", "in", "--into", "case", "--outlet", "Harbour Post", "--published", "2024-05-02")
    found = run("ask", "case", "When did Pavel Orlov escape?").stdout
    assert "“He escaped in 2022” [He: P" in found
    assert "Harbour Post, 2024-05-02" in found
    nothing = run("ask", "case", "When was Pavel Orlov convicted?").stdout
    assert "Nothing on record" in nothing
    twin = json.loads(run("ask", "case", "When did Pavel Orlov escape?", "--json").stdout)
    assert [f["words"] for f in twin["findings"]] == ["He escaped in 2022"]
    assert json.loads(run("ask", "case", "Who is the king of Ruritania?", "--json").stdout)["findings"] == []


def test_export_to_a_file(folder: Path) -> None:
    run("read", "in", "--into", "case")
    run("export", "case", "-o", "claims.jsonl")
    assert (folder / "claims.jsonl").read_text(encoding="utf-8") == export()
    assert run("export", "case", "--format", "csv").stdout.startswith("id,document,digest,")
    assert "cannot be written" in run("export", "case", "-o", "none/claims.jsonl", status=1).output


def test_status(folder: Path) -> None:
    run("read", "in", "--into", "case")
    assert run("status", "case").stdout.splitlines()[-1] == "2 documents, 11 claims"


@pytest.mark.parametrize("args", [["show"], ["ask", "?"], ["export"], ["status"]])
def test_no_casefile_is_one_clear_line(folder: Path, args: list[str]) -> None:
    result = run(args[0], "none", *args[1:], status=1)
    assert result.output.startswith("Error: no casefile at none")
    (folder / "text").write_text("something else")
    assert "is not a casefile" in run(args[0], "text", *args[1:], status=1).output
    assert len(result.output.splitlines()) == 1


def test_a_stopped_run_is_taken_up_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.store.store import Store

    run("read", "in", "--into", "whole")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "resolve", lambda *_: None)  # killed before the end
        run("read", "in/one.txt", "--into", "case")
    run("read", "in", "--into", "case")
    assert export() == export("whole")
