"""Events that a noun phrase states: "the murder of X by Y shocked the town", "clashes between X and Y"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from onrecord.extract.clause_walk import Part
from onrecord.extract.nominal import Nominal
from onrecord.extract.tree import SUBJECTS, Tree
from onrecord.lang import load_pack

_PLACES_AND_TIMES = frozenset({"in", "on", "at", "off", "near", "during", "for", "to", "from", "with", "over", "outside", "inside"})


@cache
def _table(lang: str) -> tuple[dict[str, dict[str, str]], frozenset[str], frozenset[str]]:
    pack: dict[str, Any] = load_pack(lang)["clauses"]
    where = pack.get("event_places", {})
    return pack.get("events", {}), frozenset(where.get("prepositions", ())), frozenset(where.get("verbs", ()))


def find_events(tree: Tree, heads: set[int]) -> Iterator[Nominal]:
    """The events that definite noun phrases state where the text takes them for granted; ``heads`` are those of clauses."""
    events = _table(tree.parsed.lang)[0]
    for token in tree.tokens:
        frame = events.get(token.lemma.lower()) if token.pos == "NOUN" else None
        if frame is None:
            continue
        under = _granted(tree, token.i, heads)
        if under is not None:
            yield from _event(tree, token.i, frame, under)


def _granted(tree: Tree, noun: int, heads: set[int]) -> int | None:
    """The clause that takes an event for granted, None where none does: the noun is its subject, stands behind "after" or
    the like, or is the object of what one does about things that have happened."""
    tokens, (_, prepositions, verbs) = tree.tokens, _table(tree.parsed.lang)
    owned = tree.kid(noun, "poss") is not None
    named = any(tokens[c].lower == "the" for c in tree.kids(noun, "det"))
    paired = any(tokens[c].lower == "between" for c in tree.kids(noun, "prep")) and not tree.kids(noun, "det")
    if not (owned or named or paired):
        return None
    token, head = tokens[noun], tokens[tokens[noun].head]
    if token.dep in SUBJECTS and head.i in heads:
        return head.i
    if token.dep == "dobj" and head.i in heads and head.lemma in verbs:
        return head.i
    if token.dep == "pobj" and head.lower in prepositions:
        above = next((a for a in tree.ancestors(noun) if a in heads), None)
        return above if above is not None and tokens[head.head].pos in ("VERB", "AUX") else None
    return None


def _event(tree: Tree, noun: int, frame: dict[str, str], under: int) -> Iterator[Nominal]:
    tokens = tree.tokens
    parts: list[tuple[str, Part]] = []
    stack = tree.kids(noun, "prep", "agent")
    while stack:
        p = stack.pop(0)
        for x in tree.kids(p, "pobj"):
            parts.extend((tokens[p].lower, _part(tree, each)) for each in tree.conjuncts(x))
            stack.extend(k for k in tree.kids(x, "prep", "agent") if tokens[k].lower == "by" or tokens[k].lower in _PLACES_AND_TIMES)
    owner = tree.kid(noun, "poss")
    of = [part for role, part in parts if role == "of"]
    by = next((part for role, part in parts if role == "by"), None)
    between = [part for role, part in parts if role == "between"]
    subject, objects = by, of
    if frame["of"] == "subject":
        subject, objects = of[0] if of else _part(tree, owner) if owner is not None else None, []
    elif owner is not None:
        subject, objects = (by or _part(tree, owner), of) if of else (by, [_part(tree, owner)])
    if subject is None and not objects and not between:
        return
    first = tree.phrase(noun)[0]
    last = max([tree.phrase(noun)[1], noun, *(part.last for _, part in parts)])
    rest = tuple((role, part) for role, part in parts if role not in ("of", "by", "between"))
    subjects: list[Part | None] = [*between] or [subject]
    targets: list[Part | None] = [*objects] or [None]
    for who in subjects:
        for what in targets:
            yield Nominal(
                anchor=noun, predicate=noun, first=first, last=last, subject=who, object=what, arguments=rest,
                relation=frame["relation"] or None, figures=True, under=under, why="event",
            )  # fmt: skip


def _part(tree: Tree, head: int) -> Part:
    first, last = tree.names.get(head) or tree.phrase(head)
    return Part(head=head, first=first, last=last)
