"""What a document said before: its versions, and what each no longer says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.queries import Finding, Queries, Source, Version


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
        following = claims[places[at + 1]] if at + 1 < len(places) else None
        before = claims[places[at - 1]] if at else None
        found.append(
            Edition(
                source=version.source, location=version.location, since=version.since, until=version.until, claims=claims[n],
                dropped=only(claims[n], following), added=only(claims[n], before),
            )
        )  # fmt: skip
    return tuple(found)


def only(claims: Sequence[Finding], other: Sequence[Finding] | None) -> tuple[Finding, ...]:
    """The claims that another version of the document does not make; none where there is no other."""
    if other is None:
        return ()
    there = {_key(finding) for finding in other}
    return tuple(finding for finding in claims if _key(finding) not in there)


def _key(finding: Finding) -> tuple[object, ...]:
    claim = finding.claim
    words = " ".join(claim.evidence.text.split())
    parts = (claim.subject, claim.object, *(link.speaker for link in claim.attribution))
    return (
        words,
        claim.factuality,
        claim.polarity,
        claim.predicate and claim.predicate.text,
        *(p and " ".join(p.text.split()) for p in parts),
    )
