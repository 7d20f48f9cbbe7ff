"""The course of one deal, before it becomes rows: which stages from when to when, and how it ended or stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from pipetui.demo.cast import Firm
from pipetui.demo.story import DEMO, LEAD, NEGOTIATION, PROPOSAL, QUALIFIED, NextStep

SOURCES = {
    # how often deals come from there, and how many of ten are won
    "website": (25, 2.8),
    "referral": (20, 4.8),
    "existing customer": (20, 5.0),
    "trade fair": (15, 2.4),
    "partner": (10, 4.0),
    "outbound": (10, 1.8),
}

STAY = {LEAD: (3, 12), QUALIFIED: (6, 20), DEMO: (5, 16), PROPOSAL: (7, 25), NEGOTIATION: (4, 14)}
"""Fewest and most working days a deal usually spends in a stage."""


class Visit(NamedTuple):
    """A stay in a stage, from one working day's number to another's."""

    stage: int
    first: int
    last: int


@dataclass
class Course:
    """What happens to a deal; days are numbers of working days (``Days``), amounts whole units of ``currency``."""

    title: str
    firm: Firm
    amount: int | None
    product: str
    source: str
    visits: list[Visit]
    closes: list[date | None]
    """The expected close as it was first set, then each it was changed to."""
    currency: str = "EUR"
    status: str = "open"
    reason: str | None = None
    first_amount: int | None = None
    """The amount it was added with, where it changed since."""
    probability: float | None = None
    category: str | None = None
    gap: tuple[int, int] | None = None
    """The days it was given up on and taken up again."""
    next_step: NextStep | None = None
    notes: str | None = None
    tags: Sequence[str] = field(default_factory=tuple)

    @property
    def first(self) -> int:
        """The day it was added."""
        return self.visits[0].first

    @property
    def last(self) -> int:
        """The day it was closed, or last touched."""
        return self.visits[-1].last


def visits_until(last: int, stays: Sequence[tuple[int, int]]) -> list[Visit]:
    """Visits one after the other, the last of them ending on a day; ``stays`` are stages with their working days."""
    visits: list[Visit] = []
    for stage, days in reversed(stays):
        visits.append(Visit(stage, last - days, last))
        last -= days
    visits.reverse()
    return visits


def stays(path: Sequence[int], random: Random, stretch: float = 1.0) -> list[tuple[int, int]]:
    """How long a deal stays in each stage of its path; ``stretch`` lengthens the last stay."""
    drawn = [(stage, random.randint(*STAY[stage])) for stage in path]
    stage, days = drawn[-1]
    return [*drawn[:-1], (stage, max(2, round(days * stretch)))]


def came_from(random: Random) -> str:
    """Where a deal came from."""
    return random.choices(list(SOURCES), [often for often, _ in SOURCES.values()])[0]


def round_amount(amount: float) -> int:
    """An amount as offers have it: to the hundred."""
    return max(1, round(amount / 100)) * 100


def pushed_to(close: date | None, pushes: int) -> list[date | None]:
    """The closes that were expected before the last one, about a month apart and never two in one, and that one."""
    if close is None:
        return [None]
    earlier = (date.fromordinal(close.toordinal() - 31 * back) for back in range(pushes, 0, -1))
    return [*(date.fromordinal(day.toordinal() - max(0, day.weekday() - 4)) for day in earlier), close]
