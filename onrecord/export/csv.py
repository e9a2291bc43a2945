"""CSV for spreadsheets: one claim a row. What a spreadsheet would take for a formula is made text (CWE-1236)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.casefile.corrections import marking
from onrecord.casefile.queries import Queries
from onrecord.casefile.row import finding_row

COLUMNS = (
    "id", "document", "digest", "outlet", "published", "title", "lang", "speaker", "act", "factuality", "polarity", "relation", "context",
    "words", "start", "end", "subject", "subject_entity", "predicate", "object", "object_entity", "figures", "figure_low", "figure_high",
    "figure_unit", "when", "where", "withdrawn", "withdrawn_date", "decision", "decided_by", "decided_on",
)  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def rows(queries: Queries) -> Iterator[str]:
    """The lines of the export, the names of the columns first."""
    yield _line(COLUMNS)
    queries, _ = marking(queries)
    for source in sorted(queries.documents(), key=lambda s: s.id):
        for finding in queries.claims(document=source.id):
            row = _flat(finding_row(finding))
            yield _line([row[column] for column in COLUMNS])


def safe(value: object) -> str:
    """A cell's text; an apostrophe goes before what would start a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) and not isinstance(value, int | float) else text


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    subject, object_, figure = row["subject"] or {}, row["object"] or {}, (row["figures"] or [{}])[0]
    return {
        **row,
        "subject": subject.get("name") or subject.get("text"),
        "subject_entity": subject.get("entity"),
        "predicate": (row["predicate"] or {}).get("text"),
        "object": object_.get("name") or object_.get("text"),
        "object_entity": object_.get("entity"),
        "figures": "; ".join(f["text"] for f in row["figures"]),
        "figure_low": figure.get("low"),
        "figure_high": figure.get("high"),
        "figure_unit": figure.get("unit"),
        "when": "; ".join(t["edtf"] or t["text"] for t in row["when"]),
        "where": "; ".join(p["name"] for p in row["where"]),
        "withdrawn": (row["withdrawn"] or {}).get("document"),
        "withdrawn_date": (row["withdrawn"] or {}).get("date"),
        "decision": (row["decision"] or {}).get("verdict"),
        "decided_by": (row["decision"] or {}).get("by"),
        "decided_on": (row["decision"] or {}).get("date"),
    }


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return buffer.getvalue()
