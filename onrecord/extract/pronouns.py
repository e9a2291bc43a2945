"""What a pronoun of the third person means: the most salient mention that agrees with it, or nothing.

Weights after the salience factors of Lappin & Leass (1994), set by hand.
"""

from __future__ import annotations

from onrecord.extract.chains import ORGANISED, Chain
from onrecord.extract.mentions import SUBJECT, Candidate
from onrecord.extract.scene import Scene, Scored, keep, same_kind
from onrecord.model import EntityType

_T = EntityType
_MARGIN = {"male": 0.3, "female": 0.3, "neuter": 0.8, "plural": 0.6}  # by how much the best antecedent must lead
_WINDOW = {"male": 4, "female": 4, "neuter": 2, "plural": 2}  # sentences back


class Pronouns:
    """Ties pronouns to chains; those of which it is unsure stay untied."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speakers = self._speakers()

    def resolve(self, c: Candidate) -> None:
        """Tie a pronoun to its antecedent's chain, if one leads clearly."""
        if c.label.startswith("first") or self._pleonastic(c):
            return
        ranked = self._ranked(c)
        if not ranked:
            return
        margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else 9.0
        if ranked[0].score < 1.0 or margin < _MARGIN[c.label]:
            return
        self.scene.join(c, ranked[0].chain, f"pronoun for '{ranked[0].candidate.text}' ({ranked[0].score:.1f}, next {margin:.1f} below)")

    def _ranked(self, c: Candidate) -> list[Scored]:
        best: list[Scored] = []
        above = self._ancestors(c.head)
        doing = self._doing(c)
        speaker = self.speakers.get(c.block) if c.quoted else None
        for n, (earlier, chain) in enumerate([*self.scene.recent(c, _WINDOW[c.label]), *self._following(c)]):
            if chain is not speaker and self._agrees(c, earlier, chain) and not self._bound(c, earlier):
                score = (
                    self._salience(c, earlier, chain) + self._governing(earlier, above) + self._fits_verb(earlier, chain, doing) - 0.02 * n
                )
                keep(best, Scored(score, chain, earlier))
        return best

    def _ancestors(self, i: int) -> frozenset[int]:
        found, tokens = [], self.scene.tokens
        while tokens[i].head != i:
            i = tokens[i].head
            found.append(i)
        return frozenset(found)

    def _governing(self, earlier: Candidate, above: frozenset[int]) -> float:
        """A pronoun in a relative clause likes its antecedent; one in a subordinate clause the subject above."""
        if earlier.head in above:
            return 3.2
        return 0.8 if earlier.role in SUBJECT and self.scene.tokens[earlier.head].head in above else 0.0

    def _doing(self, c: Candidate) -> tuple[str, str, EntityType | None]:
        """What a pronoun's verb asks of it: "says" (an organisation can), "is" with what it is called, or nothing."""
        tokens = self.scene.tokens
        token = tokens[c.head]
        if c.gender in ("m", "f") or token.dep not in SUBJECT:
            return "", "", None
        verb = tokens[token.head]
        if verb.lemma in self.scene.lexicon.words["saying.verbs"] and token.dep == "nsubj":
            return "says", "", None
        if verb.lemma in ("be", "become"):
            for k in self.scene.children[verb.i]:
                if tokens[k].dep == "attr":
                    lemma = tokens[k].lemma.lower()
                    return "is", lemma, self.scene.lexicon.noun(lemma, tokens[k].lower)
            return "is", "", None
        return ("is", "", None) if token.dep == "nsubjpass" else ("", "", None)

    def _fits_verb(self, earlier: Candidate, chain: Chain, doing: tuple[str, str, EntityType | None]) -> float:
        verb, lemma, kind = doing
        organised = chain.type in ORGANISED
        if verb == "says":
            if (
                chain.type is _T.PLACE
                and earlier.role in SUBJECT
                and earlier.text.removeprefix("the ").removeprefix("The ") in self.scene.lexicon.countries
            ):
                return 1.6  # a country that acted says so: the bonus makes up for what a place loses as "it"
            return 1.0 if organised or chain.type in (_T.PERSON, _T.GROUP) else -1.5
        if lemma and (lemma == earlier.lemma or lemma in chain.nouns):
            return 2.5
        if kind is not None:
            return 0.6 if same_kind(kind, chain.type) else -1.5
        return -0.5 if verb == "is" and organised else 0.0

    def _speakers(self) -> dict[int, Chain]:
        """By paragraph: the one whose saying frames its quotations; a third person inside them is somebody else."""
        found: dict[int, Chain] = {}
        verbs = self.scene.lexicon.words.get("saying.verbs", frozenset())
        for c in self.scene.candidates:
            if c.kind == "name" and not c.quoted and c.role in SUBJECT and self.scene.tokens[self.scene.tokens[c.head].head].lemma in verbs:
                found.setdefault(c.block, self.scene.of[id(c)])
        return found

    def _following(self, c: Candidate) -> list[tuple[Candidate, Chain]]:
        """ "In his speech, X said": the subject of the main clause that a fronted phrase precedes."""
        tokens = self.scene.tokens
        i, dep = c.head, ""
        while tokens[i].head != i:
            dep = tokens[i].dep
            i = tokens[i].head
        if dep not in ("prep", "advcl", "npadvmod") or i < c.head:
            return []
        subject = next((k for k in self.scene.children[i] if tokens[k].dep in SUBJECT and k > c.head), None)
        found = self.scene.at.get(subject) if subject is not None else None
        chain = self.scene.of.get(id(found)) if found is not None else None
        return [(found, chain)] if found is not None and chain is not None else []

    def _agrees(self, c: Candidate, earlier: Candidate, chain: Chain) -> bool:
        kind = chain.type
        if c.gender in ("m", "f"):
            if chain.gender and chain.gender != c.gender and chain.gender in ("m", "f"):
                return False
            return kind is _T.PERSON and not chain.plural and not earlier.plural
        if c.label == "neuter":
            return kind is not _T.PERSON and kind is not _T.GROUP and not chain.plural and not earlier.plural
        if chain.plural or earlier.plural:
            return True
        return kind in ORGANISED or (earlier.kind == "pronoun" and earlier.label == "plural")

    def _bound(self, c: Candidate, earlier: Candidate) -> bool:
        """What grammar forbids: a voice behind its words that means somebody inside them, an object that means its own clause's subject, an owner that means the thing owned,
        and in quotation marks a third person that means the speaker."""
        tokens = self.scene.tokens
        if self.scene.within(c, earlier) or self._completes(c, earlier):
            return True
        if c.sent != earlier.sent:
            return False
        if self._voices_aside(c) and earlier.head < c.head:
            return True  # "each passenger had paid, he said"
        reflexive = c.lemma in self.scene.lexicon.words["pronouns.reflexive"]
        token = tokens[c.head]
        if token.dep != "poss" and not reflexive:
            mine, its = self._clause(c.head), self._clause(earlier.head)
            if mine == its and not (earlier.role == "poss" or tokens[earlier.head].dep in ("compound", "amod")):
                return True
            aside = tokens[mine].dep == "advcl" and tokens[mine].tag == "VBG" and tokens[mine].head == its
            if (
                aside
                and c.role not in SUBJECT
                and earlier.role in SUBJECT
                and not any(tokens[k].dep in SUBJECT for k in self.scene.children[mine])
            ):
                return True  # "Washington fined the bank, accusing it": who accuses is the subject
        if c.quoted and not earlier.quoted and earlier.role in SUBJECT:
            verb, i = tokens[earlier.head].head, c.head
            while tokens[i].head != i:
                i = tokens[i].head
                if i == verb:
                    return True
        return False

    def _completes(self, c: Candidate, earlier: Candidate) -> bool:
        """ "the announcement that it had failed": what completes a noun does not mean the noun."""
        tokens, i = self.scene.tokens, c.head
        if not earlier.head < c.head <= earlier.reach:
            return False
        while tokens[i].head != i and tokens[i].head != earlier.head:
            i = tokens[i].head
        return tokens[i].head == earlier.head and tokens[i].dep == "acl" and any(tokens[k].lower == "that" for k in self.scene.children[i])

    def _voices_aside(self, c: Candidate) -> bool:
        """ "…, he said." at the end of its sentence, outside quotation marks."""
        tokens, verb = self.scene.tokens, self.scene.tokens[c.head].head
        if c.role not in SUBJECT or c.quoted or tokens[verb].lemma not in self.scene.lexicon.words["saying.verbs"] or not c.head:
            return False
        last = max(verb, c.head) + 1
        ends = last >= len(tokens) or tokens[last].sent != c.sent or tokens[last].text in ".!?"
        return ends and tokens[min(verb, c.head) - 1].text in (",", "—", "–")

    def _clause(self, i: int) -> int:
        """The verb that a noun phrase belongs to."""
        tokens = self.scene.tokens
        while tokens[i].head != i and tokens[i].pos not in ("VERB", "AUX"):
            i = tokens[i].head
        return i

    def _salience(self, c: Candidate, earlier: Candidate, chain: Chain) -> float:
        token = self.scene.tokens[earlier.head]
        distance = c.sent - earlier.sent
        score = (3.0, 2.4, 1.4, 0.8, 0.4)[distance]
        role = earlier.role
        if role in SUBJECT:
            score += 1.6
            if self.scene.tokens[token.head].dep in ("ROOT", "ccomp"):
                score += 0.3
        elif role in ("dobj", "attr", "dative"):
            score += 0.6
        elif role == "poss":
            score += 0.5
        elif token.dep in ("compound", "amod", "nmod"):
            score -= 1.0
        if role == c.role or (role in SUBJECT and c.role in SUBJECT):
            score += 0.6
        if c.block != earlier.block:
            score -= 0.2
        score += 0.2 * min(5, self.scene.counts.get(id(chain), 0))
        if chain.names:
            score += 0.6
        return score + self._kind_bonus(c, earlier, chain)

    def _kind_bonus(self, c: Candidate, earlier: Candidate, chain: Chain) -> float:
        if c.gender in ("m", "f"):
            return 1.2 if chain.gender == c.gender else 0.0
        if c.label == "neuter":
            if chain.type in ORGANISED:
                return 0.5
            return -0.6 if chain.type is _T.PLACE and c.role != "poss" else 0.0
        if chain.plural or earlier.plural:
            return 1.4 if chain.type in (_T.PERSON, _T.GROUP) or earlier.kind == "pronoun" else 0.5
        return -0.6

    def _pleonastic(self, c: Candidate) -> bool:
        if c.lemma != "it":
            return False
        tokens = self.scene.tokens
        token = tokens[c.head]
        if token.dep == "expl":
            return True
        if token.dep not in SUBJECT:
            return False
        verb = tokens[token.head]
        words = self.scene.lexicon.words
        if verb.pos == "ADJ" and tokens[verb.head].lemma in words["pleonastic.making"]:
            return True
        clausal = any(tokens[k].dep in ("ccomp", "xcomp", "csubj", "advcl", "relcl") for k in self.scene.children[verb.i])
        if verb.lemma in words["pleonastic.open"] and not any(tokens[k].dep == "prep" for k in self.scene.children[verb.i]):
            return True
        raised = verb.lemma in words["pleonastic.raising"] or token.dep == "nsubjpass"
        if raised and any(tokens[k].dep == "xcomp" for k in self.scene.children[verb.i]):
            return False  # "it is believed to have", "it seems to know": the infinitive's own subject
        if verb.lemma in words["pleonastic.verbs"] or (token.dep == "nsubjpass" and clausal):
            return clausal
        if verb.lemma in words["pleonastic.feeling"] and any(
            tokens[k].dep in ("acomp", "advmod", "oprd") for k in self.scene.children[verb.i]
        ):
            return True  # "it felt good out there"
        if verb.lemma in ("be", "become"):
            for k in self.scene.children[verb.i]:
                if tokens[k].dep == "acomp" and tokens[k].lemma.lower() in words["pleonastic.always"]:
                    return True
                below = any(tokens[j].dep in ("ccomp", "xcomp", "relcl", "acl") for j in self.scene.children[k])
                if tokens[k].dep in ("acomp", "attr") and (clausal or below) and tokens[k].lemma.lower() in words["pleonastic.adjectives"]:
                    return True
        return False
