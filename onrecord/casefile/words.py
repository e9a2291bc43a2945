"""Plain words: folding, cutting into words, and a small English stemmer. No parser is needed to ask a question."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, typed apostrophes made plain, runs of white space made one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("’", "'").casefold().split())


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without possessive endings; a number keeps its separators ("5,000" is two words)."""
    return tuple(w for raw in _WORD.findall(fold(text)) if (w := _POSSESSIVE.sub("", raw)))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """An English word without its inflection: "abducted", "abducting" and "abducts" are one, so are "gang" and "gangs".

    Steps 1a and 1b of M. F. Porter, "An algorithm for suffix stripping" (1980), and a final "e" dropped."""
    if len(word) <= 3 or not word.isalpha():
        return word
    word = _plural(word)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and _VOWEL.search(base):
            word = base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if word.endswith("i") and len(word) > 3:
        return word[:-1] + "y"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(w) for w in words(text))
