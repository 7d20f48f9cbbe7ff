"""The inventory of a pipeline: open deals at the start of a month, what came and went, what was there at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipetui.values.periods import Period


class Stay(NamedTuple):
    """A deal's time in the pipeline: from ``born`` until it ``closed`` (None while it is open), won or lost.

    ``amount`` is in minor units of the pipeline's currency, as it is now; 0 where it has none.
    """

    born: date
    closed: date | None
    is_won: bool
    amount: int


class Stock(NamedTuple):
    """How many deals, and how much in minor units."""

    number: int = 0
    amount: int = 0

    def plus(self, other: Stock, sign: int = 1) -> Stock:
        """Both together, or with a ``sign`` of -1 without the other."""
        return Stock(self.number + sign * other.number, self.amount + sign * other.amount)


class Turnover(NamedTuple):
    """A month: ``start`` + ``new`` − ``won`` − ``lost`` is ``end``, in count and in money."""

    period: Period
    start: Stock
    new: Stock
    won: Stock
    lost: Stock
    end: Stock


def inventory(stays: Iterable[Stay], months: Sequence[Period], today: date) -> list[Turnover]:
    """The stock of months that have begun, one after the other. A deal is born on the day it closed where that is
    before it came into the file."""
    known = [stay._replace(born=min(stay.born, stay.closed)) if stay.closed else stay for stay in stays]
    found: list[Turnover] = []
    for month in months:
        if month.start > today:
            break
        there = (s for s in known if s.born < month.start and (s.closed is None or s.closed >= month.start))
        start = _stock(there)
        new = _stock(s for s in known if month.contains(s.born))
        gone = [s for s in known if s.closed is not None and month.contains(s.closed)]
        won, lost = _stock(s for s in gone if s.is_won), _stock(s for s in gone if not s.is_won)
        end = _stock(s for s in known if s.born <= month.end and (s.closed is None or s.closed > month.end))
        found.append(Turnover(month, start, new, won, lost, end))
    return found


def _stock(stays: Iterable[Stay]) -> Stock:
    stock = Stock()
    for stay in stays:
        stock = Stock(stock.number + 1, stock.amount + stay.amount)
    return stock
