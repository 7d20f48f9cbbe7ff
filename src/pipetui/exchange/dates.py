"""Columns of days and moments: the order of day and month is decided once for the whole column, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from pipetui.exchange.cells import Reader, says_nothing, shown
from pipetui.store import stored_moment
from pipetui.values.clock import FIRST_YEAR, LAST_YEAR, local_moment
from pipetui.values.errors import Invalid, Refused
from pipetui.values.names import MONTHS, months
from pipetui.values.text import fold

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")

_TIME = (
    r"(?:(?:[T ]|,? ?at |, )\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,12})?)?"
    r" ?(?P<half>[ap]\.?m\.?)?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII | re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}", re.ASCII | re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?", re.ASCII)
_DAY_MONTH = re.compile(
    r"(?:[^\W\d_]+\.?,? )?(\d{1,2})(?:st|nd|rd|th|º|\.)?[ -](?:de )?([^\W\d_]+)\.?,?[ -](?:de )?(\d{4}|\d\d)" + _TIME,
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?:[^\W\d_]+\.?,? )??([^\W\d_]+)\.?[ -](\d{{1,2}})(?:st|nd|rd|th)?,?[ -](\d{{4}}){_TIME}", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?", re.ASCII)
_SERIALS = range(20_000, 80_000)
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's days have no zone
_LONGEST = 60
_NOON, _MIDNIGHT = time(12), time()
_ZERO_DATE = re.compile(r"0{2,4}[-/.]0{1,2}[-/.]0{2,4}.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day as written, with its time and its offset from UTC where those are written."""

    day: date
    at: time | None = None
    zone: timezone | None = None

    @property
    def local_day(self) -> date:
        """The rep's day; midnight somewhere else is how programs write a day without a time."""
        if self.zone is None or self.at is None:
            return self.day
        return datetime.combine(self.day, self.at, self.zone).astimezone().date()

    @property
    def moment(self) -> datetime:
        """The moment in UTC; noon of a day without a time, so that it is that day in the next zones too."""
        if self.at is not None and self.zone is not None:
            return datetime.combine(self.day, self.at, self.zone).astimezone(UTC)
        return local_moment(self.day, self.at or _NOON)


def day_reader(cells: Collection[str], header: str, told: Order | None) -> Reader:
    """Reads a column of days as ISO days. Raises Refused where the order of day and month stays open."""
    stamp = stamp_reader(cells, header, told)

    def read(cell: str) -> str | None:
        found = stamp(cell)
        return None if found is None else found.local_day.isoformat()

    return read


def moment_reader(cells: Collection[str], header: str, told: Order | None) -> Reader:
    """Reads a column of moments as the file stores them. Raises Refused like ``day_reader``."""
    stamp = stamp_reader(cells, header, told)

    def read(cell: str) -> str | None:
        found = stamp(cell)
        return None if found is None else stored_moment(found.moment)

    return read


def due_reader(cells: Collection[str], header: str, told: Order | None) -> Reader:
    """Reads a column of due days as ``(ISO day, stored moment or None)``. Raises Refused like ``day_reader``."""
    stamp = stamp_reader(cells, header, told)

    def read(cell: str) -> tuple[str, str | None] | None:
        found = stamp(cell)
        if found is None:
            return None
        return found.local_day.isoformat(), stored_moment(found.moment) if found.at else None

    return read


def stamp_reader(cells: Collection[str], header: str, told: Order | None) -> Reader:
    """Reads a column of dates of any kind as Stamps. Raises Refused where the order of day and month stays open."""
    filled = [cell.strip() for cell in cells if not says_nothing(cell)]
    if filled and all(map(_SERIAL.fullmatch, filled)) and all(int(cell[:5]) in _SERIALS for cell in filled):
        return lambda cell: None if says_nothing(cell) else _serial(cell.strip())
    if filled and all(map(_EPOCH.fullmatch, filled)):
        return lambda cell: None if says_nothing(cell) else _epoch(cell.strip())
    order = told or _order(filled, header)

    def read(cell: str) -> Stamp | None:
        cell = cell.strip()
        if says_nothing(cell):
            return None
        try:
            stamp = _stamp(cell, order) if len(cell) <= _LONGEST else None
        except (ValueError, OverflowError):
            stamp = None
        if stamp is None and _ZERO_DATE.fullmatch(cell):
            return None
        if stamp is None or not FIRST_YEAR < stamp.day.year < LAST_YEAR:
            raise Invalid(f"{shown(cell)} is not a date: write 2026-12-01.")
        return stamp

    return read


def is_date(cell: str) -> bool:
    """Whether a cell is a date in any order."""
    try:
        return any(_stamp(cell.strip(), order) for order in ORDERS) if len(cell) <= _LONGEST else False
    except (ValueError, OverflowError):
        return False


def _order(cells: list[str], header: str) -> Order:
    """The order the column's dates can only be meant in. Raises Refused where both are possible, or both needed."""
    first = second = 0
    doubtful = by_day = by_month = ""
    for cell in cells:
        found = _YEAR_LAST.match(cell)
        if not found or found[2] == ".":
            continue
        one, other = int(found[1]), int(found[3])
        if one > 12 >= other:
            first, by_day = first + 1, cell
        elif other > 12 >= one:
            second, by_month = second + 1, cell
        elif one != other and one <= 12:
            doubtful = doubtful or cell
    if first and second and min(first, second) * 10 > max(first, second):
        raise Refused(
            f"The dates of column “{header}” are in two orders: {shown(by_day)} has the day first, {shown(by_month)} "
            "the month. Bring them into one, such as 2026-12-01."
        )
    if first or second:
        return "dmy" if first > second else "mdy"
    if doubtful:
        raise Refused(_doubt(doubtful, header))
    return "dmy"


def _doubt(cell: str, header: str) -> str:
    found = _YEAR_LAST.match(cell)
    assert found is not None
    one, other = int(found[1]), int(found[3])
    return (
        f"The dates of column “{header}” can be read two ways: is {shown(cell)} {one} {MONTHS[other - 1]} or "
        f"{other} {MONTHS[one - 1]}? Say --dates dmy where the day comes first, --dates mdy where the month does."
    )


def _stamp(cell: str, order: Order) -> Stamp | None:
    """A written date. Raises ValueError for a day there is not."""
    if len(cell) == 10 and cell[4] == cell[7] == "-":
        return Stamp(date.fromisoformat(cell))
    if len(cell) == 19 and cell[4] == cell[7] == "-" and cell[10] in " T" and cell[13] == cell[16] == ":":
        moment = datetime.fromisoformat(cell)
        return Stamp(moment.date(), moment.time() if moment.time() != _MIDNIGHT else None)
    if found := _YEAR_FIRST.fullmatch(cell):
        return _timed(found, date(int(found[1]), int(found[3]), int(found[4])))
    if found := _YEAR_LAST.fullmatch(cell):
        return _timed(found, _numeric(int(found[1]), int(found[3]), found[4], found[2], order))
    if found := _COMPACT.fullmatch(cell):
        return _timed(found, date(int(found[1]), int(found[2]), int(found[3])))
    if found := _MONTH_DAY.fullmatch(cell):
        month, day, year = found[1], found[2], found[3]
    elif found := _DAY_MONTH.fullmatch(cell):
        day, month, year = found[1], found[2], found[3]
    else:
        return None
    number = months().get(fold(month))
    return _timed(found, date(_year(year), number, int(day))) if number else None


def _numeric(one: int, other: int, last: str, mark: str, order: Order) -> date:
    if order == "ymd" and len(last) == 2:
        return date(_year(f"{one:02}"), other, int(last))
    # No country writes the month first with dots.
    if order == "mdy" and mark != ".":
        one, other = other, one
    return date(_year(last), other, one)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def _timed(found: re.Match[str], day: date) -> Stamp:
    told = found.groupdict()
    if told["hour"] is None:
        return Stamp(day)
    hour = int(told["hour"])
    if half := told.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    at = time(hour, int(told["minute"]), int(told["second"] or 0))
    # Databases write a day as its midnight, in whatever zone.
    return Stamp(day, at, _zone(told.get("zone"))) if at != _MIDNIGHT else Stamp(day)


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


def _serial(cell: str) -> Stamp:
    """A spreadsheet's day number, and its fraction as the time."""
    moment = _SERIAL_ZERO + timedelta(seconds=round(float(cell.replace(",", ".")) * 86_400))
    return Stamp(moment.date(), moment.time() if moment.time() != _MIDNIGHT else None)


def _epoch(cell: str) -> Stamp:
    """Seconds, or milliseconds, since 1970 in UTC."""
    digits = cell.split(".")[0]
    moment = datetime.fromtimestamp(int(digits[:10]), UTC)
    return Stamp(moment.date(), moment.time(), UTC) if moment.time() != _MIDNIGHT else Stamp(moment.date())
