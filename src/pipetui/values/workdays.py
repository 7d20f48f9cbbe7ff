"""Days on which business is done: neither a weekend nor a public holiday of the rep's country."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from pipetui.values.habits import habits
from pipetui.values.text import fold
from pipetui.values.when import When, parse_when

_SATURDAY = 5
_LENGTH = re.compile(r"\+|\d+ ?(?:d|w|m|g|days?|weeks?|months?|giorn[oi]|settiman[ae]|mes[ei])\b")
"""What says how much longer, from the day it is due: ``3d``, ``+1w``."""

_FROM_NOW = re.compile(r"(?:in|fra|tra) \d|tomorrow\b|domani\b")
"""What says how long from now."""

Until = When | Callable[[date | None], When]
"""Where something is put off to: a day, or how it follows from the day it is due (None for one that has none)."""


def country() -> str:
    """The country whose holidays count: the one chosen, else that of the locale; empty where neither names one."""
    if habits().country:
        return habits().country
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)), "")
    return locale.partition(".")[0].partition("@")[0].partition("_")[2].upper()


def is_country(code: str) -> bool:
    """Whether the holidays of a country are known."""
    from holidays import list_supported_countries

    return code.upper() in list_supported_countries()


def holidays_of(code: str, year: int) -> dict[date, str]:
    """A country's public holidays of a year, with their names in its own language; none where they are not known."""
    return dict(_holidays(code, year))


def is_workday(day: date) -> bool:
    """Whether business is done on a day."""
    return day.weekday() < _SATURDAY and day not in _holidays(country(), day.year)


def workday_from(day: date) -> date:
    """The day itself, or the first workday after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def parse_put_off(text: str, now_local: datetime, due: date | None = None) -> When:
    """The day something is put off to, as typed. Raises Invalid.

    ``3d`` or ``+1w`` is so much later than it is ``due``, or than today where that is past or no day; ``in 3 days``
    is from today in any case. Either ends on a workday; a day that is named is taken as it is.
    """
    words = fold(text).strip()
    start = due if due is not None and due > now_local.date() and _LENGTH.match(words) else now_local.date()
    when = parse_when(text, datetime.combine(start, now_local.timetz()))
    return replace(when, day=workday_from(when.day)) if _LENGTH.match(words) or _FROM_NOW.match(words) else when


def follows_from_due(text: str) -> bool:
    """Whether what is put off by this goes to a day that depends on when it is due."""
    return bool(_LENGTH.match(fold(text).strip()))


def until_of(until: Until, due: date | None) -> When:
    """The day and time that something due on a day is put off to."""
    return until if isinstance(until, When) else until(due)


def workdays_away(day: date, count: int) -> date:
    """The day that many workdays on, or back for a negative count."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


@lru_cache(maxsize=64)
def _holidays(code: str, year: int) -> dict[date, str]:
    if not code:
        return {}
    # A seventh of a second the first time: never at the start of the app.
    from holidays import country_holidays

    try:
        return dict(country_holidays(code, years=year))
    except NotImplementedError:  # a country nobody has written down yet
        return {}
