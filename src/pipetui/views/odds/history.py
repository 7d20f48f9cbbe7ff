"""What happened to a pipeline's deals, as columns of days: stays in stages, births, outcomes, what was won."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from pipetui.views.stage import Stage

Day: TypeAlias = int
"""A day as its proleptic ordinal (``date.toordinal``)."""

UNKNOWN = 0
"""The stage of a stay in no stage we know of: an import tells where a deal ended, not where it was before."""

Column: TypeAlias = "array[int]"
"""Whole numbers of 64 bits, one for each deal or visit: small, and as quick to hand to numpy as to append to."""

STILL, WON, LOST, GONE = 0, -1, -2, -3
"""How a stay ended: it has not, the deal was won, was lost, or went out of sight. Else the number of the stage it
went on to."""


def _column() -> Column:
    return array("q")


@dataclass(slots=True)
class Stays:
    """Visits of deals to stages, by column. In sight from day ``seen`` (from ``entered`` on, if that is later).

    ``left`` is the day it ended, ``NEVER`` where it has not; ``how`` is one of the ends above.
    """

    deal: Column = field(default_factory=_column)
    stage: Column = field(default_factory=_column)
    entered: Column = field(default_factory=_column)
    seen: Column = field(default_factory=_column)
    left: Column = field(default_factory=_column)
    how: Column = field(default_factory=_column)

    def add(self, deal: int, stage: int, entered: Day, seen: Day, left: Day, how: int) -> None:
        """Adds a visit."""
        self.deal.append(deal)
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
    minor units of the pipeline's currency (won deals only), None where it is unset. ``gone`` is the day one was
    deleted.
    """

    deal: Column = field(default_factory=_column)
    born: Column = field(default_factory=_column)
    entry: Column = field(default_factory=_column)
    """The stage they were born in, ``UNKNOWN`` where the file can't say."""
    closed: Column = field(default_factory=_column)
    won: Column = field(default_factory=_column)
    """1 where the deal was won, else 0."""
    worth: list[int | None] = field(default_factory=list)
    product: list[str | None] = field(default_factory=list)
    gone: Column = field(default_factory=_column)


class Entered(NamedTuple):
    """What a rep has entered of a deal; None is unset. ``amount`` is in minor units of the pipeline's currency.

    ``probability`` (percent) and ``category`` are the deal's own, ``source`` says whose the probability is.
    """

    amount: int | None = None
    close: Day | None = None
    probability: float | None = None
    source: str = "stage"
    category: str | None = None
    product: str | None = None


@dataclass(slots=True)
class Record:
    """What was entered, by deal: as it is now, and as it was before each change, by the day of the change.

    ``known`` is the day the file first had a deal. What an import brought of the time before is without anything that
    was entered: an amount may have been written down only when the deal was won, and would tell its end.
    """

    now: dict[int, Entered] = field(default_factory=dict)
    before: dict[int, list[tuple[Day, Entered]]] = field(default_factory=dict)
    known: dict[int, Day] = field(default_factory=dict)

    def at(self, deal: int, day: Day) -> Entered | None:
        """What was entered of a deal by the morning of a day; None where the file did not have it yet."""
        if self.known.get(deal, NEVER) >= day:
            return None
        return self.as_of(deal, day)

    def as_of(self, deal: int, day: Day) -> Entered | None:
        """The same, taking what the file first had for what was so before; None for a deal it does not speak of."""
        for changed, entered in self.before.get(deal, ()):
            if changed >= day:
                return entered
        return self.now.get(deal)


@dataclass(frozen=True, slots=True)
class History:
    """One pipeline's past up to ``today``: ``whole`` are deals from birth to end, ``stays`` their visits to stages.

    ``record`` is what was entered of deals and when; of all of them only where it was read for a back-test.
    """

    pipeline_id: int
    currency: str
    today: Day
    stages: tuple[Stage, ...]
    lives: Lives
    whole: Stays
    stays: Stays
    record: Record = field(default_factory=Record)

    @property
    def closed_count(self) -> int:
        """How many deals were won or lost so far."""
        return sum(day <= self.today for day in self.lives.closed)
