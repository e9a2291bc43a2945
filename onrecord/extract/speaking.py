"""The labels of transcripts -> mentions of entities: "SEC. ANNA BRAUN, Interior Minister" and "BRAUN" are one person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace

from onrecord.extract.lexicon import fold_word
from onrecord.model import BlockKind, Entity, EntityType, Mention, Parsed, Span
from onrecord.read.labels import label_of, name_of_label, same_person

_NAMED = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COMPANY, EntityType.PUBLIC_BODY, EntityType.OTHER})
_QUESTIONS = frozenset({"asks", "answers"})


def with_speakers(parsed: Parsed, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities with those who speak by a label: a mention for each label, of the entity that it names or of a new one.

    The mentions have no head token, as labels are not parsed; ids are given anew in order of first mention.
    """
    spans = sorted({block.speaker for block in parsed.blocks if block.speaker is not None})
    known = speaking(parsed, entities)
    spans = [span for span in spans if span not in known]
    if not spans:
        return entities
    grown = list(entities)
    groups = _groups(parsed, spans)
    for key, members, sort in groups:
        mentions = tuple(_mention(parsed, span, sort) for span in members)
        number = _named(grown, key) if sort != "role" else None
        if number is None:
            name = max((m.text for m in mentions), key=len)
            grown.append(
                Entity(
                    id="",
                    name=_cased(name),
                    type=EntityType.PERSON,
                    aliases=_aliases(mentions, name),
                    mentions=mentions,
                    why="speaks by a label",
                )
            )
        else:
            old = grown[number]
            both = tuple(sorted((*old.mentions, *mentions), key=lambda m: (m.start, -m.end)))
            aliases = tuple(sorted({*old.aliases, *(m.text for m in mentions if m.text != old.name)}))
            longer = max((m.text for m in mentions), key=lambda t: len(t.split()))
            name = _cased(longer) if len(longer.split()) > len(old.name.split()) else old.name
            aliases = tuple(sorted({*aliases, old.name} - {name}))
            kind = EntityType.PERSON if old.type is EntityType.OTHER else old.type
            grown[number] = replace(
                old, name=name, type=kind, aliases=aliases, mentions=both, why=f"{old.why}; speaks by a label".strip("; ")
            )
    grown.sort(key=lambda e: (e.mentions[0].start, -e.mentions[0].end))
    return tuple(replace(e, id=f"e{n}") for n, e in enumerate(grown, 1))


def speaking(parsed: Parsed, entities: tuple[Entity, ...]) -> Mapping[Span, str]:
    """The entity of each label of the document, by the label's span."""
    spans = {block.speaker for block in parsed.blocks if block.speaker is not None}
    if not spans:
        return {}
    mentions = sorted((m.start, m.end, e.id) for e in entities for m in e.mentions if m.kind != "pronoun")
    longest = max((b - a for a, b, _ in mentions), default=0)
    found = {}
    for start, end in spans:
        near = mentions[bisect_left(mentions, (start - longest,)) : bisect_left(mentions, (end,))]
        inside = [(a, -b, id) for a, b, id in near if (start <= a and b <= end) or (a <= start and end <= b)]
        if inside:
            found[start, end] = min(inside)[2]
    return found


def answers(parsed: Parsed) -> bool:
    """Whether the document is an interview in questions and answers: somebody answers behind an "A:"."""
    labels = (parsed.document.text[b.start : b.end] for b in parsed.blocks if b.kind is BlockKind.FURNITURE and b.end - b.start < 12)
    return any((label := label_of(text + " ")) is not None and label.sort == "answers" for text in labels)


def _groups(parsed: Parsed, spans: list[Span]) -> list[tuple[tuple[str, ...], list[Span], str]]:
    """Labels that mean the same person, with the fullest name among them and their sort."""
    groups: list[tuple[tuple[str, ...], list[Span], str]] = []
    for span in spans:
        key, sort = name_of_label(parsed.document.text[span[0] : span[1]])
        key = tuple(map(fold_word, key))
        if not key or len(parsed.document.text[span[0] : span[1]]) < 2:
            continue
        same = [
            k
            for k, (other, _, s) in enumerate(groups)
            if (s == "role") == (sort == "role") and (key == other or (sort != "role" and same_person(key, other)))
        ]
        if len(same) == 1 or (same and len(key) == 1):
            k = same[-1]  # of several who share a surname, the one who has spoken last
            other, members, s = groups[k]
            groups[k] = (max(other, key, key=len), [*members, span], s)
        else:
            groups.append((key, [span], sort))
    return groups


def _named(entities: list[Entity], key: tuple[str, ...]) -> int | None:
    """The number of the entity with a name that a label gives, if it is clear."""
    exact, alike = [], []
    for number, entity in enumerate(entities):
        if entity.type not in _NAMED:
            continue
        names = {tuple(filter(None, map(fold_word, n.split()))) for n in (entity.name, *entity.aliases)}
        if key in names:
            exact.append(number)
        elif any(n and same_person(key, n) for n in names) and any(m.kind == "name" for m in entity.mentions):
            alike.append(number)
    found = exact or alike
    return found[0] if len(found) == 1 else None


def _mention(parsed: Parsed, span: Span, sort: str) -> Mention:
    """The name in a label: without titles, and without a role behind a comma."""
    text = parsed.document.text[span[0] : span[1]]
    start, end = span[0], span[0] + len(text.split(",")[0].split("(")[0].rstrip())
    key = name_of_label(text)[0]
    if sort != "role" and key:
        match = re.search(r"\W+".join(map(re.escape, key)), text, re.IGNORECASE)
        if match is not None:
            start, end = span[0] + match.start(), span[0] + match.end()
    return Mention(start=start, end=end, text=parsed.document.text[start:end], kind="nominal" if sort == "role" else "name", why="label")


def _cased(name: str) -> str:
    """A name in capitals as names are written elsewhere."""
    return name.title() if name.isupper() and len(name) > 3 else name


def _aliases(mentions: tuple[Mention, ...], name: str) -> tuple[str, ...]:
    return tuple(sorted({m.text for m in mentions} - {_cased(name)}))
