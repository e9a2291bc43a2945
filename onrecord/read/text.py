"""Bytes -> text: the encoding of a plain text."""

from __future__ import annotations

import codecs

from onrecord.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1252. Line ends (``\\r\\n``, ``\\r``) become
    ``\\n``; every other character stays as it is.

    Raises:
        ReadError: the file is empty, or its bytes are no text.
    """
    text = _decoded(content)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise ReadError("empty")
    if "\x00" in text:
        raise ReadError("not text (it has NUL bytes)")
    if sum(ord(c) in _CONTROLS for c in text[:4096]) > len(text[:4096]) // 100:
        raise ReadError("not text (binary)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content:
        raise ReadError("not text (it has NUL bytes)")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return content.decode("latin-1")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"not text ({encoding.removesuffix('-sig').upper()} is broken at byte {error.start})") from error
