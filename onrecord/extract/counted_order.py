"""What a quantity counts, told from the order of words alone: for languages without a parser."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.count_nouns import nouns
from onrecord.model import Parsed

_REACH = 12  # words back to the verb that an amount belongs to


@dataclass(frozen=True, slots=True)
class Counted:
    """``head`` is the counted noun's token (-1: none) and ``text`` its words; ``verb`` the token of the verb that the
    quantity hangs on (-1: none); ``elliptic`` is true where a number stands for a noun that is not there."""

    head: int = -1
    text: str | None = None
    verb: int = -1
    elliptic: bool = False
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """Tokens ``first`` to ``last`` of a quantity, and ``opens``, the first of its bounding words. ``measured`` says that it
    has a unit of its own, so that a missing noun is no ellipsis; ``money`` that it is an amount of it or a share, ``length``
    that it is one of time."""

    first: int
    last: int
    opens: int
    measured: bool = False
    money: bool = False
    length: bool = False


def by_order(parsed: Parsed, own: Own) -> Counted:
    """Without a parse: the noun that follows, else the one that the amount hangs on by "de", else the subject of a verb of
    measure or change before it."""
    found = _after(parsed, own.last, own.measured)
    if found.head >= 0 or found.pronoun:
        return found
    head = _hung_on(parsed, own.opens)
    if head < 0 and (own.measured or own.money):
        head = _of_verb_before(parsed, own.first)
    if head < 0:
        return found
    return Counted(head, _noun_phrase(parsed, head, own.opens))


def _hung_on(parsed: Parsed, opens: int) -> int:
    """The noun before "de" and the amount: "ingresos de 1.500 millones", "pena máxima de 20 años"; -1 for none."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    i = opens - 1
    if i < 1 or tokens[i].sent != tokens[opens].sent or tokens[i].lower not in words.hangs:
        return -1
    i -= 1
    if tokens[i].lower.endswith(words.adjectives or ("\0",)) and i and _is_noun(parsed, i - 1):
        i -= 1
    return i if _is_noun(parsed, i) and not tokens[i].text[0].isupper() else -1


def _is_noun(parsed: Parsed, i: int) -> bool:
    """Whether a word can be a common noun: by what it is not."""
    token, words = parsed.tokens[i], nouns(parsed.lang)
    no = token.lower in words.stop or token.lower in words.determiners or token.lower in words.hangs or token.lower in words.changing
    return token.text.isalpha() and len(token.text) > 2 and not no and token.lower not in words.units and token.lower not in words.calendar


def _of_verb_before(parsed: Parsed, opens: int) -> int:
    """The first noun of the clause whose verb of measure or change stands shortly before the amount; -1 for none."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    verb = next(
        (
            i
            for i in range(opens - 1, max(opens - _REACH, -1), -1)
            if tokens[i].sent == tokens[opens].sent and tokens[i].lower in words.changing
        ),
        -1,
    )
    if verb < 1:
        return -1
    start = verb
    while start > 0 and tokens[start - 1].sent == tokens[verb].sent and tokens[start - 1].lower not in words.opens_clause:
        start -= 1
    led = start
    while led < verb and tokens[led].lower in words.determiners:
        led += 1
    return led if led < verb and _is_noun(parsed, led) and (led > start or not tokens[led].text[0].isupper()) else -1


def _noun_phrase(parsed: Parsed, head: int, stop: int) -> str:
    """A noun with the adjective and the "de"-phrases after it."""
    tokens, words, end = parsed.tokens, nouns(parsed.lang), head
    i = head + 1
    while i < stop and tokens[i].sent == tokens[head].sent:
        if (
            tokens[i].lower.endswith(words.adjectives or ("\0",))
            and tokens[i].lower not in words.changing
            and tokens[i].lower not in words.stop
        ):
            end, i = i, i + 1
            continue
        j = i
        while j < stop and (tokens[j].lower in words.hangs or (j > i and tokens[j].lower in words.determiners)):
            j += 1
        if j == i or j >= stop or not _is_noun(parsed, j):
            break
        end, i = j, j + 1
    return parsed.document.text[tokens[head].start : tokens[end].end]


def _after(parsed: Parsed, last: int, measured: bool) -> Counted:
    """The next words up to the first that can be no noun."""
    tokens, words = parsed.tokens, nouns(parsed.lang)
    i, n = last + 1, len(tokens)
    sent = tokens[last].sent
    of = False
    while (
        i < n
        and tokens[i].sent == sent
        and (tokens[i].lower in words.skip or (of and (tokens[i].lower in words.after_of or tokens[i].text.isdigit())))
    ):
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
