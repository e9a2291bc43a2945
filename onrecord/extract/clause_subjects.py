"""Whom or what a clause is about: its own subject, or the one that it takes from the clause above it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.clause_walk import Part, Walk
from onrecord.extract.tree import SUBJECTS


class Subjects(Walk):
    """Finds subjects: written, shared, controlled, or those of a relative pronoun."""

    def _bidding(self, i: int) -> bool:
        """ "'Close the gate,' he said": an imperative has no subject, least of all the one who says it."""
        tree, tokens = self.tree, self.tree.tokens
        if tokens[i].tag != "VB" or tokens[i].dep not in ("ccomp", "advcl") or tree.kid(i, "mark") is not None:
            return False
        return (
            all(tokens[c].lemma == "do" for c in tree.kids(i, "aux"))
            and tokens[tokens[i].head].lemma not in self.words["object_infinitive"]
        )

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
