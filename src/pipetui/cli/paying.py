"""Payments of a deal, and expenses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import output
from pipetui.cli.actions import Actions
from pipetui.cli.command import DealArgument, Json, PipelineName, number
from pipetui.cli.session import opened

if TYPE_CHECKING:
    from datetime import date

    from pipetui.views.card import Card, Saved
    from pipetui.views.cash import DealCash, Instalment
    from pipetui.workspace import Workspace

Paid = Annotated[str, typer.Option("--on", metavar="DAY", help="The day it was paid; today if unsaid.")]

_HOW = Actions(
    "payment",
    {
        "plan": "pipetui pay acme plan 30/70",
        "add": 'pipetui pay acme add "deposit 5k in 30d"',
        "received": "pipetui pay acme received 1",
        "open": "pipetui pay acme open 1",
        "change": 'pipetui pay acme change 1 "final 7k 15 jan"',
        "delete": "pipetui pay acme delete 1",
        "scale": "pipetui pay acme scale",
        "unplan": "pipetui pay acme unplan",
    },
)
_HOW_EXPENSE = Actions(
    "expense",
    {
        "add": 'pipetui expense add "320 travel Milan fri" --deal acme',
        "paid": "pipetui expense paid 1",
        "open": "pipetui expense open 1",
        "change": 'pipetui expense change 1 "rent 950 every month"',
        "delete": "pipetui expense delete 1",
    },
)
EXPENSE_HEAD = ("id", "deal_id", "deal", "kind", "label", "amount", "currency", "due", "paid", "every", "note")


def pay(
    context: typer.Context,
    deal: DealArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION",
            help="plan TERMS · add LINE · received N · open N · change N LINE · delete N · scale · unplan; nothing "
            "lists them. N is the payment's place.",
        ),
    ] = None,
    on: Paid = "",
    json: Json = False,
) -> None:
    """List the payments of a deal, plan them, or mark one received.

    TERMS are 30/70, "50% on signing, 50% in 30d", "12 x monthly", "net 30": the instalments sum to the deal's amount to
    the cent, and their days move with its close date until it is won. scale makes what is open fit an amount that
    changed.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        card = workspace.deals.find(deal)
        if action != "list":
            if action not in _PAY:
                raise _HOW.unknown(action)
            output.say(_PAY[action](workspace, card, rest, on).label)
        told = workspace.overview.cash.of_deal(card.id)
        today = workspace.clock.today()
    if json:
        from pipetui.views import cash_contract

        output.as_json(cash_contract.deal_cash(told, today))
    elif action != "list":
        return
    elif output.on_terminal():
        output.data(_painted(told, today))
    else:
        output.tab_separated(
            ("n", "id", "label", "amount", "currency", "state", "due", "paid"), _payment_rows(told, today)
        )


def _plan(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    from pipetui.values.terms import parse_terms

    terms = parse_terms(" ".join(rest), workspace.clock.today(), card.currency)
    return workspace.payments.plan(card.id, terms)


def _add(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.add(card.id, " ".join(rest))


def _received(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    place, each = _one(workspace, card, rest, "received")
    return workspace.payments.receive(card.id, place, each.id, _day(workspace, on))


def _open(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.reopen(_kept(workspace, card, rest, "open"))


def _change(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.change(_kept(workspace, card, rest[:1], "change"), " ".join(rest[1:]))


def _delete(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.delete(_kept(workspace, card, rest, "delete"))


def _scale(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.scale(card.id)


def _unplan(workspace: Workspace, card: Card, rest: Sequence[str], on: str) -> Saved:
    return workspace.payments.unplan(card.id)


_PAY: dict[str, Callable[[Workspace, Card, Sequence[str], str], Saved]] = {
    "plan": _plan,
    "add": _add,
    "received": _received,
    "open": _open,
    "change": _change,
    "delete": _delete,
    "scale": _scale,
    "unplan": _unplan,
}


def _one(workspace: Workspace, card: Card, rest: Sequence[str], action: str) -> tuple[int, Instalment]:
    """The payment of a place from 1; the only open one where none is said. Raises Invalid and NotFound."""
    from pipetui.values.errors import NotFound

    told = workspace.overview.cash.of_deal(card.id)
    waiting = [place for place, each in enumerate(told.payments) if each.paid_on is None]
    place = number(rest[0], "N", 1, 1) - 1 if rest else waiting[0] if len(waiting) == 1 else -1
    if place < 0:
        _HOW.at_least(rest, 1, action)
    if place >= len(told.payments):
        raise NotFound(f"{card.title} has {len(told.payments)} payments.")
    return place, told.payments[place]


def _kept(workspace: Workspace, card: Card, rest: Sequence[str], action: str) -> int:
    from pipetui.values.errors import Refused

    _place, each = _one(workspace, card, rest, action)
    if each.id is None:
        raise Refused(f"{card.title} has no plan yet: this follows from the usual terms. pipetui pay DEAL plan 30/70")
    return each.id


def _day(workspace: Workspace, on: str) -> date | None:
    from pipetui.values.when import parse_day

    return parse_day(on, workspace.clock.today()) if on else None


def _payment_rows(told: DealCash, today: date) -> Iterator[list[object]]:
    from pipetui.views import cash_contract

    for place, each in enumerate(cash_contract.deal_cash(told, today)["payments"], 1):
        names = ("id", "label", "amount", "currency", "state", "due", "paid")
        yield [place, *(each[name] for name in names)]


def _painted(told: DealCash, today: date) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint
    from pipetui.values.money import show
    from pipetui.values.text import count
    from pipetui.values.when import show_day

    columns = (
        Column("#", right=True),
        Column("Payment", least=12),
        Column("Amount", right=True),
        Column("State", tight=True),
        Column("Day", tight=True),
    )
    lines = []
    for place, each in enumerate(told.payments, 1):
        state, day = told.due_state(each, today)
        style = "red" if state == "overdue" else "green" if state == "received" else ""
        shown = show_day(day, today) if day else ""
        lines.append((str(place), each.label, show(each.amount, each.currency), Cell(state, style), shown))
    if lines:
        yield from paint(columns, lines)
        yield ""
    if not told.is_planned:
        yield f"no plan; the usual terms are {told.terms}" if lines else "no amount, so nothing is to be paid yet"
    elif told.gap:
        what = "less" if told.gap > 0 else "more"
        yield f"the plan comes to {show(abs(told.gap), told.account.currency)} {what} than the deal: scale makes it fit"
    margin, of = told.margin, told.currency
    if margin.left is not None:
        spent = f" − {count(len(told.expenses), 'expense')} {show(margin.expenses, of)}" if told.expenses else ""
        percent = f", {margin.percent:g}%" if told.expenses else ""
        yield f"received {show(margin.received, of)} · open {show(margin.open, of)}"
        yield f"margin {show(margin.amount or 0, of)}{spent} = {show(margin.left, of)}{percent}"


def expense(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ACTION", help="add LINE · paid ID · open ID · change ID LINE · delete ID; nothing lists them."
        ),
    ] = None,
    deal: Annotated[str, typer.Option("--deal", metavar="DEAL", help="Of which deal; of none if unsaid.")] = "",
    on: Paid = "",
    pipeline: PipelineName = None,
    json: Json = False,
) -> None:
    """List expenses, add one in one line, or mark one paid.

    LINE is an amount with what it is for and when: "320 travel Milan fri", "rent 900 every month", "commission 10%" of
    a deal. Kinds are travel, commission, goods, subscription, rent, service, tax and other.
    """
    action, *rest = words or ["list"]
    with opened(context) as workspace:
        line = workspace.overview.pipeline(pipeline)
        card = workspace.deals.find(deal) if deal else None
        if action == "add":
            saved = workspace.expenses.add(line.id, card.id if card else None, " ".join(rest))
            output.say(saved.label)
        elif action in _EXPENSE:
            _HOW_EXPENSE.at_least(rest, 1, action)
            output.say(_EXPENSE[action](workspace, number(rest[0], "ID", 1, 3), rest[1:], on).label)
        elif action != "list":
            raise _HOW_EXPENSE.unknown(action)
        records = list(_expenses(workspace, card, line.name))
    if json:
        output.as_json(records)
    elif action != "list":
        return
    elif not records:
        output.say('There are no expenses. pipetui expense add "320 travel Milan fri" adds one.')
        raise typer.Exit(1)
    elif output.on_terminal():
        output.data(_expense_table(records))
    else:
        output.tab_separated(EXPENSE_HEAD, (list(record.values()) for record in records))


_EXPENSE: dict[str, Callable[[Workspace, int, Sequence[str], str], Saved]] = {
    "paid": lambda workspace, found, _rest, on: workspace.expenses.pay(found, _day(workspace, on)),
    "open": lambda workspace, found, _rest, _on: workspace.expenses.reopen(found),
    "change": lambda workspace, found, rest, _on: workspace.expenses.change(found, " ".join(rest)),
    "delete": lambda workspace, found, _rest, _on: workspace.expenses.delete(found),
}


def _expenses(workspace: Workspace, card: Card | None, pipeline: str) -> Iterator[dict[str, Any]]:
    from pipetui.views import cash_contract

    line = workspace.overview.pipeline(pipeline)
    ledger = workspace.overview.cash.ledger(line)
    for each in ledger.expenses:
        if card is None or each.deal_id == card.id:
            account = None if each.deal_id is None else ledger.accounts.get(each.deal_id)
            yield cash_contract.expense(each, account.title if account else None)


def _expense_table(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint

    columns = (
        Column("#", right=True),
        Column("Due", tight=True),
        Column("Amount", right=True),
        Column("Kind", tight=True),
        Column("What", least=12),
        Column("Deal", least=12),
        Column("", tight=True),
    )
    lines = []
    for each in records:
        state = f"paid {each['paid']}" if each["paid"] else each["every"] or ""
        amount = f"{each['amount']:,} {each['currency']}"
        lines.append(
            (str(each["id"]), each["due"], amount, each["kind"], each["label"], each["deal"] or "", Cell(state, "dim"))
        )
    return paint(columns, lines)
