"""What comes in and goes out: a pipeline's ledger, its entries, their months, and one deal's part. Pure arithmetic."""

from pipetui.views.cash.deal import DealCash, Margin, margin, plan_gap
from pipetui.views.cash.entries import (
    ASIDE,
    DUE,
    EXPECTED,
    IN,
    OUT,
    OVERDUE,
    RECEIVED,
    SLIPPED,
    STATES,
    UNDATED,
    Chances,
    Entry,
    due_days,
)
from pipetui.views.cash.ledger import Account, Instalment, Ledger, Spending, bases, planned_by
from pipetui.views.cash.months import Cash, Low, Month, cash, lowest, months_from

__all__ = [
    "ASIDE",
    "DUE",
    "EXPECTED",
    "IN",
    "OUT",
    "OVERDUE",
    "RECEIVED",
    "SLIPPED",
    "STATES",
    "UNDATED",
    "Account",
    "Cash",
    "Chances",
    "DealCash",
    "Entry",
    "Instalment",
    "Ledger",
    "Low",
    "Margin",
    "Month",
    "Spending",
    "bases",
    "cash",
    "due_days",
    "lowest",
    "margin",
    "months_from",
    "plan_gap",
    "planned_by",
]
