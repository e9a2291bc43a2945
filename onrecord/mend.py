"""Repairs of parses: constructions that the parser is known to get wrong, put right where the words leave no doubt.

Each repair is one function over one paragraph; it looks for a shape that no correct tree has and moves a few arcs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

_NOMINAL = frozenset({"NOUN", "PROPN"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_LONGEST = 400  # tokens of a sentence
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
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
_DEEPEST = 80  # arcs from the root of a sentence to its leaves


@dataclass(slots=True)
class Draft:
    """A paragraph's parse while it may still change; one entry a token in each list."""

    lower: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    verbal: frozenset[str] = frozenset()  # participles that are never nouns
    bidding: frozenset[str] = frozenset()  # forms of verbs like "advise", whose object is to do something
    charging: frozenset[str] = frozenset()  # forms of verbs like "accuse", whose "of" brings a gerund
    kids: list[list[int]] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)  # tokens that begin a sentence
    joined: set[int] = field(default_factory=set)  # tokens that begin no sentence after all

    def __post_init__(self) -> None:
        self.hang()

    def hang(self) -> None:
        """Find the dependents of every token by their heads."""
        self.kids = [[] for _ in self.head]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)

    def move(self, i: int, head: int, dep: str) -> None:
        """Hang token ``i`` on another head; a move that would close a circle is not made."""
        k = head
        while k != i and self.head[k] != k:
            k = self.head[k]
        if k == i and head != i:
            return
        if self.head[i] != i:
            self.kids[self.head[i]].remove(i)
        self.head[i], self.dep[i] = head, dep
        if head != i:
            self.kids[head].append(i)
            self.kids[head].sort()

    def child(self, i: int, *deps: str) -> int | None:
        return next((c for c in self.kids[i] if self.dep[c] in deps), None)

    def first(self, i: int) -> int:
        """The first token below ``i``."""
        first = i
        while self.kids[first] and self.kids[first][0] < first:
            first = self.kids[first][0]
        return first

    def edge(self, i: int) -> int:
        """The last token below ``i``."""
        last = i
        while self.kids[last] and self.kids[last][-1] > last:
            last = self.kids[last][-1]
        return last


def mend(draft: Draft) -> None:
    """Apply every repair to a paragraph."""
    _cut_sentences(draft)
    _cut_depth(draft)
    for i in range(len(draft.head)):
        for repair in _REPAIRS.get(draft.dep[i], ()):
            repair(draft, i)
    draft.starts -= draft.joined
    _cut_sentences(draft)
    _cut_depth(draft)


def _cut_sentences(d: Draft) -> None:
    """No sentence is longer than the longest that people write: what has no stop is no prose, and costs its square."""
    starts = sorted({0, *d.starts})
    long = [(a, b) for a, b in zip(starts, [*starts[1:], len(d.head)], strict=True) if b - a > _LONGEST]
    for a, b in long:
        while b - a > _LONGEST:
            a = next((i for i in range(a + _LONGEST, a + _LONGEST // 2, -1) if d.lower[i - 1] in (";", ",")), a + _LONGEST)
            d.starts.add(a)
    if not long:
        return
    begins = sorted({0, *d.starts})
    for a, b in zip(begins, [*begins[1:], len(d.head)], strict=True):
        for i in range(a, b):
            if not a <= d.head[i] < b:
                d.head[i], d.dep[i] = i, "ROOT"
    d.hang()


def _cut_depth(d: Draft) -> None:
    """No tree is deeper than any of prose: rules climb and descend it, some by calling themselves."""
    roots = [i for i, h in enumerate(d.head) if h == i]
    deep = roots
    for _ in range(_DEEPEST):
        deep = [kid for i in deep for kid in d.kids[i]]
    if not deep:
        return
    stack = [(i, 0, i) for i in roots]
    changed = False
    while stack:
        i, depth, root = stack.pop()
        if depth > _DEEPEST:
            d.head[i], d.dep[i], depth, changed = root, "dep", 1, True
        stack.extend((kid, depth + 1, root) for kid in d.kids[i])
    if changed:
        d.hang()


def _main_verb_after_apposition(d: Draft, i: int) -> None:
    """ "A, a B who C, estimated that …": the verb after the second comma was hung on a noun inside the apposition."""
    if d.tag[i] not in ("VBN", "VBD") or not i or d.lower[i - 1] != "," or d.child(i, "ccomp", "dobj") is None:
        return
    root = i
    while d.head[root] != root:
        root = d.head[root]
    if d.pos[root] not in _NOMINAL or root > i or d.child(root, *_SUBJECT) is not None:
        return
    d.move(i, i, "ROOT")
    d.tag[i] = "VBD"
    d.move(root, i, "nsubj")
    for c in [c for c in d.kids[root] if c > i]:
        d.move(c, i, d.dep[c])


def _noun_conjoined_to_verb(d: Draft, i: int) -> None:
    """A noun coordinated with a verb belongs to the last object like it."""
    h = d.head[i]
    if d.pos[i] not in _NOMINAL or d.pos[h] not in ("VERB", "AUX") or h > i or d.child(i, *_SUBJECT, "aux", "cop") is not None:
        return
    target = _alike(d, h, i, d.tag[i])
    if target is not None:
        d.move(i, target, "conj")


def _alike(d: Draft, top: int, i: int, tag: str) -> int | None:
    """The nearest noun before ``i`` under ``top``'s objects that has this tag (number), else the nearest object."""
    spine: list[int] = []
    stack = [c for c in d.kids[top] if c < i and d.dep[c] in ("dobj", "attr", "oprd", "prep", "dative", "agent")]
    while stack:
        k = stack.pop()
        if d.pos[k] in _NOMINAL and d.dep[k] not in ("compound", "poss", "nmod"):
            spine.append(k)
        stack.extend(c for c in d.kids[k] if c < i and d.dep[c] in ("prep", "pobj", "conj", "dobj"))
    same = [k for k in spine if d.tag[k] == tag]
    plain = [k for k in spine if d.dep[k] == "dobj"]
    return max(same) if same else max(plain) if plain else None


def _comma_inside_compound(d: Draft, i: int) -> None:
    """ "in X, Y and Z" read as one compound noun: X keeps the place, Y is coordinated with its like."""
    h = d.head[i]
    if d.pos[i] not in _NOMINAL or h < i or d.pos[h] not in _NOMINAL or d.dep[h] not in ("pobj", "dobj"):
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
    target = _alike(d, top, i, d.tag[h]) if d.tag[i] != d.tag[h] else None
    d.move(h, i if target is None else target, "conj")


def _as_with_infinitive(d: Draft, i: int) -> None:
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


def _participle_read_as_noun(d: Draft, i: int) -> None:
    """ "the gang originating from X": a participle that is never a noun was made the head of its own noun."""
    if d.lower[i] not in d.verbal or d.pos[i] != "NOUN" or not i or d.head[i - 1] != i or d.dep[i - 1] not in ("compound", "nmod"):
        return
    noun, head, dep = i - 1, d.head[i], d.dep[i]
    d.move(noun, head, dep)
    for c in [c for c in d.kids[i] if c < noun]:
        d.move(c, noun, d.dep[c])
    d.pos[i], d.tag[i] = "VERB", "VBG"
    d.move(i, noun, "acl")


def _agent_behind_object(d: Draft, i: int) -> None:
    """ "was granted status by X": the agent was hung on the noun before it."""
    if d.lower[i] != "by" or d.child(i, "pobj") is None:
        return
    noun = d.head[i]
    k = noun
    while d.head[k] != k and d.pos[k] not in ("VERB", "AUX"):
        k = d.head[k]
    if (
        d.pos[noun] not in _NOMINAL
        or d.tag[k] != "VBN"
        or k > i
        or d.child(k, "auxpass", "nsubjpass") is None
        or d.child(k, "agent") is not None
    ):
        return
    if d.ent[i + 1 : i + 3].count("") < len(d.ent[i + 1 : i + 3]) or d.lower[i - 1] in ('"', "”", "''"):
        d.move(i, k, "agent")


def _agent_behind_aside(d: Draft, i: int) -> None:
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


def _apposition_behind_preposition(d: Draft, i: int) -> None:
    """ "the killing of four by guards off Sulema": what stands right behind a preposition without an object is its object."""
    first = min([i, *d.kids[i]])
    if first and d.dep[first - 1] == "prep" and not d.kids[first - 1] and d.head[first - 1] == d.head[i]:
        d.move(i, first - 1, "pobj")


def _officer_of_a_body(d: Draft, i: int) -> None:
    """ "The leader of the opposition party, Ana Vale": a person behind an office and its body holds the office, and is not
    the body."""
    body = d.head[i]
    of = d.head[body]
    office = d.head[of]
    if d.ent[i] != "PERSON" or d.dep[body] != "pobj" or d.lower[of] != "of" or d.tag[body] != "NN" or d.lower[body] in _OFFICES:
        return
    if d.lower[office] in _OFFICES and office < of < body < i:
        d.move(i, office, "appos")


def _role_beside_a_name(d: Draft, i: int) -> None:
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


def _role_between_names(d: Draft, i: int) -> None:
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


def _list_read_as_apposition(d: Draft, i: int) -> None:
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


def _clause_before_semicolon(d: Draft, i: int) -> None:
    """A clause before a semicolon is no complement of the one behind it."""
    h = d.head[i]
    if i < h and ";" in d.lower[i:h] and d.child(i, *_SUBJECT) is not None:
        d.dep[i] = "parataxis"


def _relative_on_a_date(d: Draft, i: int) -> None:
    """ "the crisis that began in 2014, which …": the second clause is about the crisis, never about the year."""
    k = d.head[i]
    if d.ent[k] not in ("DATE", "TIME"):
        return
    while d.head[k] != k and (d.pos[k] not in _NOMINAL or d.ent[k] in ("DATE", "TIME")):
        k = d.head[k]
    if d.pos[k] in _NOMINAL and d.ent[k] not in ("DATE", "TIME"):
        d.move(i, k, "relcl")


def _date_glued_to_subject(d: Draft, i: int) -> None:
    """ "On 15 March Trump invoked …": the date was read into the name behind it, and the verb lost its subject."""
    p = d.head[i]
    verb = d.head[p]
    if (
        d.dep[p] != "prep"
        or d.pos[verb] not in ("VERB", "AUX")
        or verb < i
        or d.child(verb, *_SUBJECT) is not None
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


def _label_read_as_apposition(d: Draft, i: int) -> None:
    """ "called the vote a sham": no comma, so no apposition; the second noun is what the verb makes of the first."""
    thing = d.head[i]
    verb = d.head[thing]
    first = min([i, *d.kids[i]])
    if d.dep[thing] != "dobj" or d.pos[verb] != "VERB" or thing > i or d.pos[i] != "NOUN" or d.lower[first] not in ("a", "an"):
        return
    if d.pos[first - 1] != "PUNCT" and d.child(verb, "oprd") is None:
        d.move(i, verb, "oprd")


def _who_on_a_place(d: Draft, i: int) -> None:
    """ "prosecutors in Munich, who suspect him": "who" is never a place, so the clause is about the noun above."""
    k = d.head[i]
    if d.ent[k] not in ("GPE", "LOC", "FAC") or not any(d.tag[c] == "WP" for c in d.kids[i]):
        return
    while d.head[k] != k and (d.pos[k] not in _NOMINAL or d.ent[k] in ("GPE", "LOC", "FAC")):
        k = d.head[k]
    if d.pos[k] in _NOMINAL:
        d.move(i, k, "relcl")


def _relative_of_another_number(d: Draft, i: int) -> None:
    """ "a disease among cattle that is fatal": a verb in the singular is not about a plural, but about the noun above."""
    subject = d.child(i, *_SUBJECT)
    if subject is None or d.tag[subject] != "WDT" or not subject < i:
        return
    tag = next((d.tag[c] for c in [*d.kids[i], i] if (d.dep[c] in ("aux", "auxpass") or c == i) and d.tag[c] in ("VBZ", "VBP")), None)
    near, wanted = d.head[i], ("NN", "NNP") if tag == "VBZ" else ("NNS", "NNPS")
    if tag is None or d.pos[near] not in _NOMINAL or d.tag[near] in wanted or d.child(near, "conj") is not None or d.dep[near] == "conj":
        return
    if d.lower[near] in ("police", "people") or d.dep[near] != "pobj" or d.dep[d.head[near]] != "prep":
        return
    above = d.head[d.head[near]]
    if d.pos[above] in _NOMINAL and d.tag[above] in wanted:
        d.move(i, above, "relcl")


def _told_by_somebody(d: Draft, i: int) -> None:
    """ "was told by guards that the van was empty": the clause completes the verb, not the guards."""
    by = d.head[d.head[i]]
    verb = d.head[by]
    if d.lower[by] == "by" and d.dep[by] == "agent" and any(d.dep[c] == "mark" and d.lower[c] == "that" for c in d.kids[i]):
        d.move(i, verb, "ccomp")


def _subject_in_a_list_of_places(d: Draft, i: int) -> None:
    """ "In Khartoum and Gezira, a farmer fell ill": past the comma of a list that has its "and", the subject begins."""
    first = d.head[i]
    while d.dep[first] == "conj":
        first = d.head[first]
    if d.dep[first] != "pobj" or d.pos[i] not in _NOMINAL:
        return
    before = min([i, *d.kids[i]]) - 1
    verb = d.head[d.head[first]]
    if before < 1 or d.lower[before] != "," or d.pos[verb] not in ("VERB", "AUX") or verb < i or d.child(verb, *_SUBJECT) is not None:
        return
    if d.tag[verb] in ("VBG", "VB") or not any(d.lower[k] in ("and", "or") for k in range(first, before)):
        return
    d.move(i, verb, "nsubj" if d.child(verb, "auxpass") is None else "nsubjpass")


def _charge_inside_the_accused(d: Draft, i: int) -> None:
    """ "accuse members of the gang of killing him": the second "of" is the verb's."""
    if d.lower[i] != "of" or d.child(i, "pcomp") is None or d.pos[d.head[i]] not in _NOMINAL:
        return
    k = d.head[i]
    while d.head[k] != k and d.pos[k] not in ("VERB", "AUX"):
        k = d.head[k]
    if k < i and d.lower[k] in d.charging and d.child(k, "dobj", "nsubjpass") is not None:
        d.move(i, k, "prep")


def _sentence_cut_behind_verb(d: Draft, i: int) -> None:
    """A sentence cut in two right behind a verb, without any mark: the noun is the verb's object."""
    first = i
    while d.kids[first] and d.kids[first][0] < first:
        first = d.kids[first][0]
    verb = first - 1
    if verb < 0 or d.pos[i] not in _NOMINAL or d.pos[verb] != "VERB" or d.child(i, *_SUBJECT) is not None:
        return
    if d.child(verb, "dobj", "ccomp", "xcomp", "auxpass") is None:
        d.move(i, verb, "dobj")
        d.joined.add(first)


def _report_read_as_noun(d: Draft, i: int) -> None:
    """ "The lake is closed, a union release reports": no noun takes a clause before it as its complement; it is a verb, and the
    noun glued to it its subject."""
    said = d.child(i, "ccomp")
    if (
        d.tag[i] != "NNS"
        or said is None
        or said > i
        or d.child(said, *_SUBJECT) is None
        or d.dep[i - 1] != "compound"
        or d.head[i - 1] != i
    ):
        return
    subject = i - 1
    d.pos[i], d.tag[i] = "VERB", "VBZ"
    d.dep[subject] = "nsubj"
    for c in [c for c in d.kids[i] if said < c < subject and d.dep[c] in ("det", "amod", "compound", "poss", "nmod", "nummod")]:
        d.move(c, subject, d.dep[c])


def _garden_path(d: Draft, i: int) -> None:
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
    if d.child(i, *_SUBJECT) is not None or any(d.pos[k] == "PUNCT" for k in range(first, i)) or d.child(first, "prep", "agent") is None:
        return
    d.move(i, i, "ROOT")
    d.move(subject, i, "nsubj")
    d.move(first, subject, "acl")
    d.tag[first] = "VBN"
    for c in [c for c in d.kids[first] if c > i]:
        d.move(c, i, d.dep[c])


def _participle_on_a_place(d: Draft, i: int) -> None:
    """ "the first death in the UK caused by flu": without a comma, what was done was done to the noun, not to the country."""
    k = d.head[i]
    if d.tag[i] not in ("VBN", "VBD") or d.ent[k] != "GPE" or d.dep[k] != "pobj" or k > i or d.child(i, *_SUBJECT, "mark") is not None:
        return
    if d.lower[d.first(i) - 1] == ",":
        return
    above = d.head[d.head[k]]
    if d.pos[above] == "NOUN" and d.dep[d.head[k]] == "prep":
        d.move(i, above, "acl")


def _as_to_behind_adverb(d: Draft, i: int) -> None:
    """ "went so far as to say": it is the verb's doing, not the adverb's."""
    k = d.head[i]
    mark = d.child(i, "mark")
    if d.pos[k] == "ADV" and mark is not None and d.lower[mark : mark + 2] == ["as", "to"] and d.pos[d.head[k]] == "VERB":
        d.move(i, d.head[k], "advcl")


def _counted_with_a_name(d: Draft, i: int) -> None:
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


def _participle_beside_a_participle(d: Draft, i: int) -> None:
    """ "is collecting records of feed bought by and used on the farm": beside a verb with a tense a participle without
    auxiliaries is the coordinate of the participle before it."""
    verb = d.head[i]
    if d.tag[i] != "VBN" or d.tag[verb] in ("VBN", "VBD") or verb > i or d.child(i, *_SUBJECT, "aux", "auxpass", "dobj") is not None:
        return
    cc = next((c for c in d.kids[verb] if d.dep[c] == "cc" and c < i), None)
    if cc is None or d.child(verb, "auxpass") is not None:
        return
    first = next((k for k in range(cc - 1, verb, -1) if d.dep[k] == "acl" and d.tag[k] == "VBN"), None)
    if first is not None and d.edge(first) == cc - 1:
        d.move(i, first, "conj")
        d.move(cc, first, "cc")


def _where_on_a_person(d: Draft, i: int) -> None:
    """ "the head doctor of the hospital in Van where he was treated": "where" is of the place right before it."""
    k, place = d.head[i], d.first(i) - 1
    if place > k and d.ent[place] in ("GPE", "LOC", "FAC") and d.ent[k] not in ("GPE", "LOC", "FAC") and d.lower[place + 1] == "where":
        d.move(i, place, "relcl")


def _following_is_after(d: Draft, i: int) -> None:
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


def _subject_read_as_conjunct(d: Draft, i: int) -> None:
    """ "A zone is set up around the farms and rules have been written": a verb in the plural has no singular subject; the noun
    behind the last "and" is its own."""
    verb = d.head[i]
    subject = d.child(verb, *_SUBJECT)
    if d.pos[i] != "VERB" or subject is None or verb > i or d.child(i, *_SUBJECT) is not None or d.child(subject, "conj") is not None:
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


def _participle_of_the_main_verb(d: Draft, i: int) -> None:
    """ "not allowing it to enter, blocking the way": past a comma a participle is about who acts, not about whom he makes act."""
    infinitive = d.head[i]
    if d.tag[i] != "VBG" or infinitive > i or d.child(i, *_SUBJECT, "mark") is not None:
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


def _base_form_beside_infinitive(d: Draft, i: int) -> None:
    """ "are telling citizens to wash and avoid the sick": a bare base form is the infinitive's coordinate, not that of a verb
    with a tense."""
    verb = d.head[i]
    if (
        d.tag[i] != "VB"
        or d.tag[verb] == "VB"
        or verb > i
        or d.pos[verb] != "VERB"
        or d.child(i, *_SUBJECT, "aux", "auxpass", "mark") is not None
    ):
        return
    if any(d.tag[c] == "MD" or d.lower[c] in ("do", "does", "did") for c in d.kids[verb]):
        return
    infinitive = next((c for c in d.kids[verb] if verb < c < i and d.dep[c] == "xcomp" and d.tag[c] == "VB"), None)
    if infinitive is not None and any(d.tag[c] == "TO" for c in d.kids[infinitive]):
        d.move(i, infinitive, "conj")


def _bidding_inside_the_bidden(d: Draft, i: int) -> None:
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


def _conjunct_of_the_complement(d: Draft, i: int) -> None:
    """ "tests suggest it is not the old strain, but is the new one": a verb in the singular has no plural subject, but that of
    the clause before it; and the other way round."""
    verb = d.head[i]
    subject = d.child(verb, *_SUBJECT)
    if subject is None or verb > i or d.child(i, *_SUBJECT, "mark") is not None or d.pos[verb] != "VERB":
        return
    said = next((c for c in d.kids[verb] if d.dep[c] == "ccomp" and verb < c < i), None)
    own = d.child(said, *_SUBJECT) if said is not None else None
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


def _gerund_with_its_object(d: Draft, i: int) -> None:
    """ "Cattle rustling is common": a verb in the singular is about what is done to them."""
    noun = d.head[i]
    verb = d.head[noun]
    tag = d.tag[next((c for c in d.kids[verb] if d.dep[c] in ("aux", "auxpass")), verb)]
    if d.tag[i] != "VBG" or i != noun + 1 or d.tag[noun] != "NNS" or d.dep[noun] not in _SUBJECT or tag != "VBZ" or d.first(noun) != noun:
        return
    if d.child(i, "dobj") is None:
        d.move(i, verb, d.dep[noun])
        d.move(noun, i, "compound")
        d.pos[i], d.tag[i] = "NOUN", "NN"


def _day_glued_to_a_place(d: Draft, i: int) -> None:
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


def _who_on_a_doing(d: Draft, i: int) -> None:
    """ "the tracing of people who fell ill": who falls ill is no doing, but those right before."""
    noun, before = d.head[i], d.first(i) - 1
    if not d.lower[noun].endswith(("ing", "tion", "ment")) or not any(d.tag[c] == "WP" for c in d.kids[i]):
        return
    if noun < before and d.pos[before] in _NOMINAL and d.dep[before] == "pobj" and d.head[d.head[before]] == noun:
        d.move(i, before, "relcl")


_REPAIRS: dict[str, tuple[Callable[[Draft, int], None], ...]] = {
    "ROOT": (_sentence_cut_behind_verb, _report_read_as_noun),
    "dep": (_garden_path,),
    "appos": (_apposition_behind_preposition, _officer_of_a_body, _label_read_as_apposition, _role_between_names, _list_read_as_apposition),
    "acl": (_gerund_with_its_object, _main_verb_after_apposition, _told_by_somebody, _participle_on_a_place, _following_is_after),
    "conj": (
        _subject_in_a_list_of_places,
        _noun_conjoined_to_verb,
        _counted_with_a_name,
        _garden_path,
        _participle_beside_a_participle,
        _subject_read_as_conjunct,
        _base_form_beside_infinitive,
        _conjunct_of_the_complement,
    ),
    "nmod": (_comma_inside_compound,),
    "mark": (_as_with_infinitive,),
    "pobj": (_participle_read_as_noun, _date_glued_to_subject, _day_glued_to_a_place),
    "dobj": (_participle_read_as_noun,),
    "nsubj": (_participle_read_as_noun, _role_beside_a_name),
    "nsubjpass": (_role_beside_a_name,),
    "attr": (_participle_read_as_noun,),
    "prep": (_agent_behind_object, _charge_inside_the_accused, _agent_behind_aside),
    "agent": (_agent_behind_aside,),
    "advcl": (_as_to_behind_adverb, _participle_of_the_main_verb, _bidding_inside_the_bidden),
    "ccomp": (_clause_before_semicolon,),
    "relcl": (_who_on_a_doing, _relative_on_a_date, _who_on_a_place, _where_on_a_person, _relative_of_another_number),
}
