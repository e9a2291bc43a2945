"""Which of a source's names for a place are taken, and what a name is without its word of kind."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from onrecord.gazetteer.fold import fold

_TYPE_WORDS = re.compile(
    r"^(?:(?:provincia|departamento|estado|region|comunidad autonoma|municipio|distrito|province|state|region|departement|"
    r"prefecture|district|county|governorate|oblast|provinsi|land|canton|kanton)(?: (?:de la|de las|de los|del|de|of|du|des|di|do|da))? )|"
    r"(?: (?:county|parish|borough|census area|municipality|province|state|region|oblast|governorate|department|district|prefecture|"
    r"raion|krai|canton))$"
)


def latin(name: str) -> bool:
    """Whether every letter of a name is one of the Latin script."""
    return name.isascii() or all(map(_latin, name))


@cache
def _latin(char: str) -> bool:
    return not char.isalpha() or "LATIN" in unicodedata.name(char, "")


def useful(name: str) -> bool:
    """Whether an alternate name can stand in a text: airport codes, bare transliterations and links cannot."""
    if (not name[:1].isupper() and not name[:3].istitle()) or len(name) < 3:
        return False
    return not (name.isupper() and len(name) <= 4)


def called(names: dict[str, int], name: str, weight: int) -> None:
    """Add a name, folded, at its weight: 3 the preferred one, 2 official or in English or Spanish, 1 any other."""
    if name.startswith("http") or not latin(name):
        return
    key = fold(name)
    if key and (weight == 3 or len(key) > 2):
        names[key] = max(weight, names.get(key, 0))


def called_bare(names: dict[str, int], name: str, key: str) -> None:
    """Add a folded name of ``name``'s place without its word of kind ("Aragua" for "Estado Aragua"), but not that of a
    nickname."""
    bare = _TYPE_WORDS.sub("", key).strip()
    if bare and bare not in names and set(bare.split()) & set(fold(name).split()):
        names[bare] = 2
