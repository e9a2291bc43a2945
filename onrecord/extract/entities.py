"""Parsed -> entities: who and what a document speaks of, with every place where it does."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from onrecord.extract.chains import Chain, chain_names
from onrecord.extract.coreference import link
from onrecord.extract.lexicon import Lexicon, load_lexicon
from onrecord.extract.mentions import Candidate, CandidateFinder, find_candidates
from onrecord.extract.names import find_names
from onrecord.extract.plain_names import find_plain_names
from onrecord.extract.speaking import with_speakers
from onrecord.model import Entity, Mention, Parsed


def find_entities(parsed: Parsed) -> tuple[Entity, ...]:
    """All entities of a document in order of first mention, with ids "e1", "e2" and so on.

    A mention's span is the name itself, without article, title and possessive ending; of other noun phrases from the
    determiner through the head and its of-phrase. ``Mention.head`` is the index of its head token.
    """
    return with_speakers(parsed, _assemble(parsed))


def widen(parsed: Parsed, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The same entities, each mention grown to its whole noun phrase: article, titles and modifiers before it; after it a
    possessive ending, the ", Texas" of a name, and what tells which one a noun means. Other schemes of coreference count
    in such spans."""
    if not parsed.has_parse:
        return entities
    finder = CandidateFinder(parsed, load_lexicon(parsed.lang))
    starts = [token.start for token in parsed.tokens]
    return tuple(replace(e, mentions=tuple(_grown(parsed, finder, starts, m) for m in e.mentions)) for e in entities)


def _grown(parsed: Parsed, finder: CandidateFinder, starts: list[int], m: Mention) -> Mention:
    if m.head < 0:
        return m  # stands in a label, which is not parsed
    first, last = bisect_left(starts, m.start), bisect_left(starts, m.end) - 1
    first, last = finder.whole(m.head, first, last, m.kind)
    start, end = parsed.tokens[first].start, parsed.tokens[last].end
    if (start, end) == (m.start, m.end):
        return m
    noun = m.end if m.kind == "nominal" and end > m.end else None
    return replace(m, start=start, end=end, text=parsed.document.text[start:end], noun=noun)


def _assemble(parsed: Parsed) -> tuple[Entity, ...]:
    if not parsed.tokens:
        return ()
    lexicon = load_lexicon(parsed.lang)
    names = find_names(parsed, lexicon) if parsed.has_parse else find_plain_names(parsed, lexicon)
    candidates = find_candidates(parsed, lexicon, names)
    chains = link(parsed, lexicon, candidates, chain_names(parsed, lexicon, candidates))
    for chain in chains:
        chain.members.sort(key=lambda m: (m.first, -m.last))
    chains.sort(key=lambda c: (c.members[0].first, -c.members[0].last))
    return tuple(_entity(parsed, lexicon, f"e{n}", chain) for n, chain in enumerate(chains, 1))


def _entity(parsed: Parsed, lexicon: Lexicon, number: str, chain: Chain) -> Entity:
    name = _full_name(chain)
    aliases = sorted({m.text for m in chain.members if m.kind == "name"} - {name})
    why = "; ".join([*chain.evidence.why[:6], *chain.why[:6]])
    mentions = tuple(_mention(parsed, m) for m in chain.members)
    return Entity(id=number, name=name, type=chain.type, aliases=tuple(aliases), mentions=mentions, why=why)


def _full_name(chain: Chain) -> str:
    """The fullest name; where there is none, the first noun phrase."""
    named = [m for m in chain.members if m.kind == "name"]
    if not named:
        return chain.members[0].text
    counts: dict[str, int] = {}
    for m in named:
        counts[m.text] = counts.get(m.text, 0) + 1
    return max(named, key=lambda m: (len(m.words), not m.text.isupper(), counts[m.text], -m.first)).text


def _mention(parsed: Parsed, m: Candidate) -> Mention:
    start, end = parsed.tokens[m.first].start, parsed.tokens[m.last].end
    return Mention(start=start, end=end, text=parsed.document.text[start:end], kind=m.kind, head=m.head, why=m.why)
