"""What became of one file or row that was to be read."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``location`` is the path as given, with ``#id`` for a row of a JSON Lines file and ``:number`` for a line of it
    that is no row; ``status`` ok, failed or skipped, with the ``reason`` of the latter two; ``digest`` the SHA-256 of
    the original bytes, in hexadecimal."""

    location: str
    status: str
    reason: str | None = None
    document: Document | None = None
    digest: str | None = None
