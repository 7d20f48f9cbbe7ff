"""Forecasts as they were: a line for each day a period was looked at, and the periods that are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipetui.values.periods import KINDS, Period, period_of
from pipetui.views.forecast import Counted
from pipetui.views.prospect import Basis, Column, figures_of


class KeptForecast(NamedTuple):
    """A period's figures on a day, in minor units; expected and the total's range are None where nobody looked."""

    day: date
    won: int
    commit: int
    best_case: int
    pipeline: int
    weighted: int
    expected: int | None = None
    p10: int | None = None
    p50: int | None = None
    p90: int | None = None


def kept_periods(today: date, fiscal_start: int) -> list[Period]:
    """The periods whose forecast is kept each day: the running ones of each kind, and those after them."""
    running = [period_of(kind, today, fiscal_start) for kind in KINDS]
    return [*running, *(period.following() for period in running)]


def as_kept(column: Column, today: date) -> KeptForecast:
    """A period as it is kept for a day."""
    figures, outlook = column
    kept = KeptForecast(today, figures.won, figures.commit, figures.best_case, figures.pipeline, figures.weighted)
    if outlook is None:
        return kept
    total = outlook.total
    return kept._replace(expected=outlook.expected, p10=total.p10, p50=total.p50, p90=total.p90)


def kept_today(basis: Basis, deals: Sequence[Counted], periods: list[Period]) -> list[tuple[Period, KeptForecast]]:
    """Each period as it is kept for today, without the odds; ``deals`` are the open ones, some added up already."""
    return [(period, as_kept(Column(figures_of(basis, period, deals)), basis.today)) for period in periods]
