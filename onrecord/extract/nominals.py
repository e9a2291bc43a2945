"""Claims that no verb states: appositions, titles, ages, small clauses ("calls X a Y"), and nouns that are what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.clause_walk import Clause, Part
from onrecord.extract.events import find_events
from onrecord.extract.lexicon import load_lexicon
from onrecord.extract.nominal import Nominal
from onrecord.extract.relations import noun_relation, nouns
from onrecord.extract.tree import Tree
from onrecord.lang import load_pack
from onrecord.model import Attribution, Entity, EntityType, Factuality, Mention


def find_nominals(
    tree: Tree, entities: tuple[Entity, ...], attributions: tuple[Attribution, ...], clauses: tuple[Clause, ...]
) -> list[Nominal]:
    """All nominal claims of a document."""
    named = {m.head: (e, m) for e in entities for m in e.mentions if m.kind == "name" and m.head >= 0}
    found = [_as_alleged(tree, n) for n in (*_appositions(tree, named), *_titles(tree, named))]
    taken = {c.head for c in clauses}
    acts = frozenset(load_pack(tree.parsed.lang)["factuality"]["nominal"]["acts"])
    light = frozenset(load_pack(tree.parsed.lang)["clauses"]["light"])
    for attribution in attributions:
        if attribution.act == "calls":
            found.extend(_calls(tree, attribution))
        elif attribution.act in ("accuses", "charges"):
            found.extend(_accusations(tree, attribution, taken))
        elif attribution.why == "at":
            found.extend(_put_at(tree, attribution))
        else:
            found.extend(_noun_contents(tree, attribution, taken, acts, light))
    stated = {n.anchor for n in found}
    found.extend(n for n in find_events(tree, {c.head for c in clauses}) if n.anchor not in stated)
    return found


def _as_alleged(tree: Tree, n: Nominal) -> Nominal:
    """ "the alleged ringleader, X", "X, a suspected arsonist": the role is alleged."""
    if n.object is None:
        return n
    adjectives = load_pack(tree.parsed.lang)["factuality"]["alleged_nouns"]["adjectives"]
    words = [*tree.tokens[min(n.object.first, n.object.head) : n.object.head], *(tree.tokens[c] for c in tree.kids(n.anchor, "amod"))]
    return replace(n, factuality=Factuality.ALLEGED) if any(t.lower in adjectives for t in words) else n


# ---- appositions and titles


def _appositions(tree: Tree, named: dict[int, tuple[Entity, Mention]]) -> Iterator[Nominal]:
    for token in tree.tokens:
        if token.dep != "appos":
            continue
        head, appos = token.head, token.i
        bearer, role = (head, appos) if head in named or appos not in named else (appos, head)
        age = _age(tree, token.i)
        if age is not None and head in named and named[head][0].type is EntityType.PERSON:
            yield Nominal(
                anchor=appos, first=_name_first(tree, named, head), last=max(age, tree.phrase(appos)[1]), subject=_part(tree, head), relation="has_age",
                figures=True, aside=True, why="apposition:age",
            )  # fmt: skip
            continue
        alias = _alias(tree, token.i)
        if alias is not None:
            yield alias
            continue
        if role == appos and tree.tokens[tree.phrase(role)[0] - 1].pos != "PUNCT":
            continue  # "designated X a Y": without a mark between them the second is what a verb makes of the first
        if bearer not in named or role in named or tree.tokens[role].pos != "NOUN" or token.pos == "NUM":
            continue
        entity = named[bearer][0]
        if entity.type is EntityType.PLACE and not _described(tree, role):
            continue
        low, high = sorted((bearer, role))
        between = tree.tokens[tree.phrase(low)[1] + 1 : tree.phrase(high)[0]]
        if tree.tokens[role].ent in ("DATE", "TIME") or any(t.text.isalpha() for t in between):
            continue  # "Alex Rios, last summer, …"; words of the clause stand between
        if tree.tokens[tree.phrase(high)[0] - 1].text == "(":
            closed = tree.phrase(high)[1] + 1
            if closed < len(tree.tokens) and tree.tokens[closed].text != ")":
                continue  # "Salmonella (infants, the elderly … are at risk)": no other name but a remark
            yield _in_brackets(tree, low, high)
            continue
        whose = _body_of(tree, role, named)
        if whose is None:
            yield from _role(tree, bearer, role, entity)
        else:
            yield Nominal(
                anchor=role, first=tree.phrase(low)[0], last=tree.phrase(high)[1], subject=whose, object=_part(tree, bearer),
                relation="member_of", aside=True, why="apposition:member_of",
            )  # fmt: skip


def _body_of(tree: Tree, role: int, named: dict[int, tuple[Entity, Mention]]) -> Part | None:
    """Who is of a body: "her party, the Civic Union"."""
    possessor = tree.kid(role, "poss")
    if possessor is None or tree.tokens[role].lemma.lower() not in nouns(tree.parsed.lang, "bodies"):
        return None
    known = possessor in named and named[possessor][0].type is EntityType.PERSON
    personal = known or tree.tokens[possessor].lower in nouns(tree.parsed.lang, "personal")
    return _part(tree, possessor) if personal else None


def _in_brackets(tree: Tree, name: int, short: int) -> Nominal:
    """ "the simian immunodeficiency virus (SIV)", "Médecins Sans Frontières (Doctors Without Borders)"."""
    return Nominal(
        anchor=short, first=tree.phrase(name)[0], last=tree.phrase(short)[1], subject=_part(tree, name), object=_part(tree, short),
        relation="also_known_as", aside=True, why="apposition:brackets",
    )  # fmt: skip


def _alias(tree: Tree, appos: int) -> Nominal | None:
    """ "X, alias Y": Y hangs on the noun, or the noun on Y."""
    tokens = tree.tokens
    head = tokens[appos].head
    group = nouns(tree.parsed.lang, "aliases")
    if tokens[head].lemma.lower() in group and tokens[head].dep == "appos":
        bearer, other, first = tokens[head].head, appos, head
    elif any(tokens[c].lemma.lower() in group for c in tree.kids(appos, "compound", "nmod", "amod")):
        bearer, other, first = head, appos, tree.phrase(appos)[0]
    else:
        return None
    part = _part(tree, other)
    name = Part(
        head=other, first=next((k for k in range(part.first, other + 1) if tokens[k].lemma.lower() not in group), other), last=part.last
    )
    return Nominal(
        anchor=other, first=min(tree.phrase(bearer)[0], first), last=part.last, subject=_part(tree, bearer), object=name, relation="also_known_as",
        aside=True, why="apposition:alias",
    )  # fmt: skip


def _role(tree: Tree, bearer: int, role: int, entity: Entity) -> Iterator[Nominal]:
    for noun in tree.conjuncts(role):
        if tree.tokens[noun].pos != "NOUN":
            continue
        relation: str | None = noun_relation(tree.parsed.lang, tree.tokens[noun].lemma)
        whom = _whose(tree, noun) if relation != "has_role" else None
        if whom is None:  # what is no person has no role: "a suburb", "a rare form of the disease"
            kind = load_lexicon(tree.parsed.lang).noun(tree.tokens[noun].lemma)
            personal = kind is EntityType.PERSON or (kind is None and entity.type is EntityType.PERSON and tree.tokens[noun].tag == "NN")
            personal = personal and tree.tokens[noun].lemma not in nouns(tree.parsed.lang, "no_roles") and relation != "family_of"
            relation = "has_role" if personal and not _kind_of_person(tree, noun) else None
        first, last = tree.phrase(noun)
        low, high = tree.phrase(bearer)
        if noun < low <= last:
            last = low - 1  # "the botanist Albert Blakeslee"
        yield Nominal(
            anchor=noun, first=min(first, low), last=max(last, high), subject=_part(tree, bearer), object=whom or Part(head=noun, first=first, last=last),
            relation=relation, aside=True, why=f"apposition:{relation or 'is'}",
        )  # fmt: skip


def _whose(tree: Tree, noun: int) -> Part | None:
    """Of whom a relational noun is ("the gang's leader", "leader of the gang")."""
    possessor = tree.kid(noun, "poss")
    if possessor is not None:
        return _part(tree, possessor)
    for p in tree.kids(noun, "prep"):
        thing = tree.kid(p, "pobj")
        if tree.tokens[p].lower == "of" and thing is not None:
            return _part(tree, thing)
    return None


def _kind_of_person(tree: Tree, noun: int) -> bool:
    """Whether a noun says no more than that somebody is a person: "a woman", "a 35-year-old man"."""
    return tree.tokens[noun].lemma.lower() in nouns(tree.parsed.lang, "persons")


def _described(tree: Tree, role: int) -> bool:
    return any(tree.tokens[c].dep in ("det", "poss", "amod") for c in tree.children[role])


def _age(tree: Tree, appos: int) -> int | None:
    """The last token of an age in apposition: ", 41,", ", age 41", ", aged 41"."""
    token = tree.tokens[appos]
    if token.pos == "NUM" and token.text.isdecimal() and 0 < int(token.text) < 120 and len(tree.children[appos]) == 0:
        return appos
    if token.lemma in nouns(tree.parsed.lang, "ages"):
        return next((c for c in tree.children[appos] if tree.tokens[c].pos == "NUM"), None)
    return None


def _titles(tree: Tree, named: dict[int, tuple[Entity, Mention]]) -> Iterator[Nominal]:
    """ "French President Emmanuel Macron": a noun before a person's name gives the role."""
    tokens = tree.tokens
    for head, (entity, mention) in named.items():
        if entity.type is not EntityType.PERSON:
            continue
        first = tree.phrase(head)[0]
        name = head
        while name > first and tokens[name - 1].start >= mention.start:
            name -= 1
        role = name - 1
        if role < first or tokens[role].pos not in ("NOUN", "PROPN") or tokens[role].dep not in ("compound", "nmod", "amod", "poss"):
            continue
        if (len(tokens[role].text) < 4 and tokens[role].text.rstrip(".").lower() in _COURTESY) or not _is_title(tree, role):
            continue
        while first < role and (tokens[first].dep in ("det", "advmod", "punct") or tokens[first].tag in ("POS", "RB", ",")):
            first += 1
        if tokens[role].lemma.lower() in nouns(tree.parsed.lang, "family_of") and tokens[role].pos == "NOUN":
            continue  # "the daughters Ana and Rita Ruiz": of whom is not said here
        possessor = next((k for k in range(role, first - 1, -1) if tokens[k].tag == "POS"), None)
        begin = first if possessor is None else possessor + 1
        if begin > role:
            continue
        yield Nominal(
            anchor=role, first=first, last=head, subject=_part(tree, head, mention), object=Part(head=role, first=begin, last=role),
            relation="has_role", aside=True, why="title",
        )  # fmt: skip


def _is_title(tree: Tree, role: int) -> bool:
    """Whether a word before a person's name is a title or a role: known as such, or made like one ("beekeeper")."""
    token, lexicon = tree.tokens[role], load_lexicon(tree.parsed.lang)
    if token.lower in lexicon.words["titles.words"] or token.lower.rstrip(".") in lexicon.words["titles.words"]:
        return True
    kind = lexicon.noun(token.lemma.lower(), token.lower)
    return kind is EntityType.PERSON or (kind is None and token.lower.endswith(_MAKERS) and token.lower not in lexicon.given)


_MAKERS = ("er", "or", "ist", "ian", "ant", "ee", "man", "woman", "eer", "ess", "star", "chief", "smith", "wright", "maid", "lead")
_COURTESY = frozenset({"mr", "mrs", "ms", "dr", "sir", "st"})


# ---- what a cue makes of nouns


def _calls(tree: Tree, a: Attribution) -> Iterator[Nominal]:
    """ "labeled X a Y", "described X as Y", "X was dubbed Y": that X is Y, in the speaker's words."""
    cue = a.cue_head
    if cue < 0:
        return
    tokens = tree.tokens
    subject = tree.kid(cue, "nsubjpass", "dobj")
    if subject is None or tokens[subject].lower == "what":
        return  # "in what he called a sham": of something that stands elsewhere
    target = tree.kid(cue, "oprd")
    if target is None:
        for p in (*tree.kids(cue, "prep"), *tree.kids(subject, "prep")):
            if tokens[p].lower == "as":
                target = tree.kid(p, "pobj", "pcomp", "amod", "acomp") or target
    if target is None:
        target = tree.kid(subject, "appos")
    if target is None:
        return
    for noun in tree.conjuncts(target):
        part = _part(tree, noun)
        whole = _part(tree, subject)
        if whole.last >= part.first > subject:  # "dismissed the report as a fairy tale": the complement is none of the object
            whole = replace(
                whole,
                last=min(whole.last, next(k for k in range(subject, part.first) if tokens[k].lower == "as" or k + 1 == part.first) - 1),
            )
        yield Nominal(
            anchor=noun, predicate=cue, first=min(part.first, whole.first, cue), last=max(part.last, whole.last), subject=whole, object=part,
            figures=True, cue=cue, why="calls",
        )  # fmt: skip


def _noun_contents(tree: Tree, a: Attribution, taken: set[int], acts: frozenset[str], light: frozenset[str]) -> Iterator[Nominal]:
    """ "reported encounters with …", "alleging the gang's involvement in …": the noun is what is said."""
    cue = a.cue_head
    if cue < 0 or a.act not in acts:
        return
    tokens = tree.tokens
    for noun in (c for c in tree.children[cue] if tokens[c].dep in ("dobj", "nsubjpass") and tokens[c].pos in ("NOUN", "PROPN")):
        if not any(s <= tokens[noun].start < e for s, e in a.content):
            continue
        for each in tree.conjuncts(noun):
            if each in taken or not _eventive(tree, each) or f"{tokens[cue].lemma} {tokens[each].lemma}" in light:
                continue
            first, last = tree.phrase(each)
            possessor = tree.kid(each, "poss")
            arguments = [
                (tokens[p].lower, _part(tree, x)) for p in tree.kids(each, "prep") for k in tree.kids(p, "pobj") for x in tree.conjuncts(k)
            ]  # fmt: skip
            agent = next((part for role, part in arguments if role == "by"), None)
            yield Nominal(
                anchor=each, predicate=each, first=first, last=last, subject=_part(tree, possessor) if possessor is not None else agent,
                object=arguments[0][1] if arguments else None, arguments=tuple(arguments[1:]), figures=True, cue=cue, why="noun content",
            )  # fmt: skip


def _put_at(tree: Tree, a: Attribution) -> Iterator[Nominal]:
    """ "put the toll at 40": the noun and its figure."""
    for noun in tree.kids(a.cue_head, "dobj"):
        first, last = tree.phrase(noun)
        end = a.content[-1][1]
        while last + 1 < len(tree.tokens) and tree.tokens[last + 1].end <= end:
            last += 1
        whose = [(tree.tokens[p].lower, _part(tree, x)) for p in tree.kids(noun, "prep") for x in tree.kids(p, "pobj")]
        whose = [(role, part) for role, part in whose if role != "at"]
        possessor = tree.kid(noun, "poss")
        yield Nominal(
            anchor=noun, predicate=noun, first=first, last=last, subject=_part(tree, possessor) if possessor is not None else None,
            object=whose[0][1] if whose else None, arguments=tuple(whose[1:]), figures=True, cue=a.cue_head, why="put at",
        )  # fmt: skip


def _accusations(tree: Tree, a: Attribution, taken: set[int]) -> Iterator[Nominal]:
    """ "accused X of fraud": X and the noun make a claim, alleged like that of a verb would be."""
    tokens = tree.tokens
    accused = tree.kid(a.cue_head, "dobj", "nsubjpass") if a.cue_head >= 0 else None
    if accused is None:
        return
    for p in tree.kids(a.cue_head, "prep"):
        for noun in (n for x in tree.kids(p, "pobj") for n in tree.conjuncts(x)):
            if tokens[p].lower not in ("of", "with") or noun in taken or tokens[noun].pos != "NOUN":
                continue
            first, last = tree.phrase(noun)
            arguments = [(tokens[k].lower, _part(tree, x)) for k in tree.kids(noun, "prep") for x in tree.kids(k, "pobj")]
            doing = p + 1  # "accused of smuggling uranium", where the parser has the gerund for an adjective
            gerund = (
                tokens[doing].tag == "VBG"
                and tokens[doing].head == noun
                and tokens[doing].dep == "amod"
                and tokens[noun].tag in ("NN", "NNS")
            )
            if gerund and arguments:
                arguments = [arguments[0], *arguments]
            yield Nominal(
                anchor=noun, predicate=doing if gerund else noun, first=first, last=last, subject=_part(tree, accused),
                object=Part(head=noun, first=doing + 1, last=noun) if gerund else arguments[0][1] if arguments else None,
                arguments=tuple(arguments[1:]), factuality=Factuality.ALLEGED, figures=True, why="accusation",
            )  # fmt: skip


def _eventive(tree: Tree, noun: int) -> bool:
    """Whether a noun states something: it is no name, and has a possessor or a complement, or is made from a verb."""
    token = tree.tokens[noun]
    if token.pos != "NOUN":
        return False
    definite = any(tree.tokens[c].lower == "the" for c in tree.kids(noun, "det"))
    return tree.kid(noun, "poss") is not None or token.lemma.endswith(_DEVERBAL) or (tree.kid(noun, "prep") is not None and not definite)


_DEVERBAL = ("tion", "sion", "ment", "ance", "ence")


# ---- spans


def _part(tree: Tree, head: int, mention: Mention | None = None) -> Part:
    first, last = tree.names.get(head) or tree.phrase(head)
    if mention is not None:
        while first < head and tree.tokens[first].start < mention.start:
            first += 1
    return Part(head=head, first=first, last=last)


def _name_first(tree: Tree, named: dict[int, tuple[Entity, Mention]], head: int) -> int:
    return _part(tree, head, named[head][1]).first if head in named else tree.phrase(head)[0]
