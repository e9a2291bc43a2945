"""Parsed -> the names that it holds: the model's spans mended, and the names that the model passes over.

A name here is the name itself: no article, no title or role before it, no possessive ending.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from onrecord.extract.lexicon import Lexicon
from onrecord.model import EntityType, Parsed, Sentence, Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LANGUAGE"})
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_NUMBERLESS = frozenset({"PERSON", "GPE", "NORP"})  # "Sweden 1" is a score
_PROPER = frozenset({"NNP", "NNPS"})
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "do", "dos", "das", "di", "du", "van", "von", "der", "den", "bin", "bint", "ibn", "al", "el", "ul", "le", "e", "ter", "ten"})  # fmt: skip
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_CODE = re.compile(r"[A-Z]{2,}(?:-?\d+)?")  # "DHS", "MS-13"


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``[first, last]`` of a name, its head token, and the model's label ("" where it saw none)."""

    first: int
    last: int
    head: int
    label: str


def find_names(parsed: Parsed, lexicon: Lexicon) -> list[Name]:
    """All names of a parsed document in text order; none overlaps another."""
    return _Names(parsed, lexicon).run()


class _Names:
    def __init__(self, parsed: Parsed, lexicon: Lexicon) -> None:
        self.parsed, self.tokens, self.lexicon = parsed, parsed.tokens, lexicon
        self.titles = lexicon.words["titles.words"]
        self.calendar = lexicon.words["calendar.words"]
        self.suffixes = lexicon.words["suffixes.words"]
        self.demonyms = lexicon.words["demonyms.words"]
        self.lowercase = {t.text for t in parsed.tokens if t.text.islower()}
        self.shouting = [_is_title_case(parsed.tokens[s.first : s.last]) for s in parsed.sentences]

    def run(self) -> list[Name]:
        spans: list[tuple[int, int, str]] = []
        for sentence in self.parsed.sentences:
            spans.extend(self._merge(sorted([*self._modelled(sentence), *self._runs(sentence)])))
        spans = self._known_again(spans)
        return [Name(a, b, self._head(a, b), label) for a, b, label in spans]

    # ---- what the model found

    def _modelled(self, sentence: Sentence) -> Iterable[tuple[int, int, str]]:
        tokens, i = self.tokens, sentence.first
        while i < sentence.last:
            label = tokens[i].ent
            if label not in LABELS:
                i += 1
                continue
            j = i + 1
            while j < sentence.last and tokens[j].iob == "I" and tokens[j].ent == label:
                j += 1
            for a, b in self._pieces(i, j - 1, label):
                trimmed = self._trim(a, b, label)
                if trimmed and self._plausible(*trimmed, label, sentence):
                    yield (*trimmed, label)
            i = j

    def _pieces(self, first: int, last: int, label: str) -> Iterable[tuple[int, int]]:
        """A span with a possessive or a bracket in its midst is two names ("Pfizer's Hank McKinnell")."""
        tokens, a = self.tokens, first
        heads = self.lexicon.heads
        for k in range(first + 1, last):
            if tokens[k].text == "and" and tokens[a].lower in heads and tokens[k + 1].lower in heads and tokens[k - 1].lower not in heads:
                yield a, k - 1  # "University of X and University of Y"
                a = k + 1
            possessed = (
                label == "PERSON" and tokens[k].text in _POSSESSIVE and (len(tokens[k].text) > 1 or tokens[k - 1].text.endswith("s"))
            )
            if (
                possessed
                or tokens[k].text in "()[]/"
                or (tokens[k].text in (",", ";", ":", "–", "—", "--") and label in ("PERSON", "GPE", "ORG", "NORP"))
            ):
                if tokens[k].text == "," and tokens[k + 1].lower in self.suffixes | {"inc", "inc.", "llc", "ltd", "ltd."}:
                    continue
                yield a, k - 1
                a = k + 1
        yield a, last

    def _trim(self, first: int, last: int, label: str) -> tuple[int, int] | None:
        tokens = self.tokens
        while first <= last and not self._may_begin(first, label):
            first += 1
        while first < last and label == "PERSON" and tokens[first].lower in self.titles:
            first += 1
        while first < last and label == "PERSON" and tokens[first].text in self.demonyms:
            first += 1
            while first < last and tokens[first].lower in self.titles:
                first += 1
        while last >= first and not self._may_end(last):
            last -= 1
        if label in _NUMBERLESS:
            while first < last and tokens[last].text.isdigit():
                last -= 1
            while first < last and tokens[first].text.isdigit():
                first += 1
        return (first, last) if first <= last else None

    def _may_begin(self, i: int, label: str) -> bool:
        token = self.tokens[i]
        if token.lower in ("the", "a", "an") or token.text in _POSSESSIVE:
            return False
        first = token.text[0]
        return (
            first.isupper()
            or first.isdigit()
            or (label == "PERSON" and token.lower in _PARTICLES)
            or (first.isalpha() and token.tag in _PROPER)
        )

    def _may_end(self, i: int) -> bool:
        text = self.tokens[i].text
        return text not in _POSSESSIVE and (text[0].isalnum() or (text == "." and i > 0 and len(self.tokens[i - 1].text) == 1))

    def _plausible(self, first: int, last: int, label: str, sentence: Sentence) -> bool:
        """Whether a model's span is a name: not an adjective of nationality, a role, a date or a common noun."""
        tokens = self.tokens
        token = tokens[last]
        if first == last:
            if token.text in self.calendar or not any(c.isupper() for c in token.text):
                return False
            if label in ("NORP", "LANGUAGE") and token.tag in ("JJ", "NNP") and token.dep in ("amod", "compound", "nmod"):
                return False
            if label in ("NORP", "LANGUAGE") and token.pos == "ADJ":
                return False
            if token.lower in self.titles or (token.text.lower() in self.lowercase and self._opens(first, sentence)):
                return False
            if label not in ("PERSON", "GPE", "NORP") and token.lower in self.lexicon.nouns and not token.text.isupper():
                return token.text in self.lexicon.known
        if label in ("EVENT", "LAW", "WORK_OF_ART", "PRODUCT"):
            return any(t.tag in _PROPER or _CODE.fullmatch(t.text) for t in tokens[first : last + 1])
        return True

    # ---- what the model passed over

    def _runs(self, sentence: Sentence) -> Iterable[tuple[int, int, str]]:
        """Runs of proper nouns that no label covers."""
        _tokens, i = self.tokens, sentence.first
        while i < sentence.last:
            if not self._loose(i):
                i += 1
                continue
            j = i + 1
            while j < sentence.last and (self._loose(j) or (self._joins(j) and j + 1 < sentence.last and self._loose(j + 1))):
                j += 1
            yield from self._run(i, j - 1, sentence)
            i = j

    def _loose(self, i: int) -> bool:
        token = self.tokens[i]
        if token.ent in LABELS or (token.ent and token.ent in _NUMBERS and token.tag not in _PROPER):
            return False
        text = token.text
        capitals = token.ent == "" and text.isupper() and (len(text) > 2 or token.tag in _PROPER) and _CODE.fullmatch(text) is not None
        return (token.tag in _PROPER or capitals) and text[0].isupper() and text not in self.calendar

    def _joins(self, i: int) -> bool:
        return (self.tokens[i].lower in _PARTICLES and not self.tokens[i].ent) or self.tokens[i].text == "&"

    def _run(self, first: int, last: int, sentence: Sentence) -> Iterable[tuple[int, int, str]]:
        tokens = self.tokens
        while first <= last and tokens[first].lower in self.titles and not (first == last or tokens[last].lower in self.lexicon.heads):
            first += 1
        if first > last or tokens[last].lower in self.titles:
            return
        if self.shouting[tokens[first].sent] and not self._seen(first, last):
            return
        if first == last:
            token = tokens[first]
            if token.text not in self.lexicon.known and not token.text.isupper():
                if token.lower in self.lexicon.nouns or self.lexicon.noun(token.text.lower().rstrip("s")) is not None:
                    return
                if token.lower in self.lowercase:
                    return
            elif len(token.text) < 2:
                return
        elif all(t.lower in self.lexicon.nouns and t.lower in self.lowercase for t in tokens[first : last + 1]):
            return
        yield first, last, ""

    def _seen(self, first: int, last: int) -> bool:
        """In a headline in title case only what is written large elsewhere too is a name."""
        return all(self._elsewhere[t.text] > 0 or (t.text.isupper() and len(t.text) > 1) for t in self.tokens[first : last + 1])

    @cached_property
    def _elsewhere(self) -> Counter[str]:
        firsts = {s.first for s in self.parsed.sentences}
        quiet = (t for t in self.tokens if t.tag in _PROPER and t.text[:1].isupper() and t.i not in firsts and not self.shouting[t.sent])
        return Counter(t.text for t in quiet)

    def _opens(self, first: int, sentence: Sentence) -> bool:
        return first == sentence.first or not self.tokens[first - 1].text[0].isalnum()

    # ---- neighbours

    def _merge(self, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        merged: list[tuple[int, int, str]] = []
        for span in spans:
            while merged:
                joined = self._joined(merged[-1], span)
                if joined is None:
                    break
                merged.pop()
                span = joined
            merged.append(span)
        return merged

    def _joined(self, a: tuple[int, int, str], b: tuple[int, int, str]) -> tuple[int, int, str] | None:
        tokens, heads = self.tokens, self.lexicon.heads
        gap = tokens[a[1] + 1 : b[0]]
        between = [t.lower for t in gap]
        if between in (["of"], ["of", "the"], ["for"], ["for", "the"], ["and"], ["&"]):
            return self._joined_by_word(a, b, between)
        if b[1] - a[1] > 0 and [t for t in between if t not in _PARTICLES]:
            return None
        last = tokens[b[1]]
        label = b[2] if last.lower in heads or not a[2] else a[2]
        if a[2] == "PERSON" and b[2] == "PERSON":
            return a[0], b[1], "PERSON"
        if between:
            return (a[0], b[1], a[2] or b[2]) if gap[0].tag in _PROPER or not a[2] or not b[2] else None
        if self._same_phrase(a, b):
            if last.lower in heads and not (a[2] == "PERSON" and b[2]):
                return (
                    a[0],
                    b[1],
                    ""
                    if a[2] == "PERSON"
                    else b[2]
                    if b[2] not in ("PERSON", "NORP", "")
                    else "ORG"
                    if heads[last.lower] is not EntityType.PLACE
                    else a[2],
                )
            if (
                "PERSON" in (a[2], b[2])
                and "" in (a[2], b[2])
                and not any(t.text.isupper() and len(t.text) > 2 for t in tokens[a[0] : b[1] + 1])
            ):
                return a[0], b[1], label or "PERSON"
            if a[2] == "ORG" and b[2] in ("GPE", "LOC") and b[0] == a[1] + 1:
                return a[0], b[1], "ORG"
            if a[2] == "ORG" and b[2] in ("ORG", "PRODUCT") and not any(c.isdigit() for c in last.text):
                return a[0], b[1], "ORG"
        if last.lower in self.suffixes and a[2] == "PERSON":
            return a[0], b[1], "PERSON"
        return None

    def _same_phrase(self, a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
        head = self.tokens[self.tokens[a[1]].head]
        return self.tokens[a[1]].dep in ("compound", "nmod", "amod") and b[0] <= head.i <= b[1]

    def _joined_by_word(self, a: tuple[int, int, str], b: tuple[int, int, str], between: list[str]) -> tuple[int, int, str] | None:
        tokens, heads = self.tokens, self.lexicon.heads
        word = tokens[a[1]].lower
        if between[0] in ("of", "for"):
            kind = heads.get(f"{word} {between[0]}") or heads.get(word)
            if kind is None or a[2] in ("PERSON", "GPE") or tokens[a[1]].text[0].islower():
                return None
            if (
                between[0] == "for"
                and a[0] == a[1]
                and word not in ("center", "centre", "institute", "council", "campaign", "party", "movement", "association")
            ):
                return None
            return a[0], b[1], a[2] or "ORG"
        body = tokens[a[0]].ent == "ORG" and any(tokens[k].lower == "of" for k in range(a[0] + 1, a[1]))
        if between == ["and"] and body and tokens[b[1]].tag in ("NNS", "NNPS") and b[2] in ("ORG", "") and self._holds(a, b):
            return a[0], b[1], "ORG"  # "Federation of Red Cross and Red Crescent Societies"
        if a[2] in ("PERSON", "GPE", "NORP", "LOC") or b[2] in ("PERSON", "GPE", "NORP", "LOC"):
            return None
        single = a[0] == a[1] and not tokens[a[0]].text.isupper()
        if tokens[b[1]].lower in heads and a[1] - a[0] < 2 and tokens[a[1]].lower not in heads and single and not (a[2] and b[2]):
            return a[0], b[1], b[2] or "ORG"
        return (a[0], b[1], a[2] or b[2]) if between == ["&"] else None

    def _holds(self, a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
        """Whether the parser has one name inside the other's phrase."""
        heads = {self.tokens[k].head for k in range(a[0], a[1] + 1)} & set(range(b[0], b[1] + 1))
        return bool(heads) or self.tokens[b[1]].head in range(a[0] + 1, a[1] + 1)

    # ---- names that stand elsewhere in the same document

    def _known_again(self, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Every further occurrence of a name found, the longest first; so one name is cut in one way throughout."""
        tokens = self.tokens
        counts: Counter[tuple[str, ...]] = Counter(tuple(t.text for t in tokens[a : b + 1]) for a, b, _ in spans)
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for words in counts:
            if len(words) > 1 or self._strong(words[0]):
                by_first.setdefault(words[0], []).append(words)
        for a, b, label in spans:
            if label == "PERSON" and b > a and self._strong(tokens[b].text):
                by_first.setdefault(tokens[b].text, []).append((tokens[b].text,))
        for options in by_first.values():
            options.sort(key=lambda words: (-len(words), words))
        starts = {a: (a, b, label) for a, b, label in spans}
        covered = {i for a, b, _ in spans for i in range(a, b + 1)}
        found, i = [], 0
        while i < len(tokens):
            here = starts.get(i)
            if here is None and tokens[i].text not in by_first:
                i += 1
                continue
            longest = next((w for w in by_first.get(tokens[i].text, ()) if self._stands(w, i, covered if here is None else None)), None)
            if here is not None and (longest is None or here[1] - here[0] + 1 >= len(longest) or counts[longest] < 2):
                found.append(here)
                i = here[1] + 1
            elif longest is not None and (here is not None or len(longest) > 1 or self._fits(i)):
                end = i + len(longest) - 1
                found.append((i, end, here[2] if here else ""))
                i = end + 1
            else:
                i += 1
        return found

    def _strong(self, word: str) -> bool:
        return (
            word[:1].isupper()
            and len(word) > 2
            and word.lower() not in self.lowercase
            and word.lower() not in self.titles
            and word.lower() not in self.lexicon.nouns
        )

    def _stands(self, words: tuple[str, ...], i: int, covered: set[int] | None) -> bool:
        tokens = self.tokens
        if i + len(words) > len(tokens) or tokens[i + len(words) - 1].sent != tokens[i].sent:
            return False
        if covered is not None and any(k in covered for k in range(i, i + len(words))):
            return False
        return all(tokens[i + k].text == word for k, word in enumerate(words))

    def _fits(self, i: int) -> bool:
        token = self.tokens[i]
        return token.pos in ("PROPN", "NOUN", "X", "VERB", "ADJ") and token.ent not in _NUMBERS and token.text not in self.demonyms

    def _head(self, first: int, last: int) -> int:
        for k in range(last, first - 1, -1):
            head = self.tokens[k].head
            if (head == k or not first <= head <= last) and self.tokens[k].dep not in ("punct", "case", "det"):
                return k
        return last


def _is_title_case(tokens: tuple[Token, ...]) -> bool:
    """Whether most longer words of a sentence are written large: then large letters tell nothing."""
    words = [t for t in tokens if len(t.text) > 3 and t.text.isalpha()]
    if tokens and tokens[-1].text in (".", "”", '"') and len(words) > 3:
        return sum(t.text[0].isupper() for t in words) >= 0.8 * len(words)
    return (
        len(words) > 2
        and sum(t.text[0].isupper() for t in words) >= 0.6 * len(words)
        and any(t.pos in ("VERB", "AUX", "NOUN", "ADJ") for t in words)
    )
