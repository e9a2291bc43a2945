"""Names the relation of a claim by the frames of the language pack: patterns over lemma, roles and types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.lang import load_pack
from onrecord.model import RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a frame may ask about: lemmas of the predicate and of the nouns, their entities' types, the roles."""

    lemma: str
    passive: bool
    subject_lemma: str = ""
    subject_type: str = ""
    object_lemma: str = ""
    object_type: str = ""
    roles: frozenset[str] = frozenset()
    role_types: frozenset[tuple[str, str]] = frozenset()
    role_lemmas: frozenset[tuple[str, str]] = frozenset()
    units: frozenset[str] = frozenset()
    places: bool = False
    figures: bool = False


@cache
def _frames(lang: str) -> dict[str, tuple[tuple[int, dict[str, Any]], ...]]:
    by_verb: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for frame in load_pack(lang)["relations"].get("frame", []):
        compiled = {k: frozenset(v) if isinstance(v, list) else v for k, v in frame.items()}
        for verb in frame["verbs"]:
            by_verb.setdefault(verb, []).append((RELATIONS.index(frame["relation"]), compiled))
    return {verb: tuple(sorted(frames, key=lambda f: f[0])) for verb, frames in by_verb.items()}


def name_relation(lang: str, facts: Facts) -> str | None:
    """The first relation of the contract's list whose frame fits, or None."""
    for _, frame in _frames(lang).get(facts.lemma, ()):
        if _fits(frame, facts):
            return str(frame["relation"])
    return None


def _fits(frame: dict[str, Any], facts: Facts) -> bool:
    if "passive" in frame and frame["passive"] != facts.passive:
        return False
    if "subject_nouns" in frame and facts.subject_lemma not in frame["subject_nouns"]:
        return False
    if "never_subject_nouns" in frame and facts.subject_lemma in frame["never_subject_nouns"]:
        return False
    if "subject_types" in frame and facts.subject_type not in frame["subject_types"]:
        return False
    if "object_nouns" in frame and facts.object_lemma not in frame["object_nouns"]:
        return False
    if "object_types" in frame and facts.object_type not in frame["object_types"]:
        return False
    if "units" in frame and not frame["units"] & facts.units:
        return False
    if frame.get("places") and not facts.places:
        return False
    if ("figures" in frame and facts.figures) or ("object" in frame and facts.object_lemma):
        return False
    if "roles" in frame and not _roles_fit(frame, facts):
        return False
    return bool(not frame.get("patient") or facts.object_lemma or (facts.passive and facts.subject_lemma))


def _roles_fit(frame: dict[str, Any], facts: Facts) -> bool:
    roles = frame["roles"]
    if "never_role_nouns" in frame and any(role in roles and noun in frame["never_role_nouns"] for role, noun in facts.role_lemmas):
        return False
    if "role_types" in frame:
        return any(role in roles and kind in frame["role_types"] for role, kind in facts.role_types)
    if "role_nouns" in frame:
        return any(role in roles and noun in frame["role_nouns"] for role, noun in facts.role_lemmas)
    return bool(roles & facts.roles)


@cache
def nouns(lang: str, group: str) -> frozenset[str]:
    """A list of nouns of the pack: "leaders", "founders", "owners", "members", "kin" ..."""
    return frozenset(load_pack(lang)["relations"].get("nouns", {}).get(group, ()))


def noun_relation(lang: str, lemma: str) -> str:
    """The relation that a noun in apposition, title or predicate gives its bearer: "leader" leads, else has_role."""
    for relation in ("leads", "founded", "owns", "member_of", "family_of"):
        if lemma in nouns(lang, relation):
            return relation
    return "has_role"
