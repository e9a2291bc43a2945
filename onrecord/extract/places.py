"""Parsed and Entities -> Places: names looked up in the gazetteer and settled by their context.

A sum of evidence per candidate: how well known it is, containment named beside it ("Santiago, Chile"), words for its
kind ("Aragua state"), the countries that the document speaks of, and places of one kind in a list. One sense for a
name in a document. Unresolved rather than wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from math import log10

from onrecord.gazetteer import Candidate, country_of, demonym_countries, find, fold
from onrecord.lang import load_pack
from onrecord.model import Entity, EntityType, Parsed, Place

_PRECISION = {"country": "country", "city": "city", "capital": "city", "facility": "point", "mountain": "point"}
_BONUS = {
    "country": 7.0,
    "continent": 6.0,
    "region": 5.0,
    "admin1": 3.0,
    "capital": 3.5,
    "water": 3.0,
    "island": 2.0,
    "facility": 3.0,
    "mountain": 2.0,
}
_LIST = re.compile(r"\s*(?:,|,? and|,? or|;|/)\s*(?:the\s+)?")
_SURE = 3.0  # below this sum a name stays unresolved


@dataclass(slots=True)
class _Name:
    start: int
    end: int
    text: str
    key: str
    entity: str | None
    kinds: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    why: list[str] = field(default_factory=list)


@cache
def _tables(lang: str) -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, int], dict[str, str]]:
    data = load_pack(lang)["places"]
    kinds = data.get("kinds", {})
    return kinds.get("after", {}), kinds.get("before", {}), data.get("short", {}), data.get("prominent", {}), data.get("states", {})


def find_places(parsed: Parsed, entities: tuple[Entity, ...]) -> tuple[Place, ...]:
    """Every named place of a document, sorted, not overlapping; what the gazetteer cannot settle has no coordinates."""
    names = _names(parsed, entities)
    context = _countries(parsed, names)
    text = parsed.document.text
    for _ in range(2):  # the second round knows the neighbours' kinds
        for i in range(len(names)):
            _settle(text, names, i, context, parsed.lang)
    senses = _one_sense(names)
    return tuple(_place(name, senses.get(name.key)) for name in names)


def _names(parsed: Parsed, entities: tuple[Entity, ...]) -> list[_Name]:
    found: list[_Name] = []
    for entity in entities:
        if entity.type is EntityType.PLACE:
            for mention in entity.mentions:
                if mention.kind == "name":
                    found.append(_named(parsed, mention.start, mention.end, entity.id))
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[_Name] = []
    for name in found:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _named(parsed: Parsed, start: int, end: int, entity: str) -> _Name:
    after, before, short, _, states = _tables(parsed.lang)
    text = parsed.document.text
    words = text[start:end]
    bare = words.replace(".", "")
    name = _Name(start, end, words, fold(words), entity)
    following = text[end : end + 30].lower()
    kinds = [kind for word, kind in after.items() if re.match(rf"\s+{re.escape(word)}\b", following)]
    preceding = text[max(0, start - 30) : start].lower()
    kinds += [kind for word, kind in before.items() if re.search(rf"\b{re.escape(word)} of (?:the )?$", preceding)]
    last = words.split()[-1].lower()
    if len(words.split()) > 1 and last in after:
        kinds.append(after[last])
    name.kinds = tuple(dict.fromkeys(kinds))
    if bare in short:
        country = country_of(short[bare])
        name.candidates = (country,) if country is not None else ()
    elif bare in states and (bare != bare.upper() or preceding.rstrip().endswith(",")):
        name.candidates = tuple(c for c in find(fold(states[bare])) if c.kind == "admin1")
    else:
        name.candidates = find(name.key)
        if not name.candidates and len(words.split()) > 1 and last in after:
            name.candidates = find(fold(" ".join(words.split()[:-1])))
        elif not name.candidates and words.lower().startswith("the "):
            name.candidates = find(fold(words[4:]))
    return name


def _countries(parsed: Parsed, names: list[_Name]) -> Counter[str]:
    """How often the document speaks of each country: by its name, by its people."""
    found: Counter[str] = Counter()
    for name in names:
        country = next((c for c in name.candidates if c.kind == "country" and c.weight >= 2), None)
        if country is not None:
            found[country.country] += 1
    for token in parsed.tokens:
        if token.ent == "NORP" or token.pos == "ADJ" and token.text[:1].isupper():
            codes = demonym_countries(fold(token.text))
            if len(codes) == 1:
                found[codes[0]] += 1
    return found


def _settle(text: str, names: list[_Name], i: int, context: Counter[str], lang: str) -> None:
    name = names[i]
    prominent = _tables(lang)[3]
    best: tuple[float, Candidate, list[str]] | None = None
    for candidate in name.candidates:
        score, why = _score(text, names, i, candidate, context, prominent)
        if best is None or score > best[0]:
            best = (score, candidate, why)
    name.chosen, name.why = (best[1], best[2]) if best is not None and best[0] >= _SURE else (None, ["unresolved"])


def _score(
    text: str, names: list[_Name], i: int, c: Candidate, context: Counter[str], prominent: dict[str, int]
) -> tuple[float, list[str]]:
    name = names[i]
    score = log10(c.population + 1) * 0.6 + _BONUS.get(c.kind, 0.0) + 1.5 * (c.weight - 1)
    why = [f"{c.kind} of {c.population} people"]
    if prominent.get(name.key) == c.id:
        score, why = score + 3, [*why, "best known"]
    for kind in name.kinds:
        fits = c.kind == kind or (kind == "admin" and c.kind in ("admin1", "admin2")) or (kind == "city" and c.kind == "capital")
        score += 5 if fits else -2 if c.kind != "facility" else 0
        why += [f"called a {kind}"] if fits else []
    holder = _holder(text, names, i, c)
    if holder:
        score, why = score + 9, [*why, f"in {holder}"]
    if c.country and c.kind != "country" and context[c.country]:
        share = context[c.country] / sum(context.values())
        score, why = score + 1.5 + 3 * share, [*why, f"the text speaks of {c.country}"]
    like = _listed(text, names, i, c)
    if like:
        score, why = score + 4 * like, [*why, "like its neighbours in a list"]
    return score, why


def _holder(text: str, names: list[_Name], i: int, c: Candidate) -> str:
    """The name of the place around it, where the text puts it behind a comma ("Austin, Texas") or "in" ("X in Chile")."""
    if i + 1 >= len(names) or c.kind == "country":
        return ""
    following = names[i + 1]
    gap = text[names[i].end : following.start]
    if not re.fullmatch(r"\s*(?:,|\(|in|state,)\s*(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+|central\s+)?", gap):
        return ""
    inside = any(
        (o.kind == "country" and o.country == c.country) or (o.id in (c.admin1, c.admin2) and o.id != c.id and o.id)
        for o in following.candidates
    )
    further = i + 2 < len(names) and bool(_LIST.fullmatch(text[following.end : names[i + 2].start])) and gap.strip() == ","
    if further and any(o.kind == c.kind for o in following.candidates if o.weight == 3):
        return ""  # a list of places of one kind
    return following.text if inside else ""


def _listed(text: str, names: list[_Name], i: int, c: Candidate) -> int:
    """How many neighbours in the same list were taken for a place of this kind and, but for countries, this country."""
    found = 0
    for step in (-1, 1):
        j = i
        for _ in range(3):
            k = j + step
            if not 0 <= k < len(names):
                break
            gap = text[names[min(j, k)].end : names[max(j, k)].start]
            other = names[k].chosen
            if not _LIST.fullmatch(gap):
                break
            if other is not None and other.kind == c.kind and (c.kind == "country" or other.country == c.country):
                found += 1
            j = k
    return min(found, 2)


def _one_sense(names: list[_Name]) -> dict[str, tuple[Candidate, list[str]]]:
    """One place for a name in a document: the sense with the most evidence beside it."""
    found: dict[str, tuple[Candidate, list[str]]] = {}
    for name in names:
        if name.chosen is not None and (name.key not in found or len(name.why) > len(found[name.key][1])):
            found[name.key] = (name.chosen, name.why)
    return found


def _place(name: _Name, sense: tuple[Candidate, list[str]] | None) -> Place:
    if sense is None:
        return Place(start=name.start, end=name.end, text=name.text, name=name.text, entity=name.entity, why="unresolved")
    c, why = sense
    return Place(
        start=name.start, end=name.end, text=name.text, name=c.name, country=c.country or None, geonames_id=c.id if c.id > 0 else None,
        lat=round(c.lat, 5), lon=round(c.lon, 5), precision=_PRECISION.get(c.kind, "region"), entity=name.entity, why="; ".join(why),
    )  # fmt: skip
