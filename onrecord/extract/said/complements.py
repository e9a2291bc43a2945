"""What a cue verb says when it is no clause: infinitives, labels, charges, noun phrases; and what passives say."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.said.cues import Use
from onrecord.extract.said.scene import Scene
from onrecord.extract.said.scope import complement
from onrecord.extract.said.speakers import agent_of, speaker_of

_RELATIVES = frozenset({"which", "that", "who", "whom", "what"})


def infinitives(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
    told = tree.kid(verb, "dobj", "dative")
    for c in tree.kids(verb, "xcomp", "ccomp", "advcl"):
        if c < verb:
            continue
        to = any(tokens[k].tag == "TO" for k in tree.children[c])
        subject = tree.kid(c, "nsubj", "nsubjpass")
        if tokens[c].pos not in ("VERB", "AUX") or tokens[tree.edges[c][0] - 1].text == ",":
            continue
        asked = told is not None and tokens[told].tag == "NNS" and tokens[verb].lemma in scene.cues.urging and to  # "asked the customs to"
        if asked and ((asker := speaker_of(scene, verb)) is None or not scene.is_voice(asker)):
            asked = False  # "rain encouraged plants to grow"
        if told is not None and not (asked or scene.is_voice(told) or uses.get("order", uses.get("own", Use("", False))).act == "wants"):
            continue
        if to and "order" in uses and (subject is not None or told is not None) and tokens[c].dep != "advcl":
            yield uses["order"], scene.subtree(c), "order"
        elif to and subject is None and told is None and tokens[c].dep == "xcomp":
            use = uses.get("own") or uses.get("self") or uses.get("order")
            if use:
                yield use, scene.subtree(c) - _finite(scene, c), "infinitive"
        elif (
            tokens[c].tag == "VBG"
            and subject is None
            and tokens[c].dep in ("xcomp", "ccomp")
            and "gerund" in uses
            and tokens[tree.edges[c][0] - 1].text != ","
        ):
            yield uses["gerund"], scene.subtree(c), "gerund"


def _finite(scene: Scene, infinitive: int) -> set[int]:
    """ "wants to raise taxes and has proposed": what is coordinated with an infinitive but is none."""
    tree, tokens = scene.tree, scene.tokens
    words: set[int] = set()
    for c in tree.kids(infinitive, "conj"):
        if tokens[c].tag in ("VBD", "VBZ", "VBP") or any(tokens[k].tag in ("VBD", "VBZ", "VBP", "MD") for k in tree.kids(c, "aux")):
            words |= scene.subtree(c)
    return words


def silence(scene: Scene, verb: int) -> set[int]:
    """ "declined to comment": what somebody would not say, where it has no content of its own."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(verb, "xcomp"):
        speaks = "quote" in scene.cues.verbs.get(tokens[c].lemma, {}) or tokens[c].lemma in scene.cues.speaking
        if c > verb and speaks and tree.kid(c, "ccomp", "xcomp") is None:
            return scene.subtree(c) - _finite(scene, c)
    return set()


def put_at(scene: Scene, verb: int) -> set[int]:
    """ "put the toll at 40": the object and its figure."""
    tree, tokens = scene.tree, scene.tokens
    for noun in tree.kids(verb, "dobj"):
        for c in (*tree.kids(verb, "prep"), *tree.kids(noun, "prep")):
            words = scene.subtree(c)
            if c > noun > verb and tokens[c].lower == "at" and any(tokens[k].pos == "NUM" for k in words):
                return {k for k in scene.subtree(noun) if k > verb} | words
    return set()


def asked(scene: Scene, verb: int) -> set[int]:
    """ "Asked whether he would stay, she smiled": the question, whoever put it."""
    tree, tokens = scene.tree, scene.tokens
    if tokens[verb].tag != "VBN" or tokens[verb].dep != "advcl" or tree.kid(verb, "aux", "auxpass", "nsubj") is not None:
        return set()
    if clauses := tree.kids(verb, "ccomp"):
        return complement(scene, clauses[0])
    for c in tree.kids(verb, "prep", "advcl"):
        if (
            c > verb
            and tokens[c].dep == "prep"
            and tokens[c].lower in ("about", "on")
            and (inner := tree.kid(c, "pcomp", "pobj")) is not None
        ):
            return scene.subtree(inner)
        if c > verb and any(tokens[k].lower in ("if", "whether") for k in tree.kids(c, "mark")):
            return scene.subtree(c)
    return set()


def saying_of(scene: Scene, verb: int) -> int:
    """The participle in "quoted X as saying", or 0."""
    tree, tokens = scene.tree, scene.tokens
    if tokens[verb].lemma not in scene.cues.citing:
        return 0
    for noun in [verb, *tree.kids(verb, "dobj"), *(k for by in tree.kids(verb, "agent") for k in tree.kids(by, "pobj"))]:
        for c in tree.kids(noun, "prep"):
            if tokens[c].lower == "as" and c > verb:
                return tree.kid(c, "pcomp") or 0
    return 0


def said_by(scene: Scene, saying: int) -> set[int]:
    """What such a participle says."""
    words: set[int] = set()
    for c in scene.tree.kids(saying, "ccomp", "dobj"):
        words |= complement(scene, c)
    return words


def passive_contents(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
    if saying := saying_of(scene, verb):
        if agent_of(scene, verb) is not None:
            yield uses.get("np") or Use("states", False), said_by(scene, saying), "quoted"
        return
    if tokens[verb].lemma in scene.cues.questioning and (words := asked(scene, verb)):
        yield Use("asks", False), words, "asked"
        return
    use = uses.get("raise") or uses.get("clause")
    if agent_of(scene, verb) is None and use and use.act in ("asks", "orders"):
        return
    patient = tree.kid(verb, "nsubjpass")
    if patient is None and tokens[verb].dep in ("acl", "relcl"):
        patient = tokens[verb].head
    elif patient is None and tokens[verb].dep == "conj" and tokens[tokens[verb].head].dep == "ROOT":
        patient = tree.kid(tokens[verb].head, "nsubj", "nsubjpass")
    by = agent_of(scene, verb) is not None
    if use:
        clauses = tree.kids(verb, "ccomp")
        if clauses:
            yield use, set().union(*(complement(scene, c) for c in clauses)), "passive"
    if "raise" in uses or (by and "order" in uses):
        for c in tree.kids(verb, "xcomp", "oprd"):
            if c > verb and ("raise" in uses or tokens[c].dep == "xcomp"):
                yield uses.get("raise") or uses["order"], scene.subtree(c) | _patient(scene, patient, verb), "raise"
    if "of" in uses:
        yield from charges(scene, verb, uses["of"])
    if "as" in uses:
        yield from ((use, words | _patient(scene, patient, verb), why) for use, words, why in likenesses(scene, verb, uses["as"]))
    if "label" in uses and by:
        for c in tree.kids(verb, "oprd"):
            yield uses["label"], scene.subtree(c) | _patient(scene, patient, verb), "label"
    if "np" in uses and by and patient is not None and uses["np"].act != "shows":
        yield uses["np"], _patient(scene, patient, verb), "passive-np"


def _patient(scene: Scene, patient: int | None, verb: int) -> set[int]:
    """The subject of a passive as far as it stands before the verb and is no relative pronoun."""
    if patient is None or scene.tokens[patient].lower in _RELATIVES:
        return set()
    words = scene.subtree(patient)
    if verb in words:
        words -= scene.subtree(verb)
    return words


def labels(scene: Scene, verb: int, use: Use) -> Iterator[tuple[Use, set[int], str]]:
    """ "called him a liar": the object and what it is called."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(verb, "oprd"):
        if c > verb:
            objects = [k for k in tree.kids(verb, "dobj", "dative") if verb < k < c]
            words = scene.subtree(c)
            for k in objects:
                words |= scene.subtree(k)
            yield use, words, "label"
    for c in tree.kids(verb, "ccomp"):
        if (
            c > verb
            and tree.kid(c, "nsubj") is not None
            and tree.kid(c, "aux", "mark", "cop") is None
            and tokens[c].pos not in ("VERB", "AUX")
        ):
            yield use, scene.subtree(c), "label"
    for c in tree.kids(verb, "dobj"):  # taken for an apposition, though no comma sets it off
        for k in tree.kids(c, "appos"):
            if (
                c > verb
                and scene.tokens[tree.edges[k][0] - 1].text != ","
                and not any(scene.tokens[w].text == "," for w in range(c, tree.edges[k][0]))
            ):
                yield use, scene.subtree(c), "label"
    objects = [k for k in tree.kids(verb, "dobj", "dative") if k > verb and tokens[k].pos != "ADP"]
    if tokens[verb].dep == "relcl" and len(objects) == 1 and tokens[objects[0]].pos != "PRON":  # "which she called a scam"
        gap = any(tokens[k].lower in _RELATIVES and tokens[k].dep != "nsubj" for k in tree.children[verb] if k < verb)
        if gap or tree.kid(verb, "mark") is not None:
            yield use, scene.subtree(objects[0]), "label"
    if len(objects) > 1:
        yield use, scene.subtree(objects[0]) | scene.subtree(objects[-1]), "label"


def charges(scene: Scene, verb: int, use: Use, prep: str = "of") -> Iterator[tuple[Use, set[int], str]]:
    """ "accused X of doing Y", "charged X with Y": what stands after the preposition, each time."""
    words: set[int] = set()
    tree = scene.tree
    stack = [c for c in tree.kids(verb, "prep") if scene.tokens[c].lower == prep]
    if not stack:  # hung on the object or the agent
        nouns = [*tree.kids(verb, "dobj", "dative"), *(k for by in tree.kids(verb, "agent") for k in tree.kids(by, "pobj"))]
        stack = [c for noun in nouns for c in tree.kids(noun, "prep") if scene.tokens[c].lower == prep][-1:]
    while stack:
        of = stack.pop()
        stack += [c for c in scene.tree.kids(of, "conj") if scene.tokens[c].lower == prep]
        words |= scene.subtree(of)
        words -= {of}
    words -= {k for k in words if scene.tokens[k].lower == prep and scene.tokens[k].dep == "conj"}
    if words:
        yield use, words, "charge"


def likenesses(scene: Scene, verb: int, use: Use) -> Iterator[tuple[Use, set[int], str]]:
    """ "described X as Y": X and Y."""
    tree, tokens = scene.tree, scene.tokens
    hung = [p for k in tree.kids(verb, "dobj") for p in tree.kids(k, "prep") if tokens[p].lower == "as"]  # on the object, in some parses
    for c in [*tree.kids(verb, "prep", "advcl"), *hung]:
        mark = c if tokens[c].lower == "as" else next((k for k in tree.kids(c, "mark", "prep") if tokens[k].lower == "as"), -1)
        if mark > verb and mark >= 0:
            words = scene.subtree(c) - {mark}
            for k in tree.kids(verb, "dobj"):
                words |= {w for w in scene.subtree(k) if w > verb}
            for k in tree.kids(verb, "prep"):  # "referred to X as Y"
                if k < c and tokens[k].lower == "to":
                    words |= scene.subtree(k) - {k}
            yield use, words, "as"
            return


def phrases(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    """Contents that are noun phrases: "announced sanctions", "warned of floods", "admitted to a mistake"."""
    tree, tokens = scene.tree, scene.tokens
    declined = tokens[verb].dep == "xcomp" and tokens[tokens[verb].head].lemma in scene.cues.declining  # "declined to speak of it"
    for key, use in uses.items():
        if key.startswith("prep:") and not declined:
            for c in tree.kids(verb, "prep"):
                if tokens[c].lower == key[5:] and c > verb:
                    yield use, scene.subtree(c) - {c}, "prep"
    if "silence" in uses and (words := silence(scene, verb)):
        yield uses["silence"], words, "silence"
    if "at" in uses and (words := put_at(scene, verb)):
        yield uses["at"], words, "at"
    if "claim" in uses:  # "rejects accusations that P": P is denied
        for noun in tree.kids(verb, "dobj"):
            if tokens[noun].lemma in scene.cues.nouns:
                for c in tree.kids(noun, "acl", "ccomp", "relcl"):
                    if any(tokens[k].lower == "that" and tokens[k].dep == "mark" for k in tree.children[c]):
                        yield uses["claim"], complement(scene, c), "np"
    if "np" not in uses:
        return
    subject = speaker_of(scene, verb)
    if subject is None or not scene.is_voice(subject):
        return
    if uses["np"].act == "shows" and tokens[subject].lemma not in scene.cues.documents:
        return  # "the poll found wide support", but not "he found the keys"
    for c in tree.kids(verb, "dobj"):
        if c < verb or (tokens[c].pos == "PRON" and uses["np"].act != "denies"):
            continue
        if uses["np"].act == "alleges" and tokens[c].lemma in scene.cues.possessions:
            continue  # "claimed ownership of the pipe" takes it, and says nothing
        words = scene.subtree(c)
        for k in tree.kids(verb, "prep"):  # what follows the object belongs to it more often than to the verb
            if k > c and tree.edges[k][0] == max(words) + 1 and not any(tokens[w].lower in scene.cues.days for w in scene.subtree(k)):
                words |= scene.subtree(k)
        yield uses["np"], words, "np"
