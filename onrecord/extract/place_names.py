"""Which names in a text name places: the model's labels, entities' types, and words beside names that the gazetteer has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extract.lexicon import load_lexicon
from onrecord.extract.place_around import Surroundings
from onrecord.extract.place_words import Words, features, kind_word, kinds_of, options, people_of, words
from onrecord.gazetteer import Candidate, fold, holds
from onrecord.model import Entity, EntityType, Parsed, Token

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_KNOWN = 1_000  # inhabitants from which two words that are an alternate name of one place alone may be it
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
    country: str = ""
    """The country that an adjective beside it tells: "the Syrian city of Tripoli", "Cúcuta, a Colombian city"."""
    features: tuple[Candidate, ...] = ()
    """What a name behind an article means by its unsaid word of kind ("the Ohio"); empty elsewhere."""


def find_names(parsed: Parsed, entities: tuple[Entity, ...]) -> list[Name]:
    """The names of places of a parsed text, in text order, not overlapping."""
    return _Finder(parsed, entities).labelled()


class _Finder:
    def __init__(self, parsed: Parsed, entities: tuple[Entity, ...]) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.text = parsed.document.text
        self.pack: Words = words(parsed.lang)
        self.lexicon = load_lexicon(parsed.lang)
        mentions = sorted((m.start, m.end, e.type, e.id) for e in entities for m in e.mentions if m.kind == "name")
        self.mentions = mentions
        self.starts = [m[0] for m in mentions]
        self.entities = {e.id: e for e in entities}

    def labelled(self) -> list[Name]:
        """With a parser: first what the model or the entities call a place, then other names with a cue."""
        gathered = self._joined([n for run in self._runs() for n in self._split(*run)])
        sure = {n.key for n in gathered if n.label in _LABELS and options(n.text, self.pack.code)[0]}
        people = {fold(t.text) for t in self.tokens if t.ent == "PERSON" and t.iob == "I"}
        gathered = self._kinds_of_lists(gathered)
        listed = self._listed(gathered)
        kept: list[Name | None] = []
        for position, name in enumerate(gathered):
            following = gathered[position + 1] if position + 1 < len(gathered) else None
            kept.append(self._judge(name, following, sure, people, position in listed))
        self._neighbours(gathered, kept, people)
        return [self._feature(name) for name in kept if name]

    def _behind_article(self, name: Name) -> bool:
        """Whether a name is a noun phrase of its own behind "the"."""
        token = self.tokens[name.last]
        before = self.tokens[name.first - 1] if name.first else token
        bare = token.dep not in ("compound", "nmod", "amod", "poss") and not name.kinds
        return before.lower in self.pack.articles and before.sent == token.sent and bare and name.key not in self.pack.prominent

    def _kinds_of_lists(self, names: list[Name]) -> list[Name]:
        """A word of kind in the plural is said of the whole list before it: "Lamar and Choctaw counties"."""
        told = list(names)
        for i in range(len(told) - 1, 0, -1):
            after = told[i].last + 1
            if told[i].kinds and after < len(self.tokens) and self.tokens[after].tag == "NNS" and self._comma(told[i - 1], told[i]):
                k = i - 1
                while k >= 0 and not told[k].kinds and self._comma(told[k], told[k + 1]):
                    told[k] = replace(told[k], kinds=told[i].kinds)
                    k -= 1
        return told

    def _feature(self, name: Name) -> Name:
        """A name as the head behind an article is a river's or a desert's, where there is one of the name."""
        if name.kinds:  # "the Ohio and Mississippi rivers"
            found = tuple(c for c in features(name.text, self.pack.code) if c.kind in name.kinds)
        else:
            found = features(name.text, self.pack.code) if self._behind_article(name) else ()
        return replace(name, features=found) if found else name

    def _neighbours(self, names: list[Name], kept: list[Name | None], people: set[str]) -> None:
        """Take in what the model calls a person or a body, and nothing else does, where words hint at a place and the
        places of the document lie around one of the name."""
        around: Surroundings | None = None
        for i, name in enumerate(names):
            if kept[i] is not None or name.key in people or not self._open(name):
                continue
            if self._behind_article(name) and features(name.text, self.pack.code):
                kept[i] = replace(name, why=f"«{self.tokens[name.first - 1].text}» before a water or region")
                continue
            before = kept[i - 1] if i else None
            listed = before is not None and self._comma(before, name)
            hint = self._hint(name) or ("in a list of places" if listed else "")
            found = options(name.text, self.pack.code)[0] if hint else ()
            if found:
                sure = (options(name.text, self.pack.code)[0] for name in kept if name)
                around = around or Surroundings(sure, self.tokens, self.pack.code)
                if around.hold(found, listed):
                    kept[i] = replace(name, why=f"{hint}, among places near it")

    def _open(self, name: Name) -> bool:
        """Whether the model's label is all that says that a name is no place."""
        if name.key in self.pack.never or self._posted(name) or people_of(name.text, self.pack.code):
            return False
        type_, id, exact = self._entity(name)
        if id is None:
            return True
        entity = self.entities[id]
        return exact and type_ is not EntityType.PLACE and not entity.aliases and entity.why in ("", "on the map: Place")

    def _hint(self, name: Name) -> str:
        token = self.tokens[name.last]
        if token.dep in ("dobj", "nsubjpass") and self.tokens[token.head].lemma in self.pack.leaving:
            return f"«{self.tokens[token.head].text}»"
        before = self._before(name.first)
        if before is None or before.lower not in self.pack.weak_prepositions | self.pack.prepositions:
            return ""
        governor = self.tokens[before.head]
        said = governor.lemma in self.lexicon.words["saying.verbs"] or governor.lower == "according"
        return "" if said else f"after «{before.text}»"

    def _joined(self, names: list[Name]) -> list[Name]:
        """Neighbouring pieces are one name where the gazetteer has it whole: "Burkina" "Faso", "Republic" of the "Congo"."""
        joined: list[Name] = []
        for name in names:
            last = joined[-1] if joined else None
            together = last is not None and (
                name.first == last.last + 1
                or (last.label in _LABELS | {""} and name.label in _LABELS | {""} and name.first - last.last <= 3)
            )
            if last and together:
                between = [t.lower for t in self.tokens[last.last + 1 : name.first]]
                if all(w in self.pack.articles or w in _INNER for w in between):
                    whole = self._name(last.first, name.last, last.label or name.label)
                    if any(c.weight >= 2 for c in options(whole.text, self.pack.code)[0]):
                        joined[-1] = whole
                        continue
            joined.append(name)
        return joined

    def _listed(self, names: list[Name]) -> set[int]:
        """Positions of names in a list of which a third, and at least one, is a known place by the model's label."""
        listed: set[int] = set()
        i = 0
        while i < len(names):
            j = i
            while j + 1 < len(names) and self._comma(names[j], names[j + 1]):
                j += 1
            if j > i:
                known = [k for k in range(i, j + 1) if self._placed(names[k]) and options(names[k].text, self.pack.code)[0]]
                if (known and 3 * len(known) >= j + 1 - i) or self._share(names[i : j + 1]):
                    listed.update(range(i, j + 1))
            i = j + 1
        return listed

    def _placed(self, name: Name) -> bool:
        return name.label in _LABELS or self._entity(name)[0] is EntityType.PLACE

    def _share(self, names: list[Name]) -> bool:
        """Whether most members of a list of four or more are places of one country, and not a list of people."""
        if len(names) < 4 or 2 * sum(n.label == "PERSON" for n in names) > len(names):
            return False
        counts: dict[str, int] = {}
        for name in names:
            for country in sorted({c.country for c in options(name.text, self.pack.code)[0] if c.weight >= 2}):
                counts[country] = counts.get(country, 0) + 1
        return 10 * max(counts.values(), default=0) >= 7 * len(names)

    def _comma(self, a: Name, b: Name) -> bool:
        """Whether only commas and conjunctions stand between two names of one sentence."""
        between = self.tokens[a.last + 1 : b.first]
        if len(between) == 1 and between[0].lower in self.pack.ends:
            before = self._before(a.first)
            if before is not None and self.pack.ends[between[0].lower] == before.lower:
                return True
        if not between or len(between) > 3 or between[0].sent != self.tokens[b.first].sent:
            return False
        return all(t.text == "," or t.lower in self.pack.conjunctions or t.lower in self.pack.articles for t in between)

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
            elif self._capital(token):
                while j < n and self._capital(tokens[j]) and tokens[j].sent == token.sent:
                    j += 1
                yield i, j - 1, ""
            i = j

    def _capital(self, token: Token) -> bool:
        """Whether a word outside the model's names is written as a name."""
        if token.ent or not token.text[:1].isupper():
            return False
        return token.pos == "PROPN" or (token.pos in ("ADJ", "NOUN") and token.i > self.parsed.sentences[token.sent].first)

    def _split(self, first: int, last: int, label: str) -> Iterator[Name]:
        """The pieces of a run between commas, each without articles, small words and a possessive at its edges."""
        cuts: list[int] = []
        if label in _LABELS:
            whole = self.text[self.tokens[first].start : self.tokens[last].end]
            joints = self.pack.conjunctions if not options(whole, self.pack.code)[0] else frozenset()
            cuts = [k for k in range(first, last + 1) if self.tokens[k].text in _CUTS or self.tokens[k].lower in joints]
        elif label in ("ORG", "PERSON") and last == first + 2 and self._two_places(first):
            cuts = [first + 1]
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

    def _two_places(self, first: int) -> bool:
        """Whether three words are two places of the gazetteer: "Tibú and Ocaña"."""
        joined = self.tokens[first + 1].lower in self.pack.conjunctions
        return joined and all(options(self.tokens[k].text, self.pack.code)[0] for k in (first, first + 2))

    def _name(self, a: int, b: int, label: str) -> Name:
        start, end = self.tokens[a].start, self.tokens[b].end
        if self.text[end : end + 1] == "." and self.text[start:end].replace(".", "") in self.pack.states:
            end += 1
        text = self.text[start:end]
        return Name(
            first=a,
            last=b,
            start=start,
            end=end,
            text=text,
            key=fold(text),
            label=label,
            kinds=self._kinds(a, b),
            country=self._country(a, b),
        )

    def _country(self, a: int, b: int) -> str:
        """The country of an adjective that is said of the name."""
        tokens, sent, said = self.tokens, self.tokens[a].sent, self._says_kind
        if a >= 3 and tokens[a - 1].lower in _OF and tokens[a - 3].sent == sent and tokens[a - 2].text.islower() and said(tokens[a - 2]):
            return people_of(tokens[a - 3].text, self.pack.code)
        behind = b + 4 < len(tokens) and tokens[b + 1].text == "," and tokens[b + 4].sent == sent
        if behind and tokens[b + 2].lower in ("a", "an", "the") and said(tokens[b + 4]):
            return people_of(tokens[b + 3].text, self.pack.code)
        return ""

    def _says_kind(self, token: Token) -> bool:
        return bool(kind_word(token.text, self.pack.before) or kind_word(token.text, self.pack.after))

    def _kinds(self, a: int, b: int) -> frozenset[str]:
        """What a common word beside the name says that it is: "Aragua state", "the state of Aragua"."""
        after = self.tokens[b + 1] if b + 1 < len(self.tokens) else None
        if after and after.text.islower() and self.tokens[b].sent == after.sent:
            kinds = kind_word(after.text, self.pack.after)
            if kinds:
                return kinds
        if after and after.text.rstrip(".").lower() in self.pack.titles and self.tokens[b].sent == after.sent:
            return kinds_of(self.pack.titles[after.text.rstrip(".").lower()])
        if a >= 2 and self.tokens[a - 1].lower in _OF | self.pack.accompanied:
            word = self.tokens[a - 2]
            if word.text.islower() and self.tokens[a].sent == word.sent:
                return kind_word(word.text, self.pack.before)
        return frozenset()

    def _judge(self, name: Name, following: Name | None, sure: set[str], people: set[str], listed: bool) -> Name | None:
        """The name with the reason why it is a place, or None."""
        found, inside = options(name.text, self.pack.code)
        known = bool(found) and (
            found[0].weight >= 2 or found[0].population >= _BIG or (len(found) == 1 and " " in name.key and found[0].population >= _KNOWN)
        )
        if inside and not name.kinds:
            name = replace(name, kinds=inside)
        place = name.label in _LABELS
        if name.key in self.pack.never or (people_of(name.text, self.pack.code) and not found) or self._posted(name):
            return None
        type_, entity, exact = self._entity(name)
        cue = self._cue(name, following)
        weak = self._before(name.first)
        weak_cue = f"after «{weak.text}»" if weak and weak.lower in self.pack.weak_prepositions else ""
        if type_ is EntityType.PLACE:
            named = place or name.label in ("", "PERSON")
            if (
                not found
                and not (cue and named)
                and not (place and weak_cue)
                and not kind_word(name.text.split()[-1].lower(), self.pack.after)
            ):
                return None
            return replace(name, why=name.label or "entity", entity=entity)
        if entity and not exact:
            return replace(name, why=cue) if place and known and cue.startswith("«") else None
        if entity:
            open_to = place or type_ is EntityType.OTHER or (name.label == "NORP" and not people_of(name.text, self.pack.code))
            open_to = open_to or (len(found) == 1 and " " in name.key)
            telling = (
                cue
                or (weak_cue if open_to else "")
                or ("in a list of places" if listed and name.key not in people else "")
                or (self._coming(name) if name.key not in people else "")
            )
            return replace(name, why=telling) if known and telling else None
        if place:
            return replace(name, why=name.label) if found or cue or weak_cue or listed else None
        if not known or (name.label in ("NORP", "LANGUAGE") and people_of(name.text, self.pack.code)):
            return None
        return self._unlabelled(name, cue or ("in a list of places" if listed else ""), weak_cue, sure, people)

    def _unlabelled(self, name: Name, cue: str, weak_cue: str, sure: set[str], people: set[str]) -> Name | None:
        """A name that the gazetteer has and the model takes for something else, or for nothing."""
        if cue:
            return replace(name, why=cue)
        if name.label == "PERSON" or name.key in people:
            return None
        if name.key in sure:
            return replace(name, why="called a place elsewhere in the document")
        if name.label == "NORP":
            return replace(name, why=weak_cue) if weak_cue else None
        found = options(name.text, self.pack.code)[0]
        best = found[0]
        known = best.kind in ("country", "capital", "continent") or (best.kind == "admin1" and best.population > 1_000_000)
        if best.weight == 3 and (known or max(c.population for c in found) >= _BIG) and len(name.key) > 3:
            return replace(name, why="well known")
        return None

    def _posted(self, name: Name) -> bool:
        """Whether a name is two capitals that are a state only behind a town and a comma: "OR", "IN", "ME"."""
        if len(name.text) != 2 or name.text in self.pack.short or name.text in self.pack.nicknames or name.text not in self.pack.states:
            return False
        return name.first == 0 or self.tokens[name.first - 1].text != ","

    def _cue(self, name: Name, following: Name | None) -> str:
        """Why the words around a name say that it is a place, "" where they do not."""
        before = self._before(name.first)
        if before and before.lower in self.pack.prepositions:
            return f"after «{before.text}»"
        if name.kinds:
            return "a word of kind beside it"
        if following and following.first == name.last + 2 and self.tokens[name.last + 1].text == ",":
            outers = options(following.text, self.pack.code)[0]
            if any(holds(o, c) for c in options(name.text, self.pack.code)[0] for o in outers if o.kind in ("country", "admin1")):
                return f"«{following.text}» holds one of that name"
        return ""

    def _coming(self, name: Name) -> str:
        """ "a man from Roxton", "they drove to Tralee": "they shelled Derna": where people are from and where they go,
        and what only a place suffers, whatever the model takes the name for."""
        token = self.tokens[name.last]
        if token.dep in ("dobj", "nsubjpass") and self.tokens[token.head].lemma in self.pack.besieging:
            return f"«{self.tokens[token.head].text}»"
        before = self._before(name.first)
        if before is None or before.lower not in self.pack.weak_prepositions:
            return ""
        governor = self.tokens[before.head]
        if governor.pos in ("VERB", "AUX") and governor.lemma in self.pack.moving:
            return f"«{governor.text} {before.text}»"
        if before.lower in self.pack.origin and (governor.pos == "NUM" or self.lexicon.noun(governor.lemma.lower()) is EntityType.PERSON):
            return f"«{governor.text} {before.text}»"
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
                joined = len(halves := rest.split()) == 3 and halves[1] in self.pack.conjunctions and name.key in halves
                return type_, id, rest == name.key or joined or type_ is EntityType.PLACE
        return None, None, False


_CUTS = frozenset({",", "/", ";", "(", ")"})
_OF = frozenset({"of", "de", "del"})
_INNER = _OF | {"-", "al", "el", "ash", "ad"}  # inside a name: "Bab el-Mandeb"
_NUMBERS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"})
