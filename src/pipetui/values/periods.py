"""Periods a forecast is made for: months, quarters, halves and years, of the calendar or a fiscal year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from pipetui.values.clock import FIRST_YEAR, LAST_YEAR
from pipetui.values.errors import Invalid
from pipetui.values.names import MONTHS, months
from pipetui.values.text import clean, fit, fold

Kind = Literal["month", "quarter", "half", "year"]

KINDS: tuple[Kind, ...] = get_args(Kind)

_LONGEST = 40
_LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LETTER: dict[Kind, str] = {"quarter": "Q", "half": "H"}
_WORDS: dict[str, Kind] = {
    **{kind: kind for kind in KINDS},
    "mese": "month",
    "trimestre": "quarter",
    "semestre": "half",
    "anno": "year",
}
_NEXT = frozenset({"next", "following", "prossimo"})
_LAST = frozenset({"last", "previous", "prev", "scorso"})
_THIS = frozenset({"", "this", "now", "current", "questo"})
_YEAR = r"(?P<fy>fy ?)?(?P<year>\d{2}|\d{4})"
_PART = r"(?P<letter>[qh])(?P<part>\d)"
_SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{_PART}(?:[ -]?{_YEAR})?",
        rf"{_YEAR}[ -]?{_PART}",
        _YEAR,
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"(?P<name>[^\W\d_]+)\.?(?:[ -]?(?P<year>\d{4}))?",
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half or year, with its last day (``end``) and the month its year begins in."""

    kind: Kind
    start: date
    end: date
    label: str
    fiscal_start: int = 1

    def contains(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day <= self.end

    def days_left(self, today: date) -> int:
        """Give how many days come after today up to the period's end; 0 once it is over."""
        return max((self.end - today).days, 0)

    def following(self) -> "Period":
        """Give the period of the same kind that begins the day after this one ends."""
        return period_of(self.kind, self.end + timedelta(days=1), self.fiscal_start)

    def preceding(self) -> "Period":
        """Give the period of the same kind that ends the day before this one begins."""
        return period_of(self.kind, self.start - timedelta(days=1), self.fiscal_start)


@lru_cache(maxsize=4096)
def period_of(kind: Kind, day: date, fiscal_start: int = 1) -> Period:
    """Give the period of this kind that the day lies in; years begin in the month ``fiscal_start`` (1–12)."""
    into_year = (day.month - fiscal_start) % 12
    part = into_year // _LENGTH[kind]
    months_back = into_year % _LENGTH[kind]
    start = _first_of(day.year, day.month - months_back)
    end = _first_of(start.year, start.month + _LENGTH[kind]) - timedelta(days=1)
    if kind == "month":
        label = f"{MONTHS[start.month - 1]} {start.year}"
    else:
        # A fiscal year is named for the calendar year it ends in.
        ends_in = day.year + (fiscal_start > 1 and day.month >= fiscal_start)
        year = _fiscal(ends_in) if fiscal_start > 1 else str(ends_in)
        label = year if kind == "year" else f"{_LETTER[kind]}{part + 1} {year}"
    return Period(kind, start, end, label, fiscal_start)


def parse_period(text: str, today: date, kind: Kind = "quarter", fiscal_start: int = 1) -> Period:
    """Read a period as typed: ``Q4``, ``2026-Q4``, ``H1``, ``2026``, ``Nov 2026``, ``next month``, ``last``.

    ``kind`` is the kind that "this", "next" and "last" mean alone. With a fiscal year, quarters, halves and
    bare years are the fiscal year's, named for the calendar year it ends in. Raises ``Invalid``.
    """
    if len(text) > _LONGEST:
        raise _not_a_period(text)
    words = fold(clean(text)).split()
    if words and words[-1] in _WORDS:
        kind = _WORDS[words.pop()]
    current = period_of(kind, today, fiscal_start)
    word = " ".join(words)
    if word in _THIS:
        return current
    if word in _NEXT:
        return current.following()
    if word in _LAST:
        return current.preceding()
    period = _named(word, today, fiscal_start)
    if period is None:
        raise _not_a_period(text)
    return period


def _named(word: str, today: date, fiscal_start: int) -> Period | None:
    """Give the period a name stands for, or None."""
    shape = next(filter(None, (each.fullmatch(word) for each in _SHAPES)), None)
    told = shape.groupdict() if shape else {}
    month = months().get(told["name"], 0) if told.get("name") else int(told.get("month") or 0)
    if not told or (("month" in told or "name" in told) and not 1 <= month <= 12):
        return None
    year = _year_of(told, today, fiscal_start=1 if month else fiscal_start)
    if year is None:
        return None
    if month:
        return period_of("month", date(year, month, 1), fiscal_start)
    # Back to the calendar year in which the fiscal year begins.
    begins = date(year - (fiscal_start > 1), fiscal_start, 1)
    if not told.get("letter"):
        return period_of("year", begins, fiscal_start)
    kind: Kind = "quarter" if told["letter"] == "q" else "half"
    part = int(told["part"]) - 1
    if not 0 <= part < 12 // _LENGTH[kind]:
        return None
    return period_of(kind, _first_of(begins.year, begins.month + part * _LENGTH[kind]), fiscal_start)


def _year_of(told: dict[str, str | None], today: date, fiscal_start: int) -> int | None:
    """Give the year that was told, else the one today lies in; None where it cannot be one."""
    digits = told.get("year")
    if not digits:
        return today.year + (fiscal_start > 1 and today.month >= fiscal_start)
    if len(digits) == 2 and not told.get("fy"):
        return None
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _first_of(year: int, month: int) -> date:
    """Give the first day of a month counted from January of ``year``, beyond 1–12 in the years around it."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _not_a_period(text: str) -> Invalid:
    typed = fit(clean(text[:_LONGEST]), 30)
    return Invalid(f'"{typed}" is not a period: write Q4, 2026-Q4, H1, Nov 2026, 2026 or "next month".')


def _fiscal(year: int) -> str:
    return f"FY{year % 100:02}" if year // 100 == 20 else f"FY{year}"
