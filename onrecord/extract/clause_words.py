"""Which words a clause and its parts have: whole lists, what tells which is meant, where the clause ends."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.clause_objects import Objects
from onrecord.extract.clause_walk import Clause, Part

_LONGEST = 25  # tokens of a clause that is taken into a part


class Words(Objects):
    """Gives parts and clauses their words, whole and no more."""

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
