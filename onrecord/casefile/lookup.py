"""Finding an entity by a name as people type it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from onrecord.casefile.local import normal
from onrecord.casefile.queries import Subject
from onrecord.casefile.words import words
from onrecord.errors import CasefileError


def find_entity(subjects: Sequence[Subject], name: str) -> Subject:
    """The entity with this name, alias or id; accents, case and articles do not matter. Of several the one whose own
    name it is, then the one with most claims.

    Raises:
        CasefileError: no entity has the name; says which names are nearest.
    """
    wanted = normal(name)
    exact = [s for s in subjects if normal(s.name) == wanted or s.id == name]
    alias = [s for s in subjects if any(normal(a) == wanted for a in s.aliases)]
    inside = [s for s in subjects if wanted and set(words(wanted)) <= set(words(s.name))]
    for found in (exact, alias, inside):
        if found:
            return min(found, key=lambda s: (-s.claims, s.name, s.id))
    near = nearest(subjects, name)
    raise CasefileError(f"nobody called '{name}' is on record" + (f"; nearest: {', '.join(near)}" if near else ""))


def one_entity(subjects: Sequence[Subject], name: str) -> Subject:
    """The same for a decision: the one entity with this id, or name, or alias.

    Raises:
        CasefileError: no entity has the name, or several; says their ids.
    """
    wanted = normal(name)
    by_id = [s for s in subjects if s.id == name]
    exact = [s for s in subjects if wanted and normal(s.name) == wanted]
    alias = [s for s in subjects if wanted and any(normal(a) == wanted for a in s.aliases)]
    found = by_id or exact or alias or [find_entity(subjects, name)]
    if len(found) > 1:
        which = "; ".join(f"{s.id} ({s.name}, {s.type.value}, {s.claims} claims)" for s in found)
        raise CasefileError(f"several are called '{name}': {which}. Name one by its id, or as NAME@DOCUMENT")
    return found[0]


def nearest(subjects: Sequence[Subject], name: str, count: int = 5) -> list[str]:
    """Names on record that look most like this one, the likest first."""
    spelled: dict[str, str] = {}
    for subject in subjects:
        for form in (subject.name, *subject.aliases):
            spelled.setdefault(normal(form), subject.name)
    close = get_close_matches(normal(name), [form for form in spelled if form], n=count * 2, cutoff=0.5)
    return list(dict.fromkeys(spelled[form] for form in close))[:count]
