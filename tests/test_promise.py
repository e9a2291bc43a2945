from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planted import Spot, annotations, planted

from onrecord.model import (
    Annotation,
    Argument,
    Claim,
    Cue,
    Document,
    Entity,
    EntityType,
    Evidence,
    Figure,
    Link,
    Mention,
    Place,
    Predicate,
    Quote,
    Ref,
    Time,
)
from onrecord.promise import on_record

TEXT = "The union said that 600 migrants left Tocorón in 2023. She waited."


def at(word: str) -> dict[str, Any]:
    start = TEXT.index(word)
    return {"start": start, "end": start + len(word), "text": word}


def off(word: str) -> dict[str, Any]:
    """The word with its span one too far: an off-by-one, as after a lost combining mark."""
    spot = at(word)
    return {**spot, "start": spot["start"] + 1, "end": spot["end"] + 1}


FIGURE = Figure(**at("600 migrants"), low=600, high=600)
CLAIM = Claim(
    id="c1",
    evidence=Evidence(**at("600 migrants left Tocorón in 2023")),
    subject=Ref(**at("600 migrants"), entity="e1"),
    predicate=Predicate(**at("left"), lemma="leave"),
    object=Ref(**at("Tocorón"), entity="e2"),
    arguments=(Argument(role="in", **at("2023")),),
    figures=(FIGURE,),
    when=(Time(**at("2023"), edtf="2023", timex="2023", type="DATE"),),
    where=(Place(**at("Tocorón"), name="Tocorón", entity="e2"),),
    attribution=(Link(speaker=Ref(**at("The union"), entity="e3"), cue=Cue(**at("said")), act="states"),),
)
DOCUMENT = Document(id="d", text=TEXT)


def annotation(**parts: Any) -> Annotation:
    return Annotation(id="d", lang="en", **parts)


@given(annotations())
def test_what_stands_is_kept(pair: tuple[Document, Annotation]) -> None:
    assert on_record(*pair) is pair[1]


@given(planted(), st.integers(-3, 3), st.data())
def test_shifted_words_are_dropped_and_counted(pair: tuple[str, list[Spot]], shift: int, data: st.DataObject) -> None:
    text, spots = pair
    moved = data.draw(st.lists(st.booleans(), min_size=len(spots), max_size=len(spots)))
    figures = []
    for spot, move in zip(spots, moved, strict=True):
        by = shift if move else 0
        figures.append(Figure(start=spot.start + by, end=spot.end + by, text=spot.text, low=None, high=None))
    kept = on_record(Document(id="d", text=text), annotation(figures=tuple(figures), dropped=2))
    for figure in kept.figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
    assert kept.dropped == 2 + len(figures) - len(kept.figures)
    unmoved = [f for f, move in zip(figures, moved, strict=True) if not move]
    assert all(kept.figures.count(f) >= unmoved.count(f) for f in unmoved)  # a moved one may come to stand as one of these


@given(annotations(), st.integers(1, 50))
def test_a_text_that_changed_leaves_nothing_wrong(pair: tuple[Document, Annotation], cut: int) -> None:
    document, before = pair
    assume(len(document.text) > cut)
    shorter = replace(document, text=document.text[cut:])
    after = on_record(shorter, before)
    assert on_record(shorter, after) is after
    items = [*(m for e in after.entities for m in e.mentions), *after.figures, *after.times, *after.places]
    items += [part for c in after.claims for part in (c.evidence, c.subject, c.predicate, c.object, *c.arguments) if part]
    assert all(shorter.text[item.start : item.end] == item.text for item in items)


BREAKS: dict[str, Claim] = {
    "evidence": replace(CLAIM, evidence=Evidence(**off("left Tocorón"))),
    "subject": replace(CLAIM, subject=Ref(**off("migrants"))),
    "predicate": replace(CLAIM, predicate=Predicate(**off("left"), lemma="leave")),
    "object": replace(CLAIM, object=Ref(**off("Tocorón"))),
    "argument": replace(CLAIM, arguments=(*CLAIM.arguments, Argument(role="in", **off("2023")))),
    "figure": replace(CLAIM, figures=(replace(FIGURE, text="601 migrants"),)),
    "derived": replace(CLAIM, figures=(replace(FIGURE, derived_from=(5, 5000)),)),
    "when": replace(CLAIM, when=(Time(**off("2023"), edtf=None, timex=None, type="DATE"),)),
    "where": replace(CLAIM, where=(Place(**off("Tocorón"), name="Tocorón"),)),
    "speaker": replace(CLAIM, attribution=(Link(speaker=Ref(**off("union")), cue=None, act="states"),)),
    "cue": replace(CLAIM, attribution=(Link(speaker=None, cue=Cue(**off("said")), act="states"),)),
    "empty": replace(CLAIM, evidence=Evidence(start=3, end=3, text="")),
    "negative": replace(CLAIM, evidence=Evidence(start=-1, end=len(TEXT), text=TEXT[-1:])),
}


@pytest.mark.parametrize("part", sorted(BREAKS))
def test_a_claim_with_a_wrong_part_is_dropped_whole(part: str) -> None:
    kept = on_record(DOCUMENT, annotation(claims=(CLAIM, BREAKS[part])))
    assert (kept.claims, kept.dropped) == ((CLAIM,), 1)


@pytest.mark.parametrize(
    "quote",
    [
        Quote(content=(5, 5)),
        Quote(content=(0, 900)),
        Quote(content=(0, 9), speaker=(-3, 2)),
        Quote(content=(0, 9), cue=(9, 3)),
        Quote(content=(4, 9), content_parts=((0, 2), (4, 9))),
    ],
)
def test_quotations_out_of_range_are_dropped(quote: Quote) -> None:
    good = Quote(content=(0, 9), speaker=(0, 3), content_parts=((0, 4), (5, 9)))
    kept = on_record(DOCUMENT, annotation(quotes=(quote, good)))
    assert (kept.quotes, kept.dropped) == ((good,), 1)


def test_an_entity_goes_with_its_last_mention() -> None:
    lost = Entity(id="e2", name="Tocorón", type=EntityType.PLACE, mentions=(Mention(**off("Tocorón"), kind="name"),))
    half = Entity(
        id="e3",
        name="The union",
        type=EntityType.ORGANIZATION,
        mentions=(Mention(**at("The union"), kind="nominal"), Mention(**off("She"), kind="pronoun")),
    )
    bare = Entity(id="e1", name="migrants", type=EntityType.GROUP)
    kept = on_record(DOCUMENT, annotation(entities=(bare, lost, half), claims=(CLAIM,), places=CLAIM.where))
    assert [e.id for e in kept.entities] == ["e1", "e3"]
    assert [m.text for m in kept.entities[1].mentions] == ["The union"]
    assert kept.dropped == 2
    claim = kept.claims[0]
    assert claim.subject is not None
    assert claim.object is not None
    assert (claim.subject.entity, claim.object.entity, claim.where[0].entity, kept.places[0].entity) == ("e1", None, None, None)
