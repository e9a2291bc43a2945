"""What a quantity counts: its noun, by the parse where there is one, else by the words that follow.

Roles are read off CLEAR-style dependencies (Choi & Palmer 2012): the noun that the number modifies, the noun after "of",
the noun that a preposition hangs the amount on ("profits of $5 million"), or the subject of a verb of measure or change.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.count_nouns import nouns
from onrecord.model import Parsed

_SUBJECTS = ("nsubj", "nsubjpass")
_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "advmod", "punct", "npadvmod", "case", "pobj", "prep", "conj", "cc"})
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """``head`` is the counted noun's token (-1: none) and ``text`` its words; ``verb`` the token of the verb that the
    quantity hangs on (-1: none); ``elliptic`` is true where a number stands for a noun that is not there."""

    head: int = -1
    text: str | None = None
    verb: int = -1
    elliptic: bool = False
    pronoun: bool = False


def find_counted(parsed: Parsed, first: int, last: int, measured: bool, money: bool) -> Counted:
    """What the quantity of tokens ``first`` to ``last`` counts. ``measured`` says that it has a unit of its own, so that
    a missing noun is no ellipsis; ``money`` that it is an amount of it."""
    if not parsed.has_parse:
        return _by_order(parsed, last, measured)
    base = _base(parsed, first, last)
    head, elliptic, pronoun = _noun(parsed, base, first, last, measured, money)
    verb = _verb(parsed, base)
    head = _inner(parsed, head)
    if head < 0:
        return Counted(verb=verb, elliptic=elliptic and not measured)
    if parsed.tokens[head].pos == "PRON":
        return Counted(head=-1, verb=verb, elliptic=True, pronoun=True)
    return Counted(head, _phrase(parsed, head, first, last), verb, False, pronoun)


def _base(parsed: Parsed, first: int, last: int) -> int:
    """The highest token of the quantity's own words: the unit, else the last number word."""
    tokens = parsed.tokens
    i, best = last, last
    for i in range(last, first - 1, -1):
        head = tokens[i].head
        if (tokens[i].pos in ("NUM", "SYM", "NOUN", "PROPN") and not first <= head <= last) or head == i:
            best = i
            break
    return best


def _noun(parsed: Parsed, base: int, first: int, last: int, measured: bool, money: bool) -> tuple[int, bool, bool]:
    """The counted noun's token or -1; whether there is none because it is left out; whether a pronoun stands for it."""
    tokens, children = parsed.tokens, parsed.children
    token = tokens[base]
    head = tokens[token.head]
    if (
        token.dep in ("nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "det", "appos")
        and head.pos in ("NOUN", "PROPN")
        and head.i > last
    ):
        while tokens[head.i].dep == "compound" and tokens[head.head].pos in ("NOUN", "PROPN") and head.head > head.i:
            head = tokens[head.head]
        return head.i, False, False
    if not measured and token.pos in ("NOUN", "PROPN") and not first <= base <= last - 0 and base > last:
        return base, False, False
    for c in children[base]:
        if tokens[c].dep == "prep" and c > last - 1 and (tokens[c].lower == "of" or (money and tokens[c].lower in ("in", "worth"))):
            for o in children[c]:
                if (
                    tokens[o].dep == "pobj"
                    and tokens[o].pos in ("NOUN", "PROPN", "PRON")
                    and not (money and tokens[o].ent in ("DATE", "GPE"))
                ):
                    return (o, False, tokens[o].pos == "PRON")
    if not measured:
        inside = _predicated(parsed, base)
        if inside >= 0:
            return inside, False, False
    return _governor(parsed, base, first, measured)


def _inner(parsed: Parsed, head: int) -> int:
    """ "the number of victims" is victims."""
    if head < 0 or parsed.tokens[head].lower not in nouns(parsed.lang).heads:
        return head
    for c in parsed.children[head]:
        if parsed.tokens[c].lower == "of":
            for o in parsed.children[c]:
                if parsed.tokens[o].dep == "pobj" and parsed.tokens[o].pos in ("NOUN", "PROPN"):
                    return o
    return -1 if parsed.tokens[head].lower in nouns(parsed.lang).hollow else head


def _predicated(parsed: Parsed, base: int) -> int:
    """ "100 believed to be members", "100 were members": the noun that the number is said to be."""
    tokens, children = parsed.tokens, parsed.children
    verbs = [c for c in children[base] if tokens[c].dep in ("acl", "relcl")]
    if tokens[base].dep in _SUBJECTS:
        verbs.append(tokens[base].head)
    for verb in verbs:
        for step in (verb, *(c for c in children[verb] if tokens[c].dep in ("xcomp", "ccomp"))):
            for c in children[step]:
                if tokens[c].dep in ("attr", "oprd") and tokens[c].tag in ("NNS", "NNPS"):
                    return c
    return -1


def _governor(parsed: Parsed, base: int, first: int, measured: bool) -> tuple[int, bool, bool]:
    """The noun that a preposition or a verb ties the amount to."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    i = base
    if tokens[i].dep == "conj":
        i = tokens[i].head
    for _ in range(_STEPS):
        token = tokens[i]
        if (
            token.dep
            in (
                "pobj",
                "prep",
                "pcomp",
                "nummod",
                "npadvmod",
                "quantmod",
                "advmod",
                "amod",
                "dep",
                "acomp",
                "attr",
                "dobj",
                "oprd",
                "conj",
                "appos",
            )
            and token.head != i
        ):
            i = token.head
        else:
            break
        here = tokens[i]
        if here.lower in words.units:
            break
        if here.pos in ("NOUN", "PROPN") and i < first and here.ent not in ("DATE", "TIME", "PERSON", "GPE"):
            return i, False, False
        if here.pos in ("VERB", "AUX"):
            subject = _subject(parsed, i) if here.lemma in words.measures or here.lemma in words.up or here.lemma in words.down else -1
            return (subject, False, False) if subject >= 0 and tokens[subject].pos != "PRON" else (-1, not measured, False)
    return -1, not measured, False


def _subject(parsed: Parsed, verb: int) -> int:
    for _ in range(3):
        for c in parsed.children[verb]:
            if parsed.tokens[c].dep in _SUBJECTS:
                return c
        token = parsed.tokens[verb]
        if token.dep not in ("conj", "xcomp", "advcl", "acl", "relcl") or token.head == verb:
            return -1
        if token.dep in ("acl", "relcl"):
            return token.head
        verb = token.head
    return -1


def _verb(parsed: Parsed, base: int) -> int:
    i = base
    for _ in range(_STEPS):
        if parsed.tokens[i].head == i:
            break
        i = parsed.tokens[i].head
        if parsed.tokens[i].pos in ("VERB", "AUX"):
            return i
    return i if parsed.tokens[i].pos in ("VERB", "AUX") else -1


def _phrase(parsed: Parsed, head: int, first: int, last: int) -> str:
    """The noun with the modifiers before it, without determiners, numbers and the quantity's own words."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    start = head
    while start - 1 >= 0 and tokens[start - 1].sent == tokens[head].sent:
        left = tokens[start - 1]
        if (
            first <= left.i <= last
            or left.dep in ("det", "poss", "case", "prep", "nummod", "predet", "cc", "conj")
            or left.lower in words.per
        ):
            break
        if left.dep not in _LEFT or not _under(parsed, left.i, head):
            break
        start -= 1
    while start < head and (tokens[start].lower in words.skip or tokens[start].pos in ("PUNCT", "NUM", "SYM", "PART", "ADV")):
        start += 1
    return parsed.document.text[tokens[start].start : tokens[head].end]


def _under(parsed: Parsed, i: int, head: int) -> bool:
    for _ in range(4):
        if i == head:
            return True
        i = parsed.tokens[i].head
    return i == head


def _by_order(parsed: Parsed, last: int, measured: bool) -> Counted:
    """Without a parse: the next words up to the first that can be no noun."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    i, n = last + 1, len(tokens)
    sent = tokens[last].sent
    of = False
    while i < n and tokens[i].sent == sent and (tokens[i].lower in words.skip or (of and tokens[i].lower in words.after_of)):
        of = of or tokens[i].lower in ("de", "del", "of")
        i += 1
    if i < n and tokens[i].lower in ("del",):
        i, of = i + 1, True
    if i >= n or tokens[i].sent != sent or not tokens[i].text.isalpha() or tokens[i].lower in words.stop or (measured and not of):
        return Counted(elliptic=not measured)
    if tokens[i].text[0].isupper() and i > last + 1 and of and not measured and tokens[i].lower not in words.persons:
        return Counted(elliptic=not measured)
    if tokens[i].lower.endswith(words.verbal):
        return Counted(elliptic=not measured)
    if tokens[i].lower in words.generic or tokens[i].lower in words.calendar:
        return Counted(elliptic=True, pronoun=tokens[i].lower in words.generic)
    low = tokens[i].lower
    if not (of or measured or low.endswith("s") or low in words.persons or parsed.tokens[last].lower in words.one):
        return Counted(elliptic=True)  # several of something take a plural
    end = i
    if (
        i + 1 < n
        and tokens[i + 1].sent == sent
        and tokens[i + 1].lower.endswith(words.adjectives or ("\0",))
        and tokens[i + 1].lower not in words.stop
        and tokens[i + 1].lower not in words.per
    ):
        end = i + 1
    return Counted(i, parsed.document.text[tokens[i].start : tokens[end].end])
