"""Phrases of a pack, found at or before a word: the longest that fits wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.extract.words import Word, split_words

type _Entries = dict[str, list[tuple[tuple[str, ...], str]]]


class Phrases:
    """Phrases by what they stand for, looked up by their first or last word."""

    def __init__(self, table: Mapping[str, Iterable[str]], lang: str) -> None:
        self._first: _Entries = {}
        self._last: _Entries = {}
        for name, phrases in table.items():
            for phrase in phrases:
                words = tuple(w.lower for w in split_words(phrase, 0, len(phrase), lang))
                forms = [words] if " " in phrase or len(words) == 1 else [words, (phrase.lower(),)]
                for form in forms:
                    self._first.setdefault(form[0], []).append((form, name))
                    self._last.setdefault(form[-1], []).append((form, name))
        for entries in (*self._first.values(), *self._last.values()):
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))

    def at(self, words: list[Word], i: int) -> tuple[int, str] | None:
        """The end and name of the phrase that starts at word ``i``."""
        if not 0 <= i < len(words):
            return None
        for form, name in self._first.get(words[i].lower, ()):
            end = i + len(form)
            if end <= len(words) and (len(form) == 1 or all(words[i + k].lower == part for k, part in enumerate(form))):
                return end, name
        return None

    def before(self, words: list[Word], i: int) -> tuple[int, str] | None:
        """The start and name of the phrase that ends right before word ``i``."""
        if i < 1:
            return None
        for form, name in self._last.get(words[i - 1].lower, ()):
            start = i - len(form)
            if start >= 0 and (len(form) == 1 or all(words[start + k].lower == part for k, part in enumerate(form))):
                return start, name
        return None
