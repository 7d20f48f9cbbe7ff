"""The demo's calendar: everything happens on working days, in working hours, relative to today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from pipetui.values.clock import local_moment
from pipetui.values.periods import Period, period_of

OPENS, CLOSES = 9 * 60, 16 * 60 + 45
"""Minutes of the day between which a rep talks to customers."""

_YEARS_BACK = 4


class Days:
    """Working days numbered backwards: 0 is the last one before ``today``, -1 the one before it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.quarter = period_of("quarter", today)
        first = today - timedelta(days=366 * _YEARS_BACK)
        span = ((first + timedelta(days=passed)) for passed in range((today - first).days))
        self._worked = [day for day in span if day.weekday() < 5]
        last = len(self._worked) - 1
        self._number = {day: place - last for place, day in enumerate(self._worked)}

    def past(self, number: int) -> date:
        """The working day of that number, 0 or below."""
        return self._worked[number - 1]

    def number(self, day: date) -> int:
        """The number of the last working day up to a past day."""
        while day not in self._number:
            day -= timedelta(days=1)
        return self._number[day]

    def moment(self, number: int, minute: int) -> datetime:
        """The moment, in UTC, of a minute of a past working day."""
        return local_moment(self.past(number), time(minute // 60, minute % 60))

    def due(self, working_days: int) -> date:
        """The day so many working days from today: itself at 0, weekend or not."""
        if working_days <= 0:
            return self.today if working_days == 0 else self.past(working_days + 1)
        day = self.today
        for _ in range(working_days):
            day = self.next_worked(day + timedelta(days=1))
        return day

    def next_worked(self, day: date) -> date:
        """The first working day from a day on."""
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day

    def close(self, told: str) -> date | None:
        """The expected close a line of the story tells: ``q30``, ``n12``, ``-9`` or nothing.

        With less than two weeks of the quarter left, what was for its second half goes into the next.
        """
        if not told:
            return None
        when, days = told[0], int(told[1:])
        if when == "-":
            return self.past(self.number(self.today - timedelta(days=days)))
        if when == "n":
            return self.next_worked(self.quarter.end + timedelta(days=days))
        left = self.quarter.days_left(self.today)
        if left < 14 and days > 50:
            return self.next_worked(self.quarter.end + timedelta(days=days // 2))
        day = self.next_worked(self.today + timedelta(days=round(days / 100 * left)))
        return day if day <= self.quarter.end else self.today

    def quarters_back(self, count: int) -> list[Period]:
        """The quarters before this one, latest first."""
        quarters = [self.quarter.preceding()]
        while len(quarters) < count:
            quarters.append(quarters[-1].preceding())
        return quarters

    def elapsed(self) -> float:
        """Which share of this quarter's days has passed, 0 to 1."""
        return (self.today - self.quarter.start).days / (self.quarter.end - self.quarter.start).days

    def closings(self, period: Period, count: int, random: Random) -> list[int]:
        """Numbers of working days of a period (up to yesterday) on which deals were closed, in order.

        More towards the end of a month and of the quarter; few in August and between the years.
        """
        end = min(period.end, self._worked[-1])
        days = [day for day in self._worked if period.start <= day <= end]
        weights = [_pull(day, period) for day in days]
        return sorted(self._number[day] for day in random.choices(days, weights, k=count)) if days else []


def _pull(day: date, period: Period) -> float:
    pull = 1.0 + 1.2 * (day.day >= 24) + 1.5 * ((period.end - day).days < 14)
    quiet = (day.month == 8) or (day.month == 12 and day.day > 23)
    return pull * (0.3 if quiet else 1.0)
