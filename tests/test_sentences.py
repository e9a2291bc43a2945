"""What claims are printed as: our own sentences with what each must print, and what holds for every claim whatever it says."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import annotate_many
from onrecord.casefile.plain import source_of
from onrecord.casefile.queries import Finding, Withdrawn
from onrecord.model import Annotation, Claim, Cue, Document, Evidence, Factuality, Link, Polarity, Predicate, Ref
from onrecord.report.indirect import moment, paired
from onrecord.report.sentence import quoted, render, sentence, statement

OUTLET = "Harbour Post"
CASES = tomllib.loads((Path(__file__).parent / "goldens" / "sentences.toml").read_text(encoding="utf-8"))["case"]
FIRM = {
    Factuality.ASSERTED: ("said", "in its own voice"), Factuality.ALLEGED: ("alleged", "as an allegation"),
    Factuality.ESTIMATED: ("estimated", "as an estimate"), Factuality.HEDGED: ("as possible or likely but not certain",) * 2,
    Factuality.DENIED: ("denied", "as denied"), Factuality.INTENDED: ("as a plan, promise or expectation, not a fact",) * 2,
    Factuality.QUESTIONED: ("asked, without answering", "without answering"),
}  # fmt: skip

# Words of a claim, how much of them is subject and verb, and whether they show it if the claim is negated.
CONTENTS = (
    ("the union had burned the ship", "the union", "had burned", False),
    ("the union was not dead", "the union", "was not", True),
    ("the alleged union has denied an estimate", "the alleged union", "has", True),
    ("a few guards were paid", "a few guards", "were paid", False),
    ("the “planned” port is closed", "the “planned” port", "is closed", False),
    ('the union "never asked', "the union", "asked", True),
    ("said that the guards said no", None, "said", True),
    ("was estimated at a plan, not a fact", "", "was estimated", True),
    ("We will rob the bank", "We", "will rob", False),
    ("burning the ship", "", "burning", False),
    ("open an office", "", "open", False),
    ("who denied that", "who", "denied", True),
    ("its strength at 5,000", "its strength", "strength", False),
    ("Harbour Post reports in its own voice that it is so", "Harbour Post", "reports", False),
)
VOICES = ("Reuters", "Ana Ruiz", "the office")
WHYS = ("clause:ccomp", "clause:relcl", "put at", "noun content", "calls", "")


@pytest.fixture(scope="module")
def printed() -> list[list[str]]:
    documents = [Document(id=f"s{n}", text=case["text"], lang="en", outlet=OUTLET, published="2024-05-02") for n, case in enumerate(CASES)]
    found = zip(documents, annotate_many(documents), strict=True)
    return [[render(claim, {e.id: e for e in a.entities}, document) for claim in a.claims] for document, a in found]


@pytest.mark.parametrize("n", range(len(CASES)), ids=[case["text"][:60] for case in CASES])
def test_every_claim_is_printed_as_an_editor_would_want_it(n: int, printed: list[list[str]]) -> None:
    assert printed[n] == [f"{line} ({OUTLET}, 2024-05-02)" for line in CASES[n]["prints"]]


def made(content: tuple[str, str | None, str, bool], depth: int, factuality: Factuality, polarity: Polarity, why: str, cue: str) -> Finding:
    """A claim with a chain of ``depth`` voices before its words, ``cue`` being that of the innermost."""
    words, who, verb, _ = content
    text = f"{' told '.join(VOICES[:depth])} {cue} {words} by the harbour union."
    start = text.index(words)
    at, by = text.index(cue, len(" told ".join(VOICES[:depth]))), text.index(verb, start + (len(who) if who and verb not in who else 0))
    subject = None if who is None else who or "the harbour union"
    first = text.index(subject, start) if subject else 0
    links = [Link(speaker=Ref(text=v, start=text.index(v), end=text.index(v) + len(v)), cue=None, act="states") for v in VOICES[:depth]]
    if links:
        links[-1] = replace(links[-1], cue=Cue(text=cue, start=at, end=at + len(cue)), when="2024-06")
    claim = Claim(
        id="c1", evidence=Evidence(text=words, start=start, end=start + len(words)),
        subject=Ref(text=subject, start=first, end=first + len(subject)) if subject else None,
        predicate=Predicate(text=verb, lemma=verb, start=by, end=by + len(verb)), object=None,
        factuality=factuality, polarity=polarity, attribution=tuple(links), why=why,
    )  # fmt: skip
    document = Document(id="d", text=text, lang="en", outlet=OUTLET, published="2024-07-01")
    return Finding(claim=claim, source=source_of(document, Annotation(id="d", lang="en")))


def every() -> list[Finding]:
    choices = itertools.product(CONTENTS, range(4), Factuality, Polarity, WHYS)
    return [made(*choice, cue) for choice in choices for cue in ("alleges", "stated that")]


def test_what_is_printed_keeps_firmness_negation_and_voices_and_states_nothing_itself() -> None:
    findings = every()
    assert len(findings) > 300
    for finding in findings:
        claim, text = finding.claim, statement(finding)
        shown = quoted(claim)
        around = text.replace(shown, "", 1)
        assert text.count(shown) == 1, text
        assert claim.evidence.text not in around, text
        assert any(
            word in around for word in (FIRM[claim.factuality][0 if claim.attribution else 1], f"in June 2024, {FIRM[claim.factuality][0]}")
        ) or (claim.factuality is Factuality.QUESTIONED and "without answering" in around), text
        for voice in {claim.attribution[0], claim.attribution[-1]} if claim.attribution else ():
            assert voice.speaker is not None
            assert voice.speaker.text.lower() in around.lower(), text
        assert claim.attribution or around.startswith(OUTLET), text
        hidden = claim.polarity is Polarity.NEGATIVE and not next(shows for words, _, _, shows in CONTENTS if words == claim.evidence.text)
        assert ("negate" in around) is hidden, text
        assert not hidden or f" that {shown}" not in text, text


def test_only_a_clause_for_certain_stands_behind_that() -> None:
    """Nothing without a finite verb, nothing in the first person, no relative clause, no question."""
    for finding in every():
        around = statement(finding).replace(quoted(finding.claim), "…", 1)
        if " that …" in around:
            assert finding.claim.evidence.text.split(" ")[0] in ("the", "a", "Harbour"), statement(finding)
            assert finding.claim.factuality is not Factuality.QUESTIONED


def test_a_withdrawn_claim_says_so_in_its_source() -> None:
    finding = made(CONTENTS[0], 1, Factuality.ASSERTED, Polarity.POSITIVE, "clause:ccomp", "said that")
    gone = replace(finding, withdrawn=Withdrawn(by=OUTLET, on="2024-07-03", document="n", start=0, end=1))
    assert sentence(gone) == (
        "Reuters said in June 2024 that “the union had burned the ship” (Harbour Post, 2024-07-01; withdrawn by Harbour Post on 2024-07-03)"
    )


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, ""), ("2024", " in 2024"), ("2024-06", " in June 2024"), ("2024-06-03", " on 3 June 2024"),
        ("2024-06-03T10:00", " on 3 June 2024"), ("2021/..", " since 2021"), ("../2027", " by 2027"),
        ("2016/2019", " between 2016 and 2019"), ("2024-22", " in 2024-22"), ("198X", " in 198X"), ("2024~", " in 2024~"),
    ],
)  # fmt: skip
def test_the_date_of_saying_is_in_words(edtf: str | None, words: str) -> None:
    assert moment(edtf) == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the plan was “not dead", "the plan was “not dead”"), ("a triumvirate” sat in court", "“a triumvirate” sat in court"),
        ("Two,” he said, “and more", "“Two,” he said, “and more”"), ('known as "the Broker', 'known as "the Broker"'),
        ('war" at the border', '"war" at the border'), ("“a” and “b”", "“a” and “b”"), ('the 5" pipe', 'the 5" pipe'),
    ],
)  # fmt: skip
def test_a_quotation_mark_gets_its_partner_back(words: str, expected: str) -> None:
    assert paired(words) == expected
