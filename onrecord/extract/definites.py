"""What a definite noun phrase takes up: the same noun, a named thing called so, a synonym, or nothing."""

from __future__ import annotations

from onrecord.extract.chains import ORGANISED, Chain
from onrecord.extract.mentions import SUBJECT, Candidate
from onrecord.extract.scene import Scene, Scored, keep, same_kind
from onrecord.extract.types import MODEL
from onrecord.model import BlockKind, EntityType

_T = EntityType
_TOPIC = 2.2  # what the title names is what "the gang" of the text means sooner than a gang named by the way
_LEAD = 1  # sentences behind a headline that tell it again
_ANAPHORIC = frozenset({"the", "this", "poss"})


class Definites:
    """Finds the antecedents of noun phrases with "the", "this" or an owner; all others start anew."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def resolve(self, c: Candidate) -> None:
        """Tie a noun phrase to its chain, an old one or a new."""
        found = self._antecedent(c) if c.det in _ANAPHORIC else self._told_again(c)
        if found is None:
            self.scene.new(c)
        else:
            self.scene.join(c, *found)

    def _told_again(self, c: Candidate) -> tuple[Chain, str] | None:
        """What a text tells once more as if it were new: the same words with a number in them ("14 plants"), and in its
        lead what the headline has without an article ("airtanker contract", "a contract for airtankers")."""
        for earlier in reversed(self.scene.by_lemma.get(c.lemma, ())):
            if earlier.plural != c.plural or earlier.det == "poss" or self.scene.within(c, earlier):
                continue
            if c.det == earlier.det == "" and c.text == earlier.text and any(ch.isdigit() for ch in c.text):
                return self.scene.of[id(earlier)], f"the same number as '{earlier.text}'"
            lead = self._in_headline(earlier) and c.sent - earlier.sent <= _LEAD and c.block != earlier.block
            if lead and c.lemma not in self.scene.hollow and (c.mods <= earlier.mods or earlier.mods <= c.mods):
                return self.scene.of[id(earlier)], f"in the headline: '{earlier.text}'"
        return None

    def _in_headline(self, c: Candidate) -> bool:
        return c.det == "" and self.scene.parsed.blocks[c.block].kind is BlockKind.TITLE

    def _antecedent(self, c: Candidate) -> tuple[Chain, str] | None:
        if c.det == "poss":
            return self._same_owned(c)
        same = self._same_head(c)
        if same is not None:
            return self._nearer(c, same[0]) or same
        if c.lemma in self.scene.hollow or any(m.startswith("of ") for m in c.mods):
            return None
        return self._described(c) or self._by_type(c) or self._synonym(c)

    def _nearer(self, c: Candidate, same: Chain) -> tuple[Chain, str] | None:
        """ "the country" is the one named last, although another was called so long before."""
        if c.lemma not in self.scene.lexicon.hypernyms["country"] or c.mods:
            return None
        for earlier, chain in self.scene.recent(c, 3):
            if chain is same:
                return None
            if chain.names and not chain.plural and self._of_kind(chain, ["country"]) and not self.scene.within(c, earlier):
                return self._by_type(c)
        return None

    def _same_owned(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "its leader" and "the gang's leader" are one if the owners are."""
        owner = self._owner(c)
        if owner is None:
            return None
        for earlier in reversed(self.scene.by_lemma.get(c.lemma, ())):
            if earlier.det == "poss" and earlier.plural == c.plural and self._owner(earlier) is owner and self._fits(c, earlier):
                return self.scene.of[id(earlier)], f"same owner and head as '{earlier.text}'"
        return None

    def _owner(self, c: Candidate) -> Chain | None:
        owner = self.scene.at.get(c.owner)
        return self.scene.of.get(id(owner)) if owner is not None else None

    def _same_head(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the gang" after "a notorious gang": same noun and number, and nothing new in its modifiers."""
        for earlier in reversed(self.scene.by_lemma.get(c.lemma, ())):
            if earlier.plural != c.plural or earlier.det == "any" or not self._fits(c, earlier) or self.scene.within(c, earlier):
                continue
            if (c.lemma in self.scene.hollow and earlier.mods != c.mods) or self._told_apart(earlier):
                continue
            if (earlier.mods - c.mods) & self.scene.lexicon.words["apart.words"]:
                continue  # "its parent company", "the company"
            if earlier.det == "" and earlier.plural and earlier.text.lower() != c.text.lower() and c.sent - earlier.sent > 3:
                continue
            if self._abroad(c, earlier):
                return None
            return self.scene.of[id(earlier)], f"same head as '{earlier.text}'"
        return None

    def _abroad(self, c: Candidate, earlier: Candidate) -> bool:
        """Whether "the government" of one country is past: another country was named since."""
        if c.lemma not in self.scene.lexicon.words["national.words"] or c.mods:
            return False
        known = {m for member in self.scene.of[id(earlier)].members for m in member.mods}
        if not known:
            return False
        for between in reversed(self.scene.before):
            if between is earlier:
                return False
            if between.text in self.scene.lexicon.countries and between.kind == "name" and between.role not in ("amod", "compound"):
                return not any(m[:4] == between.text[:4].lower() for m in known)
        return False

    def _fits(self, c: Candidate, earlier: Candidate) -> bool:
        """A later phrase may say less than the earlier one, not something else: "the Cruise video" after "a video of Tom Cruise"."""
        if c.mods <= earlier.mods:
            return True
        behind = {self.scene.tokens[k].lower for k in range(earlier.head + 1, earlier.reach + 1)}
        return c.mods - earlier.mods <= behind

    def _told_apart(self, earlier: Candidate) -> bool:
        """ "the MS-13 gang": a noun told apart from others of its kind by its name; the noun alone may mean another."""
        chain = self.scene.of[id(earlier)]
        inside = (self.scene.at.get(k) for k in self.scene.children[earlier.head])
        return any(k is not None and k.kind == "name" and self.scene.of.get(id(k)) is chain for k in inside)

    def _described(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the gang" for the named thing that was called a gang, or has the word in its name."""
        if c.plural:
            return None
        best: Scored | None = None
        for earlier, chain in self.scene.recent(c, 40):
            if not chain.names or chain.plural or self.scene.within(c, earlier):
                continue
            exact = c.lemma in chain.nouns
            if not exact and not any(self.scene.lexicon.akin(c.lemma, noun) for noun in chain.nouns):
                continue
            if not self._compatible(c, chain):
                continue
            score = (2.0 if exact else 0.0) - 0.3 * (c.sent - earlier.sent) + 0.2 * min(6, self.scene.counts.get(id(chain), 0))
            score += _TOPIC if chain.members[0].block == 0 and not exact else 0.0
            if best is None or score > best.score:
                best = Scored(score, chain, earlier)
        if best is None:
            return None
        return best.chain, f"'{c.lemma}' said of '{best.candidate.text}'"

    def _compatible(self, c: Candidate, chain: Chain) -> bool:
        """No modifier of a definite phrase contradicts: those of nationality and size are let pass only if said before."""
        mods = {m for m in c.mods if m not in ("entire", "whole", "same", "alleged", "so-called")}
        if not mods:
            return True
        tokens = self.scene.tokens
        known = {w.lower() for name in chain.names for w in name} | {m for member in chain.members for m in member.mods}
        known |= {tokens[k].lower for m in chain.members if m.kind == "name" for k in range(m.wide[0], m.first)}  # titles
        return mods <= known

    def _by_type(self, c: Candidate) -> tuple[Chain, str] | None:
        """ "the company", "the car company", "the country": the last named one, if nothing else competes."""
        if c.plural:
            return None
        kinds = [key for key, nouns in self.scene.lexicon.hypernyms.items() if c.lemma in nouns]
        if c.mods:
            kinds = [key for key in kinds if key in self._narrowing(c)]
        if not kinds:
            return None
        best: list[Scored] = []
        for earlier, chain in self.scene.recent(c, 3):
            if chain.names and not chain.plural and self._of_kind(chain, kinds) and not self.scene.within(c, earlier):
                score = (
                    -1.0 * (c.sent - earlier.sent)
                    + 0.15 * min(6, self.scene.counts.get(id(chain), 0))
                    + (1.0 if earlier.role in SUBJECT else 0.0)
                )
                keep(best, Scored(score, chain, earlier))
        if not best or (len(best) > 1 and best[0].score - best[1].score < 0.5):
            return None
        return best[0].chain, f"'{c.lemma}' for '{best[0].candidate.text}'"

    def _narrowing(self, c: Candidate) -> tuple[str, ...]:
        """The kinds of named things that a noun with modifiers may still take up: a trade tells nothing apart ("the car
        company"), nor that a thing is new."""
        if c.mods == {"new"}:
            return ("model",)
        tokens = self.scene.tokens
        trades = all(
            tokens[k].dep == "compound" and tokens[k].tag == "NN" for k in self.scene.children[c.head] if tokens[k].lemma.lower() in c.mods
        )
        return ("Company",) if trades else ()

    def _of_kind(self, chain: Chain, kinds: list[str]) -> bool:
        if chain.type is _T.PLACE:
            country = any(m.text in self.scene.lexicon.countries for m in chain.members)
            return ("country" in kinds and country) or (
                "city" in kinds and not country and " ".join(chain.names[0]) not in self.scene.lexicon.words["places.regions"]
            )
        if chain.type in (_T.OTHER, _T.WORK):
            return "model" in kinds and any(MODEL.fullmatch(word) for name in chain.names for word in name)
        if chain.type in ORGANISED:
            return chain.type.value in kinds or (chain.type is _T.ORGANIZATION and "Company" in kinds and not chain.nouns)
        return chain.type.value in kinds

    def _synonym(self, c: Candidate) -> tuple[Chain, str] | None:
        for earlier, chain in self.scene.recent(c, 3):
            if chain.names or earlier.kind != "nominal" or earlier.det == "any" or earlier.plural != c.plural or c.mods:
                continue
            if c.lemma != earlier.lemma and self.scene.lexicon.akin(c.lemma, earlier.lemma) and not self.scene.within(c, earlier):
                return chain, f"'{c.lemma}' for '{earlier.text}'"
        return None

    def gather(self) -> None:
        """An unnamed "the gang" that came before its name: it is the one named thing so called that dominates the text."""
        for chain in self.scene.chains:
            if chain.names or chain.plural or not chain.members or chain.members[0].kind != "nominal":
                continue
            lemma = chain.members[0].lemma
            if (
                lemma in self.scene.hollow
                or chain.type in (_T.PERSON, _T.PLACE)
                or not any(m.det in ("the", "this") for m in chain.members)
            ):
                continue
            named = self.scene.dominant(lemma)
            bare = any(m.det in ("the", "this") and not m.mods for m in chain.members)
            if named is None or not bare or len(named.members) < max(3, len(chain.members) + 1) or not same_kind(chain.type, named.type):
                continue
            for member in chain.members:
                member.why = member.why or f"'{lemma}' said of '{' '.join(named.names[0])}'"
            named.members.extend(chain.members)
            chain.members = []
