from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import words as awkward_words

from onrecord.model import Block, BlockKind, Document
from onrecord.read.structure import find_blocks

EVAL = Path(__file__).parents[2] / "shared" / "eval"
UNPARSED = {BlockKind.FURNITURE, BlockKind.CREDIT, BlockKind.BYLINE, BlockKind.DATELINE}
PROSE = "Officials said on Monday that the bridge would stay closed until the spring."
MORE = "Nobody was hurt when it gave way, they added."


def blocks_of(text: str, **metadata: str) -> list[tuple[str, str]]:
    found = find_blocks(Document(id="d", text=text, **metadata))
    return [(str(b.kind), text[b.start : b.end]) for b in found]


def article(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


ARTICLE = article(
    "Bridge to stay closed until spring",
    "By Ana Ruiz and Tom de la Cruz, Example Wire",
    "Harbour Post, Lagos",
    "Published 12 March 2025",
    "EPA Men in helmets standing on a broken bridge above the river",
    "EPA",
    "The bridge in January",
    PROSE,
    "Who pays for it?",
    MORE,
    "A slow repair",
    PROSE,
    "Photo: Jane Doe/Reuters",
    "Workers measuring the cracks in the northern pillar",
    MORE,
    "###",
    "Related stories",
    "Ferry sinks on its first crossing",
    "Read more: What the engineers knew",
    "© 2025 Harbour Post. All rights reserved.",
)


def test_an_article_with_everything() -> None:
    assert blocks_of(ARTICLE) == [
        ("title", "Bridge to stay closed until spring"),
        ("byline", "By Ana Ruiz and Tom de la Cruz, Example Wire"),
        ("dateline", "Harbour Post, Lagos"),
        ("dateline", "Published 12 March 2025"),
        ("credit", "EPA"),
        ("caption", "Men in helmets standing on a broken bridge above the river"),
        ("credit", "EPA"),
        ("caption", "The bridge in January"),
        ("body", PROSE),
        ("heading", "Who pays for it?"),
        ("body", MORE),
        ("heading", "A slow repair"),
        ("body", PROSE),
        ("credit", "Photo: Jane Doe/Reuters"),
        ("caption", "Workers measuring the cracks in the northern pillar"),
        ("body", MORE),
        ("furniture", "###"),
        ("furniture", "Related stories"),
        ("furniture", "Ferry sinks on its first crossing"),
        ("furniture", "Read more: What the engineers knew"),
        ("furniture", "© 2025 Harbour Post. All rights reserved."),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ana Ruiz", "byline"),
        ("By ANA RUIZ, Associated Press", "byline"),
        ("Reporting by Ana Ruiz in Lagos and Tom Bell in Accra; Editing by Max Roe", "byline"),
        ("Por Elena Duarte", "byline"),
        ("Ana Ruiz", "byline"),
        ("Rosa van der Berg and José María Gil", "byline"),
        ("Joan Mabey, community reporter", "byline"),
        ("By Harbour Post staff", "byline"),
        ("BBC News, Washington", "dateline"),
        ("The Meridian Courier", "dateline"),
        ("12 March 2025", "dateline"),
        ("Tuesday, 13 December 2022", "dateline"),
        ("March 12, 2025, 10:30 am GMT", "dateline"),
        ("2025-03-12", "dateline"),
        ("Published: March 12, 2025 / Updated: March 13, 2025", "dateline"),
        ("Posted on 12 March 2025", "dateline"),
        ("12 de marzo de 2025", "dateline"),
        ("Actualizado el 5 de mayo de 2024", "dateline"),
        ("Reuters", "credit"),
        ("AFP/Getty Images", "credit"),
        ("REUTERS/Jane Doe", "credit"),
        ("HARBOUR POST/LIBRARY", "credit"),
        ("Credit: Harbour Post", "credit"),
        ("Foto: EFE", "credit"),
        ("Image source, Getty Images", "credit"),
        ("Advertisement", "furniture"),
        ("5 min read", "furniture"),
        ("Sign up for our newsletter", "furniture"),
        ("Publicidad", "furniture"),
    ],
)
def test_a_line_of_the_head(line: str, kind: str) -> None:
    assert blocks_of(article("Bridge to stay closed until spring", line, PROSE, MORE))[1] == (kind, line)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "By Friday, thousands had left the town.",
        "By the end of the week the water had gone.",
        "Read more books, she told the children.",
        "Follow us, said the guide.",
        "Related costs rose to $5 million last year.",
        "Photo shops have closed all over the country.",
        "Copyright law has not changed since 1988.",
        "Reuters reported on Monday that talks had failed.",
        "AP and AFP reporters were expelled.",
        "Share prices fell by 3% on Tuesday.",
        "Advertisement sales fell for the third year.",
        "Published in March, the report blamed the ministry.",
        "Updated figures will follow on Friday, the office said.",
        "March 2025 was the driest month on record.",
        "It was over.",
        "“We heard a bang, and then a second one”",
        '"It is a long game." - Tom Bell',
        "- 300 blankets",
        "He listed what was missing:",
        "Por eso nadie quiso hablar, dijo el alcalde.",
        "Por Navidad volverán todos.",
    ],
)
def test_prose_stays_body(line: str) -> None:
    assert blocks_of(article("Bridge to stay closed until spring", PROSE, line, MORE))[2] == ("body", line)
    assert blocks_of(line) == [("body", line)]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("LAGOS —", "Officials said so."),
        ("CARACAS, Venezuela (Example Wire) —", "Officials said so."),
        ("WASHINGTON, March 3 (AP) -", "Officials said so."),
        ("NEW YORK/LONDON (Reuters) -", "“It is over,” they said."),
        ("Washington (CNN) —", "Officials said so."),
        ("(Reuters) -", "Officials said so."),
        ("TOCORÓN, Venezuela —", "Officials said so."),
        ("Bogotá, 12 mar (EFE).-", "El ministro negó los hechos."),
        ("NEW DELHI:", "Officials said so."),
        ("ST. PAUL, Minn. (AP) —", "11 people were hurt."),
    ],
)
def test_a_dateline_before_the_first_sentence(dateline: str, rest: str) -> None:
    body = f"{dateline} {rest}"
    assert blocks_of(article("Bridge to stay closed until spring", body, PROSE))[1:3] == [("dateline", dateline), ("body", rest)]
    assert blocks_of(body) == [("dateline", dateline), ("body", rest)]


@pytest.mark.parametrize(
    "line",
    [
        "IBM — the computer maker — said so.",
        "NATO said so - again.",
        "US (and UK) officials said so.",
        "Maduro — Venezuela's president — said so.",
        "The ministry (Health) said so.",
    ],
)
def test_not_a_dateline(line: str) -> None:
    assert blocks_of(article("Bridge to stay closed until spring", line, PROSE))[1] == ("body", line)


def test_a_label_before_a_correction_is_no_part_of_it() -> None:
    text = article("Bridge to stay closed until spring", "Correction: An earlier version named the wrong river.", PROSE)
    assert blocks_of(text)[1:3] == [("furniture", "Correction:"), ("note", "An earlier version named the wrong river.")]


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        (
            "Soldiers outside the prison on Wednesday. Photo: Jane Doe/AFP",
            "Soldiers outside the prison on Wednesday.",
            "Photo: Jane Doe/AFP",
        ),
        ("Soldiers outside the prison (AP Photo/Jane Doe)", "Soldiers outside the prison", "(AP Photo/Jane Doe)"),
        ("Ruiz (left) and Bell in Lagos. Image: Example Office.", "Ruiz (left) and Bell in Lagos.", "Image: Example Office."),
    ],
)
def test_a_caption_that_ends_in_its_credit(line: str, caption: str, credit: str) -> None:
    found = blocks_of(article("Bridge to stay closed until spring", line, PROSE, MORE))
    assert found[1:3] == [("caption", caption), ("credit", credit)]


@pytest.mark.parametrize(
    ("label", "caption"), [("Caption:", "Soldiers outside the prison"), ("Image caption,", "Soldiers outside the prison"), ("Photo:", "A soldier at the gate of the prison")]
)  # fmt: skip
def test_a_caption_that_begins_with_a_label(label: str, caption: str) -> None:
    found = blocks_of(article("Bridge to stay closed until spring", PROSE, f"{label} {caption}", MORE))
    assert found[2:4] == [("credit", label), ("caption", caption)]


def test_a_title_that_metadata_names() -> None:
    assert blocks_of(article("It is over.", PROSE), title="It is over.")[0] == ("title", "It is over.")
    assert blocks_of(article("Lucía Paredes", PROSE, MORE), title="Bridge closed")[0] == ("byline", "Lucía Paredes")
    assert blocks_of(article("Bridge closed", "El Faro", PROSE), outlet="El Faro")[1] == ("dateline", "El Faro")
    assert blocks_of(article("Bridge closed", "Redacción Central", PROSE), byline="Redacción Central")[1] == ("byline", "Redacción Central")


def test_a_sentence_a_line_is_body() -> None:
    text = "\n".join([PROSE, MORE, "Why did it fall?", "Nobody knows.", "The engineers will report in May"])
    assert [kind for kind, _ in blocks_of(text)] == ["body"] * 5


def test_a_sentence_a_line_under_a_title_and_a_date() -> None:
    text = "\n".join(["Bridge closed until spring", "March 12, 2025", PROSE, MORE, "Who pays?", "The town does."])
    assert [kind for kind, _ in blocks_of(text)] == ["title", "dateline", "body", "body", "body", "body"]


WRAPPED = """Bridge to stay closed until spring
By Ana Ruiz

Officials said on Monday that the bridge over the Example river
would stay closed until the spring. Nobody was hurt when it gave way
in January, they added.

A ferry is to take its place. It will cross four times a day, the
town hall said, and it will cost nothing.
"""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    found = blocks_of(WRAPPED)
    assert [kind for kind, _ in found] == ["title", "byline", "body", "body"]
    assert found[2][1].startswith("Officials")
    assert found[2][1].endswith("they added.")
    assert blocks_of(WRAPPED.replace("\n", "\r\n"))[2][1].replace("\r\n", "\n") == found[2][1]


def test_a_bar_parts_the_head_line() -> None:
    found = blocks_of(article("Bridge to stay closed until spring", "Harbour Post | 12 March 2025", PROSE))
    assert found[1:3] == [("dateline", "Harbour Post"), ("dateline", "12 March 2025")]


def test_a_heading_before_prose_ends_a_list_of_links() -> None:
    text = article("Bridge closed until spring", PROSE, "Related stories", "Ferry sinks on its first crossing", "A slow repair", MORE)
    assert [kind for kind, _ in blocks_of(text)] == ["title", "body", "furniture", "furniture", "heading", "body"]


def test_a_long_line_is_cut_between_sentences() -> None:
    found = blocks_of("Nobody knows why the bridge fell. " * 2000)
    assert len(found) > 2
    assert all(len(text) <= 20_000 and text.endswith(".") for _, text in found)
    assert all(len(text) <= 20_000 for _, text in blocks_of("x" * 50_001))


def covered(text: str, blocks: tuple[Block, ...]) -> str:
    assert all(a.end <= b.start for a, b in itertools.pairwise(blocks))
    assert all(0 <= b.start < b.end <= len(text) for b in blocks)
    return "".join(text[b.start : b.end] for b in blocks)


def without_space(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c not in "\ufeff\u200b\u200c\u2060\u200e\u200f|·•")


pieces = st.one_of(
    awkward_words,
    st.sampled_from(
        [
            "\n",
            "\n\n",
            " ",
            ". ",
            PROSE,
            "By Ana Ruiz",
            "EPA ",
            "Reuters",
            "Photo: ",
            "LAGOS — ",
            "12 March 2025",
            " | ",
            "Correction: ",
            "Related",
            "?",
        ]
    ),
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_nothing_is_lost_whatever_the_text(text: str) -> None:
    assert without_space(covered(text, find_blocks(Document(id="d", text=text)))) == without_space(text)


def test_the_lines_of_the_article_are_all_there() -> None:
    assert without_space(covered(ARTICLE, find_blocks(Document(id="d", text=ARTICLE)))) == without_space(ARTICLE)


@pytest.mark.parametrize("name", ["benchie", "geovirus", "gum_quotes", "meantime_en", "meantime_es", "knowledgenet"])
def test_no_sentence_of_the_development_sets_is_furniture(name: str) -> None:
    file = EVAL / name / "dev.jsonl"
    if not file.exists():
        pytest.skip("the development sets are not beside this checkout (../shared/eval)")
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        document = Document(id=row["id"], text=row["text"])
        for block in find_blocks(document):
            words = document.text[block.start : block.end].split()
            assert block.kind not in UNPARSED or len(words) < 5 or not words[-1].endswith("."), document.text[block.start : block.end]
