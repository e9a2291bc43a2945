"""Claims of a note that takes words back: what was said before is the earlier text's, and denied; what stands is the
publisher's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.corrections import Withdrawal
from onrecord.model import Claim, Cue, Entity, EntityType, Evidence, Factuality, Link, Parsed, Polarity, Ref, Span

TAKEN_BACK = "taken back"
"""How the ``why`` of a claim begins that its own document denies: not its speaker does, but the publisher."""


def take_back(
    parsed: Parsed, claims: tuple[Claim, ...], withdrawals: Sequence[Withdrawal], entities: tuple[Entity, ...]
) -> tuple[Claim, ...]:
    """The claims with the voice and the factuality that the notes give them. A withdrawn statement carries the earlier
    text as its outermost voice and is denied where the note says or shows that it was wrong; "gave X as Y" says
    that X is Y."""
    if not withdrawals:
        return claims
    writer = _Writer(parsed, entities)
    for withdrawal in withdrawals:
        claims = tuple(new for claim in claims if (new := writer.rewritten(claim, withdrawal)) is not None)
    found: dict[str, Claim] = {}
    for claim in claims:
        found.setdefault(claim.id, claim)
    return tuple(found.values())


class _Writer:
    def __init__(self, parsed: Parsed, entities: tuple[Entity, ...]) -> None:
        self.text = parsed.document.text
        self.digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        self.mentions = sorted(((m.start, -m.end, e) for e in entities for m in e.mentions), key=lambda row: row[:2])
        self.entities = entities

    def rewritten(self, claim: Claim, w: Withdrawal) -> Claim | None:
        """The claim as the note makes it; ``None`` for the bare saying of what is withdrawn ("We wrote")."""
        place = (claim.evidence.start, claim.evidence.end)
        if place[0] >= w.end or place[1] <= w.start:
            return claim
        for span, by, cue in w.clauses:
            if span[0] <= self._centre(claim) < span[1]:
                return self._said(claim, by, cue, w)
            if cue is not None and _is_at(claim, cue) and claim.object is None and not claim.figures:
                return None
        for thing, other, by, cue in w.put:
            if cue is not None and _is_at(claim, cue):
                return self._put(claim, thing, other, by, cue, w)
            if thing[0] <= self._centre(claim) < other[1] and not self._figures_outside(claim, other):
                return self._said(claim, by, cue, w) if claim.predicate is None else claim
        target = claim.object
        if target is not None and any(_overlap((target.start, target.end), span) and target.end <= span[1] for span in w.against):
            return replace(claim, polarity=Polarity.NEGATIVE)
        standing = next((span for span in w.stands if _overlap(place, span)), None)
        if standing is not None:
            return replace(claim, attribution=tuple(link for link in claim.attribution if _is_within(link, standing)))
        return claim

    @staticmethod
    def _centre(claim: Claim) -> int:
        return claim.predicate.start if claim.predicate is not None else claim.evidence.start

    @staticmethod
    def _figures_outside(claim: Claim, span: Span) -> bool:
        return bool(claim.figures) and not any(span[0] <= f.start < span[1] for f in claim.figures)

    def _said(self, claim: Claim, by: Span | None, cue: Span | None, w: Withdrawal) -> Claim:
        """A claim of the withdrawn words; the publisher is no voice of the chain."""
        chain, wrong = claim.attribution, w.wrong
        if by is not None and by in w.own:
            chain = tuple(link for link in chain if not _speaks(link, by))
        elif by is not None and not any(_speaks(link, by) for link in chain):
            chain = (self._link(by, cue), *chain)
        return replace(claim, attribution=chain, factuality=Factuality.DENIED if wrong else claim.factuality,
                       why=f"{TAKEN_BACK}: {claim.why}" if wrong else claim.why)  # fmt: skip

    def _put(self, claim: Claim, thing: Span, other: Span, by: Span | None, cue: Span, w: Withdrawal) -> Claim:
        """ "gave the toll as 300": the toll is 300, said by who gave it so."""
        start, end = thing[0], other[1]
        subject, target = self._ref(thing), self._ref(other)
        figures = tuple(f for f in claim.figures if other[0] <= f.start and f.end <= other[1])
        spans = [(start, end), (-1, -1), thing, other, *((f.start, f.end) for f in figures)]
        key = self.digest + "|" + "|".join(f"{a}-{b}" for a, b in spans)
        person = self._type(subject) is EntityType.PERSON and self._type(target) in (None, EntityType.PERSON)
        return Claim(
            id=hashlib.sha256(key.encode()).hexdigest()[:16], evidence=Evidence(start=start, end=end, text=self.text[start:end]),
            subject=subject, predicate=None, object=target, figures=figures, relation="has_role" if person and target.text[:1].islower() else None,
            context=claim.context, where=tuple(p for p in claim.where if start <= p.start and p.end <= end),
            factuality=Factuality.DENIED if w.wrong else Factuality.ASSERTED,
            attribution=(self._link(by, cue),) if by is not None and by not in w.own else (),
            why=f"{TAKEN_BACK}: put as" if w.wrong else "put as",
        )  # fmt: skip

    def _link(self, by: Span, cue: Span | None) -> Link:
        words = Cue(text=self.text[cue[0] : cue[1]], start=cue[0], end=cue[1]) if cue is not None else None
        return Link(speaker=self._ref(by), cue=words, act="states")

    def _ref(self, span: Span) -> Ref:
        return Ref(text=self.text[span[0] : span[1]], start=span[0], end=span[1], entity=self._entity(span))

    def _entity(self, span: Span) -> str | None:
        """The entity whose mention opens the words or fills them."""
        for start, end, entity in self.mentions:
            if span[0] <= start <= span[0] + 4 and -end <= span[1]:
                return entity.id
        return None

    def _type(self, ref: Ref) -> EntityType | None:
        return next((e.type for e in self.entities if e.id == ref.entity), None)


def _is_at(claim: Claim, cue: Span) -> bool:
    return claim.predicate is not None and _overlap((claim.predicate.start, claim.predicate.end), cue)


def _speaks(link: Link, by: Span) -> bool:
    return link.speaker is not None and _overlap((link.speaker.start, link.speaker.end), by)


def _is_within(link: Link, span: Span) -> bool:
    """Whether a voice speaks inside the words that stand, and not around them ("should have said that")."""
    words = link.cue or link.speaker
    return words is None or span[0] <= words.start < span[1]


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
