"""The document as coreference sees it while it reads on: the mentions so far and the chains that they form."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.chains import ORGANISED, Chain
from onrecord.extract.lexicon import Lexicon
from onrecord.extract.mentions import Candidate
from onrecord.model import EntityType, Parsed


@dataclass(slots=True)
class Scored:
    """A possible antecedent: its chain, and the mention of it that scores best."""

    score: float
    chain: Chain
    candidate: Candidate


class Scene:
    """``of``: chain by ``id`` of its mention; ``at``: mention by head token; ``before``: mentions read so far;
    ``by_lemma``: nominals read so far that may be taken up, by head; ``counts``: mentions read so far, by ``id`` of the chain."""

    def __init__(self, parsed: Parsed, lexicon: Lexicon, candidates: list[Candidate], named: list[Chain]) -> None:
        self.parsed, self.lexicon, self.candidates = parsed, lexicon, candidates
        self.tokens, self.children = parsed.tokens, parsed.children
        self.chains = list(named)
        self.of: dict[int, Chain] = {id(m): chain for chain in named for m in chain.members}
        self.at = {c.head: c for c in candidates}
        self.hollow = lexicon.words.get("hollow.words", frozenset())
        self.before: list[Candidate] = []
        self.by_lemma: dict[str, list[Candidate]] = {}
        self.counts: dict[int, int] = {}

    def read(self, c: Candidate) -> None:
        """Go past a mention: from here on it may be an antecedent."""
        chain = self.of.get(id(c))
        if chain is None:
            return
        self.before.append(c)
        self.counts[id(chain)] = self.counts.get(id(chain), 0) + 1
        if c.kind == "nominal" and not (c.predicative and c.det == "a"):
            self.by_lemma.setdefault(c.lemma, []).append(c)

    def join(self, c: Candidate, chain: Chain, why: str) -> None:
        """Make a mention one of a chain's, for this reason."""
        c.why = why
        chain.members.append(c)
        self.of[id(c)] = chain
        if c.kind == "nominal":
            chain.nouns.add(c.lemma)
            self._as_name(c, chain)
        if c.gender in ("m", "f") and chain.type is EntityType.PERSON:
            chain.evidence.gender[c.gender] += 1
            chain.settle()

    def _as_name(self, c: Candidate, chain: Chain) -> None:
        """ "the Church" for a church that has a name is a short name."""
        word = self.tokens[c.head]
        if (
            word.tag in ("NNP", "NNPS")
            and chain.names
            and c.det in ("the", "")
            and word.lower in {w.lower() for n in chain.names for w in n}
        ):
            c.kind, c.first, c.last, c.words = "name", c.head, c.head, (word.text,)
            c.text = word.text

    def new(self, c: Candidate) -> Chain:
        """A chain of its own for a mention."""
        chain = Chain(members=[c], type=c.type or EntityType.OTHER, plural=c.plural, gender=c.gender)
        if c.kind == "nominal":
            chain.nouns.add(c.lemma)
        self.chains.append(chain)
        self.of[id(c)] = chain
        return chain

    def recent(self, c: Candidate, sentences: int) -> list[tuple[Candidate, Chain]]:
        """The mentions of the last sentences with their chains, the last first."""
        found = []
        for earlier in reversed(self.before):
            if c.sent - earlier.sent > sentences:
                break
            found.append((earlier, self.of[id(earlier)]))
        return found

    def within(self, c: Candidate, other: Candidate) -> bool:
        """Whether one noun phrase stands inside the other."""
        return (other.wide[0] <= c.first and c.last <= other.wide[1]) or (c.wide[0] <= other.first and other.last <= c.wide[1])

    def dominant(self, lemma: str) -> Chain | None:
        """The one named thing called by a noun that the document is mostly about."""
        named = [k for k in self.chains if k.names and k.members and lemma in k.nouns and not k.plural]
        named.sort(key=lambda k: -len(k.members))
        if not named or (len(named) > 1 and len(named[0].members) < 3 * len(named[1].members)):
            return None
        return named[0]


def same_kind(a: EntityType, b: EntityType) -> bool:
    """Whether two types can be one thing's; the kinds of organisation can."""
    return a is b or (a in ORGANISED and b in ORGANISED)


def keep(best: list[Scored], new: Scored) -> None:
    """Keep the best mention of each chain, the best chain first."""
    for k, old in enumerate(best):
        if old.chain is new.chain:
            if new.score > old.score:
                best[k] = new
            break
    else:
        best.append(new)
    best.sort(key=lambda s: -s.score)
