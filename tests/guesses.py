"""Odds of a pipeline that has no history: what tests of totals start from."""

from datetime import date

from cards import PIPELINE, TODAY
from pipetui.views.odds import History, Odds, learn
from pipetui.views.odds.history import Lives, Stays


def guess(today: date = TODAY) -> Odds:
    """What is said of a pipeline nothing ever happened in."""
    return learn(History(PIPELINE.id, "EUR", today.toordinal(), PIPELINE.stages, Lives(), Stays(), Stays()))
