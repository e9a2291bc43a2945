"""Bytes -> text: the encoding of a plain text."""

from __future__ import annotations

import codecs

from onrecord.errors import ReadError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def decode(content: bytes) -> str:
    """The text of a file. Line ends become ``\\n``; nothing else is changed.

    Raises:
        ReadError: the file is empty, or its bytes are no text.
    """
    if not content.strip():
        raise ReadError("empty")
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _lines(_strictly(content, encoding))
    if b"\x00" in content:
        raise ReadError("not text (it has NUL bytes)")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if sum(b in _CONTROLS for b in content[:4096]) > len(content[:4096]) // 100:
            raise ReadError("not text (binary)") from error
        text = content.decode("cp1252", errors="replace")
        if "�" in text:
            text = content.decode("latin-1")
    if sum(ord(c) in _CONTROLS for c in text[:4096]) > len(text[:4096]) // 100:
        raise ReadError("not text (binary)")
    return _lines(text)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"not text ({encoding} is broken at byte {error.start})") from error


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
