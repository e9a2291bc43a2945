"""Text -> language: which of the packs' languages a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.lang import LANGUAGES, load_pack

_DEFAULT = "en"
_SHORT = 20  # letters; below, every detector guesses
_READ = 2000  # characters; the beginning of a text tells its language
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, among those of the packs; "en" where the text is too short to tell.

    The small words of the packs decide; where they are too few or disagree, py3langid (Lui and Baldwin 2012) does.
    """
    beginning = text[:_READ]
    ranked = sorted(((_weight(code, beginning), code == _DEFAULT, code) for code in LANGUAGES), reverse=True)
    (best, _, code), (second, _, _) = ranked[0], ranked[1]
    if best >= 2 and best >= 2 * second:
        return code
    if sum(c.isalpha() for c in beginning) < _SHORT:
        return _DEFAULT
    return str(_identifier().classify(text[: 2 * _READ])[0])


def _weight(code: str, text: str) -> int:
    """Two for a small word of the language or a letter of its own, one for a word that names are full of."""
    words, weak, letters = _marks(code)
    found = [word for word in _WORD.findall(text) if word.islower() or len(word) == 1]
    first = _WORD.search(text)
    if first and not first.group().islower():
        found.append(first.group().lower())
    own = sum(c in letters for c in text.lower()) if letters else 0
    return 2 * sum(word in words for word in found) + sum(word in weak for word in found) + min(2 * own, max(2, len(found) // 5))


@cache
def _marks(code: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = load_pack(code)["language"]
    return frozenset(table["words"]), frozenset(table["weak"]), frozenset(table["letters"])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
