"""Days on which business is done: neither a weekend nor a public holiday of the rep's country."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from pipetui.values.habits import habits
from pipetui.values.text import fold
from pipetui.values.when import When, parse_when

_SATURDAY = 5
_SPAN = re.compile(
    r"\+|(?:in|fra|tra) \d|tomorrow\b|domani\b|"
    r"\d+ ?(?:d|w|m|g|days?|weeks?|months?|giorn[oi]|settiman[ae]|mes[ei])\b"
)
"""What says how long rather than which day."""


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


def parse_put_off(text: str, now_local: datetime) -> When:
    """The day something is put off to, as typed; a span such as ``3d`` or ``+1w`` ends on a workday. Raises Invalid."""
    when = parse_when(text, now_local)
    return replace(when, day=workday_from(when.day)) if _SPAN.match(fold(text).strip()) else when


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
