"""What an amount in one currency is worth in another, at a stored rate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from pipetui.values.money import precision

Rates = Mapping[tuple[str, str], Decimal]
"""How many units of the second currency one unit of the first is worth."""


def rate_between(rates: Rates, currency: str, base: str) -> Decimal | None:
    """How many ``base`` one unit of ``currency`` is; the rate the other way round serves as well. None: unknown."""
    if direct := rates.get((currency, base)):
        return direct
    inverse = rates.get((base, currency))
    return 1 / inverse if inverse else None


def in_base(rates: Rates, amount: int | None, currency: str, base: str) -> tuple[int | None, Decimal | None]:
    """An amount in the base currency's minor units, rounded half up, and the rate it took.

    The rate is None where both currencies are the same. Both are None where no rate is known: such a deal counts in
    no total until there is one.
    """
    if amount is None or currency == base:
        return amount, None
    rate = rate_between(rates, currency, base)
    if rate is None:
        return None, None
    return converted(amount, currency, base, rate), rate


def converted(amount: int, currency: str, base: str, rate: Decimal) -> int:
    """An amount in minor units of one currency in those of another, at a rate, rounded half up."""
    major = Decimal(amount).scaleb(-precision(currency)) * rate
    return int(major.scaleb(precision(base)).to_integral_value(ROUND_HALF_UP))
