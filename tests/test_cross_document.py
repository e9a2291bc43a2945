"""The measure of entities across documents: B3 as computed by hand, what counts as the same mention, what is scored."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from onrecord.model import Annotation, Entity, EntityType, Mention

CROSS: dict[str, Any] = runpy.run_path(str(Path(__file__).resolve().parent.parent / "evals" / "cross_document.py"))
Spot = CROSS["Spot"]


def spots(*numbers: int) -> list[Any]:
    return [Spot("d", n, n + 1) for n in numbers]


def test_b3_is_that_of_bagga_and_baldwin() -> None:
    chains = dict(zip(spots(*range(12)), "aaaaabbccccc", strict=True))
    given = dict(zip(spots(*range(12)), "xxxxxyyyyyyy", strict=True))
    precision, recall, f = CROSS["b3"](chains, given, {m: m for m in given})
    assert precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert recall == 1
    assert f == pytest.approx(2 * precision / (precision + 1))


def test_b3_over_mentions_that_a_system_found_itself() -> None:
    """Gold {1, 2, 3} {4}; response {1, 2, 5} {4} {6}: 3 was not found, 5 and 6 have no twin."""
    chains = dict(zip(spots(1, 2, 3, 4), "aaab", strict=True))
    given = dict(zip(spots(1, 2, 5, 4, 6), "xxxyz", strict=True))
    twin = {m: m for m in spots(1, 2, 4)}
    precision, recall, _ = CROSS["b3"](chains, given, twin)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)  # 3 is found alone
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)  # 5 is alone in the gold, 6 is left out
    precision, recall, _ = CROSS["b3"](chains, given, twin, strict=True)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 0 + 1) / 4)
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 0 + 1 + 0) / 5)


def test_nothing_found_is_nothing_and_no_error() -> None:
    assert CROSS["b3"](dict(zip(spots(1), "a", strict=True)), {}, {}, strict=True) == (0, 0, 0)


TEXT = "The Harbour Union of Larnaca, a body of dockers, praised the union's rival. It left."


def spot(words: str) -> Any:
    start = TEXT.index(words)
    return Spot("d", start, start + len(words))


@pytest.mark.parametrize(
    ("given", "gold"),
    [
        ("Harbour Union", "The Harbour Union of Larnaca, a body of dockers"),
        ("the union's", "union"),
        ("a body", "a body of dockers"),
        ("the union's rival", "rival"),
        ("Larnaca", "Larnaca"),
    ],
)
def test_mentions_are_the_same_by_span_or_head(given: str, gold: str) -> None:
    assert CROSS["twins"]({"d": TEXT}, [spot(gold)], [spot(given)]) == {spot(given): spot(gold)}


def test_a_mention_has_one_twin_and_the_nearest() -> None:
    key = [spot("The Harbour Union of Larnaca"), spot("rival")]
    near, far = spot("The Harbour Union of Larnaca"), spot("Harbour Union")
    assert CROSS["twins"]({"d": TEXT}, key, [far, near, spot("Larnaca"), spot("the union's")]) == {near: near}


def row(id: str, text: str, *mentions: tuple[str, str], until: int | None = None) -> dict[str, Any]:
    marked = [{"start": text.index(w), "end": text.index(w) + len(w), "kind": "name", "class": "entity", "chain": c} for w, c in mentions]
    return {"id": id, "lang": "en", "text": text, "mentions": marked, "scored_until": len(text) if until is None else until}


def read(id: str, text: str, *entities: tuple[str, ...]) -> Annotation:
    """What the reader gives for a document: each entity by its mentions, all companies; the first is its name."""
    return Annotation(
        id=id, lang="en",
        entities=tuple(
            Entity(
                id=f"e{n}", name=words[0], type=EntityType.COMPANY, aliases=words[1:],
                mentions=tuple(Mention(start=text.index(w), end=text.index(w) + len(w), text=w, kind="name") for w in words),
            )
            for n, words in enumerate(entities)
        ),
    )  # fmt: skip


def test_casefile_and_equal_strings_over_the_same_mentions() -> None:
    one, two, three = "Harbour Union (HU) met Orlow.", "HU met.", "HU met Orlow."
    gold = [row("a", one, ("Harbour Union", "u"), ("HU", "u"), ("Orlow", "o")), row("b", two, ("HU", "u")), row("c", three)]
    given = [read("a", one, ("Harbour Union", "HU"), ("Orlow",)), read("b", two, ("HU",)), read("c", three, ("HU",), ("Orlow",))]
    found = CROSS["score"](gold, given)
    assert (found["gold mentions"], found["mentions of the response"]) == (4, 4)  # nobody annotated c
    assert found["B3"] == (1, 1, 1)
    assert found["baseline"][:2] == (1, pytest.approx((1 / 3 + 2 / 3 + 2 / 3 + 1) / 4))  # "Harbour Union" and "HU" are two strings
    assert found["above"] == pytest.approx(1 - found["baseline"][2])


def test_what_stands_behind_the_scored_part_counts_for_nobody() -> None:
    text = "Orlow met. Later Harbour Union met."
    gold = [row("a", text, ("Orlow", "o"), ("Harbour Union", "u"), until=10)]
    found = CROSS["score"](gold, [read("a", text, ("Orlow",), ("Harbour Union",))])
    assert (found["gold mentions"], found["mentions of the response"]) == (1, 1)
