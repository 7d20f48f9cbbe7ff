"""What a pipeline's history teaches as of one morning: all that the odds of its open deals rest on.

It depends on the days before that morning alone, so it holds all day, whatever is done meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipetui.views.odds.arrivals import Arrivals, learn_arrivals, new_worth
from pipetui.views.odds.dates import Dates, learn_dates
from pipetui.views.odds.history import Day
from pipetui.views.odds.luck import past_periods, trim_of
from pipetui.views.odds.risk import Risks
from pipetui.views.odds.states import Learned
from pipetui.views.odds.worth import Worth, learn_worth


@dataclass(frozen=True, slots=True)
class Lessons:
    """``pool`` are the risks of whole deals, ``by_stage`` those of visits to stages; ``today`` is the morning.

    ``new_worth`` is what a deal not yet opened is worth once it is won, in minor units. ``trim`` is what past months
    show the odds are to be multiplied by, ``closed`` how many deals were won or lost.
    """

    today: Day
    pool: Risks
    by_stage: Risks
    worth: Worth
    arrivals: Arrivals
    dates: Dates
    new_worth: float
    trim: float
    closed: int


def lessons_of(learned: Learned, day: Day) -> Lessons:
    """What a history taught by the morning of a day."""
    lives = learned.history.lives
    pool, by_stage = learned.risks(day)
    worth = learn_worth(learned.history, day)
    return Lessons(
        today=day,
        pool=pool,
        by_stage=by_stage,
        worth=worth,
        arrivals=learn_arrivals(learned, day),
        dates=learn_dates(learned, day, pool),
        new_worth=new_worth(lives, day, worth),
        trim=trim_of(past_periods(learned, day, "month")),
        closed=sum(closed < day for closed in lives.closed),
    )
