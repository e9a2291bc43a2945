"""Marks, parts of documents, and the small words of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import union

from onrecord.casefile.plain import PlainCasefile
from onrecord.model import Block, BlockKind, Document, Figure, Modifier
from onrecord.web import reading as rooms
from onrecord.web.marks import marked
from onrecord.web.reading import context, cut, part_of, reading
from onrecord.web.words import bounds, claim_title, count, datetime_attribute, day, shorten, speaker

TEXT = "abcdefghijklmnopqrstuvwxyz"
spans = st.tuples(st.integers(0, 26), st.integers(0, 26)).map(lambda pair: (min(pair), max(pair)))


def written(text: str, within: tuple[int, int], marks: list[tuple[int, int, int]]) -> str:
    forms = {"text": "{0.text}", "open": "[", "close": "]", "refs": "{0.numbers}"}
    return "".join(forms[piece.kind].format(piece) for piece in marked(text, within, marks))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], "abcdef"),
        ([(1, 3, 1)], "a[bc](1,)def"),
        ([(0, 6, 1), (2, 4, 2)], "[ab[cd](2,)ef](1,)"),
        ([(0, 4, 1), (2, 6, 2)], "[ab[cd]](1,)[ef](2,)"),
        ([(1, 3, 2), (1, 3, 1)], "a[bc](1, 2)def"),
        ([(0, 3, 1), (3, 6, 2)], "[abc](1,)[def](2,)"),
        ([(0, 6, 1), (0, 3, 2)], "[[abc](2,)def](1,)"),
    ],
)
def test_marks_nest(marks: list[tuple[int, int, int]], expected: str) -> None:
    assert written("abcdef", (0, 6), marks) == expected


@given(spans, st.lists(spans, max_size=40))
def test_marks_are_balanced_and_keep_the_text(within: tuple[int, int], found: list[tuple[int, int]]) -> None:
    marks = [(start, end, n) for n, (start, end) in enumerate(found)]
    pieces = marked(TEXT, within, marks)
    assert "".join(piece.text for piece in pieces) == TEXT[within[0] : within[1]]
    stack: list[tuple[int, ...]] = []
    covered: dict[int, str] = {}
    for piece in pieces:
        if piece.kind == "open":
            stack.append(piece.numbers)
            assert len(stack) <= 24
        elif piece.kind == "close":
            assert stack.pop() == piece.numbers
        elif piece.kind == "text":
            for numbers in stack:
                for number in numbers:
                    covered[number] = covered.get(number, "") + piece.text
    assert not stack
    inside = [(max(s, within[0]), min(e, within[1]), n) for s, e, n in marks]
    visible = {n: TEXT[s:e] for s, e, n in inside if s < e}
    assert sorted(n for piece in pieces if piece.kind == "refs" for n in piece.numbers) == sorted(visible)
    assert all(visible[n] == words for n, words in covered.items())
    if len(visible) <= 24:
        assert covered == visible


def block(start: int, end: int, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(start=start, end=end, kind=kind)


def test_words_outside_of_blocks_are_shown_too() -> None:
    assert cut("one\ntwo three\n four ", [block(4, 7)]) == [[block(0, 3), block(4, 7), block(8, 19)]]
    assert cut("", []) == [[]]
    assert cut("  \n ", []) == [[]]
    assert cut("abcdef", [block(0, 4), block(2, 6)]) == [[block(0, 4), block(4, 6)]]


@given(st.integers(1, 400), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=8))
def test_parts_hold_every_word_once(length: int, edges: list[tuple[int, int]]) -> None:
    text = "x" * length
    blocks = [block(min(e), min(max(e), length)) for e in edges if min(e) < min(max(e), length)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "PART", 50)
        parts = cut(text, blocks)
        assert sum(b.end - b.start for part in parts for b in part) == length
        for number, part in enumerate(parts, 1):
            assert sum(b.end - b.start for b in part) <= 50
            assert all(part_of(parts, b.start) == number for b in part)


def test_claims_of_all_parts_are_all_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "PART", 120)
    document, annotation = union().filed()
    findings = PlainCasefile([(document, annotation)]).claims(document=document.id)
    numbers: list[int] = []
    first = reading(document, annotation.blocks, findings, 1)
    assert first is not None
    assert first.parts > 2
    for part in range(1, first.parts + 1):
        shown = reading(document, annotation.blocks, findings, part)
        assert shown is not None
        numbers += [number for number, _ in shown.notes]
    assert sorted(numbers) == list(range(1, len(findings) + 1))
    assert reading(document, annotation.blocks, findings, first.parts + 1) is None
    assert reading(document, annotation.blocks, findings, 0) is None


def test_a_dateline_runs_into_its_paragraph() -> None:
    text = "LEEDS — It rained.\n\nPublished today\n\nMore."
    blocks = [block(0, 7, BlockKind.DATELINE), block(8, 18), block(20, 35, BlockKind.DATELINE), block(37, 42)]
    shown = reading(Document(id="d", text=text), blocks, [], 1)
    assert shown is not None
    told = [(p.kind.value, "".join(x.text for x in p.lead), "".join(x.text for x in p.pieces)) for p in shown.paragraphs]
    assert told == [("body", "LEEDS —", "It rained."), ("dateline", "", "Published today"), ("body", "", "More.")]


def test_the_context_of_a_claim_in_an_endless_line_is_cut() -> None:
    document, annotation = union().filed()
    finding = PlainCasefile([(document, annotation)]).claims()[0]
    plain = context(document, annotation.blocks, finding)
    assert ["".join(x.text for x in p.pieces) for p in plain] == [document.text.split("\n")[0]]
    endless = Document(id="d1", text=document.text + "z" * 5000)
    (shown,) = context(endless, [block(0, len(endless.text))], finding)
    assert (shown.cut_before, shown.cut_after) == (False, True)
    assert "".join(x.text for x in shown.pieces) == endless.text[: finding.claim.evidence.end + 600]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2023-09-24", "24 September 2023"), ("2023-01-02T08:00:00Z", "2 January 2023"), (None, "no date"), ("", "no date"),
        ("2023", "2023"), ("2023-13-01", "2023-13-01"),
    ],
)  # fmt: skip
def test_days(published: str | None, expected: str) -> None:
    assert day(published) == expected


@pytest.mark.parametrize(
    ("edtf", "good"), [("2023", True), ("2023-09", True), ("2023-09-24", True), ("2023-21", False), ("2016/2019", False), ("2021/..", False), (None, False)]
)  # fmt: skip
def test_only_plain_dates_are_machine_readable_times(edtf: str | None, good: bool) -> None:
    assert datetime_attribute(edtf) == (edtf if good else None)


@pytest.mark.parametrize(
    ("low", "high", "modifier", "unit", "per", "expected"),
    [
        (88, 88, Modifier.EXACT, "person", None, "88 people"),
        (11000, 11000, Modifier.ABOUT, "person", None, "about 11,000 people"),
        (1000, None, Modifier.OVER, None, None, "over 1,000"),
        (1000, None, Modifier.AT_LEAST, None, None, "at least 1,000"),
        (None, 5, Modifier.UNDER, "percent", None, "under 5 percent"),
        (None, 5, Modifier.AT_MOST, "tonne", None, "at most 5 tonne"),
        (1e7, 1.5e7, Modifier.BETWEEN, "USD", "year", "10,000,000 to 15,000,000 USD per year"),
        (None, None, Modifier.ABOUT, "person", None, "no bounds"),
        (33.333333, 33.333333, Modifier.EXACT, "percent", None, "33.33 percent"),
        (0, 0, Modifier.EXACT, "person", None, "0 people"),
        (0.001, 0.001, Modifier.EXACT, None, None, "0.001"),
        (-2.5, -2.5, Modifier.EXACT, None, None, "-2.5"),
    ],
)
def test_bounds(low: float | None, high: float | None, modifier: Modifier, unit: str | None, per: str | None, expected: str) -> None:
    assert bounds(Figure(start=0, end=1, text="x", low=low, high=high, modifier=modifier, unit=unit, per=per)) == expected


def test_titles_say_how_firmly_before_all_else() -> None:
    for finding in PlainCasefile([union().filed()]).claims():
        title = claim_title(finding)
        assert title.startswith(f"{finding.claim.factuality.value}: ")
        assert speaker(finding)[:20] in title


def test_small_words() -> None:
    assert shorten("one two  three", 9) == "one two…"
    assert shorten("x" * 20, 5) == "xxxx…"
    assert shorten(" one\ntwo ", 9) == "one two"
    assert [count(n, "claim") for n in (0, 1, 1200)] == ["0 claims", "1 claim", "1,200 claims"]
    assert count(2, "item was", "items were") == "2 items were"
