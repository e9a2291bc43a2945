"""What changed since a moment, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.casefile.figures import Changed, Value
from onrecord.casefile.news import Joined, News, NewVoice
from onrecord.report.deciding import decision_line
from onrecord.report.sentence import source_line, statement
from onrecord.report.status import removal_line
from onrecord.report.text import correction_lines, count, legend, mark, section_lines, source_words


def news_lines(news: News, case: str, *, everything: bool = False) -> Iterator[str]:
    """What changed, in sections; long ones are cut unless ``everything``, and say so."""
    of = f" about {news.subject.name}" if news.subject is not None else ""
    yield f"# News{of} since {news.since[:19].replace('T', ' ')} UTC"
    yield ", ".join(
        (count(len(news.arrivals), "new document"), count(len(news.updates), "new version"), count(len(news.claims), "new claim"))
    )
    for title, sources in (("New documents", news.arrivals), ("New versions of documents", news.updates)):
        if sources:
            yield from ("", f"## {title}", *(f"- {source_words(source)}" for source in sources))
    yield from section_lines("New claims", news.claims, everything)
    yield from section_lines("No longer said by the documents that said so", news.gone, everything)
    if news.voices:
        yield from ("", "## Heard for the first time")
        for voice in news.voices:
            yield from _voice(voice)
    if news.figures:
        yield from ("", "## Figures that moved")
        for figure in news.figures:
            yield from _figure(figure)
    if news.joined:
        yield from ("", "## Held to be one")
        for joined in news.joined:
            yield from _join(joined)
    yield from correction_lines(news.corrections)
    if news.decisions:
        yield from ("", "## Decided", *(f"- {decision_line(row)}" for row in news.decisions))
    if news.removals:
        yield from ("", "## Taken out", *(f"- {removal_line(row)}" for row in news.removals))
    if news.waiting:
        yield from ("", f"{count(news.waiting, 'pair')} to decide: onrecord review {case}")
    yield from legend((*news.claims, *news.gone))


def _voice(voice: NewVoice) -> Iterator[str]:
    kind = voice.known.type.value if voice.known is not None else "outlet"
    yield f"- {voice.name} ({kind}): {count(len(voice.findings), 'claim')}"
    first = voice.findings[0]
    yield f"  [{first.claim.factuality.value}] {statement(first)} ({source_line(first)}) · claim {first.claim.id}"


def _figure(row: Changed) -> Iterator[str]:
    scope = f", {row.scope}" if row.scope else ""
    yield f"- {row.entity.name}, {row.measure}{scope}:"
    for when, values in (("so far", row.before), ("now", row.now)):
        for value in values:
            yield from _value(when, value)


def _value(when: str, value: Value) -> Iterator[str]:
    for finding in value.findings:
        told = f"[{finding.claim.factuality.value}] {statement(finding)} ({source_line(finding)}{mark(finding)})"
        yield f"  - {when} {' '.join(value.text.split())} {told}"


def _join(row: Joined) -> Iterator[str]:
    yield f"- {row.subject.name} ({row.subject.type.value})"
    if row.before:
        yield f"  was on record as {len(row.before)}: {'; '.join(', '.join(names) for names in row.before)}"
    if row.names:
        yield f"  is called anew: {', '.join(row.names)}"
    for merge in row.merges:
        told = f"{merge.rule}: {', '.join(merge.features)}" if merge.features else merge.rule
        yield f"  “{merge.name1}” ({merge.document1}) and “{merge.name2}” ({merge.document2}) · {told} · {merge.score:.2f}"
