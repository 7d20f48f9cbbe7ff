"""What JSON promises of cash: amounts in major units with ``currency`` beside them, days as ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipetui.values.money import major
from pipetui.views.cash import (
    DUE,
    EXPECTED,
    IN,
    OVERDUE,
    RECEIVED,
    SLIPPED,
    UNDATED,
    Cash,
    DealCash,
    Entry,
    Month,
    Spending,
)
from pipetui.views.inventory import Stock, Turnover


def cash(told: Cash, turnover: Iterable[Turnover]) -> dict[str, Any]:
    """A pipeline's cash by month, what is in none, and its inventory."""
    of = told.currency
    return {
        "currency": of,
        "today": told.today.isoformat(),
        "method": told.method,
        "opening": None if told.opening is None else {"amount": major(told.opening, of), "day": told.since.isoformat()},
        "balance": major(told.now, of),
        "lowest": None
        if told.low is None
        else {"balance": major(told.low.balance, of), "day": told.low.day.isoformat()},
        "terms": told.terms,
        "overdue": {
            "in": major(told.overdue_in, of),
            "out": major(told.overdue_out, of),
            "entries": _entries(told.aside[OVERDUE], of),
        },
        "slipped": _sum(told.aside[SLIPPED], of),
        "undated": _sum(told.aside[UNDATED], of),
        "later": {
            "in": major(sum(each.amount for each in told.later if each.way == IN), of),
            "out": major(sum(each.amount for each in told.later if each.way != IN), of),
        },
        "settled": {"deals": told.settled[0], "amount": major(told.settled[1], of)},
        "without_rate": told.unrated,
        "months": [{**sums(month, of), "entries": _entries(month.entries, of)} for month in told.months],
        "inventory": [
            {
                "month": f"{each.period.start:%Y-%m}",
                **{name: _stock(getattr(each, name), of) for name in ("start", "new", "won", "lost", "end")},
            }
            for each in turnover
        ],
    }


def sums(month: Month, currency: str) -> dict[str, Any]:
    """A month without what it is made of."""
    return {
        "month": f"{month.period.start:%Y-%m}",
        "received": major(month.ins[RECEIVED], currency),
        "due": major(month.ins[DUE], currency),
        "expected": major(month.ins[EXPECTED], currency),
        "in": major(month.total_in, currency),
        "paid": major(month.outs[RECEIVED], currency),
        "owed": major(month.outs[DUE], currency),
        "recurring": major(month.outs[EXPECTED], currency),
        "out": major(month.total_out, currency),
        "net": major(month.net, currency),
        "balance": None if month.balance is None else major(month.balance, currency),
    }


def deal_cash(told: DealCash, today: date) -> dict[str, Any]:
    """A deal's payments, expenses and margin."""
    account, of = told.account, told.currency
    payments = []
    for each in told.payments:
        state, _shown = told.due_state(each, today)
        payments.append(
            {
                "id": each.id,
                "label": each.label,
                "amount": major(each.amount, each.currency),
                "currency": each.currency,
                "state": state,
                "due": _day(each.due(account)),
                "paid": _day(each.paid_on),
                "note": each.note,
            }
        )
    margin = told.margin
    return {
        "deal_id": account.deal_id,
        "deal": account.title,
        "amount": None if account.amount is None else major(account.amount, account.currency),
        "currency": account.currency,
        "planned": told.is_planned,
        "terms": None if told.is_planned else told.terms,
        "missing": major(told.gap, account.currency),
        "payments": payments,
        "expenses": [expense(each, account.title) for each in told.expenses],
        "received": major(margin.received, of),
        "open": major(margin.open, of),
        "spent": major(margin.expenses, of),
        "margin": None if margin.left is None else major(margin.left, of),
        "margin_percent": margin.percent,
    }


def expense(each: Spending, deal: str | None) -> dict[str, Any]:
    """An expense."""
    return {
        "id": each.id,
        "deal_id": each.deal_id,
        "deal": deal,
        "kind": each.kind,
        "label": each.label,
        "amount": major(each.amount, each.currency),
        "currency": each.currency,
        "due": each.due_on.isoformat(),
        "paid": _day(each.paid_on),
        "every": each.every.shown if each.every else None,
        "note": each.note,
    }


def _entries(entries: Iterable[Entry], currency: str) -> list[Mapping[str, Any]]:
    return [
        {
            "day": _day(each.day),
            "way": each.way,
            "state": each.state,
            "amount": major(each.amount, currency),
            "whole": major(each.whole, currency),
            "chance": round(each.chance, 4),
            "kind": each.kind,
            "label": each.label,
            "deal_id": each.deal_id,
            "deal": each.title or None,
            "company": each.company,
            "id": each.record,
        }
        for each in entries
    ]


def _sum(entries: Iterable[Entry], currency: str) -> int | float:
    return major(sum(each.amount for each in entries), currency)


def _stock(stock: Stock, currency: str) -> dict[str, Any]:
    return {"count": stock.number, "amount": major(stock.amount, currency)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
