"""What changed since a moment: what is said anew and no longer, who is heard for the first time, which figures moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import Telling
from starlette.testclient import TestClient
from stub_reader import annotate_stub

from onrecord import pipeline
from onrecord.casefile.news import News, moment, news
from onrecord.casefile.queries import Run
from onrecord.cli import main
from onrecord.errors import CasefileError
from onrecord.model import EntityType, Factuality
from onrecord.store.rows import prepare
from onrecord.store.store import Store
from onrecord.web.app import make_app

FIRST = "Ana Ruiz said that Pavel Orlov counted 40 boats. Joan Fry denied that Tomas Lind sang.\n"
SECOND = "Ana Ruiz said that Pavel Orlov counted 30 boats. Joan Fry denied that Tomas Lind sang.\n"
OTHER = "Mia Kos said that Pavel Orlov slept. Ana Ruiz estimated that Ali Demir counted 9 boats.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "annotate_many", annotate_stub)
    monkeypatch.setattr(pipeline, "warm", lambda _: None)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text(FIRST)
    run("read", "in", "--into", "case", "--outlet", "Gazette")


def run(*args: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, args)
    assert result.exit_code == status, (result.output, result.exception)
    return result


def told(*args: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(run("news", "case", *args, "--json").stdout)
    return found


def words(rows: list[dict[str, str]]) -> list[str]:
    return [row["words"] for row in rows]


@pytest.mark.usefixtures("desk")
def test_a_new_document_brings_claims_and_voices() -> None:
    Path("in/b.txt").write_text(OTHER)
    run("read", "in/b.txt", "--into", "case", "--outlet", "Courier")
    found = told()
    assert words(found["claims"]) == ["Mia Kos said that Pavel Orlov slept", "Ana Ruiz estimated that Ali Demir counted 9 boats"]
    assert [voice["name"] for voice in found["voices"]] == ["Mia Kos", "Courier"]  # Ana Ruiz was heard before
    assert not found["gone"]
    text = run("news", "case").stdout
    assert "1 new document, 0 new versions, 2 new claims" in text
    assert "- [estimated] Ana Ruiz" in text
    assert "- Mia Kos (Person): 1 claim" in text


@pytest.mark.usefixtures("desk")
def test_a_new_version_says_what_is_said_anew_and_no_longer_and_nothing_else() -> None:
    Path("in/a.txt").write_text(SECOND)
    run("read", "in", "--into", "case", "--outlet", "Gazette")
    found = told()
    assert words(found["claims"]) == ["Ana Ruiz said that Pavel Orlov counted 30 boats"]
    assert words(found["gone"]) == ["Ana Ruiz said that Pavel Orlov counted 40 boats"]
    assert not found["voices"]
    assert len(found["updates"]) == 1
    assert not found["arrivals"]


@pytest.mark.usefixtures("desk")
def test_what_stood_here_already_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/copy.txt").write_text(FIRST)  # the same bytes elsewhere
    run("read", "in", "--into", "case", "--outlet", "Gazette")
    assert words(told()["claims"]) == []
    monkeypatch.setattr("onrecord.intake.intake.version", lambda _: "99.0")  # read anew by other rules
    assert "read anew by onrecord 99.0" in run("read", "in", "--into", "case", "--outlet", "Gazette").stdout
    assert words(told()["claims"]) == []
    assert told("--since", "1")["claims"] != []


@pytest.mark.usefixtures("desk")
def test_what_a_person_decided_is_not_what_a_document_no_longer_says() -> None:
    Path("in/a.txt").write_text(SECOND)
    run("read", "in", "--into", "case", "--outlet", "Gazette")
    sung, counted = (next(c["id"] for c in told("--since", "1")["claims"] if word in c["words"]) for word in ("sang", "30"))
    run("reject", "case", sung, "--by", "ana")
    run("correct", "case", counted, "--factuality", "alleged", "--by", "ana")
    found = told()
    assert words(found["gone"]) == ["Ana Ruiz said that Pavel Orlov counted 40 boats"]
    assert [(c["words"], c["factuality"]) for c in found["claims"]] == [("Ana Ruiz said that Pavel Orlov counted 30 boats", "alleged")]
    editions = json.loads(run("history", "case", "in/a.txt", "--json").stdout)
    assert words(editions[0]["dropped"]) == ["Ana Ruiz said that Pavel Orlov counted 40 boats"]
    run("undo", "case", json.loads(run("decisions", "case", "--json").stdout)[0]["id"], "--by", "ana")
    run("correct", "case", sung, "--factuality", "alleged", "--by", "ana")
    assert words(told()["gone"]) == ["Ana Ruiz said that Pavel Orlov counted 40 boats"]
    assert words(told()["claims"]) == ["Ana Ruiz said that Pavel Orlov counted 30 boats"]


@pytest.mark.usefixtures("desk")
def test_since_a_run_a_date_or_the_last_run() -> None:
    Path("in/b.txt").write_text(OTHER)
    run("read", "in", "--into", "case")
    last = words(told()["claims"])
    assert len(last) == 2
    assert words(told("--since", "2")["claims"]) == last
    assert len(told("--since", "1")["claims"]) == len(told("--since", "2001-01-01")["claims"]) == 4
    assert not told("--since", "2999-01-01T10:00")["claims"]
    assert "run 2: " in run("status", "case").stdout
    assert "no run 3; there are 2" in run("news", "case", "--since", "3", status=1).output
    assert "'soon' is no date" in run("news", "case", "--since", "soon", status=1).output


@pytest.mark.usefixtures("desk")
def test_of_one_entity_only_what_concerns_it() -> None:
    Path("in/b.txt").write_text(OTHER)
    run("read", "in", "--into", "case")
    found = told("ali demir")
    assert words(found["claims"]) == ["Ana Ruiz estimated that Ali Demir counted 9 boats"]
    assert [voice["name"] for voice in found["voices"]] == ["Ana Ruiz"]  # of him she had not spoken
    assert "nobody called 'Nemo' is on record" in run("news", "case", "Nemo", status=1).output


@pytest.mark.usefixtures("desk")
def test_what_was_taken_out_and_decided_is_told() -> None:
    Path("in/b.txt").write_text(OTHER)
    run("read", "in", "--into", "case")
    claim = told()["claims"][0]["id"]
    run("accept", "case", claim, "--by", "ana")
    run("remove", "case", "in/a.txt", "--by", "ana", "--why", "asked to")
    text = run("news", "case").stdout
    assert f"claim {claim} accepted" in text
    assert "by ana: asked to" in text


def test_moments() -> None:
    runs = [
        Run(at="2024-05-01T10:00:00.000+00:00", version="1", totals={}),
        Run(at="2024-05-03T10:00:00.000+00:00", version="1", totals={}),
    ]
    assert moment("last", runs) == moment("2", runs) == runs[1].at
    assert moment("1", runs) < moment("2024-05-02", runs) < moment("2024-05-03T12:00+02:00", runs) == runs[1].at
    for wrong in ("0", "3", "", "yesterday"):
        with pytest.raises(CasefileError):
            moment(wrong, runs)
    with pytest.raises(CasefileError, match="nothing was read"):
        moment("last", [])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "case.db", create=True) as store:
        yield store


def file(store: Store, *tellings: Telling) -> None:
    store.begin("1")
    for telling in tellings:
        document, annotation = telling.filed()
        store.file(f"{document.id}.txt", document.id.rjust(64, "0"), document, prepare(annotation))
    store.resolve()


def toll(id: str, count: str, low: float, speaker: str) -> Telling:
    t = Telling(id, f"{speaker} said that {count} people died in Larnaca.", outlet=f"Post {id}")
    place, voice = t.entity("Larnaca", EntityType.PLACE), t.entity(speaker, EntityType.PERSON)
    t.claim(
        f"{count} people died in Larnaca", verb="died", lemma="die", said=((speaker, voice, "states", None),),
        figure=t.figure(count, low, low, counted="people"), where=(t.place("Larnaca", place),), factuality=Factuality.ASSERTED,
    )  # fmt: skip
    return t


def last(store: Store) -> News:
    return news(store, moment("last", store.runs()))


def test_a_figure_that_moved_stands_beside_what_was_said_so_far(store: Store) -> None:
    file(store, toll("a", "40", 40, "Ana Ruiz"))
    file(store, toll("b", "40", 40, "Joan Fry"))
    assert not last(store).figures  # another voice, the same figure
    file(store, toll("c", "55", 55, "Mia Kos"))
    (moved,) = last(store).figures
    assert (moved.entity.name, moved.measure) == ("Larnaca", "deaths")
    assert [value.text for value in moved.now] == ["55"]
    assert [(value.text, value.voices) for value in moved.before] == [("40", 2)]


def test_a_figure_of_a_replaced_version_counts_as_said_so_far(store: Store) -> None:
    file(store, toll("a", "40", 40, "Ana Ruiz"))
    document, annotation = toll("b", "55", 55, "Ana Ruiz").filed()
    store.begin("1")
    store.file("a.txt", "b".rjust(64, "0"), document, prepare(annotation))
    store.resolve()
    (moved,) = last(store).figures
    assert [value.text for value in (*moved.before, *moved.now)] == ["40", "55"]


def test_by_a_new_document_two_become_one(store: Store) -> None:
    def of(id: str, text: str, name: str, aliases: tuple[str, ...] = ()) -> Telling:
        t = Telling(id, text)
        t.entity(name, EntityType.ORGANIZATION, aliases=aliases)
        return t

    file(store, of("a", "The Harbour Union met.", "Harbour Union"), of("b", "HU met.", "HU"))
    file(store, of("c", "The Harbour Union (HU) met in Rome.", "Harbour Union", ("HU",)))
    (joined,) = last(store).joined
    assert joined.subject.name == "Harbour Union"
    assert joined.before == (("HU",), ("Harbour Union",))
    assert {frozenset((m.name1, m.name2)) for m in joined.merges} == {frozenset(("HU", "Harbour Union"))}
    file(store, of("d", "HU met again.", "HU"))
    assert not last(store).joined  # nothing that was not known
    document, annotation = of("e", "HU met on Monday.", "HU").filed()
    store.begin("1")
    for place in ("b.txt", "d.txt"):  # new versions that call it as the older ones did; nobody else does
        store.file(place, place.rjust(64, "e"), replace(document, id=f"e-{place}"), prepare(annotation))
    store.resolve()
    assert len(last(store).updates) == 2
    assert not last(store).joined


def test_the_page_tells_the_same(store: Store) -> None:
    file(store, toll("a", "40", 40, "Ana Ruiz"))
    file(store, toll("c", "55", 55, "Mia Kos"))
    with TestClient(make_app(store, "case.db", 8765), base_url="http://127.0.0.1:8765") as client:
        page = client.get("/news").text
        assert "Figures that moved" in page
        assert "Mia Kos" in page
        assert client.get("/news.json?since=1").json()["news"]["claims"][0]["factuality"] == "asserted"
        assert "is no date" in client.get("/news?since=soon").text
        assert client.get("/news?entity=nobody").status_code == 404
