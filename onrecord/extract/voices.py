"""Attributions -> chains: which voices stand between the reader and a word, outermost first."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.extract.clause_walk import Clause
from onrecord.extract.factuality import table
from onrecord.extract.speaking import answers
from onrecord.extract.tree import Tree
from onrecord.model import Attribution, Cue, Factuality, Link, Ref, Span, Time
from onrecord.read.furniture import listed

_MEANT = frozenset({Factuality.HEDGED, Factuality.INTENDED})
_STRETCH = 256  # characters; a document is asked by stretches, so that a long one costs no more than its length


class Voices:
    """The attributions of one document, asked by position."""

    def __init__(
        self,
        tree: Tree,
        attributions: tuple[Attribution, ...],
        entity_at: dict[int, str],
        times: tuple[Time, ...],
        entity_in: Mapping[Span, str],
    ) -> None:
        self.tree, self.entity_at, self.times, self.entity_in = tree, entity_at, times, entity_in
        self.table = table(tree.parsed.lang)
        self.attributions = sorted(enumerate(attributions), key=lambda p: (-_size(p[1]), p[0]))
        self.by_cue: dict[int, str] = {}
        for attribution in attributions:
            if attribution.cue_head >= 0:
                self.by_cue.setdefault(attribution.cue_head, attribution.act)
        self._index()
        outlet = (tree.parsed.document.outlet or "").casefold()
        self.publisher = {outlet, outlet.removeprefix("the ")} - {""}
        self.asking = frozenset(word.casefold() for word in listed("asks"))
        self.answered = answers(tree.parsed)

    def _index(self) -> None:
        """The attributions by their cue, by the stretch of text that they reach into, and those that are dated."""
        self.of_head: dict[int, list[Attribution]] = {}
        self.reaching: dict[int, list[Attribution]] = {}
        self.dated: list[Attribution] = []
        for _, a in self.attributions:
            self.of_head.setdefault(a.cue_head, []).append(a)
            for stretch in sorted({k for start, end in a.content for k in range(start // _STRETCH, end // _STRETCH + 1)}):
                self.reaching.setdefault(stretch, []).append(a)
            if a.when is not None:
                self.dated.append(a)

    def cues(self, silent: frozenset[str]) -> frozenset[int]:
        """Heads of cues whose complement is somebody's words. Who promises or agrees to do a thing does not speak of
        it: "agreed to buy" is one predicate."""
        return frozenset(
            i for i, act in self.by_cue.items() if act not in silent and not (act in self.table.commissive and self._infinitive(i))
        )

    def moved(self) -> dict[int, int]:
        """Verbs that the parser has coordinated with a verb in somebody's words while they stand outside of them, and
        the cue of those words: "said the plant would close and promised help" has one who says and promises."""
        tree, found = self.tree, {}
        for token in tree.tokens:
            if token.dep != "conj" or token.pos != "VERB" or tree.kid(token.i, "nsubj", "nsubjpass") is not None:
                continue
            above = set(tree.ancestors(token.i))
            place = tree.tokens[token.head].start
            for a in self.reaching.get(place // _STRETCH, ()):
                within = [any(s <= x < e for s, e in a.content) for x in (place, token.start)]
                if a.cue_head in above and within == [True, False]:
                    found[token.i] = a.cue_head
        return found

    def _infinitive(self, i: int) -> bool:
        tree = self.tree
        return tree.kid(i, "dobj", "dative") is None and any(
            tree.tokens[c].tag == "TO" for x in tree.kids(i, "xcomp") for c in tree.children[x]
        )

    def act_at(self, clause: Clause) -> str | None:
        """The act of a clause whose predicate is a cue."""
        for k in (*clause.folded[::-1], clause.head):
            if k in self.by_cue:
                return self.by_cue[k]
        return None

    def of_cue(self, head: int) -> list[Attribution]:
        return self.of_head.get(head, [])

    def quoted(self, head: int) -> bool:
        """Whether a cue has words in quotation marks as its content."""
        return any(a.type == "direct" for a in self.of_cue(head))

    def dates_a_saying(self, time: Time, head: int) -> bool:
        """Whether a time dates another's saying, and so is none of the clause at ``head``."""
        return any(
            a.when is not None and a.cue_head != head and a.when[0] < time.end and time.start < a.when[1] and self._voiced(a)
            and a.act not in self.table.own and not self._dates_the_noun(a)
            for a in self.dated
        )  # fmt: skip

    @staticmethod
    def _dates_the_noun(a: Attribution) -> bool:
        """ "reported clashes with rebels in 2024": behind a noun phrase the time is that of what is said."""
        return a.why == "np" and a.when is not None and a.when[0] >= a.content[-1][1]

    def chain(
        self, position: int, clause: Clause | None, exclude: set[int], aside: bool = False
    ) -> tuple[tuple[Link, ...], list[Factuality]]:
        """The links over the word at ``position``, and what their acts make of it."""
        near = self.reaching.get(position // _STRETCH, ())
        over = [a for a in near if a.cue_head not in exclude and any(s <= position < e for s, e in a.content)]
        if aside or (clause is not None and self._aside(clause)):
            over = [a for a in over if self._in_marks(a, position)]
        if clause is not None and self._presupposed(clause):  # what a denial takes for granted is not denied
            over = [a for a in over if self.table.acts.get(a.act) is not Factuality.DENIED or self._in_marks(a, position)]
        links: list[Link] = []
        for a in over:
            links.extend(self._links(a))
        said = [self._firmness(a) for a in over[-1:]]
        if clause is not None and self._presupposed(clause) and over and not self._in_marks(over[-1], position):
            said = [f for f in said if f not in _MEANT]  # "the towns hit by floods are expected to ask": they were hit
        said += [f for a in over if (f := self._firmness(a)) is Factuality.DENIED or (f is Factuality.QUESTIONED and a.negated)]
        return _merged(links), said

    def _cue(self, a: Attribution) -> Cue | None:
        """The words of saying; with those that deny that it took place ("did not say", "declined to say")."""
        if a.cue is None:
            return None
        tree, (start, end) = self.tree, a.cue
        if a.negated:
            verb = tree.tokens[a.cue_head]
            above = [verb.head] if verb.dep == "xcomp" and tree.tokens[verb.head].pos == "VERB" else []
            words = [*above, *tree.kids(a.cue_head, "aux", "auxpass", "neg", "preconj")]
            start = min([start, *(tree.tokens[k].start for k in words if k < a.cue_head)])
        return Cue(text=tree.text[start:end], start=start, end=end)

    def _firmness(self, a: Attribution) -> Factuality:
        """What the act makes of the words; a saying that did not take place ("did not say that") leaves them open."""
        if a.negated and self._astonished(a.cue_head):
            return Factuality.ASSERTED
        if a.negated and self.tree.tokens[a.cue_head].lemma not in self.table.neg_raising and a.act not in self.table.silent:
            return Factuality.QUESTIONED
        return self.table.acts.get(a.act, Factuality.ASSERTED)

    def _astonished(self, k: int) -> bool:
        """ "I can't believe that we won": nothing is left open."""
        tree, t = self.tree, self.table
        return tree.tokens[k].lemma in t.astonished and any(tree.tokens[c].lower in t.able for c in tree.kids(k, "aux"))

    def _voiced(self, a: Attribution) -> bool:
        return a.speaker is not None and (a.act not in self.table.silent or a.act in self.table.asking)

    def _links(self, a: Attribution) -> list[Link]:
        if not self._voiced(a) or self._asks(a):
            return []
        assert a.speaker is not None
        text = self.tree.text
        cue = self._cue(a)
        entity = self.entity_at.get(a.speaker_head) if a.speaker_head >= 0 else self.entity_in.get(a.speaker)
        speaker = Ref(text=text[a.speaker[0] : a.speaker[1]], start=a.speaker[0], end=a.speaker[1], entity=entity)
        links = []
        for k in a.listeners:
            first, last = self.tree.phrase(k)
            start, end = self.tree.span(first, last)
            name = text[start:end]
            if name.casefold().removeprefix("the ") not in self.publisher and not self._publishes(name):
                links.append(Link(speaker=Ref(text=name, start=start, end=end, entity=self.entity_at.get(k)), cue=cue, act="reports"))
        links.append(Link(speaker=speaker, cue=cue, act=a.act, when=self._when(a)))
        return links

    def _asks(self, a: Attribution) -> bool:
        """Whether the label of a turn stands for the publisher: its own name, or who asks in an interview."""
        if a.why != "turn" or a.speaker is None:
            return False
        label = self.tree.text[a.speaker[0] : a.speaker[1]].casefold()
        name = label.removeprefix("the ")
        initials = {"".join(word[0] for word in outlet.split() if word[0].isalpha()) for outlet in self.publisher}
        return (
            name in self.publisher
            or (len(name) > 1 and name in initials)
            or self._publishes(name)
            or (self.answered and label in self.asking)
        )

    def _publishes(self, name: str) -> bool:
        """Whether an outlet that was told is the publisher itself ("told the Post" in the Harbour Post)."""
        short = name.casefold().removeprefix("the ")
        return any(p.startswith(short + " ") or p.endswith(" " + short) for p in self.publisher)

    def _when(self, a: Attribution) -> str | None:
        if a.when is None or self._dates_the_noun(a):
            return None
        return next((t.edtf for t in self.times if t.start < a.when[1] and a.when[0] < t.end), None)

    def _aside(self, clause: Clause) -> bool:
        """A relative clause set off by a comma: it explains, so it is the publisher's (contract, rule 3)."""
        if clause.kind != "relcl":
            return False
        tree = self.tree
        low = tree.edges[clause.head][0]
        return low > 0 and tree.tokens[low - 1].text == "," and any(t.tag in ("WDT", "WP", "WP$") for t in tree.tokens[low : clause.head])

    def _presupposed(self, clause: Clause) -> bool:
        participle = clause.kind == "acl" and not clause.infinitive and self.tree.tokens[clause.head].tag == "VBN" and not clause.mark
        tokens = self.tree.tokens
        given = clause.kind == "acl" and clause.mark == "that" and tokens[tokens[clause.head].head].lemma in self.table.given
        return (
            (clause.kind == "relcl" and not clause.infinitive)
            or participle
            or given
            or (clause.kind == "advcl" and not clause.infinitive and clause.mark not in ("", "that", "if", "whether", "by"))
        )

    def _in_marks(self, a: Attribution, position: int) -> bool:
        if a.type == "direct":
            return True
        if a.type != "mixed":
            return False
        before = self.tree.text[max(0, position - 1500) : position]
        paragraph = before[before.rfind("\n") + 1 :]
        return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


def _size(a: Attribution) -> int:
    return sum(e - s for s, e in a.content)


def _merged(links: list[Link]) -> tuple[Link, ...]:
    """One who speaks of his own saying is one link."""
    found: list[Link] = []
    for link in links:
        previous = found[-1] if found else None
        if previous is not None and previous.speaker is not None and link.speaker is not None and (
            (link.speaker.entity is not None and previous.speaker.entity == link.speaker.entity) or link.speaker.text.lower() in ("i", "we")
        ):  # fmt: skip
            found[-1] = Link(speaker=previous.speaker, cue=link.cue, act=link.act, when=previous.when or link.when)
            continue
        found.append(link)
    return tuple(found)
