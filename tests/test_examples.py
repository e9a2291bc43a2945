"""The example reporting, read as ``make demo`` reads it: every subject is one entity, and no two people are one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.casefile.local import normal
from onrecord.casefile.queries import Subject
from onrecord.intake.intake import Options, read_into
from onrecord.store.store import Store

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
SUBJECTS = {
    "Tren de Aragua": 6, "Derna": 6, "Libya": 6, "United Nations": 5, "Libyan Red Crescent": 4, "US Treasury": 3, "Yván Gil": 3,
    "Othman Abduljalil": 3, "Markus Braun": 2, "Jan Marsalek": 2, "Wirecard": 2, "Wagner": 2, "Yevgeny Prigozhin": 2, "Ronald Ojeda": 2,
    "Héctor Guerrero Flores": 2, "Donald Trump": 2, "Nayib Bukele": 2, "James Boasberg": 2, "World Health Organization": 2,
    "US State Department": 2, "Storm Daniel": 2,
}  # fmt: skip
"""Those that several articles name -> in how many of them."""
PEOPLE = (
    "Markus Braun", "Jan Marsalek", "Oliver Bellenhaus", "Markus Födisch", "Felix Hufeld", "Yevgeny Prigozhin", "Vladimir Putin", "Ronald Ojeda",
    "Héctor Guerrero Flores", "Yohan José Romero", "Héctor Barros", "Yván Gil", "Gabriel Boric", "Nicolás Maduro", "Donald Trump", "Joe Biden",
    "Marco Rubio", "Tulsi Gabbard", "Nayib Bukele", "James Boasberg", "Othman Abduljalil", "Abdulmenam al-Ghaithi", "Abdul Hamid Dbeibah",
)  # fmt: skip


@pytest.fixture(scope="module")
def subjects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Subject]]:
    with Store(tmp_path_factory.mktemp("demo") / "demo.db", create=True) as store:
        read_into(store, [ARTICLES], Options(), lambda *_: None)
        yield list(store.entities())


def bearing(subjects: list[Subject], name: str) -> list[Subject]:
    return [s for s in subjects if normal(name) in {normal(form) for form in (s.name, *s.aliases)}]


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_subject_is_one_entity(subjects: list[Subject], name: str) -> None:
    assert [s.documents for s in bearing(subjects, name)] == [SUBJECTS[name]]


def test_no_two_people_are_one(subjects: list[Subject]) -> None:
    found = {name: [s.id for s in bearing(subjects, name)] for name in PEOPLE}
    assert all(len(ids) == 1 for ids in found.values()), found
    assert len({ids[0] for ids in found.values()}) == len(PEOPLE)
