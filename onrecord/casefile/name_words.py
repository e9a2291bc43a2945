"""Words of names: folding, and how alike two of them are.

Spellings are folded to letters without accents (Cyrillic and Greek to Latin ones); likeness of words is equality, an
initial, a shared transcription, or a bounded Damerau-Levenshtein distance (rapidfuzz).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler

from onrecord.extract.lexicon import folded

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "yi", "ye", "g"],
        strict=True,
    )
)  # fmt: skip
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o"], strict=True))  # fmt: skip
_LETTERS = str.maketrans(
    {**_CYRILLIC, **_GREEK, "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a"}
)
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`ʿʾ‘](?=\w)")
_DOTTED = re.compile(r"(?<!\w)((?:[^\W\d_]\.)+[^\W\d_]?)(?=\W|$)")
_SERVANT = re.compile(r"\b(?:abd (?:al|el|ul|ar|ur|as|us)|abdel|abdal) ")  # "Abd al-Aziz", "Abdel Aziz"
# spellings that transcriptions do not agree on, to one of them
_SOUNDS = (
    ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("ph", "f"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ck", "k"), ("q", "k"),
    ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ii", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yj", "i"), ("ye", "e"), ("j", "i"), ("y", "i"), ("z", "s"), ("c", "k"),
)  # fmt: skip
_VOWELS = "aeiouy"
_ALIKE = ("ae", "ei", "ou")


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """Lower case, without accents, punctuation and the stops of initials: "S. A. R. L." and "P.T." as "s a r l", "pt"."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    latin = "".join(c for c in plain if not (unicodedata.combining(c) and c < "\u0370")).translate(_LETTERS).replace("&", " and ")
    latin = unicodedata.normalize("NFC", latin)  # syllables of Hangul back in one piece
    latin = _DOTTED.sub(lambda m: m.group().replace(".", ""), _APOSTROPHE.sub("", latin))
    words = " ".join("".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in latin).split())
    return _SERVANT.sub("abdul ", words)


@lru_cache(maxsize=1 << 15)
def likeness(a: str, b: str) -> float:
    """0 (two words) to 1 (the same): .97 for the same sounds, .88 for the same consonants, .75 to .9 for letters apart."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.85 if a[0] == b[0] else 0.0
    if two_lands(a, b):
        return 0.0
    if a.removesuffix("a") == b.removesuffix("o") or b.removesuffix("a") == a.removesuffix("o"):
        return 0.0  # Mario and Maria, Baranov and Baranova
    if _sounds(a) == _sounds(b):
        return 0.97
    distance = OSA.distance(a, b)
    if _transcribed(a, b) and distance <= max(2, min(len(a), len(b)) // 3 + 1):
        return 0.88
    return _apart(a, b, distance)


def two_lands(a: str, b: str) -> bool:
    """Whether two words name two countries or their people: Iran and Iraq, Austrian and Australian."""
    return a != b and any(a in lands and b in lands for lands in _lands())


@cache
def _lands() -> tuple[frozenset[str], ...]:
    """Names of countries and continents that are one word, and of their people: however alike, each is its own."""
    countries, people = ({words[0] for words in folded("en", table) if len(words) == 1} for table in ("countries", "demonyms"))
    return frozenset(countries | {"africa", "europe", "asia"}), frozenset(people)


def _apart(a: str, b: str, distance: int) -> float:
    """Misspellings: one letter in four or more, two in seven or more that end alike."""
    shorter = min(len(a), len(b))
    if distance == 1 and shorter >= 4:
        return 0.9
    if distance == 1 and shorter >= 2 and a[0] == b[0]:
        return 0.75
    if distance == 2 and shorter >= 6 and (a[-2:] == b[-2:] or a[:4] == b[:4]) and JaroWinkler.similarity(a, b) >= 0.85:
        return 0.8
    return 0.0


@lru_cache(maxsize=1 << 14)
def _sounds(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return "".join(b for a, b in pairwise(" " + word) if a != b)


def _transcribed(a: str, b: str) -> bool:
    """The same consonants about first vowels that transcriptions confuse (e with a and i, o with u; not a with o or i)."""
    left, right = skeleton(a), skeleton(b)
    return left == right and len(left) >= 2 and _vowels_agree(a, b) and (a[-1] in _VOWELS) == (b[-1] in _VOWELS)


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """The consonants of a word, as transcriptions agree on them; the first of "Qadhafi" is a K to some, a G to others."""
    found = "".join(c for c in _sounds(word).replace("h", "") if c not in "aeiou")
    return f"g{found[1:]}" if found[:1] == "k" and word[0] in "gkq" else found


def _vowels_agree(a: str, b: str) -> bool:
    first, second = (next((c for c in _sounds(word) if c in "aeiou"), "") for word in (a, b))
    return first == second or not first or not second or any(first in kind and second in kind for kind in _ALIKE)


def align(left: list[str], right: list[str]) -> tuple[list[tuple[float, int, int]], list[int], list[int]]:
    """Pairs of like words, one to one and the likest first, as (likeness, number in left, number in right), sorted by
    place; and the numbers of the words left over on both sides."""
    pairs = [(likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    pairs.sort(key=lambda p: (-p[0], abs(p[1] - p[2]), p[1], p[2]))
    taken: list[tuple[float, int, int]] = []
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    for like, i, j in pairs:
        if like > 0 and i in free_left and j in free_right:
            free_left.discard(i)
            free_right.discard(j)
            taken.append((like, i, j))
    return sorted(taken, key=lambda p: (p[1], p[2])), sorted(free_left), sorted(free_right)


def joined_distance(left: list[str], right: list[str]) -> tuple[int, int]:
    """Letters apart without regard to word breaks, and the letters of the shorter name."""
    a, b = "".join(left), "".join(right)
    return OSA.distance(a, b), min(len(a), len(b))
