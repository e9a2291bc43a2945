"""A name taken out of sight: how it is recognised without being written down, and what stands in its place.

A redaction keeps no name, only salted hashes of its words in a row, so that new documents are masked too and the file can
be freed of the name itself. A full name is recognised anywhere; one word of it ("Flores") only in documents that have
the full name, there with a capital letter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from onrecord.casefile.words import fold
from onrecord.model import Span

BLOCK = "█"
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 6  # words of a name
_SHORTEST = 3  # letters of a part of a name that is masked by itself


@dataclass(frozen=True, slots=True)
class Mark:
    """What one redaction is recognised by: salted hashes of whole names and of their parts; ``code`` names it."""

    code: str
    salt: str
    names: frozenset[str]
    parts: frozenset[str]

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Mark:
        return Mark(plain["code"], plain["salt"], frozenset(plain["names"]), frozenset(plain["parts"]))

    def plain(self) -> dict[str, Any]:
        return {"code": self.code, "salt": self.salt, "names": sorted(self.names), "parts": sorted(self.parts)}


def mark_of(names: Iterable[str], salt: str, particles: frozenset[str] = frozenset()) -> Mark:
    """What somebody with these names is recognised by: the names, runs of two words and more of each, first and last."""
    whole: set[str] = set()
    parts: set[str] = set()
    for name in names:
        words = [fold(word) for word in _WORD.findall(name)]
        if len(words) > 1:
            turned = [words[k:] + words[:k] for k in range(len(words))]  # "Flores, Hector"
            runs = [row[a:b] for row in turned for a in range(len(row)) for b in range(a + 2, len(row) + 1)] + [[words[0], words[-1]]]
            whole |= {" ".join(run) for run in runs if any(word not in particles and len(word) >= _SHORTEST for word in run)}
        parts |= {word for word in words if len(word) >= _SHORTEST and word not in particles}
    code = hashlib.sha256("\x00".join([salt, *sorted(whole | parts)]).encode()).hexdigest()[:4]
    return Mark(code, salt, frozenset(_hash(salt, name) for name in whole), frozenset(_hash(salt, part) for part in parts))


@lru_cache(maxsize=1 << 17)
def _hash(salt: str, words: str) -> str:
    return hashlib.sha256(f"{salt} {words}".encode()).hexdigest()[:20]


class Mask:
    """All redactions of a casefile together."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = tuple(marks)

    def spans(self, text: str, known: Iterable[str] = ()) -> list[tuple[int, int, str]]:
        """Where a text has a redacted name, and the code of whose it is; ``known`` are codes of those it is about anyway."""
        tokens = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
        found: list[tuple[int, int, str]] = []
        for mark in self.marks:
            whole = [*_runs(text, tokens, mark)]
            found += whole
            if whole or mark.code in known:
                found += [(s, e, mark.code) for s, e, word in tokens if not text[s].islower() and _hash(mark.salt, word) in mark.parts]
        return _merged(found)

    def codes(self, text: str) -> frozenset[str]:
        """Whose full names a text has."""
        return frozenset(code for _, _, code in self.spans(text))

    def text(self, text: str, known: Iterable[str] = ()) -> str:
        """The text with a mask of equal length over every redacted name."""
        return cover(text, self.spans(text, known))

    def label(self, text: str, known: Iterable[str] = ()) -> str:
        """A name, address or note with every redacted name replaced; nothing but one name becomes "Redacted person"."""
        low = self.spans(text, known) or (self._lower(text, known) if text.islower() else [])
        if not low:
            return text
        rest = cover(text, low).replace(BLOCK, "")
        if not any(c.isalnum() for c in rest):
            return f"Redacted person {low[0][2]}"
        return cover(text, low)

    def note(self, text: str) -> str:
        """A person's or a program's remark, in which one word of a name is enough."""
        return cover(text, self.spans(text, [mark.code for mark in self.marks]))

    def place(self, location: str, known: Iterable[str] | None = None) -> str:
        """A location that tells no redacted name and is no other's; one word of a name is enough, unless it is ``known``
        whose names to look for."""
        known = [mark.code for mark in self.marks] if known is None else known
        found = self.spans(location, known) or self._lower(location, known)
        if not found:
            return location
        end = hashlib.sha256(f"{self.marks[0].salt} {location}".encode()).hexdigest()[:8]
        return f"{cover(location, found)}~{end}"

    def _lower(self, text: str, known: Iterable[str]) -> list[tuple[int, int, str]]:
        """Names in addresses, where nothing has a capital letter."""
        return [(s, e, c) for s, e, c in self.spans(text.title(), known)] if len(text.title()) == len(text) else []


def _runs(text: str, tokens: Sequence[tuple[int, int, str]], mark: Mark) -> Iterator[tuple[int, int, str]]:
    """The whole names of one redaction, words in a row with nothing between but white space, hyphens and the like."""
    joined = [not any(c.isalnum() or c in ".;!?" for c in text[a[1] : b[0]]) for a, b in pairwise(tokens)]
    for first in range(len(tokens)):
        last = first
        while last < len(tokens) and last - first < _LONGEST:
            if last > first and _hash(mark.salt, " ".join(t[2] for t in tokens[first : last + 1])) in mark.names:
                yield tokens[first][0], tokens[last][1], mark.code
            if last >= len(joined) or not joined[last]:
                break
            last += 1


def _merged(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, code in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = kept[-1][0], max(end, kept[-1][1]), kept[-1][2]
        else:
            kept.append((start, end, code))
    return kept


def cover(text: str, spans: Iterable[tuple[int, int, str] | Span]) -> str:
    """A mask over spans, of equal length; white space and punctuation stay."""
    out = list(text)
    for span in spans:
        for i in range(span[0], span[1]):
            out[i] = out[i] if out[i].isspace() or unicodedata.category(out[i])[0] == "P" else BLOCK
    return "".join(out)


def cover_plain(value: Any, masked: str, mask: Mask, known: Iterable[str], key: str = "") -> Any:
    """An annotation as plain data with the words of a masked text: whatever has a span is cut from it anew, and every other
    string is masked as a label."""
    known = frozenset(known)
    if isinstance(value, dict):
        whole = {k: cover_plain(v, masked, mask, known, k) for k, v in value.items()}
        if isinstance(value.get("text"), str) and isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            whole["text"] = masked[value["start"] : value["end"]]
        if key == "entities" and "aliases" in value:
            whole["aliases"] = [a for a in value["aliases"] if not mask.spans(a, known)]
        return whole
    if isinstance(value, list | tuple):
        return [cover_plain(v, masked, mask, known, key) for v in value]
    return mask.label(value, known) if isinstance(value, str) and key not in _NOT_WORDS else value


_NOT_WORDS = frozenset(
    {"id", "entity", "type", "kind", "modifier", "unit", "edtf", "timex", "relation", "context", "polarity", "factuality", "act"}
)
