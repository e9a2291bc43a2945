"""Claims in the order of the times that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.casefile.queries import Finding

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # EDTF: spring, summer, autumn, winter of the north, by their first month


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A claim at the time that it speaks of (EDTF)."""

    when: str
    finding: Finding


def earliest(edtf: str | None) -> tuple[int, int, int] | None:
    """The first year, month and day (0: not said) of an EDTF value; ``None`` where it tells none."""
    for part in (edtf or "").split("/"):
        found = _DATE.match(part)
        if found:
            year, month, day = (int(x) if x else 0 for x in found.groups())
            return year, _SEASONS.get(month, month), day
    return None


def overlaps(one: str | None, two: str) -> bool:
    """Whether two EDTF values can speak of the same time, by their common precision; open ends are open."""
    a, b = _bounds(one), _bounds(two)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _bounds(edtf: str | None) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    if earliest(edtf) is None or edtf is None:
        return None
    first, _, last = edtf.partition("/")
    last = last or first
    low = earliest(first) or (-9999, 0, 0)
    high = earliest(last) or (9999, 0, 0)
    season = re.match(r"\d{4}-(2[1-4])", last)
    month = high[1] + 2 if season else high[1]
    return low, (high[0], month or 99, high[2] or 99)


def timeline(findings: Iterable[Finding]) -> tuple[Moment, ...]:
    """The claims whose time is resolved, the earliest first; durations and repeated times have no place in it."""
    found = [
        (start, finding.claim.evidence.start, Moment(when=time.edtf, finding=finding))
        for finding in findings
        for time in finding.claim.when[:1]
        if time.edtf and time.type in ("DATE", "TIME") and (start := earliest(time.edtf)) is not None
    ]
    return tuple(moment for _, _, moment in sorted(found, key=lambda row: (row[0], row[2].finding.source.id, row[1])))
