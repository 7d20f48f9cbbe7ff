"""What is asked about payments and expenses: a line each, understood as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.cashline import parse_cashline, parse_past_day, show_cashline
from pipetui.values.errors import Invalid
from pipetui.values.money import show
from pipetui.values.terms import parse_terms, show_terms
from pipetui.values.text import fit, fold
from pipetui.values.when import show_date
from pipetui.views.cash import IN, RECEIVED, Account, Entry

if TYPE_CHECKING:
    from pipetui.views.card import Saved
    from pipetui.workspace import Workspace

SCALE, NO_PLAN = "scale", "no plan"
"""What a plan can be besides terms: its open part made to fit, or nothing."""

TERMS = ("net 30", "30/70", "50% on signing, 50% in 30d", "12 x monthly")
"""Terms that are offered."""

Accounts = Mapping[int, Account]


def mark(screen: AskingScreen, entry: Entry, day: date) -> None:
    """Marks an entry as received, or paid, on a day; of one that was, says so and leaves it."""
    amount = fit(f"{entry.label}{f', {entry.title}' if entry.title else ''}", 60)
    said = "Received" if entry.way == IN else "Paid"
    if entry.state == RECEIVED:
        on = f" on {show_date(entry.day)}" if entry.day else ""
        screen.desk_app.tell(f"{said}{on} already: {amount}. t opens it again, e changes the day.")
    else:
        screen.do(partial(_mark, entry, day), f"{said}: {amount}")


def _mark(entry: Entry, day: date, work: Workspace) -> Saved:
    if entry.way == IN:
        assert entry.deal_id is not None
        return work.payments.receive(entry.deal_id, entry.place, entry.record, day)
    assert entry.record is not None
    return work.expenses.pay(entry.record, day)


def _reopen(entry: Entry, work: Workspace) -> Saved:
    assert entry.record is not None
    return work.payments.reopen(entry.record) if entry.way == IN else work.expenses.reopen(entry.record)


async def paid_on(screen: AskingScreen, entry: Entry) -> None:
    """Marks an entry on a day that is asked for; one that was marked is open again, once that is confirmed."""
    today = screen.today()

    def understood(text: str) -> str:
        return show_date(parse_past_day(text, today))

    said = "received" if entry.way == IN else "paid"
    title = f"{entry.label} · {entry.title}" if entry.title else entry.label
    if entry.state == RECEIVED:
        asked_so = f"{title} was {said}{f' on {show_date(entry.day)}' if entry.day else ''}. Is it open again?"
        told = "enter opens it again; e changes the day"
        if await screen.is_sure(f"open again {entry.key}", asked_so, "open it again", told):
            screen.do(partial(_reopen, entry), f"Open again: {fit(entry.label, 40)}")
        return
    asked = Question(
        key=f"paid {entry.key}",
        title=title,
        lines=[Line("day", f"{said} on", "today", "yesterday, 3 nov, fri", understood)],
        enter=f"mark it {said}",
    )
    if answer := await screen.ask(asked):
        day = parse_past_day(answer["day"], today)
        screen.do(partial(_mark, entry, day), f"{said.capitalize()} on {show_date(day)}: {fit(entry.label, 40)}")


def delete(screen: AskingScreen, entry: Entry) -> None:
    """Deletes a payment or an expense."""
    number = entry.record
    if number is None:
        screen.desk_app.tell("This follows from the usual terms. P plans the deal's payments, N changes the terms.")
    elif entry.way == IN:
        screen.do(lambda work: work.payments.delete(number), f"Deleted {fit(entry.label, 40)}; u brings it back")
    else:
        screen.do(lambda work: work.expenses.delete(number), f"Deleted {fit(entry.label, 40)}; u brings it back")


async def change(screen: AskingScreen, entry: Entry) -> None:
    """Changes a payment or an expense in one line."""
    number = entry.record
    if number is None:
        screen.desk_app.tell("This follows from the usual terms. P plans the deal's payments, N changes the terms.")
        return
    state = screen.state
    assert state is not None
    is_expense = entry.way != IN
    currency, line = await screen.desk_app.desk.ask(lambda work: work.overview.cash.as_typed(is_expense, number))

    asked = Question(
        key=f"change {entry.way} {number}",
        title=f"{entry.label} · {entry.title}" if entry.title else entry.label,
        lines=[Line("line", "in one line", line, understood=partial(_line, screen, currency, is_expense))],
    )
    if answer := await screen.ask(asked):
        if is_expense:
            screen.do(lambda work: work.expenses.change(number, answer["line"]))
        else:
            screen.do(lambda work: work.payments.change(number, answer["line"]))


def _line(screen: AskingScreen, currency: str, is_expense: bool, text: str) -> str:
    told = parse_cashline(text, screen.today(), currency)
    return " · ".join(show_cashline(told, screen.today(), expense=is_expense))


def find_account(accounts: Accounts, text: str) -> Account | None:
    """The deal that a number or some of its title names, open ones first; None for nothing. Raises Invalid."""
    wanted = fold(text.strip()).removeprefix("#")
    if not wanted:
        return None
    if wanted.isdecimal() and int(wanted) in accounts:
        return accounts[int(wanted)]
    words = wanted.split()
    hits = [each for each in accounts.values() if all(word in fold(each.title) for word in words)]
    exact = [each for each in hits if fold(each.title) == wanted]
    hits = exact or [each for each in hits if each.status == "open"] or hits
    if not hits:
        raise Invalid("No deal is called so: write its number, or some of its title.")
    if len(hits) > 1:
        named = "; ".join(f"{each.deal_id} {fit(each.title, 24)}" for each in hits[:3])
        raise Invalid(f"That could be {named}{' and more' if len(hits) > 3 else ''}.")
    return hits[0]


def _deal_line(accounts: Accounts, deal_id: int | None, placeholder: str, must: bool) -> Line:
    def understood(text: str) -> str:
        account = find_account(accounts, text)
        if account is None:
            if must:
                raise Invalid("Of which deal? Its number, or some of its title.")
            return "of no deal"
        return f"{account.title}{f', {account.company}' if account.company else ''} · {_worth(account)}"

    value = f"#{deal_id}" if deal_id in accounts else ""
    return Line("deal", "deal", value, placeholder, understood)


def _worth(account: Account) -> str:
    return "no amount" if account.amount is None else show(account.amount, account.currency)


async def add_payment(screen: AskingScreen, accounts: Accounts, deal_id: int | None) -> None:
    """Adds a payment in one line, to the deal under the cursor or another."""
    state = screen.state
    assert state is not None
    asked = Question(
        key=f"payment {deal_id}",
        title="A payment",
        lines=[
            Line(
                "line",
                "in one line",
                placeholder="deposit 5k in 30d; retainer 2k every month until 30 jun",
                understood=_calm(partial(_line, screen, state.pipeline.currency, False)),
            ),
            _deal_line(accounts, deal_id, "its number, or some of its title", must=True),
        ],
        enter="add it",
    )
    answer = await screen.ask(asked)
    if answer and answer["line"].strip() and (account := find_account(accounts, answer["deal"])):
        number = account.deal_id
        screen.do(lambda work: work.payments.add(number, answer["line"]), f"Added a payment to {account.title}")


async def add_expense(screen: AskingScreen, accounts: Accounts, deal_id: int | None) -> None:
    """Adds an expense in one line, of a deal or of none."""
    state = screen.state
    assert state is not None
    pipeline = state.pipeline
    asked = Question(
        key="expense",
        title="An expense",
        lines=[
            Line(
                "line",
                "in one line",
                placeholder="320 travel Milan fri; rent 900 every month; commission 10%",
                understood=_calm(partial(_line, screen, pipeline.currency, True)),
            ),
            _deal_line(accounts, deal_id, "empty for none", must=False),
        ],
        enter="add it",
    )
    answer = await screen.ask(asked)
    if answer and answer["line"].strip():
        account = find_account(accounts, answer["deal"])
        number = account.deal_id if account else None
        screen.do(lambda work: work.expenses.add(pipeline.id, number, answer["line"]), "Added an expense")


def _calm(understood: Callable[[str], str]) -> Callable[[str], str]:
    """The same, but nothing typed yet is said to be missing, not wrong."""

    def said(text: str) -> str:
        if not text.strip():
            raise Invalid("An amount, what it is for, and when.")
        return understood(text)

    return said


async def plan(screen: AskingScreen, accounts: Accounts, deal_id: int | None) -> None:
    """Plans how a deal is paid, makes the open part of a plan fit the amount, or takes the plan away."""
    today = screen.today()

    def understood(text: str) -> str:
        if fold(text.strip()) == SCALE:
            return "its open payments come to what is left of the amount"
        if fold(text.strip()) == NO_PLAN:
            return "the usual terms hold again"
        account = _account(accounts, deal_id)
        currency = account.currency if account else ""
        told = parse_terms(text, today, currency)
        shown = show_terms(told, today, currency)
        if account is not None and account.amount:
            parts = told.amounts(account.amount, account.currency)
            shown.append("= " + " + ".join(show(each, account.currency) for each in parts[:4]))
            if len(parts) > 4:
                shown[-1] += " + …"
        return " · ".join(shown)

    asked = Question(
        key=f"plan of payments {deal_id}",
        title="How it is paid",
        lines=[
            Line(
                "terms", "terms", placeholder="30/70; 50% on signing, 50% in 30d; 12 x monthly", understood=understood
            ),
            _deal_line(accounts, deal_id, "its number, or some of its title", must=True),
        ],
        choices=(*TERMS, SCALE, NO_PLAN),
        enter="plan it",
    )
    answer = await screen.ask(asked)
    if answer and answer["terms"].strip() and (account := find_account(accounts, answer["deal"])):
        screen.do(partial(_plan, account, answer["terms"], today))


def _account(accounts: Accounts, deal_id: int | None) -> Account | None:
    return None if deal_id is None else accounts.get(deal_id)


def _plan(account: Account, text: str, today: date, work: Workspace) -> Saved:
    said = fold(text.strip())
    if said == SCALE:
        return work.payments.scale(account.deal_id)
    if said == NO_PLAN:
        return work.payments.unplan(account.deal_id)
    return work.payments.plan(account.deal_id, parse_terms(text, today, account.currency))
