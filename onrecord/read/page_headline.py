"""The headline of a page: the element that shows it, and its words."""

from __future__ import annotations

import re

from onrecord.read.furniture import is_outlet
from onrecord.read.page_data import Data, texts
from onrecord.read.page_names import Element, fold, is_hidden, listed, same, says, short_text
from onrecord.read.page_walk import words_of

SUFFIX = re.compile(r"\s+(?:[|·•»–—:-]|::)\s+")
_COLON = re.compile(r":\s+")
_MANY = 5000  # elements of a page among which its headline stands


def machine_titles(root: Element, data: Data) -> list[str]:
    """The titles that the page gives for machines, as they stand: headline, og:title, the title element."""
    found = [*texts(data.article.get("headline"), {}), *texts(data.article.get("name"), {})]
    found += [value for name in listed("meta_title") for value in data.meta.get(name, ())]
    found += [" ".join("".join(element.itertext()).split()) for element in root.iter("title")][:1]
    return [title for title in found if title]


def headline_of(root: Element, data: Data) -> Element | None:
    """The element that shows the headline: the heading whose words the page's titles have, else the likeliest."""
    titles = machine_titles(root, data)
    folded = [fold(part) for title in titles for part in [title, *SUFFIX.split(title), *_COLON.split(title)]]
    best: tuple[int, Element] | None = None
    for number, element in enumerate(root.iter("h1", "h2", "h3", "p", "div", "span", "td", "font", "b", "strong", "center", "big")):
        marked = element.get("itemprop") in ("headline", "name headline", "headline name") or says(element, "headline")
        heading = element.tag in ("h1", "h2", "h3")
        raw = short_text(element, 2000) if number < _MANY else None
        if raw is None or (not heading and not marked and fold(raw) not in folded):
            continue
        text = words_of(element)
        if not 3 <= len(text) <= 400 or is_hidden(element) or any(is_hidden(p) for p in element.iterancestors()):
            continue
        score = _headline_score(element, text, folded, marked)
        if score > 0 and (best is None or score > best[0]):
            best = (score, element)
    return best[1] if best else None


def _headline_score(element: Element, text: str, titles: list[str], marked: bool) -> int:
    key = fold(text)
    score = {"h1": 30, "h2": 8}.get(element.tag, 0) + 15 * marked
    if key in titles:
        score += 60
    elif len(key) > 20 and any(key in title or (len(title) > 20 and title in key) for title in titles):
        score += 40
    elif element.tag != "h1" and not marked:
        return 0
    if element.tag not in ("h1", "h2", "h3") and not marked and len(key) < 12:
        return 0
    if (
        says(element, "site")
        or says(element, "furniture")
        or any(says(p, "site") or p.tag in ("nav", "footer", "aside") for p in element.iterancestors() if p.tag not in ("html", "body"))
    ):
        score -= 50
    if text.count(" ") < 2 and key not in titles[:1]:
        score -= 20  # the outlet's name, a section's
    return score


def title_of(root: Element, data: Data, headline: Element | None, outlet: str | None) -> str | None:
    """The words of the headline, else the title for machines without the outlet's name."""
    if headline is not None:
        return words_of(headline)
    titles = machine_titles(root, data)
    return _without_outlet(titles[0], outlet) if titles else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """A title without the name of the outlet or its section at the end or the beginning."""
    parts = SUFFIX.split(title)
    if len(parts) == 1:
        return title
    first, last = parts[0], parts[-1]
    if (outlet and fold(last) in (fold(outlet), fold(outlet) + "com")) or is_outlet(last):
        return title[: title.rfind(last)].rstrip(" |·•»–—:-")
    if (outlet and same(first, outlet)) or is_outlet(first):
        return title[len(first) :].lstrip(" |·•»–—:-")
    cut = re.split(r"\s+(?:[|·•»]|::)\s+", title)
    return max(cut, key=len) if len(cut) > 1 else title
