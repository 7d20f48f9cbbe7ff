"""All that is told of a window: worked out at once from the columns of deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.insights.deals import LOST, OPEN, WON, Deals
from pipetui.views.insights.funnel import StageRow, bottleneck, funnel, usual_stays, won_after
from pipetui.views.insights.groups import Group, Reason, average, closed_in, cycle, groups, pushed, reasons, sized
from pipetui.views.insights.incoming import Incoming, incoming
from pipetui.views.insights.shares import Share
from pipetui.views.insights.trend import Cohort, Stretch, by_value, cohort, trend, unpriced, value_rate
from pipetui.views.insights.window import Window

if TYPE_CHECKING:
    from pipetui.views.insights.deals import Flags


@dataclass(frozen=True, slots=True)
class Insights:
    """What a window tells. Amounts are in minor units of ``currency``, times in days.

    ``by_value`` is won of won and lost, in minor units; ``unpriced`` lost deals have no amount and are not in it.
    ``velocity`` is money per day: open deals × average × win rate / cycle; None where one of them is not known.
    ``all_closed`` is the win rate of the same window without the filter, for comparison.
    """

    window: Window
    currency: str
    is_narrowed: bool
    closed: Share
    by_value: Share
    unpriced: int
    cohort: Cohort
    won_amount: int
    average: int | None
    cycle: int | None
    to_lose: int | None
    here: int
    here_amount: int
    velocity: int | None
    stages: tuple[StageRow, ...]
    bottleneck: StageRow | None
    won_after: Share
    incoming: Incoming
    trend: tuple[Stretch, ...]
    lost: tuple[Reason, ...]
    won: tuple[Reason, ...]
    sources: tuple[Group, ...]
    owners: tuple[Group, ...]
    products: tuple[Group, ...]
    sizes: tuple[Group, ...]
    pushes: tuple[Group, ...]
    ever: Share
    """The win rate of all time, of the same deals."""
    all_closed: Share
    all_stages: tuple[Share, ...]
    """Went on of those decided, by stage, without the filter."""

    @property
    def value_rate(self) -> float | None:
        """The win rate by value, where enough lost deals have an amount."""
        return value_rate(self.closed, self.by_value, self.unpriced)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no deal ever came to the forecast, and no lead came in the window."""
        return not (self.closed.of or self.here or self.cohort.number or self.incoming.came or self.trend)


def work_out(deals: Deals, window: Window, which: Flags | None = None, fiscal_start: int = 1) -> Insights:
    """The insights of a window, of the deals ``which`` says (of all); milliseconds at tens of thousands of deals."""
    import numpy as np

    every = np.ones(len(deals), dtype=np.bool_)
    mine = every if which is None else which
    closed = closed_in(deals, mine, window)
    won = closed & (deals.status == WON)
    rate = Share(int(won.sum()), int(closed.sum()))
    here = mine & deals.is_deal & (deals.status == OPEN)
    typical, days = average(deals, won), cycle(deals, won)
    usual = usual_stays(deals)
    rows = funnel(deals, mine, window, usual)
    neck = bottleneck(rows)
    whole = rows if which is None else funnel(deals, every, window, usual)
    all_closed = closed_in(deals, every, window)
    return Insights(
        window=window,
        currency=deals.currency,
        is_narrowed=which is not None,
        closed=rate,
        by_value=by_value(deals, closed),
        unpriced=unpriced(deals, closed),
        cohort=cohort(deals, mine, window),
        won_amount=deals.money(won),
        average=typical,
        cycle=days,
        to_lose=cycle(deals, closed & (deals.status == LOST)),
        here=int(here.sum()),
        here_amount=deals.money(here),
        velocity=velocity(int(here.sum()), typical, rate, days),
        stages=rows,
        bottleneck=neck,
        won_after=won_after(deals, mine, window, rows.index(neck)) if neck is not None else Share(0, 0),
        incoming=incoming(deals, mine, window),
        trend=trend(deals, mine, window, fiscal_start),
        lost=reasons(deals, closed, LOST),
        won=reasons(deals, closed, WON),
        sources=groups(deals, mine, window, "source"),
        owners=groups(deals, mine, window, "owner"),
        products=groups(deals, mine, window, "product"),
        sizes=sized(deals, mine, window),
        pushes=pushed(deals, mine, window),
        ever=Share(
            int((mine & deals.is_deal & (deals.status == WON)).sum()),
            int((mine & deals.is_deal & (deals.status != OPEN)).sum()),
        ),
        all_closed=Share(int((all_closed & (deals.status == WON)).sum()), int(all_closed.sum())),
        all_stages=tuple(row.decided for row in whole),
    )


def velocity(number: int, typical: int | None, rate: Share, days: int | None) -> int | None:
    """Open deals × average won amount × win rate / cycle: minor units per day, half up."""
    if typical is None or rate.rate is None or not days:
        return None
    return (2 * number * typical * rate.hits + rate.of * days) // (2 * rate.of * days)
