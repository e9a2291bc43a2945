"""What must hold of the rows of a casefile beyond what the database knows: words stand at their spans, counts agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, select

from onrecord.model import Claim, Document
from onrecord.promise import on_record
from onrecord.store import rows
from onrecord.store.schema import claim, document, source

_COLUMNS = ("id", "start", "end", "relation", "factuality", "polarity", "context", "figures")


def problems(connection: Connection) -> Iterator[str]:
    """What does not hold, a line each. Reads every document once.

    Raises:
        FormError: a row is not in the form in which it was written.
    """
    placed = set(connection.execute(select(source.c.document)).scalars())
    counts = {row.document: row[1] for row in connection.execute(select(claim.c.document, func.count()).group_by(claim.c.document))}
    for row in connection.execute(select(document).order_by(document.c.id)):
        if row.id not in placed:
            yield f"document {row.id} stands nowhere"
        if row.claims != counts.get(row.id, 0):
            yield f"document {row.id} has {counts.get(row.id, 0)} of its {row.claims} claims"
        yield from _words(connection, row)


def _words(connection: Connection, row: Row[Any]) -> Iterator[str]:
    """Claims whose columns are not theirs; items whose words do not stand in the text."""
    found = connection.execute(select(claim).where(claim.c.document == row.id).order_by(claim.c.key)).all()
    claims = rows.load_claims([stored.body for stored in found])
    for stored, item in zip(found, claims, strict=True):
        if tuple(getattr(stored, name) for name in _COLUMNS) != _columns(item):
            yield f"claim {stored.id} of document {row.id} is not as it was written"
    annotation = replace(rows.load_annotation(row.annotation), claims=claims)
    missing = on_record(Document(id=row.id, text=row.text), annotation).dropped - annotation.dropped
    if missing:
        yield f"document {row.id}: the words of {missing} items do not stand in its text"


def _columns(item: Claim) -> tuple[object, ...]:
    said = item.factuality.value, item.polarity.value, item.context
    return (item.id, item.evidence.start, item.evidence.end, item.relation, *said, bool(item.figures))
