"""Two names -> the same or not: slots of a person's name, legal forms of a company's, and a bounded edit distance.

Words are aligned one to one (Damerau-Levenshtein, through rapidfuzz); what is left over decides. A missing middle or
second surname is compatible, a different one is a conflict; so is a generational suffix that only one name has.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler

THRESHOLD = 0.7
_SUFFIXES = {"jr": "jr", "junior": "jr", "hijo": "jr", "sr": "sr", "senior": "sr", "padre": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "don", "doña", "sheikh", "hon", "sen", "gen"})
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "de",
        "la",
        "del",
        "los",
        "las",
        "bin",
        "ibn",
        "ben",
        "bint",
        "van",
        "von",
        "der",
        "den",
        "da",
        "di",
        "du",
        "dos",
        "abu",
        "y",
    }
)
_FORMS = frozenset({
    "inc", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company", "ag", "gmbh", "sa", "sas", "sarl", "spa", "srl",
    "nv", "bv", "ab", "as", "oy", "oyj", "kk", "pjsc", "ojsc", "jsc", "ooo", "oao", "zao", "pao", "holding", "holdings", "group", "the", "sp", "z", "o",
    "zoo", "pty", "bhd", "sdn", "tbk", "pt", "se", "kg", "kgaa", "incorporated", "cv", "de",
})  # fmt: skip
_PERSON = frozenset({"Person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """``score`` 0..1, ``match`` from ``THRESHOLD`` on, and the rules that decided."""

    score: float
    match: bool
    rules: tuple[str, ...]


def compare_names(name1: str, name2: str, schema: str = "Other") -> NameMatch:
    """How alike two names of a schema (Person, Organization, Company, …) are; symmetric."""
    first, second = sorted((name1, name2))
    score, rules = _person(first, second) if schema in _PERSON else _organization(first, second)
    return NameMatch(score=round(score, 4), match=score >= THRESHOLD, rules=rules)


@lru_cache(maxsize=1 << 14)
def _fold(name: str) -> str:
    plain = (
        unicodedata.normalize("NFKD", name)
        .casefold()
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("æ", "ae")
        .replace("đ", "d")
    )
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    plain = re.sub(r"(?<=\w)['’ʼ`.](?=\w)", "", plain)
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def _joined(a: str, b: str) -> float:
    """Likeness of the letters alone, without word breaks and whatever the order of the halves."""
    left, right = a.replace(" ", ""), b.replace(" ", "")
    turned = "".join(reversed(b.split()))
    return max(OSA.normalized_similarity(left, right), OSA.normalized_similarity(left, turned))


def _word(a: str, b: str) -> float:
    """Likeness of two words: equal, an initial, a short form, or a few letters apart."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.85 if a[0] == b[0] else 0.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.85
    if short[0] == long[0] and _skeleton(a) == _skeleton(b) and len(_skeleton(a)) >= 2:
        return 0.85
    distance = OSA.distance(a, b)
    allowed = 1 if len(short) <= 5 else 2
    if distance > allowed:
        return 0.0
    return 0.9 if distance == 1 else 0.8 if JaroWinkler.similarity(a, b) >= 0.88 else 0.0


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str) -> str:
    """The consonants that transcriptions agree on: y, w and vowels left out, doubled letters once."""
    kept = [c for c in word.replace("kh", "h").replace("ph", "f").replace("ck", "k").replace("q", "k") if c not in "aeiouyw'"]
    return "".join(c for p, c in pairwise(["", *kept]) if c != p)


def _align(left: list[str], right: list[str]) -> tuple[float, list[str], list[str]]:
    """Sum of the likeness of words paired one to one, best first, and the words left over on both sides."""
    pairs = sorted(
        ((_word(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)), key=lambda p: (-p[0], abs(p[1] - p[2]), p[1], p[2])
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    total = 0.0
    for likeness, i, j in pairs:
        if likeness > 0 and i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            total += likeness
    return total, [w for i, w in enumerate(left) if i not in used_left], [w for j, w in enumerate(right) if j not in used_right]


def _person(name1: str, name2: str) -> tuple[float, tuple[str, ...]]:
    a, b = _fold(name1), _fold(name2)
    if a == b:
        return 1.0, ("same letters",)
    words1, words2 = a.split(), b.split()
    if {_SUFFIXES[w] for w in words1 if w in _SUFFIXES} != {_SUFFIXES[w] for w in words2 if w in _SUFFIXES}:
        return 0.3, ("a different generation",)
    left = [w for w in words1 if w not in _COURTESY and w not in _SUFFIXES]
    right = [w for w in words2 if w not in _COURTESY and w not in _SUFFIXES]
    joined = _joined(" ".join(left), " ".join(right))
    if joined >= 0.88 and min(len(a), len(b)) >= 6 and (len(left) != len(right) or not _conflict(left, right)):
        return joined, ("letters apart only",)
    total, rest1, rest2 = _align(left, right)
    rest1 = [w for w in rest1 if w not in _PARTICLES]
    rest2 = [w for w in rest2 if w not in _PARTICLES]
    if rest1 and rest2:
        return 0.4 * total / max(len(left), len(right), 1), ("different words",)
    if min(len(left), len(right)) < 2:
        return 0.5, ("one word only",)
    matched = min(len(left), len(right))
    score = total / max(matched, 1)
    return score * (1.0 if not rest1 and not rest2 else 0.9), ("words aligned",) if not rest1 and not rest2 else (
        "words aligned",
        "a part is missing",
    )


def _conflict(left: list[str], right: list[str]) -> bool:
    """Whether some word of each has no like in the other."""
    _, rest1, rest2 = _align(left, right)
    return bool(rest1) and bool(rest2) and max(OSA.normalized_similarity(a, b) for a in rest1 for b in rest2) < 0.6


def _organization(name1: str, name2: str) -> tuple[float, tuple[str, ...]]:
    a, b = _fold(name1), _fold(name2)
    if a == b:
        return 1.0, ("same letters",)
    left = [w for w in a.split() if w not in _FORMS] or a.split()
    right = [w for w in b.split() if w not in _FORMS] or b.split()
    if left == right:
        return 0.95, ("same but for the legal form",)
    if {w for w in left if w.isdigit()} != {w for w in right if w.isdigit()}:
        return 0.4, ("different numbers",)
    acronym = _acronym(a, right) or _acronym(b, left)
    if acronym:
        return 0.75, ("initials",)
    joined = _joined(" ".join(left), " ".join(right))
    if joined >= 0.85:
        return joined, ("letters apart only",)
    total, rest1, rest2 = _align(left, right)
    if rest1 and rest2:
        return 0.5 * total / max(len(left), len(right)), ("different words",)
    score = total / max(len(left), len(right)) * 0.5 + total / min(len(left), len(right)) * 0.4
    return score, ("words aligned", "a part is missing")


def _acronym(short: str, words: list[str]) -> bool:
    letters = short.replace(" ", "")
    return 2 <= len(letters) <= 6 and len(words) == len(letters) and letters == "".join(w[0] for w in words)
