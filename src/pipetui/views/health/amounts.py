"""Which amounts are usual in a pipeline: the median of their logarithms, and how far from it most of them are."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log
from statistics import median
from typing import NamedTuple

ENOUGH = 20
"""Amounts that have to be known before anybody says what is usual."""

FAR = 3.5
"""Robust standard deviations from the median beyond which an amount is looked at twice (Iglewicz, Hoaglin: How to
Detect and Handle Outliers, 1993)."""

NORMAL = 1.4826
"""What makes a standard deviation of a median absolute deviation, where amounts are log-normal."""

LEAST = log(1.25)
"""The least spread that is taken for one: where nearly all cost the same, a fourth more is nothing odd."""


class Usual(NamedTuple):
    """The middle of the logarithms of amounts (minor units, base currency), and their robust standard deviation."""

    middle: float
    spread: float

    def is_far(self, amount: int) -> bool:
        """Whether an amount is out of the pattern."""
        return amount > 0 and abs(log(amount) - self.middle) > FAR * self.spread

    @property
    def typical(self) -> int:
        """The amount in the middle, in minor units."""
        return round(exp(self.middle))


def usual_of(amounts: Iterable[int]) -> Usual | None:
    """What is usual among amounts; None where they are too few to say."""
    logs = [log(amount) for amount in amounts if amount > 0]
    if len(logs) < ENOUGH:
        return None
    middle = median(logs)
    spread = NORMAL * median(abs(each - middle) for each in logs)
    return Usual(middle, max(spread, LEAST))
