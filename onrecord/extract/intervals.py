"""An algebra of what figures leave open: each is the interval of the values that its words allow.

Allen's relations (1983), reduced to those that tell whether two figures can both be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from onrecord.model import Figure, Modifier

TOLERANCE = 0.1  # how far "about" reaches to either side, as a share of the value


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from ``low`` to ``high``; an open end is itself left out ("over 10"). Either may be infinite.

    Raises:
        ValueError: no value lies in it.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no value lies between {self.low} and {self.high}")


def of_figure(figure: Figure, tolerance: float = TOLERANCE) -> Interval | None:
    """The interval of a figure; None for one without bounds ("dozens"). "about" reaches ``tolerance`` to either side.

    Raises:
        ValueError: the figure's bounds are the wrong way round.
    """
    low, high = figure.low, figure.high
    if low is None and high is None:
        return None
    if figure.modifier is Modifier.ABOUT and low is not None and high is not None:
        return Interval(low - abs(low) * tolerance, high + abs(high) * tolerance)
    return Interval(
        -inf if low is None else low,
        inf if high is None else high,
        low is None or figure.modifier is Modifier.OVER,
        high is None or figure.modifier is Modifier.UNDER,
    )


def before(a: Interval, b: Interval) -> bool:
    """Whether every value of ``a`` is smaller than every one of ``b``."""
    return a.high < b.low or (a.high == b.low and (a.high_open or b.low_open))


def disjoint(a: Interval, b: Interval) -> bool:
    """Whether no value lies in both: two such figures contradict one another."""
    return before(a, b) or before(b, a)


def overlap(a: Interval, b: Interval) -> bool:
    """Whether some value lies in both."""
    return not disjoint(a, b)


def contains(a: Interval, b: Interval) -> bool:
    """Whether every value of ``b`` lies in ``a``."""
    low = a.low < b.low or (a.low == b.low and (b.low_open or not a.low_open))
    high = a.high > b.high or (a.high == b.high and (b.high_open or not a.high_open))
    return low and high


def meet(a: Interval, b: Interval) -> Interval | None:
    """The values that lie in both; None where there are none."""
    if disjoint(a, b):
        return None
    low = max((a.low, a.low_open), (b.low, b.low_open))
    high = min((a.high, not a.high_open), (b.high, not b.high_open))
    return Interval(low[0], high[0], low[1], not high[1])
