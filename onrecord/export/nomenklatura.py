"""Who is one and who is not, as resolver lines of nomenklatura: JSON lists of two ids, judgement, score, user and time.

An id names a passage: "onrecord-", the first 16 digits of the document's SHA-256, and the span of the name there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.casefile.queries import Queries

JUDGEMENTS = {"same": "positive", "different": "negative"}


def rows(queries: Queries) -> Iterator[str]:
    """The lines of the export. What was taken back is left out: the format has no place for it."""
    for decision in queries.decisions():
        if decision.kind == "entity" and decision.undoes is None and not decision.undone and decision.right is not None:
            one, two = sorted((passage_id(decision.left), passage_id(decision.right)), reverse=True)
            yield json.dumps([one, two, JUDGEMENTS[decision.verdict], None, decision.by, decision.at], ensure_ascii=False) + "\n"


def passage_id(place: Mapping[str, Any]) -> str:
    return f"onrecord-{place['digest'][:16]}-{place['start']}-{place['end']}"
