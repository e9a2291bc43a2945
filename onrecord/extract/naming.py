"""What syntax says outright about who is who: apposition, "the X organization", "X, known as Y"."""

from __future__ import annotations

from onrecord.extract.chains import ORGANISED, Chain
from onrecord.extract.mentions import SUBJECT, Candidate
from onrecord.extract.scene import Scene, same_kind
from onrecord.extract.types import MODEL
from onrecord.model import EntityType

_T = EntityType


class Naming:
    """Ties nominals and aliases to the names that stand beside them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def run(self) -> None:
        for c in self.scene.candidates:
            if c.kind == "nominal":
                self._syntactic(c)
            elif c.kind == "name":
                self._alias(c)

    def _syntactic(self, c: Candidate) -> None:
        """ "the gang's leader, X" and "X, a journalist"; "the X organization"."""
        tokens = self.scene.tokens
        other = self.scene.at.get(tokens[c.head].head) if tokens[c.head].dep == "appos" else None
        if other is None:
            other = next((self.scene.at[k] for k in self.scene.children[c.head] if tokens[k].dep == "appos" and k in self.scene.at), None)
        if other is not None and other.kind == "name" and not c.plural and id(other) in self.scene.of:
            chain = self.scene.of[id(other)]
            person = c.type is None and chain.type is _T.PERSON and c.det in ("a", "the")  # "a suspected arsonist, X"
            if (person or (c.type is not None and same_kind(c.type, chain.type))) and not chain.plural:
                self.scene.join(c, chain, f"apposition with '{other.text}'")
                return
        for k in self.scene.children[c.head]:
            inner = self.scene.at.get(k)
            if (
                inner is not None
                and inner.kind == "name"
                and tokens[k].dep in ("compound", "nmod", "amod", "nummod", "appos")
                and id(inner) in self.scene.of
                and not c.plural
            ):
                chain = self.scene.of[id(inner)]
                if self._is_kind(c, chain):
                    self.scene.join(c, chain, f"'{c.text}'")
                    return

    def _is_kind(self, c: Candidate, chain: Chain) -> bool:
        """Whether a noun with a name before it is called by it: "the X organization", "its A400 plane", but not "the X factory"."""
        if c.lemma in self.scene.lexicon.hypernyms["model"] and any(MODEL.fullmatch(word) for name in chain.names for word in name):
            return c.det != "any" and not chain.plural
        if c.det not in ("the", "this", "") or c.type is None or c.lemma not in chain.nouns:
            return False
        if chain.type is _T.PLACE:
            return c.type is _T.PLACE and chain.members[0].text not in self.scene.lexicon.countries
        return c.type in (_T.ORGANIZATION, _T.COMPANY) and chain.type in ORGANISED

    def _alias(self, c: Candidate) -> None:
        """ "X, known as Y", "X, whose name translates to 'Y'": Y is X."""
        tokens = self.scene.tokens
        token = tokens[c.head]
        verb = tokens[token.head]
        if token.dep == "pobj" and verb.lower in ("as", "to"):
            verb = tokens[verb.head]
        if verb.lemma not in self.scene.lexicon.words["saying.alias"] or token.dep not in ("pobj", "oprd", "dobj", "attr"):
            return
        if (token.dep == "dobj" and verb.lemma != "mean") or (token.dep == "pobj" and verb.lemma in ("call", "mean")):
            return
        mine = self.scene.of[id(c)]
        chain = self._called(verb.i)
        if chain is None or chain is mine or not chain.names or (mine.margin > 3 and not same_kind(mine.type, chain.type)):
            return
        chain.take(mine, f"alias: {c.text}")
        for member in mine.members:
            self.scene.of[id(member)] = chain
        mine.members = []

    def _called(self, verb: int) -> Chain | None:
        """Whom a verb of naming is about."""
        tokens = self.scene.tokens
        if tokens[verb].dep in ("relcl", "acl"):
            head = tokens[verb].head
        else:
            found = next((k for k in self.scene.children[verb] if tokens[k].dep in SUBJECT), None)
            if found is None:
                return None
            head = found
        owner = next((k for k in self.scene.children[head] if tokens[k].dep == "poss"), None)
        if tokens[head].lemma.lower() in ("name", "nickname", "alias", "acronym") and owner is not None:
            head = owner
        found_at = self.scene.at.get(head)
        if found_at is None:
            return None
        chain = self.scene.of.get(id(found_at))
        if chain is None and found_at.kind == "nominal":
            chain = self.scene.dominant(found_at.lemma)
        return chain
