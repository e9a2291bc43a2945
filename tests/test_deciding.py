"""People have the last word: same, different, accepted, rejected, corrected; undone, carried over, carried away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import Telling, rival, union

from onrecord.casefile.answer import answer
from onrecord.casefile.decisions import Decision, find_words, resolver_pairs
from onrecord.casefile.lookup import find_entity, one_entity
from onrecord.cli import main
from onrecord.errors import CasefileError
from onrecord.export import DECISIONS, FORMATS
from onrecord.model import Claim, EntityType, Evidence, Factuality
from onrecord.store.rows import prepare
from onrecord.store.store import Store


def file(store: Store, telling: Telling, location: str = "", digest: str = "") -> None:
    document, annotation = telling.filed()
    store.file(location or f"{document.id}.txt", digest or f"{document.id:0<64}", document, prepare(annotation))
    store.resolve()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "case.db", create=True) as store:
        file(store, union())
        file(store, rival())
        yield store


def exported(store: Store) -> str:
    return "".join(line for rows in FORMATS.values() for line in rows(store))


def decided(store: Store) -> list[Decision]:
    return list(store.decisions())


def member(store: Store, name: str) -> tuple[str, str]:
    return store.members(find_entity(store.entities(), name).id)[0]


def test_same_then_undone_leaves_the_other_exports_as_they_were(store: Store) -> None:
    before, names = exported(store), [s.name for s in store.entities()]
    id = store.decide("same", member(store, "Pavel Orlov"), member(store, "Harbour Union"), "ana", "a test")
    assert len(store.entities()) == len(names) - 1
    assert exported(store) != before
    merge = next(m for s in store.entities() for m in s.merges if m.rule == "decided")
    assert {merge.name1, merge.name2} == {"Pavel Orlov", "Harbour Union"}
    store.undo(id, "bob")
    assert exported(store) == before
    assert [s.name for s in store.entities()] == names
    assert [(d.verdict, d.by, d.undone, d.note) for d in decided(store)] == [
        ("same", "ana", True, "a test"),
        ("undone", "bob", False, None),
    ]


def test_different_parts_what_one_name_joined(store: Store) -> None:
    file(store, _namesake())
    one, two = store.member_of("d1", "Pavel Orlov"), store.member_of("d3", "Pavel Orlov")
    assert len({_entity(store, m) for m in (one, two)}) == 1
    store.decide("different", one, two, "ana")
    assert len({_entity(store, m) for m in (one, two)}) == 2
    with pytest.raises(CasefileError, match=r"ana decided on .* that they are different"):
        store.decide("same", one, two, "bob")
    with pytest.raises(CasefileError, match="several are called 'Pavel Orlov'"):
        one_entity(store.entities(), "Pavel Orlov")


def _namesake() -> Telling:
    t = Telling("d3", "Pavel Orlov, a baker, won a prize in Rome. Bakers praised Pavel Orlov.")
    t.entity("Pavel Orlov", EntityType.PERSON)
    t.claim("Pavel Orlov, a baker, won a prize in Rome")
    return t


def _entity(store: Store, member: tuple[str, str]) -> str | None:
    known = next(f.entities.get(member[1]) for f in store.claims(document=member[0]) if member[1] in f.entities)
    return known.id if known else None


def test_a_decision_is_not_made_twice_nor_undone_twice(store: Store) -> None:
    one, two = member(store, "Pavel Orlov"), member(store, "Harbour Union")
    id = store.decide("same", one, two, "ana")
    with pytest.raises(CasefileError, match="one already"):
        store.decide("same", one, two, "ana")
    store.undo(id, "ana")
    with pytest.raises(CasefileError, match="was taken back by ana"):
        store.undo(id, "bob")
    with pytest.raises(CasefileError, match="no decision begins with 'zz'"):
        store.undo("zz", "bob")


def test_a_rejected_claim_leaves_every_answer_and_comes_back(store: Store) -> None:
    before = exported(store)
    claims = {s.name: s.claims for s in store.entities()}
    assert answer(store, "Who leads the Harbour Union?").findings
    id = store.review("d1-c2", "rejected", "ana", "the text does not say so")
    assert "d1-c2" not in exported(store)
    assert not answer(store, "Who leads the Harbour Union?").findings
    assert not [f for f in store.search("leader Orlov") if f.claim.id == "d1-c2"]
    assert {s.name: s.claims for s in store.entities()}["Pavel Orlov"] == claims["Pavel Orlov"] - 1
    assert (found := store.claim("d1-c2").reviewed) is not None
    assert (found.verdict, found.by, found.note) == ("rejected", "ana", "the text does not say so")
    store.check()
    store.undo(id, "ana")
    assert exported(store) == before


def test_a_correction_puts_the_documents_words_in_place_of_others(store: Store) -> None:
    before = exported(store)
    text = store.document("d1").text
    port = find_words(text, "The Port Authority", 0)
    change = {"factuality": "alleged", "speakers": [list(port)], "subject": list(find_words(text, "Pavel Orlov", 0))}
    id = store.review("d1-c1", "corrected", "ana", None, change)
    found = store.claim("d1-c1")
    assert found.speakers() == ("Port Authority",)
    assert found.claim.factuality is Factuality.ALLEGED
    assert (subject := found.subject()) is not None
    assert subject.name == "Pavel Orlov"
    assert found.reviewed is not None
    assert found.reviewed.parts == ("factuality", "speakers", "subject")
    assert "d1-c1" in {f.claim.id for f in store.claims(factuality=Factuality.ALLEGED)}
    assert "d1-c1" in {f.claim.id for f in store.claims(entity=subject.id)}
    row = json.loads(next(line for line in FORMATS["jsonl"](store) if '"d1-c1"' in line))
    assert (row["decision"]["verdict"], row["decision"]["by"]) == ("corrected", "ana")
    store.check()
    store.review("d1-c1", "corrected", "bob", None, {"speakers": []})  # adds to the first
    assert store.claim("d1-c1").speakers() == ()
    assert store.claim("d1-c1").claim.factuality is Factuality.ALLEGED
    for decision in [d.id for d in decided(store)]:
        store.undo(decision, "ana")
    assert id
    assert exported(store) == before


def test_what_cannot_be_corrected_is_refused(store: Store) -> None:
    with pytest.raises(CasefileError, match="no factuality 'true'"):
        store.review("d1-c1", "corrected", "ana", None, {"factuality": "true"})
    with pytest.raises(CasefileError, match="not of truth"):
        store.review("d1-c1", "corrected", "ana", None, {"truth": True})
    with pytest.raises(CasefileError, match="does not say “the Moon”"):
        find_words(store.document("d1").text, "the Moon", 0)
    with pytest.raises(CasefileError, match="no claim 'nothing'"):
        store.review("nothing", "accepted", "ana")
    assert decided(store) == []


def test_decisions_outlive_another_reading_of_the_same_bytes(store: Store) -> None:
    store.decide("same", member(store, "Pavel Orlov"), member(store, "Harbour Union"), "ana")
    store.review("d1-c2", "rejected", "ana")
    again = union()
    moved = again.claims[1]  # the next version of the rules cuts the claim otherwise, and so gives it another id
    shorter = Evidence(text=moved.evidence.text[:-1], start=moved.evidence.start, end=moved.evidence.end - 1)
    again.claims[1] = replace(moved, id="another", evidence=shorter)
    again.entities = [replace(e, id=f"x{e.id}") for e in again.entities]
    again.claims = [_renamed(c) for c in again.claims]
    file(store, again)
    assert "another" not in exported(store)
    found = store.claim("another").reviewed
    assert found is not None
    assert found.carried
    assert [d.stands for d in decided(store)] == ["as it was", "carried over"]
    assert any(m.rule == "decided" for s in store.entities() for m in s.merges)


def _renamed(claim: Claim) -> Claim:
    subject = replace(claim.subject, entity=f"x{claim.subject.entity}") if claim.subject and claim.subject.entity else claim.subject
    other = replace(claim.object, entity=f"x{claim.object.entity}") if claim.object and claim.object.entity else claim.object
    links = tuple(
        replace(k, speaker=replace(k.speaker, entity=f"x{k.speaker.entity}")) if k.speaker and k.speaker.entity else k
        for k in claim.attribution
    )
    return replace(claim, subject=subject, object=other, attribution=links)


def test_decisions_are_carried_over_to_a_new_version_of_the_text(store: Store) -> None:
    store.review("d1-c2", "rejected", "ana")
    store.decide("same", store.member_of("d1", "Pavel Orlov"), store.member_of("d1", "Harbour Union"), "ana")
    new = union()
    newer = Telling("d1", f"Updated on Friday.\n{new.text}", title="The union of the harbour")
    shift = len("Updated on Friday.\n")
    for e in new.entities:
        moved = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in e.mentions)
        newer.entities.append(replace(e, mentions=moved))
    leader = newer.claim("The union's leader, Pavel Orlov", subject="Pavel Orlov", of="e3", object="The union", to="e2", relation="leads")
    file(store, newer, "d1.txt", "f" * 64)
    assert leader.id not in {f.claim.id for f in store.claims()}
    assert [d.stands for d in decided(store)] == ["carried over", "carried over"]
    assert _entity_named(store, "Pavel Orlov") == _entity_named(store, "Harbour Union")


def _entity_named(store: Store, name: str) -> str:
    return find_entity(store.entities(), name).id


def test_history_travels_with_what_was_undone(store: Store, tmp_path: Path) -> None:
    id = store.decide("same", member(store, "Pavel Orlov"), member(store, "Harbour Union"), "ana")
    store.undo(id, "bob", "too quick")
    store.review("d1-c2", "rejected", "ana")
    store.decide("different", store.member_of("d1", "Port Authority"), store.member_of("d2", "PA"), "ana")
    lines = list(DECISIONS["decisions"](store))
    with Store(tmp_path / "other.db", create=True) as other:
        assert other.take_decisions([json.loads(line) for line in lines]) == (4, 0)
        file(other, rival())
        file(other, union())
        assert list(DECISIONS["decisions"](other)) == lines
        assert exported(other) == exported(store)
        assert other.take_decisions([json.loads(line) for line in lines]) == (0, 4)
    with pytest.raises(CasefileError, match="not a decision"):
        store.take_decisions([{**json.loads(lines[0]), "by": "somebody else"}])


def test_a_merge_of_casefiles_brings_decisions(store: Store, tmp_path: Path) -> None:
    store.review("d1-c2", "rejected", "ana")
    store.decide("same", member(store, "Pavel Orlov"), member(store, "Harbour Union"), "ana")
    with Store(tmp_path / "other.db", create=True) as other:
        file(other, union())
        other.merge(store)
        other.resolve()
        assert exported(other) == exported(store)


def test_resolver_lines_both_ways(store: Store, tmp_path: Path) -> None:
    store.decide("same", member(store, "Pavel Orlov"), member(store, "Harbour Union"), "ana")
    store.decide("different", store.member_of("d1", "Port Authority"), store.member_of("d2", "PA"), "bob")
    lines = [json.loads(line) for line in DECISIONS["nomenklatura"](store)]
    assert [(line[2], line[4]) for line in lines] == [("positive", "ana"), ("negative", "bob")]
    canonical = [["NK-1", lines[0][0], "positive", None, "ana", "2024-01-01"], ["NK-1", lines[0][1], "positive", 0.9, "ana", "2024-01-02"]]
    with Store(tmp_path / "other.db", create=True) as other:
        file(other, union())
        file(other, rival())
        taken, strange = other.take_lines([*canonical, lines[1], ["onrecord-0000000000000000-1-2", lines[0][0], "negative"], [1]], "eve")
        assert taken == 2
        assert len(strange) == 2
        assert exported(other) == exported(store)


def test_lines_that_say_nothing_are_passed_over_and_strange_ones_named() -> None:
    strange: list[str] = []
    assert list(resolver_pairs([["a", "b", "unsure"], ["a", "b", "maybe"], ["NK-1", "Q2", "positive"]], "x", "y", strange)) == []
    assert strange == ["a and b: no judgement 'maybe'"]


def test_an_open_pair_has_the_evidence_of_both_sides(store: Store) -> None:
    t = Telling("d4", "Ana Ruiz Gil spoke in Rome on Monday.")
    t.entity("Ana Ruiz Gil", EntityType.PERSON)
    t.claim("Ana Ruiz Gil spoke in Rome on Monday")
    u = Telling("d5", "Ruiz Gil spoke in Paris.")
    u.entity("Ruiz Gil", EntityType.PERSON)
    file(store, t)
    file(store, u)
    pair = store.open_pairs()[0]
    assert {pair.left.words, pair.right.words} == {"Ana Ruiz Gil", "Ruiz Gil"}
    side = pair.left if pair.left.document == "d4" else pair.right
    assert side.tail == " spoke in Rome on Monday."
    assert [f.claim.id for f in side.claims] == ["d4-c1"]
    store.decide("different", (pair.left.document, pair.left.local), (pair.right.document, pair.right.local), "ana")
    assert pair not in store.open_pairs()


def run(*arguments: str, expect: int = 0, **more: object) -> str:
    found = CliRunner().invoke(main, list(arguments), **more)  # type: ignore[arg-type]
    assert found.exit_code == expect, found.output
    return found.output


def test_the_command_line_decides_lists_and_takes_back(store: Store, tmp_path: Path) -> None:
    case = str(store.path)
    before = exported(store)
    assert "says ana" in run("same", case, "Pavel Orlov", "Harbour Union@d1.txt", "--by", "ana", "--why", "a test")
    run("reject", case, "d1-c2", "--by", "ana")
    told = run("correct", case, "d1-c1", "--speaker", "publisher", "--factuality", "hedged", "--by", "bob")
    assert "corrected (factuality, speakers) by bob" in told
    assert "no figure was read" in run("correct", case, "d1-c1", "--figure", "Ana Ruiz", expect=1)
    listed = run("decisions", case)
    assert "“Pavel Orlov”" in listed
    assert "are the same: a test" in listed
    file_ = tmp_path / "decisions.jsonl"
    run("export", case, "--format", "decisions", "-o", str(file_))
    assert "0 new, 3 known already" in run("import", case, str(file_))
    for row in json.loads(run("decisions", case, "--json")):
        run("undo", case, row["id"], "--by", "ana")
    assert exported(store) == before
    assert "several are called" not in run("review", case)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{]\n")
    assert "bad.jsonl, line 1 is not JSON" in run("import", case, str(bad), expect=1)
