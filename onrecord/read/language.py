"""Text -> language: which of the packs' languages a text is in."""

from __future__ import annotations

from functools import cache
from typing import Any

from onrecord.lang import LANGUAGES

_SHORT = 20  # letters; below, every detector guesses


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, among those of the packs; "en" for a text too short to tell."""
    if sum(c.isalpha() for c in text[:2000]) < _SHORT:
        return "en"
    return str(_identifier().classify(text[:4000])[0])
