"""What a deal is worth in its pipeline's currency, at a stored rate that is kept with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from pipetui.reading.pipelines import read_rates
from pipetui.sales.columns import rows_of
from pipetui.views import rates


def rate_on(connection: Connection, currency: str, base: str, day: date) -> Decimal | None:
    """How many ``base`` one unit of ``currency`` was worth on a day, by the last rate stored until then."""
    return rates.rate_between(read_rates(rows_of(connection), day), currency, base)


def in_base(
    connection: Connection, amount: int | None, currency: str, base: str, day: date
) -> tuple[int | None, str | None]:
    """An amount in the base currency's minor units, at the rate of a day, and that rate as decimal text.

    Both None where no rate is known; the rate alone is None where both currencies are the same.
    """
    worth, rate = rates.in_base(read_rates(rows_of(connection), day), amount, currency, base)
    return worth, None if rate is None else str(rate)
