"""What a document said before: its versions, and what each no longer says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.casefile.queries import Finding, Queries, Source, Version
from onrecord.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version with all its ``claims``; ``dropped`` are those that the next version at the same place does not make
    in the same words and as firmly, ``added`` those that the one before did not."""

    source: Source
    location: str
    since: str
    until: str | None
    claims: tuple[Finding, ...] = ()
    dropped: tuple[Finding, ...] = ()
    added: tuple[Finding, ...] = ()


def history(queries: Queries, versions: Sequence[Version]) -> tuple[Edition, ...]:
    """Versions compared, each with the next and the one before at its place; in the order given (oldest first)."""
    claims = [v.findings if v.until is not None else tuple(queries.claims(document=v.source.id)) for v in versions]
    found: list[Edition] = []
    for n, version in enumerate(versions):
        places = [k for k, other in enumerate(versions) if other.location == version.location]
        at = places.index(n)
        following = places[at + 1] if at + 1 < len(places) else None
        before = places[at - 1] if at else None
        found.append(
            Edition(
                source=version.source, location=version.location, since=version.since, until=version.until, claims=claims[n],
                dropped=() if following is None else gone(claims[n], claims[following], _decided_in(queries, versions[following])),
                added=() if before is None else added(claims[n], claims[before], _decided_in(queries, version)),
            )
        )  # fmt: skip
    return tuple(found)


def decided(queries: Queries, document: str) -> frozenset[str]:
    """The words of claims that a person rejected or corrected: the document has them still, whatever is shown of them."""
    standing = {f.claim.id: f.reviewed for f in queries.claims(document=document)}
    read = queries.annotation(document).claims
    return frozenset(_words(c) for c in read if c.id not in standing or ((by := standing[c.id]) is not None and by.verdict == "corrected"))


def _decided_in(queries: Queries, version: Version) -> frozenset[str]:
    return decided(queries, version.source.id) if version.until is None else frozenset()


def gone(before: Sequence[Finding], now: Sequence[Finding], decided: Collection[str] = ()) -> tuple[Finding, ...]:
    """The claims that a later version of the document does not make; ``decided`` are words of that version."""
    there = {_key(finding) for finding in now}
    return tuple(f for f in before if _key(f) not in there and _words(f.claim) not in decided)


def added(now: Sequence[Finding], before: Sequence[Finding], decided: Collection[str] = ()) -> tuple[Finding, ...]:
    """The claims that an earlier version of the document did not make; ``decided`` are words of the later one."""
    there = {_key(finding) for finding in before}
    said = {_words(finding.claim) for finding in before} & set(decided)
    return tuple(f for f in now if _key(f) not in there and _words(f.claim) not in said)


def _words(claim: Claim) -> str:
    return " ".join(claim.evidence.text.split())


def _key(finding: Finding) -> tuple[object, ...]:
    claim = finding.claim
    parts = (claim.subject, claim.object, *(link.speaker for link in claim.attribution))
    return (
        _words(claim),
        claim.factuality,
        claim.polarity,
        claim.predicate and claim.predicate.text,
        *(p and " ".join(p.text.split()) for p in parts),
    )
