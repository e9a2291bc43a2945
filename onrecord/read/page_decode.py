"""Bytes of a web page -> characters: byte order mark, else what fits of UTF-8, the page's own word and Windows-1252."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,300}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{1,40})""", re.IGNORECASE)
_HEAD = 8192  # bytes; a page names its encoding there
_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "iso8859-9": "cp1254"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode_page(content: bytes, charset: str | None = None) -> str:
    """The characters of a page; ``charset`` is what a header said. Bytes that have no meaning become U+FFFD.

    Valid UTF-8 with letters outside ASCII is UTF-8 whatever the page says, since no other encoding looks like it by chance.

    Raises:
        ReadError: the page is empty, or its bytes are no text.
    """
    if not content.strip(b"\x00 \t\r\n\f"):
        raise ReadError("empty")
    text = _decoded(content, charset)
    if len(_CONTROLS.findall(text[:4096])) > len(text[:4096]) // 50:
        raise ReadError("not text (binary)")
    text = _CONTROLS.sub("", text)
    if not text.strip("\ufeff \t\r\n\f"):
        raise ReadError("empty")
    return text


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace")
    named = [name for name in (_codec(charset), _codec(_declared(content))) if name]
    if not content.isascii() or not named:
        named.insert(0, "utf-8")
    for name in named:
        try:
            return content.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
    return content.decode("utf-8" if _mostly_utf8(content) else "cp1252", "replace").rstrip("\ufffd")


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the beginning is nought."""
    head = content[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 3 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 3 and not odd else None


def _declared(content: bytes) -> str | None:
    match = _CHARSET.search(content[:_HEAD])
    return match.group(1).decode("ascii") if match else None


def _codec(name: str | None) -> str | None:
    """The codec of a named encoding, as browsers take it; None if it is unknown or cannot be what stands in the bytes."""
    try:
        codec = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode")):
        return None
    return _WINDOWS.get(codec.name, codec.name)


def _mostly_utf8(content: bytes) -> bool:
    """Whether few of the letters outside ASCII are broken: a page cut off, or one with a foreign piece pasted in."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return True
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 5 <= sum(not c.isascii() for c in text) - broken
