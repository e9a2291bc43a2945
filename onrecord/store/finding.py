"""What a finding is made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from onrecord.store.schema import claim, document

PLACE = (claim.c.start, claim.c.end, claim.c.id)
"""The order of claims in their document."""


def claims_query() -> Select[Any]:
    """What a finding is made of, in the order of findings."""
    return (
        select(claim.c.key, claim.c.document, claim.c.body, claim.c.verdict, claim.c.decision, claim.c.carried)
        .join(document, document.c.id == claim.c.document)
        .order_by(func.coalesce(document.c.published, ""), document.c.id, *PLACE)
    )
