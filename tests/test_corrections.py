"""Corrections: what a note takes back, how its claims are put, and where the casefile holds what was taken back."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from samples import Telling
from starlette.testclient import TestClient

from onrecord.casefile.answer import answer
from onrecord.casefile.corrections import Corrected, Kept, corrections, marking
from onrecord.casefile.dossier import dossier
from onrecord.casefile.glance import glance
from onrecord.casefile.plain import PlainCasefile
from onrecord.casefile.queries import Version
from onrecord.codec import decode_annotation, encode_annotation, schema
from onrecord.export import FORMATS
from onrecord.model import Annotation, Block, BlockKind, Correction, Document, EntityType, Factuality, Polarity
from onrecord.pipeline import annotate_many
from onrecord.promise import on_record
from onrecord.report.form import to_plain
from onrecord.report.sentence import render, sentence
from onrecord.report.text import answer_lines, dossier_lines, glance_lines
from onrecord.store.rows import prepare
from onrecord.store.store import Store
from onrecord.web.app import make_app

MARK = "withdrawn by Harbour Post on 2023-09-19"


def cases(lang: str) -> list[dict[str, Any]]:
    file = resources.files("onrecord.lang").joinpath(lang, "cases", "corrections.toml")
    return [case | {"lang": lang} for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


CASES = [*cases("en"), *cases("es")]


def noted(id: str, note: str, label: str = "", before: str = "", **fields: str) -> Document:
    """A document that ends with a note, its blocks marked: the label of the note is furniture."""
    blocks = [Block(start=0, end=len(before), kind=BlockKind.BODY)] if before else []
    text = f"{before}\n{label}" if before else label
    if label:
        blocks.append(Block(start=len(text) - len(label), end=len(text), kind=BlockKind.FURNITURE))
        text += " "
    blocks.append(Block(start=len(text), end=len(text) + len(note), kind=BlockKind.NOTE))
    return Document(id=id, text=text + note, blocks=tuple(blocks), **{"outlet": "Harbour Post", "published": "2023-09-19"} | fields)


@pytest.fixture(scope="module")
def annotations() -> list[tuple[Document, Annotation]]:
    documents = [noted(str(n), c["text"], c.get("label", ""), lang=c["lang"]) for n, c in enumerate(CASES)]
    return list(zip(documents, annotate_many(documents), strict=True))


def words(document: Document, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [document.text[start:end] for start, end in spans]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[c["text"][:50] for c in CASES])
def test_case(number: int, annotations: list[tuple[Document, Annotation]]) -> None:
    case, (document, annotation) = CASES[number], annotations[number]
    if case.get("none"):
        assert annotation.corrections == ()
        return
    (found,) = annotation.corrections
    assert words(document, found.withdrawn) == case["withdrawn"]
    assert words(document, found.stands) == case["stands"]
    for want in case.get("claims", []):
        claim = next(c for c in annotation.claims if c.evidence.text == want["words"])
        assert (claim.factuality, claim.polarity) == (want["factuality"], want["polarity"])
        assert [link.speaker and link.speaker.text for link in claim.attribution] == want["speakers"]


def test_what_stands_is_the_publishers_word(annotations: list[tuple[Document, Annotation]]) -> None:
    for document, annotation in annotations:
        for correction in annotation.corrections:
            for claim in annotation.claims:
                start, end = claim.evidence.start, claim.evidence.end
                if any(s <= start and end <= e for s, e in correction.stands):
                    assert claim.factuality is not Factuality.DENIED, claim.evidence.text
                    cues = [link.cue for link in claim.attribution if link.cue]
                    assert all(any(s <= cue.start < e for s, e in correction.stands) for cue in cues), document.text


def test_what_is_only_mentioned_is_not_denied() -> None:
    (found,) = annotate_many(
        [noted("a", "This article was amended on 3 May. An earlier version said that the mine had 40 shafts.", lang="en")]
    )
    claim = next(c for c in found.claims if "40 shafts" in c.evidence.text)
    assert (claim.factuality, len(claim.attribution)) == (Factuality.ASSERTED, 1)


def test_what_the_publisher_had_said_itself_is_its_own_and_denied() -> None:
    document = noted("a", "We wrote that the bridge cost $5 million. In fact it cost $15 million.", lang="en")
    (found,) = annotate_many([document])
    denied, stands = found.claims
    known = {e.id: e for e in found.entities}
    assert (denied.attribution, denied.factuality, stands.factuality) == ((), Factuality.DENIED, Factuality.ASSERTED)
    assert render(denied, known, document).startswith("Harbour Post rejects what it had said itself: “the bridge cost $5 million”")


def test_a_number_that_is_not_the_one_is_negated() -> None:
    (found,) = annotate_many([noted("a", "The number of members is 500 and not 5,000 as we reported on Monday.", "Correction:")])
    claim = next(c for c in found.claims if c.object is not None and "5,000" in c.object.text)
    assert claim.polarity is Polarity.NEGATIVE


def test_the_same_words_outside_a_note_take_nothing_back() -> None:
    text = "An earlier version of this article said that 300 people had died. In fact 30 died."
    (found,) = annotate_many([Document(id="a", text=text, lang="en", outlet="Harbour Post", published="2023-09-19")])
    assert all(c.factuality is not Factuality.DENIED for c in found.claims if found.corrections == ())


def test_a_correction_is_written_and_read_back(annotations: list[tuple[Document, Annotation]]) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    for _, annotation in annotations:
        for explain in (False, True):
            row = json.loads(json.dumps(encode_annotation(annotation, explain=explain)))
            validator.validate(row)
            assert ("corrections" in row) == bool(annotation.corrections)
        assert decode_annotation(row).corrections == annotation.corrections
    assert "corrections" not in encode_annotation(annotations[0][1], layers=frozenset({"times"}))


@pytest.mark.parametrize(
    "broken", [Correction(start=0, end=99), Correction(start=0, end=5, withdrawn=((3, 7),)), Correction(start=0, end=5, stands=((4, 4),))]
)
def test_a_correction_whose_words_are_not_in_the_note_is_dropped(broken: Correction) -> None:
    good = Correction(start=0, end=7, withdrawn=((0, 3),), stands=((4, 7),))
    kept = on_record(Document(id="a", text="one two three"), Annotation(id="a", lang="en", corrections=(good, broken)))
    assert (kept.corrections, kept.dropped) == ((good,), 1)


# ---- across documents


def telling(
    id: str, text: str, *, count: str = "11,300", value: int = 11300, verb: str = "died", place: str = "Larnaca", edtf: str = "2023-09-10",
    polarity: Polarity = Polarity.POSITIVE, **fields: Any,
) -> Telling:  # fmt: skip
    """A document that says how many people did what in a place."""
    t = Telling(id, text, **{"outlet": "Harbour Post", "published": "2023-09-17"} | fields)
    where = t.place(place, t.entity(place, EntityType.PLACE))
    t.claim(
        next(part for part in text.split("|") if count in part).strip(), subject=f"{count} people", verb=verb, lemma={"died": "die", "came": "come"}[verb], polarity=polarity,
        figure=t.figure(f"{count} people", value, value, unit="person", counted="people"), where=(where,), edtf=edtf,
    )  # fmt: skip
    return t


def toll(id: str = "toll", **fields: Any) -> tuple[Document, Annotation]:
    return telling(id, "In all 11,300 people have died in the city of Larnaca", **fields).filed()


NOTE = "An earlier version said that |11,300 people had died in Larnaca|. The ministry counts 3,958."


def note(id: str = "note", published: str | None = "2023-09-19", text: str = NOTE, **fields: Any) -> tuple[Document, Annotation]:
    t = telling(id, text, published=published, **fields)
    t.claims[0] = replace(t.claims[0], factuality=Factuality.DENIED)
    document, annotation = t.filed()
    first, last = text.index("11,300"), text.index("|. ")
    found = Correction(start=0, end=len(text), withdrawn=((first, last),), stands=((text.index("The ministry"), len(text) - 1),))
    return document, replace(annotation, corrections=(found,))


def case(*others: tuple[Document, Annotation]) -> PlainCasefile:
    return PlainCasefile([toll(), note(), *others])


def only(*filed: tuple[Document, Annotation]) -> Corrected:
    (found,) = corrections(PlainCasefile(filed))
    return found


def ids(findings: Sequence[Any]) -> list[str]:
    return [f.source.id for f in findings]


def test_a_note_is_tied_to_the_claim_that_it_takes_back() -> None:
    found = only(toll(), note())
    assert ids(found.corrects) == ["toll"]
    assert found.withdrawn_words == ("11,300 people had died in Larnaca",)
    assert found.standing_words == ("The ministry counts 3,958",)
    assert ids(found.withdrawn) == ["note"]
    assert found.on == "2023-09-19"


@pytest.mark.parametrize(
    "fields",
    [{"outlet": "Gazette"}, {"outlet": None}, {"published": "2023-09-20"}, {"published": None}, {"published": "2022-09-17"}],
    ids=str,
)
def test_a_note_takes_back_nothing_of_others_and_nothing_later(fields: dict[str, Any]) -> None:
    assert only(toll(**fields), note()).corrects == ()


def test_who_else_carried_it_is_named_but_has_withdrawn_nothing() -> None:
    found = only(toll("other", outlet="Gazette"), toll("undated", outlet="Gazette", published=None), note())
    assert (ids(found.carried), found.corrects) == (["other"], ())
    queries, _ = marking(PlainCasefile([toll("other", outlet="Gazette"), note()]))
    assert [f.withdrawn for f in queries.claims()] == [None, None]


def test_without_an_outlet_nobody_can_be_corrected() -> None:
    assert only(toll(outlet=None), note(outlet=None)).corrects == ()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("In all 3,252 people have died in the city of Larnaca", {"count": "3,252", "value": 3252}),
        ("Some 11,300 people came to the fair in Larnaca", {"verb": "came"}),
        ("In all 11,300 people have died in Limassol", {"place": "Limassol"}),
        ("In all 11,300 people have died in Larnaca", {"edtf": "2019-01"}),
        ("Of 11,300 people nobody has died in Larnaca", {"polarity": Polarity.NEGATIVE}),
    ],
)
def test_another_figure_or_another_matter_is_left_alone(text: str, fields: dict[str, Any]) -> None:
    found = only(telling("other", text, **fields).filed(), telling("wire", text, **fields, outlet="Gazette").filed(), note())
    assert (found.corrects, found.carried) == ((), ())


@pytest.mark.parametrize("factuality", [Factuality.DENIED, Factuality.QUESTIONED])
def test_who_denied_or_asked_has_nothing_to_take_back(factuality: Factuality) -> None:
    document, annotation = toll()
    assert only((document, replace(annotation, claims=(replace(annotation.claims[0], factuality=factuality),))), note()).corrects == ()


def test_a_note_that_names_the_article_means_no_other() -> None:
    named = note(text='Our article "Larnaca counts its dead" said that |11,300 people had died in Larnaca|. The ministry counts 3,958.')
    found = only(toll(), toll("named", title="Larnaca counts its dead", published="2023-01-02"), named)
    assert ids(found.corrects) == ["named"]


def test_a_note_that_names_the_day_means_no_other() -> None:
    document, annotation = note(text="An article of 16 September said that |11,300 people had died in Larnaca|. The ministry counts 3,958.")
    start = document.text.index("16 Sept")
    time = replace(annotation.claims[0].when[0], start=start, end=start + 12, text="16 September", edtf="2023-09-16")
    dated = document, replace(annotation, times=(time,))
    found = only(toll("day", published="2023-09-16"), toll("before", published="2023-09-12"), dated)
    assert ids(found.corrects) == ["day"]


def test_a_statement_without_figures_needs_its_names_and_most_of_its_words() -> None:
    def said(id: str, text: str, published: str) -> Telling:
        t = Telling(id, text, published=published)
        t.claim(text.split("|")[1 if "|" in text else 0].strip("."), verb="resigned", lemma="resign")
        return t

    text = "We said that |the mayor of Larnaca resigned in May|. He resigned in June."
    document, annotation = said("note", text, "2023-09-19").filed()
    found = Correction(start=0, end=len(text), withdrawn=((text.index("the mayor"), text.index("|. He")),))
    filed = [document, replace(annotation, corrections=(found,))]
    same = said("same", "Larnaca's mayor resigned in May after the flood.", "2023-09-17").filed()
    month = said("month", "The mayor of Larnaca resigned in March.", "2023-09-17").filed()
    assert ids(only(same, month, (filed[0], filed[1])).corrects) == ["same"]


def test_the_day_of_a_note_is_that_of_its_label() -> None:
    document, annotation = note(text=NOTE)
    label = "Correction, 21 September:"
    moved = replace(annotation.corrections[0], start=len(label) + 1, end=len(label) + 1 + len(NOTE), withdrawn=(), stands=())
    blocks = (Block(start=0, end=len(label), kind=BlockKind.FURNITURE), Block(start=len(label) + 1, end=moved.end, kind=BlockKind.NOTE))
    labelled = replace(document, text=f"{label} {NOTE}"), replace(annotation, claims=(), entities=(), corrections=(moved,), blocks=blocks)
    assert only(labelled).on == "2023-09-21"
    assert only((replace(labelled[0], published="2023-09-25"), labelled[1])).on == "2023-09-25"  # no note stands before its article


def test_earlier_versions_of_the_document_itself_are_looked_at() -> None:
    before = PlainCasefile([toll("note")])

    class Versioned(PlainCasefile):
        def versions(self, document: str) -> Sequence[Version]:
            found = tuple(before.claims())
            return [
                Version(
                    source=before.source("note"), location="a.txt", since="2023-09-17T00:00:00", until="2023-09-19T00:00:00", findings=found
                )
            ]

    (found,) = corrections(Versioned([note()]))
    assert [f.claim.id for f in found.earlier] == ["note-c1"]
    assert found.corrects == ()


def test_every_view_marks_what_was_withdrawn_and_hides_nothing() -> None:
    queries = case(telling("later", "At least 2,000 people died in Larnaca", count="2,000", value=2000, published="2023-09-12").filed())
    place = next(s for s in queries.entities() if s.name == "Larnaca").id
    for lines in (
        list(glance_lines(glance(queries))),
        list(dossier_lines(dossier(queries, place))),
        list(answer_lines(answer(queries, "How many people died in Larnaca?"))),
    ):
        text = "\n".join(lines)
        assert text.count(MARK) >= 1, text
        assert "11,300 people have died" in text
    shown = list(dossier_lines(dossier(queries, place)))
    timeline = shown[shown.index("## Timeline") :]
    assert any(MARK in line for line in timeline)
    contested = [line for line in glance_lines(glance(queries)) if line.startswith("  - ") and "have died in the city" in line]
    assert contested
    assert all(MARK in line for line in contested)


def test_the_section_of_corrections_has_both_sides() -> None:
    lines = list(glance_lines(glance(case())))
    section = "\n".join(lines[lines.index("## Corrections") :])
    for words_ in (
        "11,300 people had died in Larnaca",
        "The ministry counts 3,958",
        "takes back: [asserted]",
        "claim toll-c1",
        "2023-09-19",
    ):
        assert words_ in section


def test_json_and_exports_carry_the_mark() -> None:
    rows = {row["id"]: row for row in map(json.loads, FORMATS["jsonl"](case()))}
    assert rows["toll-c1"]["withdrawn"] == {"document": "note", "date": "2023-09-19", "by": "Harbour Post", "start": 0, "end": len(NOTE)}
    assert rows["note-c1"]["withdrawn"] is None
    table = {row["id"]: row for row in csv.DictReader(io.StringIO("".join(FORMATS["csv"](case())), newline=""))}
    assert (table["toll-c1"]["withdrawn"], table["toll-c1"]["withdrawn_date"]) == ("note", "2023-09-19")
    assert (table["note-c1"]["withdrawn"], table["note-c1"]["withdrawn_date"]) == ("", "")
    plain = to_plain(glance(case()))
    assert plain["corrections"][0]["corrects"][0]["withdrawn"]["by"] == "Harbour Post"


def test_a_stored_casefile_knows_its_corrections(tmp_path: Path) -> None:
    plain = case()
    with Store(tmp_path / "case.db", create=True) as store:
        for n, (document, annotation) in enumerate((toll(), note())):
            store.file(f"{n}.txt", str(n) * 64, document, prepare(annotation))
        store.resolve()
        assert [(s.id, found) for s, found in store.corrected()] == [(s.id, found) for s, found in plain.corrected()]
        assert [f.claim.id for n in corrections(store) for f in n.corrects] == ["toll-c1"]


def test_marks_are_worked_out_anew_when_documents_change() -> None:
    kept = Kept()
    first, _ = kept.marking(case())
    assert kept.marking(case())[0] is first
    assert kept.marking(PlainCasefile([toll()]))[0] is not first


def test_pages_show_the_mark_and_lead_to_the_note() -> None:
    with TestClient(make_app(case(toll("other", outlet="Gazette")), "case.db", 8765), base_url="http://127.0.0.1:8765") as client:
        for path in ("/", "/documents/toll", "/claims", "/claims/toll-c1", "/ask?q=How+many+people+died+in+Larnaca%3F"):
            page = client.get(path)
            assert page.status_code == 200, path
            assert 'href="/documents/note#note-0"' in page.text, path
            assert "withdrawn by <bdi>Harbour Post</bdi> on 19 September 2023" in page.text, path
        twin = client.get("/claims/toll-c1.json").json()
        assert twin["claim"]["withdrawn"]["document"] == "note"
        assert twin["corrections"][0]["standing_words"] == ["The ministry counts 3,958"]
        carried = client.get("/claims/other-c1.json").json()
        assert (carried["claim"]["withdrawn"], len(carried["corrections"])) == (None, 1)
        listed = client.get("/corrections")
        assert "11,300 people had died in Larnaca" in listed.text
        assert client.get("/corrections?page=2").status_code == 404
        assert client.get("/documents/note.json").json()["corrections"][0]["withdrawn_words"]


def test_from_texts_to_the_mark() -> None:
    documents = [
        Document(id="first", text="At least 11,300 people have died in Larnaca, the ministry said on Monday.", lang="en", outlet="Harbour Post", published="2023-09-17"),
        noted("second", "An earlier version of this article said that at least 11,300 people had died in Larnaca, citing the ministry. It counts 3,958.", "Correction:", lang="en"),
        Document(id="third", text="At least 11,300 people have died in Larnaca, the ministry said.", lang="en", outlet="Gazette", published="2023-09-17"),
    ]  # fmt: skip
    queries, notes = marking(PlainCasefile(zip(documents, annotate_many(documents), strict=True)))
    found = notes.read(0)
    assert (ids(found.corrects), ids(found.carried)) == (["first"], ["third"])
    (denied,) = queries.claims(document="second", factuality=Factuality.DENIED)
    expected = "Harbour Post rejects what an earlier version of this article, citing the ministry, said: “at least 11,300 people had died in Larnaca”"
    assert sentence(denied).startswith(expected)
