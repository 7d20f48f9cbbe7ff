"""What the file has about a pipeline's cash: deals, the payments they are to bring, and expenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipetui.values.recurrence import Recurrence
from pipetui.values.shares import part
from pipetui.values.terms import Terms, due_after


class Account(NamedTuple):
    """A deal as cash looks at it. Money is in minor units, ``base_amount`` in the pipeline's currency.

    ``counts`` is False for leads and what is left out of forecasts; ``chance`` is in percent.
    """

    deal_id: int
    title: str
    company: str | None
    status: str
    closed_on: date | None
    expected_close: date | None
    amount: int | None
    currency: str
    base_amount: int | None
    chance: float
    counts: bool = True

    @property
    def close(self) -> date | None:
        """The day it closed, or is expected to."""
        return self.expected_close if self.status == "open" else self.closed_on


class Instalment(NamedTuple):
    """A payment of a deal, planned or as its pipeline's terms have it (``id`` is then None).

    Money is in minor units, ``base`` in the pipeline's currency, None where no rate is known.
    """

    id: int | None
    deal_id: int
    place: int
    label: str
    amount: int
    currency: str
    base: int | None
    due_on: date | None = None
    months: int = 0
    days: int = 0
    paid_on: date | None = None
    note: str | None = None

    def due(self, account: Account) -> date | None:
        """The day it is due; None where the deal has no date to count from."""
        return due_after(self.due_on, account.close, self.months, self.days)


class Spending(NamedTuple):
    """An expense. Money is in minor units, ``base`` in the pipeline's currency, None where no rate is known."""

    id: int
    deal_id: int | None
    kind: str
    label: str
    amount: int
    currency: str
    base: int | None
    due_on: date
    paid_on: date | None = None
    note: str | None = None
    every: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file has about a pipeline's cash: deals, their payments (planned ones only), and expenses.

    ``opening`` (minor units) is what there was on the morning of ``opened_on``; None where the rep never said.
    ``terms`` are those of deals without a plan.
    """

    currency: str
    today: date
    accounts: Mapping[int, Account]
    payments: Mapping[int, Sequence[Instalment]]
    expenses: Sequence[Spending]
    terms: Terms
    terms_said: str
    opening: int | None = None
    opened_on: date | None = None

    @property
    def since(self) -> date:
        """The day the balance counts from: the opening's, else the first of this month.

        What was won before it and has no plan counts as settled.
        """
        return self.opened_on or self.today.replace(day=1)

    def plan(self, account: Account) -> Sequence[Instalment]:
        """A deal's payments: its plan, else what the pipeline's terms make of its amount."""
        return self.payments.get(account.deal_id) or planned_by(account, self.terms)

    def is_settled(self, account: Account) -> bool:
        """Whether a deal was won before the balance counts, and nothing is known of its payments."""
        return (
            account.status == "won"
            and account.deal_id not in self.payments
            and account.closed_on is not None
            and account.closed_on < self.since
        )


def planned_by(account: Account, terms: Terms) -> list[Instalment]:
    """What terms make of a deal's amount; nothing where it has none. Both currencies' parts sum to the cent."""
    if not account.amount:
        return []
    amounts = terms.amounts(account.amount, account.currency)
    return [
        Instalment(
            None, account.deal_id, place, each.label, amount, account.currency, base, each.on, each.months, each.days
        )
        for place, (each, amount, base) in enumerate(
            zip(terms.parts, amounts, bases(amounts, account.base_amount), strict=True)
        )
    ]


def bases(amounts: Sequence[int], base_amount: int | None) -> list[int | None]:
    """The parts of an amount in the pipeline's currency; they sum to it. None where no rate is known."""
    if base_amount is None:
        return [None] * len(amounts)
    if not any(amounts):
        return [0] * len(amounts)
    return list(part(base_amount, [abs(amount) for amount in amounts]))
