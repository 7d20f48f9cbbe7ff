"""Where a running period was to end, as it would have been told on its past mornings: the range as it narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipetui.values.periods import Period
from pipetui.views.odds.backtest import counted, won_between
from pipetui.views.odds.history import Day, History
from pipetui.views.odds.odds import odds_of
from pipetui.views.odds.outlook import P10, P50, P90
from pipetui.views.odds.standing import open_on
from pipetui.views.odds.states import Learned

MORNINGS, WEEK = 5, 7
"""Mornings that are looked back on at most, and the days between two at least."""


class Ends(NamedTuple):
    """The total of a period, in minor units, that it was to stay under in 1, 5 and 9 of 10 cases, as told on a day."""

    day: date
    p10: int
    p50: int
    p90: int


def mornings(period: Period, until: date) -> list[date]:
    """Days of a period before a day, evenly spread and weeks apart."""
    gone = (min(until, period.end) - period.start).days
    apart = max(WEEK, -(-gone // (MORNINGS * WEEK)) * WEEK)
    days = (min(until, period.end).toordinal() - apart * place for place in range(1, MORNINGS + 1))
    return [date.fromordinal(day) for day in days if day >= period.start.toordinal()][::-1]


def ends_on(history: History, period: Period, days: Iterable[date], fiscal_start: int = 1) -> list[Ends]:
    """Where a period was to end, on mornings of its own; ``history`` has the ``whole`` record.

    A morning is left out where nothing was won or lost before it.
    """
    learned = Learned(history, fiscal_start)
    first = min(history.lives.closed, default=history.today)
    return [_ends(learned, period, day.toordinal()) for day in days if day.toordinal() > first]


def _ends(learned: Learned, period: Period, day: Day) -> Ends:
    deals = list(open_on(learned.history, day))
    odds = odds_of(learned, day, Counter(deal.stage for deal in deals))
    told = odds.foretell([deal for deal, _, _ in counted(odds, deals)], period)
    _, ends = odds.spread(told, period, odds.luck(period))
    won = won_between(learned.history, period.start.toordinal(), day - 1)
    return Ends(date.fromordinal(day), *(won + ends[place] for place in (P10, P50, P90)))
