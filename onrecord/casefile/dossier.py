"""A subject's dossier: everything on record about it, and everything that it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.casefile.corrections import marking
from onrecord.casefile.figures import Contested, contested
from onrecord.casefile.lexicon import Theme, themes
from onrecord.casefile.queries import Finding, Queries, Source, Subject
from onrecord.casefile.timeline import Moment, timeline
from onrecord.casefile.words import stem, stems
from onrecord.model import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The claims of one theme; ``name`` is its key, ``title`` its heading."""

    name: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """``roles`` are the claims that say what the subject is; ``sections`` hold the other claims about it; ``said``
    those that it is a voice of, about whatever."""

    subject: Subject
    roles: tuple[Finding, ...]
    sections: tuple[Section, ...]
    said: tuple[Finding, ...]
    contested: tuple[Contested, ...]
    timeline: tuple[Moment, ...]
    sources: tuple[Source, ...]


def dossier(queries: Queries, entity: str) -> Dossier:
    """The dossier of the entity with this id.

    Raises:
        CasefileError: there is no such entity.
    """
    queries, _ = marking(queries)
    subject = queries.entity(entity)
    findings = queries.claims(entity=entity)
    about = [f for f in findings if f.concerns(entity)]
    roles = [f for f in about if is_role_of(f, entity)]
    figures = [c for c in contested(queries.claims(entity=entity)) if c.entity.id == entity]
    return Dossier(
        subject=subject,
        roles=tuple(roles),
        sections=_sections([f for f in about if not is_role_of(f, entity)]),
        said=tuple(f for f in findings if f.said_by(entity)),
        contested=tuple(figures),
        timeline=timeline(about),
        sources=tuple({f.source.id: f.source for f in findings}.values()),
    )


def is_role_of(finding: Finding, entity: str) -> bool:
    """Whether the claim says what the entity is: its role, its age, its other names."""
    subject = finding.subject()
    return finding.claim.relation in ("has_role", "has_age", "also_known_as") and subject is not None and subject.id == entity


def theme_of(claim: Claim) -> Theme:
    """The first theme with the claim's relation, else with its verb, else with its object's words or counted things."""
    table = themes()
    for theme in table:
        if claim.relation in theme.relations:
            return theme
    verb = {stem(claim.predicate.lemma.casefold())} if claim.predicate else set()
    rest = {*(stems(claim.object.text) if claim.object else ()), *(s for f in claim.figures for s in stems(f.counted or ""))}
    for told in (verb, rest):
        for theme in table:
            if told & theme.stems:
                return theme
    return table[-1]


def _sections(findings: Sequence[Finding]) -> tuple[Section, ...]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[theme_of(finding.claim).name].append(finding)
    return tuple(Section(name=t.name, title=t.title, findings=tuple(groups[t.name])) for t in themes() if groups[t.name])
