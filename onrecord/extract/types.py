"""What type a name's entity has: all that the document says about it, weighed once for the entity.

The signs are hand-weighed; the strongest are words ("the gang", "X, a journalist"), the weakest the model's own label,
which differs from mention to mention of one name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from onrecord.extract.lexicon import Lexicon
from onrecord.extract.mentions import SUBJECT, Candidate
from onrecord.gazetteer import find, fold
from onrecord.model import EntityType, Parsed, Token

_T = EntityType
_LABELS = {
    "PERSON": _T.PERSON, "ORG": _T.ORGANIZATION, "GPE": _T.PLACE, "LOC": _T.PLACE, "FAC": _T.PLACE, "NORP": _T.GROUP,
    "EVENT": _T.EVENT, "LAW": _T.LAW, "WORK_OF_ART": _T.WORK, "PRODUCT": _T.OTHER, "LANGUAGE": _T.OTHER,
}  # fmt: skip
_LABEL_WEIGHT = {"PERSON": 2.0, "ORG": 1.8, "GPE": 2.0, "LOC": 1.4, "FAC": 1.0, "NORP": 2.0, "EVENT": 1.6, "LAW": 1.6, "WORK_OF_ART": 1.2, "PRODUCT": 1.4, "LANGUAGE": 1.5}  # fmt: skip
_ORGANISED = (_T.ORGANIZATION, _T.COMPANY, _T.PUBLIC_BODY)
_SUPER = {_T.COMPANY: _T.ORGANIZATION, _T.PUBLIC_BODY: _T.ORGANIZATION}
_PLACING = frozenset({"in", "near", "across", "throughout", "outside", "inside"})
_FOUGHT = frozenset({"battle", "siege", "shelling", "bombardment", "outskirts", "streets"})
_NEARING = frozenset({"near", "outside", "throughout", "across"})
_COMPLEMENTS = frozenset({"attr", "oprd"})
_REGIONS = frozenset({"country", "admin1", "capital", "continent", "region", "water", "mountain", "island"})
MODEL = re.compile(r"(?=.*\d)[A-Z][A-Z0-9-]*s?")
"""The designation of a model: "A380", "F-16s"."""
_LETTERS = re.compile(r"[A-Z]{2,5}")  # "auditor EY"
_BECOMING = frozenset({"be", "become", "remain"})


@dataclass(slots=True)
class Evidence:
    """Signs for each type, the common nouns said of the thing, and where it all came from."""

    scores: Counter[EntityType] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)
    gender: Counter[str] = field(default_factory=Counter)
    why: list[str] = field(default_factory=list)

    def add(self, kind: EntityType, weight: float, why: str) -> None:
        note = f"{why}: {kind.value}"
        if weight < 1:
            self.sign(kind, weight)
        elif note not in self.why:
            self.sign(kind, weight)
            self.why.append(note)
        else:  # the same sign again weighs little
            self.sign(kind, 0.3 * weight)

    def sign(self, kind: EntityType, weight: float) -> None:
        """A sign that counts each time."""
        self.scores[kind] += weight  # type: ignore[assignment]

    def noun(self, token: Token, lexicon: Lexicon, weight: float, why: str, before: str = "") -> None:
        """Something is called by a common noun; ``before`` is the word before that."""
        kind = lexicon.noun(token.lemma.lower(), token.lower, before)
        if kind is not None:
            self.nouns.add(token.lemma.lower())
            self.add(kind, weight, f"{why} '{token.text}'")
            gender = lexicon.gender.get(token.lower)
            if gender and kind is _T.PERSON:
                self.gender[gender] += 1

    def merge(self, other: Evidence) -> None:
        self.scores.update(other.scores)
        self.labels.update(other.labels)
        self.nouns |= other.nouns
        self.gender.update(other.gender)
        self.why.extend(w for w in other.why if w not in self.why)


def decide(evidence: Evidence) -> tuple[EntityType, float]:
    """The type, and by how much it beats the next. Kinds of organisation count together first, then apart."""
    scores = Counter(evidence.scores)
    total = sum(evidence.labels.values())
    for label, count in evidence.labels.items():
        scores[_LABELS[label]] += _LABEL_WEIGHT[label] * count / total  # type: ignore[assignment]
    whole: Counter[EntityType] = Counter()
    for kind, score in scores.items():
        whole[_SUPER.get(kind, kind)] += score
    if not whole:
        return _T.OTHER, 0.0
    order = list(EntityType)
    ranked = sorted(whole, key=lambda k: (-whole[k], order.index(k)))
    best = ranked[0]
    margin = whole[best] - (whole[ranked[1]] if len(ranked) > 1 else 0.0)
    if best is _T.ORGANIZATION:
        best = max(_ORGANISED, key=lambda k: (evidence.scores[k], -order.index(k)))
    return best, margin


class Observer:
    """Reads the signs around and inside names."""

    def __init__(self, parsed: Parsed, lexicon: Lexicon) -> None:
        self.tokens, self.children, self.lexicon = parsed.tokens, parsed.children, lexicon
        self.links = lexicon.words["names.links"]
        self.head_first = "first" in lexicon.words["names.order"]
        self.titles = lexicon.words["titles.words"]
        self.collective = lexicon.words.get("saying.collective", frozenset())
        self.corporate = lexicon.words.get("saying.corporate", frozenset())
        self.dying = lexicon.words.get("saying.dying", frozenset())
        self.personal = lexicon.words.get("saying.personal", frozenset())
        self.suffering = lexicon.words.get("saying.suffering", frozenset())
        self.playing = lexicon.words.get("saying.playing", frozenset())
        self.calling = lexicon.words.get("saying.calling", frozenset())
        self.rarer = parsed.has_parse  # beside the model's labels; alone they are too weak a sign
        self.versus = lexicon.words.get("names.versus", frozenset())
        self.match = lexicon.words.get("saying.match", frozenset())

    def inside(self, words: tuple[str, ...]) -> Evidence:
        """What the words of a name tell by themselves."""
        lexicon, found = self.lexicon, Evidence()
        name = " ".join(words)
        last, first = words[-1].lower(), words[0].lower()
        known = lexicon.known.get(name) or lexicon.known.get(name.removeprefix("The "))
        if known is not None:
            found.add(known, 3.5 if len(words) > 1 or known is not _T.PLACE else 3.0, "gazetteer")
            if name in lexicon.countries:
                found.nouns |= {"country", "nation"}
                found.add(_T.PLACE, 1.0, "country")
        if len(words) > 1:
            linked, before = self.head_word(words)
            kind = (
                lexicon.heads.get(f"{before} {linked}")
                or lexicon.heads.get(before)
                or lexicon.heads.get(first if self.head_first else "" if linked else last)
            )
            surname = kind in (_T.ORGANIZATION, _T.PLACE) and len(words) == 2 and not linked and words[0] in lexicon.given
            if kind is not None and name not in lexicon.countries:
                found.add(kind, 2.5 if surname else 5.0, f"ends in '{before}'" if not linked else f"'{before} {linked}'")
            if first in lexicon.words.get("begins.Event", ()):
                found.add(_T.EVENT, 5.0, f"'{words[0]}' before it")
            if MODEL.fullmatch(words[-1]):
                found.sign(_T.OTHER, 0.8 if "-" in words[-1] else 4.0)  # "Airbus A380"; but "Mara MS-13"
            if before in lexicon.nouns or before in ("university", "church", "department"):
                found.nouns.add(before)
            elif before.endswith("s") and lexicon.nouns.get(before[:-1]) in _ORGANISED:
                found.nouns.add(before[:-1])  # "Airlines"
            if words[0] in lexicon.given and (kind is None or surname) and not linked:
                gender = lexicon.given[words[0]]
                found.add(_T.PERSON, 2.5, f"given name '{words[0]}'")
                if gender != "?":
                    found.gender[gender] += 2
            elif (
                self.rarer
                and words[0] in lexicon.rarer
                and kind is None
                and not linked
                and len(words) < 4
                and words[-1].lower() not in lexicon.nouns
            ):
                found.sign(_T.PERSON, 1.4)
                if lexicon.rarer[words[0]] != "?":
                    found.gender[lexicon.rarer[words[0]]] += 1
            if any(w.lower() in self.versus for w in words[1:-1]):
                found.add(_T.LAW, 5.0, "one against another")
            if any(c.isdecimal() for c in words[-1]) and kind is None:
                found.add(_T.OTHER, 1.5, "number")
            elif len(words) == 2 and kind is None and lexicon.known.get(words[0]) is _T.COMPANY and known is None:
                found.add(_T.OTHER, 2.5, f"made by '{words[0]}'")  # "Ford Taurus"
            if first in ("new", "north", "south", "east", "west", "san", "santa", "los", "saint", "st.") and kind is None:
                found.add(_T.PLACE, 0.6, "name of a place")
        elif words[0] in lexicon.given and lexicon.given[words[0]] != "?":
            found.gender[lexicon.given[words[0]]] += 1
        elif MODEL.fullmatch(words[0]):
            found.sign(_T.OTHER, 0.8 if "-" in words[0] else 2.2)
        elif words[0].isupper() and len(words[0]) > 1 and known is None:
            found.add(_T.ORGANIZATION, 0.8, "capitals")
        if "." in words[0][1:-1] and words[0].lower().endswith((".com", ".org", ".net", ".gov")):
            found.add(_T.ORGANIZATION, 1.0, "address")
        return found

    def on_map(self, words: tuple[str, ...], found: Evidence) -> None:
        """Whether there is a place of this name, unless the model took it for a person throughout."""
        if len(words) > 3 or set(found.labels) == {"PERSON"} or found.scores[_T.PLACE] >= 2 or (len(words) == 1 and words[0].isupper()):
            return
        places = [p for p in find(fold(" ".join(words))) if p.weight >= 2]
        if any(p.kind in _REGIONS or p.population >= 100_000 for p in places):
            found.add(_T.PLACE, 2.2, "on the map")
        elif any(p.population >= 5_000 for p in places):
            found.add(_T.PLACE, 1.2, "on the map")

    def head_word(self, words: tuple[str, ...]) -> tuple[str, str]:
        """The linking word of a name ("of"), if any, and the word that says what it is: the one before it, else the last
        (in Spanish the first)."""
        lowered = [w.lower() for w in words]
        linked = next((w for w in lowered[1:] if w in self.links), "")
        if linked:
            return linked, lowered[lowered.index(linked, 1) - 1]
        return "", lowered[0] if self.head_first else lowered[-1]

    def around(self, candidate: Candidate) -> Evidence:
        """What the words around one mention tell."""
        found = Evidence()
        if candidate.label:
            found.labels[candidate.label] += 1
        self._before(candidate, found)
        if self.tokens[candidate.head].tag:
            self._below(candidate, found)
            self._above(candidate, found)
        else:
            self._beside(candidate, found)
        return found

    def _beside(self, candidate: Candidate, found: Evidence) -> None:
        """Without a parse: "X, analista de …" and "la empresa X"."""
        tokens, i = self.tokens, candidate.last + 1
        voice = candidate.first and tokens[candidate.first - 1].lower in self.lexicon.words.get("names.according", frozenset())
        if i + 1 < len(tokens) and tokens[i].text == "," and not voice:
            k = i + 2 if i + 2 < len(tokens) and tokens[i + 1].lower in self.lexicon.words.get("names.articles", frozenset()) else i + 1
            found.noun(tokens[k], self.lexicon, 3.0, "apposition", self._word_before(tokens[k]))
        before = candidate.first - 1
        if before >= 0 and tokens[before].sent == candidate.sent and tokens[before].lower not in self.titles:
            found.noun(tokens[before], self.lexicon, 2.5, "preceded by", self._word_before(tokens[before]))

    def _word_before(self, token: Token) -> str:
        return self.tokens[token.i - 1].lower if token.i else ""

    def _before(self, candidate: Candidate, found: Evidence) -> None:
        """Titles, roles and kinds right before the name ("President X", "defence analyst X", "cruise ship X")."""
        tokens, i = self.tokens, candidate.first - 1
        if i < 0 or tokens[i].sent != candidate.sent:
            return
        token = tokens[i]
        in_phrase = candidate.first <= token.head <= candidate.last and token.dep in ("compound", "amod", "nmod", "appos")
        person = in_phrase and self.lexicon.noun(token.lemma.lower(), token.lower) is _T.PERSON
        if person and _LETTERS.fullmatch(candidate.text):
            found.sign(_T.ORGANIZATION, 2.4)
            return
        if person or (token.lower in self.titles and token.text[0].isupper()):
            found.add(_T.PERSON, 4.0, f"title '{token.text}'")
            found.nouns |= {token.lemma.lower(), *self.lexicon.words.get(f"abbreviated.{token.lower.rstrip('.')}", ())}
            gender = self.lexicon.gender.get(token.lower)
            if gender:
                found.gender[gender] += 3
        elif in_phrase and token.tag in ("NN", "NNS"):
            found.noun(token, self.lexicon, 2.5, "preceded by", self._word_before(token))
        elif (
            token.lower == "of"
            and i
            and tokens[i - 1].lower in ("city", "town", "state", "province", "island", "village", "republic", "port", "county", "district")
        ):
            found.add(_T.PLACE, 3.0, f"'{tokens[i - 1].text} of'")
        elif token.lower in ("for", "of") and i and tokens[i - 1].lower in _FOUGHT:
            found.sign(_T.PLACE, 2.2)  # "the battle for Arana"
        elif token.lower in _PLACING and candidate.label != "PERSON":
            found.add(_T.PLACE, 0.7, f"'{token.text}'")
        elif token.lower in _NEARING and candidate.first == candidate.last and not self._possesses(candidate):
            found.sign(_T.PLACE, 2.2)  # "the bridge near Arana", whatever the model says
        elif (
            token.lower == "the"
            and candidate.first == candidate.last
            and candidate.text.isupper()
            and candidate.text not in self.lexicon.known
        ):
            found.add(_T.ORGANIZATION, 0.7, "'the' with capitals")

    def _possesses(self, candidate: Candidate) -> bool:
        after = candidate.last + 1
        return after < len(self.tokens) and self.tokens[after].tag == "POS"

    def _below(self, candidate: Candidate, found: Evidence) -> None:
        tokens = self.tokens
        for c in self.children[candidate.head]:
            token = tokens[c]
            if token.dep == "appos" and token.tag in ("NN", "NNS", "NNP") and not candidate.first <= c <= candidate.last:
                if token.tag != "NNS":
                    found.noun(token, self.lexicon, 3.0, "apposition", self._word_before(token))
            elif (
                token.dep in ("appos", "nummod", "npadvmod")
                and token.text.isdecimal()
                and 10 < int(token.text[:4]) < 100
                and c > candidate.last
            ):
                found.add(_T.PERSON, 2.0, "age")
            elif token.dep == "amod" and token.lower == "aged":
                found.add(_T.PERSON, 3.0, "age")
            elif token.dep == "relcl" and any(tokens[k].lower == "who" for k in self.children[c]):
                found.add(_T.PERSON, 2.0, "'who'")

    def _above(self, candidate: Candidate, found: Evidence) -> None:
        token = self.tokens[candidate.head]
        head = self.tokens[token.head]
        if head.i == token.i:
            return
        if token.dep == "appos" and head.tag in ("NN", "NNP"):
            found.noun(head, self.lexicon, 3.0, "apposition", self._word_before(head))
        elif token.dep in ("compound", "nmod", "amod", "nummod") and head.i > token.i and head.tag in ("NN", "NNS"):
            self._modified(candidate, head, found)
            if head.lemma.lower() in self.match and candidate.text in self.lexicon.countries:
                found.sign(_T.ORGANIZATION, 1.5)
        elif token.dep == "poss" and head.lemma.lower() in self.match and candidate.text in self.lexicon.countries:
            found.sign(_T.ORGANIZATION, 1.5)
        elif token.dep == "poss" and head.lemma.lower() in self.match and len(candidate.words) == 2:
            found.sign(_T.PERSON, 1.2)  # "Eamonn Harte's assist"
        elif token.dep == "poss" and head.lemma.lower() in self.collective:
            found.add(_T.ORGANIZATION, 0.8, f"its '{head.text}'")
        elif token.dep in ("dobj", "nsubjpass") and head.lemma in self.calling:
            self._called(token, head, found)
        elif token.dep in SUBJECT and head.tag == "NN" and self.tokens[head.head].lemma in self.calling:
            found.noun(head, self.lexicon, 2.5, "called", self._word_before(head))  # "declared X a terrorist group"
        elif token.dep in SUBJECT:
            self._said_of(token, head, found)
            if head.lemma in self.playing and candidate.text in self.lexicon.countries:
                found.sign(_T.ORGANIZATION, 1.5)
            elif head.lemma in self.suffering and token.dep == "nsubjpass":
                found.add(_T.PERSON, 1.5, f"subject of '{head.text}'")
            elif head.lemma in self.personal:
                found.add(_T.PERSON, 0.6, f"subject of '{head.text}'")
        elif token.dep == "pobj":
            self._after_preposition(head, found)
        elif token.dep == "dobj" and head.lemma in self.playing and candidate.text in self.lexicon.countries:
            found.sign(_T.ORGANIZATION, 1.5)
        elif token.dep in ("dobj", "nsubjpass") and head.lemma in ("found", "join"):
            found.add(_T.ORGANIZATION, 0.8, f"object of '{head.text}'")
        elif token.dep == "conj" and head.ent and head.ent in _LABELS:
            found.add(_LABELS[head.ent], 0.5, "coordinated")

    def _modified(self, candidate: Candidate, head: Token, found: Evidence) -> None:
        """ "the X gang", "X members", "X shares"."""
        kind = self.lexicon.noun(head.lemma.lower(), head.lower)
        if head.lemma.lower() in self.collective:
            corporate = head.lemma.lower() in self.corporate
            found.add(_T.COMPANY if corporate else _T.ORGANIZATION, 0.8, f"'{candidate.text} {head.text}'")
        elif (kind in (_T.ORGANIZATION, _T.COMPANY) and head.tag == "NN" and candidate.text not in self.lexicon.known) or (
            kind is _T.PLACE
            and head.tag == "NN"
            and head.lower in ("state", "province", "river", "island", "region", "county", "district", "city", "valley", "peninsula")
        ):
            found.noun(head, self.lexicon, 2.5, "followed by", self._word_before(head))

    def _said_of(self, token: Token, verb: Token, found: Evidence) -> None:
        tokens = self.tokens
        if verb.lemma in self.dying:
            found.add(_T.PERSON, 1.5 if token.dep == "nsubj" else 1.0, f"subject of '{verb.text}'")
        if verb.lemma in self.lexicon.words["saying.verbs"] and token.dep == "nsubj":
            found.add(_T.PERSON, 0.4, f"subject of '{verb.text}'")
            found.add(_T.ORGANIZATION, 0.3, f"subject of '{verb.text}'")
        for c in self.children[verb.i]:
            if tokens[c].dep in _COMPLEMENTS and verb.lemma in _BECOMING and tokens[c].tag == "NN":
                found.noun(tokens[c], self.lexicon, 3.0, "called", self._word_before(tokens[c]))
            elif tokens[c].dep == "prep" and tokens[c].lower == "as":
                for k in self.children[c]:
                    if (
                        tokens[k].dep == "pobj"
                        and tokens[k].tag == "NN"
                        and (verb.lemma in ("begin", "start", "originate") or token.dep == "nsubjpass")
                    ):
                        found.noun(tokens[k], self.lexicon, 2.5, "called", self._word_before(tokens[k]))

    def _called(self, token: Token, verb: Token, found: Evidence) -> None:
        """ "designated X a terrorist organization", "X was named as a suspect"."""
        tokens = self.tokens
        behind = list(self.children[verb.i])
        behind += [k for c in behind if tokens[c].dep == "prep" and tokens[c].lower == "as" for k in self.children[c]]
        for c in behind:
            complement = tokens[c].dep in _COMPLEMENTS or (tokens[c].dep == "pobj" and tokens[tokens[c].head].lower == "as")
            if complement and tokens[c].tag == "NN" and c > token.i:
                found.noun(tokens[c], self.lexicon, 2.5, "called", self._word_before(tokens[c]))

    def _after_preposition(self, preposition: Token, found: Evidence) -> None:
        tokens = self.tokens
        governor = tokens[preposition.head]
        if preposition.lower == "of" and governor.lemma.lower() in self.collective:
            found.add(_T.ORGANIZATION, 0.8, f"'{governor.text} of'")
        elif preposition.lower in ("as", "like") and governor.tag == "NNS":
            kind = self.lexicon.noun(governor.lemma.lower(), governor.lower)
            if kind is not None:
                found.add(kind, 2.5, f"'{governor.text} {preposition.text}'")
        elif preposition.lower == "for" and governor.lemma.lower() in ("spokesman", "spokeswoman", "spokesperson", "analyst", "work"):
            found.add(_T.ORGANIZATION, 0.8, f"'{governor.text} for'")
