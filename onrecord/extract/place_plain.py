"""Which names in a text without a parser name places: capitalised words that the gazetteer has, by the words before them.

Datelines, which no parser reads, are read here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.place_around import Surroundings
from onrecord.extract.place_names import Name
from onrecord.extract.place_words import Words, dateline_form, features, kinds_of, options, words
from onrecord.gazetteer import Candidate, find, fold
from onrecord.model import BlockKind, Entity, EntityType, Parsed, Token

_LONGEST = 5  # words of a name
_BIG = 100_000
_NAMING = frozenset({"water", "facility", "island", "mountain", "region"})
"""What words of kind belong to the name itself: "mar Caribe", but "estado Aragua" is "Aragua"."""
_NATURAL = frozenset({"water", "mountain"})
"""Words of kind that make a name of whatever stands behind them, on the map or not: "río Anisacate"."""
_PIECE = re.compile(r"[^,;()\[\]|/\u2014\u2013-]+(?:-[^,;()\[\]|/\u2014\u2013 -]+)*")


def find_dateline_names(parsed: Parsed) -> list[Name]:
    """Well-known places in dateline blocks ("BBC News, Washington"); they have no tokens (``first`` is -1)."""
    found = []
    text = parsed.document.text
    for block in parsed.blocks:
        if block.kind is not BlockKind.DATELINE:
            continue
        for match in _PIECE.finditer(text, block.start, block.end):
            piece = match.group().strip()
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            signed = piece.rstrip(".:").isupper() or text[match.end() : match.end() + 1] == "-"
            piece = piece.rstrip(".:") if signed else piece
            places = options(dateline_form(piece), parsed.lang)[0] if piece[:1].isupper() and not any(c.isdigit() for c in piece) else ()
            if places and places[0].weight >= 2 and fold(piece) not in words(parsed.lang).never:
                found.append(
                    Name(first=-1, last=-1, start=start, end=start + len(piece), text=piece, key=fold(piece), label="", why="dateline")
                )
    return found


def find_plain_names(parsed: Parsed, entities: tuple[Entity, ...]) -> list[Name]:
    """The names of places of a text without a parser, in text order, not overlapping."""
    pack = words(parsed.lang)
    taken = {m.start: (e.type, e.id, m.end) for e in entities for m in e.mentions if m.kind == "name"}
    names: list[Name] = []
    hinted: list[Name] = []
    for first, last in _runs(parsed.tokens, pack):
        name = _name(parsed, pack, first, last)
        if name is None:
            continue
        type_, id, end = taken.get(parsed.tokens[first].start, (None, None, 0))
        if type_ not in (None, EntityType.PLACE) and end > name.end:
            continue
        cued = name.why.startswith("after") or name.kinds
        if type_ not in (None, EntityType.PLACE, EntityType.OTHER) and not cued and name.why:
            continue
        if type_ is EntityType.PERSON and not cued:
            continue
        (names if name.why else hinted).append(name if type_ is None else replace(name, entity=id))
    return sorted([*names, *_around(parsed, pack, names, hinted)], key=lambda n: n.start)


def _around(parsed: Parsed, pack: Words, names: list[Name], hinted: list[Name]) -> list[Name]:
    """Of names that the gazetteer has, those that words hint at and that lie around the places of the text."""
    around = Surroundings((options(n.text, pack.code)[0] for n in names), parsed.tokens, pack.code)
    ends = {n.last for n in names}
    found = []
    for name in hinted:
        before = parsed.tokens[name.first - 1] if name.first else None
        if before is None or before.sent != parsed.tokens[name.first].sent:
            continue
        listed = before.i - 1 in ends and (before.lower in pack.conjunctions or before.text == ",")
        cue = next((t for t in reversed(parsed.tokens[max(0, name.first - 2) : name.first]) if t.lower not in pack.articles), before)
        hint = "in a list of places" if listed else f"after «{cue.text}»"
        if not listed and cue.lower not in pack.prepositions | pack.weak_prepositions:
            continue
        if around.hold(options(name.text, pack.code)[0], listed):
            found.append(replace(name, why=f"{hint}, among places near it"))
            ends.add(name.last)
    return found


def _runs(tokens: tuple[Token, ...], pack: Words) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words of one sentence, small words inside them ("Ciudad del Este")."""
    i, n = 0, len(tokens)
    while i < n:
        if not tokens[i].text[:1].isupper():
            i += 1
            continue
        j = i
        while True:
            k = j + 1
            while (
                k < n
                and k - j <= 2
                and tokens[k].text.islower()
                and (tokens[k].lower in pack.inner or tokens[k].lower in pack.conjunctions)
            ):
                k += 1
            if k == j + 3 and tokens[j + 1].lower in pack.conjunctions and tokens[j + 2].lower not in pack.articles:
                break  # "Sonora y de Guadalajara"
            if k < n and k == j + 2 and tokens[j + 1].lower in pack.conjunctions and not _both(tokens[i : j + 1], tokens[k]):
                break
            if k < n and tokens[k].text[:1].isupper() and tokens[k].sent == tokens[i].sent:
                j = k
            else:
                break
        yield i, j
        i = j + 1


def _both(run: tuple[Token, ...], last: Token) -> bool:
    """Whether a name goes on after "y": "Trinidad y Tobago"."""
    return bool(find(fold(" ".join([*(t.text for t in run), "y", last.text]))))


def _name(parsed: Parsed, pack: Words, first: int, last: int) -> Name | None:
    """The name that a run is, or that it is but for a word of kind or an article before it; None where it is no place."""
    tokens, text = parsed.tokens, parsed.document.text
    if last - first >= _LONGEST:
        return None
    opening = first == parsed.sentences[tokens[first].sent].first
    start, end = tokens[first].start, tokens[last].end
    written = text[start:end]
    found, inside = options(written, pack.code)
    if not found and first < last and tokens[first].lower in (*pack.articles, *pack.prepositions, *pack.weak_prepositions):
        return _name(parsed, pack, first + 1, last)  # a sentence opens with the small word
    if not found and opening:  # "Aviones de Israel": a common word opens the sentence
        k = next((k for k in range(first + 1, last) if tokens[k].lower in pack.inner and tokens[k + 1].text[:1].isupper()), None)
        if k is not None and not inside:
            return _name(parsed, pack, k + 1, last)
    before = [t.lower for t in tokens[max(0, first - 3) : first] if t.sent == tokens[first].sent]
    kinds = inside or _kinds(before, pack)
    whole = _extended(before, written, pack)
    if whole:
        begin = first - whole
        text_ = text[tokens[begin].start : end]
        return Name(
            first=begin,
            last=last,
            start=tokens[begin].start,
            end=end,
            text=text_,
            key=fold(text_),
            label="",
            why="a word of kind beside it",
        )
    meant = features(written, pack.code) if before and before[-1] in pack.articles | pack.contracted and not kinds else ()
    why = f"«{before[-1]}» before a water or region" if meant else _why(found, before, kinds, opening, pack)
    if fold(written) in pack.never or not (why or (found and found[0].weight >= 2)):
        return None
    return Name(
        first=first, last=last, start=start, end=end, text=written, key=fold(written), label="", kinds=kinds, why=why, features=meant
    )


def _kinds(before: list[str], pack: Words) -> frozenset[str]:
    """What the word before a name says that it is: "estado Aragua", "la ciudad de Mérida"."""
    trimmed = [w for w in before if w not in pack.inner]
    if trimmed and trimmed[-1] in pack.before and all(w in pack.inner for w in before[before.index(trimmed[-1]) + 1 :]):
        return kinds_of(pack.before[trimmed[-1]])
    return frozenset()


def _extended(before: list[str], written: str, pack: Words) -> int:
    """How many small-letter words before a name belong to it, as the gazetteer has it: "golfo de México"."""
    for count in (1, 2):
        if len(before) >= count and pack.before.get(before[-count]) in _NAMING and (count == 1 or before[-1] in pack.inner):
            whole = find(fold(" ".join([*before[-count:], written])))
            natural = pack.before[before[-count]] in _NATURAL and not options(written, pack.code)[0]
            return count if natural or any(c.weight >= 2 for c in whole) else 0
    return 0


def _why(found: tuple[Candidate, ...], before: list[str], kinds: frozenset[str], opening: bool, pack: Words) -> str:
    """Why a run is a place, "" where nothing says so."""
    if not found:
        return ""
    if kinds and any(c.kind in kinds for c in found):
        return "a word of kind beside it"
    known = [c for c in found if _known(c)]
    words_before = [w for w in before if w not in pack.articles and w not in pack.directions]
    cue = words_before[-1] if words_before else ""
    if cue in pack.prepositions and (known or found[0].weight >= 2):
        return f"after «{cue}»"
    if cue in pack.weak_prepositions and known:
        return f"after «{cue}»"
    famous = any((c.kind in ("country", "continent", "capital") and c.weight >= 2) or c.population >= 1_000_000 for c in known)
    if famous or (known and not opening):
        return "well known"
    return ""


def _known(c: Candidate) -> bool:
    if c.kind in ("country", "capital", "continent") or (c.kind in ("region", "water") and c.weight >= 2):
        return True
    return (
        (c.weight >= 2 and c.population >= _BIG)
        or c.population >= 5 * _BIG
        or (c.weight >= 2 and c.kind in ("facility", "island", "mountain"))
    )
