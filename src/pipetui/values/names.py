"""The names of months and weekdays: in English as shown, and in every language a rep may type them."""

import os
from collections.abc import Mapping
from functools import lru_cache

from pipetui.values.habits import depends_on_habits, habits
from pipetui.values.text import fold

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Months as shown; January is at 0."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Weekdays as shown; Monday is at 0, as in ``date.weekday``."""

_ALSO_MONTHS = {"sept": 9}
_ALSO_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}


_DAYS_OFFERED = {
    "en": ("tomorrow", "fri", "+1w", "eom", "+1m", "eoq", "eoy"),
    "it": ("domani", "ven", "+1w", "fine mese", "+1m", "fine trimestre", "fine anno"),
}
_PUT_OFF_OFFERED = {
    "en": ("tomorrow", "mon", "+3d", "+1w", "+2w", "+1m"),
    "it": ("domani", "lun", "+3d", "+1w", "+2w", "+1m"),
}
_KINDS_OFFERED = {
    "en": ("call", "meeting", "email", "message", "task", "note"),
    "it": ("chiamata", "riunione", "email", "messaggio", "task", "nota"),
}
_PERIODS_OFFERED = {
    "en": (
        *("today", "tomorrow", "yesterday", "week", "next week", "last week", "month", "next month", "last month"),
        *("quarter", "next quarter", "last quarter", "year", "eow", "eom", "eoq", "eoy"),
    ),
    "it": (
        *("oggi", "domani", "ieri", "settimana", "prossima settimana", "scorsa settimana"),
        *("mese", "prossimo mese", "scorso mese", "trimestre", "prossimo trimestre", "scorso trimestre", "anno"),
        *("fine mese", "fine trimestre", "fine anno"),
    ),
}


def days_offered() -> tuple[str, ...]:
    """Give days that are offered, as the rep would type them."""
    return _spoken(_DAYS_OFFERED)


@lru_cache(maxsize=1)
def days_asked_for() -> tuple[str, ...]:
    """Give days and periods that a filter is offered, as the rep would type them: weekdays in any language."""
    own = _weekdays_in(languages()[0])
    known = weekdays()
    told = [
        min((name for name, at in own.items() if at == day and _means_day(name, known, day)), key=len, default=english)
        for day, english in enumerate(("mon", "tue", "wed", "thu", "fri"))
    ]
    return (*_spoken(_PERIODS_OFFERED), *told)


def _means_day(name: str, known: Mapping[str, int], day: int) -> bool:
    """Whether a weekday's name is a word that means that day and no month ("mar")."""
    return name.isalpha() and known.get(name) == day and name not in months()


def put_off_offered() -> tuple[str, ...]:
    """Give days that something is mostly put off to, the likeliest first, as the rep would type them."""
    return _spoken(_PUT_OFF_OFFERED)


def kinds_offered() -> tuple[str, ...]:
    """Give the kinds of activity, as the rep would type them."""
    return _spoken(_KINDS_OFFERED)


def _spoken(words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return words.get(languages()[0].partition("_")[0], words["en"])


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Give the languages of names: the rep's or the environment's (LC_ALL, LC_TIME, LANG), and English, Italian."""
    from babel import Locale, UnknownLocaleError

    told = habits().language or next(filter(None, map(os.environ.get, ("LC_ALL", "LC_TIME", "LANG"))), "en")
    try:
        own = str(Locale.parse(told.partition(".")[0].partition("@")[0]))
    except (UnknownLocaleError, ValueError):
        own = "en"  # "C" and "POSIX" among them
    return tuple(dict.fromkeys((own, "en", "it")))


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Give 1–12 for every folded name and short name of a month."""
    names: dict[str, int] = {}
    for language in languages():
        for name, number in _months_in(language).items():
            names.setdefault(name, number)
    return names | _ALSO_MONTHS


@lru_cache(maxsize=1)
def weekdays() -> dict[str, int]:
    """Give 0–6, Monday first, for every folded name of a weekday that does not rather mean a month.

    "mar" is Tuesday to who speaks Italian, March to who speaks English: the first of ``languages`` decides.
    """
    names: dict[str, int] = {}
    taken: set[str] = set()
    for language in languages():
        for name, number in _weekdays_in(language).items():
            if name not in taken:
                names.setdefault(name, number)
        taken.update(_months_in(language))
    return names | _ALSO_WEEKDAYS


def _months_in(language: str) -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        _plain(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, language).items()
    }


def _weekdays_in(language: str) -> dict[str, int]:
    from babel.dates import get_day_names

    return {
        _plain(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_day_names(width, context, language).items()
    }


def _plain(name: str) -> str:
    return fold(name).rstrip(".")


for _worked_out in (languages, months, weekdays, days_asked_for):
    depends_on_habits(_worked_out.cache_clear)
