"""Ids <-> addresses. A document's id may be any text: a path, a URL, a name that ends in ".json". In an address its
letters, digits, "-" and "_" stand for themselves, every other byte is "~" and two hexadecimal digits (the escape of
Datasette's "tilde encoding"), so that no id can climb in the path, end it, or be taken for a twin."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

LONGEST = 1000  # characters of one id in an address

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9_-]|~[0-9A-F]{2})+")
_ESCAPE = re.compile(rb"~([0-9A-F]{2})")


def segment(id: str) -> str:
    """An id as one segment of a path."""
    return "".join(chr(b) if b in _PLAIN else f"~{b:02X}" for b in id.encode("utf-8", "surrogatepass"))


def unsegment(value: str) -> str | None:
    """The id that a segment stands for; ``None`` where it stands for none, or is not the one spelling of it."""
    if len(value) > LONGEST or not _SEGMENT.fullmatch(value):
        return None
    raw = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), value.encode("ascii"))
    try:
        id = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return id if segment(id) == value else None


def address(kind: str, id: str, **parameters: str | int | None) -> str:
    """The address of a page: ``address("documents", "a/b.txt", part=2)`` is "/documents/a~2Fb~2Etxt?part=2"."""
    return with_query(f"/{kind}/{segment(id)}", **parameters)


def with_query(path: str, **parameters: str | int | None) -> str:
    """A path of this site with those parameters that have a value."""
    given = {key: value for key, value in parameters.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def web_url(url: str | None) -> str | None:
    """The URL if it is one of the web (http or https) with a host, else ``None``: no other kind is ever made a link."""
    if not url or any(ord(c) <= 32 for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
