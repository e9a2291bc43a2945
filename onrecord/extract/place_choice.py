"""Which of the places of a name is meant: by the words beside it, the other places of the document, and what is best known."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass

from onrecord.extract.place_names import Name
from onrecord.extract.place_scores import NEAR, Tally, Vote, distance, prior
from onrecord.extract.place_words import dateline_form, options, people_of, words
from onrecord.gazetteer import Candidate, holds
from onrecord.model import Parsed

_SURE = 2.5  # a lower score leaves a name unresolved
_ROUNDS = 3
_OUTSKIRTS = 60.0  # kilometres from a town's middle to a site that is said to be in it
_ELSEWHERE = 161.0  # kilometres beyond which a place is another one
_BESIDE = 0.96  # confidence in what the words beside a name settle
_SURELY = 0.98  # and the most that there is
_LARGE, _FOLD = 50_000, 20  # inhabitants of a town that counts as known by an alternate name, and how many times those of its namesakes


@dataclass(frozen=True, slots=True)
class Choice:
    """``confidence`` is the share of such choices that were right on the development texts."""

    place: Candidate
    why: str
    confidence: float = _BESIDE


def choose(parsed: Parsed, names: list[Name]) -> list[Choice | None]:
    """For each name the place that it means, or None where nothing tells."""
    found = [_possible(n, parsed.lang) for n in names]
    fixed = _neighbours(parsed, names, found)
    keys: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        keys[name.key].append(i)
    settled = _settle(parsed, keys, found, fixed)
    chosen: list[Choice | None] = []
    senses: dict[str, Choice] = {}
    for i, name in enumerate(names):
        choice = fixed.get(i)
        if choice:
            senses[name.key] = choice
        else:
            choice = senses.get(name.key) or settled.get(name.key)
            if choice and found[i] and choice.place not in found[i]:
                choice = Choice(found[i][0], "a word of kind beside it")
        chosen.append(choice)
    return chosen


def _possible(name: Name, lang: str) -> tuple[Candidate, ...]:
    """The places that a name can mean, those of the class that words beside it demand if there are any."""
    found = name.features or options(dateline_form(name.text) if name.first < 0 else name.text, lang)[0]
    if name.country:
        found = tuple(c for c in found if c.country == name.country) or found
    if any(c.kind == "continent" for c in found) and not name.kinds:
        return tuple(c for c in found if c.kind == "continent")
    if name.kinds:
        found = tuple(c for c in found if c.kind in name.kinds) or found
    return _towns_first(_large_ones_known(found)) if not name.kinds else found


def _large_ones_known(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """A large town under one of its other names counts as known by it beside hamlets that bear it: "Derna" in Libya."""
    largest = max((c.population for c in found if c.weight > 1), default=0)
    return tuple(c._replace(weight=2) if c.weight == 1 and c.population > max(_LARGE, _FOLD * largest) else c for c in found)


def _towns_first(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Without the districts whose bare name is a town's: those around a town of that name, and counties."""
    towns = [c for c in found if c.kind in ("city", "capital")]
    if any(c.kind != "admin2" for c in found):
        found = tuple(c for c in found if c.kind != "admin2" or c.country != "US")  # a county of the US is never named bare
    return tuple(c for c in found if not (c.kind in ("admin1", "admin2") and any(_seat(c, t) for t in towns)))


def _seat(area: Candidate, town: Candidate) -> bool:
    if (
        area.country != town.country
        or (town.weight < area.weight and town.kind != "capital" and area.kind == "admin1")
        or distance(area, town) > 400.0
    ):
        return False
    share = town.population / max(1, area.population)
    return share > 0.25 if area.kind == "admin1" else share > 0.1 or town.weight == 3


def _neighbours(parsed: Parsed, names: list[Name], found: list[tuple[Candidate, ...]]) -> dict[int, Choice]:
    """Choices that the next name settles: "Austin, Texas", "Santiago (Chile)", "Pandi in Bulacan"; the whole list of
    states in "Florida, New York, and Illinois" is one of equals and settles nothing but the class."""
    fixed: dict[int, Choice] = {}
    pack = words(parsed.lang)
    lists = _lists(parsed, names, found)
    for i in range(len(names) - 2, -1, -1):
        a, b = names[i], names[i + 1]
        if a.first < 0 or b.first < 0:
            if a.first == b.first and parsed.document.text[a.end : b.start].strip() == ",":
                _fix(fixed, i, found)
            continue
        between = [t.lower for t in parsed.tokens[a.last + 1 : b.first]]
        glued = between[:1] == [","] or between[:1] == ["("]
        between = [w for w in between if w not in pack.articles and w not in pack.directions and w not in (",", "(")]
        owned = len(between) == 1 and between[0] in ("'s", "’s", "'", "’")
        if owned and i not in lists:
            _fix(fixed, i, found, owned=True)  # "Turkey's Van"
            continue
        linked = not between if glued else len(between) == 1 and between[0] in ("in", "en", "de")
        if not linked or i in lists or parsed.tokens[a.last].sent != parsed.tokens[b.first].sent:
            continue
        _fix(fixed, i, found, peers=not glued or a.key == b.key)
    for i, kind in lists.items():
        same = [c for c in found[i] if c.kind == kind]
        if same and i not in fixed:
            fixed[i] = Choice(max(same, key=lambda c: (prior(c), -c.id)), "of a kind with its list")
    return fixed


def _fix(fixed: dict[int, Choice], i: int, found: list[tuple[Candidate, ...]], peers: bool = False, owned: bool = False) -> None:
    """Settle a name and the next one, if one of the places of the next holds one of its own; ``peers`` tells whether
    it may be so where the two are best known as equals, ``owned`` that the next one is the one held."""
    inner_at, outer_at = (i + 1, i) if owned else (i, i + 1)
    outers = [fixed[outer_at].place] if outer_at in fixed else list(found[outer_at])
    pairs = [
        (prior(c) + prior(o) + (1.5 if o.kind == "country" and c.kind in ("city", "capital") else 0.0), c, o)
        for c in found[inner_at]
        for o in outers
        if (holds(o, c) or _stands_in(c, o)) and (not owned or o.kind == "country")
    ]
    if not pairs:
        return
    _, inner, outer = max(pairs, key=lambda p: (p[0], -p[1].id))
    if not peers and _peers(found[inner_at], outer):
        return
    if owned:
        fixed.setdefault(inner_at, Choice(inner, f"in {outer.name}, named beside it"))
    else:
        fixed[inner_at] = Choice(inner, f"in {outer.name}, named beside it")
    fixed.setdefault(outer_at, Choice(outer, f"holds {inner.name}, named beside it"))


def _stands_in(site: Candidate, town: Candidate) -> bool:
    """Whether a building or camp lies at a town; the gazetteer tells no more of it than its point."""
    return site.kind == "facility" and town.kind in ("city", "capital") and distance(site, town) < _OUTSKIRTS


def _peers(found: tuple[Candidate, ...], outer: Candidate) -> bool:
    """Whether a name is itself best known as what the next one is: a state beside a state is a list."""
    if outer.kind not in ("country", "admin1") or not found:
        return False
    best = max(found, key=prior)
    return best.kind == outer.kind and (best.country == outer.country or outer.kind == "country")


def _lists(parsed: Parsed, names: list[Name], found: list[tuple[Candidate, ...]]) -> dict[int, str]:
    """Names in a list of three or more, or joined by "and", most of whose members share a class -> that class, for
    countries and first levels only."""
    pack = words(parsed.lang)
    kinds: dict[int, str] = {}
    i = 0
    while i < len(names):
        j, joined = i, False
        while j + 1 < len(names) and names[j].first >= 0:
            between = [t.lower for t in parsed.tokens[names[j].last + 1 : names[j + 1].first] if t.lower not in pack.articles]
            if not between or not all(w == "," or w in pack.conjunctions for w in between):
                break
            joined = joined or any(w in pack.conjunctions for w in between)
            j += 1
        if j > i and joined:
            for kind in ("country", "admin1"):
                members = range(i, j + 1)
                have = [k for k in members if not names[k].features and any(c.kind == kind and c.weight >= 2 for c in found[k])]
                best = [k for k in have if max(found[k], key=prior).kind == kind]
                if 2 * len(have) > len(members) and 2 * len(best) > len(have):
                    kinds.update(dict.fromkeys(have, kind))
                    break
        i = max(j, i + 1) if j == i else j + 1
    return kinds


def _settle(parsed: Parsed, keys: dict[str, list[int]], found: list[tuple[Candidate, ...]], fixed: dict[int, Choice]) -> dict[str, Choice]:
    """The sense of every name in the document: started from what is best known, then moved by the other places; and
    where many of the names also stand in one first level, started from there as well. The start that ends with the
    higher sum of scores counts: "Georgia", "Athens", "Rome" and "Macon" are four names of the one state."""
    pool: dict[str, tuple[Candidate, ...]] = {}
    sure: set[str] = set()
    for key, members in keys.items():
        settled = [fixed[i].place for i in members if i in fixed]
        pool[key] = (settled[0],) if settled else found[members[0]]
        if settled:
            sure.add(key)
    counts = {key: len(members) for key, members in keys.items() if pool[key]}
    context = _context(parsed)
    background = _background(parsed)
    ends = [_moved(parsed.lang, pool, counts, sure, background, context, home) for home in (0, *_homes(pool, context))]
    return max(ends, key=lambda end: end[0])[1]


def _homes(pool: dict[str, tuple[Candidate, ...]], context: list[Vote]) -> list[int]:
    """First levels, at most two, that have places of at least three of a document's names and of half of them."""
    names: dict[int, set[str]] = defaultdict(set)
    size = 0
    for key, found in [*pool.items(), *((v.key, (v.place,)) for v in context)]:
        levels = {c.admin1 for c in found if c.admin1 and c.weight == 3}
        size += bool(levels)
        for level in levels:
            names[level].add(key)
    ranked = sorted(names, key=lambda level: (-len(names[level]), level))
    return [level for level in ranked[:2] if len(names[level]) >= 3 and 2 * len(names[level]) >= size]


def _moved(
    lang: str, pool: dict[str, tuple[Candidate, ...]], counts: dict[str, int], sure: set[str], background: dict[str, float], context: list[Vote], home: int
) -> tuple[float, dict[str, Choice]]:  # fmt: skip
    """The senses reached from one start, and the sum of their scores; ``home`` is the first level to start in, 0 for none."""
    prominent = words(lang).prominent
    votes: dict[str, Vote] = {}
    for key in counts:
        at_home = [c for c in pool[key] if home and c.admin1 == home and c.weight == 3]
        best = max(at_home or pool[key], key=lambda c: (_standing(c, key, prominent), -c.id))
        votes[key] = Vote(key, best, _mass(counts[key], best, pool[key], key in sure))
        if at_home:
            votes[key].mass = max(votes[key].mass, 0.5)
    settled: dict[str, Choice] = {}
    total = 0.0
    for _ in range(_ROUNDS):
        tally = Tally([*votes.values(), *context], background)
        moved, total = False, 0.0
        for key, vote in votes.items():
            first = prominent.get(key)
            scored = [
                (_standing(c, key, prominent) + max(tally.support(c, key), 0.0 if c.id == first else -9.0), -c.id, c) for c in pool[key]
            ]
            score, _, best = max(scored, key=lambda s: s[:2])
            moved = moved or best.id != vote.place.id
            vote.place = best
            total += score
            if score >= _SURE or (len(pool[key]) == 1 and best.weight > 1):
                rival = max((s for s, _, c in scored if distance(c, best) > _ELSEWHERE), default=-math.inf)
                settled[key] = Choice(best, tally.reason(best, key, len(pool[key])), _confidence(score - rival))
            else:
                settled.pop(key, None)
        if not moved:
            break
    return total, settled


def _confidence(margin: float) -> float:
    """How often a place is right whose score beats that of the next place elsewhere by ``margin``: a logistic curve laid
    through the development texts (evals/places_confidence.py prints how well it fits)."""
    return round(min(_SURELY, 1.0 / (1.0 + math.exp(-0.6 * (1.0 + margin)))), 2)


def _standing(c: Candidate, key: str, prominent: dict[str, int]) -> float:
    return prior(c) + (4.0 if prominent.get(key) == c.id else 0.0)


def _mass(count: int, best: Candidate, pool: tuple[Candidate, ...], sure: bool) -> float:
    """How much a name tells about its neighbours: often named and unambiguous ones the most."""
    if sure:
        return 2.0
    others = [prior(c) for c in pool if c.id != best.id and distance(c, best) > NEAR]
    margin = prior(best) - max(others) if others else 3.0
    return min(2.0, 0.7 + 0.3 * count) * min(1.0, max(0.15, margin / 3.0))


def _background(parsed: Parsed) -> dict[str, float]:
    """Countries that the document speaks of without naming a place: demonyms, and the outlet's name."""
    countries: dict[str, float] = defaultdict(float)
    for token in parsed.tokens:
        if token.ent in ("NORP", "GPE", "") and (token.text[:1].isupper() or not parsed.has_parse) and len(token.text) > 3:
            code = people_of(token.text, parsed.lang) if token.pos in ("ADJ", "NOUN", "PROPN", "") else ""
            if code:
                countries[code] = min(2.0, countries[code] + 0.5)
    return dict(countries)


def _context(parsed: Parsed) -> list[Vote]:
    """Countries and first levels inside the names of organisations and of the outlet: no places themselves, but they
    tell where the text is at home ("Texas Department of Public Safety", "University of Maine")."""
    texts: list[str] = []
    tokens = parsed.tokens
    for token in tokens:
        if (token.ent == "ORG" or not parsed.has_parse) and token.text[:1].isupper():
            if token.iob == "B" and token.i + 1 < len(tokens) and tokens[token.i + 1].iob == "I":
                texts.append(parsed.document.text[token.start : tokens[token.i + 1].end])
            texts.append(token.text)
    outlet = (parsed.document.outlet or "").split()
    texts += [*outlet, *(f"{a} {b}" for a, b in itertools.pairwise(outlet))]
    votes: dict[int, Vote] = {}
    for text in texts:
        places = options(text, parsed.lang)[0] if len(text) > 3 else ()
        if places and _telling(places):
            votes.setdefault(places[0].id, Vote(f"~{places[0].id}", places[0], 0.0)).mass = 0.5
    return list(votes.values())


def _telling(places: tuple[Candidate, ...]) -> bool:
    """Whether a name inside another name tells where a text is at home: a country, a large first level or a large town,
    and no other country or first level of that name."""
    best = places[0]
    if best.weight < 3 or any(p.kind in ("country", "admin1") and p.weight == 3 and p.country != best.country for p in places[1:]):
        return False
    if best.kind == "city":
        others = [prior(p) for p in places[1:] if distance(p, best) > NEAR]
        return best.population > 300_000 and prior(best) - max(others, default=0.0) > 1.5
    return best.kind == "country" or (best.kind == "admin1" and best.population > 500_000)
