"""Versions, removals, merges, copies: what stood before is kept, what is taken out is gone, nothing is there twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from stub_reader import annotate_stub, story

from onrecord import pipeline
from onrecord.cli import main

FIRST = "Ana Ruiz said that Pavel Orlov counted 40 boats. Joan Fry denied that Tomas Lind sang.\n"
SECOND = "Ana Ruiz said that Pavel Orlov counted 30 boats. Joan Fry denied that Tomas Lind sang.\n"


@pytest.fixture(autouse=True)
def _stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "annotate_many", annotate_stub)
    monkeypatch.setattr(pipeline, "warm", lambda _: None)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text(FIRST)
    Path("in/b.txt").write_text(story(1))


def run(*args: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, args)
    assert result.exit_code == status, (result.output, result.exception)
    return result


def read(*paths: str, into: str = "case", options: tuple[str, ...] = (), status: int = 0) -> str:
    return run("read", *paths, "--into", into, *options, status=status).stdout


def export(case: str = "case") -> str:
    return run("export", case).stdout


def export_of(*paths: str) -> str:
    """What a casefile would export that had read these and nothing else."""
    Path("fresh").unlink(missing_ok=True)
    read(*paths, into="fresh")
    return export("fresh")


def document_of(case: str, place: str) -> str:
    return next(f["id"] for f in json.loads(run("status", case, "--json").stdout)["documents"] if f["digest"] == _digest(place))


def _digest(place: str) -> str:
    import hashlib

    return hashlib.sha256(Path(place).read_bytes()).hexdigest()


def test_a_changed_file_keeps_what_it_said_before() -> None:
    read("in")
    old = document_of("case", "in/a.txt")
    Path("in/a.txt").write_text(SECOND)
    assert "updated: in/a.txt (new version of the text)" in read("in")
    assert export() == export_of("in")
    assert "40 boats" not in run("ask", "case", "How many boats?").stdout
    shown = run("history", "case", "in/a.txt").stdout
    assert shown.rstrip().endswith("2 versions")
    before, after = shown.split("stands there still")
    assert "## No longer said in the next version" in before
    assert "“Pavel Orlov counted 40 boats”" in before or "counted 40 boats" in before
    assert "sang" not in shown
    assert "30 boats" in after
    assert run("history", "case", old).stdout == shown
    assert "sang" in run("history", "case", old, "--all").stdout
    twin = json.loads(run("history", "case", "in/a.txt", "--json").stdout)
    assert [len(edition["dropped"]) for edition in twin] == [1, 0]
    assert [bool(edition["until"]) for edition in twin] == [True, False]
    assert all(claim["speaker"] and claim["factuality"] and claim["digest"] for claim in twin[0]["claims"])


def test_a_version_that_comes_back_stands_again() -> None:
    read("in")
    before = export()
    Path("in/a.txt").write_text(SECOND)
    read("in")
    Path("in/a.txt").write_text(FIRST)
    assert "updated: in/a.txt" in read("in")
    assert export() == before
    assert run("history", "case", "in/a.txt").stdout.rstrip().endswith("3 versions")
    assert "2 unchanged" in read("in")


def test_bytes_that_stand_at_two_places_are_superseded_at_both() -> None:
    Path("in/c.txt").write_text(FIRST)
    assert "unchanged: in/c.txt (the same bytes as in/a.txt)" in read("in")
    Path("in/a.txt").write_text(SECOND)
    read("in")
    assert "40 boats" in export()
    assert "30 boats" in export()
    Path("in/c.txt").write_text(SECOND)
    assert "updated: in/c.txt (its text is now that of in/a.txt)" in read("in")
    assert "40 boats" not in export()
    assert export() == export_of("in")


def test_metadata_of_two_places_settles_whatever_the_order() -> None:
    Path("in/2024-01-01_x.txt").write_text(FIRST)
    Path("in/a.txt").rename("in/2024-02-02_x.txt")
    read("in")
    assert read("in").strip().endswith("0 read, 3 unchanged, 0 updated, 0 failed, 0 skipped; 3 in all")
    read("in/2024-02-02_x.txt", "in/b.txt", into="other")
    read("in/2024-01-01_x.txt", into="other")
    assert export("other") == export()


def test_what_is_removed_leaves_only_a_note() -> None:
    read("in")
    Path("in/a.txt").write_text(SECOND)
    read("in")
    assert run("remove", "case", "in/a.txt", "--by", "Inge", "--why", "a court order").stdout.startswith("2 versions removed by Inge")
    content = b"".join(path.read_bytes() for path in Path().glob("case*"))
    for word in (b"Joan Fry denied that Tomas Lind sang", b"40 boats", b"30 boats", b"sang", b"in/a.txt"):
        assert word not in content
    assert export() == export_of("in/b.txt")
    status = run("status", "case").stdout
    assert f"removed: {_digest('in/a.txt')[:16]}" in status
    assert "by Inge: a court order" in status
    assert "skipped: in/a.txt (removed on " in read("in")
    assert export() == export_of("in/b.txt")
    read("in", options=("--restore",))
    assert export() == export_of("in")
    assert "unchanged" in read("in")


def test_removing_leaves_what_stands_elsewhere() -> None:
    Path("in/c.txt").write_text(FIRST)
    read("in")
    Path("in/c.txt").write_text(story(2))
    read("in")
    assert run("remove", "case", "in/c.txt").stdout.startswith("1 version removed")
    assert export() == export_of("in/a.txt", "in/b.txt")


def test_what_is_not_there_cannot_be_removed() -> None:
    read("in")
    before = export()
    for command in ("remove", "history"):
        assert "no document 'none'" in run(command, "case", "none", status=1).output
    assert export() == before


def test_merging_equals_reading_both() -> None:
    Path("other").mkdir()
    Path("other/c.txt").write_text(story(3))
    Path("other/a.txt").write_text(FIRST)
    read("in")
    read("other", into="second")
    second = export("second")
    assert run("merge", "case", "second").stdout == "1 new, 1 known already\n"
    assert export() == export_of("in", "other")
    assert export("second") == second
    assert run("merge", "case", "second").stdout == "0 new, 2 known already\n"
    assert export() == export_of("in", "other")
    run("merge", "second", "case")
    assert export("second") == export()
    assert "4 unchanged" in read("in", "other")


def test_merging_editions_of_one_place() -> None:
    read("in")
    Path("in/a.txt").write_text(SECOND)
    read("in", into="later")
    connection = sqlite3.connect("later")
    connection.execute("UPDATE edition SET at = '2999-01-01T00:00:00+00:00'")
    connection.commit()
    connection.close()
    for one, other in (("case", "later"), ("later", "case")):
        run("merge", one, other)
        assert export(one) == export_of("in")
        assert run("history", one, "in/a.txt").stdout.rstrip().endswith("2 versions")


def test_merging_metadata_that_each_tells_half_of() -> None:
    read("in/a.txt", options=("--outlet", "Harbour Post"))
    read("in/a.txt", into="other", options=("--published", "2024-03-04"))
    run("merge", "case", "other")
    assert "updated: in/a.txt" in read("in/a.txt")
    read("in/a.txt", into="both", options=("--outlet", "Harbour Post", "--published", "2024-03-04"))
    assert export() == export("both")


def test_merging_takes_over_what_the_other_knows_of_the_same_bytes() -> None:
    read("in")
    read("in/a.txt", into="other", options=("--outlet", "Harbour Post"))
    assert run("merge", "case", "other").stdout == "0 new, 1 known already\n"
    assert '"outlet":"Harbour Post"' in export()
    read("in/b.txt", into="fresh")
    read("in/a.txt", into="fresh", options=("--outlet", "Harbour Post"))
    assert export() == export("fresh")
    assert "2 unchanged" in read("in")


def test_a_removed_document_does_not_come_back_by_a_merge() -> None:
    read("in")
    read("in", into="other")
    run("remove", "case", "in/a.txt")
    assert "1 left out that had been removed here" in run("merge", "case", "other").stdout
    assert export() == export_of("in/b.txt")


def test_a_casefile_is_not_merged_with_itself() -> None:
    read("in")
    Path("link").symlink_to("case")
    assert "is the same casefile" in run("merge", "case", "link", status=1).output


def test_backup_is_a_casefile() -> None:
    read("in")
    assert run("backup", "case", "copy").stdout == "copy is a copy of case\n"
    assert export("copy") == export()
    assert "is there already" in run("backup", "case", "copy", status=1).output
    assert "no directory" in run("backup", "case", "none/copy", status=1).output
    assert sorted(path.name for path in Path().iterdir()) == ["case", "copy", "in"]


def test_rows_with_one_id_are_told_apart_whatever_the_order() -> None:
    for name, number in (("x.jsonl", 5), ("y.jsonl", 6)):
        Path(name).write_text(json.dumps({"id": "1", "text": story(number)}) + "\n")
    read("x.jsonl")
    assert {json.loads(line)["document"] for line in export().splitlines()} == {"1"}
    read("y.jsonl")
    assert len({json.loads(line)["document"] for line in export().splitlines()}) == 2
    assert export() == export_of("y.jsonl", "x.jsonl") == export_of("x.jsonl", "y.jsonl")
    assert "2 unchanged" in read("y.jsonl", "x.jsonl")
    run("remove", "case", "y.jsonl#1")
    assert export() == export_of("x.jsonl")


def test_status_tells_how_every_file_ended() -> None:
    Path("in/empty.txt").write_text("")
    Path("in/picture.png").write_bytes(b"\x89PNG")
    read("in", status=1)
    lines = run("status", "case").stdout.splitlines()
    assert "failed: in/empty.txt (empty)" in lines
    assert any(line.startswith("skipped: in/picture.png (") for line in lines)
    assert "4 files: 1 failed, 2 read, 1 skipped" in lines
    Path("in/empty.txt").write_text(story(9))
    read("in")
    twin = json.loads(run("status", "case", "--json").stdout)
    assert {f["location"]: f["state"] for f in twin["files"]}["in/empty.txt"] == "read"
    assert [r["totals"]["failed"] for r in twin["runs"]] == [1, 0]


def test_the_whole_file_is_checked_on_demand() -> None:
    read("in")
    assert run("status", "case", "--check").stdout.splitlines()[-1].startswith("2 documents")
    connection = sqlite3.connect("case")
    connection.execute("INSERT INTO claim_text (rowid, stems) VALUES (9999, 'x')")
    connection.execute("DELETE FROM claim_text_content WHERE id = 9999")
    connection.commit()
    connection.close()
    assert run("status", "case", "--check", status=1).output.startswith("Error: case")


def test_a_document_that_takes_too_long_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(documents, layers=None):  # type: ignore[no-untyped-def]
        for document in documents:
            while "for ever" in document.text:
                pass
            yield from annotate_stub([document])

    monkeypatch.setattr(pipeline, "annotate_many", slow)
    Path("in/slow.txt").write_text("This goes on for ever.\n")
    out = read("in", options=("--max-time", "0.2"), status=1)
    assert "failed: in/slow.txt (took more than the limit of 0.2 seconds of computing; --max-time sets it)" in out
    assert out.splitlines()[-1].startswith("2 read")


def test_a_page_shows_what_stood_there_before() -> None:
    from starlette.testclient import TestClient

    from onrecord.store.store import Store
    from onrecord.web.app import pages

    read("in")
    Path("in/a.txt").write_text(SECOND)
    read("in")
    with Store(Path("case")) as store, TestClient(pages(store)) as client:
        id = document_of("case", "in/a.txt")
        page = client.get(f"/documents/{id}").text
        twin = client.get(f"/documents/{id}.json").json()
        other = client.get(f"/documents/{document_of('case', 'in/b.txt')}").text
    section = page[page.index("What stood here before") :]
    assert "counted 40 boats" in section
    assert "sang" not in section
    assert [[claim["speaker"] for claim in edition["dropped"]] for edition in twin["versions"]] == [["Ana Ruiz"], []]
    assert "What stood here before" not in other


def test_an_id_that_several_brought_names_none_of_them() -> None:
    for name, number in (("x.jsonl", 5), ("y.jsonl", 6)):
        Path(name).write_text(json.dumps({"id": "1", "text": story(number)}) + "\n")
    read("x.jsonl", "y.jsonl")
    before = export()
    assert "several documents brought the id '1': 1~" in run("remove", "case", "1", status=1).output
    assert export() == before


def test_removing_several_is_all_or_nothing() -> None:
    read("in")
    before = export()
    run("remove", "case", "in/a.txt", "none", status=1)
    assert export() == before
    run("remove", "case", "in/a.txt", "in/b.txt")
    assert export() == ""


def test_removing_bytes_here_leaves_them_in_the_history_of_another_place() -> None:
    Path("in/c.txt").write_text(FIRST)
    read("in")
    Path("in/c.txt").write_text(SECOND)
    read("in")
    run("remove", "case", document_of("case", "in/a.txt"))
    assert export() == export_of("in/b.txt", "in/c.txt")
    assert "40 boats" in run("history", "case", "in/c.txt").stdout


def test_an_export_that_fails_leaves_the_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord import export as exporters

    def broken(_: object) -> object:
        yield "half a li"
        raise OSError(28, "No space left on device")

    read("in")
    run("export", "case", "-o", "claims.jsonl")
    before = Path("claims.jsonl").read_bytes()
    monkeypatch.setitem(exporters.FORMATS, "jsonl", broken)  # type: ignore[arg-type]
    assert "claims.jsonl cannot be written: No space left" in run("export", "case", "-o", "claims.jsonl", status=1).output
    assert Path("claims.jsonl").read_bytes() == before
    assert not Path(".claims.jsonl.partial").exists()


def test_a_run_that_was_stopped_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.store.store import Store

    read("in/a.txt")
    assert run("show", "case").stderr == ""
    with monkeypatch.context() as patch:
        patch.setattr(Store, "end", lambda *_: None)
        read("in")
    assert "has not come to its end" in run("show", "case").stderr
    read("in")
    assert run("show", "case").stderr == ""


def test_a_disk_that_fills_up_is_told_with_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.errors import CasefileError
    from onrecord.store.store import Store

    def full(*_: object, **__: object) -> None:
        raise CasefileError("case: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "file", full)
        result = run("read", "in", "--into", "case", status=1)
    assert "0 in all so far; the rest is not read: read again to complete it" in result.output
    assert "Error: case: the disk is full" in result.output
    assert "2 read" in read("in")
