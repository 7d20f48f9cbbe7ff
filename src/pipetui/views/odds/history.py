"""What happened to a pipeline's deals, as columns of days: stays in stages, births, outcomes, what was won."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from pipetui.views.stage import Stage

Day: TypeAlias = int
"""A day as its proleptic ordinal (``date.toordinal``)."""

UNKNOWN = 0
"""The stage of a stay in no stage we know of: an import tells where a deal ended, not where it was before."""

STILL, WON, LOST, GONE = 0, -1, -2, -3
"""How a stay ended: it has not, the deal was won, was lost, or went out of sight. Else the number of the stage it
went on to."""


@dataclass(slots=True)
class Stays:
    """Visits of deals to stages, by column. In sight from day ``seen`` (from ``entered`` on, if that is later).

    ``left`` is the day it ended, ``NEVER`` where it has not; ``how`` is one of the ends above.
    """

    stage: list[int] = field(default_factory=list)
    entered: list[Day] = field(default_factory=list)
    seen: list[Day] = field(default_factory=list)
    left: list[Day] = field(default_factory=list)
    how: list[int] = field(default_factory=list)

    def add(self, stage: int, entered: Day, seen: Day, left: Day, how: int) -> None:
        """Adds a visit."""
        self.stage.append(stage)
        self.entered.append(entered)
        self.seen.append(seen)
        self.left.append(left)
        self.how.append(how)


NEVER: Day = 10**7
"""The day of what has not happened."""


@dataclass(slots=True)
class Lives:
    """Deals from the day they came to a stage of the forecast, by column; leads that never did are not among them.

    ``closed`` is the day they were won or lost, ``NEVER`` while they are open; ``worth`` is what they came to, in
    minor units of the pipeline's currency (won deals only), None where it is unset.
    """

    deal: list[int] = field(default_factory=list)
    born: list[Day] = field(default_factory=list)
    entry: list[int] = field(default_factory=list)
    """The stage they were born in, ``UNKNOWN`` where the file can't say."""
    closed: list[Day] = field(default_factory=list)
    won: list[bool] = field(default_factory=list)
    worth: list[int | None] = field(default_factory=list)
    product: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class History:
    """One pipeline's past up to ``today``: ``whole`` are deals from birth to end, ``stays`` their visits to stages."""

    pipeline_id: int
    currency: str
    today: Day
    stages: tuple[Stage, ...]
    lives: Lives
    whole: Stays
    stays: Stays

    @property
    def closed_count(self) -> int:
        """How many deals were won or lost so far."""
        return sum(day <= self.today for day in self.lives.closed)
