"""Repairs of noun phrases: appositions, names, relative clauses, what belongs to which noun."""

from __future__ import annotations

from onrecord.mend.draft import NOMINAL, SUBJECT, Draft, alike

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OFFICES = frozenset(
    [
        "head",
        "leader",
        "chief",
        "director",
        "president",
        "chairman",
        "chairwoman",
        "chair",
        "minister",
        "secretary",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "governor",
        "mayor",
        "commander",
        "founder",
        "boss",
        "chancellor",
        "commissioner",
        "ambassador",
        "envoy",
        "deputy",
        "rector",
        "dean",
        "editor",
        "manager",
        "member",
    ]
)


def comma_inside_compound(d: Draft, i: int) -> None:
    """ "in X, Y and Z" read as one compound noun: X keeps the place, Y is coordinated with its like."""
    h = d.head[i]
    if d.pos[i] not in NOMINAL or h < i or d.pos[h] not in NOMINAL or d.dep[h] not in ("pobj", "dobj"):
        return
    after = d.edge(i)
    after = after if d.lower[after] == "," else after + 1
    if after >= h or d.lower[after] != ",":
        return
    dep, above = d.dep[h], d.head[h]
    top = above
    while d.head[top] != top and d.pos[top] not in ("VERB", "AUX"):
        top = d.head[top]
    d.move(i, above, dep)
    target = alike(d, top, i, d.tag[h]) if d.tag[i] != d.tag[h] else None
    d.move(h, i if target is None else target, "conj")


def participle_read_as_noun(d: Draft, i: int) -> None:
    """ "the gang originating from X": a participle that is never a noun was made the head of its own noun."""
    if d.lower[i] not in d.verbal or d.pos[i] != "NOUN" or not i or d.head[i - 1] != i or d.dep[i - 1] not in ("compound", "nmod"):
        return
    noun, head, dep = i - 1, d.head[i], d.dep[i]
    d.move(noun, head, dep)
    for c in [c for c in d.kids[i] if c < noun]:
        d.move(c, noun, d.dep[c])
    d.pos[i], d.tag[i] = "VERB", "VBG"
    d.move(i, noun, "acl")


def apposition_behind_preposition(d: Draft, i: int) -> None:
    """ "the killing of four by guards off Sulema": what stands right behind a preposition without an object is its object."""
    first = min([i, *d.kids[i]])
    if first and d.dep[first - 1] == "prep" and not d.kids[first - 1] and d.head[first - 1] == d.head[i]:
        d.move(i, first - 1, "pobj")


def officer_of_a_body(d: Draft, i: int) -> None:
    """ "The leader of the opposition party, Ana Vale": a person behind an office and its body holds the office, and is not
    the body."""
    body = d.head[i]
    of = d.head[body]
    office = d.head[of]
    if d.ent[i] != "PERSON" or d.dep[body] != "pobj" or d.lower[of] != "of" or d.tag[body] != "NN" or d.lower[body] in _OFFICES:
        return
    if d.lower[office] in _OFFICES and office < of < body < i:
        d.move(i, office, "appos")


def role_beside_a_name(d: Draft, i: int) -> None:
    """ "The prophet Enoch Vale sold", "A wrestler, Dario Penn now runs": a verb has one subject, the name; the noun before it
    is said of it, as a part of the name or, with a comma, in apposition."""
    verb = d.head[i]
    if d.pos[i] != "PROPN" or d.ent[i] in ("GPE", "LOC", "DATE", "TIME") or verb < i:
        return
    first = d.first(i)
    comma = first > 1 and d.lower[first - 1] == ","
    role = next((c for c in d.kids[verb] if c < i and d.dep[c] == d.dep[i] and d.tag[c] == "NN"), None)
    if role is None or d.edge(role) != first - 1 - comma or any(d.lower[k] == "," for k in range(i, verb)):
        return
    if comma:
        d.move(role, i, "appos")
    elif d.edge(role) == role and d.child(i, "det", "poss") is None:
        d.move(role, i, "compound")


def role_between_names(d: Draft, i: int) -> None:
    """ "Wynn Alder and rapper Kilo Dee": without a comma the noun belongs to the name behind it."""
    above, role = d.head[i], d.first(i) - 1
    if (
        d.pos[i] == "PROPN"
        and role > above
        and d.dep[role] == "conj"
        and d.head[role] == above
        and d.tag[role] == "NN"
        and d.edge(role) == role
    ):
        d.move(i, above, "conj")
        d.move(role, i, "compound")


def list_read_as_apposition(d: Draft, i: int) -> None:
    """ "seized 90 pistols, a crate and three icons": what is counted is not told again in a list of another number."""
    above = d.head[i]
    number = d.child(above, "nummod")
    if number is None or not any(d.dep[c] == "cc" for c in d.kids[i]) or d.dep[above] not in ("dobj", "pobj", "nsubj", "nsubjpass"):
        return
    items, k = 1, i
    while (following := d.child(k, "conj")) is not None:
        items, k = items + 1, following
    if d.lower[number] not in (str(items), *_NUMBERS[items : items + 1]):
        d.move(i, above, "conj")


def relative_on_a_date(d: Draft, i: int) -> None:
    """ "the crisis that began in 2014, which …": the second clause is about the crisis, never about the year."""
    k = d.head[i]
    if d.ent[k] not in ("DATE", "TIME"):
        return
    while d.head[k] != k and (d.pos[k] not in NOMINAL or d.ent[k] in ("DATE", "TIME")):
        k = d.head[k]
    if d.pos[k] in NOMINAL and d.ent[k] not in ("DATE", "TIME"):
        d.move(i, k, "relcl")


def date_glued_to_subject(d: Draft, i: int) -> None:
    """ "On 15 March Trump invoked …": the date was read into the name behind it, and the verb lost its subject."""
    p = d.head[i]
    verb = d.head[p]
    if (
        d.dep[p] != "prep"
        or d.pos[verb] not in ("VERB", "AUX")
        or verb < i
        or d.child(verb, *SUBJECT) is not None
        or d.ent[i] in ("DATE", "TIME")
    ):
        return
    date = next(
        (c for c in d.kids[i] if c < i and d.ent[c] in ("DATE", "TIME") and d.dep[c] in ("compound", "nmod", "nummod", "poss", "npadvmod")),
        None,
    )
    if date is None or any(d.ent[k] not in ("DATE", "TIME") for k in range(p + 1, date + 1)):
        return
    d.move(i, verb, "nsubjpass" if d.child(verb, "auxpass") is not None else "nsubj")
    d.move(date, p, "pobj")
    for c in [c for c in d.kids[i] if c < date and d.ent[c] in ("DATE", "TIME")]:
        d.move(c, date, "nummod")


def label_read_as_apposition(d: Draft, i: int) -> None:
    """ "called the vote a sham": no comma, so no apposition; the second noun is what the verb makes of the first."""
    thing = d.head[i]
    verb = d.head[thing]
    first = min([i, *d.kids[i]])
    if d.dep[thing] != "dobj" or d.pos[verb] != "VERB" or thing > i or d.pos[i] != "NOUN" or d.lower[first] not in ("a", "an"):
        return
    if d.pos[first - 1] != "PUNCT" and d.child(verb, "oprd") is None:
        d.move(i, verb, "oprd")


def who_on_a_place(d: Draft, i: int) -> None:
    """ "prosecutors in Munich, who suspect him": "who" is never a place, so the clause is about the noun above."""
    k = d.head[i]
    if d.ent[k] not in ("GPE", "LOC", "FAC") or not any(d.tag[c] == "WP" for c in d.kids[i]):
        return
    while d.head[k] != k and (d.pos[k] not in NOMINAL or d.ent[k] in ("GPE", "LOC", "FAC")):
        k = d.head[k]
    if d.pos[k] in NOMINAL:
        d.move(i, k, "relcl")


def relative_of_another_number(d: Draft, i: int) -> None:
    """ "a disease among cattle that is fatal": a verb in the singular is not about a plural, but about the noun above."""
    subject = d.child(i, *SUBJECT)
    if subject is None or d.tag[subject] != "WDT" or not subject < i:
        return
    tag = next((d.tag[c] for c in [*d.kids[i], i] if (d.dep[c] in ("aux", "auxpass") or c == i) and d.tag[c] in ("VBZ", "VBP")), None)
    near, wanted = d.head[i], ("NN", "NNP") if tag == "VBZ" else ("NNS", "NNPS")
    if tag is None or d.pos[near] not in NOMINAL or d.tag[near] in wanted or d.child(near, "conj") is not None or d.dep[near] == "conj":
        return
    if d.lower[near] in ("police", "people") or d.dep[near] != "pobj" or d.dep[d.head[near]] != "prep":
        return
    above = d.head[d.head[near]]
    if d.pos[above] in NOMINAL and d.tag[above] in wanted:
        d.move(i, above, "relcl")


def where_on_a_person(d: Draft, i: int) -> None:
    """ "the head doctor of the hospital in Van where he was treated": "where" is of the place right before it."""
    k, place = d.head[i], d.first(i) - 1
    if place > k and d.ent[place] in ("GPE", "LOC", "FAC") and d.ent[k] not in ("GPE", "LOC", "FAC") and d.lower[place + 1] == "where":
        d.move(i, place, "relcl")


def day_glued_to_a_place(d: Draft, i: int) -> None:
    """ "fly back to France Sunday": the day is the verb's."""
    preposition = d.head[i]
    verb = d.head[preposition]
    if d.pos[verb] == "ADV":
        verb = d.head[verb]
    place = next((c for c in d.kids[i] if c == i - 1 and d.dep[c] in ("compound", "nmod") and d.ent[c] == "GPE"), None)
    if d.ent[i] != "DATE" or place is None or d.pos[verb] != "VERB" or d.dep[preposition] != "prep":
        return
    d.move(place, preposition, "pobj")
    for c in [c for c in d.kids[i] if c < place]:
        d.move(c, place, d.dep[c])
    d.move(i, verb, "npadvmod")


def who_on_a_doing(d: Draft, i: int) -> None:
    """ "the tracing of people who fell ill": who falls ill is no doing, but those right before."""
    noun, before = d.head[i], d.first(i) - 1
    if not d.lower[noun].endswith(("ing", "tion", "ment")) or not any(d.tag[c] == "WP" for c in d.kids[i]):
        return
    if noun < before and d.pos[before] in NOMINAL and d.dep[before] == "pobj" and d.head[d.head[before]] == noun:
        d.move(i, before, "relcl")
