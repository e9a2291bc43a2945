"""A finding as plain data: the one form that exports, ``--json`` and the web's twins share."""

from __future__ import annotations

from typing import Any

from onrecord.casefile.queries import Finding, Reviewed, Withdrawn
from onrecord.model import Figure, Link, Place, Predicate, Ref, Time

type Json = dict[str, Any]


def finding_row(finding: Finding) -> Json:
    """Where it stands, who says it, how firmly, and the exact words; entity ids are the casefile's.

    ``speakers`` is the chain from the voice nearest the reader to the voice nearest the fact, empty where the
    publisher speaks in its own voice; ``act`` is what the innermost voice does, "publishes" where there is none; ``withdrawn`` is the note by which the
    publisher took the claim back, else null; ``decision`` what a person decided about it, else null."""
    claim, source = finding.claim, finding.source
    return {
        "id": claim.id,
        "document": source.id,
        "digest": source.digest,
        "outlet": source.outlet,
        "published": source.published,
        "title": source.title,
        "lang": source.lang,
        "speaker": " > ".join(finding.speakers()) or f"{finding.publisher()} (own voice)",
        "speakers": [_link(finding, link) for link in claim.attribution],
        "act": claim.attribution[-1].act if claim.attribution else "publishes",
        "factuality": claim.factuality.value,
        "polarity": claim.polarity.value,
        "relation": claim.relation,
        "context": claim.context,
        "words": claim.evidence.text,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "subject": _ref(finding, claim.subject),
        "predicate": _predicate(claim.predicate),
        "object": _ref(finding, claim.object),
        "arguments": [{"role": a.role, "text": a.text, "entity": _id(finding, a.entity)} for a in claim.arguments],
        "figures": [_figure(f) for f in claim.figures],
        "when": [_time(t) for t in claim.when],
        "where": [_place(finding, p) for p in claim.where],
        "withdrawn": _withdrawn(finding.withdrawn),
        "decision": _decision(finding.reviewed),
    }


def _withdrawn(mark: Withdrawn | None) -> Json | None:
    """The note's document, its date, who says so, and where in the document the note stands."""
    return None if mark is None else {"document": mark.document, "date": mark.on, "by": mark.by, "start": mark.start, "end": mark.end}


def _decision(found: Reviewed | None) -> Json | None:
    """What a person decided: who, when, which parts are no longer what was read, and the decision's id."""
    if found is None:
        return None
    told = {"id": found.decision, "verdict": found.verdict, "by": found.by, "date": found.at[:10], "note": found.note}
    return {**told, "parts": list(found.parts), "carried_over": found.carried}


def _id(finding: Finding, entity: str | None) -> str | None:
    known = finding.known(entity)
    return known.id if known else None


def _name(finding: Finding, entity: str | None) -> str | None:
    known = finding.known(entity)
    return known.name if known and known.named else None


def _ref(finding: Finding, ref: Ref | None) -> Json | None:
    if ref is None:
        return None
    return {"text": ref.text, "name": _name(finding, ref.entity), "entity": _id(finding, ref.entity)}


def _predicate(predicate: Predicate | None) -> Json | None:
    return None if predicate is None else {"text": predicate.text, "lemma": predicate.lemma}


def _link(finding: Finding, link: Link) -> Json:
    return {
        "name": finding.speaker(link),
        "text": link.speaker.text if link.speaker else None,
        "entity": _id(finding, link.speaker.entity) if link.speaker else None,
        "act": link.act,
        "cue": link.cue.text if link.cue else None,
        "when": link.when,
    }


def number(value: float | None) -> float | int | None:
    """A number without a fraction that says nothing."""
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 1e15 else value


def _figure(figure: Figure) -> Json:
    return {
        "text": figure.text,
        "low": number(figure.low),
        "high": number(figure.high),
        "modifier": figure.modifier.value,
        "unit": figure.unit,
        "counted": figure.counted,
        "per": figure.per,
    }


def _time(time: Time) -> Json:
    return {"text": time.text, "edtf": time.edtf, "type": time.type}


def _place(finding: Finding, place: Place) -> Json:
    return {
        "text": place.text,
        "name": place.name,
        "entity": _id(finding, place.entity),
        "country": place.country,
        "geonames_id": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
    }
