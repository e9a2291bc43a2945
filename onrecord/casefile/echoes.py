"""Echoes: the same words in several documents count as one voice, however many outlets carry them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.queries import Finding
from onrecord.casefile.words import fold, words

_GRAM = 4  # words of one shingle
_ALIKE = 0.5  # share of the shingles of the shorter that both must have (containment, Broder 1997)
_SHORTEST = 6  # words; shorter claims agree by chance
_COMMON = 50  # claims that share a shingle; more says that it is a formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Claims of several documents in the same words, the earliest first."""

    findings: tuple[Finding, ...]

    @property
    def documents(self) -> int:
        return len({f.source.id for f in self.findings})


def origin(finding: Finding) -> str:
    """Whose word it is in the end: the voice nearest the fact, folded, else the publisher."""
    speakers = finding.speakers()
    return fold(speakers[-1] if speakers else finding.publisher())


def voices(findings: Sequence[Finding]) -> int:
    """How many independent voices stand behind claims: chains that share a speaker are one."""
    groups: list[set[str]] = []
    for finding in findings:
        names = {fold(speaker) for speaker in finding.speakers()} or {fold(finding.publisher())}
        joined = [group for group in groups if group & names]
        groups = [group for group in groups if not group & names] + [names.union(*joined)]
    return len(groups)


def echoes(findings: Sequence[Finding]) -> tuple[Echo, ...]:
    """Groups of claims from two documents or more that share most of their words in order."""
    shingles = [_shingles(f.claim.evidence.text) for f in findings]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, grams in enumerate(shingles):
        for gram in grams:
            holders[gram].append(i)
    parent = list(range(len(findings)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for group in holders.values():
        if len(group) > _COMMON:
            continue
        for i in group[1:]:
            one, two = sorted((root(group[0]), root(i)))
            if one != two and _alike(shingles[group[0]], shingles[i]) and findings[group[0]].source.id != findings[i].source.id:
                parent[two] = one
    groups: dict[int, list[Finding]] = defaultdict(list)
    for i, finding in enumerate(findings):
        groups[root(i)].append(finding)
    found = (Echo(findings=tuple(group)) for _, group in sorted(groups.items()) if len(group) > 1)
    return tuple(echo for echo in found if echo.documents > 1)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    if len(found) < _SHORTEST:
        return frozenset()
    return frozenset(found[i : i + _GRAM] for i in range(len(found) - _GRAM + 1))


def _alike(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts share most of their words in order, and all of their numbers."""
    numbers = ({w for gram in grams for w in gram if w[0].isdigit()} for grams in (one, two))
    return bool(one and two) and next(numbers) == next(numbers) and len(one & two) >= _ALIKE * min(len(one), len(two))
