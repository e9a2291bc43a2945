"""The first person inside somebody's words: "I" is the one who speaks, "we" the body that does."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from dataclasses import replace

from onrecord.extract.chains import ORGANISED
from onrecord.extract.lexicon import load_lexicon
from onrecord.extract.mentions import quotations
from onrecord.model import Attribution, Entity, EntityType, Mention, Parsed

_MARKS = frozenset("\"'“”‘’«»„")


def speaks(parsed: Parsed) -> bool:
    """Whether the text has a first person in quotation marks or in somebody's turn."""
    pronouns = load_lexicon(parsed.lang).pronouns
    return any(pronouns.get(token.lower, "").startswith("first") for token in parsed.tokens if token.tag in ("PRP", "PRP$"))


def with_first_person(parsed: Parsed, entities: tuple[Entity, ...], attributions: tuple[Attribution, ...]) -> tuple[Entity, ...]:
    """The entities with the pronouns of the first person that mean them; ids are given anew in order of first mention.

    A "we" in the mouth of a person is the one body whose office he is given ("Boeing spokesman X", "X, head of Y"); else it
    may mean the hearers or nobody in particular, and stays untied.
    """
    said = [a for a in attributions if a.type != "indirect" and a.speaker_head >= 0 and not a.why.startswith("self")]
    if not said or not speaks(parsed):
        return entities
    of = {m.head: n for kind in ("pronoun", "nominal", "name") for n, e in enumerate(entities) for m in e.mentions if m.kind == kind}
    text = parsed.document.text
    pronouns, quoted = load_lexicon(parsed.lang).pronouns, quotations(parsed)
    found: dict[int, list[Mention]] = defaultdict(list)
    for token in parsed.tokens:
        label = pronouns.get(token.lower, "") if token.tag in ("PRP", "PRP$") else ""
        if not label.startswith("first"):
            continue
        around = [
            (b - a, n)
            for n, one in enumerate(said)
            for a, b in one.content
            if a <= token.start
            and token.end <= b
            and (not quoted[token.i] or quoted[one.speaker_head] != quoted[token.i] or _marked(text, a))
        ]
        if not around:
            continue
        voice = said[min(around)[1]]
        number = of.get(voice.speaker_head)
        if number is None or (voice.type == "mixed" and not quoted[token.i]):
            continue
        if label != "first" and entities[number].type is EntityType.PERSON:
            number = _speaking_for(entities, number, voice)
        type = None if number is None else entities[number].type
        if number is not None and (type is EntityType.PERSON if label == "first" else type in ORGANISED):
            mention = Mention(
                start=token.start,
                end=token.end,
                text=text[token.start : token.end],
                kind="pronoun",
                head=token.i,
                why="first person of who speaks",
            )
            found[number].append(mention)
    if not found:
        return entities
    grown = list(entities)
    for number, mentions in found.items():
        whole = list(entities[number].mentions)
        for mention in mentions:
            insort(whole, mention, key=lambda m: (m.start, -m.end))
        grown[number] = replace(entities[number], mentions=tuple(whole))
    grown.sort(key=lambda e: (e.mentions[0].start, -e.mentions[0].end))
    return tuple(replace(e, id=f"e{n}") for n, e in enumerate(grown, 1))


def _speaking_for(entities: tuple[Entity, ...], number: int, voice: Attribution) -> int | None:
    """The body that is named in what a speaker is called, if there is one only."""
    called = [(m.start, m.end) for m in entities[number].mentions if m.kind != "pronoun"]
    spans = [*called, *([voice.speaker] if voice.speaker is not None else [])]
    bodies = [
        n
        for n, e in enumerate(entities)
        if e.type in ORGANISED and any(m.kind == "name" and a <= m.start and m.end <= b for m in e.mentions for a, b in spans)
    ]
    return bodies[0] if len(bodies) == 1 else None


def _marked(text: str, start: int) -> bool:
    """Whether words begin with a quotation mark of their own, as somebody's do inside another's."""
    return text[start : start + 1] in _MARKS or text[:start].rstrip()[-1:] in _MARKS
