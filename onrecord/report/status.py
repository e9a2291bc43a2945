"""What was read, how it ended, what was taken out and what stood before, as plain text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.casefile.history import Edition
from onrecord.casefile.queries import FileState, Finding, Removal, Run, Source
from onrecord.report.text import count, finding_lines, source_words

_RUNS = 5  # the latest ones, that are listed
_PLAIN = ("read", "unchanged", "updated")  # states that need no reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A casefile's documents, the state in which every file ended, the runs of the reader, and what was taken out."""

    documents: Sequence[Source]
    files: Sequence[FileState]
    runs: Sequence[Run]
    removals: Sequence[Removal]


def status_lines(status: Status) -> Iterator[str]:
    """The documents, each with where it was read from and what it lacks; the files that are not in, with the reason;
    the removals; and the totals."""
    for source in status.documents:
        lacks = f", without {', '.join(source.missing)}" if source.missing else ""
        dropped = f", {count(source.dropped, 'item')} dropped" if source.dropped else ""
        yield f"{source.id}  {source_words(source)} [{source.lang}]: {count(source.claims, 'claim')}{lacks}{dropped}"
        yield f"  {source.digest[:16]}  {', '.join(source.locations)}"
    for file in status.files:
        if file.state not in _PLAIN:
            yield f"{file.state}: {file.location} ({file.reason})"
    yield from map(removal_line, status.removals)
    for number, run in list(enumerate(status.runs, 1))[-_RUNS:]:
        totals = ", ".join(f"{n:,} {state}" for state, n in run.totals.items() if n) if run.totals is not None else "stopped"
        yield f"run {number}: {run.at[:19].replace('T', ' ')} UTC, onrecord {run.version}{f': {totals}' if totals else ''}"
    last = status.runs[-1] if status.runs else None
    if last is not None and last.totals is None:
        yield f"the run of {last.at[:16].replace('T', ' ')} UTC was stopped before its end; reading again completes it"
    states = Counter(file.state for file in status.files)
    if states:
        yield f"{count(len(status.files), 'file')}: {', '.join(f'{number:,} {state}' for state, number in sorted(states.items()))}"
    yield f"{count(len(status.documents), 'document')}, {count(sum(s.claims for s in status.documents), 'claim')}"


def removal_line(removal: Removal) -> str:
    """What was taken out, or read again since, by whom and when."""
    if removal.undone:
        return f"read again: {removal.digest[:16]}, {removal.at[:10]}"
    return f"removed: {removal.digest[:16]}, {removal.at[:10]} by {removal.by}{f': {removal.why}' if removal.why else ''}"


def history_lines(editions: Sequence[Edition], *, everything: bool = False) -> Iterator[str]:
    """The versions of a document, and what each no longer says or says anew; with ``everything``, all that each says."""
    for edition in editions:
        until = "stands there still" if edition.until is None else f"to {_moment(edition.until)}"
        yield f"# {source_words(edition.source)} ({edition.location})"
        yield f"{edition.source.digest[:16]}, {_moment(edition.since)}, {until}: {count(len(edition.claims), 'claim')}"
        if everything:
            yield from _part("It says" if edition.until is None else "It said", edition.claims)
        else:
            yield from _part("Said anew", edition.added)
            yield from _part("No longer said in the next version", edition.dropped)
        yield ""
    yield count(len(editions), "version")


def _part(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield f"## {title}"
        for finding in findings:
            yield from finding_lines(finding)


def _moment(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC" if at else "unknown date"
