"""A place name -> the form that it is looked up by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"})
_DROPPED = re.compile(r"[.'’‘ʻʼ`´ʹ]")
_OTHER = re.compile(r"[^\w]+|_")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """Lower case, without accents, points and apostrophes; hyphens are spaces, "St." is "Saint" and "Mt." "Mount".

    >>> fold("St. Louis"), fold("Tocorón"), fold("The Bronx"), fold("U.S."), fold("Port-au-Prince")
    ('saint louis', 'tocoron', 'bronx', 'us', 'port au prince')
    """
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = _OTHER.sub(" ", _DROPPED.sub("", text)).split()
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        words = [_SHORT.get(w, w) for w in words[:-1]] + words[-1:]
    return " ".join(words)
