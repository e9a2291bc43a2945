"""What a page tells about its article: title, outlet, byline, dates, address, language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from onrecord.read.dates import find_date
from onrecord.read.furniture import has_stop, is_byline, is_date_line, is_name, is_outlet, is_role, strip_by, words
from onrecord.read.metadata import Metadata
from onrecord.read.page_data import Data, texts
from onrecord.read.page_dates import iso_date
from onrecord.read.page_names import Element, is_hidden, says, short_text
from onrecord.read.page_walk import walk, words_of

_SUFFIX = re.compile(r"\s+(?:[|·•»–—:-]|::)\s+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_OTHER = re.compile(r"[\W_]+")
_HOME = frozenset(("homepage", "frontpage", "backtohome", "mainpage"))
_FEW = 40  # elements; what has more is no line of names and dates
_MANY = 5000  # elements of a page among which its headline stands
_COLON = re.compile(r":\s+")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "published_time", "publication_date", "publish-date", "pubdate",
    "publishdate", "date.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc:date",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published", "article_date_original", "originalpublicationdate",
    "citation_publication_date", "citation_date", "displaydate", "ptime", "datecreated", "rnews:datepublished", "date", "og:pubdate", "fecha",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "modified_time", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified",
    "article.updated", "rnews:datemodified", "revised", "utime", "date.modified",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author", "dc:creator", "article:author_name", "rnews:author", "autor")
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline", "hdl", "citation_title", "title")
_OUTLET = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "article:publisher_name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "dc.source", "cre", "source")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|&copy;)[\s©]*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?([^.|·•,;©\d]{3,50})", re.IGNORECASE)
_SAVED = re.compile(r"(?:saved from url=\(\d+\)|url:\s*)(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE)
_PATH_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")


def same(a: str, b: str) -> bool:
    """Whether two headlines have the same letters and digits."""
    return fold(a) == fold(b)


def fold(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return _OTHER.sub("", text.casefold())


def machine_titles(root: Element, data: Data) -> list[str]:
    """The titles that the page gives for machines, as they stand: headline, og:title, the title element."""
    found = [*texts(data.article.get("headline"), {}), *texts(data.article.get("name"), {})]
    found += [value for name in _TITLE for value in data.meta.get(name, ())]
    found += [" ".join("".join(element.itertext()).split()) for element in root.iter("title")][:1]
    return [title for title in found if title]


def headline_of(root: Element, data: Data) -> Element | None:
    """The element that shows the headline: the heading whose words the page's titles have, else the likeliest."""
    titles = machine_titles(root, data)
    folded = [fold(part) for title in titles for part in [title, *_SUFFIX.split(title), *_COLON.split(title)]]
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
    if says(element, "site") or says(element, "furniture") or any(says(p, "site") or p.tag in ("nav", "footer", "aside") for p in element.iterancestors() if p.tag not in ("html", "body")):
        score -= 50
    if text.count(" ") < 2 and key not in titles[:1]:
        score -= 20  # the outlet's name, a section's
    return score


def describe(
    root: Element, article: Element, data: Data, headline: Element | None, shown: Element | None, head: list[Element], url: str | None
) -> Metadata:
    """All that is told. ``article`` is the page without its furniture, ``head`` the elements before the article's first
    paragraph, in order, ``headline`` and ``shown`` the headline's element in both, ``url`` the address it was saved from."""
    address = _url(root, data, url)
    outlet = _outlet(root, data)
    published, modified = _dates(article, shown, data, head, address)
    return Metadata(
        title=_title(root, data, headline, outlet), outlet=outlet, byline=_byline(article, data, head, outlet), published=published,
        modified=modified, url=address, lang=_lang(root, data),
    )  # fmt: skip


def _title(root: Element, data: Data, headline: Element | None, outlet: str | None) -> str | None:
    if headline is not None:
        return words_of(headline)
    titles = machine_titles(root, data)
    return _without_outlet(titles[0], outlet) if titles else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """A title without the name of the outlet or its section at the end or the beginning."""
    parts = _SUFFIX.split(title)
    if len(parts) == 1:
        return title
    first, last = parts[0], parts[-1]
    if (outlet and fold(last) in (fold(outlet), fold(outlet) + "com")) or is_outlet(last):
        return title[: title.rfind(last)].rstrip(" |·•»–—:-")
    if (outlet and same(first, outlet)) or is_outlet(first):
        return title[len(first) :].lstrip(" |·•»–—:-")
    cut = re.split(r"\s+(?:[|·•»]|::)\s+", title)
    return max(cut, key=len) if len(cut) > 1 else title


def _outlet(root: Element, data: Data) -> str | None:
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
    told = next((value for name in _OUTLET for value in data.meta.get(name, ()) if "://" not in value and len(value) < 80), None)
    return told or _outlet_of_site(root, data)


def _outlet_of_site(root: Element, data: Data) -> str | None:
    """The name that stands after the title in the window's, over the page, or behind the sign of copyright."""
    sites = [name for node in data.nodes.values() if node.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization") for name in texts(node.get("name"), {})]
    if sites:
        return sites[0]
    title = next((" ".join("".join(e.itertext()).split()) for e in root.iter("title")), "")
    parts = _SUFFIX.split(title)
    ends = [part.split(",")[0].strip() for part in (parts[-1], parts[0]) if len(parts) > 1]
    logos = list(_logos(root))
    for end in ends:
        if is_outlet(end) or any(same(end, logo) for logo in logos):
            return end
    named = [logo for logo in logos if is_outlet(logo)]
    if named:
        return named[0]
    notices = [_COPYRIGHT.search(words_of(e)) for e in root.iter("footer", "small", "p", "div", "td", "span", "center", "font") if _short(e)]
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


def _byline(root: Element, data: Data, head: list[Element], outlet: str | None) -> str | None:
    names = [*texts(data.article.get("author"), data.nodes), *texts(data.article.get("creator"), data.nodes)] or texts(data.page.get("author"), data.nodes)
    names = _people(names)
    if not names:
        names = _people(value for name in _AUTHOR for value in data.meta.get(name, ()))
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
        if name and "://" not in name and not name.startswith(("www.", "@")) and len(name) < 200 and any(c.isalpha() for c in name) and fold(name) not in ("admin", "administrator", "webmaster", "editor"):
            found.setdefault(fold(name), name)
    return list(found.values())


def _shown_names(root: Element, head: list[Element]) -> Iterator[str]:
    marked = [e for e in root.iter() if isinstance(e.tag, str) and (e.get("itemprop") in ("author", "creator") or "author" in (e.get("rel") or "").split())]
    for element in marked:
        names = [e.get("content") or words_of(e) for e in element.iter() if isinstance(e.tag, str) and e.get("itemprop") == "name"]
        text = names[0] if names else element.get("content") or words_of(element)
        if 0 < len(text) < 120:
            yield text
    if marked:
        return
    for element, text in _lines(head, 160):
        first = re.split(r"\s*(?:[|·•]|\s[–—-]\s)\s*", text)[0]
        if is_byline(first) or ((says(element, "byline") or "name" in (element.get("class") or "").split()) and not is_date_line(first) and (is_name(strip_by(first)) or words().byline.match(first))):
            yield _names_alone(first)
            return


def _lines(head: list[Element], longest: int) -> Iterator[tuple[Element, str]]:
    """The short lines of each element of the head, with the element."""
    for element in head:
        few = sum(1 for _ in islice(element.iter(), _FEW)) < _FEW
        lines = walk(element) if few and short_text(element, 2000) is not None else []
        yield from ((element, line.text) for line in lines[:12] if len(line.text) < longest)


def _names_alone(byline: str) -> str:
    """ "By Ana Ruiz, health correspondent" -> "Ana Ruiz"."""
    name, comma, rest = strip_by(byline).partition(",")
    return name if comma and is_role(rest.strip()) else strip_by(byline)


def _dates(root: Element, shown: Element | None, data: Data, head: list[Element], url: str | None) -> tuple[str | None, str | None]:
    nodes = (data.article, data.page)
    published: list[str] = [*(text for node in nodes[:1] for key in ("datePublished", "dateCreated", "uploadDate") for text in texts(node.get(key), {}))]
    modified: list[str] = [*(text for node in nodes[:1] for text in texts(node.get("dateModified"), {}))]
    published += [value for name in _PUBLISHED[:1] for value in data.meta.get(name, ())]
    published += texts(nodes[1].get("datePublished"), {})
    published += [value for name in _PUBLISHED for value in data.meta.get(name, ())]
    modified += [value for name in _MODIFIED for value in data.meta.get(name, ())] + texts(nodes[1].get("dateModified"), {})
    published += _properties(root, shown, "datePublished", "dateCreated")
    modified += _properties(root, shown, "dateModified")
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
        if not isinstance(element.tag, str) or element.tag == "meta" and element.getparent() is not None and element.getparent().tag == "head":
            continue
        property = (element.get("itemprop") or element.get("property") or "").split()
        if any(name in property or f"schema:{name}" in property for name in names):
            found.append((_item(element) is not own, element.get("content") or element.get("datetime") or words_of(element)))
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


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
    for element, text in _lines(head, 200):
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
    before = " ".join(((element.getprevious().tail if element.getprevious() is not None else element.getparent().text if element.getparent() is not None else "") or "").split())
    around = (before or text).lower().split()
    return bool(around) and around[0].strip(":,") in words().updated


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
    value = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or next((e.get("lang") for e in root.iter("body", "article") if e.get("lang")), None)
    value = value or " ".join(texts(data.article.get("inLanguage"), {})[:1]) or data.first("content-language", "og:locale", "dc.language", "language")
    code = re.split(r"[-_,]", value.strip())[0].lower() if value else ""
    return code if re.fullmatch(r"[a-z]{2}", code) else None
