"""The layers come together: clauses, voices, entities, figures, times and places become claims."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from onrecord.extract.clause_walk import Clause, Part
from onrecord.extract.clauses import find_clauses
from onrecord.extract.factuality import Firmness, strongest, table
from onrecord.extract.nominal import Nominal
from onrecord.extract.nominals import find_nominals
from onrecord.extract.purpose import sent_to
from onrecord.extract.relations import Facts, name_relation
from onrecord.extract.speaking import speaking
from onrecord.extract.tree import Tree
from onrecord.extract.voices import Voices
from onrecord.lang import load_pack
from onrecord.model import (
    Argument,
    Attribution,
    BlockKind,
    Claim,
    Entity,
    Evidence,
    Factuality,
    Figure,
    Link,
    Parsed,
    Place,
    Polarity,
    Predicate,
    Ref,
    Time,
)  # fmt: skip

_CONTEXT = {BlockKind.TITLE: "title", BlockKind.HEADING: "heading", BlockKind.CAPTION: "caption"}
_LOCATIVE = frozenset({"in", "at", "into", "near", "from", "inside", "outside", "within", "to", "through", "across"})
_LENGTHS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "decade", "century"})
_ASKED = frozenset({"WP", "WDT", "WRB"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What the other layers found in one document."""

    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()


def find_claims(parsed: Parsed, layers: Layers) -> tuple[Claim, ...]:
    """The claims of a parsed document, in text order; none without a parse."""
    if not parsed.has_parse:
        return ()
    return tuple(_Joiner(parsed, layers).run())


class _Joiner:
    def __init__(self, parsed: Parsed, layers: Layers) -> None:
        self.parsed, self.layers = parsed, layers
        self.starts = [t.start for t in parsed.tokens]
        self.tree = Tree(parsed, _coordinated_names(parsed, layers.entities, self.starts))
        self.tree.names.update(_fixed_coordinations(self.tree))
        self.table = table(parsed.lang)
        self.kinds = frozenset(load_pack(parsed.lang)["places"]["kinds"]["after"])
        self.origins, self.dating = (frozenset(load_pack(parsed.lang)["clauses"].get(name, ())) for name in ("origins", "dating"))
        self.entities = {e.id: e for e in layers.entities}
        self.entity_at = _entity_heads(layers.entities)
        self.digest = hashlib.sha256(parsed.document.text.encode("utf-8", "surrogatepass")).hexdigest()
        self.voices = Voices(self.tree, layers.attributions, self.entity_at, layers.times, speaking(parsed, layers.entities))
        self.clauses = find_clauses(self.tree, self.voices.cues(self.table.silent), self.voices.moved())
        voiced = frozenset(a.cue_head for a in layers.attributions if a.speaker is not None)
        self.firmness = Firmness(self.tree, self.clauses, frozenset(self.voices.by_cue), voiced)
        self.owner = {k: c.head for c in self.clauses for k in c.owned}
        self.by_head = {c.head: c for c in self.clauses}
        self.heads = sorted(parsed.tokens[head].start for head in self.by_head)
        self.siblings: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            self.siblings.setdefault(clause.head, []).append(clause)
        self.figures = self._by_owner(layers.figures)
        self.times = self._by_owner(layers.times)
        self.places = self._by_owner(layers.places)
        self.place_of = {p.entity: p for p in reversed(layers.places) if p.entity and p.lat is not None}

    def run(self) -> Iterator[Claim]:
        nominals = find_nominals(self.tree, self.layers.entities, self.layers.attributions, self.clauses)
        self.stated_by_noun = {n.cue for n in nominals}
        claims = [c for clause in self.clauses for c in self._of_clause(clause)]
        claims.extend(map(self._of_nominal, nominals))
        seen: set[str] = set()
        for claim in sorted(
            claims, key=lambda c: (c.evidence.start, c.predicate.start if c.predicate else c.evidence.start, c.evidence.end, c.id)
        ):
            if claim.id not in seen:
                seen.add(claim.id)
                yield claim

    # ---- clauses

    def _of_clause(self, clause: Clause) -> Iterator[Claim]:
        if self._silent(clause):
            return
        tokens, tree = self.tree.tokens, self.tree
        subject = self._ref(clause.subject)
        target = self._ref(clause.object)
        arguments = tuple(a for role, part in clause.arguments if (a := self._argument(role, part, clause)) is not None)
        figures = self._figures_of(clause)
        if subject is None and target is None and not arguments and not figures:
            return
        verbs = clause.verbs
        first, last = verbs[0], verbs[-1]
        predicate = Predicate(text=tree.words(first, last), lemma=clause.lemma, start=tokens[first].start, end=tokens[last].end)
        when, where = self._when(clause), self._where(clause)
        chain, said = self.voices.chain(tokens[clause.head].start, clause, exclude=set(verbs) | {clause.head})
        factuality = strongest(self.firmness.factuality(clause), *said, *self._estimated(figures))
        yield self._claim(
            evidence=(tokens[clause.first].start, tokens[clause.last].end), subject=subject, predicate=predicate, target=target,
            arguments=arguments, relation=self._relation(clause, subject, target, figures, where), figures=figures, when=when, where=where,
            polarity=self.firmness.polarity(clause), factuality=factuality, chain=chain, why=clause.why,
        )  # fmt: skip

    def _silent(self, clause: Clause) -> bool:
        """No claim: a saying verb (its content is the claim), a question for a word, an expletive alone, furniture."""
        tokens = self.tree.tokens
        act = self.voices.act_at(clause)
        if act is not None and act not in self.table.own and not clause.folded and (clause.object is None or self._tells(clause)):
            return True
        if act == "proposes" and clause.object is None and not clause.arguments and self.voices.quoted(clause.head):
            return True  # '"…," the report recommends': the words are the claim
        if clause.head in self.stated_by_noun and act == "calls":
            return True
        head = tokens[clause.head]
        if head.lemma == "be" and clause.subject is None and clause.object is None:
            return True
        if self._only_announces(clause):
            return True
        asked = [p for p in (clause.subject, clause.object) if p is not None and tokens[p.head].tag in _ASKED]
        return bool(asked)

    def _only_announces(self, clause: Clause) -> bool:
        """ "it cannot be ruled out that …": what follows is told, and by itself; "it is too soon to say" tells nothing."""
        tree = self.tree
        if clause.object is not None or clause.arguments or clause.subject is None or tree.tokens[clause.subject.head].lower != "it":
            return False
        return clause.lemma == "be" or tree.kid(clause.folded[-1] if clause.folded else clause.head, "ccomp", "csubj") is not None

    def _tells(self, clause: Clause) -> bool:
        """Whether what a saying verb says is a claim by itself; else ("cited the law") the saying is the claim."""
        if clause.head in self.stated_by_noun:
            return True
        tokens = self.tree.tokens
        content = [span for a in self.voices.of_cue(clause.head) for span in a.content]
        own = tokens[clause.head].start
        inside = any(bisect_left(self.heads, e) - bisect_left(self.heads, s) > (s <= own < e) for s, e in content)
        return inside or self.voices.quoted(clause.head)

    def _estimated(self, figures: tuple[Figure, ...]) -> list[Factuality]:
        return [Factuality.ESTIMATED for f in figures if "estimated" in f.text.lower()]

    # ---- parts

    def _ref(self, part: Part | None) -> Ref | None:
        if part is None:
            return None
        start, end = self._bounds(part)
        return Ref(text=self.tree.text[start:end], start=start, end=end, entity=self.entity_at.get(part.head))

    def _bounds(self, part: Part) -> tuple[int, int]:
        """The words of a part, with quotation marks in pairs only."""
        tokens, text = self.tree.tokens, self.tree.text
        first, last = part.first, part.last
        words = text[tokens[first].start : tokens[last].end]
        if words.count("“") > words.count("”") and last + 1 < len(tokens) and tokens[last + 1].text == "”":
            last += 1
        elif words.count("”") > words.count("“") and first and tokens[first - 1].text == "“":
            first -= 1
        return tokens[first].start, tokens[last].end

    def _argument(self, role: str, part: Part, clause: Clause) -> Argument | None:
        if role.startswith("according"):
            return None
        ref = self._ref(part)
        assert ref is not None
        bare = role in ("", "by")  # "by 2027" is nobody's doing
        if bare and any(t.start <= ref.start and ref.end <= t.end and t.type in ("DATE", "TIME") for t in self.times.get(clause.head, ())):
            return None
        return Argument(role=role, text=ref.text, start=ref.start, end=ref.end, entity=ref.entity)

    def _relation(
        self, clause: Clause, subject: Ref | None, target: Ref | None, figures: tuple[Figure, ...], where: tuple[Place, ...]
    ) -> str | None:
        tokens = self.tree.tokens

        def meant(head: int) -> int:  # "the gang to which he belonged"
            return tokens[clause.head].head if tokens[head].tag in ("WDT", "WP") and clause.kind == "relcl" else head

        def lemma(part: Part | None) -> str:
            return tokens[meant(part.head)].lemma.lower() if part else ""

        def kind(head: int) -> str:
            entity = self.entities.get(self.entity_at.get(meant(head), ""))
            return str(entity.type) if entity else ""

        return name_relation(self.parsed.lang, Facts(
            lemma=clause.lemma, passive=clause.passive, subject_lemma=lemma(clause.subject), object_lemma=lemma(clause.object),
            subject_type=kind(clause.subject.head) if clause.subject else "", object_type=kind(clause.object.head) if clause.object else "",
            roles=frozenset(r for r, _ in clause.arguments), role_types=frozenset((r, kind(p.head)) for r, p in clause.arguments),
            role_lemmas=frozenset((r, lemma(p)) for r, p in clause.arguments), units=frozenset(f.unit for f in figures if f.unit), places=bool(where), figures=bool(figures),
        ))  # fmt: skip

    # ---- figures, times, places

    def _token_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _by_owner[T: (Figure, Time, Place)](self, items: Iterable[T]) -> dict[int, list[T]]:
        found: dict[int, list[T]] = {}
        for item in items if self.parsed.tokens else ():
            k = self._token_at(item.start)
            last = self._token_at(item.end - 1)
            if self.parsed.tokens[k].end <= item.start:
                continue  # stands in a block that was not parsed
            head = next((self.owner[j] for j in range(k, last + 1) if j in self.owner), None)
            if head is not None:
                found.setdefault(head, []).append(item)
        return found

    def _figures_of(self, clause: Clause) -> tuple[Figure, ...]:
        """The clause's figures; those of one coordinate belong to its claim alone."""
        found = tuple(
            replace(f, counted=None) if f.unit in _LENGTHS and f.counted and self._stays(f) else f
            for f in self.figures.get(clause.head, ())
            if self._belongs(f.start, clause)
        )
        if not found and clause.subject is not None and clause.subject.head not in clause.owned and clause.kind == "advcl":
            return ()
        return found

    def _stays(self, figure: Figure) -> bool:
        """Whether a length of time stands behind a preposition and so counts nothing ("was closed for two months")."""
        tokens = self.tree.tokens
        k = self._token_at(figure.end - 1)
        return tokens[k].dep == "pobj" and tokens[tokens[tokens[k].head].head].pos in ("VERB", "AUX")

    def _belongs(self, offset: int, clause: Clause) -> bool:
        """Whether a place in a clause with coordinated subjects or objects belongs to this one's: what stands inside
        another coordinate, or between it and the next, is that one's alone."""
        tokens = self.tree.tokens
        siblings = self.siblings[clause.head]
        if len(siblings) == 1:
            return True
        for mine, others in (
            (clause.subject, {s.subject.head: s.subject for s in siblings if s.subject}),
            (clause.object, {s.object.head: s.object for s in siblings if s.object}),
        ):
            parts = sorted(others.values(), key=lambda p: p.first)
            for part, following in zip_longest(parts, parts[1:]):
                end = tokens[following.first].start if following is not None else tokens[part.last].end
                if tokens[part.first].start <= offset < end:
                    return mine is None or mine.head == part.head
        return True

    def _when(self, clause: Clause) -> tuple[Time, ...]:
        own = self._own_times(clause) or self._antecedent_time(clause)
        if own or clause.kind not in ("conj", "advcl"):
            return own
        governor = self.by_head.get(self._first_of(clause)) or self.by_head.get(clause.governor)
        if governor is None or governor.head == clause.head or clause.mark or (clause.kind == "advcl" and self._finite(clause)):
            return own
        sentence = self.parsed.sentences[self.tree.tokens[clause.head].sent]
        middle = self.tree.tokens[governor.head].start
        return tuple(
            t for t in self._own_times(governor) if (t.end <= middle and t.start < sentence.start + 25) or t.end >= sentence.end - 3
        )

    def _antecedent_time(self, clause: Clause) -> tuple[Time, ...]:
        """ "since 2009, when a mudflow killed 43": the time that the relative clause hangs on."""
        tree = self.tree
        if clause.kind not in ("relcl", "advcl") or not any(tree.tokens[c].lower == "when" for c in tree.kids(clause.head, "advmod")):
            return ()
        start = tree.tokens[tree.edges[clause.head][0]].start
        return tuple(
            replace(t, edtf=t.edtf.removesuffix("/..").removeprefix("../"))
            for t in self.layers.times
            if t.edtf and t.type == "DATE" and 0 < start - t.end < 4
        )

    def _first_of(self, clause: Clause) -> int:
        token = self.tree.tokens[clause.head]
        return token.head if token.dep == "conj" else -1

    def _finite(self, clause: Clause) -> bool:
        return self.tree.tokens[clause.head].tag in ("VBD", "VBZ", "VBP", "MD") or self.tree.kid(clause.head, "aux") is not None

    def _own_times(self, clause: Clause) -> tuple[Time, ...]:
        found = []
        for time in self.times.get(clause.head, ()):
            if (
                (time.edtf is not None or time.type == "DATE")
                and not self._inside_noun(time, clause)
                and not self.voices.dates_a_saying(time, clause.head)
            ):
                found.append(time)
        return tuple({t.edtf or t.start: t for t in reversed(found)}.values())[::-1]  # both ends of a range say the same

    def _inside_noun(self, item: Time | Place, clause: Clause) -> bool:
        """Whether a time belongs to a noun ("the earthquake of 2010", "its 2024 report") and not to the clause."""
        tokens = self.tree.tokens
        k = max(range(self._token_at(item.start), self._token_at(item.end - 1) + 1), key=lambda j: -len(self.tree.ancestors(j)))
        token = tokens[k]
        if token.dep in ("compound", "nummod", "amod", "poss", "nmod") and tokens[token.head].pos in ("NOUN", "PROPN"):
            return True
        if token.dep != "pobj":
            return False
        preposition = tokens[token.head]
        above = tokens[preposition.head]
        if preposition.lower in ("before", "after") and tokens[preposition.i - 1].dep == "npadvmod":
            return True  # "a week before Christmas" is not Christmas
        inward = preposition.lower == "of" or (preposition.lower == "from" and preposition.i == above.i + 1)  # "samples from May"
        return inward and above.pos in ("NOUN", "PROPN") and above.i in clause.owned

    def _where(self, clause: Clause) -> tuple[Place, ...]:
        tokens, tree = self.tree.tokens, self.tree
        found: list[Place] = []
        for place in self.places.get(clause.head, ()):
            k = self._token_at(place.end - 1)
            inner = range(self._token_at(place.start), k + 1)
            top = min(inner, key=lambda j: len(tree.ancestors(j)))
            if (clause.subject is not None and top == clause.subject.head) or not self._belongs(place.start, clause):
                continue
            outer = tokens[top].head
            if tokens[top].dep in ("compound", "poss", "nmod", "amod") and outer not in inner and tokens[outer].lower not in self.kinds:
                continue  # "the Aleppo office" is no place, "Aleppo province" is
            if self._of_another_event(top, clause):
                continue
            found.append(place)
        for role, part in clause.arguments:
            named = self.place_of.get(self.entity_at.get(part.head, ""))
            if named is not None and role.split()[-1] in _LOCATIVE:
                start, end = self._bounds(part)
                if not any(start <= p.start and p.end <= end for p in found):
                    found.append(replace(named, start=start, end=end, text=tree.text[start:end], why="tied"))
        found = found or sent_to(self.tree, clause, self.places)
        return tuple(sorted(found, key=lambda p: (p.start, p.end)))

    def _of_another_event(self, k: int, clause: Clause) -> bool:
        """Whether a place says where the subject is from, or where something took place that only dates the clause ("died
        after a trip to Chad")."""
        tokens = self.tree.tokens
        while k != clause.head and tokens[k].head != k:
            above = tokens[k].head
            if tokens[k].dep == "prep" and tokens[k].lower in self.origins and tokens[above].pos in ("NOUN", "PROPN"):
                return clause.subject is not None and clause.subject.first <= above <= clause.subject.last
            if tokens[k].dep == "prep" and tokens[k].lower in self.dating and k != clause.head and tokens[above].pos in ("VERB", "AUX"):
                return True
            k = above
        return False

    # ---- nominal claims

    def _of_nominal(self, n: Nominal) -> Claim:
        tokens, _tree = self.tree.tokens, self.tree
        subject, target = self._ref(n.subject), self._ref(n.object)
        start, end = tokens[n.first].start, tokens[n.last].end
        predicate = None
        if n.predicate >= 0:
            word = tokens[n.predicate]
            predicate = Predicate(text=word.text, lemma=word.lemma, start=word.start, end=word.end)
        figures = tuple(f for f in self.layers.figures if start <= f.start and f.end <= end) if n.figures else ()
        if n.relation == "has_age":
            figures = tuple(replace(f, unit=f.unit or "year") for f in figures)
        place = tokens[n.anchor].start
        chain, said = self.voices.chain(place, None, exclude=set(), aside=n.aside)
        arguments = []
        for role, part in n.arguments:
            ref = self._ref(part)
            assert ref is not None
            if not any(t.start <= ref.start and ref.end <= t.end for t in self.layers.times):
                arguments.append(Argument(role=role, text=ref.text, start=ref.start, end=ref.end, entity=ref.entity))
        dated = [] if n.aside else [t for t in self.layers.times if t.edtf and ((start <= t.start and t.end <= end) or self._behind(t, n))]
        when = tuple(t for t in dated if n.figures or n.under >= 0)
        where = tuple(p for p in self.layers.places if start <= p.start and p.end <= end and n.predicate >= 0)
        polarity = self.firmness.polarity_of_noun(n.predicate)
        return self._claim(
            evidence=(start, end), subject=subject, predicate=predicate, target=target, arguments=tuple(arguments), relation=n.relation,
            figures=figures, when=when, where=where, polarity=polarity, factuality=strongest(*said, *self._shared(n), Factuality(n.factuality)), chain=chain, why=n.why,
        )  # fmt: skip

    def _shared(self, n: Nominal) -> list[Factuality]:
        clause = self.by_head.get(n.under)
        return [] if clause is None else [self.firmness.factuality(clause)]

    def _behind(self, time: Time, n: Nominal) -> bool:
        """A time of the saying verb that follows the noun it reports."""
        return n.cue >= 0 and time.start > self.tree.tokens[n.last].end and self.owner.get(self._token_at(time.start)) == n.cue

    # ---- one claim

    def _claim(
        self, *, evidence: tuple[int, int], subject: Ref | None, predicate: Predicate | None, target: Ref | None, arguments: tuple[Argument, ...],
        relation: str | None, figures: tuple[Figure, ...], when: tuple[Time, ...], where: tuple[Place, ...], polarity: Polarity,
        factuality: Factuality, chain: tuple[Link, ...], why: str,
    ) -> Claim:  # fmt: skip
        text = self.tree.text
        subject, target = self._first_person(subject, chain), self._first_person(target, chain)
        block = self.parsed.blocks[self.parsed.sentences[self.tree.tokens[self._token_at(evidence[0])].sent].block]
        spans = [
            evidence,
            *((x.start, x.end) if x else (-1, -1) for x in (predicate, subject, target)),
            *((f.start, f.end) for f in figures),
        ]
        key = self.digest + "|" + "|".join(f"{a}-{b}" for a, b in spans)
        return Claim(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            evidence=Evidence(start=evidence[0], end=evidence[1], text=text[evidence[0] : evidence[1]]),
            subject=subject, predicate=predicate, object=target, arguments=arguments, relation=relation,
            context=_CONTEXT.get(block.kind, "body"), figures=figures, when=when, where=where, polarity=polarity,
            factuality=factuality, attribution=chain, why=why,
        )  # fmt: skip

    @staticmethod
    def _first_person(ref: Ref | None, chain: tuple[Link, ...]) -> Ref | None:
        """ "I" and "we" in somebody's words are the speaker."""
        if ref is None or ref.entity is not None or ref.text.lower() not in ("i", "we", "me", "us", "myself", "ourselves"):
            return ref
        speaker = chain[-1].speaker if chain else None
        return replace(ref, entity=speaker.entity) if speaker is not None else ref


def _entity_heads(entities: tuple[Entity, ...]) -> dict[int, str]:
    """Head token -> entity; a name goes before a noun where two mentions share the head."""
    found: dict[int, str] = {}
    for kind in ("pronoun", "nominal", "name"):
        for entity in entities:
            for mention in entity.mentions:
                if mention.kind == kind and mention.head >= 0:
                    found[mention.head] = entity.id
    return found


_JOINS = (" and ", " & ", " y ", ",")


def _coordinated_names(parsed: Parsed, entities: tuple[Entity, ...], starts: list[int]) -> dict[int, tuple[int, int]]:
    """Names that hold a coordination ("Food and Drug Administration"): their head is one part, not two."""
    found = {}
    for entity in entities:
        for mention in entity.mentions:
            if mention.kind == "name" and mention.head >= 0 and any(c in mention.text for c in _JOINS):
                first = bisect_right(starts, mention.start) - 1
                last = bisect_right(starts, mention.end - 1) - 1
                inside = range(first, last + 1)
                head = next((k for k in inside if parsed.tokens[k].head not in inside), first)
                while first and parsed.tokens[first - 1].lower == "the":
                    first -= 1
                found[head] = (first, last)
    return found


def _fixed_coordinations(tree: Tree) -> dict[int, tuple[int, int]]:
    """ "foot and mouth", "search-and-rescue": coordinations that name one thing, by their heads."""
    found = {}
    fixed = frozenset(load_pack(tree.parsed.lang)["clauses"].get("fixed", ()))
    tokens = tree.tokens
    for token in tokens:
        if token.dep != "cc" or not 0 < token.i < len(tokens) - 1:
            continue
        first = token.i - (2 if tokens[token.i - 1].text == "-" else 1)
        last = token.i + (2 if tokens[token.i + 1].text == "-" else 1)
        if first < 0 or last >= len(tokens) or f"{tokens[first].lower} {token.lower} {tokens[last].lower}" not in fixed:
            continue
        head = next((k for k in range(first, last + 1) if not first <= tokens[k].head <= last), first)
        found[head] = (min(first, tree.phrase(head)[0]), max(last, tree.phrase(head)[1]))
    return found


def unclaimed(parsed: Parsed, claims: tuple[Claim, ...]) -> tuple[tuple[int, int], ...]:
    """The sentences of which no claim was made."""
    taken = sorted((c.evidence.start, c.evidence.end) for c in claims)
    free: list[tuple[int, int]] = []
    k, reach = 0, -1  # how far the evidence reaches that begins before a sentence ends
    for sentence in parsed.sentences:
        while k < len(taken) and taken[k][0] < sentence.end:
            reach, k = max(reach, taken[k][1]), k + 1
        if reach <= sentence.start:
            free.append((sentence.start, sentence.end))
    return tuple(free)
