"""The language packs' parts of names, joined: a name is compared before anybody knows its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.casefile.name_words import fold
from onrecord.lang import LANGUAGES, load_pack

_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "1st": 1, "2nd": 2, "3rd": 3, "first": 1, "second": 2, "third": 3}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name without its legal form: its words, the kinds of its forms, the numbers in it."""

    words: list[str]
    forms: frozenset[str]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """All in the letters of :func:`fold`."""

    courtesy: frozenset[str]
    particles: frozenset[str]
    patronymics: frozenset[str]
    generations: dict[str, str]
    long_forms: dict[str, str]
    stop_words: frozenset[str]
    generic: frozenset[str]
    countries: frozenset[str]
    abbreviations: dict[str, str]
    translations: dict[str, str]
    phrases: dict[str, str]
    form_first: re.Pattern[str]
    form_last: re.Pattern[str]
    forms: dict[str, str]

    def body(self, folded: str) -> Body:
        """Take a folded name apart; a name that is nothing but a legal form is kept whole."""
        name, forms = folded.removeprefix("the "), set()
        for pattern in (self.form_last, self.form_last, self.form_first):
            match = pattern.search(name)
            if match and len(match.group().strip()) < len(name):
                forms.add(self.forms[match.group(1)])
                name = (name[: match.start()] + name[match.end() :]).strip()
        words = [self.abbreviations.get(word, word) for word in name.split()]
        words = _numbered(" ".join(words).split())
        return Body(words, frozenset(forms), tuple(sorted(word for word in words if word.isdigit())))

    def spoken(self, words: list[str]) -> list[str]:
        """The words that mean something, in English where the table knows them."""
        name = " ".join(words)
        for phrase, translation in self.phrases.items():
            name = name.replace(phrase, translation) if phrase in name else name
        kept = [self.translations.get(word, word) for word in name.split() if word not in self.stop_words]
        return " ".join(kept).split() or words


def _numbered(words: list[str]) -> list[str]:
    """Numbers in figures: "forty four" and "forty 4" as "44", "iv" as "4"."""
    out: list[str] = []
    for word in words:
        digits = _ROMAN.get(word) or (str(_NUMBER_WORDS[word]) if word in _NUMBER_WORDS else word)
        if out and digits.isdigit() and len(digits) == 1 and out[-1] in ("20", "30", "40", "50") and (digits != word or out[-1] == "40"):
            out[-1] = str(int(out[-1]) + int(digits))
        else:
            out.append(digits)
    return out


@cache
def parts() -> Parts:
    """The tables of all packs, joined and compiled once."""
    tables = [load_pack(code)["name_parts"] for code in LANGUAGES]

    def all_of(key: str) -> frozenset[str]:
        return frozenset(fold(word) for table in tables for word in table.get(key, ()))

    def joined(key: str) -> dict[str, str]:
        return {fold(name): value for table in tables for name, value in table.get(key, {}).items()}

    forms = {fold(form): kind for table in tables for kind, names in table.get("legal_forms", {}).items() for form in names}
    listed = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return Parts(
        courtesy=all_of("courtesy"), particles=all_of("particles"), patronymics=all_of("patronymics"), generations=joined("generations"),
        long_forms=_long_forms(tables), stop_words=all_of("stop_words"), generic=all_of("generic"), countries=all_of("countries"),
        abbreviations=joined("abbreviations"), translations=joined("translations"), phrases=joined("phrases"),
        form_first=re.compile(rf"^({listed})(?:\s|$)"), form_last=re.compile(rf"(?:^|\s)({listed})$"), forms=forms,
    )  # fmt: skip


def _long_forms(tables: list[dict[str, Any]]) -> dict[str, str]:
    """Short forms of given names that stand for one name only, and that name."""
    long: dict[str, str] = {}
    doubtful: set[str] = set()
    for table in tables:
        for name, *short in table.get("short_forms", ()):
            for form in short:
                if long.setdefault(form, name) != name:
                    doubtful.add(form)
    return {form: name for form, name in long.items() if form not in doubtful}
