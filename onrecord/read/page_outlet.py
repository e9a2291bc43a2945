"""The outlet of a page: what it says for machines, over the article, or behind the sign of copyright."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.read.furniture import is_outlet
from onrecord.read.page_data import Data, texts
from onrecord.read.page_headline import SUFFIX
from onrecord.read.page_names import Element, fold, listed, same, says, short_text
from onrecord.read.page_walk import words_of

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|&copy;)[\s©]*+(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*+(?:by\s+)?([^.|·•,;©\d]{3,50})", re.IGNORECASE
)
_HOME = frozenset(("homepage", "frontpage", "backtohome", "mainpage"))


def outlet_of(root: Element, data: Data) -> str | None:
    """The publisher's name, None if the page tells none."""
    for node in (data.article, data.page):
        for key in ("publisher", "sourceOrganization", "isPartOf"):
            found = [name for name in texts(node.get(key), data.nodes) if not name.startswith("http")]
            if found and (key != "isPartOf" or is_outlet(found[0])):
                return found[0]
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("itemprop") == "publisher":
            named = [e.get("content") or words_of(e) for e in element.iter() if isinstance(e.tag, str) and e.get("itemprop") == "name"]
            if named and named[0].strip():
                return " ".join(named[0].split())
    told = next(
        (value for name in listed("meta_outlet") for value in data.meta.get(name, ()) if "://" not in value and len(value) < 80), None
    )
    return told or _outlet_of_site(root, data)


def _outlet_of_site(root: Element, data: Data) -> str | None:
    """The name that stands after the title in the window's, over the page, or behind the sign of copyright."""
    sites = [
        name
        for node in data.nodes.values()
        if node.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization")
        for name in texts(node.get("name"), {})
    ]
    if sites:
        return sites[0]
    title = next((" ".join("".join(e.itertext()).split()) for e in root.iter("title")), "")
    parts = SUFFIX.split(title)
    ends = [part.split(",")[0].strip() for part in (parts[-1], parts[0]) if len(parts) > 1]
    logos = list(_logos(root))
    for end in ends:
        if is_outlet(end) or any(same(end, logo) for logo in logos):
            return end
    named = [logo for logo in logos if is_outlet(logo)]
    if named:
        return named[0]
    notices = [
        _COPYRIGHT.search(words_of(e)) for e in root.iter("footer", "small", "p", "div", "td", "span", "center", "font") if _short(e)
    ]
    owners = [" ".join(match.group(1).split()) for match in notices if match]
    named = [*(owner for owner in owners if is_outlet(owner)), *(logo for logo in logos if _is_site_name(logo) and fold(logo) not in _HOME)]
    return named[0] if named else None


def _is_site_name(text: str) -> bool:
    tokens = text.split()
    return 1 < len(tokens) <= 5 and tokens[0][:1].isupper() and tokens[-1][:1].isupper()


def _short(element: Element) -> bool:
    text = short_text(element, 300)
    return text is not None and ("©" in text or "opyright" in text or "(c)" in text)


def _logos(root: Element) -> Iterator[str]:
    for element in root.iter("a", "div", "h1", "h2", "p", "span", "img", "header", "td"):
        home = element.tag == "a" and (element.get("rel") == "home" or _is_root(element.get("href") or ""))
        if not says(element, "site") and not home:
            continue
        text = element.get("alt") or element.get("title") or (words_of(element) if len(element) < 6 else "")
        for image in element.iter("img"):
            text = text or image.get("alt") or ""
        text = re.sub(r"\s+(?:logo|home|homepage)$", "", " ".join(text.split()), flags=re.IGNORECASE)
        if 2 < len(text) < 60:
            yield text


def _is_root(address: str) -> bool:
    return bool(re.fullmatch(r"(?:https?://[^/?#\s]{1,200})?/(?:index\.\w{2,5})?", address))
