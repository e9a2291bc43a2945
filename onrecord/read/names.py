"""The names of files in characters that any terminal, page and export can show."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

# Controls, what changes the direction of writing, breaks of lines, and bytes of a name that are no UTF-8.
_UNSHOWABLE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE = 300  # characters of an id that are shown
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def location_of(path: str | os.PathLike[str]) -> str:
    """Where a file is, as given, with "/" between its parts; different files have different locations."""
    return shown(Path(path).as_posix())


def shown(name: str) -> str:
    """A name with what cannot be shown written as an escape: a line break as ``\\n``, a byte that is no text as ``\\xff``."""
    return _UNSHOWABLE.sub(_escape, name)


def row_of(id: str) -> str:
    """The id of a row as it stands in a location; of one that is longer than a line, the beginning and a digest."""
    name = shown(id)
    return name if len(name) <= _LINE else f"{name[:_LINE]}~{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte of a name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character) or (f"\\u{code:04x}" if code > 0x7F else f"\\x{code:02x}")
