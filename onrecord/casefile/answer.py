"""Question -> findings: stored claims that fit what is asked, or nothing on record. No answer is ever composed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.casefile.corrections import marking
from onrecord.casefile.cues import expand
from onrecord.casefile.figures import Contested, contested
from onrecord.casefile.fit import Fit, fit, right_kind
from onrecord.casefile.queries import Finding, Queries
from onrecord.casefile.question import Asked, Question, read_question
from onrecord.casefile.section import Places
from onrecord.casefile.words import stem
from onrecord.model import Factuality

_BY_ENTITY = 2000  # claims of one entity that are looked at; of more than that, those that may fit
_BY_WORDS = 200  # claims found by words that are looked at
_DOCUMENTS = 40  # documents whose headings are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``findings`` are the claims that fit, best first; none: ``reason`` says why there is nothing on record.
    ``notes`` say how the question was understood where that was a choice. ``contested`` sets the figures found
    against those that exclude them, so that no figure stands alone where others are on record."""

    question: str
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    contested: tuple[Contested, ...] = ()


def answer(queries: Queries, text: str, *, limit: int = 20) -> Answer:
    """What is on record about a question: at most ``limit`` claims, the best fitting first."""
    queries, _ = marking(queries)
    question = _with_leaders(read_question(text, queries.entities()), queries)
    if not (question.asked or question.cues or question.keywords or question.hard):
        return Answer(question=text, reason="the question names nothing to look for")
    pool = _pool(queries, question)
    places = Places(queries)
    fits = [found for finding in pool if (found := fit(question, finding, places)) is not None]
    if not any(f.by_relation for f in fits):
        fits += _by_heading(question, pool, places, {f.finding.claim.id for f in fits})
    ranked = sorted(fits, key=lambda f: -f.score)[:limit]
    if not ranked:
        return Answer(question=text, reason=_reason(question, queries), notes=(*question.notes, *_unread(queries)))
    findings = tuple(f.finding for f in ranked)
    return Answer(question=text, findings=findings, notes=question.notes, contested=_contested(queries, question, findings, pool))


def _pool(queries: Queries, question: Question) -> list[Finding]:
    """Claims that may answer: about the entities asked for, or holding words of the question."""
    found: dict[str, Finding] = {}
    wanted = [*question.hard, *(w for k in question.keywords for w in sorted(expand(k)))]
    wanted += [w for cue in question.cues for w in sorted(cue.stems | cue.asked)]
    names = [one.words for one in question.asked]
    relations = frozenset(relation for cue in question.cues for relation in cue.relations)
    for id in sorted(question.ids):
        if queries.entity(id).claims <= _BY_ENTITY:
            found.update((f.claim.id, f) for f in queries.claims(entity=id))
            continue
        found.update((f.claim.id, f) for f in queries.claims(entity=id, relations=relations, limit=_BY_ENTITY))
        found.update((f.claim.id, f) for f in queries.search(" ".join([*wanted, *names]), entity=id, limit=_BY_WORDS))
    found.update((f.claim.id, f) for f in queries.search(" ".join([*wanted, *names]), limit=_BY_WORDS))
    told = (f for f in found.values() if f.claim.factuality is not Factuality.QUESTIONED)  # a question answers none
    return sorted(told, key=_order)


def _contested(queries: Queries, question: Question, findings: Sequence[Finding], pool: Sequence[Finding]) -> tuple[Contested, ...]:
    """Groups of figures that exclude one another and hold one of the findings, where a figure was asked for."""
    if question.kind not in ("count", "amount") and not any(cue.figure for cue in question.cues):
        return ()
    documents = list(dict.fromkeys(f.source.id for f in (*findings, *pool)))[:_DOCUMENTS]
    rows = sorted((f for id in documents for f in queries.claims(document=id, figures=True)), key=_order)
    found = {f.claim.id for f in findings}
    return tuple(c for c in contested(rows) if any(f.claim.id in found for value in c.values for f in value.findings))


def _order(finding: Finding) -> tuple[str, str, int, int, str]:
    evidence = finding.claim.evidence
    return finding.source.published or "", finding.source.id, evidence.start, evidence.end, finding.claim.id


def _by_heading(question: Question, pool: Sequence[Finding], places: Places, known: Iterable[str]) -> list[Fit]:
    """Claims under a heading that asks the same, about somebody whom the question names."""
    documents = list(dict.fromkeys(f.source.id for f in pool))[:_DOCUMENTS]
    seen = set(known)
    return [
        Fit(finding=f, score=0.5 * sum(f.concerns(id) for id in question.ids), by_relation=False)
        for f in places.under_heading(documents, question.text)
        if f.claim.id not in seen
        and f.claim.factuality is not Factuality.QUESTIONED
        and right_kind(question, f.claim, f)
        and (any(map(f.concerns, question.ids)) or not question.ids)
    ]


def _with_leaders(question: Question, queries: Queries) -> Question:
    """The question with "the gang's leader" meaning whoever is on record as leading it, where leading is not asked."""
    word = stem("leader")
    if word not in question.keywords or any("leads" in cue.relations for cue in question.cues):
        return question
    leaders: dict[str, str] = {}
    for id in sorted(question.ids):
        for finding in queries.claims(entity=id, relations=("leads",), limit=_BY_ENTITY):
            subject = finding.subject()
            if subject is not None and subject.id != id:
                leaders[subject.id] = subject.name
    if not leaders:
        return question
    asked = (*question.asked, Asked(ids=frozenset(leaders), words="the leader", named=False))
    note = f"“the leader” is taken to be {', '.join(leaders.values())}"
    return replace(question, asked=asked, keywords=tuple(k for k in question.keywords if k != word), notes=(*question.notes, note))


def _unread(queries: Queries) -> tuple[str, ...]:
    """What a refusal must add: documents of which no claims could be taken hold more than can be searched."""
    count = sum("claims" in source.missing for source in queries.documents())
    return (f"{count} documents are on file without claims: no parser for their language is installed",) if count else ()


def _reason(question: Question, queries: Queries) -> str:
    for word in question.hard:
        if not queries.search(word, limit=1):
            return f"no claim names “{word.capitalize()}”"
    names = [one.words for one in question.asked if one.named]
    return f"no claim about {' and '.join(names)} answers this" if names else "no claim answers this"
