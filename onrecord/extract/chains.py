"""Names of one document -> chains: which names mean the same, by their words alone and by the types that these suggest."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from onrecord.extract.lexicon import Lexicon, fold_word, folded
from onrecord.extract.mentions import Candidate
from onrecord.extract.types import MODEL, Evidence, Observer, decide
from onrecord.model import EntityType, Parsed

ORGANISED = frozenset({EntityType.ORGANIZATION, EntityType.COMPANY, EntityType.PUBLIC_BODY})
_PLAYS, _MATCH = 1.5, 9.0  # weight of one sign that a country plays; of all of them in a report of matches
_SPELT = 5  # letters of a given name from which one of them may be a slip
_COMPOUND = frozenset({"united", "north", "south"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "de", "la", "el", "los", "las", "del", "y", "&", "e", "en"})


@dataclass(slots=True, eq=False)
class Chain:
    """One thing that mentions refer to. ``names``: the names as written, each once, in order of appearance."""

    members: list[Candidate] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    evidence: Evidence = field(default_factory=Evidence)
    type: EntityType = EntityType.OTHER
    margin: float = 0.0
    plural: bool = False
    gender: str = ""
    why: list[str] = field(default_factory=list)

    @property
    def nouns(self) -> set[str]:
        return self.evidence.nouns

    def settle(self) -> None:
        """Weigh type and gender anew."""
        if self.names:
            self.type, self.margin = decide(self.evidence)
            self.plural = self.plural and self.type not in ORGANISED
        if self.evidence.gender:
            ranked = self.evidence.gender.most_common(2)
            if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
                self.gender = ranked[0][0]

    def take(self, other: Chain, why: str) -> None:
        """Merge another chain into this one."""
        self.members.extend(other.members)
        self.names.extend(n for n in other.names if n not in self.names)
        self.evidence.merge(other.evidence)
        self.gender = self.gender or other.gender
        self.why.append(why)
        self.why.extend(other.why)
        self.settle()


def chain_names(parsed: Parsed, lexicon: Lexicon, candidates: list[Candidate]) -> list[Chain]:
    """Chains of names in order of first mention, typed."""
    observer = Observer(parsed, lexicon)
    by_key: dict[tuple[str, ...], Chain] = {}
    for candidate in candidates:
        if candidate.kind != "name":
            continue
        key = tuple(filter(None, map(_key, candidate.words))) or candidate.words
        alias = lexicon.aliases.get(candidate.text.removeprefix("The "))
        if alias is not None:
            key = tuple(map(fold_word, alias.split()))
        chain = by_key.get(key)
        if chain is None:
            chain = by_key[key] = Chain(plural=candidate.plural)
        if candidate.words not in chain.names:
            chain.names.append(candidate.words)
            chain.evidence.merge(observer.inside(candidate.words))
        chain.members.append(candidate)
        chain.evidence.merge(observer.around(candidate))
    for chain in by_key.values():
        observer.on_map(chain.names[0], chain.evidence)
    _as_teams([chain for chain in by_key.values() if " ".join(chain.names[0]) in lexicon.countries])
    for chain in by_key.values():
        chain.settle()
    return _Linker(parsed, lexicon, by_key).run()


def _key(word: str) -> str:
    """A word of a name as it is compared: several of a model are the model ("A380s")."""
    return fold_word(word[:-1] if word.endswith("s") and MODEL.fullmatch(word) else word)


def _as_teams(countries: list[Chain]) -> None:
    """In a report of matches a country that plays is its team."""
    playing = [chain for chain in countries if chain.evidence.scores[EntityType.ORGANIZATION] >= _PLAYS]
    if sum(chain.evidence.scores[EntityType.ORGANIZATION] for chain in playing) >= _MATCH:
        for chain in playing:
            chain.evidence.add(EntityType.ORGANIZATION, _PLAYS * 2 + 1, "plays in a match report")


class _Linker:
    """Ties short names to long ones: acronyms, surnames, organisations' short forms."""

    def __init__(self, parsed: Parsed, lexicon: Lexicon, by_key: dict[tuple[str, ...], Chain]) -> None:
        self.parsed, self.lexicon, self.by_key = parsed, lexicon, by_key
        self.given = folded(parsed.lang, "given")
        self.suffixes = lexicon.words["suffixes.words"]
        self.countries = folded(parsed.lang, "countries")
        self.demonyms = folded(parsed.lang, "demonyms")
        self.gone: set[tuple[str, ...]] = set()

    def run(self) -> list[Chain]:
        self._bracketed()
        keys = sorted(self.by_key, key=lambda k: (-len(k), self.by_key[k].members[0].first))
        for key in reversed(keys):  # short ones look for long ones
            if key not in self.gone:
                self._short(key, [k for k in keys if k not in self.gone and len(k) > len(key)])
        self._misspelt()
        chains = [chain for key, chain in self.by_key.items() if key not in self.gone]
        return sorted(chains, key=lambda c: min(m.first for m in c.members))

    def _misspelt(self) -> None:
        """ "Kristin Wilkins" and "Kristen Wilkins": one person whose given name a document spells in two ways."""
        people: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for key, chain in self.by_key.items():
            if key not in self.gone and chain.type is EntityType.PERSON and len(key) > 1:
                people.setdefault(key[1:], []).append(key)
        for alike in people.values():
            for one, other in combinations(alike, 2):
                if {one, other} & self.gone or not _one_letter(one[0], other[0]):
                    continue
                if {self.by_key[one].gender, self.by_key[other].gender} != {"m", "f"}:
                    short, long = sorted((one, other), key=lambda k: len(self.by_key[k].members))
                    self._tie(short, long, f"spelt otherwise: {' '.join(self.by_key[short].names[0])}")

    def _placing(self, word: str) -> bool:
        """Whether a word says of which country something is."""
        return (word,) in self.demonyms or (word,) in self.countries

    def _tie(self, short: tuple[str, ...], long: tuple[str, ...], why: str) -> None:
        self.by_key[long].take(self.by_key[short], why)
        self.gone.add(short)

    def _bracketed(self) -> None:
        """ "X (ABC)": the acronym is spelled out right there."""
        tokens = self.parsed.tokens
        starts = {m.first: (key, m) for key, chain in self.by_key.items() for m in chain.members}
        ends = sorted(((m.last, key) for key, chain in self.by_key.items() for m in chain.members))
        for last, key in ends:
            if last + 2 >= len(tokens) or tokens[last + 1].text not in ("(", "["):
                continue
            inner = starts.get(last + 2)
            if inner is None or inner[0] in self.gone or key in self.gone or inner[0] == key:
                continue
            short = "".join(inner[0])
            if len(inner[0]) != 1 or not tokens[last + 2].text.isupper() or len(short) > 7 or len(key) < 2:
                continue
            if _letters(short, key) or self._of_another_tongue(tokens[last + 2].text, key, inner[0]):
                self._tie(inner[0], key, f"acronym in brackets: {tokens[last + 2].text}")

    def _of_another_tongue(self, short: str, key: tuple[str, ...], inner: tuple[str, ...]) -> bool:
        """ "the State Property Agency (AVAS)": a body's letters in its own language."""
        unknown = short not in self.lexicon.known and inner not in self.countries
        unknown = unknown and self.by_key[inner].type in (*ORGANISED, EntityType.OTHER)
        return len(short) > 2 and short.isalpha() and unknown and self.by_key[key].type in ORGANISED and key[-1] in self.lexicon.heads

    def _short(self, key: tuple[str, ...], longer: list[tuple[str, ...]]) -> None:
        chain = self.by_key[key]
        found = [k for k in longer if self._is_acronym(key, k)]
        if found:
            if len(found) == 1 or len({self._full(k) for k in found}) == 1:
                self._tie(key, found[0], f"acronym: {chain.members[0].text}")
            return
        for rule in (self._of_person, self._of_body, self._of_place):
            found = [k for k in longer if rule(key, k)]
            if len(found) == 1:
                self._tie(key, found[0], f"short name: {chain.members[0].text}")
                return
            if found:
                self._nearest(key, found)
                return

    def _full(self, key: tuple[str, ...]) -> tuple[str, ...]:
        return key[1:] if self._placing(key[0]) else key

    def _nearest(self, key: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
        """Several long names fit: each mention goes to the one named last before it."""
        chain = self.by_key[key]
        longs = {m.first: k for k in found for m in self.by_key[k].members if len(m.words) == len(k)}
        starts = sorted(longs)
        left = []
        for member in chain.members:
            before = [s for s in starts if s < member.first]
            if not before:
                left.append(member)
                continue
            target = self.by_key[longs[before[-1]]]
            target.members.append(member)
            if member.words not in target.names:
                target.names.append(member.words)
                target.why.append(f"short name: {member.text}")
        chain.members = left
        if not left:
            self.gone.add(key)

    # ---- the rules

    def _is_acronym(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        if len(short) != 1 or not 2 <= len(short[0]) <= 7 or not self.by_key[short].members[0].text.replace(".", "").isupper():
            return False
        if self.by_key[long].type is EntityType.PERSON:
            return False
        content = "".join(w[:1] for w in long if w not in _SMALL)
        return short[0] in (content, "".join(w[0] for w in long)) or (
            self._placing(long[0]) and short[0] == content[1:] and len(content) > 2
        )

    def _of_person(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        chain, full = self.by_key[short], self.by_key[long]
        if full.plural or chain.members[0].plural or (full.type is not EntityType.PERSON and not self._mistaken(chain, full)):
            return False
        if len(long) > 4 or long[-1] in self.lexicon.heads:
            return False
        if {chain.gender, full.gender} == {"m", "f"}:
            return False  # "Mr Corby" is not Anna Corby
        body = tuple(w for w in long if w not in self.suffixes)
        if chain.type in ORGANISED and max(chain.evidence.scores[kind] for kind in ORGANISED) >= 2.4:
            return False
        if chain.type is EntityType.PLACE and short in self.countries:
            return False
        if short[-1] in self.suffixes and short[-1] != long[-1]:
            return False
        if len(short) > 1 and short == body[-len(short) :]:
            return (short[0],) not in self.given  # both surnames
        if len(short) > 1 and ((short[0],) in self.given or chain.type is EntityType.PERSON) and len(body) > len(short):
            return (short[0] == body[0] and short[-1] == body[-1]) or (short == body[: len(short)] and len(short) > 1)
        if short == body[-len(short) :]:
            return True
        if len(short) == 1 and short[0] == body[0]:
            return (short[0],) in self.given or chain.type is EntityType.PERSON
        return len(body) > 2 and len(short) == 1 and short[0] in body[1:-1] and len(short[0]) > 3 and chain.type is EntityType.PERSON

    def _mistaken(self, short: Chain, long: Chain) -> bool:
        """Whether a long name is a person's after all: nothing but the model's label says otherwise, and the short form is one's."""
        return short.type is EntityType.PERSON and long.margin < 2.5 and not +long.evidence.scores

    def _of_body(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        chain, full = self.by_key[short], self.by_key[long]
        if full.type not in ORGANISED or short in self.countries or chain.plural:
            return False
        if chain.type is EntityType.PERSON and chain.margin > 1.5:
            return False
        heads = self.lexicon.heads
        if short == long[-len(short) :] and (self._placing(long[0]) or long[0] in _COMPOUND):
            return len(long) - len(short) <= 2
        placed = chain.type is EntityType.PLACE and chain.margin > 2
        rest = long[len(short) :]
        if len(short) > 1 and short == long[: len(short)] and all(w in heads and heads[w] in ORGANISED for w in rest):
            return not placed  # "China Eastern" of "China Eastern Airlines"
        if placed or self._placing(short[0]):
            return False
        if short == long[: len(short)] and (len(short) > 1 or (short[0] not in heads and short[0] not in self.lexicon.nouns)):
            if all((w in heads and heads[w] in ORGANISED) or w in _SMALL for w in rest):
                return True
            return len(rest) == 1 and chain.type in ORGANISED and rest[0] not in heads
        if short == long[-len(short) :] and len(long) - len(short) <= 3 and "of" in long[: -len(short)] and len(short) == 1:
            return chain.type in ORGANISED and short[0] not in heads  # "Church of Scientology", "Scientology"
        return short == long[-len(short) :] and len(short) > 1 and chain.type in ORGANISED and short[-1] in heads

    def _of_place(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        chain, full = self.by_key[short], self.by_key[long]
        if full.type is not EntityType.PLACE or chain.type not in (EntityType.PLACE, EntityType.OTHER):
            return False
        if long[0] in ("city", "state", "republic", "province", "kingdom", "commonwealth", "town", "district") and long[1] == "of":
            return short == long[2:] or (long[2] == "the" and short == long[3:])
        if short == long[:-1] and long[-1] in ("city", "state", "province", "island", "islands"):
            return True
        if len(short) == 1 and short[0] in ("north", "south", "east", "west"):
            return short[0] == long[0] and long in self.countries and len(long) == 2
        return False


def _one_letter(one: str, other: str) -> bool:
    """Whether two given names are of one length and differ in one letter, neither the first nor the last ("Maria", "Mario")."""
    if len(one) != len(other) or len(one) < _SPELT:
        return False
    other_letters = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(other_letters) == 1 and 0 < other_letters[0] < len(one) - 1


def _letters(short: str, long: tuple[str, ...]) -> bool:
    """Whether an acronym's letters come in order from the long name, the first from its first word or the second."""
    text = "".join(long)
    if short[0] not in {w[0] for w in long}:
        return False
    at = text.find(short[0])
    for letter in short:
        at = text.find(letter, at)
        if at < 0:
            return False
        at += 1
    return True
