"""Who wrote a page's article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from onrecord.read.furniture import is_byline, is_date_line, is_name, is_role, strip_by, words
from onrecord.read.page_data import Data, texts
from onrecord.read.page_names import Element, fold, listed, same, says, short_text
from onrecord.read.page_walk import walk, words_of

_MICROFORMATS = frozenset(("fn", "p-author", "vcard", "author", "byline"))
_FEW = 40  # elements; what has more is no line of names and dates


def byline_of(root: Element, data: Data, head: list[Element], outlet: str | None) -> str | None:
    """The names of the authors, one after the other; ``head`` are the elements before the first paragraph."""
    names = [*texts(data.article.get("author"), data.nodes), *texts(data.article.get("creator"), data.nodes)] or texts(
        data.page.get("author"), data.nodes
    )
    names = _people(names)
    if not names:
        names = _people(value for name in listed("meta_author") for value in data.meta.get(name, ()))
    shown = list(_shown_names(root, head))
    if not names or (outlet and all(same(name, outlet) for name in names)):
        names = _people(shown) or names
    return ", ".join(names) or None


def _people(names: Iterable[str]) -> list[str]:
    """Names without addresses and "By", each once."""
    found: dict[str, str] = {}
    for name in names:
        name = strip_by(" ".join(name.split()).strip(" ,;|·•-–—"))
        name = re.sub(r"\s*[<(\[]?\S+@\S+[>)\]]?", "", name).strip(" ,;|·•-–—")
        if (
            name
            and "://" not in name
            and not name.startswith(("www.", "@"))
            and len(name) < 200
            and any(c.isalpha() for c in name)
            and fold(name) not in ("admin", "administrator", "webmaster", "editor")
        ):
            found.setdefault(fold(name), name)
    return list(found.values())


def _shown_names(root: Element, head: list[Element]) -> Iterator[str]:
    marked = [
        e
        for e in root.iter()
        if isinstance(e.tag, str) and (e.get("itemprop") in ("author", "creator") or "author" in (e.get("rel") or "").split())
    ]
    for element in marked:
        names = [e.get("content") or words_of(e) for e in element.iter() if isinstance(e.tag, str) and e.get("itemprop") == "name"]
        text = names[0] if names else element.get("content") or words_of(element)
        if 0 < len(text) < 120:
            yield text
    if marked:
        return
    for element, text in head_lines(head, 160):
        first = re.split(r"\s*(?:[|·•]|\s[–—-]\s)\s*", text)[0]
        if is_byline(first) or (
            (says(element, "byline") or "name" in (element.get("class") or "").split())
            and not is_date_line(first)
            and (is_name(strip_by(first)) or words().byline.match(first))
        ):
            yield _names_alone(first)
            return
    for element in root.iter():
        if isinstance(element.tag, str) and _MICROFORMATS & set((element.get("class") or "").split()):
            text = words_of(element) if short_text(element, 100) is not None else ""
            if is_name(strip_by(text)):
                yield strip_by(text)
                return


def head_lines(head: list[Element], longest: int) -> Iterator[tuple[Element, str]]:
    """The short lines of each element of the head, with the element."""
    for element in head:
        few = sum(1 for _ in islice(element.iter(), _FEW)) < _FEW
        lines = walk(element) if few and short_text(element, 2000) is not None else []
        yield from ((element, line.text) for line in lines[:12] if len(line.text) < longest)


def _names_alone(byline: str) -> str:
    """ "By Ana Ruiz, health correspondent" -> "Ana Ruiz"."""
    name, comma, rest = strip_by(byline).partition(",")
    return name if comma and is_role(rest.strip()) else strip_by(byline)
