"""Who speaks: the subject of a cue, the words that name him, who was told, and when."""

from __future__ import annotations

from onrecord.extract.said.scene import Scene
from onrecord.model import Span

STOPS = frozenset({".", "!", "?", ";", "…"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_BREAKS = frozenset({",", ";", ":", "(", "—", "–", "--"})
_BY = frozenset({"by", "from"})
_BODIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def is_passive(scene: Scene, verb: int) -> bool:
    tree, token = scene.tree, scene.tokens[verb]
    if tree.kid(verb, "auxpass", "nsubjpass", "agent") is not None:
        return True
    return token.tag == "VBN" and token.dep in ("acl", "advcl") and tree.kid(verb, "aux", "nsubj") is None


def agent_of(scene: Scene, verb: int) -> int | None:
    """Who does what a passive says: the noun after "by"."""
    by = scene.tree.kid(verb, "agent")
    return scene.tree.kid(by, "pobj") if by is not None else printed_in(scene, verb)


def printed_in(scene: Scene, verb: int) -> int | None:
    """ "it was reported in the Post that": the outlet in which a passive without an agent says something."""
    for c in scene.tree.kids(verb, "prep"):
        noun = scene.tree.kid(c, "pobj")
        if noun is not None and scene.tokens[c].lower in ("in", "on") and c > verb and scene.tree.kid(verb, "ccomp") is not None:
            return _outlet(scene, noun)
    return None


def speaker_of(scene: Scene, verb: int) -> int | None:
    """The head token of the voice of a cue: its subject, or the noun behind it in an inversion that the parser has missed
    ("…, said X, …"); a word inside a quotation never speaks for a cue outside of it."""
    turned = _inverted(scene, verb)
    subject = subject_of(scene, verb) if turned is None else turned
    several = scene.tree.kids(verb, "nsubj")
    if turned is None and len(several) > 1 and subject in several:  # "Bridge mined, villagers say": the nearer one says it
        subject = min(several, key=lambda k: abs(k - verb))
    if subject is not None and subject < verb:
        subject = _past_dateline(scene, subject, verb)
    if subject is not None and scene.inside[subject] >= 0 and scene.inside[subject] != scene.inside[verb]:
        return neighbour(scene, verb)
    return subject


def _past_dateline(scene: Scene, subject: int, verb: int) -> int:
    """ "LISBON (Reuters) - The minister said": the parser takes the place for the subject, and the subject for its apposition."""
    tokens = scene.tokens
    first = scene.bounds(subject)[0]
    if tokens[subject].pos != "PROPN" or subject - first > 5 or not tokens[first].text.isupper():
        return subject
    for dash in range(subject + 1, min(first + 12, verb)):
        if tokens[dash].text in ("-", "—", "–", "--"):
            return next(
                (k for k in range(dash + 1, verb) if tokens[k].pos in ("NOUN", "PROPN", "PRON") and not dash < tokens[k].head < verb),
                subject,
            )
    return subject


def _inverted(scene: Scene, verb: int) -> int | None:
    tokens = scene.tokens
    if verb == 0 or tokens[verb].tag not in ("VBD", "VBZ", "VBP") or "quote" not in scene.cues.verbs.get(tokens[verb].lemma, {}):
        return None
    before = [c for c in scene.tree.kids(verb, "nsubj") if c < verb and scene.inside[c] < 0]
    closed = scene.inside[verb - 1] >= 0 and scene.inside[verb] < 0
    # who is told stands behind the verb; but behind '"…?" asked' stands who asks
    if (tokens[verb].lemma in scene.cues.telling and (before or not closed)) or (before and before[-1] < verb - 2):
        return None
    if tokens[verb - 1].text != "," and not closed:
        return None
    for c in scene.tree.children[verb]:
        if c > verb and scene.tree.edges[c][0] == verb + 1:
            comments = not before and scene.tree.kid(verb, "ccomp") is not None
            if closed and c == verb + 1 and tokens[c].dep in ("advmod", "acomp") and tokens[c].text[:1].isupper():
                return c  # a name that the parser does not know for one
            named = tokens[c].pos in ("PROPN", "NOUN", "PRON") and (comments or scene.is_voice(c))
            return c if named and tokens[c].dep in ("nsubj", "dobj", "attr", "dep", "oprd", "npadvmod", "dative") else None
    return None


def neighbour(scene: Scene, verb: int) -> int | None:
    """The noun beside a cue whose subject the parser has missed: after it ("said X") or before it ("X said")."""
    tokens = scene.tokens
    for k in range(verb + 1, min(verb + 8, len(tokens))):
        if tokens[k].text in STOPS or tokens[k].text == "," or scene.inside[k] >= 0:
            break
        if tokens[k].pos in ("PROPN", "NOUN", "PRON") and tokens[k].dep not in ("compound", "poss", "pobj", "npadvmod", "dobj"):
            return k
    for k in range(verb - 1, max(verb - 10, -1), -1):
        if tokens[k].text in STOPS or scene.inside[k] >= 0 or scene.block(k) != scene.block(verb):
            break
        if tokens[k].pos in ("PROPN", "NOUN", "PRON") and tokens[k].dep not in ("compound", "poss", "npadvmod", "pobj"):
            return k
    return None


def subject_of(scene: Scene, verb: int, depth: int = 0) -> int | None:
    """The head token of the one who does ``verb``, its own or inherited; None where nobody is named."""
    tree, tokens = scene.tree, scene.tokens
    if is_passive(scene, verb):
        return agent_of(scene, verb)
    own = tree.kid(verb, "nsubj")
    if own is not None:
        if tokens[own].lower in _RELATIVES and tokens[verb].dep == "relcl":
            return tokens[verb].head
        return own
    if depth > 6:
        return None
    if verb in scene.moved:
        return subject_of(scene, scene.moved[verb], depth + 1)
    head, dep = tokens[verb].head, tokens[verb].dep
    if dep == "conj" and scene.inside[verb] < 0 <= scene.inside[head]:  # 'said "…" and called it': not of what is quoted
        return subject_of(scene, tokens[head].head, depth + 1) if tokens[head].head != head else None
    if dep == "acl":
        return _issuer(scene, head)
    if dep == "relcl":
        return None
    if dep == "pcomp" and tokens[head].lower == "as":  # "quoted X as saying"
        quoting = tokens[head].head
        while tokens[quoting].dep in ("pobj", "agent", "dobj"):
            quoting = tokens[quoting].head
        if tokens[quoting].lemma in scene.cues.citing:
            quoted = tree.kid(quoting, "dobj", "nsubjpass")
            if quoted is not None:
                return quoted
    if dep in ("pcomp", "prep"):
        while tokens[head].dep in ("prep", "pcomp", "pobj", "agent") and tokens[head].head != head:
            head = tokens[head].head
    if dep in ("xcomp", "advcl", "conj", "pcomp", "prep", "dep", "ccomp") and head != verb:
        return _governor(scene, verb, head, dep, depth)
    return None


def _governor(scene: Scene, verb: int, head: int, dep: str, depth: int) -> int | None:
    """The subject that a verb without one takes over from what it hangs on."""
    tree, tokens = scene.tree, scene.tokens
    if tokens[head].pos not in ("VERB", "AUX"):
        return head if tokens[head].pos in ("NOUN", "PROPN", "PRON") and dep == "advcl" else None
    if dep == "xcomp" and tokens[verb].tag == "VB":
        told = tree.kid(head, "dobj", "dative")
        if told is not None and scene.is_voice(told):
            return told
    if is_passive(scene, head):
        patient = tree.kid(head, "nsubjpass")
        if patient is not None:
            if tokens[patient].lower in _RELATIVES and tokens[head].dep == "relcl":
                return tokens[head].head
            return patient
    return subject_of(scene, head, depth + 1)


def _issuer(scene: Scene, noun: int) -> int:
    """ "issued a statement saying": who issues a document speaks in it."""
    tokens = scene.tokens
    verb = tokens[noun].head
    if tokens[noun].lemma in scene.cues.documents and tokens[noun].dep == "dobj" and tokens[verb].lemma in scene.cues.issuing:
        subject = subject_of(scene, verb)
        if subject is not None:
            return subject
    return noun


def phrase_of(scene: Scene, head: int, cue: int = -1) -> tuple[int, int]:
    """First and last token of the noun phrase that names a speaker: with coordinates and what restricts it, without
    what a comma adds, and without the clause that holds the cue."""
    tree, tokens = scene.tree, scene.tokens
    if tokens[head].dep == "poss":
        first = min([head, *(tree.edges[c][0] for c in tree.children[head] if c < head)])
        return first, head
    first = head
    for c in tree.children[head]:
        low, high = tree.edges[c]
        if c < head and high < head and tokens[c].dep not in ("punct", "cc", "preconj", "mark", "prep", "case") and not low <= cue <= high:
            first = min(first, low)
    while first < head and tokens[first].pos == "PUNCT":
        first += 1
    return first, _last_of(scene, head, cue)


def _last_of(scene: Scene, head: int, cue: int) -> int:
    tree, tokens = scene.tree, scene.tokens
    last, comma = head, False
    for c in tree.children[head]:
        if c < head:
            continue
        token, (low, high) = tokens[c], tree.edges[c]
        if low <= cue <= high or (cue > head and low > cue):
            break
        if token.dep == "punct":
            comma = comma or token.text in _BREAKS
        elif token.dep == "conj":
            last, comma = _last_of(scene, c, cue), False
        elif token.dep in ("cc", "case"):
            continue
        elif token.dep == "prep" and low == last + 2 and tokens[low - 1].text == "-":  # "son-in-law"
            last = high
        elif comma:
            if not (token.dep == "appos" and _names(scene, head, c)):
                break
            last = _last_of(scene, c, cue)
        elif token.dep in ("prep", "agent"):
            objects = tree.kids(c, "pobj")
            if objects and tokens[objects[0]].ent in ("DATE", "TIME"):
                break
            last = _last_of(scene, objects[-1], cue) if objects else high
        else:
            last = high
    return last


def _names(scene: Scene, head: int, other: int) -> bool:
    """Whether an apposition gives the name of what a noun means ("the minister, Ana Ruiz")."""
    own, named = scene.tokens[head], scene.tokens[other]
    return named.pos == "PROPN" and (own.pos == "NOUN" or (named.ent == "PERSON" and own.ent != "PERSON"))


def name_of(scene: Scene, head: int) -> int:
    """The token that names the voice: the apposed name of a role; who is named for a document that is cited."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.kids(head, "appos"):
        if _names(scene, head, c):
            return c
    if tokens[head].pos == "PROPN":
        return head
    if tokens[head].lemma not in scene.cues.documents:
        return head
    for c in tree.kids(head, "prep", "agent"):
        named = tree.kid(c, "pobj")
        if tokens[c].lower in _BY and named is not None and scene.is_voice(named):
            return named
    for c in tree.kids(head, "acl"):
        author = agent_of(scene, c) if tokens[c].lemma in scene.cues.issuing else None
        if author is not None and tokens[author].ent in _BODIES:
            return author
    owner = tree.kid(head, "poss")
    return owner if owner is not None and tokens[owner].ent in _BODIES else head


def listeners_of(scene: Scene, verb: int) -> tuple[int, ...]:
    """Heads of the outlets that were told: "told Reuters", "said in an interview with Reuters"."""
    tree, tokens = scene.tree, scene.tokens
    found = list(tree.kids(verb, "dobj", "dative"))
    for prep in tree.kids(verb, "prep", "dative"):
        for noun in tree.kids(prep, "pobj"):
            if tokens[noun].lemma in scene.cues.interviews:
                found += [o for p in tree.kids(noun, "prep") if tokens[p].lower in ("with", "to") for o in tree.kids(p, "pobj")]
            elif tokens[prep].lower == "to":
                found.append(noun)
    return tuple(o for noun in found if (o := _outlet(scene, noun)) is not None)


def _outlet(scene: Scene, noun: int) -> int | None:
    """The outlet that a listener is or works for."""
    tree, tokens = scene.tree, scene.tokens
    for head in (noun, *tree.kids(noun, "poss", "appos")):
        if tokens[head].pos != "PROPN":
            continue
        names = [tokens[head].lower, *(tokens[c].lower for c in tree.kids(head, "compound", "amod", "nmod"))]
        if any(n in scene.cues.outlets or n.endswith(".com") for n in names) and tokens[head].ent != "PERSON":
            return head
    return None


def when_of(scene: Scene, verb: int, content: set[int]) -> Span | None:
    """The words that date the saying: an adverbial of time of the cue, or of the interview in which it was said."""
    tree, tokens = scene.tree, scene.tokens
    for c in tree.children[verb]:
        if c in content:
            continue
        token = tokens[c]
        if token.dep in ("npadvmod", "advmod") and token.ent in ("DATE", "TIME"):
            return _dated(scene, c)
        if token.dep == "prep":
            for noun in tree.kids(c, "pobj"):
                if tokens[noun].ent in ("DATE", "TIME"):
                    return _dated(scene, noun)
                if tokens[noun].lemma in scene.cues.interviews:
                    for p in tree.kids(noun, "prep", "npadvmod"):
                        day = tree.kid(p, "pobj") if tokens[p].dep == "prep" else p
                        if day is not None and tokens[day].ent in ("DATE", "TIME"):
                            return _dated(scene, day)
    return None


def _dated(scene: Scene, i: int) -> Span:
    first, last = i, i
    tokens = scene.tokens
    while first and tokens[first - 1].ent == tokens[i].ent and tokens[first].iob != "B":
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].iob == "I" and tokens[last + 1].ent == tokens[i].ent:
        last += 1
    return tokens[first].start, tokens[last].end


def negates(scene: Scene, verb: int, speaker: int | None) -> bool:
    """Whether the saying itself is denied: "did not say", "nobody said", "declined to say"."""
    tree, tokens, cues = scene.tree, scene.tokens, scene.cues
    first = verb
    while tokens[first].dep == "conj" and tree.kid(first, "nsubj", "nsubjpass", "aux") is None and tokens[tokens[first].head].pos == "VERB":
        first = tokens[first].head  # "neither confirmed nor denied", "refused to confirm or deny"
    either = first == verb or any(tokens[c].lower in ("or", "nor") for c in tree.kids(tokens[verb].head, "cc"))
    if either and any(
        tokens[c].dep == "neg"
        or (tokens[c].dep in ("advmod", "preconj", "cc") and tokens[c].lower in cues.negations and tokens[c].lower != "nor")
        for k in {verb, first}
        for c in tree.children[k]
    ):
        return True
    verb = first
    if tokens[verb].dep == "xcomp" and tokens[tokens[verb].head].lemma in cues.declining:
        return True
    if speaker is not None and speaker >= 0:
        words = [tokens[speaker].lower, *(tokens[c].lower for c in tree.kids(speaker, "det"))]
        return any(w in cues.negations for w in words)
    return False
