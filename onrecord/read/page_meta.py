"""What a page tells about its article: title, outlet, byline, dates, address, language."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from onrecord.read.metadata import Metadata
from onrecord.read.page_byline import byline_of
from onrecord.read.page_data import Data, texts
from onrecord.read.page_headline import title_of
from onrecord.read.page_names import Element
from onrecord.read.page_outlet import outlet_of
from onrecord.read.page_when import dates_of

_SAVED = re.compile(r"(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE)


def describe(
    root: Element, article: Element, data: Data, headline: Element | None, shown: Element | None, head: list[Element], url: str | None
) -> Metadata:
    """All that is told. ``article`` is the page without its furniture, ``head`` the elements before the article's first
    paragraph, in order, ``headline`` and ``shown`` the headline's element in both, ``url`` the address it was saved from."""
    address = _url(root, data, url)
    outlet = outlet_of(root, data)
    published, modified = dates_of(article, shown, data, head, address)
    return Metadata(
        title=title_of(root, data, headline, outlet), outlet=outlet, byline=byline_of(article, data, head, outlet), published=published,
        modified=modified, url=address, lang=_lang(root, data),
    )  # fmt: skip


def _url(root: Element, data: Data, saved: str | None) -> str | None:
    links = [e.get("href") for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    entity = data.article.get("mainEntityOfPage")
    own = [entity.get("@id") or entity.get("url") if isinstance(entity, dict) else entity, data.article.get("url")]
    base = next((e.get("href") for e in root.iter("base") if e.get("href")), None) or saved
    links += [e.get("href") for e in root.iter("link") if "mainEntityOfPage" in (e.get("itemprop") or "").split()]
    found = []
    for value in [*links, *data.meta.get("og:url", ()), *own, saved, data.first("twitter:url")]:
        if not isinstance(value, str) or not value.strip():
            continue
        try:
            address = urljoin(base or "", value.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            found.append((not parts.path.strip("/") and not parts.query, address))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def saved_from(text: str) -> str | None:
    """The address that a browser wrote into the page when it saved it."""
    match = _SAVED.search(text[:4000])
    return match.group(1) if match else None


def _lang(root: Element, data: Data) -> str | None:
    value = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or next((e.get("lang") for e in root.iter("body", "article") if e.get("lang")), None)
    )
    value = (
        value
        or " ".join(texts(data.article.get("inLanguage"), {})[:1])
        or data.first("content-language", "og:locale", "dc.language", "language")
    )
    code = re.split(r"[-_,]", value.strip())[0].lower() if value else ""
    return code if re.fullmatch(r"[a-z]{2}", code) else None
