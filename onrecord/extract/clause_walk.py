"""What a clause is, and what the tree says of one word: whether it is a predicate, of which kind, under which verb."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from onrecord.extract.said.cues import load_cues
from onrecord.extract.tree import Tree
from onrecord.lang import load_pack

_CLAUSAL = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "csubjpass", "parataxis", "dep", "prep"})  # fmt: skip


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


class Walk:
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

    def _antecedent(self, i: int) -> int:
        """What a relative clause is about: the noun it hangs on, and "the majority of those who" look through "of"."""
        return self.tree.tokens[self._coordinated(i)].head

    def _controls(self, lemma: str) -> bool:
        """Whether those whom a verb is done to do what its infinitive says."""
        return any(lemma in self.words[name] for name in ("object_infinitive", "object_purpose", "object_control", "raising"))

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

    def _transitive(self, i: int) -> bool:
        return self.tree.tokens[i].lemma not in self.words["intransitive"]

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

    def _each(self, head: int) -> list[int]:
        """A noun and its coordinates, unless one name holds them all ("Food and Drug Administration")."""
        return [head] if head in self.tree.names else self.tree.conjuncts(head)

    def _plain(self, head: int) -> Part:
        low, high = self.tree.edges[head]
        while high > head and self.tree.tokens[high].pos in ("CCONJ", "PUNCT") and self.tree.tokens[high].text not in "”\"’'%)":
            high -= 1
        return Part(head=head, first=low, last=high)
