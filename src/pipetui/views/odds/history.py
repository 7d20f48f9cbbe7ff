"""What happened to a pipeline's deals, as columns of days: stays in stages, births, outcomes, what was won."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TypeAlias

from pipetui.views.odds.told import NEVER, Day, Entered, Told
from pipetui.views.stage import Stage

__all__ = ["GONE", "LOST", "NEVER", "STILL", "UNKNOWN", "WON", "Column", "Day", "History", "Lives", "Record", "Stays"]

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


@dataclass(slots=True)
class Record:
    """What was entered, by deal: as it is now, and as it was before each change, by the day of the change.

    Changes are those of the days before today. What was entered of deals that were changed today is in ``morning``, as
    it was then: nothing that happens in the course of a day changes what its morning knew.

    What an import brought of the time before is without anything that was entered: an amount may have been written
    down only when the deal was won, and would tell its end.
    """

    told: Told = field(default_factory=Told)
    before: dict[int, list[tuple[Day, Entered]]] = field(default_factory=dict)
    morning: dict[int, Entered] = field(default_factory=dict)
    since: Day = 0
    """The day from which on changes of deals that were closed are all there."""

    def now(self, deal: int) -> Entered | None:
        """What is entered of a deal, as of this morning; None for a deal it does not speak of."""
        return self.morning.get(deal) or self.told.get(deal)

    def at(self, deal: int, day: Day) -> Entered | None:
        """What was entered of a deal by the morning of a day; None where the file did not have it yet."""
        if self.told.known_on(deal) >= day:
            return None
        return self.as_of(deal, day)

    def as_of(self, deal: int, day: Day) -> Entered | None:
        """The same, taking what the file first had for what was so before; None for a deal it does not speak of."""
        for changed, entered in self.before.get(deal, ()):
            if changed >= day:
                return entered
        return self.now(deal)


@dataclass(frozen=True, slots=True)
class History:
    """One pipeline's past up to ``today``: ``whole`` are deals from birth to end, ``stays`` their visits to stages.

    ``record`` is what was entered of deals and when; all its changes only where it was read for a back-test.
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
