"""A pipeline's cash as the file has it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.reading.cards import AT_ONCE
from pipetui.values.clock import stored_day
from pipetui.values.errors import Invalid, NotFound
from pipetui.values.money import show
from pipetui.values.recurrence import recurrence_of
from pipetui.values.terms import Terms, parse_terms
from pipetui.views.cash import (
    OVERDUE,
    Account,
    DealCash,
    Entry,
    Instalment,
    Ledger,
    Spending,
    entries_of,
    margin,
    plan_gap,
)
from pipetui.views.inventory import Stay
from pipetui.views.stage import Pipeline

if TYPE_CHECKING:
    from pipetui.values.periods import Period
    from pipetui.views.cash import Chances
    from pipetui.views.odds import Odds

DEFAULT_TERMS = "net 30"
"""The terms of a deal without a plan, where the rep did not say others."""

_ACCOUNTS = """
SELECT deal.id, deal.title, company.name, deal.status, deal.closed_on, deal.expected_close, deal.amount, deal.currency,
    deal.base_amount, coalesce(deal.probability, stage.probability),
    stage.phase <> 'lead' AND coalesce(deal.category, stage.category) <> 'omitted'
FROM deal JOIN stage ON stage.id = deal.stage_id LEFT JOIN company ON company.id = deal.company_id
WHERE {where} ORDER BY deal.id
"""
_LIVE = """deal.pipeline_id = ? AND (deal.status IN ('open', 'won')
    OR EXISTS (SELECT 1 FROM payment WHERE payment.deal_id = deal.id AND payment.paid_on IS NOT NULL)
    OR EXISTS (SELECT 1 FROM expense WHERE expense.deal_id = deal.id))"""
_PAYMENTS = """
SELECT payment.id, payment.deal_id, payment.position, payment.label, payment.amount, payment.currency,
    payment.base_amount, payment.due_on, payment.after_months, payment.after_days, payment.paid_on, payment.note
FROM payment JOIN deal ON deal.id = payment.deal_id
WHERE {where} ORDER BY payment.deal_id, payment.position, payment.id
"""
_EXPENSES = """
SELECT id, deal_id, kind, label, amount, currency, base_amount, due_on, paid_on, note, rrule, rrule_start
FROM expense WHERE {where} ORDER BY due_on, id
"""
_OWING = """deal.pipeline_id = ? AND deal.status = 'won' AND (deal.closed_on >= ?
    OR EXISTS (SELECT 1 FROM payment WHERE payment.deal_id = deal.id AND payment.paid_on IS NULL))"""
_THESE = "deal.id IN (SELECT value FROM json_each(?))"
_STAYS = """
SELECT deal.created_at, deal.closed_on, deal.status, deal.base_amount
FROM deal JOIN stage ON stage.id = deal.stage_id WHERE deal.pipeline_id = ? AND stage.phase <> 'lead'
"""


def read_ledger(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> Ledger:
    """All of a pipeline that cash is made of."""
    opening, opened_on, said = read_book(rows, pipeline.id)
    accounts = _accounts(rows, _LIVE, pipeline.id)
    payments: dict[int, list[Instalment]] = {}
    for each in _payments(rows, "deal.pipeline_id = ?", pipeline.id):
        payments.setdefault(each.deal_id, []).append(each)
    return Ledger(
        pipeline.currency,
        today,
        {account.deal_id: account for account in accounts},
        payments,
        _expenses(rows, "pipeline_id = ?", pipeline.id),
        terms_of(said, today, pipeline.currency),
        said,
        opening,
        opened_on,
    )


def read_owed(rows: sqlite3.Connection, pipeline: Pipeline, today: date) -> list[Entry]:
    """The payments of won deals that were due before today, the longest overdue first."""
    opening, opened_on, said = read_book(rows, pipeline.id)
    ledger = Ledger(
        pipeline.currency, today, {}, {}, (), terms_of(said, today, pipeline.currency), said, opening, opened_on
    )
    owing = rows.execute(
        f"SELECT deal.id FROM deal WHERE {_OWING} ORDER BY deal.id", (pipeline.id, ledger.since.isoformat())
    )
    numbers = [number for (number,) in owing]
    found: list[Entry] = []
    for start in range(0, len(numbers), AT_ONCE):  # few of all that was won are overdue: the rest is let go again
        some = json.dumps(numbers[start : start + AT_ONCE])
        accounts = _accounts(rows, _THESE, some)
        payments: dict[int, list[Instalment]] = {}
        for each in _payments(rows, _THESE, some):
            payments.setdefault(each.deal_id, []).append(each)
        part = replace(ledger, accounts={account.deal_id: account for account in accounts}, payments=payments)
        found += (entry for entry in entries_of(part, (), None, None) if entry.state == OVERDUE)
    return sorted(found, key=lambda entry: (entry.day or today, entry.deal_id or 0, entry.place))


def read_book(rows: sqlite3.Connection, pipeline_id: int) -> tuple[int | None, date | None, str]:
    """A pipeline's opening balance (minor units), the day of it, and its terms as typed."""
    found = rows.execute("SELECT opening, opened_on, terms FROM cash_book WHERE pipeline_id = ?", (pipeline_id,))
    opening, opened_on, said = found.fetchone() or (None, None, None)
    return opening, _day(opened_on), said or DEFAULT_TERMS


def terms_of(said: str, today: date, currency: str) -> Terms:
    """Terms as the file keeps them; the usual ones where they can't be read any more."""
    try:
        return parse_terms(said, today, currency)
    except Invalid:
        return parse_terms(DEFAULT_TERMS, today, currency)


def read_deal_cash(rows: sqlite3.Connection, pipeline: Pipeline, deal_id: int, today: date) -> DealCash:
    """All about one deal's cash. Raises NotFound."""
    found = _accounts(rows, "deal.id = ?", deal_id)
    if not found:
        raise NotFound(f"There is no deal {deal_id}. It may have been deleted meanwhile.")
    (account,) = found
    *_, said = read_book(rows, pipeline.id)
    payments = _payments(rows, "deal.id = ?", deal_id)
    expenses = _expenses(rows, "deal_id = ?", deal_id)
    ledger = Ledger(
        pipeline.currency,
        today,
        {account.deal_id: account},
        {deal_id: payments} if payments else {},
        expenses,
        terms_of(said, today, pipeline.currency),
        said,
    )
    shown = tuple(ledger.plan(account))
    return DealCash(
        account,
        shown,
        tuple(expenses),
        margin(account, shown, expenses),
        bool(payments),
        plan_gap(account, payments),
        said,
        pipeline.currency,
    )


def chances_of(
    rows: sqlite3.Connection, odds: Odds, ledger: Ledger, pipeline: Pipeline, months: Sequence[Period]
) -> Chances:
    """By deal, its chance (0–1) to be won in each of the months from this one on."""
    from pipetui.reading.cards import read_cards

    cards = read_cards(rows, "deal.pipeline_id = ? AND deal.status = 'open'", (pipeline.id,))
    deals = [card for card in cards if odds.counts(card) and card.id in ledger.accounts]
    if not deals:
        return {}
    ahead = [month for month in months if month.end >= ledger.today]
    standing = [odds.standing(deal) for deal in deals]
    by_month = [odds.chances(standing, month).tolist() for month in ahead]
    return {deal.id: [chances[place] for chances in by_month] for place, deal in enumerate(deals)}


def read_typed(rows: sqlite3.Connection, is_expense: bool, number: int) -> tuple[str, str]:
    """The currency of a payment or an expense, and its line as a rep would type it. Raises NotFound."""
    table, kind = ("expense", "kind, rrule, rrule_start") if is_expense else ("payment", "'', NULL, NULL")
    asked = f"SELECT amount, currency, label, due_on, paid_on, {kind} FROM {table} WHERE id = ?"
    found = rows.execute(asked, (number,)).fetchone()
    if found is None:
        raise NotFound(f"There is no {table} {number}. It may have been deleted meanwhile.")
    amount, currency, label, due, paid, kind, rule, start = found
    every = recurrence_of(rule, _day(start))
    words = [kind, show(amount, currency), "" if label == kind else label]
    words += [every.shown if every else "", f"due {due}" if due else "", f"paid {paid}" if paid else ""]
    return currency, " ".join(word for word in words if word)


def read_stays(rows: sqlite3.Connection, pipeline: Pipeline) -> list[Stay]:
    """The time each deal was in the pipeline; leads are not in it yet."""
    return [
        Stay(stored_day(created), None if status == "open" else _day(closed), status == "won", amount or 0)
        for created, closed, status, amount in rows.execute(_STAYS, (pipeline.id,))
    ]


def _accounts(rows: sqlite3.Connection, where: str, *values: object) -> list[Account]:
    found = rows.execute(_ACCOUNTS.format(where=where), values)
    return [
        Account(number, title, company, status, _day(closed), _day(close), amount, currency, base, chance, bool(counts))
        for number, title, company, status, closed, close, amount, currency, base, chance, counts in found
    ]


def _payments(rows: sqlite3.Connection, where: str, *values: object) -> list[Instalment]:
    return [
        Instalment(number, deal, place, label, amount, currency, base, _day(due), months, days, _day(paid), note)
        for number, deal, place, label, amount, currency, base, due, months, days, paid, note in rows.execute(
            _PAYMENTS.format(where=where), values
        )
    ]


def _expenses(rows: sqlite3.Connection, where: str, value: int) -> list[Spending]:
    return [_spending(row) for row in rows.execute(_EXPENSES.format(where=where), (value,))]


def _spending(row: tuple[Any, ...]) -> Spending:
    number, deal, kind, label, amount, currency, base, due, paid, note, rule, start = row
    every = recurrence_of(rule, _day(start))
    day = date.fromisoformat(due)
    return Spending(number, deal, kind, label, amount, currency, base, day, _day(paid), note, every)


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
