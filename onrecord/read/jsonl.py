"""JSON Lines -> rows, as a stream: a file may be larger than memory, a row may not be larger than the limit."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from hashlib import blake2b, sha256
from typing import BinaryIO

from onrecord.codec import decode_document
from onrecord.errors import FormError
from onrecord.model import Document
from onrecord.read.limits import Limits
from onrecord.read.names import shown

_BLOCK = 1 << 18  # bytes read at once
_BREAK = re.compile(rb"\r\n|\n|\r")  # a bare \r as well: JSON has none inside its strings
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

type Row = tuple[int, str, Document | str]
"""The number of the line, the SHA-256 of its bytes, and the document or why there is none."""


def rows(stream: BinaryIO, limits: Limits) -> Iterator[Row]:
    """The rows of a stream, one by one; blank lines are passed over. Besides one row, about 100 bytes for each
    identifier stay in memory, since an identifier that was used before is an error.

    Raises:
        OSError: the stream cannot be read on.
    """
    seen: dict[bytes, int] = {}
    for number, line in lines(stream, limits.bytes):
        digest = sha256(line).hexdigest()
        if len(line) > limits.bytes:
            yield number, "", f"line {number}: {limits.too_large()}"
            continue
        try:
            document = _document(line, number, limits)
        except FormError as error:
            yield number, digest, str(error)
            continue
        key = blake2b(document.id.encode(), digest_size=8).digest()
        first = seen.setdefault(key, number)
        if first != number:
            yield number, digest, f"line {number}: the id '{shown(document.id[:80])}' was already used in line {first}"
        else:
            yield number, digest, document


def _document(line: bytes, number: int, limits: Limits) -> Document:
    document = decode_document(line, number)
    if not document.text.strip("\ufeff \t\r\n\f\v"):
        raise FormError('"text" is empty', number=number)
    if len(document.text) > limits.characters:
        raise FormError(f'"text" is {limits.too_long()}', number=number)
    for key in ("id", "text", "title", "outlet", "byline", "url"):
        if "\x00" in (getattr(document, key) or ""):
            raise FormError(f'"{key}" has a NUL character', number=number)
    return document


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of a stream that are not blank, without white space at their edges, whichever way lines end;
    of one over the limit of bytes only its beginning, longer than the limit by at most a block."""
    number, line, cut = 1, bytearray(), False  # cut: the block before ended in \r, whose \n may follow
    for block in _utf8(stream):
        first, *others = _BREAK.split(block[1:] if cut and block.startswith(b"\n") else block)
        cut = block.endswith(b"\r")
        if len(line) <= limit:
            line += first
        for other in others:
            if piece := bytes(line).strip():
                yield number, piece
            number, line = number + 1, bytearray(other)
    if piece := bytes(line).strip():
        yield number, piece


def _utf8(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream as UTF-8, in blocks, without a byte order mark."""
    block = stream.read(_BLOCK)
    encoding = next((name for mark, name in _WIDE if block.startswith(mark)), None)
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    block = block.removeprefix(codecs.BOM_UTF8)
    while block:
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block
        block = stream.read(_BLOCK)
