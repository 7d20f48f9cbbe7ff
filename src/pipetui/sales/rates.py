"""What a deal is worth in its pipeline's currency, at a stored rate that is kept with it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection, select

from pipetui.model import TABLES
from pipetui.values.money import precision


def rate_on(connection: Connection, currency: str, base: str, day: date) -> Decimal | None:
    """How many ``base`` one unit of ``currency`` was worth on a day, by the last rate stored until then."""
    rate = TABLES["exchange_rate"].c
    for one, other, inverse in ((currency, base, False), (base, currency, True)):
        stored = connection.scalar(
            select(rate.rate)
            .where(rate.currency == one, rate.base == other, rate.day <= day)
            .order_by(rate.day.desc())
            .limit(1)
        )
        if stored is not None:
            return 1 / Decimal(stored) if inverse else Decimal(stored)
    return None


def in_base(
    connection: Connection, amount: int | None, currency: str, base: str, day: date
) -> tuple[int | None, str | None]:
    """An amount in the base currency's minor units, rounded half up, and the rate used as decimal text.

    Both None where no rate is known: the deal then counts in no total until there is one.
    """
    if amount is None or currency == base:
        return amount, None
    rate = rate_on(connection, currency, base, day)
    if rate is None:
        return None, None
    return converted(amount, currency, base, rate), str(rate)


def converted(amount: int, currency: str, base: str, rate: Decimal) -> int:
    """An amount in minor units of one currency in those of another, at a rate, rounded half up."""
    major = Decimal(amount).scaleb(-precision(currency)) * rate
    return int(major.scaleb(precision(base)).to_integral_value(ROUND_HALF_UP))
