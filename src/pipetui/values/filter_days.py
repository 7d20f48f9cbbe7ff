"""Days in a filter: a day, a whole period, or a length of time (``30d``) counted from today."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipetui.values.days import read_day
from pipetui.values.errors import Invalid
from pipetui.values.names import months, weekdays
from pipetui.values.periods import parse_period
from pipetui.values.text import clean, fold
from pipetui.values.when import parse_day

AGENDA_DAYS = 7
"""How many days ahead a week reaches on the agenda."""

LONGEST = 60

_LENGTH = re.compile(
    r"(\d{1,4}) ?(?:(d|days?|g|giorn[oi])|(w|wks?|weeks?|settiman[ae])|(m|mo|months?|mes[ei])|(y|yrs?|years?|ann[oi]))",
    re.ASCII,
)
_SHORT = re.compile(r"\d{1,2}[/.]\d{1,2}\.?", re.ASCII)
_WEEKS = {
    **dict.fromkeys(("week", "this week", "settimana", "questa settimana"), 0),
    **dict.fromkeys(("next week", "settimana prossima", "prossima settimana"), 1),
    **dict.fromkeys(("last week", "settimana scorsa", "scorsa settimana"), -1),
}
_PERIOD_ALONE = frozenset({"next", "following", "prossimo", "last", "previous", "prev", "scorso", "this", "now"})
_YEAR_TOLD = re.compile(r"\d{4}|fy", re.ASCII)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last; ``is_length`` where a length of time was told, whose day both are then."""

    first: date
    last: date
    is_length: bool = False


def read_days(
    text: str, today: date, *, past: bool, agenda: bool = False, bare: bool = False, fiscal_start: int = 1
) -> Days | None:
    """Give the days a text says, None where it says none.

    ``past``: they lie behind, so that a length is counted back and a month without a year is the last one; else the
    next. With ``agenda`` a week is the agenda's, from today on. With ``bare`` a number alone is days.
    """
    words = fold(clean(text)) if len(text) <= LONGEST else ""
    if not words:
        return None
    if length := _LENGTH.fullmatch(f"{words}d" if bare and words.isdecimal() else words):
        return _length(length, today, past)
    if agenda and words == "overdue":
        return Days(date.min, today - timedelta(days=1))
    if words in _WEEKS:
        if agenda and words == "week":
            return Days(today, today + timedelta(days=AGENDA_DAYS))
        monday = today + timedelta(days=7 * _WEEKS[words] - today.weekday())
        return Days(monday, monday + timedelta(days=6))
    if words not in _PERIOD_ALONE and (period := _period(words, today, past, fiscal_start)):
        return period
    day = read_day(words, today)
    if past and day and day > today:
        day = _behind(words, day, today)
    return Days(day, day) if day else None


def _behind(words: str, day: date, today: date) -> date:
    """Give the last such day rather than the next, of a weekday, or of a day and month without a year."""
    if words in weekdays():
        return day - timedelta(days=7)
    parts = set(re.split(r"[ .]", words))
    if _YEAR_TOLD.search(words) or not (parts & months().keys() or _SHORT.fullmatch(words)):
        return day
    from dateutil.relativedelta import relativedelta

    return read_day(words, today - relativedelta(years=1)) or day


def not_days(text: str, today: date) -> Invalid:
    """The sentence for a text that says no day."""
    try:
        parse_day(text, today)
    except Invalid as error:
        return Invalid(str(error).replace(" or 2026-12-01", ", month, q4 or 2026-12-01"))
    return Invalid(f'"{clean(text[:30])}" is not a day: write fri, eom, month or 2026-12-01.')


def _length(told: re.Match[str], today: date, past: bool) -> Days | None:
    from dateutil.relativedelta import relativedelta

    number, days, weeks, months = int(told[1]), told[2], told[3], told[4]
    sign = -1 if past else 1
    try:
        if days or weeks:
            day = today + timedelta(days=sign * number * (7 if weeks else 1))
        else:
            day = today + relativedelta(months=sign * number * (1 if months else 12))
    except (ValueError, OverflowError):
        return None
    return Days(day, day, is_length=True)


def _period(words: str, today: date, past: bool, fiscal_start: int) -> Days | None:
    """Give a month, quarter, half or year; without a year told the last one begun, or the next one not over."""
    try:
        period = parse_period(words, today, fiscal_start=fiscal_start)
        if not _YEAR_TOLD.search(words):
            for step, wrong in ((-1, past and period.start > today), (1, not past and period.end < today)):
                named = words.split()[-1] not in ("month", "quarter", "half", "year")
                if wrong and named and not words.startswith(("last", "next", "scors", "prossim")):
                    year = today.year + step + (fiscal_start > 1 and today.month >= fiscal_start and words[0] in "qh")
                    period = parse_period(f"{words} {year}", today, fiscal_start=fiscal_start)
    except Invalid:
        return None
    return Days(period.start, period.end)
