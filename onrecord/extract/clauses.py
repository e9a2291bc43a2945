"""Parsed -> clauses: every predicate with its subject, object and arguments, before anybody asks who says so.

The roles are read off CLEAR-style dependencies (Choi & Palmer 2012). What a clause leaves unsaid is taken from the
clause that governs it: a conjunct's subject, a participle's, an infinitive's by its governing verb (control), a
relative pronoun's antecedent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from onrecord.extract.clause_subjects import Subjects
from onrecord.extract.clause_walk import Clause, Part
from onrecord.extract.clause_words import Words
from onrecord.extract.tree import SUBJECTS, Tree

_AUX = ("aux", "auxpass", "neg", "prt")


def find_clauses(tree: Tree, cues: frozenset[int] = frozenset(), moved: Mapping[int, int] = MappingProxyType({})) -> tuple[Clause, ...]:
    """All clauses of a document in text order. ``cues`` are the heads of saying verbs, whose complement is somebody's
    words and so a clause of its own, never a part of theirs; ``moved`` are verbs that share the subject of another than
    the one that the parser has coordinated them with."""
    return tuple(_Finder(tree, cues, moved).run())


class _Finder(Subjects, Words):
    """All clauses of one document, those that govern first."""

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
