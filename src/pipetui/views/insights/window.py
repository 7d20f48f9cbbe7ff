"""The days that are looked at: the last so many, a period, or all there are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pipetui.values.errors import Invalid
from pipetui.values.filter_days import read_days
from pipetui.values.periods import Period, parse_period
from pipetui.values.text import clean, fit, fold
from pipetui.values.when import show_date

Day = int
"""A day as a number, as ``date.toordinal`` has it."""


class Window(NamedTuple):
    """From the first day to the last, both in it; ``label`` is what it is called."""

    label: str
    first: Day
    last: Day

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


def lately(today: date) -> Window:
    """The last 90 days."""
    return since_day(today - timedelta(days=89), today, "last 90 days")


def year(today: date) -> Window:
    """The last 365 days."""
    return since_day(today - timedelta(days=364), today, "last 12 months")


def whole(today: date) -> Window:
    """All there is."""
    return Window("all time", 1, today.toordinal())


def of_period(period: Period) -> Window:
    """A period; of one that runs, the days to come are in it, though nothing has happened on them."""
    return Window(period.label, period.start.toordinal(), period.end.toordinal())


def since_day(day: date, today: date, label: str = "") -> Window:
    """From a day to today."""
    return Window(label or f"since {show_date(day)}", day.toordinal(), today.toordinal())


def choices(period: Period, today: date) -> tuple[Window, ...]:
    """What the screen goes through: the last period and the running one, then ever more days."""
    periods = (of_period(period.preceding()), of_period(period))
    return (*periods, lately(today), year(today), whole(today))


def read_window(period: str, since: str, today: date, usual: Period, fiscal_start: int = 1) -> Window:
    """A window as typed: a period (``Q3``, ``last``, ``all``, ``year`` and ``90d`` too), or the day it begins.

    Nothing is the last 12 months; "this" and "last" are of the ``usual`` period's kind. Raises Invalid.
    """
    if period and since:
        raise Invalid("Write --period or --since, not both.")
    if since:
        days = read_days(since, today, past=True, fiscal_start=fiscal_start)
        if days is None or days.first > today:
            raise Invalid(f'"{fit(clean(since[:40]), 30)}" is no day behind us: write --since 90d, jan or 2026-01-31.')
        return since_day(days.first, today)
    word = fold(clean(period[:60]))
    if word in ("all", "tutto"):
        return whole(today)
    if word in ("", "12m", "1y", "365d"):
        return year(today)
    if word == "90d":
        return lately(today)
    return of_period(parse_period(period, today, usual.kind, fiscal_start))
