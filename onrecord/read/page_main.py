"""Paragraphs of a page -> those of its article."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import BlockKind
from onrecord.read.furniture import globs, has_stop, is_furniture, words
from onrecord.read.page_known import Known
from onrecord.read.page_names import Element, fold, names_of, says
from onrecord.read.page_walk import Found, is_linked

_WORDS = 8  # a paragraph with fewer says little about where the article is
_PARAGRAPHS = frozenset(("p", "li", "ul", "ol", "blockquote", "h2", "h3", "pre", "dl"))
_SHARE = 0.85  # of the prose: what holds so much holds the article
_CORE, _MOST = 0.4, 0.7
_NOTICE = 300  # characters


def weight(found: Found, known: Known) -> float:
    """How much a paragraph speaks for the article being where it is: its characters, if it is prose and no link."""
    if found.kind is not BlockKind.BODY or found.text.count(" ") < _WORDS or found.linked * 2 > _letters(found.text):
        return 0.0
    full = len(found.text) * (1.0 if has_stop(found.text) or found.text[-1] in '"”»:?' else 0.4)
    return full if not known.keys or known.has(found.text) else full * 0.3


def holders(founds: list[Found], known: Known) -> list[Element]:
    """The elements that hold so much of what trafilatura took for the article that they are no furniture, whatever
    they are called; where it took nothing, those that hold most of the prose."""
    weights = _weights([f for f in founds if not known.keys or known.has(f.text)], known)
    least = (_CORE if known.keys else _MOST) * max(weights.values(), default=0.0)
    return [element for element, value in weights.items() if value >= least > 0]


def _weights(founds: list[Found], known: Known) -> dict[Element, float]:
    """Element -> how much prose is in it."""
    weights: dict[Element, float] = defaultdict(float)
    for found in founds:
        value = weight(found, known)
        if value:
            weights[found.element] += value
            for parent in found.element.iterancestors():
                weights[parent] += value
    return weights


def container_of(root: Element, founds: list[Found], headline: Element | None, known: Known) -> Element:
    """The element that holds the article's paragraphs and as little else as can be."""
    weights = _weights(founds, known)
    total = weights.get(root, 0.0)
    if not total:
        return root
    marked = [e for e in weights if weights[e] >= total * 0.4 and (_is_marked(e))]
    if marked:
        return max(marked, key=lambda e: (e.get("itemprop") == "articleBody", weights[e], -_depth(e)))
    return _narrowed(root, weights, headline)


def _is_marked(element: Element) -> bool:
    return (
        element.get("itemprop") == "articleBody"
        or element.get("property") == "articleBody"
        or (element.tag not in ("html", "body") and says(element, "body"))
    )


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _narrowed(root: Element, weights: dict[Element, float], headline: Element | None) -> Element:
    """Down from the root as long as one child has nearly all prose, or has the headline's own part of it."""
    element = root
    while True:
        heavy = [child for child in element if weights.get(child, 0.0) >= 0.1 * weights[element]]
        if not heavy:
            return element
        best = max(heavy, key=lambda child: weights[child])
        if best.tag in _PARAGRAPHS:
            return element
        if weights[best] >= _SHARE * weights[element]:
            element = best
            continue
        chosen = _of_several(element, heavy, headline)
        if chosen is None:
            return element
        element = chosen


def _of_several(element: Element, heavy: list[Element], headline: Element | None) -> Element | None:
    """Of several parts with prose, the one that is the article; None where they belong together."""
    if len(heavy) < 2 or any(child.tag in _PARAGRAPHS for child in heavy):
        return None
    if len({(child.tag, _family(child)) for child in heavy}) == 1 and heavy[0].tag not in ("td", "article"):
        return None
    if headline is None:
        articles = [child for child in heavy if child.tag in ("article", "main")]
        return articles[0] if len(articles) == 1 else None
    if headline in heavy or (
        element in set(headline.iterancestors()) and not any(child in set(headline.iterancestors()) for child in heavy)
    ):
        articles = [child for child in heavy if child.tag in ("article", "main")]
        return articles[0] if len(articles) == 1 else None
    within = set(headline.iterancestors())
    return next((child for child in heavy if child in within), None)


def _family(element: Element) -> str:
    return re.sub(r"\d+", "", names_of(element)).strip()


def of_article(founds: list[Found], container: Element, headline: Element | None, known: Known) -> list[Found]:
    """The paragraphs in the container, those between it and the headline, and what closes the article behind it."""
    inside = [_within(found.element, container) for found in founds]
    if True not in inside:
        return []
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    start = first
    if headline is not None:
        places = [i for i, found in enumerate(founds) if found.element is headline or headline in found.element.iterancestors()]
        start = places[0] if places and places[0] < first else first
    scope = _scope(container)
    opened = _common(headline, container)
    kept = []
    for i, found in enumerate(founds):
        if headline is not None and (found.element is headline or headline in found.element.iterancestors()):
            continue
        if (
            inside[i]
            or found.kind is BlockKind.NOTE
            or (start <= i < first and _opens(found))
            or (i < first and found.kind in (BlockKind.CAPTION, BlockKind.CREDIT) and opened is not None and _within(found.element, opened))
            or (i > last and scope is not None and _within(found.element, scope) and _goes_on(found, known))
        ):
            kept.append(found)
    return without_furniture(kept)


def _within(element: Element, container: Element) -> bool:
    return element is container or any(parent is container for parent in element.iterancestors())


def _scope(container: Element) -> Element | None:
    return next((e for e in container.iterancestors() if e.tag == "article"), None)


def _common(headline: Element | None, container: Element) -> Element | None:
    """The element around headline and body, if it is not the whole page."""
    if headline is None:
        return None
    around = {container, *container.iterancestors()}
    return next((e for e in headline.iterancestors() if e in around and e.tag not in ("body", "html")), None)


def _opens(found: Found) -> bool:
    """Whether a paragraph between headline and body is a standfirst or the caption of the first picture."""
    if found.kind in (BlockKind.CAPTION, BlockKind.CREDIT):
        return True
    return found.text.count(" ") >= (2 if found.kind is BlockKind.HEADING else 3) and found.linked * 2 <= _letters(found.text)


def _goes_on(found: Found, known: Known) -> bool:
    return bool(known.keys) and known.has(found.text) and weight(found, known) > 0


def without_furniture(founds: list[Found]) -> list[Found]:
    """Without lines that are furniture by their words, headlines of other articles, and headings with nothing under them."""
    kept: list[Found] = []
    listing = False
    for found in founds:
        text = found.text
        if found.kind is not BlockKind.NOTE and (is_furniture(text) or is_notice(text)):
            listing = text.strip(" .:»›>").lower() in words().lists
            continue
        link = is_linked(found)
        if found.kind is BlockKind.BODY and link and (not has_stop(text) or found.tag in ("div", "a")) and found.tag != "tr":
            continue
        if listing and not has_stop(text) and (found.linked or found.kind is BlockKind.HEADING):
            continue
        listing = False
        kept.append(found)
    while kept and kept[-1].kind is BlockKind.HEADING:
        kept.pop()
    return [f for i, f in enumerate(kept) if not (_is_link_heading(f) and kept[i + 1].kind is BlockKind.HEADING)]


def is_notice(text: str) -> bool:
    """Whether a paragraph is what the page says to its reader: about cookies, subscriptions, newsletters, comments."""
    return len(text) <= _NOTICE and bool(_notices().fullmatch(text.strip(" .:!»›>→…")))


@cache
def _notices() -> re.Pattern[str]:
    return globs(phrase for code in LANGUAGES for phrase in load_pack(code)["pages"].get("notices", ()))


def _is_link_heading(found: Found) -> bool:
    return found.kind is BlockKind.HEADING and is_linked(found)


def _letters(text: str) -> int:
    return len(fold(text))
