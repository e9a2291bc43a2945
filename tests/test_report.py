"""Claims as sentences: the words are quoted, the speaker named, and no allegation reads as a statement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import Telling, union

from onrecord.casefile.answer import answer
from onrecord.casefile.dossier import dossier
from onrecord.casefile.glance import glance
from onrecord.casefile.plain import PlainCasefile
from onrecord.lang import load_pack
from onrecord.model import Cue, EntityType, Factuality, Polarity
from onrecord.report.form import to_plain
from onrecord.report.sentence import render, sentence
from onrecord.report.text import answer_lines, clean, dossier_lines, glance_lines

SOURCE = " (Harbour Post, 2024-05-02)"
GOLDEN = {
    "d1-c1": "Ana Ruiz estimated in 2023 that “the Harbour Union has around 5,000 members”",
    "d1-c2": "Harbour Post reports in its own voice: “The union's leader, Pavel Orlov” [The union: Harbour Union]",
    "d1-c3": "Harbour Post reports in its own voice, of Pavel Orlov: “was arrested in March 2021”",
    "d1-c4": "Harbour Post reports in its own voice: “He escaped in 2022” [He: Pavel Orlov]",
    "d1-c5": "Pavel Orlov denied: “he bribed a guard” [he: Pavel Orlov]",
    "d1-c6": "Prosecutors alleged, of Harbour Union: “smuggling copper from Larnaca”",
    "d1-c9": "Harbour Post reports, as a plan, promise or expectation, not a fact, that Harbour Union would “open an office in Rotterdam”",
}


@pytest.mark.parametrize("id", GOLDEN)
def test_sentences(id: str) -> None:
    document, annotation = union().filed()
    claim = next(c for c in annotation.claims if c.id == id)
    assert render(claim, {e.id: e for e in annotation.entities}, document) == GOLDEN[id] + SOURCE


def told(factuality: Factuality, *speakers: str | None) -> str:
    t = Telling("x", "Reuters and Ana Ruiz and the office told that the union burned ships.", outlet="Gazette", published=None)
    t.claim(
        "the union burned ships", subject="the union", factuality=factuality, said=tuple((s, None, "states", None) for s in speakers if s)
    )
    return sentence(PlainCasefile([t.filed()]).claims()[0])


@pytest.mark.parametrize("factuality", [f for f in Factuality if f is not Factuality.ASSERTED])
@pytest.mark.parametrize("speakers", [(), ("Ana Ruiz",), ("Reuters", "Ana Ruiz")])
def test_what_is_not_asserted_always_says_so(factuality: Factuality, speakers: tuple[str, ...]) -> None:
    words = {
        Factuality.ALLEGED: "alleg", Factuality.ESTIMATED: "estimate", Factuality.HEDGED: "possible or likely", Factuality.DENIED: "denied",
        Factuality.INTENDED: "not a fact", Factuality.QUESTIONED: "without answering",
    }  # fmt: skip
    assert words[factuality] in told(factuality, *speakers).split("“")[0]


@pytest.mark.parametrize("cue", ["did not say", "declined to say", "never claimed", "didn’t deny"])
def test_what_was_not_said_is_not_shown_as_said_or_asked(cue: str) -> None:
    t = Telling("x", f"The office {cue} that the union burned ships.", outlet="Gazette", published=None)
    t.claim("the union burned ships", subject="the union", factuality=Factuality.QUESTIONED, said=(("The office", None, "states", None),))
    document, annotation = t.filed()
    (claim,) = annotation.claims
    said = replace(claim.attribution[0], cue=Cue(text=cue, start=document.text.index(cue), end=document.text.index(cue) + len(cue)))
    shown = render(replace(claim, attribution=(said,)), {}, document)
    assert shown == f"The office {cue}: “the union burned ships” (Gazette, no date)"


def test_every_factuality_has_its_words() -> None:
    firmness = load_pack("en")["report"]["firmness"]
    assert set(firmness) == {f.value for f in Factuality}
    for row in firmness.values():
        assert "{speaker}" in row["said"]
        assert "{outlet}" in row["own"]


def test_a_chain_names_every_voice() -> None:
    expected = "According to Reuters, citing Ana Ruiz, the office said: “the union burned ships” (Gazette, no date)"
    assert told(Factuality.ASSERTED, "Reuters", "Ana Ruiz", "the office") == expected


def test_a_pronoun_that_means_nobody_known_is_shown_as_the_text_has_it() -> None:
    t = Telling("x", "She added that nobody said that the union burned ships.", outlet="Gazette", published=None)
    t.claim("the union burned ships", subject="the union", said=(("She", None, "states", None), ("nobody", None, "states", None)))
    assert sentence(PlainCasefile([t.filed()]).claims()[0]).startswith(
        "According to a source that the text calls only “she”, nobody said: "
    )


def test_a_negation_that_the_words_do_not_show_is_added() -> None:
    t = Telling("x", "Nobody saw the union burn ships.")
    t.claim("the union burn ships", subject="the union", polarity=Polarity.NEGATIVE)
    t.claim("Nobody saw the union burn ships", polarity=Polarity.NEGATIVE)
    hidden, shown = (sentence(f) for f in PlainCasefile([t.filed()]).claims()[::-1])
    assert "reports in its own voice, in words that negate this: “the union burn ships”" in hidden
    assert "negate" not in shown


def test_braces_and_quotation_marks_in_the_words_stay_words() -> None:
    t = Telling("x", "The {speaker} called it “a farce” {0}.", outlet="The {outlet}")
    t.claim("The {speaker} called it “a farce” {0}")
    assert "«The {speaker} called it “a farce” {0}»" in sentence(PlainCasefile([t.filed()]).claims()[0])


def test_an_accused_person_stays_accused_in_every_view() -> None:
    t = Telling("x", "Pavel Orlov is accused of burning 300 ships in 2020.")
    orlov = t.entity("Pavel Orlov", EntityType.PERSON)
    t.claim(
        "burning 300 ships in 2020", subject="Pavel Orlov", of=orlov, verb="burning", lemma="burn", object="300 ships",
        factuality=Factuality.ALLEGED, edtf="2020",
    )  # fmt: skip
    case = PlainCasefile([t.filed()])
    views = [
        *dossier_lines(dossier(case, case.entities()[0].id)),
        *answer_lines(answer(case, "When did Pavel Orlov burn ships?")),
        *glance_lines(glance(case)),
    ]
    shown = [line for line in views if "burning 300 ships" in line]
    assert len(shown) >= 3
    assert all("alleged" in line and "as an allegation" in line for line in shown)


def test_the_json_of_a_finding_has_speaker_factuality_source_and_words() -> None:
    case = PlainCasefile([union().filed()])
    for finding in case.claims():
        row = to_plain(finding)
        assert all(row[key] for key in ("speaker", "factuality", "document", "digest", "outlet", "words", "act", "sentence"))
        document = case.document(row["document"])
        assert document.text[row["start"] : row["end"]] == row["words"]


def test_the_terminal_is_not_steered() -> None:
    assert clean("a\x1b[31mb\u202ec\td") == "a[31mbc\td"
