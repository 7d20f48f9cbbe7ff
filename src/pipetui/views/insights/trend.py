"""The win rate over time, and of each cohort what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipetui.values.periods import Kind, Period, period_of
from pipetui.views.insights.deals import LOST, OPEN, WON, Deals
from pipetui.views.insights.groups import closed_in
from pipetui.views.insights.shares import Share
from pipetui.views.insights.window import Window, of_period

if TYPE_CHECKING:
    from pipetui.views.insights.deals import Flags

MOST = 16
"""Periods that are told at most, the latest."""

MONTHS_OF = 400
"""Days of a window up to which it is told by months."""

A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Cohort:
    """Deals made in some days, and what became of them by now."""

    won: int
    lost: int
    open: int

    @property
    def number(self) -> int:
        """All of them."""
        return self.won + self.lost + self.open

    @property
    def rate(self) -> Share:
        """Won, of all that were made."""
        return Share(self.won, self.number)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period: won of those closed in it, by number and by value, and the cohort of those made in it.

    ``by_value`` is in minor units: won, and won and lost together. ``unpriced`` are lost ones without an amount.
    """

    period: Period
    closed: Share
    by_value: Share
    cohort: Cohort
    unpriced: int
    ids: tuple[int, ...]

    @property
    def value_rate(self) -> float | None:
        """The win rate by value, where enough lost deals have an amount."""
        return value_rate(self.closed, self.by_value, self.unpriced)


def cohort(deals: Deals, which: Flags, window: Window) -> Cohort:
    """The deals made in a window; leads that never came to the forecast are none."""
    made = which & deals.is_deal & (deals.created >= window.first) & (deals.created <= window.last)
    won, lost, still = (int((made & (deals.status == status)).sum()) for status in (WON, LOST, OPEN))
    return Cohort(won, lost, still)


def by_value(deals: Deals, closed: Flags) -> Share:
    """Won and closed, in minor units, of deals that are closed."""
    won = closed & (deals.status == WON)
    return Share(deals.money(won), deals.money(closed))


def value_rate(closed: Share, by_value: Share, unpriced: int) -> float | None:
    """The win rate by value; None where most lost deals have no amount: it would be that of the won ones alone."""
    return None if 2 * unpriced > closed.of - closed.hits else by_value.rate


def unpriced(deals: Deals, closed: Flags) -> int:
    """How many were lost without an amount: the rate by value knows nothing of them."""
    return int((closed & (deals.status == LOST) & ~deals.has_worth).sum())


def trend(deals: Deals, which: Flags, window: Window, fiscal_start: int) -> tuple[Stretch, ...]:
    """The periods of a window, of a year at least, the earliest first: months, or quarters of a longer one.

    What lies before the first deal is left out.
    """
    some = which & deals.is_deal
    if not some.any():
        return ()
    last = min(window.last, deals.today)
    first = max(min(window.first, last - A_YEAR + 1), int(deals.created[some].min()))
    if first > last:
        return ()
    kind: Kind = "month" if last - first <= MONTHS_OF else "quarter"
    period = period_of(kind, date.fromordinal(last), fiscal_start)
    found: list[Stretch] = []
    while len(found) < MOST and period.end.toordinal() >= first:
        found.insert(0, _stretch(deals, which, period))
        period = period.preceding()
    return tuple(found)


def _stretch(deals: Deals, which: Flags, period: Period) -> Stretch:
    window = of_period(period)
    closed = closed_in(deals, which, window)
    return Stretch(
        period=period,
        closed=Share(int((closed & (deals.status == WON)).sum()), int(closed.sum())),
        by_value=by_value(deals, closed),
        cohort=cohort(deals, which, window),
        unpriced=unpriced(deals, closed),
        ids=deals.ids(closed),
    )
