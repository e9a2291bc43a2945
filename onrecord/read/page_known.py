"""What trafilatura takes for the article of a page: a second opinion on where it stands."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from onrecord.read.page_names import Element, fold

_LARGE = 60_000  # elements; beyond, the outside judgement costs too much
_KEY = 40  # letters and digits at either end of a paragraph by which it is known again


@dataclass(frozen=True, slots=True)
class Known:
    """The paragraphs that trafilatura took for the article's, by the letters at their ends; empty if it found none."""

    keys: frozenset[str]

    def has(self, text: str) -> bool:
        key = fold(text)
        return not key or key[:_KEY] in self.keys or key[-_KEY:] in self.keys


def known_to_trafilatura(root: Element) -> Known:
    """What trafilatura takes for the article; nothing where a page is too large or too odd for it."""
    if sum(1 for _ in root.iter()) > _LARGE:
        return Known(frozenset())
    try:
        found = _bare_extraction()(
            deepcopy(root), include_comments=False, include_tables=True, include_formatting=False, with_metadata=False, favor_recall=True
        )
    except Exception:  # it is a second opinion: whatever ails it, the first stands
        return Known(frozenset())
    body = getattr(found, "body", None)
    keys: set[str] = set()
    for element in body.iter() if body is not None else ():
        for text in (
            element.text,
            element.tail,
            "".join(element.itertext()) if element.tag in ("p", "item", "head", "quote", "cell") else None,
        ):
            key = fold(text or "")
            keys.update((key[:_KEY], key[-_KEY:]))
    keys.discard("")
    return Known(frozenset(keys))


def _bare_extraction() -> Callable[..., Any]:
    """trafilatura's extraction. A library that it imports tries out IPv6 with a socket; reading opens none."""
    has_ipv6 = socket.has_ipv6
    if "urllib3" not in sys.modules:
        socket.has_ipv6 = False
    try:
        from trafilatura import bare_extraction
    finally:
        socket.has_ipv6 = has_ipv6
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return bare_extraction
