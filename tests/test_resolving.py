"""Entities across documents: what joins, what only asks, what stays apart; and that resolving what is new comes to the
same as resolving everything at once."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from onrecord.casefile import keys
from onrecord.casefile.features import BARE, SAME
from onrecord.casefile.local import Local
from onrecord.casefile.resolve import Resolution, resolve
from onrecord.model import Annotation, Document, Entity, EntityType, Mention
from onrecord.store import resolving
from onrecord.store.rows import prepare
from onrecord.store.schema import doubt, entity, face, lookup, mention
from onrecord.store.store import Store

PERSON, BODY = EntityType.PERSON, EntityType.ORGANIZATION


def person(document: str, name: str, **told: object) -> Local:
    return Local(document=document, id=name, name=name, type=PERSON, **told)  # type: ignore[arg-type]


def body(document: str, name: str, **told: object) -> Local:
    return Local(document=document, id=name, name=name, type=BODY, **told)  # type: ignore[arg-type]


def groups(found: Resolution) -> set[frozenset[str]]:
    return {frozenset(f"{d}:{e}" for d, e in c.members) for c in found.clusters if len(c.members) > 1}


def one(*members: str) -> set[frozenset[str]]:
    return {frozenset(members)}


def test_a_join_says_what_spoke_for_it_and_where() -> None:
    found = resolve([person("a", "Rosa Gil Prado", at=(4, 18)), person("b", "Rosa Gil", at=(7, 15))])
    (merge,) = found.clusters[0].subject.merges
    assert (merge.rule, merge.name1, merge.name2) == ("similar names", "Rosa Gil Prado", "Rosa Gil")
    assert (merge.document1, merge.span1, merge.document2, merge.span2) == ("a", (4, 18), "b", (7, 15))
    assert merge.score >= SAME
    assert "a part is missing" in merge.features


def test_another_second_surname_or_generation_is_another_person() -> None:
    assert resolve([person("a", "Rosa Gil Prado"), person("b", "Rosa Gil Mora")]).clusters[1:]
    assert not groups(resolve([person("a", "Tom Reed Jr."), person("b", "Tom Reed")]))


def test_a_surname_alone_is_asked_about_where_the_same_is_told_and_never_joined() -> None:
    told = {"roles": ("prosecutor",), "ties": ("leads > harbour union",)}
    found = resolve([person("a", "Gil", **told), person("b", "Rosa Gil", **told)])
    assert not groups(found)
    (doubt_,) = found.doubts
    assert doubt_.score <= BARE < SAME
    assert {"the same role", "the same tie"} <= set(doubt_.features)
    assert not resolve([person("a", "Gil", roles=("prosecutor",)), person("b", "Rosa Gil", roles=("baker",))]).doubts


def test_of_two_who_exclude_each_other_nobody_is_taken_at_random() -> None:
    two = [person("a", "Rosa Gil Prado"), person("b", "Rosa Gil Mora")]
    found = resolve([*two, person("c", "Rosa Gil")])
    assert not groups(found)
    assert {frozenset((d.left[0], d.right[0])) for d in found.doubts} == {frozenset("ac"), frozenset("bc")}
    judge = {"roles": ("judge",)}
    told = resolve([person("a", "Rosa Gil Prado", **judge), two[1], person("c", "Rosa Gil", **judge)])
    assert groups(told) == one("a:Rosa Gil Prado", "c:Rosa Gil")
    assert len(groups(resolve([person("a", "Rosa J. Gil"), person("b", "Rosa Jane Gil"), person("c", "Rosa Gil")])).pop()) == 3


def test_one_name_of_a_person_and_a_body() -> None:
    unknown = Local(document="b", id="Yvo Marín", name="Yvo Marín", type=EntityType.OTHER)
    found = resolve([person("a", "Yvo Marín"), unknown])
    assert [c.subject.type for c in found.clusters] == [PERSON]  # what is not known does not outvote what is
    brand = resolve([person("a", "Jack Lister"), body("b", "Jack Lister")])
    assert not groups(brand)
    assert [d.features for d in brand.doubts] == [("the same words", "of another kind")]
    tie = {"ties": ("leads > harbour union",)}
    assert groups(resolve([person("a", "Jack Lister", **tie), body("b", "Jack Lister", **tie)]))


def test_a_shared_tie_joins_what_the_name_leaves_open() -> None:
    tie = ("leads > harbour union",)
    alone = resolve([person("a", "Hector Guerrero Flores"), person("b", "Guerrero Flores")])
    assert not groups(alone)
    assert alone.doubts
    assert groups(resolve([person("a", "Hector Guerrero Flores", ties=tie), person("b", "Guerrero Flores", ties=tie)]))


def test_years_of_birth_hold_namesakes_apart_and_the_rest_is_asked_about() -> None:
    old, young = person("a", "Ana Ruiz", age=70, year=2024), person("b", "Ana Ruiz", age=30, year=2024)
    older, unknown = person("c", "Ana Ruiz", age=68, year=2022), person("d", "Ana Ruiz")
    found = resolve([old, young, older, unknown])
    assert groups(found) == one("a:Ana Ruiz", "c:Ana Ruiz")
    assert len(found.doubts) == 3  # the two, and the one of whom nothing is told with either
    told = [person(d, "Ana Ruiz", age=a, year=2024, roles=(r,)) for d, a, r in (("a", 70, "judge"), ("b", 30, "singer"))]
    assert groups(resolve([*told, person("d", "Ana Ruiz", roles=("singer",))])) == one("b:Ana Ruiz", "d:Ana Ruiz")


def test_bodies_join_by_translated_words_and_general_ones() -> None:
    assert groups(resolve([body("a", "Tren de Aragua"), body("b", "Train of Aragua")]))
    assert groups(resolve([body("a", "Wagner Group"), body("b", "Wagner")]))
    assert not groups(resolve([body("a", "Bank of Larnaca"), body("b", "Bank of Paphos")]))


def test_what_a_person_decided_goes_before_everything() -> None:
    a, b, c = (person(d, "Ana Ruiz") for d in "abc")
    apart = resolve([a, b], different=[(a.key, b.key)])
    assert not groups(apart)
    assert not apart.doubts
    assert groups(resolve([a, person("b", "Pavel Orlov")], same=[(a.key, ("b", "Pavel Orlov"))]))
    third = resolve([a, b, c], different=[(a.key, b.key)])
    assert not groups(third)  # whose namesake the third is nobody knows
    assert {frozenset((d.left[0], d.right[0])) for d in third.doubts} == {frozenset("ac"), frozenset("bc")}
    assert groups(resolve([a, b, c], different=[(a.key, b.key)], same=[(b.key, c.key)])) == one("b:Ana Ruiz", "c:Ana Ruiz")


def test_different_wins_over_same() -> None:
    a, b = person("a", "Ana Ruiz"), person("b", "Ana Ruiz")
    assert not groups(resolve([a, b], different=[(a.key, b.key)], same=[(a.key, b.key)]))


def company(document: str, name: str, **told: object) -> Local:
    return Local(document=document, id=name, name=name, type=EntityType.COMPANY, **told)  # type: ignore[arg-type]


def test_one_word_means_the_company_that_documents_call_so_and_no_other() -> None:
    full = [company(d, "Orlow Motor Company", aliases=("Orlow",)) for d in "ab"]
    assert groups(resolve([*full, company("c", "Orlow")])) == one("a:Orlow Motor Company", "b:Orlow Motor Company", "c:Orlow")
    assert not groups(resolve([full[0], company("c", "Orlow")]))  # one document is too few
    assert not groups(resolve([*full, person("c", "Orlow")])) & one("c:Orlow")
    other = company("d", "Orlow Shipping", aliases=("Orlow",))
    assert groups(resolve([*full, other, company("c", "Orlow")])) == one("a:Orlow Motor Company", "b:Orlow Motor Company")
    last = [company(d, "Bank Larnaca", aliases=("Larnaca",)) for d in "ab"]
    assert groups(resolve([*last, company("c", "Larnaca")])) == one("a:Bank Larnaca", "b:Bank Larnaca")
    bare = [company(f"x{n}", "Orlow", roles=(f"r{n}",)) for n in range(9)]  # most use the word alone: perhaps of a parent company
    assert not any("Motor" in m for group in groups(resolve([*full, *bare])) for m in group if len(group) > 2)


def test_the_same_initials_speak_for_two_names_of_other_legal_forms() -> None:
    long, short = "Northern Ports Union Company NPU NV", "Northern Ports Union Company"
    assert not groups(resolve([company("a", long), company("b", short)]))
    told = [company("a", long, aliases=("NPU",)), company("b", short, aliases=("NPU",)), body("c", "NPU")]
    assert groups(resolve(told)) == one(f"a:{long}", f"b:{short}", "c:NPU")
    assert groups(resolve([company("a", "Northern Ports Union NPU"), company("b", "Northern Ports Union")]))


def test_several_of_a_make_are_the_make_and_spellings_of_a_body_waver_by_an_s() -> None:
    assert groups(resolve([body("a", "K380s"), body("b", "K380")]))
    assert not groups(resolve([body("a", "1990s"), body("b", "1990")]))
    assert groups(resolve([company("a", "Orlow Motors Co."), company("b", "Orlow Motor Company")]))


NAMES = (
    "Ana Ruiz", "Ana María Ruiz", "Ana Ruiz Gil", "Ruiz", "Harbour Union", "The Harbour Union", "HU", "Pavel Orlov", "Pavel Orlow",
    "Ana Ruiz Abad", "Ana Ruiz Bru", "Ana Luz Ruiz", "Harbour Union Ltd", "Bank of Larnaca", "Larnaca", "Larnaca Bank", "Ministry of Ports", "Ana Ruiz Mora", "Ruiz Gil",
    "Orlow", "Orlow Motor Co", "Orlow Motors Company HU", "Orlow Shipping",
)  # fmt: skip
TYPES = {"Ana": PERSON, "Pavel": PERSON, "Ruiz": PERSON, "Orlow": EntityType.COMPANY}
locals_ = st.builds(
    lambda name, alias, roles, age, odd: (name, (alias,) if alias and alias != name else (), roles, age, odd),
    st.sampled_from(NAMES), st.sampled_from(("", "HU", "Ruiz", "Ana Ruiz", "Orlow")), st.sampled_from(((), ("judge",))), st.sampled_from((None, None, 30, 70)),
    st.sampled_from((None, None, None, EntityType.OTHER, PERSON, BODY)),
)  # fmt: skip


Told = tuple[str, tuple[str, ...], tuple[str, ...], int | None, EntityType | None]


def annotated(id: str, told: list[Told]) -> tuple[Document, Annotation]:
    entities = tuple(
        Entity(
            id=f"e{n}", name=name, type=TYPES.get(name.split()[0], BODY), aliases=aliases,
            mentions=(Mention(start=n, end=n + 1, text=name, kind="name"), *(Mention(start=0, end=1, text=f"the {r}", kind="nominal") for r in roles)),
        )
        for n, (name, aliases, roles, _, odd) in enumerate(told)
    )  # fmt: skip
    return Document(id=id, text=f"text of {id}"), Annotation(id=id, lang="en", entities=entities)


def told_by(store: Store) -> list[object]:
    with store._begin() as c:
        rows = c.execute(select(entity).where(entity.c.named).order_by(entity.c.id)).all()
        members = c.execute(
            select(mention.c.document, mention.c.local, mention.c.entity).order_by(mention.c.document, mention.c.local)
        ).all()
        doubts = c.execute(select(doubt.c.score, doubt.c.features)).all()
        assert not c.execute(select(lookup.c.face).where(lookup.c.face.not_in(select(face.c.key)))).all()
    assert list(store.open_pairs(2)) == list(store.open_pairs())[:2]
    return [
        rows,
        members,
        sorted(map(tuple, doubts)),
        [(p.left.document, p.left.local, p.right.document, p.right.local) for p in store.open_pairs()],
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(locals_, min_size=1, max_size=5), min_size=2, max_size=7),
    st.randoms(use_true_random=False), st.booleans(), st.sampled_from((2, 20)),
)  # fmt: skip
def test_resolving_bit_by_bit_is_resolving_at_once(
    tmp_path_factory: pytest.TempPathFactory, told: list, dice: random.Random, removing: bool, common: int
) -> None:  # type: ignore[type-arg]
    folder = tmp_path_factory.mktemp("casefiles")
    filed = [annotated(f"d{n}", row) for n, row in enumerate(told)]
    shuffled = filed[:]
    dice.shuffle(shuffled)
    with (
        pytest.MonkeyPatch.context() as patch, Store(folder / "whole.db", create=True) as whole, Store(folder / "parts.db", create=True) as parts,
    ):  # fmt: skip
        for module in (keys, resolving):
            patch.setattr(module, "COMMON", common)
        for document, annotation in filed:
            if not removing or document.id != filed[0][0].id:
                whole.file(document.id, f"digest {document.id}", document, prepare(annotation))
        whole.resolve()
        for document, annotation in shuffled:
            parts.file(document.id, f"digest {document.id}", document, prepare(annotation))
            if dice.random() < 0.7:
                parts.resolve()
        if removing:
            parts.remove([filed[0][0].id], "somebody")
        parts.resolve()
        assert told_by(parts) == told_by(whole)


def test_a_short_name_that_too_many_longer_ones_may_spell_out_joins_none_of_them() -> None:
    few = [person(f"d{n}", f"Ana Ruiz {second}") for n, second in enumerate(("Gil",))]
    assert groups(resolve([person("a", "Ana Ruiz"), *few]))
    many = [person(f"d{n}", f"Ana Ruiz {letter}{ending}") for n, (letter, ending) in enumerate(product("BDFGPLM", ("ado", "erez", "olin")))]
    found = resolve([person("a", "Ana Ruiz"), person("b", "Ana Ruiz"), *many])
    assert groups(found) == one("a:Ana Ruiz", "b:Ana Ruiz")
    assert not found.doubts


def test_only_what_may_be_one_with_the_new_is_touched(tmp_path: Path) -> None:
    with Store(tmp_path / "case.db", create=True) as store:
        for n, name in enumerate(("Ana Ruiz", "Harbour Union", "Bank of Larnaca")):
            document, annotation = annotated(f"d{n}", [(name, (), (), None, None)])
            store.file(document.id, f"digest {n}", document, prepare(annotation))
        store.resolve()
        with store._write() as c:  # a mark that resolving anew would wipe out
            c.execute(entity.update().where(entity.c.name == "Bank of Larnaca").values(nouns='["marked"]'))
        document, annotation = annotated("d9", [("Ana Ruiz", (), (), None, None), ("Harbour Union", ("HU",), (), None, None)])
        store.file("d9", "digest 9", document, prepare(annotation))
        store.resolve()
        assert {s.name: (s.documents, s.nouns) for s in store.entities()} == {
            "Ana Ruiz": (2, ()), "Harbour Union": (2, ()), "Bank of Larnaca": (1, ("marked",)),
        }  # fmt: skip
