"""Levers: what one change of habit would bring by the end of a period, from the rep's own numbers.

All four are taken of the same expectation (open deals and new business), one at a time:

- one point of win rate: chances grow by 0.01 / win rate;
- ten days less in the slowest stage: deals in it or before it, and new ones, have ten days more to be won in;
- ten in a hundred more deals: a tenth more new business;
- five in a hundred more per deal: a twentieth more of all that is not won yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pipetui.views.prospect import Basis, Column
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    from pipetui.views.odds import Odds

DAYS, POINT, MORE_DEALS, MORE_EACH = 10, 0.01, 0.10, 0.05

FEWEST = 5
"""Stays a stage needs to be called the slowest: the length of fewer says nothing."""


class Lever(NamedTuple):
    """A change, and what it would bring by the period's end, in minor units."""

    name: str
    brings: int
    why: str


class Slowest(NamedTuple):
    """The stage deals stay in longest, by the median of the stays that ended, in days."""

    stage: Stage
    days: float
    stays: int


def slowest_stage(odds: Odds) -> Slowest | None:
    """The stage with the longest median stay; None where no stage has been left often enough."""
    stays = odds.learned.history.stays
    today = odds.today
    lengths: dict[int, list[int]] = {}
    for stage, entered, left in zip(stays.stage, stays.entered, stays.left, strict=True):
        if left <= today:
            lengths.setdefault(stage, []).append(left - entered)
    found = [
        Slowest(stage, median(lengths[stage.id]), len(lengths[stage.id]))
        for stage in odds.learned.history.stages
        if not stage.is_lead and len(lengths.get(stage.id, ())) >= FEWEST
    ]
    return max(found, key=lambda each: each.days, default=None)


def levers(basis: Basis, column: Column, odds: Odds) -> list[Lever]:
    """What each lever would bring in a period, the largest first; those there is no history for are left out."""
    outlook = column.outlook
    if outlook is None:
        return []
    to_come = outlook.expected + outlook.new_business
    found = [
        Lever("10% more new deals", round(MORE_DEALS * outlook.new_business), "a tenth more of what is not yet opened"),
        Lever("5% more per deal", round(MORE_EACH * to_come), "a twentieth of all that is still to be won"),
    ]
    rate = basis.win_rate
    if rate:
        why = f"you win {rate:.0%} of what is closed; {rate + POINT:.0%} is {POINT / rate:.1%} more"
        found.append(Lever("1 point more win rate", round(to_come * POINT / rate), why))
    slowest = slowest_stage(odds)
    if slowest is not None and slowest.days > DAYS:
        name = f"{DAYS} days less in {slowest.stage.name}"
        why = f"half of {slowest.stays} stays took {slowest.days:.0f} days and more"
        found.append(Lever(name, _sooner(basis, column, odds, slowest.stage), why))
    return sorted(found, key=lambda lever: (-lever.brings, lever.name))


def _sooner(basis: Basis, column: Column, odds: Odds, slowest: Stage) -> int:
    """What ten days more until the period's end bring, of the deals that have the slowest stage before them."""
    period = column.period
    longer = replace(period, end=period.end + timedelta(days=DAYS))
    positions = {stage.id: stage.position for stage in basis.pipeline.stages}
    before: Sequence[int] = [
        odds.adds(card, longer) - odds.adds(card, period)
        for card in basis.cards
        if positions.get(card.stage_id, slowest.position + 1) <= slowest.position
    ]
    opened, worth = odds.new_business(period)
    more, _ = odds.new_business(longer)
    return max(0, sum(before) + round((more - opened) * worth))
