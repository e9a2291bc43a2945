"""Attribution without a parser: quotations in marks with a cue beside them, "según X", "X dijo que".

Only word forms, order and punctuation are read, so it stays with the constructions that these alone give away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from onrecord.extract.marks import Marked, find_marks
from onrecord.extract.said.items import item_blocks
from onrecord.lang import load_pack
from onrecord.model import Attribution, Parsed, Span, Token

_STOPS = frozenset({".", "!", "?", ";", "…", ":"})
_LINKS_MAX = 9  # words of a speaker's noun phrase
_REACH = 14  # words between a quotation and its cue


@dataclass(frozen=True, slots=True, eq=False)
class _Forms:
    acts: dict[str, str]
    according: tuple[tuple[str, ...], ...]
    that: frozenset[str]
    breaks: frozenset[str]
    links: frozenset[str]
    determiners: frozenset[str]
    between: frozenset[str]


@cache
def _forms(lang: str) -> _Forms:
    table = load_pack(lang)["cues"].get("plain", {})
    acts: dict[str, str] = {}
    for kind, by_act in table.get("stems", {}).items():
        for act, stems in by_act.items():
            acts.update({stem + ending: act for stem in stems for ending in table["endings"][kind]})
    acts.update({form: act for act, forms in table.get("forms", {}).items() for form in forms})
    return _Forms(
        acts=acts,
        according=tuple(tuple(phrase.split()) for phrase in sorted(table.get("according", ()), key=len, reverse=True)),
        that=frozenset(table.get("that", ())),
        breaks=frozenset(table.get("breaks", ())),
        links=frozenset(table.get("links", ())),
        determiners=frozenset(table.get("determiners", ())),
        between=frozenset((*table.get("auxiliaries", ()), *table.get("adverbs", ()))),
    )


def has_forms(lang: str) -> bool:
    """Whether the language is read by its word forms."""
    return "plain" in load_pack(lang)["cues"]


def find_plain(parsed: Parsed) -> tuple[Attribution, ...]:
    """The attributions that marks and word forms show, in text order."""
    reader = _Reader(parsed)
    return tuple(sorted([*reader.quoted(), *reader.phrased(), *reader.listed()], key=lambda a: (a.content[0][0], -a.content[-1][1])))


class _Reader:
    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.forms = _forms(parsed.lang)
        self.tokens = parsed.tokens
        self.text = parsed.document.text
        self.marks = [m for m in find_marks(parsed) if m.depth == 0]
        self.sentences = parsed.sentences
        self.starts = [t.start for t in self.tokens]
        self.inside = self._lay()
        self.extent: list[tuple[int, int]] = []
        for number in range(len(self.marks)):
            held = [k for k in self._near(number) if self.inside[k] == number]
            self.extent.append((held[0], held[-1]) if held else (0, -1))
        self.used: set[int] = set()

    def _near(self, number: int) -> range:
        mark, starts = self.marks[number], self.starts
        return range(bisect_left(starts, mark.start), bisect_left(starts, mark.end))

    def _lay(self) -> list[int]:
        inside = [-1] * len(self.tokens)
        at = 0
        for number, mark in enumerate(self.marks):
            while at < len(self.tokens) and self.tokens[at].start < mark.start:
                at += 1
            while at < len(self.tokens) and self.tokens[at].start < mark.end:
                inside[at] = number
                at += 1
        return inside

    def block(self, token: Token) -> int:
        return self.sentences[token.sent].block

    def quoted(self) -> list[Attribution]:
        """Quotations in marks whose cue stands after or before them, split ones joined."""
        found: list[Attribution] = []
        previous: tuple[int, int] | None = None  # number of the quotation before, index of its attribution
        for number, mark in enumerate(self.marks):
            first, last = self.extent[number]
            if first > last:
                continue
            if mark.kind == "turn":
                found.append(Attribution(content=((mark.start, mark.end),), speaker=mark.speaker, type="direct", why="turn"))
                continue
            if previous and previous[0] == number - 1 and self._continues(number, found[previous[1]]):
                old = found[previous[1]]
                found[previous[1]] = Attribution(
                    content=(*old.content, *self._pieces(mark)), speaker=old.speaker, speaker_head=old.speaker_head,
                    cue=old.cue, cue_head=old.cue_head, act=old.act, type="direct", why=old.why,
                )  # fmt: skip
                previous = (number, previous[1])
                continue
            ends = self.text[mark.inner_end - 1 : mark.inner_end] == ","
            cue = self._after(self.tokens[last], mark) if mark.kind == "speech" or ends else -1
            behind = cue >= 0
            if cue < 0:
                cue = self._before(self.tokens[first], mark)
            if cue < 0:
                continue
            speaker = (self._speaker_after(cue) if behind else None) or self._speaker_before(cue, last if behind else -1)
            found.append(self._attribution(self._pieces(mark), speaker, cue, "direct"))
            self.used.add(cue)
            previous = (number, len(found) - 1)
        return found

    def _pieces(self, mark: Marked) -> tuple[Span, ...]:
        if len(mark.parts) == 1:
            return ((mark.start, mark.end),)
        return tuple((start, end) for start, end in mark.parts)

    def _attribution(self, content: tuple[Span, ...], speaker: tuple[int, int] | None, cue: int, kind: str) -> Attribution:
        tokens = self.tokens
        return Attribution(
            content=content,
            speaker=(tokens[speaker[0]].start, tokens[speaker[1]].end) if speaker else None,
            speaker_head=self._name(speaker) if speaker else -1,
            cue=(tokens[cue].start, tokens[cue].end),
            cue_head=cue,
            act=self.forms.acts.get(tokens[cue].lower, "states"),
            type=kind,
            why="forms",
        )

    def _name(self, speaker: tuple[int, int]) -> int:
        """The last capitalised word of the phrase that no "de" makes part of another, else its first noun."""
        tokens, forms = self.tokens, self.forms
        head = -1
        for k in range(speaker[0], speaker[1] + 1):
            if not tokens[k].text[:1].isupper() or tokens[k].lower in forms.determiners:
                continue
            linked = k > speaker[0] and tokens[k - 1].lower in forms.links
            if not linked and (head < 0 or not (tokens[k - 1].text[:1].isupper() and head != k - 1)):
                head = k
        return head if head >= 0 else min(speaker[0] + (tokens[speaker[0]].lower in forms.determiners), speaker[1])

    def _continues(self, number: int, old: Attribution) -> bool:
        """'«A», dijo X. «B»': only the cue and its speaker stand between."""
        first, last = self.extent[number][0], self.extent[number - 1][1]
        between = self.tokens[last + 1 : first]
        if not last < old.cue_head < first or len(between) > _REACH + 6 or self.block(self.tokens[first]) != self.block(self.tokens[last]):
            return False
        stops = [t.i for t in between if t.text in _STOPS or t.text.endswith(".")]
        return not [k for k in stops if k != first - 1]

    def _after(self, last: Token, mark: Marked) -> int:
        inner = self.text[mark.inner_start : mark.inner_end].rstrip()
        k = last.i + 1
        if k >= len(self.tokens) or self.block(self.tokens[k]) != self.block(last):
            return -1
        joined = inner[-1:] in ",?!" or self.tokens[k].text[:1] in ",-—–" or self.tokens[k].lower in self.forms.acts
        if not joined:
            return -1
        for i in range(k, min(k + 8, len(self.tokens))):
            token = self.tokens[i]
            if token.text in _STOPS or self.inside[i] >= 0 or self.block(token) != self.block(last):
                break
            if token.lower.lstrip("—–-") in self.forms.acts:
                return i
        return -1

    def _before(self, first: Token, mark: Marked) -> int:
        k = first.i - 1
        if k < 0 or (self.block(self.tokens[k]) != self.block(first) and self.tokens[k].text != ":"):
            return -1
        sign = self.tokens[k]
        lead = sign.text in (":", ",") or sign.lower in self.forms.acts
        if not lead or (mark.kind == "title" and sign.text != ":"):
            return -1
        for i in range(k, max(k - _REACH, -1), -1):
            token = self.tokens[i]
            if (token.text in _STOPS and i < k) or self.inside[i] >= 0 or self.block(token) != self.block(sign):
                break
            if token.lower in self.forms.acts:
                return i
        return -1

    def _speaker_after(self, cue: int) -> tuple[int, int] | None:
        """The noun phrase right behind a cue: it begins with a capital or a determiner, and ends at a mark or a preposition."""
        k = cue + 1
        while k < len(self.tokens) and self.tokens[k].lower in self.forms.between and self.tokens[k].lower not in self.forms.determiners:
            k += 1
        return self._phrase(k)

    def _phrase(self, k: int) -> tuple[int, int] | None:
        tokens, forms = self.tokens, self.forms
        if k >= len(tokens) or not (tokens[k].text[:1].isupper() or tokens[k].lower in forms.determiners) or self.inside[k] >= 0:
            return None
        last = k
        for i in range(k, min(k + _LINKS_MAX, len(tokens))):
            word = tokens[i]
            if not word.text[:1].isalnum() or (word.lower in forms.breaks and word.lower not in forms.determiners) or self.inside[i] >= 0:
                break
            if i > k and self.block(word) != self.block(tokens[k]):
                break
            last = i
        while last > k and tokens[last].lower in forms.links:
            last -= 1
        return k, last

    def _speaker_before(self, cue: int, after: int) -> tuple[int, int] | None:
        """The noun phrase before a cue, from the last mark, or from the start of its sentence."""
        tokens, forms = self.tokens, self.forms
        last = cue - 1
        while last >= 0 and tokens[last].lower in forms.between and not tokens[last].text[:1].isupper():
            last -= 1
        if last > 0 and tokens[last].text == ",":  # "Ana Ruiz, portavoz del gobierno, señaló"
            opening = next((k for k in range(last - 1, max(last - _REACH, after), -1) if tokens[k].text == ","), -1)
            last = opening - 1 if opening > 0 else last
        first = last + 1
        while first > 0 and first > after + 1 and last - first < _LINKS_MAX and self._in_phrase(first - 1, last):
            first -= 1
        while first <= last and tokens[first].lower in forms.links and tokens[first].lower not in forms.determiners:
            first += 1
        if first > last or not (tokens[first].text[:1].isupper() or tokens[first].lower in forms.determiners):
            return None
        return first, last

    def _in_phrase(self, k: int, last: int) -> bool:
        word = self.tokens[k]
        same = self.block(word) == self.block(self.tokens[last]) if last >= 0 else False
        inside = word.text[:1].isalnum() and self.inside[k] < 0 and word.lower not in self.forms.acts
        return same and inside and (word.lower not in self.forms.breaks or word.lower in self.forms.determiners)

    def phrased(self) -> list[Attribution]:
        """ "Según X, P", "P, según X", "X dijo que P": what a sentence says by its order of words."""
        found: list[Attribution] = []
        for sentence in self.sentences:
            for k in range(sentence.first, sentence.last):
                if self.inside[k] >= 0 or k in self.used:
                    continue
                phrase = next((p for p in self.forms.according if self._reads(k, p, sentence.last)), None)
                if phrase:
                    attribution = self._according(k, len(phrase), sentence.first, sentence.last)
                elif self.tokens[k].lower in self.forms.acts and k + 1 < sentence.last and self.tokens[k + 1].lower in self.forms.that:
                    attribution = self._clause(k, sentence.first, sentence.last)
                else:
                    continue
                if attribution:
                    found.append(attribution)
        return found

    def listed(self) -> list[Attribution]:
        """ "X informó:" and "Según X:" over a list: the items are what X says."""
        found: list[Attribution] = []
        last_of = {sentence.block: sentence for sentence in self.sentences}
        blocks = self.parsed.blocks
        for lead, items in item_blocks(self.parsed).items():
            if lead not in last_of:
                continue
            first, last = last_of[lead].first, last_of[lead].last
            content = tuple((blocks[k].start, blocks[k].end) for k in items)
            for k in range(first, last):
                phrase = next((p for p in self.forms.according if self._reads(k, p, last)), None)
                if phrase is not None:
                    speaker = self._phrase(k + len(phrase))
                    cue = (self.tokens[k].start, self.tokens[k + len(phrase) - 1].end)
                elif self.tokens[k].lower in self.forms.acts and self.inside[k] < 0:
                    speaker = self._speaker_before(k, first - 1) or self._speaker_after(k)
                    cue = (self.tokens[k].start, self.tokens[k].end)
                else:
                    continue
                if speaker is not None:
                    made = self._attribution(content, speaker, k, "indirect")
                    found.append(replace(made, cue=cue))
                    break
        return found

    def _reads(self, k: int, phrase: tuple[str, ...], end: int) -> bool:
        return k + len(phrase) < end and all(self.tokens[k + n].lower == word for n, word in enumerate(phrase))

    def _according(self, k: int, size: int, first: int, last: int) -> Attribution | None:
        start = k + size
        if self.tokens[start].lower in self.forms.acts:  # "según dijo X"
            start += 1
        speaker = self._phrase(start)
        if speaker is None:
            return None
        end = next((i for i in range(speaker[1] + 1, last) if self.tokens[i].text == ","), last) if k == first else last
        tail = next((i for i in range(speaker[1] + 1, last) if self.tokens[i].text == ","), -1)
        if k == first:
            content = self._span(end + 1, last - 1)
        elif tail == speaker[1] + 1 and self.tokens[k - 1].text == ",":  # in the middle: what follows
            content = self._span(tail + 1, last - 1)
        else:
            content = self._span(first, k - 1)
        if content is None:
            return None
        return Attribution(content=(content,), speaker=(self.tokens[speaker[0]].start, self.tokens[speaker[1]].end), speaker_head=self._name(speaker),
                          cue=(self.tokens[k].start, self.tokens[k + size - 1].end), cue_head=k, act="states", type=self._type(content), why="forms")  # fmt: skip

    def _clause(self, k: int, first: int, last: int) -> Attribution | None:
        gerund = self.tokens[k].lower.endswith("ndo")
        speaker = None if gerund else self._speaker_before(k, first - 1)
        content = self._span(k + 2, last - 1)
        if content is None:
            return None
        number = self.inside[last - 1]
        if number >= 0 and self.marks[number].end > content[1]:  # the quotation goes on in the next sentence
            content = (content[0], self.marks[number].end)
        return self._attribution((content,), speaker, k, self._type(content))

    def _type(self, content: Span) -> str:
        letters = sum(c.isalnum() for c in self.text[content[0] : content[1]])
        quoted = sum(
            c.isalnum()
            for m in self.marks
            for c in self.text[max(m.start, content[0]) : max(max(m.start, content[0]), min(m.end, content[1]))]
        )
        share = quoted / letters if letters else 0.0
        return "direct" if share >= 0.9 else "indirect" if share < 0.1 else "mixed"

    def _span(self, first: int, last: int) -> Span | None:
        tokens = self.tokens
        while first <= last and not re.match(r"[\w\"“«‘(¿¡]", tokens[first].text):
            first += 1
        while last >= first and not re.search(r"[\w\"”»’)?!%$€]$", tokens[last].text):
            last -= 1
        return (tokens[first].start, tokens[last].end) if first <= last else None
