"""The one clock: what day it is, what moment it is, and local time. It is handed in, so a day can be set."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years pipetui reads and writes; a date outside them is a slip of the hand."""

_START_OF_WORK = time(9)


@dataclass(frozen=True)
class Clock:
    """Tells the time of the rep's machine, or of ``today_override``: that day, at 09:00 local time."""

    today_override: date | None = None

    def today(self) -> date:
        """Give today's date, in local time."""
        return self.today_override or datetime.now().astimezone().date()

    def now(self) -> datetime:
        """Give this moment in UTC, with its offset."""
        if self.today_override:
            return local_moment(self.today_override, _START_OF_WORK)
        return datetime.now(UTC)

    @property
    def zone(self) -> tzinfo:
        """The machine's time zone, summer time included."""
        from dateutil.tz import tzlocal

        return tzlocal()


def parse_as_of(text: str) -> date:
    """Read the day the program is to take as today: ISO 8601 only. Raises ``Invalid``."""
    tidy = clean(text[:40])
    try:
        # The standard library reads week dates and dates without dashes too.
        day = date.fromisoformat(tidy) if re.fullmatch(r"\d{4}-\d\d-\d\d", tidy, re.ASCII) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f'"{fit(tidy, 30)}" is not a day: write it as 2026-12-01.')
    return day


def to_local(moment: datetime) -> datetime:
    """Give a moment in the machine's own time zone."""
    return moment.astimezone()


def local_moment(day: date, at: time) -> datetime:
    """Give the moment, in UTC, at which clocks here show this time on this day."""
    return datetime.combine(day, at).astimezone(UTC)


def stored_moment(moment: datetime) -> str:
    """A moment as files keep it: UTC, ``2026-11-23 09:00:00.000000``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def stored_day(moment: str) -> date:
    """The local day of a moment as files keep it: UTC, ``2026-11-23 09:00:00.000000``."""
    midnight, before, after = _local_days(moment[:10])
    if midnight is None:
        return _minute_day(moment[:16])
    return after if moment[11:16] >= midnight else before


@lru_cache(maxsize=8192)
def _local_days(day: str) -> tuple[str | None, date, date]:
    """When, on a day of UTC, the local day changes (``23:00``), and the local days before and after.

    None on the few days on which clocks are put forward or back.
    """
    first = datetime.fromisoformat(day).replace(tzinfo=UTC)
    last = first + timedelta(hours=23, minutes=59)
    starts, ends = to_local(first), to_local(last)
    ahead = starts.utcoffset() or timedelta()
    if ends.utcoffset() != ahead or ahead.total_seconds() % 60:
        return None, starts.date(), ends.date()
    minutes = 24 * 60 - ahead // timedelta(minutes=1) if ahead > timedelta() else -(ahead // timedelta(minutes=1))
    if not minutes:
        return "24:00", starts.date(), ends.date()
    return f"{minutes // 60:02}:{minutes % 60:02}", starts.date(), ends.date()


@lru_cache(maxsize=65536)
def _minute_day(minute: str) -> date:
    return to_local(datetime.fromisoformat(minute).replace(tzinfo=UTC)).date()
