"""What an infinitive of purpose tells of the clause above it: where somebody is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.extract.clause_walk import Clause
from onrecord.extract.tree import Tree
from onrecord.lang import load_pack
from onrecord.model import Place

_AIMS = frozenset({"xcomp", "advcl", "acl", "relcl"})


@cache
def _sending(lang: str) -> frozenset[str]:
    return frozenset(load_pack(lang)["clauses"].get("sending", ()))


def sent_to(tree: Tree, clause: Clause, places: Mapping[int, Sequence[Place]]) -> list[Place]:
    """Where those who are sent are to do something: "dispatched soldiers to search the prison in X"; ``places`` by the
    head of their clause."""
    if clause.lemma not in _sending(tree.parsed.lang):
        return []
    above = [clause.head, *([clause.object.head] if clause.object is not None else [])]
    for k in (k for i in above for k in tree.kids(i, *_AIMS)):
        if places.get(k) and any(tree.tokens[c].lower == "to" for c in tree.kids(k, "aux")):
            return list(places[k])
    return []
