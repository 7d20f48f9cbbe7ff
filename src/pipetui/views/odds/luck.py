"""How right the odds were in the periods before: how much too high or low, and how far off by luck shared by all.

Independent deals would make the number of wins in a period Poisson-binomial. Looking back on past periods shows two
things beyond that. What they lay off on average is a fault of the odds, and taken out of them (``learn_trim``). How
far they lay off around it is luck that the deals of a period share (a holiday, a crisis, a campaign), and widens the
range.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from pipetui.values.periods import Kind, Period, period_of
from pipetui.views.odds.ahead import Steps, look_ahead
from pipetui.views.odds.arrivals import learn_arrivals, wins_of
from pipetui.views.odds.constants import FEW, OLDEST
from pipetui.views.odds.history import Day
from pipetui.views.odds.lookback import Lookback
from pipetui.views.odds.states import Learned, states_of

USUAL = 0.15
"""The usual luck, as a share, before any period has been looked back on."""

TRIM = 0.1
"""How far the odds are usually off on average, as a share, before anything has been looked back on."""

PERIODS = 2.0
"""Periods of the usual luck that every pipeline starts with."""

BACK = 12
"""Past periods looked back on."""

LEAST = 0.05
"""No quarter is foretold better than this, whatever the past few did."""

MOST = 0.8
"""A range is of no use beyond this."""


def look_back(learned: Learned, period: Period) -> Lookback | None:
    """A past period on its first morning, by stages and ages alone; None where there was hardly a history to learn
    from."""
    if period not in learned.looked_back:
        learned.looked_back[period] = _looked_back(learned, period)
    return learned.looked_back[period]


def _looked_back(learned: Learned, period: Period) -> Lookback | None:
    import numpy as np

    told, start, end = learned.columns, period.start.toordinal(), period.end.toordinal()
    if int((told.closed < start).sum()) < FEW:
        return None
    states = states_of(learned.stages, *learned.risks(start), {})
    ahead = look_ahead(Steps(states.daily, states.rhythm, learned.fiscal_start), start, start, end)
    inside = ahead.inside
    is_open = (told.born < start) & (start <= told.closed) & (start <= told.gone)
    lived = np.clip(start - told.born, 0, OLDEST)
    chances = inside[states.pool, lived]
    here = (told.seen < start) & (start <= told.left) & (told.state >= 0)
    state, own = told.state[here], np.array([*states.own, 0.0])[told.state[here]]
    place, age = told.place[here], np.clip(start - told.entered[here], 0, OLDEST)
    chances[place] = own * inside[state, age] + (1 - own) * inside[states.pool + 1 + state, lived[place]]
    chances = chances[is_open]
    new = wins_of(learn_arrivals(learned, start), states, ahead.newborn)
    came = int((told.won & (start <= told.closed) & (told.closed <= end)).sum())
    return Lookback(float(chances.sum()) + new, float((chances * (1 - chances)).sum()) + new, came)


def past_periods(learned: Learned, day: Day, kind: Kind) -> list[Lookback]:
    """The last periods of a kind that were over on the morning of a day, the latest first."""
    from datetime import date

    first = min(learned.history.lives.born, default=day)
    period = period_of(kind, date.fromordinal(day), learned.fiscal_start)
    past: list[Lookback] = []
    while len(past) < BACK:
        period = period.preceding()
        if period.start.toordinal() <= first or (back := look_back(learned, period)) is None:
            break
        past.append(back)
    return past


def trim_of(past: Sequence[Lookback]) -> float:
    """What the odds are to be multiplied by, as past periods show; drawn to 1 where they are few, or small."""
    weight = mean = 1 / TRIM**2
    for each in past:
        if each.expected >= 1:
            precision = 1 / (USUAL**2 + each.variance / each.expected**2)
            weight += precision
            mean += precision * each.came / each.expected
    return min(1.5, max(0.6, mean / weight))


def luck_of(past: Sequence[Lookback]) -> float:
    """The deviation of the luck that deals share, as a share of what was expected (by the method of moments)."""
    trim = trim_of(past)
    weight, excess = PERIODS, PERIODS * USUAL**2
    for each in past:
        if each.expected >= 1:
            due = trim * each.expected
            weight += 1
            excess += ((each.came - due) ** 2 - trim * each.variance) / due**2
    return min(MOST, max(LEAST, sqrt(max(0.0, excess / weight))))
