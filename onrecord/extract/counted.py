"""What a quantity counts: its noun, by the parse where there is one, else by the words that follow.

Roles are read off CLEAR-style dependencies (Choi & Palmer 2012): the noun that the number modifies, the noun after "of",
the noun that a preposition hangs the amount on ("profits of $5 million"), or the subject of a verb of measure or change.
"""

from __future__ import annotations

from onrecord.extract.count_nouns import nouns
from onrecord.extract.counted_order import Counted, Own, by_order
from onrecord.model import Parsed

_SUBJECTS = ("nsubj", "nsubjpass")
_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "advmod", "punct", "npadvmod", "case", "pobj", "prep", "conj", "cc"})
_UPWARDS = frozenset(
    {"pobj", "prep", "pcomp", "nummod", "npadvmod", "quantmod", "advmod", "amod", "dep", "acomp", "attr", "dobj", "oprd", "conj", "appos"}
)
_LEFTWARDS = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "det", "appos"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})
_STEPS = 6


def find_counted(parsed: Parsed, own: Own) -> Counted:
    """What a quantity counts."""
    if not parsed.has_parse:
        return by_order(parsed, own)
    first, last, measured = own.first, own.last, own.measured
    base = _base(parsed, first, last)
    head, elliptic, pronoun = _noun(parsed, base, own)
    verb = _verb(parsed, base)
    head = _inner(parsed, head, own)
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


def _noun(parsed: Parsed, base: int, own: Own) -> tuple[int, bool, bool]:
    """The counted noun's token or -1; whether there is none because it is left out; whether a pronoun stands for it."""
    tokens, first, last, money = parsed.tokens, own.first, own.last, own.money
    token = tokens[base]
    head = tokens[token.head]
    if token.dep in _LEFTWARDS and head.pos in ("NOUN", "PROPN") and head.i > last and not _parted(parsed, last, head.i):
        while tokens[head.i].dep == "compound" and tokens[head.head].pos in ("NOUN", "PROPN") and head.head > head.i:
            head = tokens[head.head]
        return head.i, False, False
    follows = _follows(parsed, own)
    if follows >= 0:
        return follows, False, False
    words = nouns(parsed.lang)
    for c in (c for i in range(last, first - 1, -1) for c in parsed.children[i]):
        if tokens[c].dep == "prep" and c > last and (tokens[c].lower == "of" or (money and tokens[c].lower in words.sums)):
            for o in parsed.children[c]:
                if (
                    tokens[o].dep == "pobj"
                    and tokens[o].pos in ("NOUN", "PROPN", "PRON")
                    and not (money and tokens[o].ent in ("DATE", "GPE"))
                ):
                    return (o, False, tokens[o].pos == "PRON")
    if not own.measured:
        inside = _predicated(parsed, base)
        if inside >= 0:
            return inside, False, False
    return _governor(parsed, base, own)


def _parted(parsed: Parsed, last: int, head: int) -> bool:
    """Whether a preposition or a comma stands between a number and the noun that the parse gives it to."""
    return any(parsed.tokens[i].pos == "ADP" or parsed.tokens[i].text == "," for i in range(last + 1, head))


def _follows(parsed: Parsed, own: Own) -> int:
    """A noun right behind that is no head in the parse: "35 of them women", "seven dead", "half a dozen hurt"; -1 for none."""
    tokens, words, i = parsed.tokens, nouns(parsed.lang), own.last + 1
    if own.measured or i >= len(tokens) or tokens[i].sent != tokens[own.last].sent:
        return -1
    if tokens[i].lower in words.harmed:
        return i
    if i + 2 < len(tokens) and tokens[i].lower == "of" and tokens[i + 1].lower in words.generic:
        i += 2
        while i + 1 < len(tokens) and tokens[i].pos == "ADJ" and tokens[i + 1].pos in ("NOUN", "ADJ"):
            i += 1
        if tokens[i].pos == "NOUN" and tokens[i].tag == "NNS":
            return i
    return -1


def _inner(parsed: Parsed, head: int, own: Own) -> int:
    """ "the number of victims" is victims, "a rise in prices" prices."""
    if head < 0:
        return head
    words, token = nouns(parsed.lang), parsed.tokens[head]
    change = _is_change(parsed, head)
    if token.lower not in words.heads and not change:
        return head
    for c in parsed.children[head]:
        if parsed.tokens[c].lower == "of" or (change and parsed.tokens[c].lower == "in"):
            for o in parsed.children[c]:
                if parsed.tokens[o].dep == "pobj" and parsed.tokens[o].pos in ("NOUN", "PROPN") and not (own.first <= o <= own.last):
                    return o
    return -1 if token.lower in words.hollow and not _is_named(parsed, head) else head


def _is_change(parsed: Parsed, i: int) -> bool:
    """A noun of change that says nothing of what changed."""
    token, words = parsed.tokens[i], nouns(parsed.lang)
    return token.pos == "NOUN" and (token.lemma in words.up or token.lemma in words.down) and not _is_named(parsed, i)


def _is_named(parsed: Parsed, i: int) -> bool:
    """Whether a noun has a noun of its own before it: "inflation rate", "price rise"."""
    return any(
        parsed.tokens[c].dep in ("compound", "nmod", "poss") and parsed.tokens[c].pos in ("NOUN", "PROPN") for c in parsed.children[i]
    )


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


def _governor(parsed: Parsed, base: int, own: Own) -> tuple[int, bool, bool]:
    """The noun that a preposition or a verb ties the amount to."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    i = below = base
    if tokens[i].dep == "conj":
        i = below = tokens[i].head
    for _ in range(_STEPS):
        if tokens[i].dep not in _UPWARDS or tokens[i].head == i:
            break
        below, i = i, tokens[i].head
        here = tokens[i]
        if here.lower in words.units:
            break
        if here.pos in ("NOUN", "PROPN") and i < own.opens and here.ent not in ("DATE", "TIME", "PERSON", "GPE"):
            if (here.lower in words.hollow and not _is_named(parsed, i)) or (_is_change(parsed, i) and _inner(parsed, i, own) == i):
                continue
            return i, False, False
        if here.pos in ("VERB", "AUX"):
            found = _of_verb(parsed, i, below, own)
            return (found, False, False) if found >= 0 and tokens[found].pos != "PRON" else (-1, not own.measured, False)
    return -1, not own.measured, False


def _of_verb(parsed: Parsed, verb: int, below: int, own: Own) -> int:
    """What an amount under a verb is of: what the sum goes to ("spend $10 on", "wipe £5 off"), the verb's object ("cut
    the staff to 16", "sold bags for $255"), else the subject of a verb of measure or change; -1 for none."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    led = tokens[below].dep == "prep"
    if own.length and led and tokens[below].lower not in words.during:
        return -1
    if own.money and not led:
        target = _goes_to(parsed, verb, below)
        if target >= 0:
            return target
    if led and tokens[below].lower in words.leads and not own.length:
        for c in parsed.children[verb]:
            if c < below and tokens[c].dep == "dobj" and tokens[c].ent not in _AMOUNTS:
                c = _antecedent(parsed, c, verb)
                if tokens[c].pos in ("NOUN", "PROPN"):
                    return c
        if tokens[verb].dep == "acl" and tokens[verb].tag == "VBN":
            return tokens[verb].head
    lemma = tokens[verb].lemma
    passive = tokens[verb].tag == "VBN" and any(tokens[c].dep == "nsubjpass" for c in parsed.children[verb])
    measure = lemma in words.measures or lemma in words.up or lemma in words.down
    return _subject(parsed, verb) if measure or (passive and own.measured and led and tokens[below].lower in words.leads) else -1


def _goes_to(parsed: Parsed, verb: int, below: int) -> int:
    """What money is spent on, taken off, paid for, or meant to do ("set aside £5 to repair the roof"); -1 for none."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    for c in parsed.children[verb]:
        if c > below and tokens[c].dep == "prep" and tokens[c].lower in words.goes_to:
            target = _last_object(parsed, c)
            if target >= 0:
                return target
        if (
            c > below
            and tokens[c].dep in ("advcl", "xcomp")
            and any(tokens[k].lower == "to" and tokens[k].dep == "aux" for k in parsed.children[c])
        ):
            for k in parsed.children[c]:
                if tokens[k].dep == "dobj" and tokens[k].pos in ("NOUN", "PROPN"):
                    return k
    return -1


def _antecedent(parsed: Parsed, i: int, verb: int) -> int:
    """What a relative pronoun stands for; any other word for itself."""
    tokens = parsed.tokens
    if tokens[i].tag not in ("WDT", "WP") or tokens[verb].dep != "relcl":
        return i
    head = tokens[verb].head
    for _ in range(_STEPS):  # "a fee of £38 million that could climb": the fee
        if tokens[head].ent not in _AMOUNTS and tokens[head].pos in ("NOUN", "PROPN", "PRON"):
            break
        head = tokens[head].head
    return head


def _last_object(parsed: Parsed, prep: int) -> int:
    """The noun behind a preposition, or behind the one behind it ("out of the funds")."""
    tokens = parsed.tokens
    for c in parsed.children[prep]:
        if tokens[c].dep == "pobj":
            if tokens[c].lower in nouns(parsed.lang).units:  # "for a kilogram of prawns"
                return next((_last_object(parsed, k) for k in parsed.children[c] if tokens[k].lower == "of"), -1)
            return c if tokens[c].pos in ("NOUN", "PROPN") and tokens[c].ent not in ("DATE", "TIME", "GPE", "PERSON") else -1
        if tokens[c].dep == "prep":
            return _last_object(parsed, c)
    return -1


def _subject(parsed: Parsed, verb: int) -> int:
    for _ in range(3):
        for c in parsed.children[verb]:
            if parsed.tokens[c].dep in _SUBJECTS:
                return _antecedent(parsed, c, verb)
        token = parsed.tokens[verb]
        if token.dep == "pcomp":  # "before settling at"
            verb = parsed.tokens[token.head].head
            continue
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
        if left.dep not in _LEFT or left.pos == "PRON" or not _under(parsed, left.i, head):
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
