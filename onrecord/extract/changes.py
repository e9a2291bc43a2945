"""Whether a quantity says that something went up or down."""

from __future__ import annotations

from onrecord.extract.count_nouns import nouns
from onrecord.model import Parsed

_STEPS = 6


def direction_of(parsed: Parsed, first: int, last: int, verb: int) -> str | None:
    """ "up" or "down" where the quantity says how far, or how high or low, something went."""
    words, tokens = nouns(parsed.lang), parsed.tokens
    near = []
    for i in range(first - 1, max(first - 5, -1), -1):
        if tokens[i].sent != tokens[first].sent or (
            not parsed.has_parse and (tokens[i].lower in words.stop_change or not tokens[i].text.isalpha())
        ):
            break
        near.append(tokens[i])
    near += [tokens[i] for i in range(last + 1, min(last + 3, len(tokens))) if tokens[i].sent == tokens[last].sent]
    if verb >= 0:
        for names, answer in ((words.up, "up"), (words.down, "down")):
            if tokens[verb].lemma in names and _goes(parsed, first, verb):
                return answer
    for token in near:
        form = token.lemma.lower() if parsed.has_parse else token.lower
        if parsed.has_parse and not (token.pos == "NOUN" or token.lower in ("up", "down", "higher", "lower")):
            continue
        if token.pos == "NOUN" and not _tied(parsed, token.i, first, last):
            continue
        if form in words.up and not (token.lower == "up" and tokens[token.i + 1].lower == "to"):
            return "up"
        if form in words.down:
            return "down"
    return None


def _goes(parsed: Parsed, first: int, verb: int) -> bool:
    """Whether the amount is the verb's own: its object, or behind "by", "to", "from"."""
    i = first
    for _ in range(_STEPS):
        if parsed.tokens[i].head == i:
            return False
        if parsed.tokens[i].dep == "prep" and parsed.tokens[i].lower in ("in", "on", "of", "since", "at", "with"):
            return False
        i = parsed.tokens[i].head
        if i == verb:
            return parsed.tokens[verb].tag != "" and True
    return False


def _tied(parsed: Parsed, noun: int, first: int, last: int) -> bool:
    """ "a 5 % rise", "a rise of 5 %"."""
    i = last
    for _ in range(4):
        if i == noun:
            return True
        i = parsed.tokens[i].head
    return False
