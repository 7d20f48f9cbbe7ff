"""What an expected close date says: how much faster things happen to a deal as it comes near, and after it has passed.

Near its date a deal's time runs faster, for every end alike: so the date moves chance between periods, and leaves how
often the deal is won at all as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pipetui.views.odds.history import Day

Place: TypeAlias = int | None
"""A close date in whole weeks from the end of the period (the week that ends with it is 0); None without a date."""

WEEK = 7
FARTHEST = 26
"""Weeks from the period's end beyond which dates are not told apart."""

SPANS = (-30, 0, 8, 31, 91)
"""Days from today to the close date that part: long past, past, this week, this month, this quarter, later."""

GUESS = (0.5, 1.0, 3.0, 1.2, 0.5, 0.2)
"""How much faster a deal's time is taken to run, by span, before the rep's own dates have said."""


def place_of(close: date | None, today: Day, end: Day) -> Place:
    """Where a close date lies, for the tables of a period: dates of a week share one."""
    if close is None:
        return None
    weeks = (close.toordinal() - end - 1) // WEEK + 1
    long_past = (today - end) // WEEK - 6
    return max(long_past, min(weeks, FARTHEST))


@dataclass(frozen=True, slots=True)
class Dates:
    """How much faster than usual a deal's time runs, by how far off its close date is."""

    factors: tuple[float, ...] = GUESS

    def factor(self, days_to_close: int) -> float:
        """The factor on all daily risks, so many days before the close date (after it, below 0)."""
        for span, factor in zip(SPANS, self.factors, strict=False):
            if days_to_close < span:
                return factor
        return self.factors[-1]

    def pace(self, place: Place, end: Day = 0) -> Callable[[Day], float]:
        """The factor by day, for a close date at a place beside the period's end."""
        if place is None:
            return lambda _day: 1.0
        close = end + WEEK * place - 3
        return lambda day: self.factor(close - day)
