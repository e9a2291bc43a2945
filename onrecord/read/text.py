"""Bytes -> text: the encoding of a plain text."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import ReadError
from onrecord.read.kinds import BEGINNING, foreign

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CUT = ("unexpected end of data", "truncated data", "incomplete")
_BLANK = "\ufeff \t\r\n\f\v\x85\u00a0\u2028\u2029\ufffd"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ENOUGH = 40  # bytes; fewer do not tell an encoding


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else UTF-16 where every other byte is NUL, else Windows-1252.

    A character that is cut off at the end becomes U+FFFD, and the rest is read. In UTF-8 with strange bytes between,
    these are read as Windows-1252. Line ends (``\\r\\n``, ``\\r``) become ``\\n``; every other character stays as it is.

    Raises:
        ReadError: the file is empty, or its bytes are no text.
    """
    kind = foreign(content[:BEGINNING])
    if kind:
        raise ReadError(f"not text (binary: {kind})")
    text = _decoded(content)
    if not text.strip(_BLANK):
        raise ReadError("empty")
    if "\x00" in text:
        raise ReadError("not text (it has NUL bytes)")
    if len(_CONTROLS.findall(text, 0, BEGINNING)) > min(len(text), BEGINNING) // 100:
        raise ReadError("not text (binary)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, len(mark), encoding)
    if b"\x00" in content:
        return _strictly(content, 0, _unmarked(content))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cut(error) and _SEQUENCE.search(content):  # else it may be one letter of Windows-1252
            return content[: error.start].decode("utf-8") + "\ufffd"
    if not _SEQUENCE.search(content):
        return _western(content)
    return content.decode("utf-8", "surrogateescape").translate(_STRANGE)


def _strictly(content: bytes, start: int, encoding: str) -> str:
    """The text behind a mark of ``start`` bytes; what its mark promises must hold, but for an end that is cut off."""
    try:
        return content[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = content[start : start + error.start].decode(encoding)
        if _is_cut(error) and before.strip(_BLANK):
            return before + "\ufffd"
        raise ReadError(f"not text ({encoding[:6].rstrip('-').upper()} is broken at byte {start + error.start})") from error


def _is_cut(error: UnicodeDecodeError) -> bool:
    return any(words in error.reason for words in _CUT) and len(error.object) - error.start < 4


def _unmarked(content: bytes) -> str:
    """UTF-16 without its mark: nearly every second byte is NUL, and hardly one of the others."""
    sample = content[:BEGINNING]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or min(even, odd) > len(sample) // 100 or max(even, odd) < len(sample) * 0.35:
        raise ReadError("not text (it has NUL bytes)")
    return "utf-16-le" if odd > even else "utf-16-be"


def _western(content: bytes) -> str:
    """Windows-1252, if there are no more letters beyond ASCII in it than Western languages have."""
    high = len(_HIGH.findall(content))
    if high > _ENOUGH and high > len(content) * 0.3:
        raise ReadError("not text in an encoding that is read (UTF-8, UTF-16, UTF-32 or Windows-1252)")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return content.decode("latin-1")


def _strange() -> dict[int, str]:
    """What the bytes mean in Windows-1252, by the surrogates that stand for bytes that are no UTF-8."""
    return {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}


_STRANGE = _strange()
