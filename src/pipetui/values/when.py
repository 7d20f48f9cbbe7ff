"""Days and times: what a rep types for them, and how they are shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from pipetui.values.clock import FIRST_YEAR, LAST_YEAR
from pipetui.values.days import day_words, read_day
from pipetui.values.errors import Invalid
from pipetui.values.names import MONTHS, WEEKDAYS
from pipetui.values.text import clean, count, fit, fold
from pipetui.values.times import read_time

_LONGEST = 60
_FAR_DAYS = 300
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d(?::\d\d(?:[.,]\d{1,6})?)? ?(?:z|[+-]\d\d:?\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A day and, where it matters, a time of that day; both local. ``told`` is False where only a time was said."""

    day: date
    time: time_of_day | None = None
    told: bool = field(default=True, compare=False)


def parse_day(text: str, today: date) -> date:
    """Read a day as typed: ``2026-12-01``, ``next fri``, ``+3d``, ``15 dec``, ``15/12``, ``eom``.

    English, Italian and the names of the environment's language. Raises ``Invalid`` with a suggestion.
    """
    day = read_day(_tidy(text), today)
    if day is None:
        raise _not_a_day(text, lambda words: read_day(words, today) is not None)
    return day


def parse_when(text: str, now_local: datetime) -> When:
    """Read a day with or without a time, in either order; a time alone is the next such time.

    Raises ``Invalid`` with a suggestion.
    """
    when = read_when(_tidy(text), now_local)
    if when is None:
        raise _not_a_day(text, lambda words: read_when(words, now_local) is not None)
    return when


def read_when(words: str, now_local: datetime) -> When | None:
    """Give the day and time that folded text says, or None."""
    today = now_local.date()
    if _MOMENT.fullmatch(words):
        return _moment(words, now_local)
    if day := read_day(words, today):
        return When(day)
    if (at := read_time(words)) is not None:
        return When(today if at > now_local.time() else today + timedelta(days=1), at, told=False)
    parts = words.split()
    for n in range(min(3, len(parts) - 1), 0, -1):
        for said_time, said_day in ((parts[-n:], parts[:-n]), (parts[:n], parts[n:])):
            at = read_time(" ".join(said_time))
            day = read_day(" ".join(said_day), today) if at is not None else None
            if day:
                return When(day, at)
    return None


def show_day(day: date, today: date) -> str:
    """Give a day as told across a desk: "today", "Fri" (2–6 days ahead), "18 Dec", "18 Dec 2027"."""
    ahead = (day - today).days
    if -1 <= ahead <= 1:
        return ("yesterday", "today", "tomorrow")[ahead + 1]
    if 2 <= ahead <= 6:
        return WEEKDAYS[day.weekday()]
    short = f"{day.day} {MONTHS[day.month - 1]}"
    return short if abs(ahead) <= _FAR_DAYS else f"{short} {day.year}"


def show_date(day: date) -> str:
    """Give a day in full: "Fri 18 Dec 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def show_time(at: time_of_day) -> str:
    """Give a time of day: "15:00"."""
    return f"{at.hour:02}:{at.minute:02}"


def show_overdue(days: int) -> str:
    """Give how late something is: "1 day late", "3 days late"."""
    return f"{count(days, 'day')} late"


def show_span(days: int) -> str:
    """Give a length of time in few cells, rounded down: "9d", "3w", "5mo", "2y"."""
    if days < 14:
        return f"{days}d"
    if days < 61:
        return f"{days // 7}w"
    if days < 730:
        return f"{days * 12 // 365}mo"
    return f"{days // 365}y"


def _tidy(text: str) -> str:
    return fold(clean(text)) if len(text) <= _LONGEST else ""


def _moment(words: str, now_local: datetime) -> When | None:
    try:
        moment = datetime.fromisoformat(words.upper().replace(" Z", "Z"))
        if moment.tzinfo:
            moment = moment.astimezone(now_local.tzinfo)
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return When(moment.date(), moment.time().replace(second=0, microsecond=0))


def _not_a_day(text: str, reads: Callable[[str], bool]) -> Invalid:
    """Say that this is no day, and offer the nearest text that ``reads``."""
    typed = fit(clean(text[:_LONGEST]), 30)
    if not typed:
        return Invalid("A day is missing: write fri, +3d, 15 dec, eom or 2026-12-01.")
    nearest = _nearest(_tidy(text))
    hint = f"did you mean {nearest}? Or try" if nearest and reads(nearest) else "try fri,"
    return Invalid(f'"{typed}" is not a day: {hint} +3d, 15 dec, eom or 2026-12-01.')


def _nearest(words: str) -> str:
    """Give the text with each word no day is said with replaced by the nearest that one is; "" for none."""
    from difflib import get_close_matches

    known = day_words()
    mended = [
        next(
            iter([word] if word in known or not word.isalpha() else get_close_matches(word, known, 1, 0.7)),
            "",
        )
        for word in words.split()
    ]
    return " ".join(mended) if all(mended) and " ".join(mended) != words else ""
