"""How far an attribution reaches: clauses, sentences, and what stands in them but is the publisher's own."""

from __future__ import annotations

from onrecord.extract.said.scene import Scene


def complement(scene: Scene, clause: int) -> set[int]:
    """The words of a clause without its complementiser."""
    words = scene.subtree(clause)
    first = min(words)
    return (
        words - {first}
        if scene.tokens[first].lower == "that" and (scene.tokens[first].dep in ("mark", "advmod") or scene.tokens[first].tag == "IN")
        else words
    )


def scope(scene: Scene, first: int, last: int) -> set[int]:
    """What a phrase of attribution, tokens ``first`` to ``last``, covers: the sentence that it opens or closes, else its
    clause; not the clauses that a comma adds to explain a noun, outside quotation marks."""
    low, high = scene.bounds(first)
    number = scene.inside[first]
    if number >= 0:
        low, high = max(low, scene.extent[number][0]), min(high, scene.extent[number][1])
    opening = _idle(scene, low, first)
    if opening or _starts_clause(scene, first):
        last = _to_comma(scene, last, high)
    own = set(range(first, last + 1))
    closing = _idle(scene, last + 1, high + 1)
    clause = _clause_of(scene, first - 1 if _starts_clause(scene, first) else first)
    if opening or closing:
        words = set(range(low, high + 1))
    else:
        words = scene.subtree(clause)
        if first > clause:
            for c in scene.tree.kids(clause, "conj"):
                if c > last and scene.tree.kid(c, "nsubj", "nsubjpass") is not None:
                    words -= scene.subtree(c)
        words = {k for k in words if low <= k <= high}
        if scene.tokens[clause].dep in ("ccomp", "acl"):
            words &= complement(scene, clause)
    return words - own - explaining(scene, words - own)


def _starts_clause(scene: Scene, first: int) -> bool:
    """Whether the phrase follows the "that" of a clause ("learned that, according to X, ...")."""
    return first > 0 and scene.tokens[first - 1].dep == "mark" and scene.tokens[first - 1].head > first


def _to_comma(scene: Scene, last: int, high: int) -> int:
    """The end of an opening phrase: what still describes its noun, up to the comma."""
    for k in range(last + 1, min(last + 12, high)):
        if scene.tokens[k].text == ",":
            return k
        if scene.tokens[k].dep in ("nsubj", "nsubjpass", "expl"):
            break
    return last


def _idle(scene: Scene, low: int, high: int) -> bool:
    return all(scene.tokens[k].pos in ("PUNCT", "SPACE", "CCONJ", "ADV") for k in range(low, high))


def _clause_of(scene: Scene, i: int) -> int:
    tokens = scene.tokens
    k = tokens[i].head
    while tokens[k].head != k and not (
        tokens[k].pos in ("VERB", "AUX")
        and tokens[k].dep in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis")
        and tokens[k].tag not in ("VBN", "VBG")
    ):
        k = tokens[k].head
    return k


def explaining(scene: Scene, words: set[int], trailing: bool = False) -> set[int]:
    """The clauses that a comma adds to explain a noun (", which is based in Ohio"): they are the publisher's own.
    With ``trailing``, only one that explains a name at the end."""
    tokens, tree = scene.tokens, scene.tree
    last = max(words, default=-1)
    found: set[int] = set()
    for k in sorted(words):
        token = tokens[k]
        if token.dep != "relcl" or k in found or scene.inside[k] >= 0 or token.head not in words:
            continue
        first, end = tree.edges[k]
        comma = tokens[first - 1].text if first else ""
        if comma not in (",", "—", "–") or tokens[token.head].pos not in ("NOUN", "PROPN"):
            continue
        if tokens[first].lower not in ("who", "which", "whose", "where", "whom") and tokens[first].pos not in ("ADP", "DET", "PRON"):
            continue
        if trailing and (tokens[token.head].pos != "PROPN" or not _idle(scene, end + 1, last + 1)):
            continue
        found |= set(range(first, end + 1))
    return found
