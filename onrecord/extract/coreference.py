"""Chains of names + the other mentions -> entities' chains: a sieve from the surest link to the least sure.

Apposition and "the X organization" first; then, in text order, definite noun phrases and pronouns, each with the
chains as they stand at that point. What is unsure stays untied. After the multi-pass sieve of Lee et al. (2013) and
the salience factors of Lappin & Leass (1994).
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.chains import ORGANISED, Chain
from onrecord.extract.lexicon import Lexicon
from onrecord.extract.mentions import SUBJECT, Candidate
from onrecord.model import EntityType, Parsed

_T = EntityType
_ANAPHORIC = frozenset({"the", "this", "poss"})
_MARGIN = {"male": 0.3, "female": 0.3, "neuter": 0.8, "plural": 0.6}  # by how much the best antecedent must lead
_WINDOW = {"male": 4, "female": 4, "neuter": 2, "plural": 2}


def link(parsed: Parsed, lexicon: Lexicon, candidates: list[Candidate], named: list[Chain]) -> list[Chain]:
    """Every chain of the document; the given chains of names grow, nominals found no antecedent for stand alone."""
    return _Sieve(parsed, lexicon, candidates, named).run()


@dataclass(slots=True)
class _Scored:
    score: float
    chain: Chain
    candidate: Candidate


class _Sieve:
    def __init__(self, parsed: Parsed, lexicon: Lexicon, candidates: list[Candidate], named: list[Chain]) -> None:
        self.parsed, self.lexicon, self.candidates = parsed, lexicon, candidates
        self.tokens, self.children = parsed.tokens, parsed.children
        self.chains = list(named)
        self.of: dict[int, Chain] = {id(m): chain for chain in named for m in chain.members}
        self.at = {c.head: c for c in candidates}
        self.hollow = lexicon.words["hollow.words"]
        self.before: list[Candidate] = []
        self.by_lemma: dict[str, list[Candidate]] = {}
        self.counts: dict[int, int] = {}
        self.speakers: dict[int, Chain] = {}

    def run(self) -> list[Chain]:
        for c in self.candidates:
            if c.kind == "nominal":
                self._syntactic(c)
            elif c.kind == "name":
                self._alias(c)
        self.speakers = self._speakers()
        for c in self.candidates:
            if id(c) not in self.of:
                if c.kind == "nominal":
                    self._nominal(c)
                else:
                    self._pronoun(c)
            chain = self.of.get(id(c))
            if chain is not None:
                self.before.append(c)
                self.counts[id(chain)] = self.counts.get(id(chain), 0) + 1
                if c.kind == "nominal" and not (c.predicative and c.det == "a"):
                    self.by_lemma.setdefault(c.lemma, []).append(c)
        self._gather()
        return [chain for chain in self.chains if chain.members]

    def _join(self, c: Candidate, chain: Chain, why: str) -> None:
        c.why = why
        chain.members.append(c)
        self.of[id(c)] = chain
        if c.kind == "nominal":
            chain.nouns.add(c.lemma)
            self._as_name(c, chain)
        if c.gender in ("m", "f") and chain.type is _T.PERSON:
            chain.evidence.gender[c.gender] += 1
            chain.settle()

    def _as_name(self, c: Candidate, chain: Chain) -> None:
        """ "the Church" for a church that has a name is a short name."""
        word = self.tokens[c.head]
        if word.tag in ("NNP", "NNPS") and chain.names and c.det in ("the", "") and word.lower in {w.lower() for n in chain.names for w in n}:
            c.kind, c.first, c.last, c.words = "name", c.head, c.head, (word.text,)
            c.text = word.text

    def _new(self, c: Candidate) -> Chain:
        chain = Chain(members=[c], type=c.type or _T.OTHER, plural=c.plural, gender=c.gender)
        if c.kind == "nominal":
            chain.nouns.add(c.lemma)
        self.chains.append(chain)
        self.of[id(c)] = chain
        return chain

    # ---- what syntax says outright

    def _syntactic(self, c: Candidate) -> None:
        """ "the gang's leader, X" and "X, a journalist"; "the X organization"."""
        tokens = self.tokens
        other = self.at.get(tokens[c.head].head) if tokens[c.head].dep == "appos" else None
        if other is None:
            other = next((self.at[k] for k in self.children[c.head] if tokens[k].dep == "appos" and k in self.at), None)
        if other is not None and other.kind == "name" and not c.plural and id(other) in self.of:
            chain = self.of[id(other)]
            if c.type is not None and _same_kind(c.type, chain.type) and not chain.plural:
                self._join(c, chain, f"apposition with '{other.text}'")
                return
        for k in self.children[c.head]:
            inner = self.at.get(k)
            if (
                inner is not None
                and inner.kind == "name"
                and tokens[k].dep in ("compound", "nmod", "amod", "appos")
                and id(inner) in self.of
                and not c.plural
            ):
                chain = self.of[id(inner)]
                if self._is_kind(c, chain):
                    self._join(c, chain, f"'{c.text}'")
                    return

    def _alias(self, c: Candidate) -> None:
        """ "X, known as Y", "X, whose name translates to 'Y'": Y is X."""
        tokens = self.tokens
        token = tokens[c.head]
        verb = tokens[token.head]
        if token.dep == "pobj" and verb.lower in ("as", "to"):
            verb = tokens[verb.head]
        if verb.lemma not in self.lexicon.words["saying.alias"] or token.dep not in ("pobj", "oprd", "dobj", "attr"):
            return
        if (token.dep == "dobj" and verb.lemma != "mean") or (token.dep == "pobj" and verb.lemma in ("call", "mean")):
            return
        mine = self.of[id(c)]
        chain = self._called(verb.i)
        if chain is None or chain is mine or not chain.names or (mine.margin > 3 and not _same_kind(mine.type, chain.type)):
            return
        chain.take(mine, f"alias: {c.text}")
        for member in mine.members:
            self.of[id(member)] = chain
        mine.members = []

    def _called(self, verb: int) -> Chain | None:
        """Whom a verb of naming is about."""
        tokens = self.tokens
        if tokens[verb].dep in ("relcl", "acl"):
            head = tokens[verb].head
        else:
            found = next((k for k in self.children[verb] if tokens[k].dep in SUBJECT), None)
            if found is None:
                return None
            head = found
        owner = next((k for k in self.children[head] if tokens[k].dep == "poss"), None)
        if tokens[head].lemma.lower() in ("name", "nickname", "alias", "acronym") and owner is not None:
            head = owner
        found_at = self.at.get(head)
        if found_at is None:
            return None
        chain = self.of.get(id(found_at))
        if chain is None and found_at.kind == "nominal":
            chain = self._dominant(found_at.lemma)
        return chain

    def _dominant(self, lemma: str) -> Chain | None:
        """The one named thing called by a noun that the document is mostly about."""
        named = [k for k in self.chains if k.names and k.members and lemma in k.nouns and not k.plural]
        named.sort(key=lambda k: -len(k.members))
        if not named or (len(named) > 1 and len(named[0].members) < 3 * len(named[1].members)):
            return None
        return named[0]

    def _is_kind(self, c: Candidate, chain: Chain) -> bool:
        """Whether a noun with a name before it is called by it: "the X organization", but not "the X factory"."""
        if c.det not in ("the", "this", "") or c.type is None or c.lemma not in chain.nouns:
            return False
        if chain.type is _T.PLACE:
            return c.type is _T.PLACE and chain.members[0].text not in self.lexicon.countries
        return c.type in (_T.ORGANIZATION, _T.COMPANY) and chain.type in ORGANISED

    # ---- definite noun phrases

    def _nominal(self, c: Candidate) -> None:
        found = self._antecedent(c) if c.det in _ANAPHORIC else None
        if found is None:
            self._new(c)
        else:
            self._join(c, *found)

    def _antecedent(self, c: Candidate) -> tuple[Chain, str] | None:
        if c.det == "poss":
            return self._same_owned(c)
        same = self._same_head(c)
        if same is not None:
            return same
        if c.lemma in self.hollow or any(m.startswith("of ") for m in c.mods):
            return None
        return self._described(c) or self._by_type(c) or self._synonym(c)

    def _same_owned(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "its leader" and "the gang's leader" are one if the owners are."""
        owner = self._owner(c)
        if owner is None:
            return None
        for earlier in reversed(self.by_lemma.get(c.lemma, ())):
            if earlier.det == "poss" and earlier.plural == c.plural and self._owner(earlier) is owner and _fits(c, earlier):
                return self.of[id(earlier)], f"same owner and head as '{earlier.text}'"
        return None

    def _owner(self, c: Candidate) -> Chain | None:
        owner = self.at.get(c.owner)
        return self.of.get(id(owner)) if owner is not None else None

    def _same_head(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the gang" after "a notorious gang": same noun and number, and nothing new in its modifiers."""
        for earlier in reversed(self.by_lemma.get(c.lemma, ())):
            if earlier.plural != c.plural or not _fits(c, earlier) or self._within(c, earlier):
                continue
            if c.lemma in self.hollow and earlier.mods != c.mods:
                continue
            if earlier.det == "" and earlier.plural and earlier.text.lower() != c.text.lower() and c.sent - earlier.sent > 3:
                continue
            return self.of[id(earlier)], f"same head as '{earlier.text}'"
        return None

    def _described(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the gang" for the named thing that was called a gang, or has the word in its name."""
        if c.plural:
            return None
        best: _Scored | None = None
        for earlier, chain in self._recent(c, 40):
            if not chain.names or chain.plural or self._within(c, earlier):
                continue
            exact = c.lemma in chain.nouns
            if not exact and not any(self.lexicon.akin(c.lemma, noun) for noun in sorted(chain.nouns)):
                continue
            if not self._compatible(c, chain):
                continue
            score = (2.0 if exact else 0.0) - 0.3 * (c.sent - earlier.sent) + 0.2 * min(6, self.counts.get(id(chain), 0))
            if best is None or score > best.score:
                best = _Scored(score, chain, earlier)
        if best is None:
            return None
        return best.chain, f"'{c.lemma}' said of '{best.candidate.text}'"

    def _compatible(self, c: Candidate, chain: Chain) -> bool:
        """No modifier of a definite phrase contradicts: those of nationality and size are let pass only if said before."""
        mods = {m for m in c.mods if m not in ("entire", "whole", "same", "alleged", "so-called")}
        if not mods:
            return True
        known = {w.lower() for name in chain.names for w in name} | {m for member in chain.members for m in member.mods}
        return mods <= known

    def _by_type(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the company", "the country": the last named one, if nothing else competes."""
        if c.plural or c.mods:
            return None
        kinds = [key for key, nouns in self.lexicon.hypernyms.items() if c.lemma in nouns]
        if not kinds:
            return None
        best: list[_Scored] = []
        for earlier, chain in self._recent(c, 3):
            if chain.names and not chain.plural and self._of_kind(chain, kinds) and not self._within(c, earlier):
                score = (
                    -1.0 * (c.sent - earlier.sent)
                    + 0.15 * min(6, self.counts.get(id(chain), 0))
                    + (1.0 if earlier.role in SUBJECT else 0.0)
                )
                _keep(best, _Scored(score, chain, earlier))
        if not best or (len(best) > 1 and best[0].score - best[1].score < 0.5):
            return None
        return best[0].chain, f"'{c.lemma}' for '{best[0].candidate.text}'"

    def _of_kind(self, chain: Chain, kinds: list[str]) -> bool:
        if chain.type is _T.PLACE:
            country = any(m.text in self.lexicon.countries for m in chain.members)
            return ("country" in kinds and country) or (
                "city" in kinds and not country and " ".join(chain.names[0]) not in self.lexicon.words["places.regions"]
            )
        if chain.type in ORGANISED:
            return chain.type.value in kinds or (chain.type is _T.ORGANIZATION and "Company" in kinds and not chain.nouns)
        return chain.type.value in kinds

    def _synonym(self, c: Candidate) -> tuple[Chain, str] | None:
        for earlier, chain in self._recent(c, 3):
            if chain.names or earlier.kind != "nominal" or earlier.plural != c.plural or c.mods:
                continue
            if c.lemma != earlier.lemma and self.lexicon.akin(c.lemma, earlier.lemma) and not self._within(c, earlier):
                return chain, f"'{c.lemma}' for '{earlier.text}'"
        return None

    def _within(self, c: Candidate, other: Candidate) -> bool:
        """Whether one noun phrase stands inside the other."""
        return (other.wide[0] <= c.first and c.last <= other.wide[1]) or (c.wide[0] <= other.first and other.last <= c.wide[1])

    def _recent(self, c: Candidate, sentences: int) -> list[tuple[Candidate, Chain]]:
        found = []
        for earlier in reversed(self.before):
            if c.sent - earlier.sent > sentences:
                break
            found.append((earlier, self.of[id(earlier)]))
        return found

    # ---- pronouns

    def _pronoun(self, c: Candidate) -> None:
        if c.label.startswith("first") or self._pleonastic(c):
            return
        ranked = self._ranked(c)
        if not ranked:
            return
        margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else 9.0
        if ranked[0].score < 1.0 or margin < _MARGIN[c.label]:
            return
        self._join(c, ranked[0].chain, f"pronoun for '{ranked[0].candidate.text}' ({ranked[0].score:.1f}, next {margin:.1f} below)")

    def _ranked(self, c: Candidate) -> list[_Scored]:
        best: list[_Scored] = []
        above = self._ancestors(c.head)
        doing = self._doing(c)
        speaker = self.speakers.get(c.block) if c.quoted else None
        for n, (earlier, chain) in enumerate([*self._recent(c, _WINDOW[c.label]), *self._following(c)]):
            if chain is not speaker and self._agrees(c, earlier, chain) and not self._bound(c, earlier):
                score = self._salience(c, earlier, chain) + self._governing(earlier, above) + self._fits_verb(earlier, chain, doing) - 0.02 * n
                _keep(best, _Scored(score, chain, earlier))
        return best

    def _ancestors(self, i: int) -> frozenset[int]:
        found, tokens = [], self.tokens
        while tokens[i].head != i:
            i = tokens[i].head
            found.append(i)
        return frozenset(found)

    def _governing(self, earlier: Candidate, above: frozenset[int]) -> float:
        """A pronoun in a relative clause likes its antecedent; one in a subordinate clause the subject above."""
        if earlier.head in above:
            return 3.2
        return 0.8 if earlier.role in SUBJECT and self.tokens[earlier.head].head in above else 0.0

    def _doing(self, c: Candidate) -> tuple[str, str, EntityType | None]:
        """What a pronoun's verb asks of it: "says" (an organisation can), "is" with what it is called, or nothing."""
        tokens = self.tokens
        token = tokens[c.head]
        if c.gender in ("m", "f") or token.dep not in SUBJECT:
            return "", "", None
        verb = tokens[token.head]
        if verb.lemma in self.lexicon.words["saying.verbs"] and token.dep == "nsubj":
            return "says", "", None
        if verb.lemma in ("be", "become"):
            for k in self.children[verb.i]:
                if tokens[k].dep == "attr":
                    lemma = tokens[k].lemma.lower()
                    return "is", lemma, self.lexicon.noun(lemma, tokens[k].lower)
            return "is", "", None
        return ("is", "", None) if token.dep == "nsubjpass" else ("", "", None)

    def _fits_verb(self, earlier: Candidate, chain: Chain, doing: tuple[str, str, EntityType | None]) -> float:
        verb, lemma, kind = doing
        organised = chain.type in ORGANISED
        if verb == "says":
            return 1.0 if organised or chain.type in (_T.PERSON, _T.GROUP) else -1.5
        if lemma and (lemma == earlier.lemma or lemma in chain.nouns):
            return 2.5
        if kind is not None:
            return 0.6 if _same_kind(kind, chain.type) else -1.5
        return -0.5 if verb == "is" and organised else 0.0

    def _speakers(self) -> dict[int, Chain]:
        """By paragraph: the one whose saying frames its quotations; a third person inside them is somebody else."""
        found: dict[int, Chain] = {}
        verbs = self.lexicon.words["saying.verbs"]
        for c in self.candidates:
            if c.kind == "name" and not c.quoted and c.role in SUBJECT and self.tokens[self.tokens[c.head].head].lemma in verbs:
                found.setdefault(c.block, self.of[id(c)])
        return found

    def _following(self, c: Candidate) -> list[tuple[Candidate, Chain]]:
        """ "In his speech, X said": the subject of the main clause that a fronted phrase precedes."""
        tokens = self.tokens
        i, dep = c.head, ""
        while tokens[i].head != i:
            dep = tokens[i].dep
            i = tokens[i].head
        if dep not in ("prep", "advcl", "npadvmod") or i < c.head:
            return []
        subject = next((k for k in self.children[i] if tokens[k].dep in SUBJECT and k > c.head), None)
        found = self.at.get(subject) if subject is not None else None
        chain = self.of.get(id(found)) if found is not None else None
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
        """What grammar forbids: an object that means its own clause's subject, an owner that means the thing owned,
        and in quotation marks a third person that means the speaker."""
        tokens = self.tokens
        if self._within(c, earlier):
            return True
        if c.sent != earlier.sent:
            return False
        reflexive = c.lemma in self.lexicon.words["pronouns.reflexive"]
        token = tokens[c.head]
        if token.dep != "poss" and not reflexive:
            mine, its = self._clause(c.head), self._clause(earlier.head)
            if mine == its and not (earlier.role == "poss" or tokens[earlier.head].dep in ("compound", "amod")):
                return True
        if c.quoted and not earlier.quoted and earlier.role in SUBJECT:
            verb, i = tokens[earlier.head].head, c.head
            while tokens[i].head != i:
                i = tokens[i].head
                if i == verb:
                    return True
        return False

    def _clause(self, i: int) -> int:
        """The verb that a noun phrase belongs to."""
        tokens = self.tokens
        while tokens[i].head != i and tokens[i].pos not in ("VERB", "AUX"):
            i = tokens[i].head
        return i

    def _salience(self, c: Candidate, earlier: Candidate, chain: Chain) -> float:
        token = self.tokens[earlier.head]
        distance = c.sent - earlier.sent
        score = (3.0, 2.4, 1.4, 0.8, 0.4)[distance]
        role = earlier.role
        if role in SUBJECT:
            score += 1.6
            if self.tokens[token.head].dep in ("ROOT", "ccomp"):
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
        score += 0.2 * min(5, self.counts.get(id(chain), 0))
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
        tokens = self.tokens
        token = tokens[c.head]
        if token.dep == "expl":
            return True
        if token.dep not in SUBJECT:
            return False
        verb = tokens[token.head]
        words = self.lexicon.words
        if verb.pos == "ADJ" and tokens[verb.head].lemma in words["pleonastic.making"]:
            return True
        clausal = any(tokens[k].dep in ("ccomp", "xcomp", "csubj", "advcl", "relcl") for k in self.children[verb.i])
        if verb.lemma in words["pleonastic.verbs"] or (token.dep == "nsubjpass" and clausal):
            return clausal
        if verb.lemma in ("be", "become"):
            for k in self.children[verb.i]:
                if tokens[k].dep == "acomp" and tokens[k].lemma.lower() in words["pleonastic.always"]:
                    return True
                below = any(tokens[j].dep in ("ccomp", "xcomp", "relcl", "acl") for j in self.children[k])
                if tokens[k].dep in ("acomp", "attr") and (clausal or below) and tokens[k].lemma.lower() in words["pleonastic.adjectives"]:
                    return True
        return False

    # ---- at the end

    def _gather(self) -> None:
        """An unnamed "the gang" that came before its name: it is the one named thing so called that dominates the text."""
        for chain in self.chains:
            if chain.names or chain.plural or not chain.members or chain.members[0].kind != "nominal":
                continue
            lemma = chain.members[0].lemma
            if lemma in self.hollow or chain.type in (_T.PERSON, _T.PLACE) or not any(m.det in ("the", "this") for m in chain.members):
                continue
            named = self._dominant(lemma)
            bare = any(m.det in ("the", "this") and not m.mods for m in chain.members)
            if named is None or not bare or len(named.members) < max(3, len(chain.members) + 1) or not _same_kind(chain.type, named.type):
                continue
            for member in chain.members:
                member.why = member.why or f"'{lemma}' said of '{' '.join(named.names[0])}'"
            named.members.extend(chain.members)
            chain.members = []


def _fits(c: Candidate, earlier: Candidate) -> bool:
    """A later phrase may say less than the earlier one, not something else."""
    return c.mods <= earlier.mods


def _same_kind(a: EntityType, b: EntityType) -> bool:
    return a is b or (a in ORGANISED and b in ORGANISED)


def _keep(best: list[_Scored], new: _Scored) -> None:
    """Keep the best mention of each chain, the best chain first."""
    for k, old in enumerate(best):
        if old.chain is new.chain:
            if new.score > old.score:
                best[k] = new
            break
    else:
        best.append(new)
    best.sort(key=lambda s: -s.score)
