"""Days as people type them, read against today: ``fri``, ``+3d``, ``eom``, ``15 dec``, ``fra 3 giorni``."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from pipetui.values.clock import FIRST_YEAR, LAST_YEAR
from pipetui.values.habits import habits
from pipetui.values.names import months, weekdays
from pipetui.values.periods import Kind, period_of

_Unit = Literal["days", "weeks", "months", "years", "business"]

_FRIDAY = 4
_LAST_OF_MONTH = 31
_UNITS: dict[str, _Unit] = {
    **dict.fromkeys(("d", "day", "days", "g", "giorno", "giorni"), "days"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "settimana", "settimane"), "weeks"),
    **dict.fromkeys(("m", "mo", "month", "months", "mese", "mesi"), "months"),
    **dict.fromkeys(("y", "yr", "year", "years", "anno", "anni"), "years"),
    **dict.fromkeys(("bd", "business day", "business days", "working day", "working days"), "business"),
    **dict.fromkeys(("giorno lavorativo", "giorni lavorativi"), "business"),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AHEAD = re.compile(rf"(?P<ahead>\+|in |fra |tra )? ?(?P<n>\d{{1,4}}) ?(?P<unit>{_UNIT})", re.ASCII)
_BACK = re.compile(rf"- ?(?P<n>\d{{1,4}}) ?(?P<unit>{_UNIT})", re.ASCII)
_AGO = re.compile(rf"(?P<n>\d{{1,4}}) ?(?P<unit>{_UNIT}) (?:ago|fa)", re.ASCII)
_WEEKDAY = re.compile(r"(?:(this|next|last|questo|questa|prossimo|prossima|scorso|scorsa) )?([^\W\d_]+)\.?")
_WEEKDAY_AFTER = re.compile(r"([^\W\d_]+)\.? (prossimo|prossima|scorso|scorsa)")
_QUARTER = re.compile(r"q([1-4])(?:[ -]?(\d{4}))?", re.ASCII)
_DAY_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|º|\.)? ?(?:of )?([^\W\d_]+)\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? ?(\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_MONTH = re.compile(r"([^\W\d_]+)\.?(?: (\d{4}))?")
_DAY = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", re.ASCII)
_COUNTED = re.compile(r"(?:the )?\d{1,4}(?:st|nd|rd|th)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})(?:(/)(\d{1,2})|\.(\d{1,2})\.?)", re.ASCII)


def read_day(words: str, today: date) -> date | None:
    """Give the day that folded text says, seen from ``today``; None where it says none from 1900 to 2200.

    Days and months without a year are the next ones, today included; a weekday is the next one after today. A
    quarter or a month alone is its last day, as that is when what is due in it is due.
    """
    words = words.replace(",", " ").strip()
    words = " ".join(words.split())
    fixed = _fixed().get(words)
    try:
        day = fixed(today) if fixed else _read(words, today) or _with_its_weekday(words, today)
    except (ValueError, OverflowError):
        return None  # 31 February, or thousands of years ahead
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_words() -> tuple[str, ...]:
    """Give every single word a day is said with, for suggestions."""
    phrases = (*_fixed(), *_UNITS, *months(), *weekdays(), "next", "last", "this", "in")
    return tuple(dict.fromkeys(word for phrase in phrases for word in phrase.split() if len(word) > 2))


def is_vague(words: str, *, counts: bool = True) -> bool:
    """Tell whether folded text that can be a day is as likely something else: "Q4", "may", "15.12".

    With ``counts``, "3d" and "1m" too.
    """
    return bool(
        _QUARTER.fullmatch(words)
        or (_MONTH.fullmatch(words) and words.rstrip(".").split()[0] in months())
        or (counts and (relative := _AHEAD.fullmatch(words)) and not relative["ahead"])
        or re.fullmatch(r"\d+\.\d+", words, re.ASCII)
    )


def is_no_day(words: str, *, surely: bool = False) -> bool:
    """Tell whether folded text, of which no day could be read, is written as one: "31 feb", "2026-13-01".

    With ``surely``, where hardly anything but a day is meant, "the 45th" and "45 feb" too.
    """
    if _YEAR_FIRST.fullmatch(words) or _YEAR_LAST.fullmatch(words):
        return True
    if surely and _COUNTED.fullmatch(words):
        return True
    for told, day, name in ((_DAY_MONTH.fullmatch(words), 1, 2), (_MONTH_DAY.fullmatch(words), 2, 1)):
        if told and told[name] in months():
            return surely or int(told[day]) <= _LAST_OF_MONTH
    return False


def _with_its_weekday(words: str, today: date) -> date | None:
    """Read "thu 26 nov": the day, where it is that weekday, since one of the two is a slip where it is not."""
    name, _, rest = words.partition(" ")
    weekday = weekdays().get(name.rstrip("."))
    day = _read(rest, today) if rest and weekday is not None and not is_vague(rest) else None
    return day if day and day.weekday() == weekday else None


def _read(words: str, today: date) -> date | None:
    """Try each way of saying a day in turn."""
    ways: tuple[Callable[[str, date], date | None], ...] = (
        _written_in_full,
        _relative,
        _weekday,
        _quarter,
        _month_by_name,
        _without_year,
    )
    return next(filter(None, (way(words, today) for way in ways)), None)


def _written_in_full(words: str, today: date) -> date | None:
    if told := _YEAR_FIRST.fullmatch(words):
        return date(int(told[1]), int(told[3]), int(told[4]))
    if told := _YEAR_LAST.fullmatch(words):
        year = int(told[4]) + (2000 if len(told[4]) == 2 else 0)
        month, day = _month_and_day(int(told[1]), int(told[3]), swaps=told[2] == "/")
        return date(year, month, day)
    return None


def _relative(words: str, today: date) -> date | None:
    if told := _AHEAD.fullmatch(words):
        return _moved(today, int(told["n"]), _UNITS[told["unit"]])
    if told := _BACK.fullmatch(words) or _AGO.fullmatch(words):
        return _moved(today, -int(told["n"]), _UNITS[told["unit"]])
    return None


def _moved(today: date, n: int, unit: _Unit) -> date:
    """Give the day ``n`` units from today; the end of a shorter month where the day is missing there."""
    if unit in ("days", "weeks"):
        return today + timedelta(days=n * (7 if unit == "weeks" else 1))
    if unit == "business":
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            today += step
            while today.weekday() > _FRIDAY:
                today += step
        return today
    from dateutil.relativedelta import relativedelta

    if unit == "months":
        return today + relativedelta(months=n)
    return today + relativedelta(years=n)


def _weekday(words: str, today: date) -> date | None:
    if told := _WEEKDAY_AFTER.fullmatch(words):
        name, which = told[1], told[2]
    elif told := _WEEKDAY.fullmatch(words):
        name, which = told[2], told[1] or ""
    else:
        return None
    wanted = weekdays().get(name)
    if wanted is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if which == "next" or which.startswith("prossim"):
        return monday + timedelta(days=7 + wanted)
    if which == "last" or which.startswith("scors"):
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    if which and monday + timedelta(days=wanted) >= today:
        return monday + timedelta(days=wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _quarter(words: str, today: date) -> date | None:
    if not (told := _QUARTER.fullmatch(words)):
        return None
    return _month_end(int(told[1]) * 3, told[2], today)


def _month_by_name(words: str, today: date) -> date | None:
    if told := _MONTH.fullmatch(words):
        month = months().get(told[1])
        return _month_end(month, told[2], today) if month else None
    if told := _DAY_MONTH.fullmatch(words):
        day, name, year = told[1], told[2], told[3]
    elif told := _MONTH_DAY.fullmatch(words):
        day, name, year = told[2], told[1], told[3]
    else:
        return None
    month = months().get(name)
    if not month:
        return None
    return date(int(year), month, int(day)) if year else _upcoming(month, int(day), today)


def _without_year(words: str, today: date) -> date | None:
    if told := _NO_YEAR.fullmatch(words):
        month, day = _month_and_day(int(told[1]), int(told[3] or told[4]), swaps=told[2] == "/")
        return _upcoming(month, day, today)
    if told := _DAY.fullmatch(words):
        wanted = int(told[1])
        ahead = (period_of("month", today + timedelta(days=31 * n)).start for n in range(4))
        days = (start + timedelta(days=wanted - 1) for start in ahead if wanted >= 1)
        return next((day for day in days if day.day == wanted and day >= today), None)
    return None


def _month_and_day(first: int, second: int, swaps: bool) -> tuple[int, int]:
    """Give month and day: with slashes in the rep's order, unless that cannot be; with dots the day stands first."""
    if not swaps:
        return second, first
    if habits().month_first:
        return (second, first) if first > 12 else (first, second)
    return (first, second) if second > 12 else (second, first)


def _upcoming(month: int, day: int, today: date) -> date | None:
    """Give the next such day of the year, today included; 29 February may be years ahead."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _month_end(month: int, year: str | None, today: date) -> date:
    """Give the last day of the month, of this year or the next where that is past."""
    if year:
        return period_of("month", date(int(year), month, 1)).end
    end = period_of("month", date(today.year, month, 1)).end
    return end if end >= today else period_of("month", date(today.year + 1, month, 1)).end


def _days(n: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(days=n)


def _end(kind: Kind) -> Callable[[date], date]:
    return lambda today: period_of(kind, today).end


def _next(kind: Kind) -> Callable[[date], date]:
    return lambda today: period_of(kind, today).following().start


def _end_of_week(today: date) -> date:
    """Give this week's Friday, or next week's from Saturday on."""
    return today + timedelta(days=(_FRIDAY - today.weekday()) % 7)


def _next_week(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


@lru_cache(maxsize=1)
def _fixed() -> dict[str, Callable[[date], date]]:
    """Give the words that stand for a day whatever their parts mean."""
    ends: dict[str, Callable[[date], date]] = {
        "week": _end_of_week,
        "month": _end("month"),
        "quarter": _end("quarter"),
        "year": _end("year"),
    }
    starts: dict[str, Callable[[date], date]] = {
        "week": _next_week,
        "month": _next("month"),
        "quarter": _next("quarter"),
        "year": _next("year"),
    }
    italian = {"settimana": "week", "mese": "month", "trimestre": "quarter", "anno": "year"}
    return {
        **dict.fromkeys(("today", "tod", "oggi"), _days(0)),
        **dict.fromkeys(("tomorrow", "tom", "tmr", "domani"), _days(1)),
        **dict.fromkeys(("day after tomorrow", "dopodomani"), _days(2)),
        **dict.fromkeys(("yesterday", "ieri"), _days(-1)),
        **{f"eo{word[0]}": end for word, end in ends.items()},
        **{f"end of {word}": end for word, end in ends.items()},
        **{f"end of the {word}": end for word, end in ends.items()},
        **{f"{word} end": end for word, end in ends.items() if word != "week"},
        **{f"this {word}": end for word, end in ends.items()},
        **{f"fine {word}": ends[unit] for word, unit in italian.items() if unit != "week"},
        **{f"so{word[0]}": start for word, start in starts.items()},
        **{f"next {word}": start for word, start in starts.items()},
        **{f"prossim{word[-1]} {word}": starts[unit] for word, unit in italian.items() if word[-1] in "ao"},
        **{f"{word} prossim{'a' if word[-1] == 'a' else 'o'}": starts[unit] for word, unit in italian.items()},
        "prossimo mese": starts["month"],
        "prossimo trimestre": starts["quarter"],
    }
