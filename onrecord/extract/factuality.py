"""How firmly a clause is put, and whether it affirms or denies, read off its syntax.

Factuality combines what the clause's own words say (modals, adverbs, the verb above an infinitive) with what it
stands under; where several values fit, the first of the contract's order counts (rule 6). Polarity is that of the
predicate, its subject and its object (rule 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.extract.clause_walk import Clause
from onrecord.extract.tree import Tree
from onrecord.lang import load_pack
from onrecord.model import Factuality, Polarity

_ORDER = tuple(Factuality)
_DEPENDENT = frozenset({"advcl", "pcomp", "xcomp", "acl"})


@dataclass(frozen=True, slots=True)
class Table:
    modals: dict[str, Factuality]
    adverbs: dict[str, Factuality]
    governors: dict[str, Factuality]
    acts: dict[str, Factuality]
    marks: dict[str, Factuality]
    happened: frozenset[str]
    failed: frozenset[str]
    negative: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    neg_raising: frozenset[str]
    own: frozenset[str]
    silent: frozenset[str]
    asking: frozenset[str]
    commissive: frozenset[str]
    withheld: frozenset[str]
    unknown: frozenset[str]
    ceased: frozenset[str]
    alleged: frozenset[str]
    inverted: frozenset[str]
    suspicions: frozenset[str]
    willing: frozenset[str]
    grounds: frozenset[str]
    scant: frozenset[str]
    witnessing: frozenset[str]
    wanted: frozenset[str]
    unlike: frozenset[str]
    kept_from: frozenset[str]
    held_off: frozenset[str]
    merely: frozenset[str]
    hearsay: frozenset[str]
    perfect_modals: dict[str, Factuality]
    conditions: frozenset[str]
    prospects: frozenset[str]
    omissions: frozenset[str]
    indefinite: frozenset[str]
    wanting: frozenset[str]
    pending: frozenset[str]
    finding: frozenset[str]
    securing: frozenset[str]
    aims: frozenset[str]
    astonished: frozenset[str]
    able: frozenset[str]
    holding: frozenset[str]
    sure: frozenset[str]
    fearing: frozenset[str]
    given: frozenset[str]
    beforehand: frozenset[str]
    means: frozenset[str]


@cache
def table(lang: str) -> Table:
    """The pack's table of factuality, with its values typed."""
    data: dict[str, Any] = load_pack(lang)["factuality"]

    def values(name: str) -> dict[str, Factuality]:
        return {word: Factuality(value) for word, value in data[name].items()}

    return Table(
        modals=values("modals"), perfect_modals=values("perfect_modals"), adverbs=values("adverbs"), governors=values("governors"),
        acts={**{act: Factuality(value) for act, value in load_pack(lang)["cues"]["acts"].items()}, **values("acts")},
        marks=values("marks"),
        happened=frozenset(data["implicative"]["positive"]), failed=frozenset(data["implicative"]["negative"]),
        negative=frozenset(data["negation"]["words"]), determiners=frozenset(data["negation"]["determiners"]),
        pronouns=frozenset(data["negation"]["pronouns"]), neg_raising=frozenset(data["negation"]["raising"]),
        own=frozenset(data["own"]["acts"]), silent=frozenset(data["silent"]["acts"]), asking=frozenset(data["silent"].get("asking", ())),
        commissive=frozenset(data["commissive"]["acts"]),
        ceased=frozenset(data["negation"]["ceased"]), alleged=frozenset(data["alleged_nouns"]["adjectives"]), inverted=frozenset(data["questions"]["inverted"]), suspicions=frozenset(data["alleged_nouns"]["suspicions"]), unknown=frozenset(data["questions"]["unknown"]), withheld=frozenset(data["withheld"]["verbs"]),
        grounds=frozenset(data["unsupported"]["grounds"]), scant=frozenset(data["unsupported"]["scant"]), witnessing=frozenset(data["unsupported"]["witnessing"]),
        wanted=frozenset(data["alleged_nouns"]["wanted"]), unlike=frozenset(data["negation"]["unlike"]), kept_from=frozenset(data["negation"]["kept_from"]), held_off=frozenset(data["negation"]["held_off"]), prospects=frozenset(data["prospects"]["nouns"]), merely=frozenset(data["negation"]["merely"]), conditions=frozenset(data["conditions"]["phrases"]),
        given=frozenset(data["prospects"].get("given", ())),
        fearing=frozenset(data["prospects"].get("fearing", ())), beforehand=frozenset(data["prospects"].get("beforehand", ())), means=frozenset(data["implicative"].get("means", ())), sure=frozenset(data["negation"].get("sure", ())), hearsay=frozenset(data["hearsay"]["verbs"]), omissions=frozenset(data["negation"]["omissions"]), wanting=frozenset(data["prospects"].get("wanting", ())), astonished=frozenset(data["negation"].get("astonished", ())), able=frozenset(data["negation"].get("able", ())), holding=frozenset(data["negation"].get("holding", ())), aims=frozenset(data["prospects"].get("aims", ())), securing=frozenset(data["implicative"].get("securing", ())), finding=frozenset(data["questions"].get("finding", ())), pending=frozenset(data["prospects"].get("pending", ())), indefinite=frozenset(data["prospects"].get("indefinite", ())), willing=frozenset(data["withheld"]["modals"]),
    )  # fmt: skip


def strongest(*values: Factuality) -> Factuality:
    """The first of the contract's order among some values."""
    return min(values, key=_ORDER.index, default=Factuality.ASSERTED)


class Firmness:
    """Factuality and polarity of the clauses of one document; clauses under another inherit what it is put as."""

    def __init__(
        self, tree: Tree, clauses: tuple[Clause, ...], cues: frozenset[int] = frozenset(), voiced: frozenset[int] = frozenset()
    ) -> None:
        self.tree, self.cues, self.voiced = tree, cues, voiced  # voiced: cues of which the text tells who says so
        self.table = table(tree.parsed.lang)
        self.by_head = {c.head: c for c in clauses}
        self._known: dict[int, Factuality] = {}

    def factuality(self, clause: Clause) -> Factuality:
        known = self._known.get(clause.head)
        if known is None:
            self._known[clause.head] = Factuality.ASSERTED  # ends a circle, should a parse have one
            known = self._known[clause.head] = strongest(*self._values(clause))
        return known

    def polarity(self, clause: Clause) -> Polarity:
        return Polarity.NEGATIVE if self._negated(clause) else Polarity.POSITIVE

    # ---- factuality

    def _values(self, clause: Clause) -> list[Factuality]:
        found = [self._question(clause), *self._own_words(clause), *self._folded(clause)]
        above = self._above(clause)
        if above is not None:
            found.append(above)
        if clause.mark in self.table.marks:
            found.append(self.table.marks[clause.mark])
        if clause.mark in self.table.pending and self._still_to_come(clause):
            found.append(Factuality.INTENDED)  # "will wait until we know the cause": not yet
        if self._supposed(clause) or self._uncertain(clause) or self._feared(clause):
            found.append(Factuality.HEDGED)
        if self._alleged_role(clause):
            found.append(Factuality.ALLEGED)
        if self._had_not(clause):
            found.append(Factuality.HEDGED)
        if self._unknown(clause):
            found.append(Factuality.QUESTIONED)
        if clause.infinitive and clause.kind == "main" and clause.subject is not None:
            found.append(Factuality.INTENDED)  # a headline: "Ferry workers to strike"
        if self._imperative(clause) or (clause.infinitive and clause.kind == "csubj"):
            found.append(Factuality.INTENDED)  # "to rebuild the pier would cost"
        if self._subjunctive(clause):
            found.append(Factuality.INTENDED)
        if self._unsupported(clause):
            found.append(Factuality.QUESTIONED)
        if self._of_nothing_yet(clause):
            governor = self.by_head[clause.governor]
            wanted = self.tree.tokens[governor.head].lemma in self.table.wanting
            found.append(Factuality.INTENDED if wanted else self.factuality(governor))
        return found

    def _of_nothing_yet(self, clause: Clause) -> bool:
        """ "may turn into a form that spreads", "wants a law that bans it": what is only meant or possible has its clause with it,
        unless that tells of the past or of something definite."""
        tree = self.tree
        governor = self.by_head.get(clause.governor)
        if governor is None or clause.kind not in ("relcl", "acl") or clause.infinitive or clause.folded:
            return False
        noun = tree.tokens[tree.tokens[clause.head].head]
        low = tree.edges[clause.head][0]
        if noun.pos != "NOUN" or noun.dep not in ("dobj", "pobj", "attr") or tree.tokens[low - 1].text == "," or low <= noun.i:
            return False
        marks = [tree.tokens[c].lower for c in tree.kids(noun.i, "det", "poss", "nummod")]
        if any(m not in self.table.indefinite for m in marks) or (not marks and noun.tag != "NNS"):
            return False
        first = tree.tokens[self._tensed(clause)]
        if not (first.tag in ("VBZ", "VBP", "MD") or (clause.kind == "acl" and first.tag == "VBG")):
            return False
        return noun.head == governor.head or tree.tokens[noun.head].head == governor.head or noun.head in governor.folded

    def _still_to_come(self, clause: Clause) -> bool:
        """Whether a clause in the present stands under one that lies ahead."""
        governor = self.by_head.get(clause.governor)
        ahead = governor is not None and self.factuality(governor) is Factuality.INTENDED
        tensed = self.tree.tokens[self._tensed(clause)]
        ahead = ahead or (clause.mark in self.table.beforehand and tensed.lemma == "have" and tensed.i != clause.head)
        return ahead and self.tree.tokens[self._tensed(clause)].tag in ("VBZ", "VBP")

    def _tensed(self, clause: Clause) -> int:
        """The first auxiliary of a clause, else its verb."""
        return next(iter(self.tree.kids(clause.head, "aux", "auxpass")), clause.head)

    def _supposed(self, clause: Clause) -> bool:
        """ "in the event that the dam breaks", "on condition that he pays": a condition that a noun opens."""
        tree, tokens = self.tree, self.tree.tokens
        mark = tree.kid(clause.head, "mark")
        if mark is None or mark < 2 or tokens[mark].lower != "that":
            return False
        before = mark - 2 if tokens[mark - 2].lower != "the" else mark - 3
        return before >= 0 and f"{tokens[before].lower} {tokens[mark - 1].lower}" in self.table.conditions

    def _feared(self, clause: Clause) -> bool:
        """ "are afraid of war breaking out": it may come or not."""
        tokens = self.tree.tokens
        noun = tokens[tokens[clause.head].head]
        preposition = tokens[noun.head]
        gerund = clause.kind == "acl" and tokens[clause.head].tag == "VBG" and noun.dep == "pobj" and preposition.lower == "of"
        return gerund and tokens[preposition.head].lemma in self.table.fearing

    def _uncertain(self, clause: Clause) -> bool:
        """ "we are fairly sure, but not certain, that the pump is broken"."""
        tree = self.tree
        above = tree.tokens[clause.head].head
        if clause.kind not in ("ccomp", "advcl") or clause.mark not in ("that", "") or tree.tokens[above].pos not in ("AUX", "VERB", "ADJ"):
            return False
        first = above if tree.tokens[above].pos == "ADJ" else tree.kid(above, "acomp")
        return first is not None and any(
            tree.tokens[k].lemma in self.table.sure and any(self._negates(c) for c in tree.children[k]) for k in tree.conjuncts(first)
        )

    def _unsupported(self, clause: Clause) -> bool:
        """ "no evidence that P", "nobody saw the ship leave": what is said not to be known."""
        tree, t = self.tree, self.table
        above = tree.tokens[tree.tokens[clause.head].head]
        noun = self._noun_over(clause) if clause.kind == "pcomp" else None
        if noun is not None and tree.tokens[noun].lemma in t.grounds and self._negative_noun(noun):
            return True  # "no evidence of causing harm"
        of = tree.tokens[above.head]
        if clause.kind == "acl" and above.dep == "pobj" and of.lower == "of" and tree.tokens[of.head].lemma in t.grounds:
            return self._negative_noun(of.head)  # "no evidence of humans getting it"
        if above.pos == "NOUN" and above.lemma in t.grounds and clause.kind in ("acl", "ccomp", "relcl") and not clause.infinitive:
            return self._negative_noun(above.i) or any(tree.tokens[c].lower in t.scant for c in tree.children[above.i])
        governor = self.by_head.get(clause.governor)
        if governor is None or clause.kind not in ("ccomp", "xcomp") or tree.tokens[governor.head].lemma not in t.witnessing:
            return False
        return self._negated(governor)

    def _question(self, clause: Clause) -> Factuality:
        tree = self.tree
        sentence = tree.parsed.sentences[tree.tokens[clause.head].sent]
        spoken = tree.parsed.blocks[sentence.block].speaker is not None  # who asks for something does not say that it is so
        asked = clause.kind in ("main", "conj") or (spoken and clause.kind == "ccomp")
        if not asked or not tree.text[sentence.start : sentence.end].rstrip("\"”’')").endswith("?"):
            return Factuality.ASSERTED
        behind = tree.text[tree.tokens[clause.head].end : sentence.end]
        quoted = "“" in behind or behind.count('"') > 1  # the question is somebody's words inside the sentence
        return Factuality.ASSERTED if quoted else Factuality.QUESTIONED

    def _own_words(self, clause: Clause) -> list[Factuality]:
        """Modals and adverbs of the predicate; a conjunct without auxiliaries of its own shares the first one's."""
        tree, t = self.tree, self.table
        heads = [clause.head, *clause.folded]
        head = tree.tokens[clause.head]
        while head.dep == "conj" and tree.kid(head.i, "aux", "auxpass", "nsubj", "nsubjpass") is None and head.head != head.i:
            head = tree.tokens[head.head]  # "will close branches, sell its offices and move"
            heads.append(head.i)
        found = []
        for k in heads:
            for c in tree.children[k]:
                token = tree.tokens[c]
                if token.dep == "aux" and token.lemma in t.modals and not (token.lower in t.willing and self._withheld(k)):
                    perfect = any(tree.tokens[x].lower in ("have", "'ve", "’ve") for x in tree.kids(k, "aux"))
                    found.append(t.perfect_modals.get(token.lemma, t.modals[token.lemma]) if perfect else t.modals[token.lemma])
                elif token.dep in ("advmod", "amod") and token.lower in t.adverbs and self._modifies(c, k):
                    found.append(t.adverbs[token.lower])
        return found

    def _withheld(self, k: int) -> bool:
        """ "would not say", "would neither confirm nor deny": a refusal, not a plan."""
        return self.tree.tokens[k].lemma in self.table.withheld and any(self._negates(c) for c in self.tree.children[k])

    def _modifies(self, c: int, k: int) -> bool:
        return self.tree.tokens[k].pos in ("VERB", "AUX", "ADJ") and self.tree.tokens[c].dep == "advmod"

    def _folded(self, clause: Clause) -> list[Factuality]:
        """The verbs over the one that counts in a complex predicate: "is believed to have", "plans to leave"."""
        tree, t = self.tree, self.table
        found: list[Factuality] = []
        if not clause.folded:
            return found
        for k in (clause.head, *clause.folded[:-1]):
            if tree.tokens[k].lemma == "be" and "to" in (tree.tokens[k + 1].lower, tree.tokens[k + 2].lower) and self._completed(k, clause):
                found.append(Factuality.INTENDED)  # "the campaign is to begin today"
            if tree.tokens[k].tag == "VBN" and tree.tokens[k].lemma in t.hearsay:
                found.append(Factuality.HEDGED)  # "is said to live in Minsk"
            for lemma in (tree.tokens[k].lemma, *(tree.tokens[c].lemma for c in tree.kids(k, "acomp"))):
                if lemma in t.governors and not (lemma == "go" and tree.tokens[k].tag != "VBG"):
                    found.append(t.governors[lemma])
        return found

    def _completed(self, k: int, clause: Clause) -> bool:
        """Whether an infinitive of the complex predicate hangs right on one of its verbs."""
        return any(self.tree.tokens[c].dep == "xcomp" for c in self.tree.children[k] if c in clause.folded)

    def _above(self, clause: Clause) -> Factuality | None:
        """What the clause above makes of this one."""
        t = self.table
        governor = self.by_head.get(clause.governor)
        if governor is None:
            omitted = clause.kind == "acl" and self.tree.tokens[self.tree.tokens[clause.head].head].lemma in t.omissions
            return Factuality.INTENDED if clause.infinitive and clause.kind in ("acl", "advcl", "relcl") and not omitted else None
        noun = self._noun_over(clause)
        if clause.kind == "pcomp" and noun is not None and self.tree.tokens[noun].lemma in t.suspicions:
            return Factuality.ALLEGED  # "on suspicion of throwing a brick"
        if clause.kind == "pcomp" and noun is not None and self.tree.tokens[noun].lemma in t.prospects:
            return Factuality.HEDGED  # "the risk of catching the virus"
        if clause.kind == "pcomp" and noun is not None and self.tree.tokens[noun].lemma in t.aims:
            return Factuality.INTENDED  # "with the aim of stopping it"
        lemma = self.tree.tokens[governor.folded[-1] if governor.folded else governor.head].lemma
        if clause.kind == "pcomp" and lemma in t.wanted:
            return Factuality.ALLEGED  # "wanted for laundering", "acquitted of bribing"
        found = []
        said = clause.kind == "ccomp" and not clause.infinitive and governor.head in self.cues  # the act decides, not the verb
        if clause.kind in ("xcomp", "ccomp", "pcomp") and not said and lemma in t.governors and lemma not in t.happened:
            found.append(t.governors[lemma])
        elif clause.kind == "acl" and self.tree.tokens[self.tree.tokens[clause.head].head].lemma in t.omissions:
            pass  # "failure to provide": it was not provided
        elif clause.infinitive and governor.folded and self.tree.tokens[clause.head].head == governor.folded[-1]:
            found.extend(self._folded(governor))  # "managed to cut the rope and reach the shore"
        elif clause.infinitive and (clause.kind in ("acl", "relcl") or (clause.kind in ("xcomp", "advcl") and lemma not in t.happened)):
            found.append(Factuality.INTENDED)  # what a noun is for is no more than meant, whatever its verb
        if clause.kind == "ccomp":  # "it is likely the boy drowned", "it cannot be ruled out that"
            over = [governor.lemma, *(self.tree.tokens[c].lemma for c in self.tree.kids(governor.head, "acomp"))]
            found.extend(t.governors[word] for word in over if word in t.governors and governor.head not in self.cues)
            if self.astonished(governor.head):
                found.clear()
            if self._hearsay(governor):
                found.append(Factuality.HEDGED)
            if lemma in t.securing and not self._finite_past(clause):
                found.append(self.factuality(governor))  # "the aim is to ensure that the wells are clean"
        depends = clause.kind in _DEPENDENT and not (clause.kind == "acl" and not clause.infinitive)
        if (depends or (clause.kind == "ccomp" and clause.infinitive)) and not self._finite(clause) and not self._setting(clause, governor):
            found.append(self.factuality(governor))
        return strongest(*found) if found else None

    def _setting(self, clause: Clause, governor: Clause) -> bool:
        """ "Appearing before a judge, she could be jailed": what a participle before its sentence tells has come about,
        but for what it is done by ("using a knife, he could open it")."""
        tokens, low = self.tree.tokens, self.tree.edges[clause.head][0]
        opens = low == self.tree.edges[governor.head][0] and tokens[low].tag == "VBG" and low == clause.head and not clause.mark
        hedged = governor.subject is not None and clause.head < governor.subject.first and governor.passive
        return opens and hedged and tokens[low].lemma not in self.table.means

    def _hearsay(self, governor: Clause) -> bool:
        """ "it was said that the mill had closed": somebody said so, the text does not tell who."""
        tree = self.tree
        token = tree.tokens[governor.head]
        own = tree.kid(governor.head, "nsubjpass")
        said = token.tag == "VBN" and token.lemma in self.table.hearsay and tree.kid(governor.head, "agent") is None
        said = said and governor.head not in self.voiced
        return said and own is not None and tree.tokens[own].lower == "it"

    def _finite_past(self, clause: Clause) -> bool:
        return self.tree.tokens[self._tensed(clause)].tag == "VBD"

    def _noun_over(self, clause: Clause) -> int | None:
        """The noun whose preposition a gerund stands behind."""
        tokens = self.tree.tokens
        preposition = tokens[tokens[clause.head].head]
        return preposition.head if preposition.dep == "prep" and tokens[preposition.head].pos == "NOUN" else None

    def _finite(self, clause: Clause) -> bool:
        """A clause with a tense of its own does not share what the one above is put as."""
        tree = self.tree
        return any(tree.tokens[k].tag in ("VBD", "VBZ", "VBP", "MD") for k in (clause.head, *tree.kids(clause.head, "aux", "auxpass")))

    def _alleged_role(self, clause: Clause) -> bool:
        """ "is the alleged leader of": what somebody is said to be."""
        if clause.object is None or clause.lemma not in ("be", "become", "remain"):
            return False
        return any(t.lower in self.table.alleged for t in self.tree.tokens[clause.object.first : clause.object.head])

    def _had_not(self, clause: Clause) -> bool:
        """ "had the navy not sent help": an unfulfilled condition, by its inversion."""
        tree = self.tree
        had, subject = tree.kid(clause.head, "aux"), tree.kid(clause.head, "nsubj", "nsubjpass")
        if had is None or subject is None or clause.kind not in ("advcl", "ccomp", "conj") or not had < tree.edges[subject][0]:
            return False
        return tree.tokens[had].lower in self.table.inverted

    def _unknown(self, clause: Clause) -> bool:
        """ "it remains unclear who ordered it": an indirect question under a word that says that the answer is not known."""
        tree = self.tree
        if clause.kind not in ("ccomp", "pcomp", "csubj", "advcl") or not (
            any(tree.tokens[k].tag in ("WP", "WRB", "WDT", "WP$") for k in tree.children[clause.head])
            or tree.tokens[tree.edges[clause.head][0]].tag in ("WP", "WDT", "WRB")
        ):
            return False
        head = tree.tokens[clause.head].head
        if clause.kind == "ccomp" and tree.tokens[head].lemma in self.table.finding:  # "to find out who did it", "do not know where"
            sought = any(tree.tokens[c].tag == "TO" for c in tree.kids(head, "aux"))
            return sought or any(self._negates(c) for c in tree.children[head])
        return any(tree.tokens[k].lower in self.table.unknown for k in (head, *tree.kids(head, "acomp", "attr", "advmod")))

    def _subjunctive(self, clause: Clause) -> bool:
        """ "imperative that the dam be repaired": a base form with a subject of its own, under no auxiliary."""
        tree = self.tree
        first = tree.tokens[next((k for k in clause.verbs if tree.tokens[k].dep != "neg"), clause.verbs[0])]
        own = tree.kid(clause.head, "nsubj", "nsubjpass")
        marked = any(tree.tokens[c].lower == "that" for c in tree.kids(clause.head, "mark"))
        return clause.kind in ("ccomp", "csubj", "advcl") and first.tag == "VB" and marked and own is not None and own < first.i

    def _imperative(self, clause: Clause) -> bool:
        token = self.tree.tokens[clause.head]
        if token.tag != "VB" or clause.subject is not None or self.tree.kid(clause.head, "expl", "mark") is not None:
            return False
        helped = self.tree.kids(clause.head, "aux")
        if clause.kind == "main":
            return not helped
        return clause.kind in ("ccomp", "advcl") and all(self.tree.tokens[c].lower in ("do", "don't") for c in helped)

    # ---- polarity

    def _negated(self, clause: Clause) -> bool:
        tree, t = self.tree, self.table
        if clause.mark == "without" or self._far_from(clause) or self._kept_from(clause):
            return True
        chain = (clause.head, *clause.folded)
        negated = any(self._negates(c) or self._no_longer(c) for k in chain for c in tree.children[k])
        if not negated and self._shares_negation(clause):
            negated = True
        for part in (clause.subject, clause.object):
            if part is not None and self._negative_noun(part.head):
                negated = True
        governor = self.by_head.get(clause.governor)
        if not negated and governor is not None and governor.folded and clause.kind in ("ccomp", "acl") and not self._finite(clause):
            negated = tree.tokens[governor.head].lemma in t.failed and tree.tokens[clause.head].head == governor.folded[-1]
        if not negated and governor is not None and clause.kind in ("ccomp", "xcomp"):
            lemma = tree.tokens[governor.head].lemma
            negated = lemma in t.neg_raising and any(self._negates(c) for c in tree.children[governor.head])
            negated = negated and not self.astonished(governor.head)
        return negated

    def astonished(self, k: int) -> bool:
        """ "I can't believe that we won": it is so, and a wonder."""
        tree, t = self.tree, self.table
        return tree.tokens[k].lemma in t.astonished and any(tree.tokens[c].lower in t.able for c in tree.kids(k, "aux"))

    def _far_from(self, clause: Clause) -> bool:
        """ "far from shrinking"."""
        tokens = self.tree.tokens
        preposition = tokens[tokens[clause.head].head]
        return (
            clause.kind == "pcomp" and preposition.i > 0 and f"{tokens[preposition.i - 1].lower} {preposition.lower}" in self.table.unlike
        )

    def _kept_from(self, clause: Clause) -> bool:
        """ "prevented her from leaving", "no need to slaughter the herd": what is not done."""
        tokens = self.tree.tokens
        above = tokens[tokens[clause.head].head]
        if clause.kind in ("acl", "relcl") and clause.infinitive:
            if above.pos != "NOUN":
                return False
            owner = self.by_head.get(above.head)  # "without having had a chance to dress"
            lacking = owner is not None and above.dep == "dobj" and owner.lemma in self.table.holding and self._negated(owner)
            return lacking or above.lemma in self.table.omissions or self._negative_noun(above.i)
        governor = self.by_head.get(clause.governor)
        if clause.kind != "pcomp" or above.lower not in self.table.held_off or governor is None:
            return False
        verb = governor.folded[-1] if governor.folded else governor.head
        return tokens[verb].lemma in self.table.kept_from and not self._negated(governor)

    def _negates(self, c: int) -> bool:
        token = self.tree.tokens[c]
        following = self.tree.tokens[c + 1].lower if c + 1 < len(self.tree.tokens) else ""
        if following in self.table.merely:  # "not only has it closed"
            return False
        return token.dep == "neg" or (
            token.dep in ("advmod", "preconj", "cc") and token.lower in self.table.negative and token.lower != "nor"
        )

    def _shares_negation(self, clause: Clause) -> bool:
        tree = self.tree
        token = tree.tokens[clause.head]
        if token.dep != "conj" or tree.kid(clause.head, "nsubj", "nsubjpass", "aux", "auxpass") is not None:
            return False
        cc = tree.kid(token.head, "cc")
        return cc is not None and tree.tokens[cc].lower in ("or", "nor") and any(self._negates(c) for c in tree.children[token.head])

    def _no_longer(self, c: int) -> bool:
        """ "no longer", "no more" before a verb or an adjective."""
        tokens = self.tree.tokens
        return tokens[c].dep == "advmod" and tokens[c].lower in self.table.ceased and c > 0 and tokens[c - 1].lower == "no"

    def polarity_of_noun(self, noun: int) -> Polarity:
        """Of an event that a noun states: "no deaths were reported" (-1: no noun states it)."""
        return Polarity.NEGATIVE if noun >= 0 and self._negative_noun(noun) else Polarity.POSITIVE

    def _negative_noun(self, head: int) -> bool:
        tree, t = self.tree, self.table
        if tree.tokens[head].dep == "conj":  # "neither the pilot nor the copilot"
            above = tree.tokens[head].head
            if any(tree.tokens[c].lower == "nor" for c in tree.kids(above, "cc")):
                return True
        if tree.tokens[head].lower in t.pronouns:
            return True
        return any(tree.tokens[c].dep in ("det", "neg", "preconj") and tree.tokens[c].lower in t.determiners for c in tree.children[head])
