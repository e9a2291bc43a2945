"""A parsed document as a tree: edges, subtrees, noun phrases. Pure look-ups, computed once per document."""

from __future__ import annotations

from functools import cached_property

from onrecord.model import Parsed, Span, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_CUT = frozenset({"relcl", "appos", "conj", "cc", "acl", "advcl", "parataxis", "ccomp"})


class Tree:
    """Read-only view of a parse; token indices are those of ``Parsed.tokens``."""

    def __init__(self, parsed: Parsed, names: dict[int, tuple[int, int]] | None = None) -> None:
        self.parsed = parsed
        self.names = names or {}  # head token -> first and last token, of names that hold a coordination
        self.tokens: tuple[Token, ...] = parsed.tokens
        self.children = parsed.children
        self.text = parsed.document.text

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """First and last token of each token's subtree."""
        low = [t.i for t in self.tokens]
        high = low[:]
        for sentence in self.parsed.sentences:
            order = [t.i for t in self.tokens[sentence.first : sentence.last] if t.head == t.i]
            for i in order:  # it grows while it is read
                order.extend(self.children[i])
            for i in reversed(order):
                head = self.tokens[i].head
                if low[i] < low[head]:
                    low[head] = low[i]
                if high[i] > high[head]:
                    high[head] = high[i]
        return list(zip(low, high, strict=True))

    def kids(self, i: int, *deps: str) -> list[int]:
        """The dependents of ``i`` with one of these labels, in text order."""
        return [c for c in self.children[i] if self.tokens[c].dep in deps]

    def kid(self, i: int, *deps: str) -> int | None:
        """The first such dependent, or None."""
        for c in self.children[i]:
            if self.tokens[c].dep in deps:
                return c
        return None

    def conjuncts(self, i: int) -> list[int]:
        """``i`` and what is coordinated with it, in text order."""
        found = [i]
        for c in self.children[i]:
            if self.tokens[c].dep == "conj":
                found.extend(self.conjuncts(c))
        return found

    def ancestors(self, i: int) -> list[int]:
        """From the head of ``i`` up to the root."""
        found = []
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            found.append(i)
        return found

    def phrase(self, head: int) -> tuple[int, int]:
        """First and last token of a noun phrase without its coordinates, appositions and relative clauses."""
        first = head
        for c in self.children[head]:
            token = self.tokens[c]
            if c < head and token.dep not in ("punct", "cc", "preconj", "predet", "advmod", "mark", "intj", "appos"):
                first = min(first, self.edges[c][0])
            elif c < head and token.dep in ("predet", "advmod") and c == self.edges[c][0]:
                first = min(first, c)
        return first, self._last(head)

    def _last(self, head: int) -> int:
        last = head
        for c in self.children[head]:
            if c < head:
                continue
            dep = self.tokens[c].dep
            if dep == "appos" and self.edges[c][0] == last + 1 and self.tokens[c].pos == "PROPN" and self.tokens[last + 1].pos != "PUNCT":
                named = all(self.tokens[k].pos in ("PROPN", "PUNCT", "CCONJ") for k in range(c, self.edges[c][1] + 1))
                last = (
                    self.edges[c][1] if named and self.tokens[self.edges[c][1]].pos == "PROPN" else self._last(c)
                )  # "the labels Lucerne, Albert and Corvo"
                break
            if dep in _CUT or (dep == "punct" and self.tokens[c].text not in "”\"’'%)"):
                break
            if dep == "punct":
                continue
            if dep == "case":
                break
            last = max(last, c, self._last(c) if self.edges[c][1] > c else c)
        return last

    def span(self, first: int, last: int) -> Span:
        return self.tokens[first].start, self.tokens[last].end

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]
