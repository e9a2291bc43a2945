"""Text -> its words, written numbers and marks, with their places. What figures and times read; no parser needed."""

from __future__ import annotations

import re
from functools import cache
from math import inf
from typing import NamedTuple

from onrecord.lang import load_pack


class Word(NamedTuple):
    """A piece of text: ``kind`` is "w" word, "c" code ("MS-13", "Q3"), "d" digits, "n" number in words, "o" ordinal,
    "f" fraction, "v" vague number ("dozens"), "t" clock time, "s" date in digits, "p" mark, "b" break.
    ``value`` is that of the kinds d, n, o and f; ``plain`` is true of digits without any mark."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    value: float = 0.0
    plain: bool = False


_SPACES = "\u00a0\u2009\u202f"
_PIECES = r"""
  (?P<l>[a-zß-öø-ÿ]+(?=[\ ,]))
| (?P<s>\d{{1,4}}(?P<sep>[/.-])(?:\d{{1,2}}|[A-Za-z]{{3,}})(?P=sep)\d{{1,4}}(?![\w/]|[.-]\d))
| (?P<t>\d{{1,2}}:\d\d(?::\d\d)?(?!\d))
| (?P<f>(?:\d+[\ -])?\d+/\d+(?![\w/])|\d*[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
| (?P<d>\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:\.\d+)?e[+-]?\d+\b|\d+(?:[.,]\d+)*|(?<![\w.,])[.,]\d+)
| (?P<p>[A-Z][A-Za-z]{{0,2}}\$|\$(?:US|HK|AU|CAN?|NZ|AUD|USD)(?=[\d\ ])|['’]s\b|[Oo]['’]clock\b)
| (?P<a>(?:{abbreviations})\.)
| (?P<g>(?:{glued})(?=[\ -]?\d))
| (?P<w>[^\W\d_]+(?:[-\u2011]?\d[\w]*(?:[-\u2011]\w+)*)?)
| (?P<h>--)
| (?P<b>\n)
| (?P<q>\S)
"""
_FRACTIONS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8, "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}  # fmt: skip
_LONGEST = 60  # characters of a number; more digits than that are a code
_SHORT_LINE = 45  # a line as short as this was ended on purpose


@cache
def _pieces(lang: str) -> re.Pattern[str]:
    words = load_pack(lang)["numbers"]["pieces"]
    spaces = _SPACES + ("\\ " if words["spaced_thousands"] else "")
    longest = sorted(words["abbreviations"], key=lambda w: (-len(w), w))
    abbreviations = "|".join(re.escape(w[:-1]) for w in longest)
    return re.compile(
        _PIECES.format(spaces=spaces, abbreviations=abbreviations, glued="|".join(map(re.escape, words["glued"]))),
        re.VERBOSE,
    )


@cache
def _decimal(lang: str) -> str:
    return str(load_pack(lang)["numbers"]["decimal"])


def split_words(text: str, start: int, end: int, lang: str) -> list[Word]:
    """The words of ``text[start:end]``. Lower case is that of the word with a straight apostrophe."""
    words: list[Word] = []
    decimal, line = _decimal(lang), start
    add, new = words.append, tuple.__new__  # a third of all time would go into making the tuples by their names
    for m in _pieces(lang).finditer(text, start, end):
        kind = m.lastgroup or "q"
        piece = m.group()
        a, b = m.span()
        if kind == "l":  # most words: tried first, since nothing else begins like them
            add(new(Word, (a, b, piece, piece, "w", 0.0, False)))
        elif kind == "w":
            add(new(Word, (a, b, piece, piece.lower(), "w" if piece.isalpha() else "c", 0.0, False)))
        elif kind == "q":
            add(new(Word, (a, b, piece, piece if piece != "’" else "'", "p", 0.0, False)))
        elif kind == "p" or kind == "h":
            add(Word(a, b, piece, piece.lower().replace("’", "'"), "p"))
        elif kind in "df" and b - a > _LONGEST:
            add(Word(a, b, piece, piece, "c"))
        elif kind == "d":
            word = _digits(a, b, piece, decimal)
            words.extend([word] if word.kind == "d" or piece.count(",") < 2 else _listed(a, piece))
        elif kind == "f":
            words.append(Word(a, b, piece, piece, "f", _fraction(piece)))
        elif kind == "b":
            if _ends_line(text, line, a):
                words.append(Word(a, b, piece, piece, "b"))
            line = b
        else:
            words.append(Word(a, b, piece, piece.lower(), "w" if kind in "ag" else kind))
    return words


def _digits(a: int, b: int, piece: str, decimal: str) -> Word:
    plain = piece.isdecimal()
    value = float(piece) if plain else written_number(piece, decimal)
    if value is None or value == inf:
        return Word(a, b, piece, piece, "c")
    return Word(a, b, piece, piece, "d", value, plain)


def _listed(start: int, piece: str) -> list[Word]:
    """ "22,24,26": a list written without spaces."""
    words: list[Word] = []
    for part in re.split("(,)", piece):
        if part:
            plain = part.isdecimal()
            words.append(
                Word(
                    start,
                    start + len(part),
                    part,
                    part,
                    "d" if plain else "p" if part == "," else "c",
                    float(part) if plain else 0.0,
                    plain,
                )
            )
        start += len(part)
    return words


def _fraction(piece: str) -> float:
    if "/" not in piece:
        return (float(piece[:-1]) if piece[:-1] else 0.0) + _FRACTIONS[piece[-1]]
    *whole, part = re.split("[ -]", piece)
    over, under = part.split("/")
    return (float(whole[0]) if whole else 0.0) + (float(over) / float(under) if float(under) else 0.0)


def _ends_line(text: str, line: int, end: int) -> bool:
    """Whether a line break parts what it stands between: not one that only wraps a long line."""
    return end - line < _SHORT_LINE or text[end - 1] in ".!?:;\n" or text[end + 1 : end + 2] in ("\n", "")


def written_number(piece: str, decimal: str) -> float | None:
    """The value of digits with marks: grouped by three, or with decimals. ``decimal`` is the language's own mark, which
    settles "1.000"; but three digits after a comma are a thousand everywhere, as half of the Spanish press has it."""
    piece = re.sub(f"[ {_SPACES}]", "", piece)
    if "e" in piece:
        return float(piece)
    dots, commas = piece.count("."), piece.count(",")
    if dots and commas:
        last = max(piece.rfind("."), piece.rfind(","))
        mark = piece[last]
        if piece.count(mark) == 1:
            return float(re.sub("[.,]", "", piece[:last]) + "." + piece[last + 1 :])
        return None
    mark = "." if dots else ","
    if not dots and not commas:
        return float(piece)
    head, *groups = piece.split(mark)
    in_threes = 1 <= len(head) <= 3 and head != "0" and all(len(g) == 3 for g in groups)
    if in_threes and (len(groups) > 1 or mark == "," or mark != decimal):
        return float(head + "".join(groups))
    if len(groups) == 1:
        return float((head or "0") + "." + groups[0])
    if mark == "," and len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[:-1]):
        return float(head + "".join(groups))  # Indian grouping
    return None
