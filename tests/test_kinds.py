from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Annotation, Block, BlockKind, Document, Factuality
from onrecord.parse import has_parser
from onrecord.pipeline import annotate_many
from onrecord.read.dates import find_day
from onrecord.read.entries import stamp_of
from onrecord.read.labels import label_alone, label_of, same_person
from onrecord.read.lists import bullet, is_row
from onrecord.read.markdown import plain_text
from onrecord.read.metadata import metadata_of
from onrecord.read.notes import is_note, note_label
from onrecord.read.releases import is_contact, is_release_head
from onrecord.read.structure import find_blocks

CASES = Path(__file__).parent / "kinds"
needs_parser = pytest.mark.skipif(not has_parser("en"), reason="no English parser is installed")


def cases() -> list[Any]:
    files = sorted(CASES.glob("*.toml"))
    found = [(file.stem, case) for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]
    return [pytest.param(case, id=f"{lang} {case['name']}") for lang, case in found]


def document_of(text: str, published: str | None = None) -> Document:
    told = metadata_of(text)
    return Document(id="d", text=text, published=published or told.published, title=told.title, outlet=told.outlet, byline=told.byline)


def rendered(block: Block, text: str) -> str:
    speaker = f"<{text[slice(*block.speaker)]}>" if block.speaker else ""
    words = " ".join(text[block.start : block.end].split())
    return " ".join(filter(None, (str(block.kind), speaker, f"@{block.at}" if block.at else "", words[:48].rstrip())))


def annotated(text: str, published: str | None = "2024-03-03", outlet: str | None = None) -> Annotation:
    return next(iter(annotate_many([Document(id="d", text=text, published=published, outlet=outlet, title=metadata_of(text).title)])))


@pytest.mark.parametrize("case", cases())
def test_a_text_of_every_kind(case: dict[str, str]) -> None:
    document = document_of(case["text"], case.get("published"))
    found = [rendered(block, case["text"]) for block in find_blocks(document)]
    assert found == case["blocks"].strip().splitlines()
    assert document.outlet == case.get("outlet")


def test_there_are_enough_of_them() -> None:
    assert len(cases()) >= 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Correction: The river is the Ribera.", "The river is the Ribera."),
        ("CORRECTION (12 May): The river is the Ribera.", "The river is the Ribera."),
        ("Correction, March 5: The river is the Ribera.", "The river is the Ribera."),
        ("Correction, 5 March 2024: The river is the Ribera.", "The river is the Ribera."),
        ("Correction (March 5, 2024, 10:30 a.m.): The river is the Ribera.", "The river is the Ribera."),
        ("Correction May 12 - The river is the Ribera.", "The river is the Ribera."),
        ("Clarification — The figure includes visitors.", "The figure includes visitors."),
        ("Corrections and clarifications: The river is the Ribera.", "The river is the Ribera."),
        ("Editor’s note: Ana Ruiz owns a shop there.", "Ana Ruiz owns a shop there."),
        ("EDITORS' NOTE: Ana Ruiz owns a shop there.", "Ana Ruiz owns a shop there."),
        ("**Correction:** The river is the Ribera.", "The river is the Ribera."),
        ("Fe de errores: El río es el Ribera.", "El río es el Ribera."),
        ("Fe de erratas (12 de mayo): El río es el Ribera.", "El río es el Ribera."),
        ("Corrección, 5 de marzo: El río es el Ribera.", "El río es el Ribera."),
        ("Nota de la redacción: El río es el Ribera.", "El río es el Ribera."),
        ("NOTA DEL EDITOR.- El río es el Ribera.", "El río es el Ribera."),
    ],
)
def test_the_label_of_a_note(text: str, words: str) -> None:
    at = note_label(text)
    assert at is not None
    assert text[at:] == words
    blocks = find_blocks(Document(id="d", text=f"Bridge closed\n\nThe bridge is closed, officials said.\n\n{text}\n"))
    assert [str(b.kind) for b in blocks[-2:]] == ["furniture", "note"]


@pytest.mark.parametrize(
    "text",
    [
        "This article was amended on 3 May 2024 to correct the name of the river.",
        "This story has been corrected to say that 12 people were hurt.",
        "This story, first published on Monday, was updated on Tuesday to add a comment.",
        "An earlier version of this article misstated the length of the bridge.",
        "A previous version of this story said 300 people lived there.",
        "In an earlier version of this report we said the bridge was closed.",
        "Because of an editing error, an earlier version of this article gave the wrong year.",
        "The headline of this article has been changed.",
        "This article originally stated that the bridge was built in 1950.",
        "Corrects paragraph 3 to say that the bank cut 300 jobs, not 3,000.",
        "Una versión anterior de este artículo decía que el puente se abrió en 1950.",
        "Esta nota fue actualizada el 3 de mayo para corregir el nombre del río.",
        "Por un error de edición, una versión anterior de esta nota daba otra cifra.",
    ],
)
def test_a_note_without_a_label(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "Correction officers went on strike.",
        "A market correction followed, analysts said.",
        "An earlier version of this bill failed in May.",
        "An earlier version of the report blamed the ministry.",
        "This article of the constitution was amended in 1999.",
        "The article was amended in 1999, the court said.",
        "Correcting the error took a year.",
        "La corrección del mercado fue fuerte.",
        "Corrections to the law were needed: nobody liked it.",
        "Clarification came only in May, when the minister spoke.",
        "This story begins in a small town.",
    ],
)
def test_no_note(text: str) -> None:
    assert note_label(text) is None
    assert not is_note(text)


@pytest.mark.parametrize(
    ("text", "minutes", "offset", "day"),
    [
        ("10:42", 642, None, None),
        ("09.32", 572, None, None),
        ("14:05 GMT", 845, 0, None),
        ("14.05 BST", 845, 60, None),
        ("10:42am", 642, None, None),
        ("12:15 a.m.", 15, None, None),
        ("5.45pm GMT", 1065, 0, None),
        ("9am", 540, None, None),
        ("March 3, 2024, 9:15 a.m. ET", 555, None, "2024-03-03"),
        ("3 March 2024, 21:30 CET", 1290, 60, "2024-03-03"),
        ("21:30, 3 March 2024", 1290, None, "2024-03-03"),
        ("Tuesday 5 March 08:10", 490, None, "2024-03-05"),
        ("10:42 h", 642, None, None),
        ("10.42 horas", 642, None, None),
        ("[10:42]", 642, None, None),
        ("**10:42**", 642, None, None),
        ("At 10:42", 642, None, None),
    ],
)
def test_the_time_of_an_entry(text: str, minutes: int, offset: int | None, day: str | None) -> None:
    stamp = stamp_of(text, 2024)
    assert stamp is not None
    assert (stamp.minutes, stamp.offset, stamp.day, stamp.alone) == (minutes, offset, day, True)


@pytest.mark.parametrize(
    "text",
    [
        "2h ago",
        "5 minutes ago",
        "It was 10:42 when it fell.",
        "25:10",
        "10:72",
        "3:1",
        "Score 10:42 against them",
        "12.50%",
        "$10.42",
        "1.500.30",
        "Psalm 23:4 was read",
        "9.5",
        "13am",
        "2019",
    ],
)
def test_no_time_of_an_entry(text: str) -> None:
    assert stamp_of(text, 2024) is None


@pytest.mark.parametrize(
    ("text", "words", "rest", "sort"),
    [
        ("SEC. ANNA BRAUN, Interior Minister: We will not.", "SEC. ANNA BRAUN, Interior Minister", "We will not.", "caps"),
        ("MS BRAUN: No.", "MS BRAUN", "No.", "caps"),
        ("Anna Braun: No.", "Anna Braun", "No.", "full"),
        ("**Anna Braun:** No.", "Anna Braun", "No.", "full"),
        ("**Anna Braun**: No.", "Anna Braun", "No.", "full"),
        ("Dr. Braun: No.", "Dr. Braun", "No.", "full"),
        ("Braun: No.", "Braun", "No.", "single"),
        ("SPEAKER 1 [00:12:03]: No.", "SPEAKER 1", "No.", "role"),
        ("[00:12:03] ANNA BRAUN: No.", "ANNA BRAUN", "No.", "caps"),
        ("00:12:03 Anna Braun: No.", "Anna Braun", "No.", "full"),
        ("Q: Why?", "Q", "Why?", "asks"),
        ("Q. Why?", "Q", "Why?", "asks"),
        ("A: Because.", "A", "Because.", "answers"),
        ("P.- ¿Por qué?", "P", "¿Por qué?", "asks"),
        ("Respuesta: Porque no.", "Respuesta", "Porque no.", "answers"),
        ("THE PRESIDENT: No.", "THE PRESIDENT", "No.", "role"),
        ("Interviewer: Why?", "Interviewer", "Why?", "role"),
        ("Rosa de la Cruz: No.", "Rosa de la Cruz", "No.", "full"),
        ("MR. O’NEIL (Water Board): No.", "MR. O’NEIL (Water Board)", "No.", "caps"),
        ("LA MINISTRA BRAUN: No.", "LA MINISTRA BRAUN", "No.", "caps"),
    ],
)
def test_the_label_of_a_turn(text: str, words: str, rest: str, sort: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (text[label.start : label.end], text[label.after :], label.sort) == (words, rest, sort)


@pytest.mark.parametrize(
    "text",
    [
        "Note: The talks began in May.",
        "Update: A second meeting was called off.",
        "Dead: 12",
        "Location: Lagos",
        "10:42: The doors closed.",
        "Verdict: False.",
        "Read more: What the engineers knew",
        "On Monday, the minister told the Post: “No.”",
        "The officials warned of it: the bridge is not safe.",
        "what she said: no",
        "A second meeting: no deal",
    ],
)
def test_no_label_of_a_turn(text: str) -> None:
    assert label_of(text) is None


def test_names_that_may_mean_one_person() -> None:
    assert same_person(("anna", "braun"), ("braun",))
    assert same_person(("anna",), ("anna", "braun"))
    assert not same_person(("anna", "braun"), ("tom", "braun"))
    assert not same_person((), ("braun",))
    assert label_alone("Anna Braun") is not None
    assert label_alone("Reuters") is None
    assert label_alone("The bridge is closed.") is None


@pytest.mark.parametrize(
    "text", ["FOR IMMEDIATE RELEASE", "NEWS RELEASE", "For immediate release: 3 May 2024", "Notes to editors:", "COMUNICADO DE PRENSA", "Embargoed until 12 May"]
)  # fmt: skip
def test_the_head_of_a_release(text: str) -> None:
    assert is_release_head(text)
    assert not is_release_head(f"{text} was what it said at the top, she told the court.")


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Media contact: Lena Marsh", True),
        ("+44 20 7946 0018", True),
        ("press@northfield.example", True),
        ("Sam Eze | 0201 555 0100 | sam.eze@northfield.example", True),
        ("Tel.: 01 555 0123", True),
        ("Anyone with information should call 0201 555 0100, police said in a statement on Monday.", False),
        ("Contact between the two sides broke off in May, the ministry said.", False),
        ("The bank lost 1,200,300,400 pounds.", False),
    ],
)
def test_a_line_of_contacts(text: str, contact: bool) -> None:
    assert is_contact(text) is contact


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- 300 blankets", "300 blankets"),
        ("• 300 blankets", "300 blankets"),
        ("•300 blankets", "300 blankets"),
        ("* 300 blankets", "300 blankets"),
        ("– 300 blankets", "300 blankets"),
        ("1. Schools close.", "Schools close."),
        ("12) Schools close.", "Schools close."),
        ("(a) Schools close.", "Schools close."),
    ],
)
def test_the_mark_of_an_item(text: str, words: str) -> None:
    at = bullet(text)
    assert at is not None
    assert text[at:] == words


def test_what_is_no_item_and_what_is_a_row() -> None:
    assert [bullet(t) for t in ("1.5 million people", "-5 degrees", "2019 was dry", "*", "J. Smith said so")][:4] == [None] * 4
    assert is_row("2019 | 12 | 3")
    assert not is_row("The bridge is closed.")
    assert not is_row("|")


def test_a_day_without_its_year() -> None:
    assert find_day("Tuesday 5 March", 2024) == "2024-03-05"
    assert find_day("March 5", 2024) == "2024-03-05"
    assert find_day("5 de marzo", 2024) == "2024-03-05"
    assert find_day("31 February", 2024) is None
    assert find_day("in 2024", 2024) is None


TALK = """Interview with the mayor

{0}: Did you see it? Was the school lost?

{1}: I saw it. The school was lost on Friday.

My deputy said that 12 people were hurt.

{0}: Who will pay?

{1}: The state will not pay.
"""


@needs_parser
def test_the_speaker_of_a_turn_counts_for_its_claims_and_quotations() -> None:
    text = TALK.format("HOST", "MAYOR ROSA LIND").replace("MAYOR ROSA LIND: The state", "LIND: The state")
    found = annotated(text)
    names = {e.id: e.name for e in found.entities}
    claims = {c.evidence.text: c for c in found.claims}
    assert [link.speaker.text for link in claims["The school was lost on Friday"].attribution if link.speaker] == ["MAYOR ROSA LIND"]
    assert claims["The school was lost on Friday"].when[0].edtf == "2024-03-01"
    last = claims["The state will not pay"]
    assert last.factuality is Factuality.INTENDED
    assert [(names[str(link.speaker.entity)], link.cue) for link in last.attribution if link.speaker] == [("Rosa Lind", None)]
    first = claims["I saw it"]
    assert first.subject is not None
    assert names[str(first.subject.entity)] == "Rosa Lind"
    assert [link.speaker.text for link in claims["12 people were hurt"].attribution if link.speaker] == ["MAYOR ROSA LIND", "My deputy"]
    assert claims["Did you see it"].factuality is Factuality.QUESTIONED
    spoken = [(text[slice(*q.speaker)], text[slice(*q.content)]) for q in found.quotes if q.speaker and q.why == "turn"]
    assert ("LIND", "The state will not pay.") in spoken
    assert ("MAYOR ROSA LIND", "My deputy said that 12 people were hurt.") in spoken
    assert ("HOST", "Who will pay?") in spoken
    assert found.dropped == 0


@needs_parser
def test_the_paper_that_asks_is_no_link() -> None:
    text = TALK.format("Q", "A").replace("Interview with the mayor", "Interview with the mayor, Rosa Lind")
    found = annotated(text)
    voices = {c.evidence.text: [link.speaker.text for link in c.attribution if link.speaker] for c in found.claims}
    assert voices["Did you see it"] == []
    assert voices["The state will not pay"] == ["Rosa Lind"]
    named = annotated(TALK.format("Harbour Post", "Rosa Lind"), outlet="The Harbour Post")
    assert {c.evidence.text: c.attribution for c in named.claims}["Did you see it"] == ()
    short = annotated(TALK.format("HP", "Rosa Lind"), outlet="Harbour Post")
    assert {c.evidence.text: c.attribution for c in short.claims}["Did you see it"] == ()


def test_turns_without_a_parser() -> None:
    text = "Entrevista con Rosa Lind\n\nP: ¿Vio usted el puente?\n\nR: Sí. Lo vi caer el viernes.\n"
    found = annotated(text)
    assert [(text[slice(*q.speaker)], text[slice(*q.content)]) for q in found.quotes if q.speaker] == [
        ("P", "¿Vio usted el puente?"),
        ("Rosa Lind", "Sí. Lo vi caer el viernes."),
    ]
    assert [e.name for e in found.entities if e.name == "Rosa Lind"] == ["Rosa Lind"]


@needs_parser
def test_times_count_from_their_entry() -> None:
    text = (
        "Flood: live updates\n\n23:50\n\nThe river rose this morning, officials said.\n\n00:20\n\n"
        "Two people were hurt yesterday, police said. A third was found an hour ago.\n"
    )
    times = {t.text: t.edtf for t in annotated(text).times}
    assert times["this morning"] == "2024-03-03"
    assert times["yesterday"] == "2024-03-03"
    assert times["an hour ago"] == "2024-03-03T23:20"
    assert {t.text: t.edtf for t in annotated("The bridge fell an hour ago.").times}["an hour ago"] is None


@needs_parser
def test_who_leads_into_a_list_says_its_items() -> None:
    text = "Plan\n\nThe ministry said:\n\n- The bridge is closed.\n- 300 people were moved.\n\nNobody was hurt.\n"
    found = annotated(text)
    voices = {c.evidence.text: [link.speaker.text for link in c.attribution if link.speaker] for c in found.claims}
    assert voices["The bridge is closed"] == voices["300 people were moved"] == ["The ministry"]
    assert voices["Nobody was hurt"] == []


def test_a_list_without_a_parser() -> None:
    text = "Plan\n\nEl ministerio informó:\n\n- El puente está cerrado.\n- Hay 300 desplazados.\n\nNadie resultó herido, dijo él.\n"
    found = next(q for q in annotated(text).quotes if q.content_parts)
    assert text[slice(*found.speaker)] == "El ministerio" if found.speaker else False
    assert [text[slice(*part)] for part in found.content_parts] == ["El puente está cerrado.", "Hay 300 desplazados."]


@needs_parser
def test_a_signature_behind_a_quotation() -> None:
    for mark in (" –Ada Obi, transport minister", "\n— Ada Obi, transport minister", "\n\n-- Ada Obi, transport minister"):
        found = annotated(f"Ferry to open\n\nThe ferry opens in May, the port said.\n\n“It will cost $20.”{mark}\n\nTickets are on sale.\n")
        claim = next(c for c in found.claims if c.evidence.text.startswith("It will cost"))
        assert [link.speaker.text for link in claim.attribution if link.speaker] == ["Ada Obi, transport minister"]


def test_markdown_keeps_lists_turns_and_rows_apart() -> None:
    assert plain_text("* one\n* two\n\n3. three\n4. four\n") == "- one\n\n- two\n\n3. three\n\n4. four\n"
    assert plain_text("**Q:** Why?\n**A:** Because.\n") == "Q: Why?\nA: Because.\n"
    assert plain_text("| a | b |\n|---|---|\n| 1 | 2 |\n") == "| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert plain_text("The first line\ngoes on: here.\n") == "The first line goes on: here.\n"


def test_who_issues_a_release() -> None:
    assert (
        metadata_of("PRESS RELEASE\n\nIssued by the Ministry of Works\n\nBridge closed\n\nThe bridge is closed, it said.\n").outlet
        == "Ministry of Works"
    )
    assert (
        metadata_of("Northfield Water | News release\n\nPipes burst\n\nThree pipes burst on Monday, it said.\n").outlet
        == "Northfield Water"
    )
    assert metadata_of("Pipes burst\n\nThree pipes burst on Monday, the ministry said.\n").outlet is None


BAITS = ["Q: ", "A: ", "ANNA BRAUN: ", "10:42 ", "10:42\n", "- ", "1. ", "| ", "Correction: ", "(Applause) ", "— Anna Braun", "“", "”", "NEWS RELEASE\n", "\n\n", "\n", "I said so. ", "Why? ", "END\n", "About X\n", "[", "]", "*"]  # fmt: skip


@given(st.lists(st.sampled_from(BAITS), max_size=20).map("".join))
def test_nothing_is_lost_or_doubled(text: str) -> None:
    blocks = find_blocks(Document(id="d", text=text, published="2024-03-03"))
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        assert block.speaker is None or (block.kind is BlockKind.BODY and text[slice(*block.speaker)].strip())
        assert not text[at : block.start].strip(" \n|·•")
        at = block.end
    assert not text[at:].strip(" \n|·•")


def test_an_article_of_people_with_titles_is_no_transcript() -> None:
    """ "Mr." is no label, and "Ms. Bell, asked if she would stay, replied:" leads into a quotation."""
    text = (
        "Bank keeps its rate\n\nThe bank kept its rate on Tuesday, as most traders had expected.\n\n"
        "Mr. Orlov has argued for months that the rate is too high. He voted against it in May.\n\n"
        "Tenants' unions want a freeze on evictions. I think they will get one, a broker said.\n\n"
        "Ms. Bell, asked if she would stay, replied: “Ask those who appoint me.”\n\n"
        "Mr. Fry, the minister, told reporters: “We wait for the autumn.”\n"
    )
    assert all(block.speaker is None for block in find_blocks(Document(id="", text=text)))
