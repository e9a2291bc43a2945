"""What a claim's words say of where: in a place, or near it, off it, between two, on a border, in a part of one; and how
firmly claims together put something there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from onrecord.casefile.queries import Finding
from onrecord.lang import LANGUAGES, load_pack
from onrecord.model import Claim, Factuality, Place, Polarity

type Spotted = tuple[str, Place, Place | None]
"""How the words put it (a key of ``LABELS``), the place, and the other place of a pair."""

LABELS: Mapping[str, str] = {
    "in": "{0}", "near": "near {0}", "off": "off {0}", "part": "a part of {0}", "border": "the border of {0}",
}  # fmt: skip
PAIRS: Mapping[str, str] = {"between": "between {0} and {1}", "border": "the border of {0} and {1}"}

STATUSES: Mapping[str, tuple[str, str]] = {
    "asserted": ("", "asserted or estimated"),
    "mixed": ("also negated", "asserted by some; denied, or said not to be so, by others"),
    "alleged": ("alleged", "alleged: nobody asserts it"),
    "hedged": ("hedged", "hedged, asked or intended: nobody asserts it"),
    "denied": ("denied", "denied, or said not to be so"),
    "withdrawn": ("withdrawn", "withdrawn by its publisher"),
}
"""How claims together put something in a place -> the word on the map ("" where it needs none), and that of the legend."""

_HEDGED = (Factuality.HEDGED, Factuality.QUESTIONED, Factuality.INTENDED)
_PAIR = 4  # words that the first name of a pair may have
_SPACE = re.compile(r"\s+")


def spotted(claim: Claim, lang: str) -> Iterator[Spotted]:
    """The places of a claim with how its words put them; the two of a pair ("between X and Y") are one."""
    tables = _tables(lang if lang in LANGUAGES else LANGUAGES[0])
    places = sorted(claim.where, key=lambda p: p.start)
    at = 0
    while at < len(places):
        place = places[at]
        following = places[at + 1] if at + 1 < len(places) else None
        paired = _pair(claim, place, following, tables) if following else None
        if paired:
            yield paired, place, following
            at += 2
        else:
            yield _alone(claim, place, tables), place, None
            at += 1


def status(findings: Iterable[Finding]) -> str:
    """A key of ``STATUSES``: what only allegations put there is alleged, however many they are."""
    found = {_status(f) for f in findings}
    if {"asserted", "denied"} <= found:
        return "mixed"
    return next(s for s in STATUSES if s in found)


def _status(finding: Finding) -> str:
    claim = finding.claim
    if finding.withdrawn is not None:
        return "withdrawn"
    if claim.polarity is Polarity.NEGATIVE or claim.factuality is Factuality.DENIED:
        return "denied"
    if claim.factuality is Factuality.ALLEGED:
        return "alleged"
    return "hedged" if claim.factuality in _HEDGED else "asserted"


@cache
def _tables(lang: str) -> dict[str, Any]:
    """The pack's words, the longest first, with the articles that may stand before a name."""
    pack = load_pack(lang)
    table: dict[str, Any] = pack["nearness"]
    cues = [(cue, kind) for kind, cues in table["before"].items() for cue in cues]
    articles = "|".join(re.escape(a) for a in pack["places"].get("articles", ()))
    return {
        "before": sorted(cues, key=lambda c: (-len(c[0]), c)),
        "between": frozenset(table["joining"]["between"]),
        "border": frozenset(table["joining"]["border"]),
        "after": tuple(table["after"]["border"]),
        "article": re.compile(rf"(?:^|(?<=\s))(?:{articles})\s*$"),
    }


def _between(claim: Claim, start: int, end: int) -> str:
    """The words of the claim from one place of the document to another, plain."""
    evidence = claim.evidence
    first, last = max(start - evidence.start, 0), max(end - evidence.start, 0)
    return _SPACE.sub(" ", evidence.text[first:last]).strip().casefold()


def _cue(claim: Claim, place: Place, tables: Mapping[str, Any]) -> str | None:
    words = _between(claim, claim.evidence.start, place.start)
    for text in (words, tables["article"].sub("", words).strip()):  # "the north of the country": an article may belong to the cue
        for cue, kind in tables["before"]:
            if text == cue or text.endswith(f" {cue}"):
                return str(kind)
    return "near" if _half_pair(words, tables) else None


def _half_pair(words: str, tables: Mapping[str, Any]) -> bool:
    """Whether the words end in the first half of a pair whose first name is no place on record: "between the dam and"."""
    parts = words.split()
    if not parts or parts[-1] not in tables["between"]:
        return False
    opening = {cue for cue, kind in tables["before"] if kind == "between"}
    return any(part in opening for part in parts[-_PAIR - 2 : -2])


def _alone(claim: Claim, place: Place, tables: Mapping[str, Any]) -> str:
    kind = _cue(claim, place, tables)
    if kind is None:
        first, _, rest = place.text.casefold().partition(" ")
        divides = rest and any(cue == first for cue, of in tables["before"] if of == "part")
        return "part" if divides and not place.name.casefold().startswith(first) else "in"
    return "near" if kind == "between" else kind


def _pair(claim: Claim, place: Place, following: Place, tables: Mapping[str, Any]) -> str | None:
    joint = tables["article"].sub("", _between(claim, place.end, following.start)).strip()
    after = _between(claim, following.end, claim.evidence.end)
    if any(after.startswith(word) for word in tables["after"]) and (joint in tables["border"] or joint in tables["between"]):
        return "border"
    if joint in tables["border"] and "border" in joint:
        return "border"
    kind = _cue(claim, place, tables)
    return kind if kind in PAIRS and joint in tables["between"] else None
