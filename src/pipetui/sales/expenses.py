"""Expenses: of a deal or of none, once or again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pipetui.model import Expense
from pipetui.reading.pipelines import read_pipelines
from pipetui.sales.stages import pipeline_with
from pipetui.sales.work import Work
from pipetui.sales.writing import working
from pipetui.store import Store
from pipetui.values.cashline import CashLine, parse_cashline, past_day
from pipetui.values.errors import Invalid, NotFound, Refused
from pipetui.values.money import show
from pipetui.values.recurrence import recurrence_of
from pipetui.values.shares import part
from pipetui.values.text import fold
from pipetui.views.card import Saved
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline


class Expenses:
    """The service for expenses. Each command is one transaction and gives what it saved."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, pipeline_id: int, deal_id: int | None, line: str) -> Saved:
        """Adds an expense from one line, to a deal or to none. Raises Invalid."""
        with self._working("Added an expense", deal_id) as work:
            pipeline = self._pipeline(work, work.before[deal_id].pipeline_id if deal_id else pipeline_id)
            told = parse_cashline(line, work.clock.today(), pipeline.currency)
            amount, currency = self._amount(work, deal_id, told)
            due = told.due or told.paid or work.clock.today()
            expense = Expense(
                pipeline_id=pipeline.id,
                deal_id=deal_id,
                kind=told.kind or "other",
                label=told.label or told.kind or "expense",
                amount=amount,
                currency=currency,
                due_on=due,
                paid_on=told.paid,
            )
            if told.every is not None:
                if told.paid is not None:
                    raise Invalid("What keeps coming is paid time by time: add it, then mark it paid.")
                expense.rrule, expense.rrule_start = told.every.rule, told.every.start
            _convert(expense, pipeline)
            work.session.add(expense)
            work.name(f"Added {show(amount, currency)} for {expense.label}")
            if deal_id is not None:
                work.touch(work.deal(deal_id))
        return work.saved

    def pay(self, expense_id: int, on: date | None = None) -> Saved:
        """Marks an expense as paid on a day (today). One that keeps coming is due the next time from then on."""
        with self._working("Paid an expense", self._deal_of(expense_id)) as work:
            expense = _expense(work, expense_id)
            if expense.paid_on is not None:
                raise Refused(f"“{expense.label}” was paid on {expense.paid_on.isoformat()} already.")
            paid = past_day(on or work.clock.today(), work.clock.today())
            every = recurrence_of(expense.rrule, expense.rrule_start)
            following = every.after(expense.due_on) if every else None
            if following is None:
                expense.paid_on, expense.rrule, expense.rrule_start = paid, None, None
            else:
                once = Expense(
                    **expense.model_dump(exclude={"id", "uid", "rrule", "rrule_start", "paid_on"}), paid_on=paid
                )
                work.session.add(once)
                expense.due_on = following
            work.name(f"Paid {show(expense.amount, expense.currency)} for {expense.label}")
        return work.saved

    def reopen(self, expense_id: int) -> Saved:
        """Marks an expense as not paid after all."""
        with self._working("Expense is open again", self._deal_of(expense_id)) as work:
            _expense(work, expense_id).paid_on = None
        return work.saved

    def change(self, expense_id: int, line: str) -> Saved:
        """Changes an expense to what a line says. Raises Invalid."""
        deal_id = self._deal_of(expense_id)
        with self._working("Changed an expense", deal_id) as work:
            expense = _expense(work, expense_id)
            pipeline = self._pipeline(work, expense.pipeline_id)
            told = parse_cashline(line, work.clock.today(), expense.currency)
            amount, currency = self._amount(work, deal_id, told)
            if (amount, currency) != (expense.amount, expense.currency):
                expense.amount, expense.currency = amount, currency
                _convert(expense, pipeline)
            expense.kind, expense.label = told.kind or expense.kind, told.label or expense.label
            expense.due_on = told.due or expense.due_on
            if told.every is not None:
                expense.rrule, expense.rrule_start = told.every.rule, told.every.start
            elif told.paid is not None:
                expense.paid_on, expense.rrule, expense.rrule_start = told.paid, None, None
            elif "every" not in fold(line).split():
                expense.rrule, expense.rrule_start = None, None
            work.name(f"Changed {expense.label}")
        return work.saved

    def delete(self, expense_id: int) -> Saved:
        """Deletes an expense, with all the times it would have come again; undo brings it back."""
        with self._working("Deleted an expense", self._deal_of(expense_id)) as work:
            expense = _expense(work, expense_id)
            work.name(f"Deleted {show(expense.amount, expense.currency)} for {expense.label}")
            work.session.delete(expense)
        return work.saved

    @contextmanager
    def _working(self, label: str, deal_id: int | None) -> Iterator[Work]:
        with working(self._store, label, [] if deal_id is None else [deal_id]) as work:
            yield work

    def _pipeline(self, work: Work, pipeline_id: int) -> Pipeline:
        return pipeline_with(read_pipelines(work.rows, work.clock.today()), pipeline_id)

    def _amount(self, work: Work, deal_id: int | None, told: CashLine) -> tuple[int, str]:
        """What a line says in minor units, a share of its deal's amount worked out."""
        if told.amount is not None:
            return told.amount, told.currency
        deal = None if deal_id is None else work.deal(deal_id)
        if deal is None or deal.amount is None or told.percent is None:
            raise Refused("A share is of a deal with an amount: name the deal, or write the amount.")
        hundredths = round(told.percent * 100)
        return part(deal.amount, [hundredths, 10_000 - hundredths])[0], deal.currency

    def _deal_of(self, expense_id: int) -> int | None:
        with self._store.reading() as connection:
            found = connection.exec_driver_sql("SELECT deal_id FROM expense WHERE id = ?", (expense_id,)).one_or_none()
        if found is None:
            raise NotFound(f"There is no expense {expense_id}. It may have been deleted meanwhile.")
        return None if found[0] is None else int(found[0])


def _expense(work: Work, expense_id: int) -> Expense:
    expense = work.session.get(Expense, expense_id)
    if expense is None:
        raise NotFound(f"There is no expense {expense_id}. It may have been deleted meanwhile.")
    return expense


def _convert(expense: Expense, pipeline: Pipeline) -> None:
    expense.base_amount, rate = in_base(pipeline.rates, expense.amount, expense.currency, pipeline.currency)
    expense.rate = None if rate is None else str(rate)
