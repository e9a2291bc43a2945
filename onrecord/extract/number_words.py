"""The words of numbers, from the packs, and a look at a list of words by index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.extract.words import Word
from onrecord.lang import load_pack


@dataclass(frozen=True, slots=True)
class Table:
    """What each word of number adds, multiplies, divides by or stands for."""

    add: dict[str, float]
    times: dict[str, float]
    suffix: dict[str, float]
    ordinals: dict[str, float]
    denominators: dict[str, float]
    words: dict[str, frozenset[str]]
    followers: frozenset[str]
    out_of: tuple[tuple[str, ...], ...]
    starters: frozenset[str]
    suffixes: tuple[tuple[str, float], ...]


@cache
def number_table(lang: str) -> Table:
    """The pack's words of numbers by what they do."""
    pack = load_pack(lang)["numbers"]
    words = {name: frozenset(listed) for name, listed in pack["words"].items()}
    starters = frozenset(
        [*pack["add"], *pack["times"], *pack["ordinals"], *pack["denominators"], *words["article"], *words["half"], *words["scale_plural"], *words["several"]]
    )  # fmt: skip
    return Table(
        pack["add"], pack["times"], pack["suffix"], pack["ordinals"], pack["denominators"], words, frozenset(pack["fraction"]["followers"]),
        tuple(tuple(phrase.split()) for phrase in pack["words"]["out_of"]), starters,
        tuple(pack["fraction"]["suffixes"].items()),
    )  # fmt: skip


def joined_number(table: Table, word: str) -> float | None:
    """The number that a word written in one piece stands for: "veintiuno", or tens and units joined ("treintaicinco")."""
    for tens, value in table.add.items():
        if 20 <= value < 100 and word.startswith(tens):
            for joiner in table.words["tens_glued"]:
                unit = table.add.get(word.removeprefix(tens).removeprefix(joiner), 0.0)
                if 0 < unit < 10:
                    return value + unit
    return table.add.get(word)


class Scan:
    """A list of words that may be asked for by any index."""

    def __init__(self, words: list[Word], table: Table) -> None:
        self.words, self.table, self.n = words, table, len(words)

    def low(self, i: int) -> str:
        return self.words[i].lower if 0 <= i < self.n else ""

    def glued(self, i: int) -> bool:
        """Whether word ``i`` touches the one before it."""
        return 0 < i < self.n and self.words[i - 1].end == self.words[i].start

    def suffixed(self, low: str) -> float | None:
        """The denominator in a word made of a number and a suffix ("veintiunavos", "dosmilésimos")."""
        for suffix, size in self.table.suffixes:
            if low.endswith(suffix):
                under = joined_number(self.table, low.removesuffix(suffix))
                return under * size if under else None
        return None
