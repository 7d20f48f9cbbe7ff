"""Stage by stage: how many came, how many went on, how long it took, and what is held up there now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.insights.deals import LOST, OPEN, WON, Deals, visits
from pipetui.views.insights.shares import Share
from pipetui.views.insights.survival import stay_quantile
from pipetui.views.insights.window import Window
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    from datetime import date

    from pipetui.views.insights.deals import Flags, Ints
    from pipetui.views.odds.history import Stays

ENOUGH_STAYS = 5
"""Stays that have to have ended before anybody says what is usual."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage: of the deals that came to it in the window, and of those in it now.

    ``entered`` came to it, ``went_on`` to a later one or were won, ``lost`` were lost there, the rest are not decided.
    ``median`` and ``slow`` are the days by which half and four fifths had left it, None where so many have not;
    ``stays`` how many that rests on. ``usual`` is the median of the whole pipeline, of all time. Of the deals there
    now, ``held`` are there longer, ``held_amount`` is theirs, and ``money_days`` that amount × the days too many.
    """

    stage: Stage
    entered: int
    went_on: int
    lost: int
    won: int
    median: int | None
    slow: int | None
    stays: int
    usual: int | None
    here: int
    here_amount: int
    held: int
    held_amount: int
    money_days: int
    came: tuple[int, ...]
    here_ids: tuple[int, ...]
    held_ids: tuple[int, ...]

    @property
    def conversion(self) -> Share:
        """Went on, of all that came: those not decided yet are among these."""
        return Share(self.went_on, self.entered)

    @property
    def decided(self) -> Share:
        """Went on, of those that went on or were lost there."""
        return Share(self.went_on, self.went_on + self.lost)

    @property
    def undecided(self) -> int:
        """How many that came have neither gone on nor been lost."""
        return self.entered - self.went_on - self.lost

    @property
    def days_over(self) -> int:
        """Days too many of what is held there, by the money in it."""
        return round(self.money_days / self.held_amount) if self.held_amount else 0


def funnel(deals: Deals, which: Flags, window: Window, usual: Sequence[int | None]) -> tuple[StageRow, ...]:
    """A row for each open stage, in order; ``usual`` has the median days of each."""
    return tuple(_row(deals, which, window, place, usual[place]) for place in range(len(deals.stages)))


def usual_stays(deals: Deals) -> tuple[int | None, ...]:
    """The median days in each open stage, of all deals and all time; None where too few have left it."""
    found = []
    for place in range(len(deals.stages)):
        days, some = deals.stay[place], deals.stay[place] >= 0
        ended = ~deals.runs(place)
        enough = int((some & ended).sum()) >= ENOUGH_STAYS
        found.append(stay_quantile(days[some], ended[some], 0.5) if enough else None)
    return tuple(found)


def slow_stays(
    stages: Sequence[Stage], today: date, deals: Sequence[int], here: Sequence[int], stays: Stays
) -> dict[int, int]:
    """The days by which four fifths have left each of some stages, of all time, by its number; where enough have.

    ``deals`` are the numbers of all deals there ever were, in their order; ``here`` the stage each is in now, 0 for one
    that is closed.
    """
    import numpy as np

    places = {stage.id: place for place, stage in enumerate(stages)}
    _, stay = visits(np.array(deals, dtype=np.int64), stays, places, today.toordinal())
    now = np.array(here, dtype=np.int64)
    found: dict[int, int] = {}
    for place, stage in enumerate(stages):
        days, some = stay[place], stay[place] >= 0
        ended = now != stage.id
        if int((some & ended).sum()) >= ENOUGH_STAYS:
            slow = stay_quantile(days[some], ended[some], 0.8)
            if slow is not None:
                found[stage.id] = slow
    return found


def _row(deals: Deals, which: Flags, window: Window, place: int, usual: int | None) -> StageRow:
    came = which & deals.is_deal & (deals.furthest >= place)
    came &= (deals.entry[place] >= window.first) & (deals.entry[place] <= window.last)
    on = came & (deals.furthest > place)
    lost = came & ~on & (deals.status == LOST)
    days, runs = deals.stay[place], deals.runs(place)
    stayed = came & (days >= 0)
    here = which & runs
    held = here & (days > usual) if usual is not None else here & False
    return StageRow(
        stage=deals.stages[place],
        entered=int(came.sum()),
        went_on=int(on.sum()),
        lost=int(lost.sum()),
        won=int((on & (deals.status == WON)).sum()),
        median=stay_quantile(days[stayed], ~runs[stayed], 0.5),
        slow=stay_quantile(days[stayed], ~runs[stayed], 0.8),
        stays=int(stayed.sum()),
        usual=usual,
        here=int(here.sum()),
        here_amount=deals.money(here),
        held=int(held.sum()),
        held_amount=deals.money(held),
        money_days=_money_days(deals, held, days - (usual or 0)),
        came=deals.ids(came),
        here_ids=deals.ids(here),
        held_ids=deals.ids(held),
    )


def _money_days(deals: Deals, held: Flags, over: Ints) -> int:
    """Minor units × days too many, beyond 64 bits too."""
    return sum(worth * days for worth, days in zip(deals.worth[held].tolist(), over[held].tolist(), strict=True))


def won_after(deals: Deals, which: Flags, window: Window, place: int) -> Share:
    """Won, of the deals that came to a stage in the window, went on from it, and are decided."""
    on = which & deals.is_deal & (deals.furthest > place) & (deals.status != OPEN)
    on &= (deals.entry[place] >= window.first) & (deals.entry[place] <= window.last)
    return Share(int((on & (deals.status == WON)).sum()), int(on.sum()))


def bottleneck(rows: Sequence[StageRow]) -> StageRow | None:
    """The stage that costs most: money × days beyond the usual; None where nothing is held anywhere."""
    costly = max(rows, key=lambda row: row.money_days, default=None)
    return costly if costly is not None and costly.money_days > 0 else None
