"""How much speaks for a place: how well known it is, and what the other places of the document say for it."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from onrecord.gazetteer import Candidate, holds

_CLASS = {
    "country": 4.0, "continent": 4.0, "region": 2.5, "water": 2.5, "capital": 2.6, "admin1": 2.0, "mountain": 2.0, "island": 2.0,
    "facility": 1.5, "area": 1.5, "city": 0.5, "admin2": 0.0,
}  # fmt: skip
_WEIGHT = {3: 1.5, 2: 0.7, 1: -1.5}
_WIDE = ("continent", "region", "water")
_SMALL = 50_000
NEAR = 200.0  # kilometres within which places support one another


@dataclass(slots=True)
class Vote:
    """What another name of the document stands for at the moment, and how much it counts."""

    key: str
    place: Candidate
    mass: float


def prior(c: Candidate) -> float:
    """How well known a place is under a name: class, inhabitants, and whether the name is the preferred one."""
    size = 0.6 * math.log10(c.population + 1)
    if c.kind in ("city", "capital"):
        size += 1.5 if c.population >= 500_000 else 0.5 if c.population >= 100_000 else 0.0
    return _CLASS.get(c.kind, 0.5) + _WEIGHT[c.weight] + size


def distance(a: Candidate, b: Candidate) -> float:
    """Kilometres between two places, on a sphere."""
    p, q, d = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


class Tally:
    """What the places of a document say together about one more."""

    def __init__(self, votes: list[Vote], background: dict[str, float]) -> None:
        self.votes = votes
        self.total = sum(v.mass for v in votes) + sum(background.values())
        self.countries: dict[str, float] = defaultdict(float, background)
        self.named: set[str] = {v.place.country for v in votes if v.place.kind == "country"} | set(background)
        for v in votes:
            if v.place.country:
                self.countries[v.place.country] += v.mass
        self.own = {v.key: v for v in votes}
        levels: dict[int, float] = defaultdict(float)
        for v in votes:
            if v.place.admin1:
                levels[v.place.admin1] += v.mass
        home = max(levels, key=lambda level: (levels[level], level), default=0)
        self.home = home if levels.get(home, 0.0) >= max(1.5, 0.6 * sum(levels.values())) else 0
        self.only = home if levels.get(home, 0.0) >= max(1.5, 0.8 * sum(levels.values())) else 0

    def support(self, c: Candidate, key: str) -> float:
        own = self.own.get(key)
        mine = own.mass if own else 0.0
        total = self.total - mine
        if total <= 0.3 or (c.kind in _WIDE and not c.country):
            return 0.0
        same = self.countries[c.country] - (mine if own and own.place.country == c.country else 0.0)
        score = 2.2 * same / max(total, 1.0)
        if c.kind == "country" or c.kind in _WIDE:
            return score
        score += 1.0 if c.country in self.named else 0.0
        near = inside = 0.0
        for v in self.votes:
            if v.key == key or (v.place.country != c.country and abs(v.place.lat - c.lat) > 3):
                continue
            if holds(v.place, c):
                inside = max(inside, {"admin1": 1.2, "admin2": 1.8}.get(v.place.kind, 0.0) * min(1.0, v.mass + 0.3))
            elif v.place.kind not in ("country", "continent", "region"):
                if v.place.admin1 and v.place.admin1 == c.admin1:
                    near += 0.6 * v.mass
                gap = distance(v.place, c)
                near += v.mass * (1.0 - gap / NEAR) if gap < NEAR else 0.0
        score += inside + 2.4 * math.tanh(near / 2.0)
        score += 1.0 if c.admin1 and c.admin1 == self.only else 0.0
        if self.home and c.admin1 != self.home and c.kind in ("city", "admin2") and c.population < _SMALL and not near:
            score -= 1.5  # a hamlet of another state in a text that is at home in one
        if same <= 0.05 and total >= 1.5 and c.population < 5_000_000 and c.kind not in ("capital", "facility", "island", "mountain"):
            score -= 1.0 if total < 3 or c.population > 300_000 else 2.5
        return score

    def reason(self, c: Candidate, key: str, size: int) -> str:
        if size == 1:
            return "the only place of that name"
        if any(holds(v.place, c) for v in self.votes if v.key != key):
            outer = next(v.place for v in self.votes if v.key != key and holds(v.place, c))
            return f"in {outer.name}, named in the document"
        own = self.own.get(key)
        if self.countries[c.country] > (own.mass if own and own.place.country == c.country else 0.0) + 0.05:
            return f"one of {size} of that name, among other places of {c.country}"
        return f"the best known of {size} of that name"
