"""One deal's cash: its payments, its expenses, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipetui.views.cash.entries import DUE, EXPECTED, OVERDUE, RECEIVED, SLIPPED, UNDATED
from pipetui.views.cash.ledger import Account, Instalment, Spending


class Margin(NamedTuple):
    """What is left of a deal, in minor units of the pipeline's currency: its amount less its expenses, paid or not.

    ``planned`` is what its payments come to, ``received`` what of it came, ``open`` what is still to come.
    """

    amount: int | None
    expenses: int
    planned: int
    received: int

    @property
    def left(self) -> int | None:
        """Amount less expenses; None without an amount."""
        return None if self.amount is None else self.amount - self.expenses

    @property
    def open(self) -> int:
        """Planned less received."""
        return self.planned - self.received

    @property
    def percent(self) -> float | None:
        """What is left of a hundred; None without an amount."""
        return None if not self.amount or self.left is None else round(100 * self.left / self.amount, 1)


def margin(account: Account, payments: Sequence[Instalment], expenses: Sequence[Spending]) -> Margin:
    """What is left of a deal."""
    return Margin(
        account.base_amount,
        sum(each.base or 0 for each in expenses),
        sum(each.base or 0 for each in payments),
        sum(each.base or 0 for each in payments if each.paid_on is not None),
    )


class DealCash(NamedTuple):
    """All about one deal's cash: its payments (its plan, else its pipeline's terms), expenses, and what is left.

    ``is_planned`` is False where the terms stand in; ``gap`` (minor units of the deal's currency) is what the plan
    lacks of the amount, below 0 where it comes to more, and 0 where it adds up or there is no plan.
    """

    account: Account
    payments: tuple[Instalment, ...]
    expenses: tuple[Spending, ...]
    margin: Margin
    is_planned: bool
    gap: int
    terms: str
    currency: str

    def due_state(self, each: Instalment, today: date) -> tuple[str, date | None]:
        """What a payment is, and its day."""
        if each.paid_on is not None:
            return RECEIVED, each.paid_on
        due = each.due(self.account)
        if self.account.status == "lost":
            return "dropped", due
        if self.account.status == "open":
            return (UNDATED if due is None else SLIPPED if due < today else EXPECTED), due
        return (OVERDUE if due is not None and due < today else DUE), due


def plan_gap(account: Account, payments: Sequence[Instalment]) -> int:
    """What a plan lacks of its deal's amount; 0 where the currencies differ, or there is no amount."""
    if account.amount is None or not payments or any(each.currency != account.currency for each in payments):
        return 0
    return account.amount - sum(each.amount for each in payments)
