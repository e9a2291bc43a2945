"""What a page says about itself for machines: JSON-LD, meta elements, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from onrecord.read.page_names import Element

_ARTICLE = re.compile(
    r"(?:Article|BlogPosting|Report|Posting|Review|PressRelease|Interview|Story|Analysis|Opinion|Background|Obituary|MediaGallery|ImageGallery)",
    re.IGNORECASE,
)
_NOT_ARTICLE = re.compile(r"JobPosting|ClaimReview|AggregateReview", re.IGNORECASE)
_PAGE = frozenset(("WebPage", "ItemPage", "CreativeWork"))
_DEEPEST = 8
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class Data:
    """``article`` is the JSON-LD node of the article, ``page`` that of the page around it, ``publisher`` that of a
    publisher named apart; ``meta`` the content of meta elements by name or property, in lower case, the first of each."""

    article: dict[str, Any]
    page: dict[str, Any]
    nodes: dict[str, dict[str, Any]]
    meta: dict[str, list[str]]

    def first(self, *names: str) -> str | None:
        """The content of the first of these meta elements that there is."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)


def data_of(root: Element) -> Data:
    """All that the elements for machines say; broken pieces are passed over."""
    nodes = list(_nodes(root))
    articles = [node for node in nodes if _is_article(node)]
    pages = [node for node in nodes if _types(node) & _PAGE]
    by_id = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and len(node) > 1}
    article = max(articles, key=lambda node: ("datePublished" in node) + ("headline" in node) + ("articleBody" in node), default={})
    return Data(article, pages[0] if pages else {}, by_id, _meta(root))


def _meta(root: Element) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or (element.get("itemprop") if _in_head(element) else None)
            or element.get("http-equiv")
        )
        content = " ".join((element.get("content") or "").split())
        if name and content:
            meta.setdefault(name.strip().lower(), []).append(content)
    return meta


def _in_head(element: Element) -> bool:
    return element.getparent() is not None and element.getparent().tag == "head"


def _nodes(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        yield from _flat(_loaded("".join(script.itertext())), 0)


def _loaded(text: str) -> Any:
    text = _COMMENT.sub("", _COMMENT.sub("", text)).strip()
    for attempt in (text, re.sub(r"[\x00-\x1f]+", " ", text), re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\x00-\x1f]+", " ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The nodes of a graph, a list, or what a page is about."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if isinstance(value.get(key), (list, dict)):
                yield from _flat(value[key], depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    return {str(item).rpartition("/")[2] for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)}


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.search(name) and not _NOT_ARTICLE.search(name) for name in _types(node))


def texts(value: Any, nodes: dict[str, dict[str, Any]], depth: int = 0) -> list[str]:
    """The names that a value of JSON-LD holds: a word, a node with a name, a reference to one, or several."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, str):
        value = " ".join(unescape(value).split())
        return [value] if value else []
    if isinstance(value, list):
        return [text for item in value for text in texts(item, nodes, depth + 1)]
    if isinstance(value, dict):
        named = value.get("name") or value.get("legalName") or value.get("@value")
        if named:
            return texts(named, nodes, depth + 1)
        return texts(nodes.get(value["@id"]), nodes, depth + 1) if isinstance(value.get("@id"), str) else []
    return []


def strings(value: Any) -> list[str]:
    """The strings in a value, line breaks and all."""
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else texts(value, {})
