"""Which names in a text name places: the model's labels, entities' types, and words beside names that the gazetteer has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extract.place_words import Words, kinds_of, options, words
from onrecord.gazetteer import fold
from onrecord.model import Entity, EntityType, Parsed, Token

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_BIG = 200_000  # inhabitants from which a bare name is taken for the town without any cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A place's name in the text: its tokens (last one included), the form looked up, the classes that a word beside
    it demands, and why it is taken for a place ("" where only gathered)."""

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    label: str
    kinds: frozenset[str] = frozenset()
    why: str = ""
    entity: str | None = None


def find_names(parsed: Parsed, entities: tuple[Entity, ...]) -> list[Name]:
    """The names of places, in text order, not overlapping."""
    finder = _Finder(parsed, entities)
    return finder.spanish_like() if not parsed.has_parse else finder.labelled()


class _Finder:
    def __init__(self, parsed: Parsed, entities: tuple[Entity, ...]) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.text = parsed.document.text
        self.pack: Words = words(parsed.lang)
        mentions = sorted((m.start, m.end, e.type, e.id) for e in entities for m in e.mentions if m.kind == "name")
        self.mentions = mentions
        self.starts = [m[0] for m in mentions]

    def labelled(self) -> list[Name]:
        """With a parser: first what the model or the entities call a place, then other names with a cue."""
        gathered = [n for run in self._runs() for n in self._split(*run)]
        sure = {n.key for n in gathered if n.label in _LABELS and options(n.text, self.pack.code)[0]}
        people = {fold(t.text) for t in self.tokens if t.ent == "PERSON" and t.iob == "I"}
        kept = []
        for position, name in enumerate(gathered):
            following = gathered[position + 1] if position + 1 < len(gathered) else None
            judged = self._judge(name, following, sure, people)
            if judged:
                kept.append(judged)
        return kept

    def _runs(self) -> Iterator[tuple[int, int, str]]:
        """Names by the model's labels, and runs of proper nouns outside them."""
        tokens, i, n = self.tokens, 0, len(self.tokens)
        while i < n:
            token = tokens[i]
            j = i + 1
            if token.ent and token.ent not in _NUMBERS:
                while j < n and tokens[j].iob == "I" and tokens[j].ent == token.ent and tokens[j].sent == token.sent:
                    j += 1
                yield i, j - 1, token.ent
            elif token.pos == "PROPN" and not token.ent and token.text[:1].isupper():
                while (
                    j < n
                    and tokens[j].pos == "PROPN"
                    and not tokens[j].ent
                    and tokens[j].text[:1].isupper()
                    and tokens[j].sent == token.sent
                ):
                    j += 1
                yield i, j - 1, ""
            i = j

    def _split(self, first: int, last: int, label: str) -> Iterator[Name]:
        """The pieces of a run between commas, each without articles, small words and a possessive at its edges."""
        cuts = [k for k in range(first, last + 1) if self.tokens[k].text in (",", "/", ";", "(", ")")] if label in _LABELS else []
        begin = first
        for cut in [*cuts, last + 1]:
            a, b = begin, cut - 1
            begin = cut + 1
            while a <= b and (self.tokens[a].lower in self.pack.articles or not self.tokens[a].text[:1].isupper()):
                a += 1
            while b >= a and not self.tokens[b].text[:1].isalnum():
                b -= 1
            while b > a and self.tokens[b].text.islower() and label in _LABELS:
                b -= 1
            if a <= b and self.tokens[b].tag == "POS":
                b -= 1
            if a <= b:
                yield self._name(a, b, label)

    def _name(self, a: int, b: int, label: str) -> Name:
        start, end = self.tokens[a].start, self.tokens[b].end
        if self.text[end : end + 1] == "." and self.text[start:end].replace(".", "") in self.pack.states:
            end += 1
        text = self.text[start:end]
        return Name(first=a, last=b, start=start, end=end, text=text, key=fold(text), label=label, kinds=self._kinds(a, b))

    def _kinds(self, a: int, b: int) -> frozenset[str]:
        """What a common word beside the name says that it is: "Aragua state", "the state of Aragua"."""
        after = self.tokens[b + 1] if b + 1 < len(self.tokens) else None
        if after and after.text in self.pack.after and self.tokens[b].sent == after.sent:
            return kinds_of(self.pack.after[after.text])
        if a >= 2 and self.tokens[a - 1].lower in ("of", "de"):
            word = self.tokens[a - 2].lower
            if word in self.pack.before and self.tokens[a].sent == self.tokens[a - 2].sent:
                return kinds_of(self.pack.before[word])
        return frozenset()

    def _judge(self, name: Name, following: Name | None, sure: set[str], people: set[str]) -> Name | None:
        found, inside = options(name.text, self.pack.code)
        kinds = name.kinds or inside
        type_, entity, exact = self._entity(name)
        place = name.label in _LABELS
        if type_ is EntityType.PLACE:
            return replace(name, kinds=kinds, why=name.label or "entity", entity=entity)
        cue = self._cue(name, following, found)
        if entity and not exact:
            return None
        if name.key in self.pack.never:
            return None
        if entity and not (cue and found and found[0].weight >= 2):
            return None
        if place:
            return replace(name, kinds=kinds, why=name.label)
        if not found or found[0].weight < 2 or name.label in ("NORP", "LANGUAGE"):
            return None
        if name.label == "PERSON" or name.key in people:
            return replace(name, kinds=kinds, why=cue) if cue else None
        if cue:
            return replace(name, kinds=kinds, why=cue)
        if name.key in sure and name.key not in people:
            return replace(name, kinds=kinds, why="called a place elsewhere in the document")
        best = found[0]
        known = best.kind in ("country", "capital", "continent") or (best.kind == "admin1" and best.population > 1_000_000)
        if best.weight == 3 and (known or max(c.population for c in found) >= _BIG) and len(name.key) > 3:
            return replace(name, kinds=kinds, why="well known")
        return None

    def _cue(self, name: Name, following: Name | None, found: tuple[object, ...]) -> str:
        """Why the words around a name say that it is a place."""
        if not found:
            return ""
        before = self._before(name.first)
        if before and before.lower in self.pack.prepositions:
            return f"after «{before.text}»"
        if name.kinds:
            return "a word of kind beside it"
        if following and following.first == name.last + 2 and self.tokens[name.last + 1].text == ",":
            around = {c.id for c in options(following.text, self.pack.code)[0]}
            for c in options(name.text, self.pack.code)[0]:
                country = c.country
                if c.admin1 in around or any(
                    o.kind == "country" and o.country == country for o in options(following.text, self.pack.code)[0]
                ):
                    return f"«{following.text}» holds one of that name"
        return ""

    def _before(self, i: int) -> Token | None:
        """The word before a name, past articles and words of direction."""
        k = i - 1
        while k >= 0 and self.tokens[k].sent == self.tokens[i].sent:
            if self.tokens[k].lower not in self.pack.articles and self.tokens[k].lower not in self.pack.directions:
                return self.tokens[k]
            k -= 1
        return None

    def _entity(self, name: Name) -> tuple[EntityType | None, str | None, bool]:
        """Type and id of the entity whose mention covers the name, and whether it is no longer than the name."""
        k = bisect_right(self.starts, name.start)
        for start, end, type_, id in reversed(self.mentions[max(0, k - 3) : k]):
            if start <= name.start and name.end <= end + 1:
                rest = fold(self.text[start:end])
                return type_, id, rest == name.key or type_ is EntityType.PLACE
        return None, None, False

    def spanish_like(self) -> list[Name]:
        """Without a parser: runs of capitalised words that are in the gazetteer as a whole."""
        return []


_NUMBERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
