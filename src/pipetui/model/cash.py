"""What comes in and goes out: payments of deals, expenses, and how a pipeline's cash is counted."""

from datetime import date

from sqlmodel import Field

from pipetui.model.record import Record


class Payment(Record, table=True):
    """An instalment of a deal. Money is in minor units: ``amount`` in ``currency``, ``base_amount`` in the pipeline's
    at ``rate`` (decimal text, None where both are the same).

    It is due on ``due_on``; where that is None, ``after_months`` and ``after_days`` after the deal closes: as expected
    while it is open, on the day it closed from then on. ``paid_on`` is the day it was received, None while it is not.
    """

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE", index=True)
    position: int = 0
    label: str
    amount: int
    currency: str = Field(max_length=3)
    base_amount: int | None = None
    rate: str | None = None
    due_on: date | None = None
    after_months: int = 0
    after_days: int = 0
    paid_on: date | None = None
    note: str | None = None


class Expense(Record, table=True):
    """What goes out, for a deal or for none. Money is as a payment's.

    One that keeps coming has an RRULE (RFC 5545) in ``rrule``, counted from ``rrule_start``: ``due_on`` is then the
    next time it is due, and each time it is paid a row of its own is left behind.
    """

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE", index=True)
    deal_id: int | None = Field(default=None, foreign_key="deal.id", ondelete="CASCADE", index=True)
    kind: str
    label: str
    amount: int
    currency: str = Field(max_length=3)
    base_amount: int | None = None
    rate: str | None = None
    due_on: date
    paid_on: date | None = None
    note: str | None = None
    rrule: str | None = None
    rrule_start: date | None = None


class CashBook(Record, table=True):
    """How a pipeline's cash is counted: ``opening`` (minor units) is what there was on the morning of ``opened_on``;
    ``terms`` are those of deals without a plan of payments, as typed.
    """

    __tablename__ = "cash_book"

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE", unique=True)
    opening: int | None = None
    opened_on: date | None = None
    terms: str | None = None
