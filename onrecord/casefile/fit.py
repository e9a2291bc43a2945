"""How well a claim fits a question: a score, or ``None`` where it does not answer it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from onrecord.casefile.cues import Cue, causal, expand
from onrecord.casefile.queries import Finding
from onrecord.casefile.question import Asked, Question
from onrecord.casefile.section import Places
from onrecord.casefile.timeline import overlaps
from onrecord.casefile.words import stem, stems, words
from onrecord.model import Claim, EntityType, Factuality, Figure

_CURRENCY = re.compile(r"[A-Z]{3}")
_BY_RELATION, _BY_WORD = 3.0, 1.5
_BY_ROLE = {"subject": 1.5, "about": 1.0, "voice": 0.5, "near": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A finding that answers, how well, and whether by the relation that was asked for."""

    finding: Finding
    score: float
    by_relation: bool


def fit(question: Question, finding: Finding, places: Places) -> Fit | None:
    """The claim's fit, by kind of answer, cue, entity, words and time, each of which must be right."""
    claim = finding.claim
    if not right_kind(question, claim, finding) or not _right_time(question, claim) or not _right_voice(question, finding):
        return None
    told = told_by(finding)
    if not all(expand(word) & told for word in question.hard):
        return None
    cue, cue_score = _best_cue(question.cues, claim)
    if question.cues and cue is None:
        return None
    entity_score = _entities(question, finding, cue, told, places)
    if entity_score is None:
        return None
    coverage = _coverage(question, told, strict=cue is None)
    if coverage is None:
        return None
    plain = 0.0 if claim.context == "body" else -0.5
    by_relation = cue is not None and claim.relation in cue.relations
    return Fit(finding=finding, score=cue_score + entity_score + 2 * coverage + plain, by_relation=by_relation)


def told_by(finding: Finding) -> frozenset[str]:
    """The stems of all that a claim says: its words, its parts, the names of those it concerns."""
    claim = finding.claim
    parts = [claim.evidence.text, *(ref.text for ref in (claim.subject, claim.object, *claim.arguments) if ref is not None)]
    parts += [known.name for id in finding.about if (known := finding.known(id)) is not None]
    parts += [figure.counted or "" for figure in claim.figures]
    if claim.predicate:
        parts.append(claim.predicate.lemma)
    return frozenset(s for part in parts for s in stems(part))


def right_kind(question: Question, claim: Claim, finding: Finding) -> bool:
    """Whether the claim holds an answer of the kind asked for: a figure with a fitting unit, a time, a place."""
    match question.kind:
        case "count":
            return any(_counts(question, figure, claim) for figure in claim.figures)
        case "amount":
            return any(figure.unit is not None and _CURRENCY.fullmatch(figure.unit) for figure in claim.figures)
        case "age":
            return claim.relation == "has_age" or any(figure.unit == "year" for figure in claim.figures)
        case "time":
            return any(time.edtf and time.type in ("DATE", "TIME") for time in claim.when)
        case "place":
            counted = claim.relation == "operates_in" and any(figure.unit == "country" for figure in claim.figures)
            return (
                counted
                or bool(claim.where)
                or any(
                    (known := finding.known(ref.entity)) is not None and known.type is EntityType.PLACE
                    for ref in (claim.object, *claim.arguments)
                    if ref is not None
                )
            )
        case "cause":
            return bool(causal() & set(stems(claim.evidence.text)))
        case "agent":
            return _another_agent(question, claim, finding)
    return True


def _another_agent(question: Question, claim: Claim, finding: Finding) -> bool:
    """Whether somebody else than who is asked about is the subject: "who accuses X" is not answered by "X was accused".
    "Who is X" asks about the subject itself."""
    if claim.subject is None:
        return False
    by = [argument for argument in claim.arguments if argument.role == "by"]
    if by or any(cue.role == "subject" for cue in question.cues):
        return True
    subject, told = finding.subject(), set(stems(claim.subject.text))
    known = subject is not None and subject.id in question.ids
    return not known and not any(set(stems(one.words)) <= told for one in question.asked if one.named)


def _counts(question: Question, figure: Figure, claim: Claim) -> bool:
    unit = figure.unit
    if (unit is not None and (unit == "percent" or _CURRENCY.fullmatch(unit))) or claim.relation == "has_age":
        return False
    if question.counted is None or (claim.relation == "has_size" and any(cue.name == "size" for cue in question.cues)):
        return True
    near = {*stems(figure.counted or ""), *stems(figure.text), *(stems(claim.object.text) if claim.object else ())}
    near |= set(stems(claim.subject.text)) if claim.subject else set()
    return bool(expand(question.counted) & near)


def _right_time(question: Question, claim: Claim) -> bool:
    said = words(claim.evidence.text)
    return all(year in said or any(overlaps(time.edtf, year) for time in claim.when) for year in question.years)


def _right_voice(question: Question, finding: Finding) -> bool:
    if not question.speech or not question.asked:
        return True
    if question.denied and finding.claim.factuality is not Factuality.DENIED:
        return False
    return any(finding.said_by(id) for id in question.ids)


def _best_cue(cues: Collection[Cue], claim: Claim) -> tuple[Cue | None, float]:
    best: tuple[Cue | None, float] = (None, 0.0)
    for cue in cues:
        score = _cue(cue, claim)
        if score > best[1]:
            best = (cue, score)
    return best


def _cue(cue: Cue, claim: Claim) -> float:
    if cue.figure and not claim.figures:
        return 0.0
    if claim.relation in cue.relations:
        return _BY_RELATION
    told = {stem(claim.predicate.lemma.casefold())} if claim.predicate else set()
    for part in (claim.subject, claim.object):
        told |= set(stems(part.text)) if part is not None else set()
    told |= {s for figure in claim.figures for s in stems(figure.counted or "")}
    return _BY_WORD if told & cue.stems else 0.0


def _entities(question: Question, finding: Finding, cue: Cue | None, told: Collection[str], places: Places) -> float | None:
    """The score for the entities asked about; ``None`` if one of them that must be there is not."""
    asked = [one for one in question.asked if not one.sought]
    score, in_role = 0.0, not asked
    for one in asked:
        stands = _stands(one, finding, told)
        if stands is None and cue is not None and cue.role == "near" and one.ids & places.paragraph(finding):
            stands = "near"
        if stands is None:
            if one.named and (cue is None or cue.role != "near"):
                return None
            continue
        score += _BY_ROLE[stands]
        in_role = in_role or _fills(stands, cue, finding, question)
    for one in question.asked:
        if one.sought and _stands(one, finding, told) is not None:
            score += 1.0
    return score if in_role else None


def _stands(one: Asked, finding: Finding, told: Collection[str]) -> str | None:
    subject = finding.subject()
    if subject is not None and subject.id in one.ids:
        return "subject"
    if any(finding.concerns(id) for id in one.ids):
        return "about"
    if any(finding.said_by(id) for id in one.ids):
        return "voice"
    if one.named and set(stems(one.words)) <= set(told):
        return "about"
    return None


def _fills(stands: str, cue: Cue | None, finding: Finding, question: Question) -> bool:
    if question.speech:
        return True
    if cue is None or cue.role == "any":
        return stands in ("subject", "about") or (cue is None and stands == "voice" and question.kind != "agent")
    if cue.role == "subject":
        subject = finding.subject()
        return stands == "subject" or (stands == "about" and (subject is None or not subject.named))
    return True


def _coverage(question: Question, told: Collection[str], *, strict: bool) -> float | None:
    """The share of the keywords that the claim holds; ``None`` if that is too few."""
    if not question.keywords:
        return None if strict and not question.hard and not question.asked else 0.0
    held = sum(1 for word in question.keywords if expand(word) & set(told))
    share = held / len(question.keywords)
    needed = 0.5 if not strict else 1.0 if len(question.keywords) <= 2 else 2 / 3
    return share if share >= needed else None
