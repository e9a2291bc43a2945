"""Parsed -> the quantities of a document: bounds, unit, what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache

from onrecord.extract.blocks import block_words
from onrecord.extract.changes import direction_of
from onrecord.extract.count_nouns import nouns, unit_of_noun
from onrecord.extract.counted import find_counted
from onrecord.extract.counted_order import Counted, Own
from onrecord.extract.figures_read import QuantityReader
from onrecord.extract.figures_tables import Quantity, national
from onrecord.extract.relative import Pointer, antecedent, read_pointer
from onrecord.extract.words import Word
from onrecord.lang import load_pack
from onrecord.model import BlockKind, Figure, Modifier, Parsed, Time

_NUMBERS = frozenset("dnfv")
_LENGTHS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "decade", "century"})
_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "conj", "attr", "ROOT", "pobj"})
_SHARES = frozenset({"percent", "percentage point"})
_MOST_POINTS = 40  # of percentage: more are points of something else
_NEAR = 250  # characters back to the figure that a bare number may take its noun from


def find_figures(parsed: Parsed, times: tuple[Time, ...]) -> tuple[Figure, ...]:
    """The figures of a document in text order, none overlapping another.

    ``times`` are those of ``find_times``: numbers of dates and clock times are no figures, durations are.
    A relative figure ("half of that number") has the bounds, unit and noun of the one that it points at.
    """
    return tuple(_Finder(parsed, times).run())


class _Finder:
    """The walk over one document; it remembers the figures found, for those that point back."""

    def __init__(self, parsed: Parsed, times: tuple[Time, ...]) -> None:
        self.parsed, self.lang, self.text = parsed, parsed.lang, parsed.document.text
        self.dates = [(t.start, t.end) for t in times if t.type not in ("DURATION", "SET")]
        self.date_starts = [a for a, _ in self.dates]
        self.starts = [t.start for t in parsed.tokens]
        self.figures: list[Figure] = []
        self.blocks: list[int] = []
        self.names: set[str] = set()

    def run(self) -> list[Figure]:
        sparks = _sparks(self.lang)
        for number, words in block_words(self.parsed):
            if self.parsed.blocks[number].kind is not BlockKind.DATELINE:
                spots = [i for i, w in enumerate(words) if w.kind in _NUMBERS or w.lower in sparks]
                if spots:
                    self._block(words, spots, number)
        return self.figures

    def _block(self, words: list[Word], spots: list[int], number: int) -> None:
        """The figures of one block; ``spots`` are the words that may begin one."""
        blocked = {i for i in spots if self._in_date(words[i])}
        reader = QuantityReader(words, self.lang, blocked)
        free, taken = 0, -1
        for i in spots:
            if i < free:
                continue
            pointer = read_pointer(words, i, self.lang)
            if pointer is not None:
                self._relative(pointer, words, number)
                free = pointer.last
                continue
            item = reader.read(i)
            if item is None:
                continue
            if item.first < taken:
                item.first = max(item.opener, taken)
            self._keep(self._figure(item, words, reader), number)
            taken = item.last
            free = max(item.last, max(item.ends) + 1)

    def _in_date(self, word: Word) -> bool:
        k = bisect_right(self.date_starts, word.start) - 1
        return k >= 0 and word.start < self.dates[k][1]

    def _keep(self, figure: Figure | None, number: int) -> None:
        if figure is not None and not (self.figures and figure.start < self.figures[-1].end):
            self.figures.append(figure)
            self.blocks.append(number)

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """First and last token of a stretch of text."""
        return max(bisect_right(self.starts, start) - 1, 0), max(bisect_left(self.starts, end) - 1, 0)

    def _figure(self, item: Quantity, words: list[Word], reader: QuantityReader) -> Figure | None:
        start, end = words[item.first].start, words[item.last - 1].end
        figure = Figure(
            start=start, end=end, text=self.text[start:end], low=item.low, high=item.high, modifier=item.modifier,
            unit=item.unit, per=item.per, why="age" if item.age else "share" if item.share else "number",
        )  # fmt: skip
        if item.noun >= 0:
            figure = replace(figure, counted=words[item.noun].text)
        if not self.parsed.tokens or item.age or item.noun >= 0:
            return figure
        first, last = self._tokens(words[item.opener].start, end)
        one = words[item.number].kind in "nd" and item.low == item.high == 1 and item.unit is None and words[item.number].kind == "n"
        if self._is_named(first, item):
            return None
        measured = item.unit is not None and not item.share and item.unit != "percent"
        share = item.unit == "percent"
        opens = self._tokens(start, end)[0]
        own = Own(first, last, opens, measured or (share and not item.share), item.money or share, item.unit in _LENGTHS)
        counted = find_counted(self.parsed, own)
        if one and counted.head < 0:
            return None
        return self._counted(figure, item, counted, (first, last), reader)

    def _is_named(self, first: int, item: Quantity) -> bool:
        """ "Apollo 11", "Iran 2": a number that belongs to the name before it."""
        if item.unit is not None or not self.parsed.has_parse or item.last - item.first > 1:
            return False
        token = self.parsed.tokens[first]
        if token.text in self.names:
            return True
        head = self.parsed.tokens[token.head]
        before = self.parsed.tokens[first - 1] if first else None
        name = before is not None and before.pos == "PROPN" and before.sent == token.sent
        named = (name and head.i < token.i and head.pos == "PROPN" and token.dep in ("nummod", "appos", "nmod", "npadvmod", "dep")) or (
            name and token.pos == "PROPN"
        )
        if named and len(token.text) == 3:  # a model's number, wherever else it stands by itself
            self.names.add(token.text)
        return named

    def _counted(self, figure: Figure, item: Quantity, counted: Counted, place: tuple[int, int], reader: QuantityReader) -> Figure:
        first, last = place
        unit = figure.unit
        tokens = self.parsed.tokens
        if counted.head >= 0 and unit is None:
            unit = unit_of_noun(self.parsed, counted.head)
        if unit == "m" and figure.text.endswith("m") and counted.head >= 0 and unit_of_noun(self.parsed, counted.head) == "person":
            low, high = (None if v is None else v * 1e6 for v in (figure.low, figure.high))
            figure, unit = replace(figure, low=low, high=high), "person"  # "passengers rose to 70m"
        text = counted.text
        if counted.elliptic and unit is None:
            unit, text = self._ellipsis(counted, figure, first)
        elif counted.pronoun and unit == "percent" and self.figures:
            text = self.figures[-1].counted
        if (
            unit is None
            and counted.head >= 0
            and tokens[counted.head].lower in nouns(self.lang).points
            and (figure.low or 0) < _MOST_POINTS
            and self._before_in_sentence(first, _SHARES)
        ):
            unit = "percentage point"  # "up four points" after a percentage
        if unit is None or unit == "person":
            figure, aged = self._as_age(figure, item, counted, first, last)
            if aged:
                return replace(figure, counted=text)
        if unit == "percent" and counted.head < 0 and text is None:
            before = self._before_in_sentence(first, _SHARES)
            text = before.counted if before else None
        if item.money and unit is not None:
            unit = self._national(unit, figure)
            before = self._before_in_sentence(first, frozenset({unit})) if text is None and counted.head < 0 else None
            text = before.counted if before else text
        is_time = item.unit in _LENGTHS
        per = figure.per or self._per(counted.head, first, last, item, reader)
        direction = None if is_time else direction_of(self.parsed, first, last, counted.verb)
        if (
            direction is None
            and is_time is False
            and counted.head >= 0
            and not self.parsed.has_parse
            and tokens[counted.head].lower in nouns(self.lang).up
        ):
            direction = "up"
        return replace(figure, unit=unit, counted=text, per=per, direction=direction, head=counted.head)

    def _before_in_sentence(self, first: int, units: frozenset[str]) -> Figure | None:
        """The figure right before in the same sentence, where it is in one of these units."""
        before = self.figures[-1] if self.figures else None
        if before is None or before.unit not in units:
            return None
        return before if self.parsed.tokens[self._tokens(before.start, before.end)[0]].sent == self.parsed.tokens[first].sent else None

    def _as_age(self, figure: Figure, item: Quantity, counted: Counted, first: int, last: int) -> tuple[Figure, bool]:
        """The figure as an age, and whether it is one: "boys of 15", "the president, who was 79", "aged 19 and 23"."""
        tokens = self.parsed.tokens
        value = figure.low if figure.low is not None else figure.high
        ended = (
            last + 1 >= len(tokens)
            or tokens[last + 1].sent != tokens[last].sent
            or not tokens[last + 1].text[:1].isalnum()
            or tokens[last + 1].pos in ("VERB", "AUX")
        )
        if item.vague or value is None or not 1 <= value <= 110 or value != int(value) or not self.parsed.has_parse or not first:
            return figure, False
        aged = replace(figure, unit="year", why="age")
        joined = tokens[first - 1].lower in nouns(self.lang).joins and self.figures and self.figures[-1].why == "age"
        if joined and self.figures[-1].end == tokens[first - 1].start - 1 and (ended or tokens[last + 1].lower in nouns(self.lang).stop):
            return aged, True
        if counted.head < 0 or counted.head >= first or not ended or unit_of_noun(self.parsed, counted.head) != "person":
            return figure, False
        between = [t.lower for t in tokens[counted.head + 1 : first]]
        said = between == ["of"] or (
            between[-1:] and tokens[first - 1].lemma == "be" and tokens[counted.head].tag in ("NN", "NNP") and value > 9
        )
        return (aged, True) if said else (figure, False)

    def _national(self, unit: str, figure: Figure) -> str:
        """The currency that a name shared by several means where a country that has its own is named nearest."""
        table = national(self.lang).get(unit)
        if table is None or not any(word in figure.text.lower() for word in table["names"]):
            return unit
        best = min(
            ((abs(m.start() - figure.start), table["of"][m.group().lower()]) for m in table["places"].finditer(self.text)),
            default=(0, unit),
        )
        return str(best[1])

    def _ellipsis(self, counted: Counted, figure: Figure, first: int) -> tuple[str | None, str | None]:
        """What a bare number counts: what the figure before it did, and people where they were killed or held."""
        tokens, words = self.parsed.tokens, nouns(self.lang)
        harmed = counted.verb >= 0 and tokens[counted.verb].lemma in words.harm
        more = first > 0 and tokens[first - 1].lower in words.more
        inherits = counted.pronoun or more or self._may_inherit(first, figure)
        for before in reversed(self.figures[-3:] if inherits else []):
            money = not self.parsed.has_parse and before.unit is not None and len(before.unit) == 3 and before.unit.isupper()
            if before.counted and figure.start - before.end < _NEAR and (money or before.unit in (None, "person", "country")):
                if (harmed and before.unit != "person") or (harmed and not (counted.pronoun or more)):
                    break
                return before.unit, before.counted
        return ("person", None) if harmed else (None, None)

    def _may_inherit(self, first: int, figure: Figure) -> bool:
        """Whether a bare number stands where a noun would: as subject, object or one of several."""
        if not self.parsed.has_parse:
            return self._follows_suit(first)
        dep = self.parsed.tokens[first].dep
        return dep in _PLACES or (dep in ("nummod", "quantmod", "advmod", "compound") and figure.modifier is not Modifier.EXACT)

    def _follows_suit(self, first: int) -> bool:
        """Without a parse: a number behind a determiner ("frente a los 102 millones") in the sentence of the figure before it."""
        tokens, before = self.parsed.tokens, self.figures[-1] if self.figures else None
        if before is None or not first or tokens[first - 1].lower not in nouns(self.lang).determiners:
            return False
        return tokens[self._tokens(before.start, before.end)[0]].sent == tokens[first].sent

    def _per(self, head: int, first: int, last: int, item: Quantity, reader: QuantityReader) -> str | None:
        """A rate told beside the noun or the number: "annual profits", "300 deaths a year", "12 cases per 100,000 people"."""
        tokens, per = self.parsed.tokens, nouns(self.lang).per
        spots = [last + 1, first - 1]
        if head >= 0:
            spots += [head - 1, head - 2, head + 1, *(c for c in self.parsed.children[head] if tokens[c].dep == "amod")]
        for i in spots:
            if 0 <= i < len(tokens) and tokens[i].sent == tokens[last].sent and tokens[i].lower in per:
                return per[tokens[i].lower]
        if not last < head < last + 8:
            return None
        k = bisect_left(reader.words, tokens[head].end, key=lambda word: word.start)
        return reader.rate_at(k, item)

    def _relative(self, pointer: Pointer, words: list[Word], number: int) -> None:
        reader = QuantityReader(words, self.lang, set())
        item = Quantity(pointer.first, pointer.last, pointer.first, 1.0, 1.0, opener=pointer.first)
        reader._bound(item)
        start, end = words[item.first].start, words[pointer.last - 1].end
        figure = Figure(start=start, end=end, text=self.text[start:end], low=None, high=None, modifier=item.modifier, why="relative")
        around = self._before(words, item.first)
        target = None if pointer.open else antecedent(pointer, self.figures, self.blocks, number, around)
        if pointer.rest:
            figure_rest = self._remainder(figure, number)
            if figure_rest is not None:
                self._keep(figure_rest, number)
            return
        if target is not None:
            low, high = (None if v is None else v * pointer.factor for v in (target.low, target.high))
            figure = _derived(figure, target, low, high, item.modifier)
        elif pointer.plural and words[pointer.first].kind == "f" and pointer.factor <= 1:
            value = pointer.factor * 100
            figure = replace(figure, low=value, high=value, unit="percent", why="share")
        self._keep(figure, number)

    def _before(self, words: list[Word], i: int) -> list[str]:
        found: list[str] = []
        for word in reversed(words[:i]):
            if word.kind == "b" or word.text in ".!?;":
                break
            found.append(word.lower)
        return found

    def _remainder(self, figure: Figure, number: int) -> Figure | None:
        """ "the rest": the first figure of the paragraph less those of the same kind after it."""
        same = [f for f, b in zip(self.figures, self.blocks, strict=True) if b == number and f.low is not None and f.low == f.high]
        if len(same) < 2:
            return None
        whole, *parts = [f for f in same if f.unit == same[0].unit and (f.counted == same[0].counted or f.unit == "person")]
        left = (whole.low or 0.0) - sum(f.low or 0.0 for f in parts)
        return _derived(figure, whole, left, left, Modifier.EXACT) if parts and left > 0 else None


def _derived(figure: Figure, target: Figure, low: float | None, high: float | None, modifier: Modifier) -> Figure:
    """A figure computed from another: its own bounding words count, else those of the other."""
    if modifier is Modifier.EXACT:
        modifier = target.modifier
    value = low if low is not None else high
    if modifier in (Modifier.OVER, Modifier.AT_LEAST):
        low, high = value, None
    elif modifier in (Modifier.UNDER, Modifier.AT_MOST):
        low, high = None, high if high is not None else value
    elif low is None or high is None:
        low = high = value
    return replace(
        figure, low=low, high=high, modifier=modifier, unit=target.unit, counted=target.counted, per=target.per,
        derived_from=(target.start, target.end), head=target.head,
    )  # fmt: skip


@cache
def _sparks(lang: str) -> frozenset[str]:
    """Words that may begin a figure without digits."""
    numbers, relative = load_pack(lang)["numbers"], load_pack(lang)["figures"]["relative"]
    return frozenset(
        [
            *numbers["add"],
            *numbers["times"],
            *numbers["denominators"],
            *numbers["words"]["half"],
            *numbers["words"]["scale_plural"],
            *relative["multiples"],
            *relative["rest"],
        ]
    )
