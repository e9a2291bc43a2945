"""Whether a name that words only hint to be a place's stands for one that lies around the other places of a text."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.extract.place_scores import distance, prior
from onrecord.extract.place_words import people_of
from onrecord.gazetteer import Candidate
from onrecord.model import Token

_FEW = 9  # namesakes up to which a name may be a place's although nothing but a hint says so: a surname stands for dozens
_REACH = 300.0  # kilometres
_LARGE = 100_000  # inhabitants of a town that is known all over its country
_WIDE = frozenset({"continent", "region", "water"})


class Surroundings:
    """The places that a text names for sure, and the countries that it is about."""

    def __init__(self, found: Iterable[tuple[Candidate, ...]], tokens: Iterable[Token], lang: str) -> None:
        self.places = [max(candidates, key=prior) for candidates in found if candidates]
        self.countries = {c.country for c in self.places if c.kind not in _WIDE}
        self.countries |= {code for t in tokens if t.ent in ("NORP", "") and t.text[:1].isupper() and (code := people_of(t.text, lang))}

    def hold(self, found: tuple[Candidate, ...], listed: bool) -> bool:
        """Whether few places bear a name and one of them, well known by it, is in a country of the text; and near one of its
        places or large, unless the name stands in a list with one (``listed``)."""
        if len(found) > _FEW:
            return False
        return any(
            c.country in self.countries and (c.weight >= 2 or c.population >= _LARGE) and (listed or self._reached(c)) for c in found
        )

    def _reached(self, c: Candidate) -> bool:
        return c.population >= _LARGE or any(p.kind != "country" and distance(c, p) < _REACH for p in self.places)
