"""Where in its document a claim stands: its paragraph, and the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.casefile.cues import stop
from onrecord.casefile.queries import Finding, Queries
from onrecord.casefile.words import stems
from onrecord.model import Annotation, BlockKind

_HEADINGS = frozenset({BlockKind.HEADING, BlockKind.TITLE})
_ALIKE = 0.75  # share of the words that a question and a heading must have in common


class Places:
    """Paragraphs and headings of the documents that come up in one question; each document is looked at once."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._annotations: dict[str, Annotation] = {}
        self._claims: dict[str, Sequence[Finding]] = {}

    def paragraph(self, finding: Finding) -> frozenset[str]:
        """The casefile's entities that claims of the same paragraph concern, or that say them."""
        id = finding.source.id
        start, end = self._block(finding)
        near = (f for f in self._all(id) if start <= f.claim.evidence.start < end)
        return frozenset(known.id for f in near for known in f.entities.values())

    def under_heading(self, documents: Iterable[str], question: str) -> list[Finding]:
        """Claims under headings that say what the question says."""
        wanted = _content(question)
        found: list[Finding] = []
        if len(wanted) < 2:
            return found
        for id in documents:
            blocks = self._annotation(id).blocks
            headings = [b for b in blocks if b.kind in _HEADINGS]
            if not headings:
                continue
            text = self._queries.document(id).text
            for n, heading in enumerate(headings):
                said = _content(text[heading.start : heading.end])
                if said and heading.kind is BlockKind.HEADING and len(said & wanted) >= _ALIKE * len(said | wanted):
                    end = headings[n + 1].start if n + 1 < len(headings) else len(text)
                    found += [f for f in self._all(id) if heading.end <= f.claim.evidence.start < end]
        return found

    def _block(self, finding: Finding) -> tuple[int, int]:
        start = finding.claim.evidence.start
        for block in self._annotation(finding.source.id).blocks:
            if block.start <= start < block.end:
                return block.start, block.end
        return start, finding.claim.evidence.end

    def _annotation(self, id: str) -> Annotation:
        if id not in self._annotations:
            self._annotations[id] = self._queries.annotation(id)
        return self._annotations[id]

    def _all(self, id: str) -> Sequence[Finding]:
        if id not in self._claims:
            self._claims[id] = self._queries.claims(document=id)
        return self._claims[id]


def _content(text: str) -> frozenset[str]:
    """The stems of words that ask for something; "US" is no "us"."""
    return frozenset(
        found
        for raw in re.findall(r"[\w.'’-]+", text)
        for found in stems(raw)
        if found not in stop() or (len(raw) > 1 and raw.strip("?.'’").isupper())
    )
