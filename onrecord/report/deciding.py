"""What waits for a person, and what people decided, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.casefile.decisions import Decision, OpenPair, Side
from onrecord.report.text import count, finding_lines

_WORDS = {
    "same": "the same", "different": "different", "accepted": "accepted", "rejected": "rejected as not what the document says",
    "corrected": "corrected", "redacted": "redacted", "erased": "erased", "undone": "taken back",
}  # fmt: skip


def pair_lines(pair: OpenPair) -> Iterator[str]:
    """Two that may be one: what speaks for it, and both passages with their claims."""
    yield f"{pair.score:.2f}  {', '.join(pair.features)}"
    for side in (pair.left, pair.right):
        yield from _side(side)


def _side(side: Side) -> Iterator[str]:
    yield f"* {side.entity.name} ({side.entity.type.value}, {side.entity.id})"
    yield f"  “… {side.lead}[{' '.join(side.words.split())}]{side.tail} …”"
    yield f"  {side.outlet}, {(side.published or 'no date')[:10]} · {side.document}"
    for finding in side.claims:
        yield from (f"  {line}" for line in finding_lines(finding))


def pairs_lines(pairs: Iterable[OpenPair], case: str) -> Iterator[str]:
    """All pairs with the commands that decide them."""
    found = list(pairs)
    for pair in found:
        yield from pair_lines(pair)
        ids = f"{pair.left.entity.id} {pair.right.entity.id}"
        yield from (f"  onrecord same {case} {ids}   or   onrecord different {case} {ids}", "")
    yield f"{count(len(found), 'pair')} to decide" if found else "Nothing waits for a decision."


def decision_lines(decisions: Iterable[Decision]) -> Iterator[str]:
    """A line for every decision, in order."""
    found = list(decisions)
    yield from map(decision_line, found)
    yield count(len(found), "decision")


def decision_line(row: Decision) -> str:
    """A decision with who made it when, and what became of it."""
    state = " · taken back" if row.undone else "" if row.stands == "as it was" else f" · {row.stands}"
    note = f": {row.note}" if row.note else ""
    return f"{row.id}  {row.at[:16].replace('T', ' ')} UTC, {row.by}: {about(row)}{note}{state}"


def about(row: Decision) -> str:
    """What was decided about whom or what."""
    what = _WORDS.get(row.verdict, row.verdict)
    if row.undoes is not None:
        return f"took back {row.undoes}"
    if row.kind == "entity" and row.right is not None:
        return f"{_named(row.left)} and {_named(row.right)} are {what}"
    if row.kind == "claim":
        parts = f" ({', '.join(sorted(row.right))})" if row.right else ""
        return f"claim {row.left.get('claim')} {what}{parts}: “{' '.join(str(row.left.get('words', '')).split())}”"
    return f"{what} {'redaction ' + str(row.left['of']) if 'of' in row.left else 'a name, code ' + str(row.left.get('code'))}"


def _named(place: dict[str, object]) -> str:
    return f"“{place.get('name') or place.get('words')}” ({str(place['digest'])[:8]} at {place['start']})"
