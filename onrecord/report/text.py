"""Results as plain text for a terminal, which is Markdown too. No line without its speaker, firmness and source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from onrecord.casefile.answer import Answer
from onrecord.casefile.corrections import Corrected
from onrecord.casefile.dossier import Dossier
from onrecord.casefile.figures import Contested
from onrecord.casefile.glance import Glance
from onrecord.casefile.queries import Finding, Reviewed, Source
from onrecord.model import Factuality
from onrecord.report.sentence import firmness, note_words, source_line, statement, withdrawn

_SHOWN = 12  # findings of one section, unless all are asked for


def clean(text: str) -> str:
    """The text without what could steer a terminal (control characters, overrides of the writing direction) or cannot
    be written at all (surrogates)."""
    plain = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf") or c in "\u200c\u200d")
    return plain.encode("utf-8", "replace").decode("utf-8")


def finding_lines(finding: Finding) -> Iterator[str]:
    """Two lines: the sentence with its firmness, and where it stands."""
    claim = finding.claim
    yield f"- [{claim.factuality.value}] {statement(finding)}"
    title = f", “{finding.source.title}”" if finding.source.title and finding.source.title != finding.publisher() else ""
    yield f"  {source_line(finding)}{title} · claim {claim.id}"
    if finding.withdrawn is not None:
        yield f"  {withdrawn(finding)}: {finding.withdrawn.document}"
    if finding.reviewed is not None:
        yield f"  {reviewed(finding.reviewed)}"


def reviewed(found: Reviewed) -> str:
    """What a person decided about a claim, signed and dated."""
    parts = f" ({', '.join(found.parts)})" if found.parts else ""
    over = ", carried over to these words" if found.carried else ""
    note = f": {found.note}" if found.note else ""
    what = "rejected as not what the document says" if found.verdict == "rejected" else found.verdict
    return f"{what}{parts} by {found.by}, {found.at[:10]}{over}{note} · decision {found.decision}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """What was asked, how it was understood, and what is on record about it."""
    yield f"# {answer.question}"
    yield ""
    for note in answer.notes:
        yield f"({note})"
    if not answer.findings:
        yield f"Nothing on record: {answer.reason}." if answer.reason else "Nothing on record."
        return
    yield f"{count(len(answer.findings), 'finding')} on record:"
    for finding in answer.findings:
        yield from finding_lines(finding)
    yield from _contested(answer.contested)
    yield from legend(answer.findings)


def glance_lines(glance: Glance) -> Iterator[str]:
    """The casefile at a glance."""
    yield f"# {count(glance.documents, 'document')}, {count(glance.claims, 'claim')}"
    if glance.outlets:
        yield from ("", "## Outlets")
        for outlet in glance.outlets:
            dates = "no date" if not outlet.first else outlet.first if outlet.first == outlet.last else f"{outlet.first} to {outlet.last}"
            yield f"- {outlet.name or 'unknown outlet'}: {count(outlet.documents, 'document')}, {dates}"
    if glance.entities:
        yield from ("", "## Who and what")
        for entity in glance.entities:
            yield f"- {entity.name} ({entity.type.value}): {count(entity.claims, 'claim')} in {count(entity.documents, 'document')}"
    if glance.factualities:
        yield from ("", "## How firmly", *(f"- {c.factuality.value}: {c.claims}" for c in glance.factualities))
    yield from _contested(glance.contested)
    yield from correction_lines(glance.corrections)
    if glance.noted > len(glance.corrections):
        yield f"  … and {count(glance.noted - len(glance.corrections), 'older note')} (--all shows them)"
    if glance.denied:
        yield from ("", "## Denied")
        for finding in glance.denied:
            yield from finding_lines(finding)
    if glance.echoes:
        yield from ("", "## The same words in several documents")
        for echo in glance.echoes:
            yield f"- {count(echo.documents, 'document')}: {statement(echo.findings[0])}"
            yield f"  {'; '.join(dict.fromkeys(source_line(f) + mark(f) for f in echo.findings))}"
    if glance.unread:
        yield from ("", "## Without claims: no parser for the language is installed")
        yield from (f"- {source_words(source)} ({source.lang})" for source in glance.unread)


def dossier_lines(dossier: Dossier, *, everything: bool = False) -> Iterator[str]:
    """A subject's dossier; long sections are cut unless ``everything``, and say so."""
    subject = dossier.subject
    yield f"# {subject.name} ({subject.type.value})"
    yield f"{count(subject.claims, 'claim')} in {count(subject.documents, 'document')}"
    if subject.aliases:
        yield f"Also: {', '.join(subject.aliases)}"
    for merge in subject.merges:
        if merge.name1 != merge.name2:
            told = f"{merge.rule}: {', '.join(merge.features)}" if merge.features else merge.rule
            yield f"- held to be one: “{merge.name1}” ({merge.document1}) and “{merge.name2}” ({merge.document2}) · {told} · {merge.score:.2f}"
    yield from section_lines("Roles, age and names", dossier.roles, everything)
    for section in dossier.sections:
        yield from section_lines(section.title, section.findings, everything)
    yield from section_lines(f"Said by {subject.name}", dossier.said, everything)
    yield from _contested(dossier.contested)
    if dossier.timeline:
        yield from ("", "## Timeline")
        for moment in dossier.timeline:
            yield f"- {moment.when} [{moment.finding.claim.factuality.value}] {statement(moment.finding)}"
            yield f"  {source_line(moment.finding)}{mark(moment.finding)} · claim {moment.finding.claim.id}"
    yield from ("", "## Sources", *(f"- {source_words(source)}" for source in dossier.sources))


def section_lines(title: str, findings: tuple[Finding, ...], everything: bool) -> Iterator[str]:
    """A heading and its findings, cut unless ``everything``; nothing where there are none."""
    if not findings:
        return
    yield from ("", f"## {title}")
    shown = findings if everything else findings[:_SHOWN]
    for finding in shown:
        yield from finding_lines(finding)
    if len(shown) < len(findings):
        yield f"  … and {len(findings) - len(shown)} more (--all shows them)"


def _contested(rows: Iterable[Contested]) -> Iterator[str]:
    for n, row in enumerate(rows):
        if not n:
            yield from ("", "## Figures that exclude one another")
        scope = f", {row.scope}" if row.scope else ""
        yield f"- {row.entity.name}, {row.measure}{scope}:"
        for value in row.values:
            voices = f" ({value.voices} voices)" if value.voices > 1 else ""
            for k, finding in enumerate(value.findings):
                head = f"{' '.join(value.text.split())}{voices}" if not k else "the same"
                yield f"  - {head} [{finding.claim.factuality.value}] {statement(finding)} ({source_line(finding)}{mark(finding)})"


def correction_lines(notes: Iterable[Corrected]) -> Iterator[str]:
    """Who took what back when, and where the casefile holds it. The words are the notes'."""
    for n, note in enumerate(notes):
        if not n:
            yield from ("", "## Corrections")
        yield f"- {source_words(note.source)}{f', note of {note.on}' if note.on and note.on != (note.source.published or '')[:10] else ''}"
        yield from (f"  withdraws: {note_words(words)}" for words in note.withdrawn_words)
        yield from (f"  lets stand: {note_words(words)}" for words in note.standing_words)
        for title, findings in (
            ("takes back", note.corrects),
            ("takes back, in an earlier version", note.earlier),
            ("also carried by", note.carried),
        ):
            yield from (f"  {title}: [{f.claim.factuality.value}] {statement(f)} ({source_line(f)}) · claim {f.claim.id}" for f in findings)


def mark(finding: Finding) -> str:
    """That its publisher took a claim back."""
    return f"; {withdrawn(finding)}" if finding.withdrawn is not None else ""


def legend(findings: Iterable[Finding]) -> Iterator[str]:
    """What the values of factuality mean, for those that were shown and state no plain fact."""
    shown = {f.claim.factuality for f in findings} - {Factuality.ASSERTED}
    if shown:
        yield ""
        yield from (f"[{factuality.value}]: {firmness(factuality)}" for factuality in Factuality if factuality in shown)


def source_words(source: Source) -> str:
    parts = [source.outlet or "unknown outlet", (source.published or "")[:10] or "no date", source.title or source.id]
    return ", ".join(parts)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
