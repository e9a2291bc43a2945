"""What a clause does to whom, and what stands with it: objects and arguments."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.clause_walk import Part, Walk
from onrecord.extract.tree import SUBJECTS

_OBJECTS = ("dobj", "attr", "oprd", "acomp")


class Objects(Walk):
    """Finds objects and arguments: written, shared with other verbs, in a gap, behind prepositions."""

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
