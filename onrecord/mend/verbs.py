"""Repairs of clauses: which verb governs what, coordinations, participles, infinitives."""

from __future__ import annotations

from onrecord.mend.draft import NOMINAL, SUBJECT, Draft, alike

_EVENTIVE = (
    "tion",
    "sion",
    "ment",
    "ance",
    "ence",
    "death",
    "attack",
    "outbreak",
    "crash",
    "election",
    "earthquake",
    "strike",
    "raid",
    "arrest",
)


def main_verb_after_apposition(d: Draft, i: int) -> None:
    """ "A, a B who C, estimated that …": the verb after the second comma was hung on a noun inside the apposition."""
    if d.tag[i] not in ("VBN", "VBD") or not i or d.lower[i - 1] != "," or d.child(i, "ccomp", "dobj") is None:
        return
    root = i
    while d.head[root] != root:
        root = d.head[root]
    if d.pos[root] not in NOMINAL or root > i or d.child(root, *SUBJECT) is not None:
        return
    d.move(i, i, "ROOT")
    d.tag[i] = "VBD"
    d.move(root, i, "nsubj")
    for c in [c for c in d.kids[root] if c > i]:
        d.move(c, i, d.dep[c])


def noun_conjoined_to_verb(d: Draft, i: int) -> None:
    """A noun coordinated with a verb belongs to the last object like it."""
    h = d.head[i]
    if d.pos[i] not in NOMINAL or d.pos[h] not in ("VERB", "AUX") or h > i or d.child(i, *SUBJECT, "aux", "cop") is not None:
        return
    target = alike(d, h, i, d.tag[i])
    if target is not None:
        d.move(i, target, "conj")


def as_with_infinitive(d: Draft, i: int) -> None:
    """ "disguised as officers to enter": "as" governs the noun, not the infinitive."""
    h = d.head[i]
    subject = d.child(h, "nsubj")
    if d.lower[i] != "as" or subject is None or not i < subject < h or not any(d.tag[c] == "TO" for c in d.kids[h]):
        return
    above = d.head[h]
    if above == h:
        return
    d.move(i, above, "prep")
    d.move(subject, i, "pobj")


def agent_behind_object(d: Draft, i: int) -> None:
    """ "was granted status by X": the agent was hung on the noun before it."""
    if d.lower[i] != "by" or d.child(i, "pobj") is None:
        return
    noun = d.head[i]
    k = noun
    while d.head[k] != k and d.pos[k] not in ("VERB", "AUX"):
        k = d.head[k]
    if (
        d.pos[noun] not in NOMINAL
        or d.tag[k] != "VBN"
        or k > i
        or d.child(k, "auxpass", "nsubjpass") is None
        or d.child(k, "agent") is not None
    ):
        return
    if d.ent[i + 1 : i + 3].count("") < len(d.ent[i + 1 : i + 3]) or d.lower[i - 1] in ('"', "”", "''"):
        d.move(i, k, "agent")


def agent_behind_aside(d: Draft, i: int) -> None:
    """ "began after the killing of a councillor, Hugo Mamani, by gunmen in January": no active verb has an agent, no passive
    two; past the apposition, "by" and what follows it are of the noun."""
    verb, comma = d.head[i], i - 1
    if d.lower[i] != "by" or comma < 1 or d.lower[comma] != "," or d.pos[verb] not in ("VERB", "AUX") or verb > i:
        return
    if d.child(verb, "auxpass", "nsubjpass") is not None and not any(d.dep[c] == "agent" and c < i for c in d.kids[verb]):
        return
    name = next((k for k in range(comma - 1, verb, -1) if d.dep[k] == "appos" and d.edge(k) in (comma - 1, comma)), None)
    if name is None:
        return
    of = d.head[d.head[name]]
    noun = d.head[of]
    if d.lower[of] != "of" or d.pos[noun] != "NOUN" or not verb < noun < of:
        return
    follows = [i]
    for c in [c for c in d.kids[verb] if c > i and d.dep[c] == "prep"]:
        if c == d.edge(follows[-1]) + 1:
            follows.append(c)
    for c in follows:
        d.move(c, noun, "prep")


def clause_before_semicolon(d: Draft, i: int) -> None:
    """A clause before a semicolon is no complement of the one behind it."""
    h = d.head[i]
    if i < h and ";" in d.lower[i:h] and d.child(i, *SUBJECT) is not None:
        d.dep[i] = "parataxis"


def told_by_somebody(d: Draft, i: int) -> None:
    """ "was told by guards that the van was empty": the clause completes the verb, not the guards."""
    by = d.head[d.head[i]]
    verb = d.head[by]
    if d.lower[by] == "by" and d.dep[by] == "agent" and any(d.dep[c] == "mark" and d.lower[c] == "that" for c in d.kids[i]):
        d.move(i, verb, "ccomp")


def subject_in_a_list_of_places(d: Draft, i: int) -> None:
    """ "In Khartoum and Gezira, a farmer fell ill": past the comma of a list that has its "and", the subject begins."""
    first = d.head[i]
    while d.dep[first] == "conj":
        first = d.head[first]
    if d.dep[first] != "pobj" or d.pos[i] not in NOMINAL:
        return
    before = min([i, *d.kids[i]]) - 1
    verb = d.head[d.head[first]]
    if before < 1 or d.lower[before] != "," or d.pos[verb] not in ("VERB", "AUX") or verb < i or d.child(verb, *SUBJECT) is not None:
        return
    if d.tag[verb] in ("VBG", "VB") or not any(d.lower[k] in ("and", "or") for k in range(first, before)):
        return
    d.move(i, verb, "nsubj" if d.child(verb, "auxpass") is None else "nsubjpass")


def charge_inside_the_accused(d: Draft, i: int) -> None:
    """ "accuse members of the gang of killing him": the second "of" is the verb's."""
    if d.lower[i] != "of" or d.child(i, "pcomp") is None or d.pos[d.head[i]] not in NOMINAL:
        return
    k = d.head[i]
    while d.head[k] != k and d.pos[k] not in ("VERB", "AUX"):
        k = d.head[k]
    if k < i and d.lower[k] in d.charging and d.child(k, "dobj", "nsubjpass") is not None:
        d.move(i, k, "prep")


def sentence_cut_behind_verb(d: Draft, i: int) -> None:
    """A sentence cut in two right behind a verb, without any mark: the noun is the verb's object."""
    first = i
    while d.kids[first] and d.kids[first][0] < first:
        first = d.kids[first][0]
    verb = first - 1
    if verb < 0 or d.pos[i] not in NOMINAL or d.pos[verb] != "VERB" or d.child(i, *SUBJECT) is not None:
        return
    if d.child(verb, "dobj", "ccomp", "xcomp", "auxpass") is None:
        d.move(i, verb, "dobj")
        d.joined.add(first)


def report_read_as_noun(d: Draft, i: int) -> None:
    """ "The lake is closed, a union release reports": no noun takes a clause before it as its complement; it is a verb, and the
    noun glued to it its subject."""
    said = d.child(i, "ccomp")
    if d.tag[i] != "NNS" or said is None or said > i or d.child(said, *SUBJECT) is None or d.dep[i - 1] != "compound" or d.head[i - 1] != i:
        return
    subject = i - 1
    d.pos[i], d.tag[i] = "VERB", "VBZ"
    d.dep[subject] = "nsubj"
    for c in [c for c in d.kids[i] if said < c < subject and d.dep[c] in ("det", "amod", "compound", "poss", "nmod", "nummod")]:
        d.move(c, subject, d.dep[c])


def garden_path(d: Draft, i: int) -> None:
    """ "The bread poisoned with lead killed two": the second verb was left over, so the first only tells which bread."""
    first = d.head[i]
    subject = d.child(first, "nsubj")
    if (
        d.tag[i] not in ("VBD", "VBZ", "VBP")
        or d.tag[first] not in ("VBD", "VBN")
        or d.dep[first] != "ROOT"
        or not first < i
        or subject is None
    ):
        return
    if not subject < first or d.child(first, "dobj", "ccomp", "xcomp", "aux", "auxpass", "cc", "prt") is not None:
        return
    if d.child(i, *SUBJECT) is not None or any(d.pos[k] == "PUNCT" for k in range(first, i)) or d.child(first, "prep", "agent") is None:
        return
    d.move(i, i, "ROOT")
    d.move(subject, i, "nsubj")
    d.move(first, subject, "acl")
    d.tag[first] = "VBN"
    for c in [c for c in d.kids[first] if c > i]:
        d.move(c, i, d.dep[c])


def participle_on_a_place(d: Draft, i: int) -> None:
    """ "the first death in the UK caused by flu": without a comma, what was done was done to the noun, not to the country."""
    k = d.head[i]
    if d.tag[i] not in ("VBN", "VBD") or d.ent[k] != "GPE" or d.dep[k] != "pobj" or k > i or d.child(i, *SUBJECT, "mark") is not None:
        return
    if d.lower[d.first(i) - 1] == ",":
        return
    above = d.head[d.head[k]]
    if d.pos[above] == "NOUN" and d.dep[d.head[k]] == "prep":
        d.move(i, above, "acl")


def as_to_behind_adverb(d: Draft, i: int) -> None:
    """ "went so far as to say": it is the verb's doing, not the adverb's."""
    k = d.head[i]
    mark = d.child(i, "mark")
    if d.pos[k] == "ADV" and mark is not None and d.lower[mark : mark + 2] == ["as", "to"] and d.pos[d.head[k]] == "VERB":
        d.move(i, d.head[k], "advcl")


def counted_with_a_name(d: Draft, i: int) -> None:
    """ "63 U.N. and private agencies": a name is not counted, so it stands with the adjective before the noun."""
    name = d.head[i]
    number = d.child(name, "nummod")
    if d.tag[name] != "NNP" or d.tag[i] != "NNS" or number is None or d.lower[number] in ("one", "1") or d.edge(name) < i or name > i:
        return
    if d.child(name, "prep", "relcl", "acl", "appos") is not None or number > name:
        return
    head, dep = d.head[name], d.dep[name]
    d.move(i, head, dep)
    d.move(name, i, "nmod")
    d.move(number, i, "nummod")


def participle_beside_a_participle(d: Draft, i: int) -> None:
    """ "is collecting records of feed bought by and used on the farm": beside a verb with a tense a participle without
    auxiliaries is the coordinate of the participle before it."""
    verb = d.head[i]
    if d.tag[i] != "VBN" or d.tag[verb] in ("VBN", "VBD") or verb > i or d.child(i, *SUBJECT, "aux", "auxpass", "dobj") is not None:
        return
    cc = next((c for c in d.kids[verb] if d.dep[c] == "cc" and c < i), None)
    if cc is None or d.child(verb, "auxpass") is not None:
        return
    first = next((k for k in range(cc - 1, verb, -1) if d.dep[k] == "acl" and d.tag[k] == "VBN"), None)
    if first is not None and d.edge(first) == cc - 1:
        d.move(i, first, "conj")
        d.move(cc, first, "cc")


def following_is_after(d: Draft, i: int) -> None:
    """ "felt by patients following the revelation that …": what follows an event comes after it."""
    noun = d.child(i, "dobj")
    if d.lower[i] != "following" or noun is None or i < 1 or d.lower[i - 1] == "," or not d.lower[noun].endswith(_EVENTIVE):
        return
    verb = d.head[i]
    while d.head[verb] != verb and d.pos[verb] not in ("VERB", "AUX"):
        verb = d.head[verb]
    if d.pos[verb] in ("VERB", "AUX") and verb < i:
        d.pos[i] = "ADP"
        d.dep[noun] = "pobj"
        d.move(i, verb, "prep")


def subject_read_as_conjunct(d: Draft, i: int) -> None:
    """ "A zone is set up around the farms and rules have been written": a verb in the plural has no singular subject; the noun
    behind the last "and" is its own."""
    verb = d.head[i]
    subject = d.child(verb, *SUBJECT)
    if d.pos[i] != "VERB" or subject is None or verb > i or d.child(i, *SUBJECT) is not None or d.child(subject, "conj") is not None:
        return
    tag = d.tag[next((c for c in d.kids[i] if d.dep[c] in ("aux", "auxpass")), i)]
    one, many = ("NN", "NNP"), ("NNS", "NNPS")
    if not ((tag == "VBP" and d.tag[subject] in one) or (tag == "VBZ" and d.tag[subject] in many)):
        return
    wanted = many if tag == "VBP" else one
    own = next((k for k in range(i - 1, verb, -1) if d.dep[k] == "conj" and d.tag[k] in wanted and d.lower[d.first(k) - 1] == "and"), None)
    if own is None:
        return
    d.move(own, i, "nsubjpass" if d.child(i, "auxpass") is not None else "nsubj")
    for c in [c for c in d.kids[verb] if own < c < i and d.dep[c] == "advcl" and d.first(c) == own + 1]:
        d.move(c, own, "acl")


def participle_of_the_main_verb(d: Draft, i: int) -> None:
    """ "not allowing it to enter, blocking the way": past a comma a participle is about who acts, not about whom he makes act."""
    infinitive = d.head[i]
    if d.tag[i] != "VBG" or infinitive > i or d.child(i, *SUBJECT, "mark") is not None:
        return
    if d.lower[d.first(i) - 1] != "," and not (d.child(i, "ccomp") is not None and d.lower[i + 1] == "that"):
        return  # nor does "urged residents to leave saying that" let them say it
    verb = d.head[infinitive]
    if d.tag[infinitive] != "VB" or not any(d.tag[c] == "TO" for c in d.kids[infinitive]) or d.pos[verb] != "VERB":
        return
    made = (d.dep[infinitive] == "ccomp" and d.child(infinitive, "nsubj") is not None) or (
        d.dep[infinitive] == "xcomp" and d.child(verb, "dobj") is not None
    )
    if made:
        d.move(i, verb, "advcl")


def base_form_beside_infinitive(d: Draft, i: int) -> None:
    """ "are telling citizens to wash and avoid the sick": a bare base form is the infinitive's coordinate, not that of a verb
    with a tense."""
    verb = d.head[i]
    if (
        d.tag[i] != "VB"
        or d.tag[verb] == "VB"
        or verb > i
        or d.pos[verb] != "VERB"
        or d.child(i, *SUBJECT, "aux", "auxpass", "mark") is not None
    ):
        return
    if any(d.tag[c] == "MD" or d.lower[c] in ("do", "does", "did") for c in d.kids[verb]):
        return
    infinitive = next((c for c in d.kids[verb] if verb < c < i and d.dep[c] == "xcomp" and d.tag[c] == "VB"), None)
    if infinitive is not None and any(d.tag[c] == "TO" for c in d.kids[infinitive]):
        d.move(i, infinitive, "conj")


def bidding_inside_the_bidden(d: Draft, i: int) -> None:
    """ "has advised people wishing to travel to delay their trips": the second infinitive is what they are advised."""
    inner = d.head[i]
    wish = d.head[inner]
    if d.lower[wish] in d.bidding and d.tag[d.first(inner) - 1] == "VBG":
        wish = d.first(inner) - 1  # where the first was read as what is advised
    noun = d.head[wish]
    verb = d.head[noun]
    if d.tag[i] != "VB" or d.tag[inner] != "VB" or d.dep[inner] != "xcomp" or d.dep[wish] != "acl" or d.dep[noun] != "dobj":
        return
    if not noun < wish < inner < i or d.lower[verb] not in d.bidding or d.child(verb, "xcomp", "ccomp") not in (None, inner):
        return
    if d.lower[d.first(i)] == "to" and d.lower[d.first(i) - 1] != ",":
        d.move(i, verb, "xcomp")
        d.move(inner, wish, "xcomp")


def conjunct_of_the_complement(d: Draft, i: int) -> None:
    """ "tests suggest it is not the old strain, but is the new one": a verb in the singular has no plural subject, but that of
    the clause before it; and the other way round."""
    verb = d.head[i]
    subject = d.child(verb, *SUBJECT)
    if subject is None or verb > i or d.child(i, *SUBJECT, "mark") is not None or d.pos[verb] != "VERB":
        return
    said = next((c for c in d.kids[verb] if d.dep[c] == "ccomp" and verb < c < i), None)
    own = d.child(said, *SUBJECT) if said is not None else None
    tag = d.tag[next((c for c in d.kids[i] if d.dep[c] in ("aux", "auxpass")), i)]
    if said is None or own is None or tag not in ("VBZ", "VBP"):
        return
    many = tag == "VBP"
    if _plural(d, subject) is not (not many) or _plural(d, own) is not many:
        return
    cc = next((c for c in d.kids[verb] if d.dep[c] == "cc" and said < c < i), None)
    d.move(i, said, "conj")
    if cc is not None:
        d.move(cc, said, "cc")


def _plural(d: Draft, noun: int) -> bool | None:
    """Whether a subject is of the plural; None where its form does not tell, or where it is several."""
    if d.child(noun, "conj") is not None:
        return None
    if d.tag[noun] in ("NNS", "NNPS") or d.lower[noun] in ("they", "we", "these", "those"):
        return True
    return False if d.tag[noun] in ("NN",) or d.lower[noun] in ("it", "he", "she") else None


def gerund_with_its_object(d: Draft, i: int) -> None:
    """ "Cattle rustling is common": a verb in the singular is about what is done to them."""
    noun = d.head[i]
    verb = d.head[noun]
    tag = d.tag[next((c for c in d.kids[verb] if d.dep[c] in ("aux", "auxpass")), verb)]
    if d.tag[i] != "VBG" or i != noun + 1 or d.tag[noun] != "NNS" or d.dep[noun] not in SUBJECT or tag != "VBZ" or d.first(noun) != noun:
        return
    if d.child(i, "dobj") is None:
        d.move(i, verb, d.dep[noun])
        d.move(noun, i, "compound")
        d.pos[i], d.tag[i] = "NOUN", "NN"
