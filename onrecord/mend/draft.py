"""A paragraph's parse while it may still change, and the cuts that bound what is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

NOMINAL = frozenset({"NOUN", "PROPN"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
_LONGEST = 400  # tokens of a sentence
_DEEPEST = 80  # arcs from the root of a sentence to its leaves


@dataclass(slots=True)
class Draft:
    """A paragraph's parse while it may still change; one entry a token in each list."""

    lower: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    verbal: frozenset[str] = frozenset()  # participles that are never nouns
    bidding: frozenset[str] = frozenset()  # forms of verbs like "advise", whose object is to do something
    charging: frozenset[str] = frozenset()  # forms of verbs like "accuse", whose "of" brings a gerund
    kids: list[list[int]] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)  # tokens that begin a sentence
    joined: set[int] = field(default_factory=set)  # tokens that begin no sentence after all

    def __post_init__(self) -> None:
        self.hang()

    def hang(self) -> None:
        """Find the dependents of every token by their heads."""
        self.kids = [[] for _ in self.head]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)

    def move(self, i: int, head: int, dep: str) -> None:
        """Hang token ``i`` on another head; a move that would close a circle is not made."""
        k = head
        while k != i and self.head[k] != k:
            k = self.head[k]
        if k == i and head != i:
            return
        if self.head[i] != i:
            self.kids[self.head[i]].remove(i)
        self.head[i], self.dep[i] = head, dep
        if head != i:
            self.kids[head].append(i)
            self.kids[head].sort()

    def child(self, i: int, *deps: str) -> int | None:
        return next((c for c in self.kids[i] if self.dep[c] in deps), None)

    def first(self, i: int) -> int:
        """The first token below ``i``."""
        first = i
        while self.kids[first] and self.kids[first][0] < first:
            first = self.kids[first][0]
        return first

    def edge(self, i: int) -> int:
        """The last token below ``i``."""
        last = i
        while self.kids[last] and self.kids[last][-1] > last:
            last = self.kids[last][-1]
        return last


def cut_sentences(d: Draft) -> None:
    """No sentence is longer than the longest that people write: what has no stop is no prose, and costs its square."""
    starts = sorted({0, *d.starts})
    long = [(a, b) for a, b in zip(starts, [*starts[1:], len(d.head)], strict=True) if b - a > _LONGEST]
    for a, b in long:
        while b - a > _LONGEST:
            a = next((i for i in range(a + _LONGEST, a + _LONGEST // 2, -1) if d.lower[i - 1] in (";", ",")), a + _LONGEST)
            d.starts.add(a)
    if not long:
        return
    begins = sorted({0, *d.starts})
    for a, b in zip(begins, [*begins[1:], len(d.head)], strict=True):
        for i in range(a, b):
            if not a <= d.head[i] < b:
                d.head[i], d.dep[i] = i, "ROOT"
    d.hang()


def cut_depth(d: Draft) -> None:
    """No tree is deeper than any of prose: rules climb and descend it, some by calling themselves."""
    roots = [i for i, h in enumerate(d.head) if h == i]
    deep = roots
    for _ in range(_DEEPEST):
        deep = [kid for i in deep for kid in d.kids[i]]
    if not deep:
        return
    stack = [(i, 0, i) for i in roots]
    changed = False
    while stack:
        i, depth, root = stack.pop()
        if depth > _DEEPEST:
            d.head[i], d.dep[i], depth, changed = root, "dep", 1, True
        stack.extend((kid, depth + 1, root) for kid in d.kids[i])
    if changed:
        d.hang()


def alike(d: Draft, top: int, i: int, tag: str) -> int | None:
    """The nearest noun before ``i`` under ``top``'s objects that has this tag (number), else the nearest object."""
    spine: list[int] = []
    stack = [c for c in d.kids[top] if c < i and d.dep[c] in ("dobj", "attr", "oprd", "prep", "dative", "agent")]
    while stack:
        k = stack.pop()
        if d.pos[k] in NOMINAL and d.dep[k] not in ("compound", "poss", "nmod"):
            spine.append(k)
        stack.extend(c for c in d.kids[k] if c < i and d.dep[c] in ("prep", "pobj", "conj", "dobj"))
    same = [k for k in spine if d.tag[k] == tag]
    plain = [k for k in spine if d.dep[k] == "dobj"]
    return max(same) if same else max(plain) if plain else None
