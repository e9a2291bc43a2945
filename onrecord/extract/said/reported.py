"""Attribution by verbs: "X said that", "said X", "X, he said, is", "urged them to", "accused X of", "is believed to"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.said.cues import Use
from onrecord.extract.said.scene import Draft, Scene
from onrecord.extract.said.scope import complement, scope
from onrecord.extract.said.speakers import agent_of, is_passive, speaker_of

_QUESTIONS = frozenset({"whether", "if"})
_RELATIVES = frozenset({"which", "that", "who", "whom", "what"})


def find_reported(scene: Scene) -> list[Draft]:
    """An attribution for every cue verb that has something to say, in text order."""
    drafts = []
    verbs = scene.cues.verbs
    for token in scene.tokens:
        if token.pos == "VERB" and token.lemma in verbs and token.dep not in ("amod", "compound", "nmod"):
            draft = _read_verb(scene, token.i, verbs[token.lemma])
            if draft is not None:
                drafts.append(draft)
    return drafts


def _read_verb(scene: Scene, verb: int, uses: dict[str, Use]) -> Draft | None:
    passive = is_passive(scene, verb)
    subject = speaker_of(scene, verb)
    for use, words, why in _contents(scene, verb, uses, passive):
        kept = scene.within(verb, words) - {verb}
        if not any(scene.tokens[k].pos not in ("PUNCT", "SPACE") for k in kept):
            continue
        if not passive and not _may_speak(scene, verb, subject, use):
            return None
        cue = (verb, verb)
        return Draft(_act(scene, verb, use.act, kept), kept, -1 if subject is None else subject, verb, cue, why=why)
    return None


def _may_speak(scene: Scene, verb: int, subject: int | None, use: Use) -> bool:
    if subject is None:
        return False
    lower = scene.tokens[subject].lower
    if lower in scene.cues.nobody and not (lower == "it" and not use.human):
        return False
    if lower in scene.cues.publisher and scene.tokens[subject].pos == "PRON" and scene.inside[verb] < 0:
        return False
    return not use.human or scene.is_voice(subject)


def _act(scene: Scene, verb: int, act: str, words: set[int]) -> str:
    """A question that is not answered is asked, whatever the verb: "would not say whether"."""
    if act == "states" and any(scene.tokens[c].dep == "mark" and scene.tokens[c].lower in _QUESTIONS and c in words
                               for k in scene.tree.kids(verb, "ccomp") for c in scene.tree.children[k]):  # fmt: skip
        return "asks"
    return act


def _contents(scene: Scene, verb: int, uses: dict[str, Use], passive: bool) -> Iterator[tuple[Use, set[int], str]]:
    """What the verb may say, the likeliest first: (use, words, rule)."""
    if passive:
        yield from _passive_contents(scene, verb, uses)
        return
    if "label" in uses:
        yield from _labels(scene, verb, uses["label"])
    if "order" in uses or "own" in uses or "self" in uses or "gerund" in uses:
        yield from _infinitives(scene, verb, uses)
    clause = uses.get("clause") or uses.get("quote")
    if clause:
        yield from _clauses(scene, verb, clause, "clause" in uses)
    if "of" in uses:
        yield from _charges(scene, verb, uses["of"])
    if "as" in uses:
        yield from _likenesses(scene, verb, uses["as"])
    yield from _phrases(scene, verb, uses)


def _clauses(scene: Scene, verb: int, use: Use, full: bool) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
    clauses = [c for c in tree.kids(verb, "ccomp") if full or (scene.inside[c] >= 0 and scene.inside[c] != scene.inside[verb])]
    if any(c < verb for c in clauses):  # '"…," he said, his voice rising'
        clauses = [c for c in clauses if c < verb or tokens[c].tag != "VBG" or tree.kid(c, "aux") is not None]
    if full and not clauses:  # "X reported, citing Y, that"
        clauses = [c for k in tree.kids(verb, "advcl") if tokens[k].lemma in scene.cues.citing for c in tree.kids(k, "ccomp")]
        clauses = clauses or [c for c in tree.kids(verb, "advcl") if any(tokens[k].lower == "that" for k in tree.kids(c, "mark"))]
    aside = _aside(scene, verb)
    if aside is not None and (not any(c > verb for c in clauses) or aside[1] + 1 < min(tree.edges[c][0] for c in clauses)):
        words = _around(scene, verb, aside)
        if words and (full or (scene.inside[verb] < 0 and any(scene.inside[k] >= 0 for k in words))):
            yield use, words, "aside"
    if clauses and not _as_mark(scene, verb):
        words = set()
        plain = any(c > verb and tokens[tree.edges[c][0]].lower == "that" for c in clauses)
        for c in clauses:
            if c > verb or not plain:
                words |= {
                    k for k in _without_more(scene, c, complement(scene, c)) if c < verb or k > verb or tokens[k].lower not in _RELATIVES
                }
        yield use, words, "clause"
    subject = speaker_of(scene, verb)
    named = subject is not None and scene.is_voice(subject) and tokens[subject].lower != "it"
    if full and named and not clauses and (words := _garden(scene, verb)):
        yield use, words, "clause"
    if tokens[verb].dep in ("advcl", "ROOT", "parataxis") and _as_mark(scene, verb) and tokens[verb].head != verb:
        yield use, scope(scene, *tree.edges[verb]), "as"


def _without_more(scene: Scene, clause: int, words: set[int]) -> set[int]:
    """'said "…" and called it …': a cue outside the quotation is coordinated with the one before it, not with what is quoted."""
    if scene.inside[clause] >= 0:
        for c in scene.tree.kids(clause, "conj"):
            if scene.inside[c] < 0 and scene.tokens[c].lemma in scene.cues.verbs and scene.tree.kid(c, "nsubj", "nsubjpass") is None:
                words = words - scene.subtree(c)
    return words


def _garden(scene: Scene, verb: int) -> set[int]:
    """A clause that the parser has taken for something else: all that follows "said that", and what follows a cue up to
    a finite verb that it coordinates with the cue though no conjunction stands between them."""
    tree, tokens = scene.tree, scene.tokens
    behind = tree.edges[verb][1]
    if (
        verb + 2 <= behind
        and tokens[verb + 1].lower == "that"
        and tokens[verb + 1].dep in ("advmod", "mark", "dobj", "nsubj", "dep")
        and tokens[verb + 2].pos != "PUNCT"
    ):
        return {k for k in scene.subtree(verb) if k > verb + 1}
    for c in tree.kids(verb, "conj"):
        finite = tokens[c].tag in ("VBD", "VBZ", "VBP", "VB") and tokens[c].pos in ("VERB", "AUX")
        if (
            finite
            and not any(verb < k < c for k in tree.kids(verb, "cc"))
            and (tree.kid(c, "nsubj", "nsubjpass") is not None or tree.kid(verb, "dobj") is not None)
        ):
            low = tree.edges[c][0]
            if not any(tokens[k].text in (";", ":", "—") for k in range(verb, low)):
                return set(range(verb + 1, tree.edges[c][1] + 1))
    return set()


def _as_mark(scene: Scene, verb: int) -> bool:
    return any(
        scene.tokens[c].lower == "as" and scene.tokens[c].dep in ("mark", "advmod", "prep") and c < verb for c in scene.tree.children[verb]
    )


def _aside(scene: Scene, verb: int) -> tuple[int, int] | None:
    """First and last token of "X said" set off by commas from the sentence that it comments on: in its middle or at its end."""
    tree, tokens = scene.tree, scene.tokens
    subject = speaker_of(scene, verb)
    if subject is None or tokens[subject].head != verb or tokens[subject].lower in _RELATIVES or _as_mark(scene, verb):
        return None
    if not _comments(scene, verb):
        return None
    first_sent, last_sent = scene.bounds(verb)
    low, high = tree.edges[subject]
    first, last = min(low, verb), max(high, verb)
    if tree.edges[verb][0] < first:  # "has said", "told reporters": auxiliaries between
        first = min([first, *(tree.edges[c][0] for c in tree.kids(verb, "aux", "advmod") if c > low)])
    for c in tree.children[verb]:
        token = tokens[c]
        if c > last and tree.edges[c][0] == last + 1:
            if token.dep in ("dobj", "dative") and c != subject and token.pos != "PROPN" and tokens[verb].lemma not in scene.cues.telling:
                return None
            if token.dep in ("prep", "npadvmod", "advmod", "dobj", "dative", "prt", "advcl"):
                last = tree.edges[c][1]
    before, after = first - 1, last + 1
    if before < first_sent or not _is_comma(scene, before):
        return None
    if after > last_sent or tokens[after].text in ".!?;" or (after == last_sent and tokens[after].pos == "PUNCT"):
        return first, last_sent
    return (first, last) if _is_comma(scene, after) and _restarts(scene, after) else None


def _comments(scene: Scene, verb: int) -> bool:
    """Whether a cue without a complement behind it may comment on the clause before or around it."""
    tree, token = scene.tree, scene.tokens[verb]
    if token.dep == "parataxis" or any(c < verb for c in tree.kids(verb, "ccomp", "parataxis")) or len(tree.kids(verb, "nsubj")) > 1:
        return True
    head = scene.tokens[token.head]
    if token.dep == "relcl":  # "The mine, the inspectors found, had": an aside that the parser has hung on the noun
        return not any(scene.tokens[k].lower in _RELATIVES for k in scene.subtree(verb) if k < verb)
    return token.dep in ("ccomp", "conj", "dep") and head.i < verb and tree.kid(verb, "cc", "mark") is None and head.pos in ("VERB", "AUX")


def _is_comma(scene: Scene, i: int) -> bool:
    return scene.tokens[i].text in (",", "—", "–") or (scene.inside[i] >= 0 and scene.extent[scene.inside[i]][1] == i)


def _restarts(scene: Scene, comma: int) -> bool:
    """After ", he said," the sentence goes on; after ", he said, adding" or ", and" it does not."""
    if comma + 1 >= len(scene.tokens):
        return False
    following = scene.tokens[comma + 1]
    if scene.inside[comma + 1] < 0:
        rest = scene.tokens[comma + 1 : scene.bounds(comma)[1] + 1]
        if not any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in rest) and any(t.tag == "VBG" for t in rest):
            return False  # "he said, his voice rising"
    return following.tag != "VBG" and following.pos != "CCONJ" and following.lower not in ("who", "which")


def _around(scene: Scene, verb: int, aside: tuple[int, int]) -> set[int]:
    """The sentence around an aside, without what hangs on the aside itself."""
    tokens, tree = scene.tokens, scene.tree
    first, last = scene.bounds(verb)
    own = set(range(aside[0], aside[1] + 1))
    words = set(range(first, aside[0])) | set(range(aside[1] + 1, last + 1))
    for c in tree.children[verb]:
        token = tokens[c]
        if (
            c > aside[1]
            and token.dep in ("conj", "advcl")
            and (token.dep == "advcl" or tree.kid(c, "nsubj") is None or token.lemma in scene.cues.verbs)
        ):
            words -= scene.subtree(c)
        elif c < aside[0] and token.dep in ("prep", "npadvmod") and not any(x in ("ccomp",) for x in [token.dep]) and token.i == first:
            continue
    head = tokens[verb].head
    if tokens[verb].dep == "parataxis" and tokens[head].dep in ("ccomp", "relcl", "advcl", "conj"):
        words &= scene.subtree(head)
    words -= own
    number = scene.inside[verb]
    return {k for k in words if scene.inside[k] == number} if number >= 0 else words


def _infinitives(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
    told = tree.kid(verb, "dobj", "dative")
    for c in tree.kids(verb, "xcomp", "ccomp", "advcl"):
        if c < verb:
            continue
        to = any(tokens[k].tag == "TO" for k in tree.children[c])
        subject = tree.kid(c, "nsubj", "nsubjpass")
        if tokens[c].pos not in ("VERB", "AUX") or tokens[tree.edges[c][0] - 1].text == ",":
            continue
        if told is not None and not (scene.is_voice(told) or uses.get("order", uses.get("own", Use("", False))).act == "wants"):
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


def _passive_contents(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    tree, tokens = scene.tree, scene.tokens
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
        yield from _charges(scene, verb, uses["of"])
    if "as" in uses:
        yield from ((use, words | _patient(scene, patient, verb), why) for use, words, why in _likenesses(scene, verb, uses["as"]))
    if "label" in uses and by:
        for c in tree.kids(verb, "oprd"):
            yield uses["label"], scene.subtree(c) | _patient(scene, patient, verb), "label"
    if "np" in uses and by and patient is not None:
        yield uses["np"], _patient(scene, patient, verb), "passive-np"


def _patient(scene: Scene, patient: int | None, verb: int) -> set[int]:
    """The subject of a passive as far as it stands before the verb and is no relative pronoun."""
    if patient is None or scene.tokens[patient].lower in _RELATIVES:
        return set()
    words = scene.subtree(patient)
    if verb in words:
        words -= scene.subtree(verb)
    return words


def _labels(scene: Scene, verb: int, use: Use) -> Iterator[tuple[Use, set[int], str]]:
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


def _charges(scene: Scene, verb: int, use: Use) -> Iterator[tuple[Use, set[int], str]]:
    """ "accused X of doing Y": what stands after "of", each time."""
    words: set[int] = set()
    tree = scene.tree
    stack = [c for c in tree.kids(verb, "prep") if scene.tokens[c].lower == "of"]
    if not stack:  # hung on the object or the agent
        nouns = [*tree.kids(verb, "dobj", "dative"), *(k for by in tree.kids(verb, "agent") for k in tree.kids(by, "pobj"))]
        stack = [c for noun in nouns for c in tree.kids(noun, "prep") if scene.tokens[c].lower == "of"][-1:]
    while stack:
        of = stack.pop()
        stack += [c for c in scene.tree.kids(of, "conj") if scene.tokens[c].lower == "of"]
        words |= scene.subtree(of)
        words -= {of}
    words -= {k for k in words if scene.tokens[k].lower == "of" and scene.tokens[k].dep == "conj"}
    if words:
        yield use, words, "charge"


def _likenesses(scene: Scene, verb: int, use: Use) -> Iterator[tuple[Use, set[int], str]]:
    """ "described X as Y": X and Y."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(verb, "prep", "advcl"):
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


def _phrases(scene: Scene, verb: int, uses: dict[str, Use]) -> Iterator[tuple[Use, set[int], str]]:
    """Contents that are noun phrases: "announced sanctions", "warned of floods", "admitted to a mistake"."""
    tree, tokens = scene.tree, scene.tokens
    for key, use in uses.items():
        if key.startswith("prep:"):
            for c in tree.kids(verb, "prep"):
                if tokens[c].lower == key[5:] and c > verb:
                    yield use, scene.subtree(c) - {c}, "prep"
    if "np" not in uses:
        return
    subject = speaker_of(scene, verb)
    if subject is None or not scene.is_voice(subject):
        return
    if uses["np"].act == "shows" and tokens[subject].lemma not in scene.cues.documents:
        return  # "the poll found wide support", but not "he found the keys"
    for c in tree.kids(verb, "dobj"):
        if c < verb or tokens[c].pos == "PRON":
            continue
        words = scene.subtree(c)
        for k in tree.kids(verb, "prep"):  # what follows the object belongs to it more often than to the verb
            if k > c and tree.edges[k][0] == max(words) + 1 and not any(tokens[w].lower in scene.cues.days for w in scene.subtree(k)):
                words |= scene.subtree(k)
        yield uses["np"], words, "np"
