"""Language packs: one folder a language, one table (TOML) a layer, beside the cases that test it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from onrecord.errors import LanguageError

LANGUAGES: tuple[str, ...] = ("en", "es")


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """The tables of one language, by layer: ``pack["figures"]`` is ``lang/<code>/figures.toml``, read when first asked for."""

    code: str

    def __getitem__(self, layer: str) -> dict[str, Any]:
        return _table(self.code, layer)


@cache
def _table(code: str, layer: str) -> dict[str, Any]:
    file = resources.files("onrecord.lang").joinpath(code, f"{layer}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def load_pack(code: str) -> Pack:
    """The pack of a language.

    Raises:
        LanguageError: there is no pack for ``code``.
    """
    if code not in LANGUAGES:
        raise LanguageError(f"no language pack for '{code}'; there are: {', '.join(LANGUAGES)}")
    return Pack(code)
