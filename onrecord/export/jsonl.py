"""JSON Lines: one claim a line, by document and place in it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.casefile.corrections import marking
from onrecord.casefile.queries import Queries
from onrecord.casefile.row import finding_row
from onrecord.codec import dump_line


def rows(queries: Queries) -> Iterator[str]:
    """The lines of the export; the same casefile gives the same bytes."""
    queries, _ = marking(queries)
    for source in sorted(queries.documents(), key=lambda s: s.id):
        for finding in queries.claims(document=source.id):
            yield dump_line(finding_row(finding)).decode()
