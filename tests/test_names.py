from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.casefile import features
from onrecord.casefile.name_words import fold, likeness
from onrecord.casefile.names import compare_names

PAIRS = Path(__file__).parents[2] / "shared" / "eval" / "name_pairs" / "dev.jsonl"

SAME = [
    ("Person", "Rosa Gil Prado", "Rosa Gil", "a part is missing"),
    ("Person", "Rosa María Gil Prado", "Rosa Gil", "a part is missing"),
    ("Person", "Gil, Rosa", "Rosa Gil", "the same words"),
    ("Person", "Jinping Xi", "Xi Jinping", "in another order"),
    ("Person", "Héctor Núñez", "Hector Nunez", "the same words"),
    ("Person", "R. Gil", "Rosa Gil", "words aligned"),
    ("Person", "Dr. Rosa Gil", "Rosa Gil", "the same words"),
    ("Person", "Joe Harper", "Joseph Harper", "words aligned"),
    ("Person", "Pepe Mujica", "José Mujica", "words aligned"),
    ("Person", "Tom Bell Jr.", "Tom Bell, Jr", "the same words"),
    ("Person", "Pedro Gil hijo", "Pedro Gil Jr.", "the same words"),
    ("Person", "Володимир Зеленський", "Volodymyr Zelenskyy", "words aligned"),
    ("Person", "Yevgeny Prigozhin", "Evgeny Prigozhin", "words aligned"),
    ("Person", "Moammar Qaddafi", "Muammar Gaddafi", "words aligned"),
    ("Person", "Moammar Qadhafi", "Muammar Gaddafi", "words aligned"),
    ("Person", "Abd al-Aziz Noori", "Abdul Aziz Nouri", "words aligned"),
    ("Person", "RosaGil Prado", "Rosa Gil Prado", "the same letters in other words"),
    ("Person", "Rosa Gimenez", "Rosa Jimenez", "words aligned"),
    ("Person", "George W. Bush", "George Bush", "a part is missing"),
    ("Person", "Ben Netanyahu", "Benjamin Netanyahu", "words aligned"),
    ("Organization", "WHO", "World Health Organization", "initials"),
    ("Organization", "OMS", "Organización Mundial de la Salud", "initials"),
    ("PublicBody", "FBI", "Federal Bureau of Investigation", "initials"),
    ("PublicBody", "CBP", "US Customs and Border Protection", "initials"),
    ("Organization", "LdN", "Liga de Norte", "initials"),
    ("Organization", "Tren del Norte", "Train of the North", "the same words, translated or in another order"),
    ("Organization", "Universidad Central de Chile", "Central University of Chile", "the same words, translated or in another order"),
    (
        "PublicBody",
        "Departamento de Seguridad Nacional",
        "Department of Homeland Security",
        "the same words, translated or in another order",
    ),
    ("PublicBody", "Department of Justice", "Justice Department", "the same words, translated or in another order"),
    ("PublicBody", "US State Department", "State Department", "a general word is missing"),
    ("Organization", "Wagner", "Wagner Group", "a general word is missing"),
    ("Organization", "PMC Wagner", "Wagner Group", "a general word is missing"),
    ("Organization", "OTAN", "NATO", "the same words, translated or in another order"),
    ("Organization", "The Harbour Post", "Harbour Post", "the same words"),
    ("Company", "Example Bank AG", "Example Bank", "the same but for the legal form"),
    ("Company", "OAO Northern Gas", "Northern Gas JSC", "the same words"),
    ("Company", "Stripe Limited Liability Company", "Stripe LLC", "the same words"),
    ("Company", "Harbor & Sons Inc.", "Harbor and Sons, Incorporated", "the same words"),
    ("Company", "J.P. Example & Co.", "JP Example and Company", "the same words"),
    ("Organization", "Brigade Forty-Four", "Brigade 44", "the same words"),
    ("Organization", "MS-13", "MS 13", "the same words"),
    ("Company", "ExampleBank", "Example Bank", "the same letters in other words"),
]
OTHER = [
    ("Person", "Tom Bell", "Tom Bell Jr.", "another generation"),
    ("Person", "Pedro Gil", "Pedro Gil hijo", "another generation"),
    ("Person", "Rosa Gil Prado", "Rosa Gil Soto", "different words"),
    ("Person", "Prado", "Rosa Gil Prado", "one word only"),
    ("Person", "Gil Prado", "Rosa María Gil Prado", "the given name is missing"),
    ("Person", "Tom Bell", "Max Bell", "different words"),
    ("Person", "Kim Jong Un", "Kim Jong Il", "different words"),
    ("Person", "Maria Perez", "Mario Perez", "different words"),
    ("Person", "Ali Hassan", "Ali Hussein", "different words"),
    ("Person", "Hans O. Richter", "Hans Joachim Richter", "different words"),
    ("Person", "William G. Frost", "William W. Frost", "different words"),
    ("Person", "George H. W. Bush", "George W. Bush", "other initials"),
    ("Person", "Ahmad bin Hasan Noori", "Hasan bin Ahmad Noori", "another father"),
    ("Person", "Cristiano Ronaldinho", "Cristiano Ronaldo", "different words"),
    ("Company", "Example Bank AG", "Example Bank GmbH", "another legal form"),
    ("Organization", "MS-13", "MS-18", "different numbers"),
    ("Company", "Northern Fund II", "Northern Fund III", "different numbers"),
    ("Company", "BD plc", "BP plc", "different words"),
    ("Company", "China Railroad Works", "China Railway Works", "different words"),
    ("Company", "Example Bank", "Example Bank Mexico", "a part is missing"),
    ("PublicBody", "Department of Justice", "Department of Defense", "different words"),
    ("PublicBody", "Supreme Court of Chile", "Supreme Court of Peru", "different words"),
    ("Organization", "NBC News", "Fox News", "different words"),
    ("PublicBody", "Central Bank of Iran", "Central Bank of Iraq", "different words"),
    ("Company", "Bank of America", "Bank of Africa", "different words"),
    ("Company", "Austrian Airlines", "Australian Airlines", "different words"),
    ("Organization", "who", "World Health Organization", "different words"),
    ("Person", "이재형", "이재명", "one word only"),
]


@pytest.mark.parametrize(("schema", "name1", "name2", "rule"), SAME)
def test_the_same(schema: str, name1: str, name2: str, rule: str) -> None:
    found = compare_names(name1, name2, schema)
    assert (found.match, rule in found.rules) == (True, True), found


@pytest.mark.parametrize(("schema", "name1", "name2", "rule"), OTHER)
def test_another(schema: str, name1: str, name2: str, rule: str) -> None:
    found = compare_names(name1, name2, schema)
    assert (found.match, rule in found.rules) == (False, True), found


names = st.one_of(st.text(max_size=25), st.sampled_from([name for row in SAME + OTHER for name in row[1:3]]))
schemas = st.sampled_from(["Person", "Organization", "Company", "Other"])


@given(names, names, schemas)
def test_it_is_symmetric_and_bounded(name1: str, name2: str, schema: str) -> None:
    found = compare_names(name1, name2, schema)
    assert found == compare_names(name2, name1, schema)
    assert 0 <= found.score <= 1
    assert found.match == (found.score >= features.SAME)
    assert found.rules


@given(names.filter(fold), schemas)
def test_a_name_is_itself(name: str, schema: str) -> None:
    assert compare_names(name, name, schema).score == 1


@given(names, names)
def test_nothing_is_like_nothing(name1: str, name2: str) -> None:
    if not fold(name1) or not fold(name2):
        assert not compare_names(name1, name2, "Person").match
        assert not compare_names(name1, name2, "Organization").match


def test_words() -> None:
    assert fold("  P.T. Ástra—O'Neil & Søn ") == "pt astra oneil and son"
    assert likeness("ruiz", "ruiz") == 1
    assert likeness("mohammed", "muhammad") > 0.8
    assert likeness("hasan", "husain") == 0
    assert likeness("smith", "jones") == 0


def test_the_development_pairs() -> None:
    if not PAIRS.exists():
        pytest.skip("the development sets are not beside this checkout (../shared/eval)")
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    said = [compare_names(row["name1"], row["name2"], row["schema"]).match for row in rows]
    hits = sum(s and row["match"] for s, row in zip(said, rows, strict=True))
    precision, recall = hits / sum(said), hits / sum(row["match"] for row in rows)
    assert 2 * precision * recall / (precision + recall) > 0.88
    assert precision > 0.95
