"""Bytes of a web archive (MHTML) -> the article of its page."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from onrecord.errors import ReadError
from onrecord.read.html import read_html
from onrecord.read.page import Page


def read_mhtml(content: bytes) -> Page:
    """The article of the root page of an archive, with the address that the archive was taken from.

    Raises:
        ReadError: it is empty, no archive, or there is no article in it.
    """
    if not content.strip():
        raise ReadError("empty")
    try:
        message = message_from_bytes(content.lstrip(), policy=policy.compat32)
    except RecursionError:
        raise ReadError("its parts are nested too deeply") from None
    if not message.keys():
        if content.lstrip()[:200].lower().startswith((b"<!doctype", b"<html")):
            return read_html(content)  # a plain page under another name
        raise ReadError("not a web archive (it has no header)")
    page = _root(message)
    if page is None:
        raise ReadError("no page in this web archive")
    body = page.get_payload(decode=True)
    url = _address(message["Snapshot-Content-Location"]) or _address(page["Content-Location"])
    return read_html(body if isinstance(body, bytes) else b"", charset=page.get_content_charset(), url=url)


def _root(message: Message) -> Message | None:
    """The part that is the page: named as the start, else at the snapshot's address, else the first of HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(message.get_param("start") or "")
    place = _address(message["Snapshot-Content-Location"])
    for part in pages:
        if start and str(part["Content-ID"] or "").strip() == start:
            return part
    for part in pages:
        if place and _address(part["Content-Location"]) == place:
            return part
    return pages[0] if pages else None


def _address(value: object) -> str | None:
    text = str(value or "").strip()
    return text if text.startswith(("http://", "https://")) else None
