"""The casefile on disk: the same answers as plain lists, one state a file, and clear words for a broken file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import rival, union

from onrecord.casefile.answer import answer
from onrecord.casefile.dossier import dossier
from onrecord.casefile.glance import glance
from onrecord.casefile.plain import PlainCasefile
from onrecord.errors import CasefileError
from onrecord.export import FORMATS
from onrecord.model import Annotation, Document, Factuality
from onrecord.report.form import to_json
from onrecord.store.migrations import FORM
from onrecord.store.rows import prepare
from onrecord.store.store import Store


def filed(path: Path, *pairs: tuple[Document, Annotation]) -> Store:
    store = Store(path, create=True)
    for document, annotation in pairs:
        store.file(f"{document.id}.txt", f"digest of {document.id}", document, prepare(annotation))
    store.resolve()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filed(tmp_path / "case.onrecord", union().filed(), rival().filed()) as store:
        yield store


@pytest.fixture(scope="module")
def plain() -> PlainCasefile:
    return PlainCasefile([union().filed(), rival().filed()])


def exported(store: Store) -> str:
    return "".join(line for rows in FORMATS.values() for line in rows(store))


def test_a_stored_casefile_answers_as_plain_lists_do(store: Store, plain: PlainCasefile) -> None:
    assert store.entities(named=False) == plain.entities(named=False)
    assert [f.claim for f in store.claims()] == [f.claim for f in plain.claims()]
    assert [f.entities for f in store.claims()] == [f.entities for f in plain.claims()]
    assert [f.about for f in store.claims()] == [f.about for f in plain.claims()]
    assert store.factualities() == plain.factualities()
    for question in ("What is the size of the union?", "Who leads the Harbour Union?", "When was Orlov convicted?"):
        assert [f.claim for f in answer(store, question).findings] == [f.claim for f in answer(plain, question).findings]
    assert [s.name for s in dossier(store, store.entities()[0].id).sections] == [
        s.name for s in dossier(plain, plain.entities()[0].id).sections
    ]


def test_what_was_filed_comes_back(store: Store) -> None:
    document, annotation = union().filed()
    assert store.annotation("d1") == annotation
    assert store.document("d1").text == document.text
    assert store.source("d1").locations == ("d1.txt",)
    assert store.claim("d1-c1").claim == annotation.claims[0]


def test_claims_are_narrowed(store: Store) -> None:
    assert [f.claim.id for f in store.claims(document="d2")] == ["d2-c1", "d2-c2"]
    assert [f.claim.id for f in store.claims(factuality=Factuality.DENIED)] == ["d1-c5"]
    assert [f.claim.id for f in store.claims(figures=True, limit=2)] == ["d1-c1", "d1-c7"]
    assert [f.claim.id for f in store.claims(relations=["leads", "convicts"])] == ["d1-c2", "d2-c2"]
    port = next(e for e in store.entities() if e.name == "Port Authority")
    assert [f.claim.id for f in store.claims(entity=port.id)] == ["d1-c7", "d2-c1"]
    assert {f.claim.id for f in store.search("members reward union", entity=port.id)} == {"d2-c1", "d1-c7"}


@pytest.mark.parametrize("words", ["member", "MEMBERS", "unión membered", 'members" OR (', "claims: members*", "members -union NEAR"])
def test_search_folds_and_never_reads_a_query_language(store: Store, words: str) -> None:
    assert {"d1-c1", "d2-c1"} <= {f.claim.id for f in store.search(words)}


def test_search_for_nothing_finds_nothing(store: Store) -> None:
    assert store.search("") == []
    assert store.search('" -* ( )') == []
    assert store.search("zzzz") == []


@pytest.mark.parametrize("kind", ["document", "annotation", "source", "entity", "claim"])
def test_what_is_not_there_is_said(store: Store, kind: str) -> None:
    with pytest.raises(CasefileError, match=r"no .* 'nothing' in this casefile"):
        getattr(store, kind)("nothing")


def test_filing_twice_is_filing_once(store: Store) -> None:
    before = exported(store)
    document, annotation = union().filed()
    store.file("d1.txt", "digest of d1", document, prepare(annotation))
    store.resolve()
    assert exported(store) == before


def test_order_and_number_of_runs_leave_no_trace(store: Store, tmp_path: Path) -> None:
    other = filed(tmp_path / "other.onrecord", rival().filed())
    other.close()
    other = filed(tmp_path / "other.onrecord", union().filed())
    assert exported(other) == exported(store)
    assert to_json(glance(other)) == to_json(glance(store))
    assert [f.claim.id for f in other.search("union members")] == [f.claim.id for f in store.search("union members")]
    other.close()


def test_plans(store: Store) -> None:
    document, _ = union().filed()
    assert store.plan("d1.txt", "digest of d1", document).state == "unchanged"
    copy = store.plan("copy.txt", "digest of d1", document)
    assert (copy.state, copy.reason, copy.wanted) == ("unchanged", "the same bytes as d1.txt", False)
    newer = store.plan("d1.txt", "other digest", document)
    assert (newer.state, newer.wanted) == ("updated", True)
    dated = store.plan("d1.txt", "digest of d1", Document(id="d1", text=document.text, published="2024-05-03"))
    assert (dated.state, dated.reason, dated.document.outlet) == ("updated", "new metadata: published", "Harbour Post")
    assert store.plan("new.txt", "new digest", Document(id="new", text="New.")).state == "read"


def test_a_new_version_leaves_no_residue(store: Store, tmp_path: Path) -> None:
    document = Document(id="d9", text="Nothing else.", outlet="Gazette", published="2024-06-01")
    store.file("d2.txt", "another digest", document, prepare(Annotation(id="d9", lang="en")))
    assert store.unresolved()
    store.resolve()
    fresh = filed(tmp_path / "fresh.onrecord", union().filed())
    fresh.file("d2.txt", "another digest", document, prepare(Annotation(id="d9", lang="en")))
    fresh.resolve()
    assert exported(store) == exported(fresh)
    assert store.entities(named=False) == fresh.entities(named=False)
    fresh.close()
    assert store.search("convicted") == []


def test_removing_a_document_takes_everything_that_came_of_it(store: Store) -> None:
    assert store.remove(["d1"], "Ana") == 1
    store.resolve()
    assert [s.id for s in store.documents()] == ["d2"]
    assert store.search("reward") == []
    assert "Ana Ruiz" not in [e.name for e in store.entities(named=False)]


def test_a_second_location_is_kept_when_the_document_is_filed_again(store: Store) -> None:
    document, annotation = union().filed()
    store.link("copy.txt", "digest of d1", {})
    store.file("d1.txt", "digest of d1", document, prepare(annotation))
    assert store.source("d1").locations == ("copy.txt", "d1.txt")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(CasefileError, match="no casefile at"):
        Store(tmp_path / "none.onrecord")
    with pytest.raises(CasefileError, match="no directory"):
        Store(tmp_path / "none" / "case", create=True)
    with pytest.raises(CasefileError, match="is a directory"):
        Store(tmp_path)


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database, but long enough to be one")
    with pytest.raises(CasefileError, match="is not a casefile"):
        Store(text, create=True)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(CasefileError, match="an SQLite file, but not a casefile"):
        Store(foreign, create=True)


def test_a_newer_form_is_not_touched(store: Store) -> None:
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute(f"PRAGMA user_version = {FORM + 1}")
    connection.close()
    with pytest.raises(CasefileError, match="newer onrecord"):
        Store(store.path)


@pytest.mark.parametrize("damage", ["cut", "zeros"])
def test_a_damaged_file_is_said_to_be(store: Store, damage: str) -> None:
    store.close()
    content = store.path.read_bytes()
    half = len(content) // 2
    store.path.write_bytes(content[:half] if damage == "cut" else content[: half // 2] + bytes(half) + content[half // 2 + half :])
    with pytest.raises(CasefileError, match=r"damaged|malformed"), Store(store.path) as opened:
        glance(opened)


def test_the_casefile_is_one_file_once_closed(store: Store) -> None:
    store.close()
    assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]


def test_a_stopped_transaction_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.store import documents

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = exported(store)
    monkeypatch.setattr(documents.search, "insert", stop)
    document, annotation = union().filed()
    with pytest.raises(KeyboardInterrupt):
        store.file("d1.txt", "digest of d1", document, prepare(annotation))
    assert exported(store) == before
