"""Quotation marks: pairs, apostrophes, paragraphs, kinds."""

from __future__ import annotations

import pytest

from onrecord.extract.marks import Marked, find_marks
from onrecord.model import Block, BlockKind, Document, Parsed


def marks_of(text: str, lang: str = "en") -> tuple[Marked, ...]:
    """The marks of a text whose paragraphs are parted by blank lines; no parser is needed."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(start=at, end=at + len(paragraph), kind=BlockKind.BODY))
        at += len(paragraph) + 2
    parsed = Parsed(
        document=Document(id="d", text=text), lang=lang, blocks=tuple(blocks), tokens=(), sentences=(), children=(), has_parse=False
    )
    return find_marks(parsed)


def inner(text: str, lang: str = "en") -> list[list[str]]:
    return [[text[start:end] for start, end in mark.parts] for mark in marks_of(text, lang)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “we are done here” and left.", ["we are done here"]),
        ('He said "we are done here" and left.', ["we are done here"]),
        ("Él dijo «hemos terminado aquí» y se fue.", ["hemos terminado aquí"]),
        ("Er sagte „wir sind hier fertig“ und ging.", ["wir sind hier fertig"]),
        ("He said ``we are done here'' and left.", ["we are done here"]),
        ("He said 'we are done here' and left.", ["we are done here"]),
        ("He said ‘we are done here’ and left.", ["we are done here"]),
        ('He said "we are done here“ and left.', ["we are done here"]),
        ('He said," we are done here" and left.', [" we are done here"]),
        ("“A first one,” he said. “And a second.”", ["A first one,", "And a second."]),
    ],
)
def test_pairs(text: str, found: list[str]) -> None:
    assert inner(text) == [[words] for words in found]


@pytest.mark.parametrize(
    "text",
    [
        "The workers' union met on the river's edge.",
        "It was the summer of '69, rock 'n' roll and all.",
        "Don’t say it’s the girls’ fault.",
        "The board was 6' 2\" long and no more.",
        "O'Brien and d'Alembert don't agree.",
    ],
)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert marks_of(text) == ()


def test_a_possessive_does_not_close_a_quotation() -> None:
    assert inner("He called it 'the workers' great betrayal' at the rally.") == [["the workers' great betrayal"]]


def test_a_quotation_inside_a_quotation_has_a_depth() -> None:
    text = "“She told me ‘leave at once’ and hung up,” he said."
    assert [(text[m.inner_start : m.inner_end], m.depth) for m in marks_of(text)] == [
        ("She told me ‘leave at once’ and hung up,", 0),
        ("leave at once", 1),
    ]


def test_a_quotation_opened_again_by_every_paragraph_is_one() -> None:
    text = "She said: “The wells are dry.\n\n“The cattle are dead.\n\n“Nobody came.”\n\nThe road is long."
    assert inner(text) == [["The wells are dry.", "The cattle are dead.", "Nobody came."]]


def test_a_quotation_closed_in_the_next_paragraph_is_one() -> None:
    text = 'He said, "It was a good match.\n\nWe could have lost it." The crowd went home.'
    assert inner(text) == [["It was a good match.", "We could have lost it."]]


def test_an_unclosed_mark_spoils_only_its_paragraph() -> None:
    text = "He said, “It was a good match.\n\nThe crowd went home.\n\n“We won,” she said."
    marks = marks_of(text)
    assert [text[m.inner_start : m.inner_end] for m in marks] == ["It was a good match.", "We won,"]
    assert [m.closed for m in marks] == [False, True]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The so-called “miracle” lasted a year.", "scare"),
        ("They were given “free” tickets.", "scare"),
        ("The album “Cold Harbour Nights” sold well.", "title"),
        ("Her film “The last of the ferries” was shown.", "title"),
        ("“No,” he said.", "speech"),
        ("“We are leaving tomorrow,” he said.", "speech"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    (mark,) = marks_of(text)
    assert mark.kind == kind


def test_dialogue_with_dashes() -> None:
    assert inner("—No lo sé —dijo el alcalde—. Vamos a ver.", "es") == [["No lo sé"], ["Vamos a ver."]]
