"""Exchange rates: storing them with their day, and giving open deals their worth at the newest one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import select

from pipetui.model import Deal, ExchangeRate
from pipetui.model import Pipeline as PipelineRow
from pipetui.reading.pipelines import read_rates
from pipetui.sales.cash_rates import revalue_expenses, revalue_payments
from pipetui.sales.columns import rows_of
from pipetui.store import Store, Writing
from pipetui.values.errors import Invalid
from pipetui.views.rates import Rates, in_base


class Rate(NamedTuple):
    """One unit of ``currency`` is ``rate`` units of ``base`` from ``day`` on."""

    currency: str
    base: str
    day: date
    rate: Decimal


class ExchangeRates:
    """The service for exchange rates. Closed deals keep the rate they were closed at."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def set(self, rates: Sequence[Rate]) -> int:
        """Stores rates, each in the place of one of the same day; gives how many open deals are worth something else.

        Raises Invalid for a rate that is none.
        """
        for rate in rates:
            if rate.currency == rate.base or not rate.rate.is_finite() or rate.rate <= 0:
                raise Invalid(f"1 {rate.currency} can't be {rate.rate} {rate.base}.")
        if not rates:
            raise Invalid("There are no rates in it.")
        first = rates[0]
        label = f"Rate: 1 {first.currency} = {first.rate} {first.base}" if len(rates) == 1 else f"{len(rates):,} rates"
        with self._store.transaction(label) as writing:
            for rate in rates:
                _store(writing, rate)
            writing.session.flush()
            return _revalue(writing)


def _store(writing: Writing, rate: Rate) -> None:
    known = writing.session.exec(
        select(ExchangeRate).where(
            ExchangeRate.base == rate.base, ExchangeRate.currency == rate.currency, ExchangeRate.day == rate.day
        )
    ).first()
    if known is None:
        known = ExchangeRate(base=rate.base, currency=rate.currency, day=rate.day, rate="")
    known.rate = str(rate.rate)
    writing.session.add(known)


def _revalue(writing: Writing) -> int:
    """Gives every open deal in another currency its worth at the rate of today."""
    rates = read_rates(rows_of(writing.connection), writing.clock.today())
    bases = {row.id: row.currency for row in writing.session.exec(select(PipelineRow))}
    changed = 0
    for deal in writing.session.exec(select(Deal).where(Deal.status == "open")):
        base = bases[deal.pipeline_id]
        if deal.currency == base:
            continue
        worth, rate = in_base(rates, deal.amount, deal.currency, base)
        told = None if rate is None else str(rate)
        if (deal.base_amount, deal.rate) != (worth, told):
            changed += deal.base_amount != worth
            deal.base_amount, deal.rate = worth, told
            writing.session.add(deal)
    writing.session.flush()
    _revalue_cash(writing, rates, bases)
    return changed


def _revalue_cash(writing: Writing, rates: Rates, bases: dict[int | None, str]) -> None:
    """Has open payments of open deals follow, and gives what had no worth yet its own."""
    found = writing.connection.exec_driver_sql(
        "SELECT DISTINCT deal.id, deal.pipeline_id FROM payment JOIN deal ON deal.id = payment.deal_id"
        " JOIN pipeline ON pipeline.id = deal.pipeline_id"
        " WHERE payment.currency <> pipeline.currency AND (deal.status = 'open' OR payment.base_amount IS NULL)"
    ).all()
    for number, pipeline_id in found:
        revalue_payments(writing, number, rates, bases[pipeline_id])
    for pipeline, base in bases.items():
        if pipeline is not None:
            revalue_expenses(writing, pipeline, rates, base)
