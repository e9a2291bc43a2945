"""Names and a parse -> mentions: every noun phrase that could be a subject, an object, a speaker or an argument."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extract.lexicon import Lexicon
from onrecord.extract.names import Name
from onrecord.model import EntityType, Parsed, Token

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
_INNER = frozenset({"compound", "amod", "nmod", "quantmod", "nummod", "advmod", "punct", "det", "npadvmod", "intj", "case"})
_TELLING = frozenset({"prep", "acl", "relcl"})  # behind a noun: which one is meant
_ASIDE = frozenset({"relcl", "acl", "appos", "advcl", "prep"})
_COMMAS = frozenset(",;-–—")
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_BEFORE = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "acl", "neg"})
_QUOTES = frozenset("\"“”„«»")  # fmt: skip
_DETERMINERS = {
    "the": "the", "this": "this", "that": "this", "these": "this", "those": "this", "a": "a", "an": "a", "another": "a", "some": "a",
    "any": "any", "no": "any", "each": "any", "every": "any", "both": "this", "all": "a", "either": "any", "neither": "any", "which": "a", "what": "a",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Candidate:
    """A mention in the making. Tokens ``[first, last]``; ``wide`` is the whole noun phrase; ``det`` is the kind of its
    determiner: "the", "this", "a", "any", "poss", or "" (bare); ``mods`` are the base forms of what narrows the head down;
    ``reach`` is the last token of what tells behind a noun which one is meant."""

    first: int
    last: int
    head: int
    kind: str
    text: str
    lemma: str
    sent: int
    block: int
    role: str
    label: str = ""
    wide: tuple[int, int] = (0, 0)
    reach: int = -1
    plural: bool = False
    gender: str = ""
    type: EntityType | None = None
    det: str = ""
    owner: int = -1
    mods: frozenset[str] = frozenset()
    quoted: int = 0
    predicative: bool = False
    why: str = ""
    words: tuple[str, ...] = field(default=())


def find_candidates(parsed: Parsed, lexicon: Lexicon, names: list[Name]) -> list[Candidate]:
    """All mentions of a parsed document, in text order, the longer first where two begin together."""
    finder = CandidateFinder(parsed, lexicon)
    found = [finder.name(name) for name in names]
    found.extend(finder.place_in(name) for name in names if name.last > name.first and finder.place_at(name) is not None)
    inside = {i for name in names for i in range(name.first, name.last + 1)}
    for token in parsed.tokens:
        if token.i in inside:
            continue
        if token.tag in NOUNS:
            if finder.is_nominal(token):
                found.append(finder.nominal(token))
        elif token.tag in ("PRP", "PRP$") and token.lower in lexicon.pronouns:
            found.append(finder.pronoun(token))
    found.sort(key=lambda c: (c.first, -c.last))
    return found


class CandidateFinder:
    """Makes candidates out of names, nouns and pronouns, and knows how far each of their phrases reaches."""

    def __init__(self, parsed: Parsed, lexicon: Lexicon) -> None:
        self.parsed, self.lexicon = parsed, lexicon
        self.tokens, self.children, self.text = parsed.tokens, parsed.children, parsed.document.text
        self.quoted = quotations(parsed)

    # ---- the three kinds

    def name(self, name: Name) -> Candidate:
        tokens = self.tokens
        head = tokens[name.head]
        found = self._candidate(name.first, name.last, head, "name")
        found.label = name.label
        found.plural = head.tag == "NNPS" and name.label == "NORP"
        found.words = tuple(t.text for t in tokens[name.first : name.last + 1])
        found.det = "the" if name.first and tokens[name.first - 1].lower == "the" else ""
        found.wide = self.whole(head.i, name.first, name.last, "name")
        return found

    def whole(self, head: int, first: int, last: int, kind: str) -> tuple[int, int]:
        """First and last token of the whole noun phrase around a mention's tokens ``[first, last]``."""
        if kind == "pronoun":
            return first, last
        first, last = self._wide(head, first, last, counted=kind != "name" or self.tokens[head].tag != "NNP")
        return first, self._tail(last, self.tokens[head].ent) if kind == "name" else self._behind(head, last)

    def _behind(self, head: int, last: int) -> int:
        """The last token of what tells which one a noun means: phrases, participles and clauses that no comma sets off."""
        end = last
        if self.tokens[head].dep in _INNER:
            return last
        for c in self.children[head]:
            if c > head and self.tokens[c].dep in _TELLING:
                if self._set_off(end, c):
                    break
                end = max(end, self._end(c))
        while end > last and self.tokens[end].pos == "PUNCT":
            end -= 1
        marks = sum(self.tokens[k].text in _QUOTES for k in range(last + 1, end + 1))
        return end if marks % 2 == 0 else last

    def _end(self, i: int) -> int:
        """The last token of what depends on one, up to an aside."""
        end = i
        for c in self.children[i]:
            if c > i and self.tokens[c].dep != "punct":
                if self.tokens[c].dep in _ASIDE and self._set_off(end, c):
                    break
                end = max(end, self._end(c))
        return end

    def _set_off(self, end: int, c: int) -> bool:
        return any(self.tokens[k].text in _COMMAS for k in range(end + 1, c))

    def _tail(self, last: int, label: str) -> int:
        """The last token of what belongs to a name after it: the ", Texas" of a town."""
        tokens, after = self.tokens, last + 1
        if (
            label == "GPE"
            and after + 1 < len(tokens)
            and tokens[after].text == ","
            and tokens[after + 1].ent == "GPE"
            and tokens[after + 1].dep in ("appos", "npadvmod")
        ):
            after += 1
            while after + 1 < len(tokens) and tokens[after + 1].iob == "I":
                after += 1
            return after
        return last

    def place_at(self, name: Name) -> tuple[int, int] | None:
        """Tokens of the country or region that a body's name begins or ends with ("University of X", "X Navy")."""
        tokens, lexicon = self.tokens, self.lexicon
        if name.label in ("PERSON", "GPE", "LOC", "NORP"):
            return None
        of = tokens[name.last - 1].lower == "of" or (name.last - name.first > 1 and tokens[name.last - 2].lower == "of")
        if not of and tokens[name.last].lower not in lexicon.heads:
            return None
        for size in (2, 1):
            a, b = (name.last - size + 1, name.last) if of else (name.first, name.first + size - 1)
            if a >= name.first and b <= name.last and b - a < name.last - name.first:
                text = " ".join(t.text for t in tokens[a : b + 1])
                if (
                    lexicon.known.get(text) is EntityType.PLACE
                    and not a <= name.head <= b
                    and (not of or tokens[a - 1].lower in ("of", "the"))
                ):
                    return a, b
        return None

    def place_in(self, name: Name) -> Candidate:
        first, last = self.place_at(name) or (name.first, name.last)
        return self.name(Name(first, last, last, "GPE"))

    def nominal(self, token: Token) -> Candidate:
        head = token.i
        first, last = self._left(head), self._of(head)
        found = self._candidate(first, last, token, "nominal")
        found.lemma = token.lemma.lower()
        found.plural = token.tag in ("NNS", "NNPS")
        found.type = self.lexicon.noun(found.lemma, token.lower, self.tokens[head - 1].lower if head > first else "")
        found.gender = self.lexicon.gender.get(token.lower, "")
        found.wide = self._wide(head, first, last)
        found.reach = self._behind(head, found.wide[1])
        found.det, found.owner = self._determiner(head)
        found.mods = self._mods(head)
        found.predicative = self._predicative(token)
        return found

    def _predicative(self, token: Token) -> bool:
        """Whether a noun phrase says what something is ("is a gang", "converted into a gang") and so names nothing anew."""
        if token.dep in ("attr", "oprd"):
            return True
        head = self.tokens[token.head]
        return (
            token.dep == "pobj" and head.lower in ("as", "into") and self.tokens[head.head].lemma in self.lexicon.words["saying.becoming"]
        )

    def pronoun(self, token: Token) -> Candidate:
        found = self._candidate(token.i, token.i, token, "pronoun")
        found.label = self.lexicon.pronouns[token.lower]
        found.lemma = token.lower
        found.plural = found.label in ("plural", "first_plural")
        found.gender = {"male": "m", "female": "f", "neuter": "n"}.get(found.label, "")
        found.wide = (token.i, token.i)
        return found

    def _candidate(self, first: int, last: int, head: Token, kind: str) -> Candidate:
        tokens = self.tokens
        text = self.text[tokens[first].start : tokens[last].end]
        block = self.parsed.sentences[head.sent].block
        return Candidate(first, last, head.i, kind, text, head.lower, head.sent, block, self._role(head), quoted=self.quoted[head.i])

    # ---- which nouns

    def is_nominal(self, token: Token) -> bool:
        if token.dep in _INNER or len(token.text) < 2 or not token.text[0].isalnum():
            return False
        if token.ent in _NUMBERS and (token.ent not in ("DATE", "TIME") or token.dep not in ("nsubj", "nsubjpass", "dobj")):
            return token.ent in ("CARDINAL", "ORDINAL", "MONEY", "QUANTITY") and token.tag in ("NN", "NNS") and token.dep not in ("pobj",)
        if token.text in self.lexicon.words["calendar.words"]:
            return False
        glued = token.i + 1 < len(self.tokens) and self.tokens[token.i + 1].text == "-" and self.tokens[token.i + 1].start == token.end
        return not glued

    def _role(self, token: Token) -> str:
        """The grammatical role of a head, through coordination."""
        while token.dep == "conj":
            token = self.tokens[token.head]
        return token.dep

    # ---- edges

    def _left(self, head: int) -> int:
        """The first token of a noun phrase."""
        first = head
        tokens = self.tokens
        while first and tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start and first > 1:
            first -= 2  # "pseudo-resort", three tokens
        for c in self.children[head]:
            if c < first and tokens[c].dep in _BEFORE:
                first = self._edge(c, first)
                break
        while first < head and (tokens[first].tag in (",", "``", "''", ":", "CC", "PDT") or tokens[first].text in _QUOTES):
            first += 1
        return first

    def _edge(self, i: int, first: int) -> int:
        first = min(first, i)
        for c in self.children[i]:
            if c >= first:
                break
            first = self._edge(c, first)
        return first

    def _of(self, head: int) -> int:
        """The last token of a noun phrase: its head, or the end of its of-phrase."""
        for c in self.children[head]:
            if c > head and self.tokens[c].lower == "of" and self.tokens[c].dep == "prep" and c - head <= 1:
                for k in self.children[c]:
                    if self.tokens[k].dep == "pobj":
                        return self._of(k)
        return head

    def _wide(self, head: int, first: int, last: int, counted: bool = True) -> tuple[int, int]:
        """The whole noun phrase around a name or noun: with article, title and possessive ending; with a number before
        it where it is ``counted``."""
        tokens = self.tokens
        if tokens[head].dep not in _INNER:
            for c in self.children[head]:
                if c < first and tokens[c].dep in _BEFORE and (counted or tokens[c].dep != "nummod"):
                    first = self._edge(c, first)
                    break
        for c in self.children[head]:
            if c == last + 1 and tokens[c].dep == "case":
                last = c
        return first, last

    # ---- what narrows a noun down

    def _determiner(self, head: int) -> tuple[str, int]:
        tokens = self.tokens
        for c in self.children[head]:
            if c > head:
                break
            if tokens[c].dep == "poss":
                return "poss", c
            if tokens[c].dep in ("det", "predet"):
                return _DETERMINERS.get(tokens[c].lower, ""), -1
        return "", -1

    def _mods(self, head: int) -> frozenset[str]:
        tokens, found = self.tokens, []
        for c in self.children[head]:
            token = tokens[c]
            if token.dep in ("amod", "compound", "nmod", "nummod"):
                found.append(token.lemma.lower())
            elif token.dep == "prep" and token.lower == "of" and c > head:
                found.extend("of " + tokens[k].lemma.lower() for k in self.children[c] if tokens[k].dep == "pobj")
        return frozenset(found)


def quotations(parsed: Parsed) -> list[int]:
    """For each token the number of the quotation that it stands in, 0 outside; a paragraph's end closes it."""
    numbers, number, inside, sent, block = [], 0, False, -1, -1
    for token in parsed.tokens:
        if token.sent != sent:
            sent = token.sent
            if parsed.sentences[sent].block != block:
                block, inside = parsed.sentences[sent].block, False
        if token.text in _QUOTES or token.text in ("``", "''"):
            inside = token.text in "“„«``" if token.text not in '"' else not inside
            number += inside
            numbers.append(0)
        else:
            numbers.append(number if inside else 0)
    return numbers
