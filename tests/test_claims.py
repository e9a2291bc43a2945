"""The cases of the language pack: sentence -> claims that must be there, and that must not."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from onrecord.model import Annotation, Claim, Document
from onrecord.pipeline import annotate_many

CASES = tomllib.loads(resources.files("onrecord.lang").joinpath("en/cases/claims.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def annotations() -> list[Annotation]:
    documents = [Document(id=str(i), text=case["text"], published="2025-03-16", lang="en") for i, case in enumerate(CASES)]
    return list(annotate_many(documents))


def _names(annotation: Annotation, entity: str | None) -> str:
    known = next((e for e in annotation.entities if e.id == entity), None)
    return " ".join((known.name, *known.aliases)) if known else ""


def _fits(annotation: Annotation, want: dict[str, Any], claim: Claim) -> list[str]:
    """The fields of a wanted claim that this one does not have."""
    wrong = []

    def named(ref: Any, words: str) -> bool:
        return ref is not None and words.lower() in f"{ref.text} {_names(annotation, ref.entity)}".lower()

    for key in ("subject", "object"):
        if key in want and not named(getattr(claim, key), want[key]):
            wrong.append(key)
    if "predicate" in want and (
        claim.predicate is None or (claim.predicate.lemma != want["predicate"] and want["predicate"] not in claim.predicate.text.split())
    ):
        wrong.append("predicate")
    if "arg" in want and not any(want["arg"] in a.text for a in [*claim.arguments, *([claim.object] if claim.object else [])]):
        wrong.append("arg")
    for key in ("relation", "factuality", "polarity"):
        if key in want and getattr(claim, key) != want[key]:
            wrong.append(key)
    if "figure" in want:
        low, high, modifier, unit = (None if v == "-" else v for v in want["figure"])
        if not any((f.low, f.high, f.modifier) == (low, high, modifier) and (unit is None or f.unit == unit) for f in claim.figures):
            wrong.append("figure")
    if "when" in want and want["when"] not in [t.edtf for t in claim.when]:
        wrong.append("when")
    if "where" in want and not all(any(w in p.name or w in p.text for p in claim.where) for w in want["where"]):
        wrong.append("where")
    if "speakers" in want:
        found = [link.speaker for link in claim.attribution]
        if len(found) != len(want["speakers"]) or not all(named(s, w) for s, w in zip(found, want["speakers"], strict=True)):
            wrong.append("speakers")
    return wrong


@pytest.mark.parametrize("number", range(len(CASES)), ids=[c["text"][:50] for c in CASES])
def test_case(number: int, annotations: list[Annotation]) -> None:
    case, annotation = CASES[number], annotations[number]
    written = "\n".join(
        f"{c.subject and c.subject.text} | {c.predicate and c.predicate.lemma} | {c.object and c.object.text} | {c.factuality} {c.polarity} {c.relation}"
        for c in annotation.claims
    )
    for want in case.get("claims", []):
        near = min((_fits(annotation, want, c) for c in annotation.claims), key=len, default=["no claim"])
        assert not near, f"{want}: wrong {near}, of\n{written}"
    for unwanted in case.get("never", []):
        assert all(_fits(annotation, unwanted, c) for c in annotation.claims), f"{unwanted} is there:\n{written}"
