"""Hypothesis strategies: a text with words planted in it, and annotations that stand on them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from onrecord.model import (
    RELATIONS,
    Annotation,
    Argument,
    Block,
    BlockKind,
    Claim,
    Cue,
    Document,
    Entity,
    EntityType,
    Evidence,
    Factuality,
    Figure,
    Link,
    Mention,
    Modifier,
    Place,
    Polarity,
    Predicate,
    Quote,
    Ref,
    Time,
)

AWKWARD = (
    "Tocorón",
    "Toco\u0301n",
    "👩‍👩‍👧",
    "🇻🇪",
    "مرحبا",
    "שלום",
    "a\u200bb",
    "\u200fx\u200e",
    "\ufeffy",
    "e\u0301e\u0301",
    "ﬁn",
    "𝒜𝒷",
    "\r\n",
    "“dicho”",
    "naïve",
    "ß",
    "İ",
    "\u00a0",
    "z\u0327\u0323",
    "5 000",
)
words = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))


@dataclass(frozen=True)
class Spot:
    """A planted word and where it stands."""

    start: int
    end: int
    text: str


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[Spot]]:
    """A text and the spans of the words planted in it, other words between them."""
    text, spots = "", []
    for _ in range(draw(st.integers(2, 8))):
        text += draw(words)
        word = draw(words)
        spots.append(Spot(len(text), len(text) + len(word), word))
        text += word
    return text + draw(words), spots


names = st.sampled_from(["e1", "e2", None])
numbers = st.one_of(st.none(), st.integers(-10, 10**15).map(float), st.floats(allow_nan=False, allow_infinity=False))
reasons = st.sampled_from(["", "rule: words"])
labels = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))


@st.composite
def annotations(draw: st.DrawFn) -> tuple[Document, Annotation]:
    """A document and an annotation of it in which every item stands at its span."""
    text, spots = draw(planted())
    spot = st.sampled_from(spots)

    def ref() -> Ref:
        s = draw(spot)
        return Ref(text=s.text, start=s.start, end=s.end, entity=draw(names))

    def cue() -> Cue:
        s = draw(spot)
        return Cue(text=s.text, start=s.start, end=s.end)

    def figure() -> Figure:
        s, other = draw(spot), draw(spot)
        return Figure(
            start=s.start,
            end=s.end,
            text=s.text,
            low=draw(numbers),
            high=draw(numbers),
            modifier=draw(st.sampled_from(Modifier)),
            unit=draw(labels),
            counted=draw(labels),
            per=draw(labels),
            derived_from=draw(st.sampled_from([None, (other.start, other.end)])),
            direction=draw(st.sampled_from(["up", "down", None])),
            why=draw(reasons),
        )

    def time() -> Time:
        s = draw(spot)
        return Time(start=s.start, end=s.end, text=s.text, edtf=draw(labels), timex=draw(labels), type="DATE", why=draw(reasons))

    def place() -> Place:
        s = draw(spot)
        return Place(
            start=s.start,
            end=s.end,
            text=s.text,
            name=s.text,
            country=draw(st.sampled_from(["VE", None])),
            geonames_id=draw(st.sampled_from([3, None])),
            lat=draw(st.sampled_from([1.0, -0.5, None])),
            lon=2.25,
            precision="city",
            entity=draw(names),
            why=draw(reasons),
        )

    def claim(number: int) -> Claim:
        s, p, a = draw(spot), draw(spot), draw(spot)
        return Claim(
            id=f"c{number}",
            evidence=Evidence(start=s.start, end=s.end, text=s.text),
            subject=ref(),
            object=draw(st.sampled_from([None, ref()])),
            predicate=Predicate(text=p.text, lemma="x", start=p.start, end=p.end),
            arguments=(Argument(role="in", text=a.text, start=a.start, end=a.end, entity=draw(names)),),
            relation=draw(st.sampled_from([*RELATIONS, None])),
            figures=(figure(),),
            when=(time(),),
            where=(place(),),
            polarity=draw(st.sampled_from(Polarity)),
            factuality=draw(st.sampled_from(Factuality)),
            attribution=(Link(speaker=ref(), cue=cue(), act="states", when=draw(labels)), Link(speaker=None, cue=None, act="states")),
            why=draw(reasons),
        )

    def entity(id: str) -> Entity:
        mentions = tuple(
            Mention(start=s.start, end=s.end, text=s.text, kind="name", why=draw(reasons))
            for s in draw(st.lists(spot, min_size=1, max_size=3))
        )
        return Entity(
            id=id, name=mentions[0].text, type=draw(st.sampled_from(EntityType)), aliases=("x",), mentions=mentions, why=draw(reasons)
        )

    def quote() -> Quote:
        s, who = draw(spot), draw(spot)
        parts = draw(st.sampled_from([(), ((s.start, s.end),)]))
        return Quote(content=(s.start, s.end), speaker=(who.start, who.end), cue=None, type="mixed", content_parts=parts, why=draw(reasons))

    count = draw(st.integers(0, 2))
    return Document(id="d", text=text), Annotation(
        id="d",
        lang="en",
        entities=(entity("e1"), entity("e2")),
        quotes=tuple(quote() for _ in range(count)),
        figures=tuple(figure() for _ in range(count)),
        times=tuple(time() for _ in range(count)),
        places=tuple(place() for _ in range(count)),
        claims=tuple(claim(n) for n in range(count)),
        blocks=(Block(start=0, end=len(text), kind=BlockKind.BODY),),
        dropped=draw(st.integers(0, 3)),
        unclaimed=((0, 1),),
    )
