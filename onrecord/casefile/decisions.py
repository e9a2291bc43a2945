"""What people decided about a casefile: append-only, dated and signed; undoing is a decision of its own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.casefile.queries import Finding, Known
from onrecord.errors import CasefileError
from onrecord.model import Annotation, Claim, Factuality, Figure, Link, Place, Ref, Span

type Json = dict[str, Any]

KINDS = ("entity", "claim", "redaction")
VERDICTS = {"entity": ("same", "different"), "claim": ("accepted", "rejected", "corrected"), "redaction": ("redacted", "erased")}
_FIELDS = frozenset({"factuality", "subject", "speakers", "figures", "where"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``left`` and ``right`` say what it is about: passages (see ``passage``) of entities or of a claim, the parts that a
    correction puts in the place of others, or what a redaction is recognised by. ``undoes`` is the id of the decision
    that this one takes back; ``undone`` says that another took this one back. ``stands`` is "as it was" where it holds
    of the very passage, "carried over" where of one that overlaps it or has its words, "nowhere" where there is none."""

    id: str
    kind: str
    verdict: str
    left: Json
    right: Json | None
    note: str | None
    by: str
    at: str
    undoes: str | None = None
    undone: bool = False
    stands: str = "as it was"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a doubt: the entity, the document's entity that stands for it, and its passage with the words around;
    ``lead`` and ``tail`` are what comes before and after ``words``."""

    entity: Known
    document: str
    local: str
    outlet: str
    published: str | None
    lead: str
    words: str
    tail: str
    claims: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPair:
    """Two entities that may be one: what speaks for it, and the evidence of both sides."""

    score: float
    features: tuple[str, ...]
    left: Side
    right: Side


def decision_id(kind: str, verdict: str, left: Json, right: Json | None, by: str, at: str) -> str:
    """What names a decision wherever it travels."""
    told = json.dumps([kind, verdict, left, right, by, at], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:10]


def passage(digest: str, span: Span, words: str, **more: Any) -> Json:
    """A place in the bytes of a document, and the words there, by which it is found again in a later version."""
    return {"digest": digest, "start": span[0], "end": span[1], "words": words, **more}


PASSAGE = re.compile(r"onrecord-([0-9a-f]{16})-(\d+)-(\d+)")
"""How a passage is named in a resolver line: the beginning of the document's SHA-256, start and end."""


def resolver_pairs(lines: Sequence[Sequence[Any]], by: str, at: str, strange: list[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """What resolver lines of nomenklatura say of passages: verdict, two ids, user, time. An id that is no passage
    (one that nomenklatura made for all that are one) ties those that are positive with it; why a line was left out is
    added to ``strange``."""
    tied: dict[str, list[tuple[str, str, str]]] = {}
    against: list[tuple[str, str, str, str]] = []
    for line in lines:
        if len(line) < 3 or not all(isinstance(part, str) for part in line[:3]):
            strange.append(f"{json.dumps(line, ensure_ascii=False)[:80]}: not a resolver line")
            continue
        user = line[4] if len(line) > 4 and isinstance(line[4], str) and line[4] else by
        when = line[5] if len(line) > 5 and isinstance(line[5], str) and line[5] else at
        if line[2] == "positive":
            tied.setdefault(line[0], []).append((line[1], user, when))
            tied.setdefault(line[1], []).append((line[0], user, when))
        elif line[2] == "negative":
            against.append((line[0], line[1], user, when))
        elif line[2] not in ("unsure", "no_judgement"):
            strange.append(f"{line[0]} and {line[1]}: no judgement '{line[2]}'")
    group: dict[str, list[str]] = {}
    for first in sorted(tied, key=lambda one: (PASSAGE.fullmatch(one) is None, one)):
        if first in group:
            continue
        seen, todo, signed = [first], [first], [(by, at)]
        while todo:
            for other, user, when in sorted(tied[todo.pop()]):
                signed.append((user, when))
                if other not in seen:
                    seen.append(other)
                    todo.append(other)
        group |= dict.fromkeys(seen, sorted(id for id in seen if PASSAGE.fullmatch(id)))
        passages = group[first]
        user, when = max(signed[1:], key=lambda s: s[1])
        yield from (("same", passages[0], other, user, when) for other in passages[1:])
    for one, two, user, when in against:
        left, right = group.get(one, [one])[:1], group.get(two, [two])[:1]
        if left and right:
            yield "different", left[0], right[0], user, when


def overlap(one: Span, two: Span) -> float:
    """The share of two spans that is common to both (Jaccard)."""
    common = min(one[1], two[1]) - max(one[0], two[0])
    return 0.0 if common <= 0 else common / (max(one[1], two[1]) - min(one[0], two[0]))


def find_words(text: str, words: str, near: int) -> Span:
    """Where words stand in a text, nearest to a place; in the case given, else in any.

    Raises:
        CasefileError: they stand nowhere.
    """
    if not words.strip():
        raise CasefileError("no words were given")
    for hay, needle in ((text, words), (text.casefold(), words.casefold())):
        places = []
        at = hay.find(needle)
        while at >= 0:
            places.append(at)
            at = hay.find(needle, at + 1)
        if places and len(hay) == len(text):
            start = min(places, key=lambda p: (abs(p - near), p))
            return start, start + len(words)
    raise CasefileError(f"the document does not say “{words}”; a correction can only use its words")


def correct(annotation: Annotation, text: str, claim: Claim, change: Json) -> Claim:
    """A claim with parts of a decision in the place of its own; what a part cannot be found for any more stays."""
    parts: dict[str, Any] = {}
    if "factuality" in change:
        parts["factuality"] = Factuality(change["factuality"])
    if "subject" in change:
        parts["subject"] = _ref(annotation, text, change["subject"])
    if "speakers" in change:
        parts["attribution"] = _links(annotation, text, claim, change["speakers"])
    if "figures" in change:
        parts["figures"] = _nearest(annotation.figures, change["figures"])
    if "where" in change:
        parts["where"] = _nearest(annotation.places, change["where"])
    return replace(claim, **parts)


def checked(change: Json) -> Json:
    """A change as it came from outside.

    Raises:
        CasefileError: it has a part that cannot be corrected.
    """
    unknown = sorted(set(change) - _FIELDS)
    if unknown or not change:
        raise CasefileError(f"a correction is of {', '.join(sorted(_FIELDS))}" + (f", not of {', '.join(unknown)}" if unknown else ""))
    if "factuality" in change and change["factuality"] not in list(Factuality):
        raise CasefileError(f"no factuality '{change['factuality']}'; one of {', '.join(Factuality)}")
    return change


def _ref(annotation: Annotation, text: str, span: Sequence[int]) -> Ref:
    start, end = span
    best = max(
        ((overlap((m.start, m.end), (start, end)), e.id) for e in annotation.entities for m in e.mentions), key=lambda r: r[0], default=None
    )
    return Ref(text=text[start:end], start=start, end=end, entity=best[1] if best is not None and best[0] > 0 else None)


def _links(annotation: Annotation, text: str, claim: Claim, spans: Sequence[Sequence[int]]) -> tuple[Link, ...]:
    """A chain of other speakers; a link keeps its cue and act where the chain stays as long."""
    speakers = [_ref(annotation, text, span) for span in spans]
    if len(claim.attribution) == len(spans):
        return tuple(replace(link, speaker=speaker) for link, speaker in zip(claim.attribution, speakers, strict=True))
    return tuple(Link(speaker=speaker, cue=None, act="states") for speaker in speakers)


def _nearest[T: (Figure, Place)](items: Sequence[T], spans: Sequence[Sequence[int]]) -> tuple[T, ...]:
    found: list[T] = []
    for start, end in spans:
        best = max(items, key=lambda item: overlap((item.start, item.end), (start, end)), default=None)
        if best is not None and overlap((best.start, best.end), (start, end)) > 0 and best not in found:
            found.append(best)
    return tuple(found)
