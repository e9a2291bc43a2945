"""How large a file, a row and a text may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``bytes`` that one file, or one row of a JSON Lines file, may have; ``characters`` that one document may have."""

    bytes: int = 20_000_000
    characters: int = 1_000_000

    def too_large(self) -> str:
        """Why a file over the limit of bytes is not read."""
        return f"larger than the limit of {_megabytes(self.bytes)}; --max-size sets it"

    def too_long(self) -> str:
        """Why a document over the limit of characters is not read."""
        return f"longer than the limit of {self.characters:,} characters; --max-characters sets it"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB" if size >= 100_000 else f"{size:,} bytes"
