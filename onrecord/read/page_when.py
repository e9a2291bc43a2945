"""When a page's article was published, and when it was last changed: never from its prose."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from onrecord.read.dates import find_date
from onrecord.read.furniture import has_stop, is_date_line, words
from onrecord.read.page_byline import head_lines
from onrecord.read.page_data import Data, texts
from onrecord.read.page_dates import iso_date
from onrecord.read.page_names import Element, listed, says
from onrecord.read.page_walk import words_of

_PATH_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))


def dates_of(root: Element, shown: Element | None, data: Data, head: list[Element], url: str | None) -> tuple[str | None, str | None]:
    """Publication and last change, as ISO dates or date-times; the one told stands for both where it is alone a change."""
    nodes = (data.article, data.page)
    published: list[str] = [
        *(text for node in nodes[:1] for key in ("datePublished", "dateCreated", "uploadDate") for text in texts(node.get(key), {}))
    ]
    modified: list[str] = [*(text for node in nodes[:1] for text in texts(node.get("dateModified"), {}))]
    published += [value for name in listed("meta_published")[:1] for value in data.meta.get(name, ())]
    published += texts(nodes[1].get("datePublished"), {})
    published += [value for name in listed("meta_published") for value in data.meta.get(name, ())]
    modified += [value for name in listed("meta_modified") for value in data.meta.get(name, ())] + texts(nodes[1].get("dateModified"), {})
    published += _properties(root, shown, "datePublished", "dateCreated") + _microformats(root, "published", "dt-published")
    modified += _properties(root, shown, "dateModified") + _microformats(root, "updated", "dt-updated")
    printed, changed = _shown_dates(head)
    path = _PATH_DATE.search(urlsplit(url).path) if url else None
    from_path = ["-".join((path[1], path[2].zfill(2), path[3].zfill(2)))] if path else []
    first = next(filter(None, map(iso_date, [*published, *printed, *from_path])), None)
    last = next(filter(None, map(iso_date, [*modified, *changed])), None)
    return first or last, last


def _properties(root: Element, headline: Element | None, *names: str) -> list[str]:
    """Values of microdata or RDFa: those of the item that the headline belongs to before those of other items."""
    own = _item(headline) if headline is not None else None
    found: list[tuple[bool, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or (
            element.tag == "meta" and element.getparent() is not None and element.getparent().tag == "head"
        ):
            continue
        property = (element.get("itemprop") or element.get("property") or "").split()
        if any(name in property or f"schema:{name}" in property for name in names):
            found.append((_item(element) is not own, element.get("content") or element.get("datetime") or words_of(element)))
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def _microformats(root: Element, *names: str) -> list[str]:
    """Dates that elements with one of these classes carry as an attribute."""
    marked = [e for e in root.iter("abbr", "span", "time", "a") if any(name in (e.get("class") or "").split() for name in names)]
    return [value for e in marked if (value := e.get("datetime") or e.get("title"))]


def _item(element: Element) -> Element | None:
    return next((e for e in element.iterancestors() if e.get("itemscope") is not None or e.get("typeof")), None)


def _shown_dates(head: list[Element]) -> tuple[list[str], list[str]]:
    """Dates of publication and of change that stand in the head: of time elements, else those of lines that are a date."""
    times = [e for e in head if e.tag == "time"]
    published: list[str] = []
    changed: list[str] = []
    for element in times:
        text = words_of(element)
        value = element.get("datetime") or element.get("content") or text
        (changed if _is_change(element, text) else published).append(value)
    for element, text in head_lines(head, 200):
        for part in re.split(r"\s*[|·•]\s*", text):
            if is_date_line(part):
                (changed if part.split(None, 1)[0].lower().strip(":,") in words().updated else published).append(_date_alone(part))
        if says(element, "date") and not has_stop(text) and element.tag not in _HEADINGS:
            published.append(find_date(text) or "")
    return published, changed


def _date_alone(line: str) -> str:
    match = words().published.match(line)
    return line[match.end() :] if match else line


def _is_change(element: Element, text: str) -> bool:
    names = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id")))).lower()
    if "updat" in names or "modif" in names or "actualiz" in names:
        return "publish" not in names
    before = " ".join(
        (
            (
                element.getprevious().tail
                if element.getprevious() is not None
                else element.getparent().text
                if element.getparent() is not None
                else ""
            )
            or ""
        ).split()
    )
    around = (before or text).lower().split()
    return bool(around) and around[0].strip(":,") in words().updated
