"""What payments and expenses are worth in a pipeline's currency, once rates or the pipeline are others."""

from __future__ import annotations

from sqlmodel import col, select

from pipetui.model import Deal, Expense, Payment
from pipetui.store import Writing
from pipetui.views.cash import bases
from pipetui.views.rates import Rates, in_base


def revalue_payments(writing: Writing, deal_id: int, rates: Rates, base: str, *, every: bool = False) -> None:
    """Gives the open payments of a deal their worth: they come to the deal's own where the plan adds up.

    What was received keeps its rate, unless ``every`` one is to be in another currency.
    """
    deal = writing.session.get(Deal, deal_id, populate_existing=True)
    asked = select(Payment).where(Payment.deal_id == deal_id).order_by(col(Payment.position), col(Payment.id))
    payments = writing.session.exec(asked).all()
    waiting = [each for each in payments if every or each.paid_on is None or each.base_amount is None]
    if deal is None or not waiting:
        return
    alike = all(each.currency == deal.currency for each in payments)
    if alike and deal.base_amount is not None and sum(each.amount for each in payments) == deal.amount:
        kept = sum(each.base_amount or 0 for each in payments if each not in waiting)
        worths = bases([each.amount for each in waiting], deal.base_amount - kept)
        for each, worth in zip(waiting, worths, strict=True):
            each.base_amount, each.rate = worth, deal.rate
        return
    for each in waiting:
        _revalue(each, rates, base)


def revalue_expenses(writing: Writing, pipeline_id: int, rates: Rates, base: str, *, every: bool = False) -> None:
    """Gives the expenses of a pipeline that have no worth yet (``every``: all of them) theirs."""
    for each in writing.session.exec(select(Expense).where(Expense.pipeline_id == pipeline_id)):
        if every or each.base_amount is None:
            _revalue(each, rates, base)


def _revalue(each: Payment | Expense, rates: Rates, base: str) -> None:
    worth, rate = in_base(rates, each.amount, each.currency, base)
    each.base_amount, each.rate = worth, None if rate is None else str(rate)
