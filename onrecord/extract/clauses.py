"""Parsed -> clauses: every predicate with its subject, object and arguments, before anybody asks who says so.

The roles are read off CLEAR-style dependencies (Choi & Palmer 2012). What a clause leaves unsaid is taken from the
clause that governs it: a conjunct's subject, a participle's, an infinitive's by its governing verb (control), a
relative pronoun's antecedent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from onrecord.extract.said.cues import load_cues
from onrecord.extract.tree import SUBJECTS, Tree
from onrecord.lang import load_pack

_OBJECTS = ("dobj", "attr", "oprd", "acomp")
_CLAUSAL = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "csubjpass", "parataxis", "dep", "prep"})  # fmt: skip
_LONGEST = 25  # tokens of a clause that is taken into a part
_AUX = ("aux", "auxpass", "neg", "prt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A role of a clause: its head token, and the first and last token of its words."""

    head: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """``head`` is the predicate's token; ``verbs`` its words (auxiliaries, particle, governed verb) in text order;
    ``owned`` the tokens that belong to this clause and to no other; ``governor`` the head of the clause above it."""

    head: int
    kind: str
    lemma: str
    verbs: tuple[int, ...]
    subject: Part | None = None
    object: Part | None = None
    arguments: tuple[tuple[str, Part], ...] = ()
    passive: bool = False
    infinitive: bool = False
    mark: str = ""
    governor: int = -1
    folded: tuple[int, ...] = ()
    owned: frozenset[int] = field(default_factory=frozenset)
    first: int = -1
    last: int = -1
    why: str = ""


@cache
def _control(lang: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_pack(lang)["clauses"].items() if isinstance(words, list)}


def find_clauses(tree: Tree, cues: frozenset[int] = frozenset(), moved: Mapping[int, int] = MappingProxyType({})) -> tuple[Clause, ...]:
    """All clauses of a document in text order. ``cues`` are the heads of saying verbs, whose complement is somebody's
    words and so a clause of its own, never a part of theirs; ``moved`` are verbs that share the subject of another than
    the one that the parser has coordinated them with."""
    return tuple(_Finder(tree, cues, moved).run())


class _Finder:
    """The walk over one document; it remembers which clause each head has, so that subjects can be inherited."""

    def __init__(self, tree: Tree, cues: frozenset[int], moved: Mapping[int, int]) -> None:
        self.tree, self.cues, self.moved = tree, cues, moved
        self.words = _control(tree.parsed.lang)
        self.says = load_cues(tree.parsed.lang).verbs
        self.heads: set[int] = set()
        self.subjects: dict[int, Part | None] = {}
        self.objects: dict[int, Part | None] = {}
        self.folded: dict[int, int] = {}
        self.unsaid: set[int] = set()  # heads of clauses that say of nobody that he does what they tell
        self.chains: dict[int, list[int]] = defaultdict(list)  # head of a complex predicate -> the verbs folded into it

    def run(self) -> Iterator[Clause]:
        tokens = self.tree.tokens
        heads = [t.i for t in tokens if self._is_predicate(t.i)]
        self.heads.update(heads)
        for i in heads:
            target = self._folds_into(i)
            if target is not None:
                self.folded[i] = target
        for i in self.folded:
            self.chains[self._top(i)].append(i)
        found: list[Clause] = []
        for i in sorted(heads, key=lambda i: (len(self.tree.ancestors(i)), i)):  # governors first: subjects are inherited
            if i not in self.folded:
                found.extend(self._clauses(i))
        yield from sorted(found, key=lambda c: c.head)

    # ---- which words are predicates

    def _is_predicate(self, i: int) -> bool:
        token = self.tree.tokens[i]
        if token.dep not in _CLAUSAL:
            return False
        if token.pos == "VERB":
            return token.dep != "prep"
        if token.pos == "AUX":
            return True
        gerund = token.lower.endswith("ing") and token.dep in ("pcomp", "conj", "advcl", "acl") and token.pos in ("ADJ", "NOUN")
        return gerund and (token.dep == "pcomp" or self.tree.kid(i, "dobj") is not None)

    def _folds_into(self, i: int) -> int | None:
        """The head of the complex predicate that an infinitive or participle completes ("managed to escape")."""
        tree, token = self.tree, self.tree.tokens[i]
        head = tree.tokens[token.head]
        if (
            token.dep == "conj"
            and token.tag == "VB"
            and any(tree.tokens[c].lower in ("or", "nor") for c in tree.kids(head.i, "cc"))
            and head.dep == "xcomp"
            and tree.tokens[head.head].lemma in self.words["declining"]
            and tree.kid(i, *SUBJECTS, "aux") is None
        ):
            return head.head  # "refused to confirm or deny"
        said_to = head.tag == "VBN" and self._reported(head.lemma) and self._passive(head.i, "")  # "is said to live"
        if token.dep != "xcomp" or (head.i in self.cues and not said_to) or head.pos not in ("VERB", "AUX", "ADJ"):
            return None
        if tree.kid(i, *SUBJECTS) is not None and tree.tokens[i].pos != "AUX":
            return None
        if tree.kid(head.i, "dobj", "dative") is not None and head.lemma not in self.words["raising"]:
            return None
        if head.tag == "VBN" and not said_to and not self._controls(head.lemma) and self._infinitive(i) and self._passive(head.i, ""):
            return None  # "was bought to reach the roof": for this, not this itself
        if self._announcing(head.i):
            return None
        return self._copular(head.i) if head.pos == "ADJ" else head.i

    def _announcing(self, i: int) -> bool:
        """Whether "it is" with an adjective only judges what its infinitive tells ("it is necessary to wait")."""
        tree, tokens = self.tree, self.tree.tokens
        be = self._copular(i) if tokens[i].pos == "ADJ" else i
        own, adjective = tree.kid(be, "nsubj"), tree.kid(be, "acomp")
        return (
            tokens[be].lemma == "be"
            and own is not None
            and adjective is not None
            and tokens[own].lower == "it"
            and tokens[adjective].lemma in self.words["judging"]
        )

    def _reported(self, lemma: str) -> bool:
        """Whether a verb in the passive only tells how it is known that its infinitive holds ("confirmed to have left")."""
        return lemma in self.words["raising"] or lemma in self.words["known"]

    def _copular(self, i: int) -> int:
        """ "is able to", "is likely to": the copula above an adjective."""
        token = self.tree.tokens[i]
        head = self.tree.tokens[token.head]
        return head.i if token.dep == "acomp" and head.lemma == "be" else i

    def _top(self, i: int) -> int:
        while i in self.folded:
            i = self.folded[i]
        return i

    # ---- one predicate, one or more clauses

    def _clauses(self, i: int) -> Iterator[Clause]:
        chain = [i, *self.chains.get(i, ())]
        last = chain[-1]
        kind = self._kind(i)
        passive = self._passive(last, kind)
        governor = self._governor(i)
        subject = self._subject(i, kind, governor)
        objects = self._objects(chain, kind, i)
        verbs = self._verbs(chain)
        arguments = self._arguments(chain, passive)
        bare = objects[0] if objects else None
        subject = subject if subject is None else self._whole(subject, i)
        objects = [self._whole(o, i) for o in objects]
        if objects and len(objects) == 1:
            objects = [self._with_infinitive(objects[0], chain)]
        arguments = tuple((role, self._whole(part, i)) for role, part in arguments)
        if not self.cues.intersection(chain):
            arguments += self._doings(chain, bare=not objects and all(role.startswith("according") for role, _ in arguments))
        about = self.tree.tokens[subject.head] if subject is not None else None
        vague = about is not None and (about.lower in self.words["indefinite"] or (kind == "acl" and about.lemma in self.words["hollow"]))
        if vague and not objects and not arguments and (kind in ("acl", "relcl") or self._infinitive(i)):
            return  # "anything left to count", "the people involved" says nothing by itself
        if kind in ("relcl", "acl") and (self._any_such(i) or self._whoever(i)):
            self.subjects[i], self.objects[i] = None, None
            return  # "anyone who lied will be fined": nobody is said to have lied
        if subject is not None and self.tree.tokens[subject.head].lower == "one" and kind == "advcl" and self._mark(i):
            return  # "when one feels sick": whoever does
        if kind == "advcl" and self._mark(i) == "than" and self.tree.tokens[i].lemma in ("be", "do", "have"):
            return  # "higher than they have been": no more than a measure
        if kind == "relcl" and self._sums_up(i):
            self.subjects[i], self.objects[i] = None, None
            return
        if kind == "pcomp" and self._purpose_of_a_thing(i):
            self.subjects[i], self.objects[i] = None, None
            self.unsaid.add(i)
            return
        if (
            governor in self.unsaid and kind in ("ccomp", "xcomp") and self.tree.tokens[i].tag in ("VB", "VBN", "VBG")
        ) or self._of_hardness(i):
            self.unsaid.add(i)
            return  # "no sense in buying it and having it rot"
        if subject is None and passive and self._infinitive(i) and kind in ("acl", "relcl", "xcomp", "advcl"):
            return  # "to be kept indoors": who or what is not said, and the clause above has it among its words
        if kind == "acl" and not objects and not arguments and len(chain) == 1 and self._bare(i):
            return  # "the countries involved"
        if kind == "main" and self._only_exists(i, objects):
            self.subjects[i], self.objects[i] = subject, objects[0]
            return  # "there were 40 people arrested": it is the arrest that is told
        owned = self._owned(chain)
        lemma = self._lemma(chain)
        base = Clause(
            head=i, kind=kind, lemma=lemma, verbs=verbs, arguments=arguments, passive=passive,
            infinitive=self._infinitive(i), mark=self._mark(i), governor=governor, folded=tuple(chain[1:]),
            owned=owned, why=f"clause:{kind}",
        )  # fmt: skip
        gerund = self._is_gerund(i, subject)
        if gerund is not None:
            base = replace(base, lemma="be", verbs=(gerund,), arguments=(), passive=False)
            objects = [self._plain_from(i, gerund)]
        self.subjects[i], self.objects[i] = subject, bare
        subjects: list[Part | None] = (
            [subject]
            if subject is None or self._borrowed(i, kind, subject) or len(self._each(subject.head)) == 1
            else [self._whole(self._part(c), i) for c in self._each(subject.head)]
        )
        for who in subjects:
            for what in objects or (None,):
                yield self._bounded(replace(base, subject=who, object=what), chain)

    def _borrowed(self, i: int, kind: str, subject: Part) -> bool:
        """Whether a relative clause is about the noun that it hangs on, whose coordinates it does not share."""
        return kind == "relcl" and self.tree.tokens[subject.head].head not in (i, self._coordinated(i))

    def _any_such(self, i: int) -> bool:
        """Whether a clause only narrows down whom a sentence is about, without saying that there is anybody like it."""
        tree, tokens = self.tree, self.tree.tokens
        head = self._antecedent(i)
        if tokens[tree.edges[i][0] - 1].text in (",", "—", "–"):
            return False
        return tokens[head].lower in self.words["anybody"] or any(
            tokens[c].dep == "det" and tokens[c].lower in self.words["any"] for c in tree.children[head]
        )

    def _whoever(self, i: int) -> bool:
        """ "people who own dogs should register them": whoever there may be like that."""
        tree, tokens = self.tree, self.tree.tokens
        head = self._antecedent(i)
        if tokens[head].tag not in ("NNS", "DT") or tokens[tree.edges[i][0] - 1].text in (",", "—", "–") or self._kind(i) != "relcl":
            return False
        if tree.kid(head, "det", "poss", "nummod", "amod") is not None or tokens[head].dep not in ("nsubj", "nsubjpass"):
            return False
        if not any(tokens[k].tag in ("VBP", "VBZ", "MD") for k in (i, *tree.kids(i, "aux", "auxpass"))):
            return False  # "residents who fled will return" are some
        above = tokens[head].head
        return any(tokens[c].tag == "MD" for c in tree.kids(above, "aux")) or (
            tokens[above].tag == "VBN" and tokens[above].lemma in self.words["object_infinitive"]
        )

    def _bidding(self, i: int) -> bool:
        """ "'Close the gate,' he said": an imperative has no subject, least of all the one who says it."""
        tree, tokens = self.tree, self.tree.tokens
        if tokens[i].tag != "VB" or tokens[i].dep not in ("ccomp", "advcl") or tree.kid(i, "mark") is not None:
            return False
        return (
            all(tokens[c].lemma == "do" for c in tree.kids(i, "aux"))
            and tokens[tokens[i].head].lemma not in self.words["object_infinitive"]
        )

    def _sums_up(self, i: int) -> bool:
        """ "…, which is why we are here", "…, which is what they wanted": it is about all that was said, not about a noun."""
        tree, tokens = self.tree, self.tree.tokens
        own = tree.kid(i, "nsubj")
        if tokens[i].lemma != "be" or own is None or tokens[own].lower != "which" or i + 1 >= len(tokens):
            return False
        return tokens[i + 1].tag in ("WRB", "WP")

    def _purpose_of_a_thing(self, i: int) -> bool:
        """ "a method for preventing the spread", "a ban on selling oysters"."""
        tokens = self.tree.tokens
        preposition = tokens[tokens[self._coordinated(i)].head]
        above = tokens[preposition.head]
        if above.pos != "NOUN":
            return False
        meant = preposition.lower == "for" and above.lemma in self.words["instruments"]
        vain = preposition.lower in ("in", "of") and above.lemma in self.words["merits"]
        return meant or vain or (preposition.lower in ("on", "against", "about") and above.lemma in self.words["rulings"])

    def _of_hardness(self, i: int) -> bool:
        """Whether an infinitive only tells for whom something is hard or easy to do ("remains hard for children to reach")."""
        tree, tokens = self.tree, self.tree.tokens
        above = tokens[i].head
        own, adjective = tree.kid(above, "nsubj"), tree.kid(above, "acomp")
        return (
            tokens[i].tag == "VB"
            and tokens[i].dep in ("advcl", "ccomp", "xcomp")
            and own is not None
            and tokens[own].lower != "it"
            and adjective is not None
            and tokens[adjective].lemma in self.words["judging"]
            and adjective < i
            and tokens[tree.edges[i][0]].lower == "for"
        )

    def _bare(self, i: int) -> bool:
        """Whether a participle that says nothing by itself stands alone."""
        return self.tree.tokens[i].lemma in self.words["idle"] and not any(
            self.tree.tokens[c].pos not in ("PUNCT", "SPACE", "PART") for c in self.tree.children[i]
        )

    def _is_gerund(self, i: int, subject: Part | None) -> int | None:
        """The copula of "the best protection is covering one's mouth", which the parser takes for a progressive."""
        tree, tokens = self.tree, self.tree.tokens
        auxiliaries = tree.kids(i, "aux")
        if tokens[i].tag != "VBG" or len(auxiliaries) != 1 or tokens[auxiliaries[0]].lemma != "be" or subject is None:
            return None
        own = tree.kid(i, "nsubj")
        return auxiliaries[0] if own == subject.head and tokens[own].lemma in self.words["abstract"] else None

    def _plain_from(self, i: int, behind: int) -> Part:
        """All of a clause behind one of its words."""
        tree, tokens = self.tree, self.tree.tokens
        last = tree.edges[i][1]
        other = next((c for c in tree.kids(i, "conj") if tokens[i].tag == "VBG" and tokens[c].tag in ("VBN", "VBD")), None)
        if other is not None:  # "convicted of infecting them and sentenced": of the verb above
            last = tree.edges[other][0] - 1
        while last > i and tokens[last].pos in ("PUNCT", "CCONJ"):
            last -= 1
        return Part(head=i, first=behind + 1, last=last)

    def _only_exists(self, i: int, objects: list[Part]) -> bool:
        """Whether a clause with "there" only brings in a noun and the participle that tells what happened to it."""
        tree, tokens = self.tree, self.tree.tokens
        if tokens[i].lemma != "be" or tree.kid(i, "expl") is None or len(objects) != 1:
            return False
        told = [c for c in tree.kids(objects[0].head, "acl") if tokens[c].tag in ("VBN", "VBG") and c == tree.edges[c][0]]
        return (
            bool(told)
            and tokens[told[0] - 1].text != ","
            and tree.kid(i, "prep", "conj", "advcl") is None
            and not any(tokens[c].tag == "MD" for c in tree.kids(i, "aux"))
        )

    def _passive(self, i: int, kind: str) -> bool:
        tree, token = self.tree, self.tree.tokens[i]
        if tree.kid(i, "auxpass", "nsubjpass") is not None or (kind == "acl" and token.tag == "VBN"):
            return True
        return token.dep == "conj" and token.tag == "VBN" and tree.kid(i, "aux", "nsubj") is None and self._passive(token.head, kind)

    def _kind(self, i: int) -> str:
        token = self.tree.tokens[i]
        if token.dep == "conj":
            top = self._coordinated(i)
            if token.tag in ("VBD", "VBZ", "VBP") and self.tree.tokens[top].tag == "VB":
                return "conj"  # "declined to release the tapes and adjourned the hearing"
            return "conj" if top == i else self._kind(top) if self._kind(top) in ("relcl", "acl", "advcl", "pcomp", "xcomp") else "conj"
        return {"ROOT": "main", "dep": "main", "parataxis": "main", "csubjpass": "csubj"}.get(token.dep, token.dep)

    def _coordinated(self, i: int) -> int:
        """The first verb of a coordination."""
        tokens = self.tree.tokens
        while tokens[i].dep == "conj" and (tokens[tokens[i].head].pos in ("VERB", "AUX") or self._is_predicate(tokens[i].head)):
            i = tokens[i].head
        return i

    def _governor(self, i: int) -> int:
        for a in self.tree.ancestors(self._coordinated(i)):
            if self._is_predicate(a):
                return self._top(a)
        return -1

    def _infinitive(self, i: int) -> bool:
        top = self._coordinated(i)
        if self.tree.tokens[i].tag in ("VBD", "VBZ", "VBP") and top != i:
            return False
        return any(self.tree.tokens[c].dep == "aux" and self.tree.tokens[c].tag == "TO" for k in {i, top} for c in self.tree.children[k])

    def _mark(self, i: int) -> str:
        mark = self.tree.kid(i, "mark")
        if mark is not None:
            return self.tree.tokens[mark].lower
        token = self.tree.tokens[i]
        if token.dep == "pcomp":
            return self.tree.tokens[token.head].lower
        wh = [c for c in self.tree.children[i] if self.tree.tokens[c].dep == "advmod" and self.tree.tokens[c].tag == "WRB"]
        return self.tree.tokens[wh[0]].lower if wh else ""

    # ---- who

    def _subject(self, i: int, kind: str, governor: int) -> Part | None:
        tree, tokens = self.tree, self.tree.tokens
        own = tree.kid(i, *SUBJECTS)
        if own is not None:
            return self._own_subject(i, own)
        if (
            tree.kid(i, "expl") is not None
            or self._bidding(i)
            or (kind == "advcl" and tokens[i].tag in ("VBZ", "VBP") and tree.kid(i, "mark") is not None)
        ):
            return None  # "because there is a need": a clause with a tense has its own subject or none
        if tokens[i].dep == "conj":
            top = self.moved.get(i, tokens[i].head)
            while tokens[i].tag in ("VBD", "VBZ", "VBP") and tokens[top].tag == "VB" and tokens[top].dep in ("xcomp", "ccomp", "advcl"):
                if not any(tokens[c].tag == "TO" for c in tree.kids(top, "aux")):
                    break
                top = tokens[top].head  # "forced him to open the safe and then tried to burn the shop"
            if self._is_predicate(top):
                return self.subjects.get(self._top(top))
            if (
                tokens[i].tag == "VBG"
                and governor >= 0
                and tokens[top].lower.endswith("ing")
                and tokens[top].dep in ("dobj", "advcl", "oprd")
            ):
                return self.subjects.get(governor)  # "was found vomiting and shaking", where the first reads like a noun
        if kind == "relcl" and not self._infinitive(i):
            return self._named(self._antecedent(i)) if not self._relative_object(i) else None
        if kind in ("acl", "relcl"):
            head = tokens[self._coordinated(i)].head
            if self._infinitive(i):
                if tokens[head].lower in self.words["purpose"] and governor >= 0:  # "in order to hide"
                    return self._controller(i, "advcl", governor)
                possessor = tree.kid(head, "poss")
                if kind == "relcl" and tokens[head].dep == "pobj" and tokens[tokens[head].head].lower == "for":
                    return self._part(head)  # "an order for dogs to be kept indoors"
                ranked = any(tokens[c].lower in self.words["ranking"] for c in tree.children[head])
                ranked = ranked or (tokens[head].dep == "dobj" and tokens[tokens[head].head].lemma in self.words["object_purpose"])
                return self._part(possessor) if possessor is not None else self._named(head) if ranked else None
            return self._named(head) if tokens[head].pos in ("NOUN", "PROPN", "PRON", "NUM") else None
        if governor < 0:
            return None
        if kind in ("xcomp", "advcl", "pcomp", "csubj") or (kind == "ccomp" and self._infinitive(i)):
            return self._controller(i, kind, governor)
        return None

    def _named(self, head: int) -> Part:
        """What a clause behind a noun is about: the noun, or what it is said of where it is a predicate ("Kormoran was the
        only ship to attack", "she is a judge who …")."""
        tree, tokens = self.tree, self.tree.tokens
        copula = tokens[head].head
        if tokens[head].dep == "attr" and tokens[copula].lemma == "be" and tree.kid(copula, "neg") is None:
            subject = tree.kid(copula, "nsubj")
            if (
                subject is not None
                and tokens[subject].pos in ("NOUN", "PROPN", "PRON")
                and tokens[subject].lower not in self.words["pointing"]
            ):
                return self._part(subject)
        whole = self._part(head)
        swept = whole.first < head and tokens[whole.first].lower in self.words["sweeping"]
        return replace(whole, first=whole.first + 1) if swept else whole

    def _own_subject(self, i: int, own: int) -> Part | None:
        tokens = self.tree.tokens
        word = tokens[own]
        if word.tag in ("WDT", "WP") and self._kind(i) == "relcl":
            return self._named(self._antecedent(i))
        if word.dep in ("csubj", "csubjpass"):
            return self._plain(own)
        if word.lower in ("that", "which", "who") and word.tag in ("WDT", "WP", "IN"):
            return self._across(i) or self._beside(i)
        return self._part(own)

    def _across(self, i: int) -> Part | None:
        """ "accounts that prosecutors say held millions": the noun that the relative clause of the saying hangs on."""
        tokens = self.tree.tokens
        above = tokens[i].head
        if tokens[i].dep != "ccomp" or self._kind(above) != "relcl" or above not in self.cues:
            return None
        return self._part(self._antecedent(above))

    def _beside(self, i: int) -> Part | None:
        """ "a nurse from Kenya and who moved to Oslo": the noun above what a relative clause is coordinated with."""
        tokens, k = self.tree.tokens, i
        if tokens[i].dep != "conj":
            return None
        while tokens[k].head != k and (k == i or tokens[k].pos not in ("NOUN", "PROPN", "PRON") or tokens[k].dep == "pobj"):
            k = tokens[k].head
        return self._named(k) if k < i and tokens[k].pos in ("NOUN", "PROPN", "PRON") else None

    def _antecedent(self, i: int) -> int:
        """What a relative clause is about: the noun it hangs on, and "the majority of those who" look through "of"."""
        return self.tree.tokens[self._coordinated(i)].head

    def _relative_object(self, i: int) -> bool:
        tree = self.tree
        return any(tree.tokens[c].dep in ("dobj", "pobj", "attr") and tree.tokens[c].tag in ("WDT", "WP") for c in tree.children[i])

    def _controller(self, i: int, kind: str, governor: int) -> Part | None:
        """Whose the unsaid subject of an infinitive or participle is."""
        tokens = self.tree.tokens
        subject, target = self.subjects.get(governor), self.objects.get(governor)
        if subject is not None and tokens[subject.head].dep in ("csubj", "csubjpass"):
            subject = None  # what is done does nothing itself: "to see them was hard"
        if subject is not None and tokens[subject.head].lower == "it" and kind == "xcomp" and tokens[governor].lemma == "be":
            return None  # "it is too soon to say"
        if target is not None and tokens[target.head].ent in ("MONEY", "PERCENT", "QUANTITY"):
            target = None  # "was acquitted but fined 400,000 euros for failing to": no amount does a thing
        if target is not None and tokens[target.head].dep in ("xcomp", "ccomp"):
            target = None  # nor does what is done
        lemma = tokens[governor].lemma
        passive = self._passive(governor, "acl" if tokens[governor].dep == "acl" else "")
        if kind == "pcomp" and passive and tokens[tokens[i].head].lower == "by":
            return None  # "millions were made by selling": who sells is not said
        if kind == "pcomp" and tokens[governor].tag == "VBN" and tokens[tokens[i].head].lower == "for" and lemma in self.words["serving"]:
            return None  # nor who gives it in "the test required for giving blood"
        if kind == "xcomp" and target is not None and lemma not in self.words["subject_control"] and self._of_the_object(i, lemma):
            return target
        if self._infinitive(i) and (
            kind == "advcl" or (kind == "xcomp" and target is None and (passive or lemma in self.words["patient"]))
        ):
            if passive and not self._controls(lemma):  # "was used to break the door": whoever used it wants to break it
                agent = self.tree.kid(governor, "agent")
                by = self.tree.kid(agent, "pobj") if agent is not None else None
                return self._part(by) if by is not None else None
            if lemma in self.words["patient"]:
                return None  # "suffered beatings to make him talk"
        if kind == "pcomp" and target is not None and not passive and lemma in self.words["object_of"]:
            return target
        if kind == "advcl" and target is not None and lemma in self.words["object_purpose"] and self._infinitive(i):
            return target
        if kind == "ccomp" and target is not None and not passive:
            return target
        return subject

    def _of_the_object(self, i: int, lemma: str) -> bool:
        """Whether the object of a verb does what stands behind it ("taught him to read"), and not who acts on it ("used a
        knife to open it", which the parser takes for the same)."""
        return self._controls(lemma) or not self._infinitive(i)

    def _controls(self, lemma: str) -> bool:
        """Whether those whom a verb is done to do what its infinitive says."""
        return any(lemma in self.words[name] for name in ("object_infinitive", "object_purpose", "object_control", "raising"))

    # ---- what

    def _light(self, i: int) -> tuple[int, int, int] | None:
        """Noun, preposition and its noun of a light verb ("take control of the mines"), or None."""
        tree, tokens = self.tree, self.tree.tokens
        noun = tree.kid(i, "dobj")
        if (
            noun is None
            or f"{tokens[i].lemma} {tokens[noun].lemma}" not in self.words["light"]
            or tree.kid(noun, "det", "poss", "amod") is not None
        ):
            return None
        for c in (*tree.kids(noun, "prep"), *tree.kids(i, "prep")):
            thing = tree.kid(c, "pobj")
            if thing is not None and c > noun and tokens[c].lower in ("of", "in", "for", "to", "with"):
                return noun, c, thing
        return None

    def _objects(self, chain: list[int], kind: str, i: int) -> list[Part]:
        tree, tokens = self.tree, self.tree.tokens
        light = self._light(chain[-1])
        if light is not None:
            return [self._part(c) for c in self._each(light[2])]
        found: list[Part] = []
        for k in (chain[-1], *chain[:-1]):
            for c in tree.children[k]:
                if self._idiom(k, c):
                    continue
                if tokens[c].dep in _OBJECTS and not (tokens[c].dep == "acomp" and any(tokens[x].head == c for x in chain)):
                    if tokens[c].tag in ("WDT", "WP") and kind == "relcl":
                        return [self._part(self._antecedent(i))]
                    if tokens[c].pos == "VERB" and tokens[c].dep == "oprd":
                        continue
                    found.append(self._part(c))
            if found:
                break
        if not found and kind == "relcl" and tree.kid(i, *SUBJECTS) is not None and not self._relative_subject(i) and self._gap(i):
            return [self._part(self._antecedent(i))]
        if not found:
            return self._shared_object(chain[-1]) or self._clausal_object(chain)
        first = found[0]
        if tokens[first.head].pos == "ADJ":
            plain = self._plain(first.head)
            for c in tree.kids(tokens[first.head].head, "advcl", "ccomp", "xcomp"):
                if tree.edges[c][0] == plain.last + 1 and self._of_hardness(c):  # "hard for children to reach"
                    plain = replace(plain, last=self._plain(c).last)
            return [plain]
        named = [self._part(c) for c in self._each(first.head) if not self._is_predicate(c)] or [first]
        return [self._defined(named[0])] if len(named) == 1 and tokens[first.head].dep == "attr" else named

    def _defined(self, part: Part) -> Part:
        """A predicate noun with the clause that tells which is meant: "are the provinces which have had strikes"."""
        tree, tokens = self.tree, self.tree.tokens
        marks = [tokens[c].lower for c in tree.children[part.head] if c < part.head]
        if "the" not in marks and not any(m in self.words["ranking"] for m in marks):
            return part
        for c in tree.kids(part.head, "relcl", "acl"):
            first, last = tree.edges[c]
            if first == part.last + 1 and tokens[first].pos != "PUNCT":
                while tokens[last].pos == "PUNCT":
                    last -= 1
                return replace(part, last=last)
        return part

    def _clausal_object(self, chain: list[int]) -> list[Part]:
        inside = self._complements(chain)
        if len(inside) != 1:
            return []
        small = self.tree.tokens[inside[0]].pos == "ADJ" and self.tree.kid(inside[0], "nsubj") is not None  # "rendered the drug useless"
        return [self._plain(inside[0])] if small or self.tree.tokens[inside[0]].pos in ("VERB", "AUX") else []

    def _complements(self, chain: list[int]) -> list[int]:
        """The clauses that complete a verb which is no saying: "do not want people to panic"."""
        tree, tokens = self.tree, self.tree.tokens
        if any(k in self.cues or self.says.get(tokens[k].lemma, {}).get("clause") for k in chain):
            return []
        inside = [c for k in chain for c in tree.kids(k, "ccomp", "xcomp") if c not in chain]
        inside = [c for c in inside if self._mark(c) not in self.words["conditional"]]
        inside = [c for c in inside if tokens[tree.edges[c][0]].lower != "which"]  # a relative clause, by mistake
        return [c for c in inside if not tokens[tree.edges[c][0] - 1].text.endswith(".")]  # the next sentence, by mistake

    def _relative_subject(self, i: int) -> bool:
        own = self.tree.kid(i, *SUBJECTS)
        return own is not None and self.tree.tokens[own].tag in ("WDT", "WP")

    def _idiom(self, k: int, c: int) -> bool:
        """Whether the "it" of a verb means nothing ("made it to the final")."""
        tree, tokens = self.tree, self.tree.tokens
        return (
            c == k + 1
            and tokens[c].lower == "it"
            and tokens[k].lemma in self.words["idioms"]
            and tokens[min(c + 1, len(tokens) - 1)].lower == "to"
            and tree.kid(k, "prep") is not None
        )

    def _gap(self, i: int) -> bool:
        """Whether a relative clause without a pronoun leaves its object open ("the mines it took")."""
        tree = self.tree
        if (self._passive(i, "relcl") and tree.tokens[i].lemma not in self.words["ditransitive"]) or any(
            t.tag == "WP$" for t in tree.tokens[tree.edges[i][0] : i]
        ):
            return False
        if tree.tokens[self._antecedent(i)].lemma in self.words["circumstances"] or not self._transitive(i):
            return False  # "the day he took office"
        return not any(
            tree.tokens[c].tag == "WRB"
            or tree.tokens[c].dep in ("ccomp", "xcomp")
            or (tree.tokens[c].dep == "prep" and not tree.children[c])
            for c in tree.children[i]
        )

    def _shared_object(self, i: int) -> list[Part]:
        """Right-node raising: "attempting and threatening an invasion" shares the object of the last verb."""
        tree, tokens = self.tree, self.tree.tokens
        later = [c for c in tree.conjuncts(self._coordinated(i)) if c > i]
        previous = i
        for c in later:
            if any(tokens[k].dep not in ("punct", "cc", "conj", "advmod") for k in range(previous + 1, c) if tokens[k].head != c):
                return []
            if tree.kid(c, *SUBJECTS) is not None or self._passive(i, ""):
                return []
            thing = tree.kid(c, "dobj")
            if thing is not None:
                return [self._part(x) for x in tree.conjuncts(thing)] if self._transitive(i) else []
            previous = c
        return []

    def _transitive(self, i: int) -> bool:
        return self.tree.tokens[i].lemma not in self.words["intransitive"]

    def _arguments(self, chain: list[int], passive: bool) -> tuple[tuple[str, Part], ...]:
        tree, tokens = self.tree, self.tree.tokens
        found: list[tuple[str, Part]] = []
        light = self._light(chain[-1])
        if self._mark(chain[0]) == "where" and tokens[chain[0]].dep == "relcl":
            found.append(("in", self._part(self._antecedent(chain[0]))))
        for k in chain:
            for c in tree.children[k]:
                token = tokens[c]
                if light is not None and c == light[1]:
                    continue
                if token.dep == "prep" and not tree.children[c] and self._stranded(chain[0], c):
                    found.append((token.lower, self._part(self._antecedent(chain[0]))))  # "items that children play with"
                elif token.dep in ("prep", "agent"):
                    found.extend(self._prepositional(c))
                elif token.dep == "dative" and token.pos != "ADP":
                    found.append(("to", self._part(c)))
                elif token.dep == "dative":
                    found.extend(self._prepositional(c))
                elif token.dep == "advmod" and c > k and token.lower in self.words["limiting"] and tree.kid(k, "neg") is not None:
                    found.append(("", self._part(c)))  # "does not protect them indefinitely"
                elif token.dep == "advmod" and (than := self._compared(c)) is not None:
                    found.append(("than", than))
                elif token.dep in ("advmod", "acomp") and k != c:
                    found.extend(x for each in tree.conjuncts(c) for p in tree.kids(each, "prep") for x in self._prepositional(p))
                elif token.dep == "oprd" and tree.kid(k, "dobj") is not None and tokens[c].pos != "VERB":
                    found.append(("as", self._part(c)))
        if tokens[chain[0]].dep != "relcl":
            return tuple(found)
        return tuple((role, self._part(self._antecedent(chain[0])) if tokens[p.head].tag in ("WDT", "WP") else p) for role, p in found)

    def _compared(self, c: int) -> Part | None:
        """ "rose faster than they did last year": what an adverb compares with."""
        x = self.tree.kid(c, "advcl")
        mark = self.tree.kid(x, "mark") if x is not None else None
        if x is None or mark is None or self.tree.tokens[mark].lower != "than":
            return None
        return replace(self._plain(x), first=mark + 1)

    def _stranded(self, i: int, c: int) -> bool:
        """Whether a preposition at the end of a relative clause is of the noun that it hangs on ("the tools they play with"),
        and not of its own verb ("a pit where they are disposed of")."""
        tokens = self.tree.tokens
        if self._kind(i) != "relcl" or self._mark(i) or self._passive(i, "relcl"):
            return False
        return c + 1 == len(tokens) or tokens[c + 1].pos in ("PUNCT", "ADP", "SCONJ", "ADV", "AUX", "VERB")

    def _doings(self, chain: list[int], bare: bool) -> tuple[tuple[str, Part], ...]:
        """What is done, behind the preposition of a verb that has nothing else ("a law aimed at saving water"), and what
        bounds any verb ("not free until serving half of it")."""
        tree, tokens = self.tree, self.tree.tokens
        return tuple(
            (tokens[c].lower, self._plain_from(x, c))
            for c in tree.kids(chain[-1], "prep", "agent")
            for x in tree.kids(c, "pcomp")
            if (tokens[x].tag == "VBG" and tokens[c].lower in self.words["completing" if bare else "bounding"])
            or (tokens[c].lower == "from" and tokens[x].tag == "VBG" and tokens[chain[-1]].lemma in self.words["object_of"])
            or (tokens[c].lower in self.words["reasons"] and tokens[x].pos in ("VERB", "AUX"))
            or (bare and tokens[tree.edges[x][0]].lower in self.words["asking"])
        )

    def _prepositional(self, c: int) -> list[tuple[str, Part]]:
        tree, tokens = self.tree, self.tree.tokens
        role = tokens[c].lower
        found: list[tuple[str, Part]] = []
        for x in tree.kids(c, "pobj"):
            found.extend((role, self._part(n)) for n in self._each(x) if not self._is_predicate(n))
        for x in tree.kids(c, "prep", "pcomp"):
            if tokens[x].dep == "prep" or tokens[x].pos == "ADP":
                found.extend((f"{role} {inner}", part) for inner, part in self._prepositional(x))
        for x in tree.kids(c, "conj"):
            if tokens[x].pos == "ADP":
                found.extend(self._prepositional(x))
        return found

    # ---- words

    def _verbs(self, chain: list[int]) -> tuple[int, ...]:
        tree = self.tree
        found = set()
        for k in chain:
            found.add(k)
            for c in tree.children[k]:
                token = tree.tokens[c]
                if self._idiom(k, c) or token.dep in _AUX or (token.dep == "advmod" and token.lower in ("never", "not", "no")):
                    found.add(c)
                if token.dep == "acomp" and any(tree.tokens[x].head == c for x in chain):
                    found.add(c)
            particle = self._particle(k)
            if particle is not None:
                found.add(particle)
        light = self._light(chain[-1])
        if light is not None:
            found.update(light[:2])
        return tuple(sorted(found))

    def _lemma(self, chain: list[int]) -> str:
        """The verb's base form; for raising and aspect ("managed to", "is believed to") that of the verb that counts."""
        tokens = self.tree.tokens
        for k in chain:
            if k == chain[-1] or not self._reported(tokens[k].lemma):
                light = self._light(k)
                if light is not None:
                    return f"{tokens[k].lemma} {tokens[light[0]].lemma}"
                particle = self._particle(k)
                if particle is None:  # "shot dead"
                    particle = next(
                        (c for c in self.tree.kids(k, "oprd", "acomp", "dobj", "advmod") if tokens[c].lower in self.words["results"]), None
                    )
                return f"{tokens[k].lemma} {tokens[particle].lower}" if particle is not None else tokens[k].lemma
        return tokens[chain[-1]].lemma

    def _particle(self, k: int) -> int | None:
        """The particle of a phrasal verb, also where the parser has it for an adverb ("turned away 60 lorries")."""
        found = self.tree.kid(k, "prt")
        if found is None:
            found = next(
                (c for c in self.tree.kids(k, "advmod") if c == k + 1 and self.tree.tokens[c].lower in self.words["particles"]), None
            )
        return found

    def _part(self, head: int) -> Part:
        first, last = self.tree.names.get(head) or self.tree.phrase(head)
        while last > head and self.tree.tokens[last].dep == "prep" and not self.tree.children[last]:
            last -= 1  # "threats including", where the rest is lost
        return Part(head=head, first=first, last=last)

    def _whole(self, part: Part, i: int) -> Part:
        """A part with what is coordinated inside it and with the clause that tells which is meant ("a form that spreads"),
        unless the clause at ``i`` is that clause itself."""
        tree, tokens = self.tree, self.tree.tokens
        last = self._listed(part)
        if tokens[part.head].pos not in ("NOUN", "PRON", "NUM") or last + 1 >= len(tokens) or tokens[last + 1].pos == "PUNCT":
            return replace(part, last=last) if last > part.last and not part.first <= i <= last else part
        k = last
        while k != part.head:  # the clause may hang on any noun at the end of the phrase
            if self._restricted(k, last) is not None:
                break
            k = tokens[k].head
            if not part.first <= k <= last:
                break
        c = self._restricted(k, last) if part.first <= k <= last else None
        if c is not None:
            end = tree.edges[c][1]
            while tokens[end].pos == "PUNCT":
                end -= 1
            last = end if end - last <= _LONGEST else last
        return replace(part, last=last) if last > part.last and not part.first <= i <= last else part

    def _restricted(self, k: int, last: int) -> int | None:
        """The clause right behind a phrase that hangs on its noun ``k`` and without which the noun says too little: what it
        is for ("efforts to warn them"), and which of a kind or of no kind at all is meant ("those who", "a form that")."""
        tree, tokens = self.tree, self.tree.tokens
        if tokens[k].pos not in ("NOUN", "PRON", "NUM"):
            return None
        for c in tree.children[k]:
            if c > last and tokens[c].dep in ("relcl", "acl") and tree.edges[c][0] == last + 1:
                hollow = tokens[k].pos == "PRON" or tokens[k].lemma in self.words["hollow"]
                bare = tokens[k].tag == "NNS" and tree.kid(k, "det", "poss", "nummod", "amod", "compound") is None
                told = self._mark(c) == "that"  # "no evidence that it burned"
                return c if hollow or bare or (tokens[c].dep == "acl" and (told or tokens[c].tag in ("VB", "VBG"))) else None
        return None

    def _listed(self, part: Part) -> int:
        """The end of a phrase with the coordinates of the nouns inside it ("epidemics in Chad, Niger and Mali")."""
        tree, tokens = self.tree, self.tree.tokens
        last = part.last
        if last == part.head:
            return last
        k = part.head
        while True:
            preposition = next((c for c in reversed(tree.children[k]) if part.head < c <= last and tokens[c].dep == "prep"), None)
            thing = tree.kid(preposition, "pobj") if preposition is not None else None
            if thing is None:
                doing = tree.kid(preposition, "pcomp") if preposition is not None else None
                if doing is None or tree.kid(doing, "conj") is None or tokens[doing].tag != "VBG":
                    return last
                return self._plain(doing).last  # "a ban on preparing and eating food"
            listed = tree.conjuncts(thing)
            if len(listed) > 1 and listed[-1] > last and all(tokens[x].pos in ("NOUN", "PROPN") for x in listed):
                if any(tokens[k].pos == "ADV" for k in range(last + 1, listed[-1])):
                    return last  # ", especially": no more of the list
                cc = tree.kid(listed[-2], "cc")
                if len(listed) == 2 and (cc is None or tokens[cc - 1].text == ","):
                    return last  # ", and" after one noun opens something else
                return tree.phrase(listed[-1])[1]
            k = thing

    def _with_infinitive(self, part: Part, chain: list[int]) -> Part:
        """The object with what it is made or asked to do: "forced the crew to leave"."""
        tree, tokens = self.tree, self.tree.tokens
        if tokens[part.head].dep != "dobj" or tokens[tokens[part.head].head].lemma not in self.words["object_infinitive"]:
            return part
        for c in tree.kids(tokens[part.head].head, "xcomp", "ccomp"):
            first, last = tree.edges[c]
            if tokens[first - 1].text.endswith("."):
                continue  # the next sentence, by mistake
            if first == part.last + 1 and c not in chain and tokens[c].pos in ("VERB", "AUX"):
                while tokens[last].pos in ("PUNCT", "CCONJ"):
                    last -= 1
                return replace(part, last=last) if last - part.last <= _LONGEST else part
        return part

    def _each(self, head: int) -> list[int]:
        """A noun and its coordinates, unless one name holds them all ("Food and Drug Administration")."""
        return [head] if head in self.tree.names else self.tree.conjuncts(head)

    def _plain(self, head: int) -> Part:
        low, high = self.tree.edges[head]
        while high > head and self.tree.tokens[high].pos in ("CCONJ", "PUNCT") and self.tree.tokens[high].text not in "”\"’'%)":
            high -= 1
        return Part(head=head, first=low, last=high)

    # ---- bounds

    def _owned(self, chain: list[int]) -> frozenset[int]:
        """The tokens of the clause itself: its subtree without clauses that stand for themselves."""
        found: list[int] = []
        stack = list(chain)
        while stack:
            k = stack.pop()
            found.append(k)
            stack.extend(
                c
                for c in self.tree.children[k]
                if c not in chain and c not in self.cues and c not in self.heads and self.tree.tokens[c].dep != "appos"
            )
        return frozenset(found)

    def _bounded(self, clause: Clause, chain: list[int]) -> Clause:
        """The evidence: from the first to the last word of the clause, its subject's included, punctuation at the edges left out."""
        tree, tokens = self.tree, self.tree.tokens
        kept = [k for k in clause.owned if self._counts(k, clause)]
        sent = tokens[clause.head].sent
        for part in (clause.subject, clause.object):
            if part is not None and tokens[part.head].sent == sent and (clause.kind in ("relcl", "acl") or part.head in clause.owned):
                kept.extend((part.first, part.last))
        kept.extend(part.last for role, part in clause.arguments if tokens[part.head].sent == sent and not role.startswith("according"))
        announced = self._announced(clause, chain)
        for c in (*self._complements(chain), *announced):
            kept.extend(k for k in range(tree.edges[c][0], tree.edges[c][1] + 1) if tokens[k].pos != "PUNCT")
        if announced and clause.object is not None:  # "important to know", "little doubt that", and not the bare word
            end = next(k for k in range(tree.edges[announced[0]][1], -1, -1) if tokens[k].pos != "PUNCT")
            if clause.object.last < tree.edges[announced[0]][0] <= clause.object.last + 2 and end > clause.object.last:
                clause = replace(clause, object=replace(clause.object, last=end))
        first, last = min(kept), max(kept)
        while (
            last > clause.head
            and tokens[last].dep in ("prep", "cc", "mark", "punct")
            and not any(c in clause.owned for c in tree.children[last])
        ):
            last -= 1
        return self._covering(replace(clause, first=first, last=last))

    def _covering(self, clause: Clause) -> Clause:
        """The clause whose evidence holds the whole of every part that it touches, and of the object right behind it or
        shared with the verbs coordinated with its own ("have suspended or cancelled flights"), within its sentence."""
        tokens = self.tree.tokens
        sent, first, last = tokens[clause.head].sent, clause.first, clause.last
        for part in (clause.subject, *(part for _, part in clause.arguments), clause.object):
            if part is None or tokens[part.first].sent != sent or tokens[part.last].sent != sent:
                continue
            meant = part is clause.object and (part.first == last + 1 or self._shared(part, clause.head))
            if meant or (part.first <= last and first <= part.last):
                first, last = min(first, part.first), max(last, part.last)
        return replace(clause, first=first, last=last)

    def _shared(self, part: Part, head: int) -> bool:
        """Whether an object stands behind a later verb of the coordination that a verb begins."""
        verb = self.tree.tokens[part.head].head
        return part.first > verb > head and self._coordinated(verb) == self._coordinated(head)

    def _announced(self, clause: Clause, chain: list[int]) -> list[int]:
        """The clauses without which "it is important" and "there is little doubt" say nothing."""
        tree, tokens = self.tree, self.tree.tokens
        bare = tree.kid(clause.head, "expl") is not None or (clause.subject is not None and tokens[clause.subject.head].lower == "it")
        if clause.lemma != "be" or not bare:
            return []
        over = [*chain, *(c for k in chain for c in tree.kids(k, "attr", "acomp"))]
        inside = [c for k in over for c in tree.kids(k, "ccomp", "xcomp", "acl", "advcl", "relcl") if c > clause.head and c not in chain]
        return [c for c in inside if tokens[tree.edges[c][0] - 1].text not in (",", ".", ";", "—", "–", "-", "(")]

    def _counts(self, k: int, clause: Clause) -> bool:
        token = self.tree.tokens[k]
        if token.dep in ("punct", "cc", "mark") and token.head in (clause.head, *clause.folded):
            return token.dep == "mark" and clause.kind == "advcl" and not self._finite_mark(token.lower)
        return not (token.text.isspace() or (token.pos == "PUNCT" and token.text not in '”"’%)'))

    @staticmethod
    def _finite_mark(word: str) -> bool:
        return word in ("that", "whether")
