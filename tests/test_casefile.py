"""Entities across documents, figures, dossiers, answers: on plain lists."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest
from samples import Telling, rival, union

from onrecord.casefile.answer import answer
from onrecord.casefile.dossier import dossier
from onrecord.casefile.echoes import echoes
from onrecord.casefile.figures import contested
from onrecord.casefile.glance import glance
from onrecord.casefile.local import Local, identifies, is_acronym, normal
from onrecord.casefile.lookup import find_entity
from onrecord.casefile.plain import PlainCasefile
from onrecord.casefile.question import read_question
from onrecord.casefile.resolve import resolve
from onrecord.casefile.timeline import earliest, overlaps
from onrecord.casefile.words import fold, stem, words
from onrecord.errors import CasefileError
from onrecord.model import EntityType, Factuality, Modifier


@pytest.fixture(scope="module")
def case() -> PlainCasefile:
    return PlainCasefile([union().filed(), rival().filed()])


def local(document: str, name: str, type: EntityType = EntityType.ORGANIZATION, **fields: object) -> Local:
    return Local(document=document, id=name, name=name, type=type, **fields)  # type: ignore[arg-type]


def joined(*entities: Local) -> list[set[str]]:
    clusters = resolve(entities).clusters
    return sorted(({f"{d}:{e}" for d, e in c.members} for c in clusters if len(c.members) > 1), key=sorted)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("abducted", "abduct"), ("abducts", "abduct"), ("gangs", "gang"), ("countries", "country"), ("operates", "operat"),
        ("operate", "operat"), ("operating", "operat"), ("killed", "kill"), ("running", "run"), ("us", "us"), ("2,000", "2,000"),
    ],
)  # fmt: skip
def test_a_stem_is_the_same_for_all_forms(word: str, base: str) -> None:
    assert stem(word) == base


def test_words_are_folded_and_lose_their_possessive() -> None:
    assert words("The gang’s Tocorón, MS-13") == ("the", "gang", "tocoron", "ms-13")
    assert fold("São  Tomé") == "sao tome"


def test_names_that_identify() -> None:
    assert normal("The Harbour Únion") == "harbour union"
    assert is_acronym("DHS")
    assert is_acronym("TdA")
    assert not is_acronym("Union")
    assert not identifies("Orlov", EntityType.PERSON)
    assert identifies("Orlov", EntityType.COMPANY)


def test_the_same_full_name_is_one_entity() -> None:
    assert joined(local("a", "The Harbour Union"), local("b", "Harbour union")) == [{"a:The Harbour Union", "b:Harbour union"}]


def test_types_that_do_not_go_together_stay_apart() -> None:
    assert joined(local("a", "Jordan", EntityType.PLACE), local("b", "Jordan")) == []
    assert joined(local("a", "Morgan Stanley", EntityType.PERSON), local("b", "Morgan Stanley", EntityType.COMPANY)) == []


def test_a_bare_surname_never_leaves_its_document() -> None:
    assert joined(local("a", "Orlov", EntityType.PERSON), local("b", "Orlov", EntityType.PERSON)) == []
    assert joined(local("a", "Pavel Orlov", EntityType.PERSON, aliases=("Orlov",)), local("b", "Orlov", EntityType.PERSON)) == []


def test_a_noun_never_leaves_its_document() -> None:
    assert joined(local("a", "prosecutors", named=False), local("b", "prosecutors", named=False)) == []


def test_initials_follow_the_one_name_that_spells_them_out() -> None:
    spelled = local("a", "Department of Ports", EntityType.PUBLIC_BODY, aliases=("DP",))
    short = local("b", "DP", EntityType.PUBLIC_BODY)
    assert joined(spelled, short) == [{"a:Department of Ports", "b:DP"}]
    other = local("c", "Democratic Party", EntityType.ORGANIZATION, aliases=("DP",))
    assert joined(spelled, short, other) == []


def test_legal_forms_and_short_forms_of_states_tell_nothing_apart() -> None:
    assert joined(local("a", "Acme Shipping Corp."), local("b", "Acme Shipping")) == [{"a:Acme Shipping Corp.", "b:Acme Shipping"}]
    assert len(joined(local("a", "US Coast Office"), local("b", "United States Coast Office"))) == 1
    assert joined(local("a", "US Coast Office"), local("b", "UK Coast Office")) == []
    assert len(joined(local("a", "US Department of State"), local("b", "the State Department"))) == 1


def test_a_piece_of_a_bodys_name_is_not_that_body() -> None:
    long = local("a", "Harbour House Press", aliases=("Harbour House",))
    assert joined(long, local("b", "Harbour House")) == []


def test_places_of_one_gazetteer_id_are_one() -> None:
    one = local("a", "United States", EntityType.PLACE, place="6252001")
    two = local("b", "US", EntityType.PLACE, place="6252001")
    assert joined(one, two) == [{"a:United States", "b:US"}]


def test_persons_join_only_where_every_name_agrees() -> None:
    people = [local(d, n, EntityType.PERSON) for d, n in (("a", "Ana B. Ruiz"), ("b", "Ana Ruiz"), ("c", "Ana C. Ruiz"))]
    assert joined(*people) == []  # nobody knows which of the two
    assert len(joined(*people[:2])) == len(joined(*people[1:])) == 1


def test_order_of_documents_is_irrelevant() -> None:
    entities = [local(d, n, a) for d in "abcd" for n, a in (("Harbour Union", EntityType.COMPANY), ("Ana Ruiz", EntityType.PERSON))]
    shuffled = entities[:]
    random.Random(3).shuffle(shuffled)
    assert resolve(entities) == resolve(shuffled)


def test_a_merge_keeps_its_rule_and_both_names(case: PlainCasefile) -> None:
    merges = find_entity(case.entities(), "Port Authority").merges
    assert [(m.rule, {m.name1, m.name2}) for m in merges] == [("acronym", {"Port Authority", "PA"})]


def test_an_entity_is_found_by_accentless_name_and_by_alias(case: PlainCasefile) -> None:
    assert find_entity(case.entities(), "pavel orlov").name in ("Pavel Orlov", "Pável Orlov")
    assert find_entity(case.entities(), "the PA").name == "Port Authority"
    with pytest.raises(CasefileError, match="nearest: Harbour Union"):
        find_entity(case.entities(), "Harbor Unions")


def test_contested_figures_stand_side_by_side(case: PlainCasefile) -> None:
    (row,) = contested(case.claims(figures=True))
    assert (row.entity.name, row.measure) == ("Harbour Union", "members")
    assert [(v.low, v.findings[0].speakers()) for v in row.values] == [(5000, ("Ana Ruiz",)), (2000, ("Port Authority",))]


def test_figures_that_can_both_hold_are_not_contested() -> None:
    t = Telling("x", "The Harbour Union has 5,000 members. The Harbour Union has over 4,000 members.")
    body = t.entity("Harbour Union", EntityType.ORGANIZATION)
    for words_, low, high, modifier in (("5,000 members", 5000, 5000, Modifier.EXACT), ("over 4,000 members", 4000, None, Modifier.OVER)):
        figure = t.figure(words_, low, high, modifier, unit="person", counted="members")
        t.claim(f"The Harbour Union has {words_}", subject="The Harbour Union", of=body, relation="has_size", figure=figure)
    assert contested(PlainCasefile([t.filed()]).claims()) == ()


def test_a_figure_that_points_at_another_measures_the_same() -> None:
    t = Telling("x", "The Harbour Union has 5,000 members. Others say about half of that number.")
    body = t.entity("Harbour Union", EntityType.ORGANIZATION)
    whole = t.figure("5,000 members", 5000, 5000, unit="person", counted="members")
    t.claim("The Harbour Union has 5,000 members", subject="The Harbour Union", of=body, relation="has_size", figure=whole)
    half = t.figure("about half of that number", 2500, 2500, Modifier.ABOUT, unit="person", derived_from=(whole.start, whole.end))
    t.claim("about half of that number", figure=half, said=(("Others", None, "states", None),))
    (row,) = contested(PlainCasefile([t.filed()]).claims())
    assert [v.low for v in row.values] == [5000, 2500]


def test_one_wire_in_two_outlets_is_one_voice() -> None:
    text = "At least 300 boats have sunk in Larnaca, the Coast Office said."
    filed = []
    for id, outlet in (("x", "Gazette"), ("y", "Courier")):
        t = Telling(id, text, outlet=outlet)
        office = t.entity("Coast Office", EntityType.PUBLIC_BODY)
        t.claim("At least 300 boats have sunk in Larnaca", said=(("the Coast Office", office, "states", None),))
        filed.append(t.filed())
    other = Telling("z", "At least 300 boats were bought by the navy of another country last week.")
    other.claim("At least 300 boats were bought by the navy")
    (echo,) = echoes(PlainCasefile([*filed, other.filed()]).claims())
    assert [f.source.id for f in echo.findings] == ["x", "y"]


def test_a_dossier_has_sections_timeline_and_what_was_said(case: PlainCasefile) -> None:
    found = dossier(case, find_entity(case.entities(), "Pavel Orlov").id)
    assert [(m.when, m.finding.claim.id) for m in found.timeline] == [("2021-03", "d1-c3"), ("2022", "d1-c4")]
    assert [f.claim.id for f in found.said] == ["d1-c5"]
    assert {s.name: [f.claim.id for f in s.findings] for s in found.sections}["leaders"] == ["d1-c2"]
    assert [s.id for s in found.sources] == ["d1", "d2"]


def test_a_glance_counts_and_lists_denials(case: PlainCasefile) -> None:
    seen = glance(case)
    assert (seen.documents, seen.claims) == (2, 11)
    assert [f.claim.id for f in seen.denied] == ["d1-c5"]
    assert {c.factuality: c.claims for c in seen.factualities}[Factuality.ALLEGED] == 1
    assert [(o.name, o.first) for o in seen.outlets] == [("Gazette", "2024-06-01"), ("Harbour Post", "2024-05-02")]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many members does the Harbour Union have?", ["d2-c1", "d1-c1"]),
        ("What is the size of the union?", ["d2-c1", "d1-c1"]),
        ("Who leads the Harbour Union?", ["d1-c2"]),
        ("When did Pavel Orlov escape?", ["d1-c4"]),
        ("When was Orlov arrested?", ["d1-c3"]),
        ("How much does the union earn a year?", ["d1-c8"]),
        ("What reward is offered for the union's leader?", ["d1-c7"]),
        ("Where does the Harbour Union smuggle copper from?", ["d1-c6"]),
        ("What does Pavel Orlov deny?", ["d1-c5"]),
        ("who leads the harbour union", ["d1-c2"]),
    ],
)
def test_answers_are_claims_on_record(case: PlainCasefile, question: str, expected: list[str]) -> None:
    found = answer(case, question)
    assert sorted(f.claim.id for f in found.findings) == sorted(expected), found.reason


@pytest.mark.parametrize(
    "question",
    [
        "How many members does the Port Authority have?",
        "When was Pavel Orlov convicted?",
        "Who is the president of Ruritania?",
        "Where was Ana Ruiz born?",
        "How old is Pavel Orlov?",
        "How much does Ana Ruiz earn?",
        "Did the Harbour Union kill anybody?",
        "What is the capital of the moon?",
        "When did the union sink a boat?",
        "Who arrested Pavel Orlov?",
        "",
        "???",
    ],
)
def test_what_is_not_on_record_is_refused(case: PlainCasefile, question: str) -> None:
    found = answer(case, question)
    assert found.findings == ()
    assert found.reason


def test_a_figure_never_stands_alone_where_others_exclude_it(case: PlainCasefile) -> None:
    (row,) = answer(case, "How many members does the Harbour Union have?").contested
    assert [v.low for v in row.values] == [5000, 2000]
    assert answer(case, "Who leads the Harbour Union?").contested == ()


def test_why_needs_a_reason() -> None:
    t = Telling("x", "The dam of Larnaca burst because it was old. The dam of Larnaca burst on Monday.")
    t.claim("The dam of Larnaca burst because it was old")
    t.claim("The dam of Larnaca burst on Monday")
    found = answer(PlainCasefile([t.filed()]), "Why did the dam of Larnaca collapse?")
    assert [f.claim.id for f in found.findings] == ["x-c1"]


def test_a_noun_is_understood_and_said_so(case: PlainCasefile) -> None:
    asked = read_question("What is the size of the union?", case.entities())
    assert asked.notes == ("“the union” is taken to be Harbour Union",)


def test_a_heading_that_asks_the_same_opens_its_section() -> None:
    t = Telling(
        "x", "Is there a danger to Larnaca harbour?\nTwo mines drifted towards Larnaca harbour.\nWhat else?\nLarnaca harbour has a café."
    )
    place = t.entity("Larnaca harbour", EntityType.PLACE)
    t.claim("Two mines drifted towards Larnaca harbour", subject="Two mines", object="Larnaca harbour", to=place)
    t.claim("Larnaca harbour has a café", subject="Larnaca harbour", of=place)
    found = answer(PlainCasefile([t.filed()]), "Is there a danger to Larnaca harbour?")
    assert [f.claim.id for f in found.findings] == ["x-c1"]


@pytest.mark.parametrize(
    ("edtf", "first"),
    [
        ("2023-09", (2023, 9, 0)), ("2024-06/2024-08", (2024, 6, 0)), ("2021/..", (2021, 0, 0)), ("../2027", (2027, 0, 0)),
        ("2024-22", (2024, 6, 0)), (None, None), ("P3D", None),
    ],
)  # fmt: skip
def test_the_first_date_of_a_time(edtf: str | None, first: tuple[int, int, int] | None) -> None:
    assert earliest(edtf) == first


def test_times_that_overlap() -> None:
    assert overlaps("2023-05", "2023")
    assert overlaps("2021/..", "2023")
    assert overlaps("2023", "2023-05")
    assert not overlaps("2024-01", "2023")
    assert not overlaps(None, "2023")


def test_results_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from samples import union, rival; from onrecord.casefile.plain import PlainCasefile; from onrecord.casefile.answer import answer;"
        "from onrecord.casefile.glance import glance; from onrecord.report.form import to_json;"
        "c = PlainCasefile([rival().filed(), union().filed()]); print(to_json(glance(c)));"
        "print(to_json(answer(c, 'What is the size of the union?')))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd="tests", env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert json.loads(runs[0].splitlines()[0])["documents"] == 2
