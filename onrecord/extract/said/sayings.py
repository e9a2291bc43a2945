"""Attribution by nouns: "the claim that", "his warning of", "an estimate by X that"."""

from __future__ import annotations

from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.scope import complement
from onrecord.extract.said.speakers import agent_of, subject_of

_FROM = frozenset({"by", "from", "of", "among"})


def find_sayings(scene: Scene) -> list[Draft]:
    """An attribution for every noun of saying that has a content, in text order."""
    drafts = []
    nouns = scene.cues.nouns
    for token in scene.tokens:
        if token.pos != "NOUN" or token.lemma not in nouns:
            continue
        speaker = _speaker(scene, token.i)
        words = _content(scene, token.i, speaker is not None)
        words = scene.within(token.i, words)
        if words:
            drafts.append(Draft(nouns[token.lemma], words, -1 if speaker is None else speaker, token.i, (token.i, token.i), why="noun"))
    return drafts


def _content(scene: Scene, noun: int, voiced: bool) -> set[int]:
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(noun, "acl", "ccomp", "relcl"):
        first = tree.edges[c][0]
        if tokens[first].lower == "that" and tokens[first].dep == "mark" and c > noun:
            return complement(scene, c)
        if (
            voiced
            and tokens[c].dep == "acl"
            and tokens[c].tag == "VB"
            and tokens[first].tag == "TO"
            and scene.cues.nouns[tokens[noun].lemma] in ("promises", "orders")
        ):
            return scene.subtree(c)
    verb = tokens[noun].head
    if tokens[noun].dep == "nsubj" and tokens[verb].lemma == "be":
        for c in tree.kids(verb, "ccomp"):
            if c > verb and tokens[tree.edges[c][0]].lower == "that":
                return complement(scene, c)
    if tokens[noun].lemma in scene.cues.noun_of and (voiced or scene.cues.nouns[tokens[noun].lemma] == "alleges"):
        for c in tree.kids(noun, "prep"):
            if tokens[c].lower == "of" and c > noun and not (tree.kid(c, "pobj") is not None and scene.is_voice(tree.kid(c, "pobj") or 0)):
                return scene.subtree(c) - {c}
    return set()


def _speaker(scene: Scene, noun: int) -> int | None:
    """Whose saying it is: "X's claim", "a claim by X", "X made the claim"."""
    tree, tokens = scene.tree, scene.tokens
    owner = tree.kid(noun, "poss")
    if owner is not None:
        return owner
    for c in tree.kids(noun, "prep", "agent"):
        person = tree.kid(c, "pobj")
        if tokens[c].lower in _FROM and person is not None and scene.is_voice(person):
            return person
    for c in tree.kids(noun, "acl"):
        person = agent_of(scene, c)
        if person is not None:
            return person
    verb = tokens[noun].head
    if tokens[noun].dep == "dobj" and tokens[verb].lemma in scene.cues.issuing:
        return subject_of(scene, verb)
    return None
