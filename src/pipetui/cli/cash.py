"""What comes in and goes out, per month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import FilterArgument, Json, PipelineName, ViewName
from pipetui.cli.command import number as numeral
from pipetui.cli.session import asked, opened

if TYPE_CHECKING:
    from pipetui.cli.table import Line
    from pipetui.values.periods import Period
    from pipetui.views.cash import Cash
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

MONTHS, MOST = 12, 60
"""Months from this one on that are told where nothing else is asked, and the most."""

HEAD = ("month", "received", "due", "expected", "in", "paid", "owed", "recurring", "out", "net", "balance")


def cash(
    context: typer.Context,
    wanted: FilterArgument = None,
    view_name: ViewName = None,
    months: Annotated[
        str, typer.Option("--months", metavar="N", help="So many months from this one on; 12 if unsaid.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="The months of Q4, H1, 2027 … in their place.")
    ] = "",
    weighted: Annotated[
        bool, typer.Option("--weighted", help="Open deals by probability and close date, not by the odds.")
    ] = False,
    opening: Annotated[
        str, typer.Option("--opening", metavar="AMOUNT", help="Sets the opening balance; none takes it away.")
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The morning the opening balance is of; today if unsaid.")
    ] = "",
    terms: Annotated[
        str, typer.Option("--terms", metavar="TERMS", help='Sets the terms of deals without a plan: "net 30".')
    ] = "",
    pipeline: PipelineName = None,
    json: Json = False,
) -> None:
    """Print what comes in and goes out, month by month, with the balance at the end of each.

    In: received, due (won and unpaid), expected of open deals. Out: paid, owed, and what keeps coming. What is
    overdue is in no month, and told apart. A filter counts only the deals it lets through, and has no balance.
    """
    with opened(context) as workspace:
        line = workspace.overview.pipeline(pipeline)
        if opening or terms:
            _set(workspace, line, opening, on, terms)
        chosen = _months(workspace, months, period)
        filtered = asked(workspace, wanted, view_name)
        look = workspace.overview.cash
        told = look.of(line, chosen, None, filtered) if weighted else look.with_odds(line, chosen, filtered)
        turnover = look.inventory(line, chosen)
    if json:
        from pipetui.views import cash_contract

        output.as_json(cash_contract.cash(told, turnover))
    elif output.on_terminal():
        output.data(_painted(told))
    else:
        output.tab_separated(HEAD, _rows(told))


def _set(workspace: Workspace, line: Pipeline, opening: str, on: str, terms: str) -> None:
    from pipetui.values.cashline import parse_past_day
    from pipetui.values.errors import Invalid
    from pipetui.values.money import parse_amount

    if opening:
        today = workspace.clock.today()
        day = parse_past_day(on, today) if on else today
        amount = None
        if opening.strip().casefold() not in ("none", "no"):
            amount, told = parse_amount(opening, line.currency)
            if told != line.currency:
                raise Invalid(f"The balance is in {line.currency}, the currency of the pipeline, not in {told}.")
        output.say(workspace.cash_books.open_with(line, amount, day).label)
    if terms:
        output.say(workspace.cash_books.pay_by(line, "" if terms.strip() == "none" else terms).label)


def _months(workspace: Workspace, months: str, period: str) -> tuple[Period, ...]:
    from pipetui.values.errors import Invalid
    from pipetui.values.periods import period_of
    from pipetui.views.cash import months_from

    if not period:
        number = min(MOST, numeral(months, "--months", 1, 12)) if months else MONTHS
        return workspace.overview.cash.months(number, 0)
    if months:
        raise Invalid("Write --months or --period, not both.")
    chosen = workspace.overview.period(period)
    first = period_of("month", chosen.start)
    return tuple(month for month in months_from(first, 12) if month.start <= chosen.end)


def _rows(told: Cash) -> Iterator[list[object]]:
    from pipetui.views.cash_contract import sums

    for month in told.months:
        record = sums(month, told.currency)
        yield [record[name] for name in HEAD]


def _painted(told: Cash) -> Iterator[str]:
    from pipetui.cli.table import Cell, Column, paint
    from pipetui.values.money import show, show_whole
    from pipetui.values.text import count
    from pipetui.values.when import show_date
    from pipetui.views.cash import DUE, EXPECTED, RECEIVED, SLIPPED, UNDATED

    of = told.currency

    def money(minor: int) -> str:
        return show_whole(minor, of) if minor else ""

    columns = [
        Column("Month", tight=True),
        *(Column(name, right=True, spare=spare) for name, spare in (("Received", 0), ("Due", 0), ("Expected", 0))),
        *(Column(name, right=True, spare=spare) for name, spare in (("Paid", 0), ("Owed", 1), ("Recurring", 1))),
        Column("Net", right=True),
        Column("Balance", right=True),
    ]
    lines: list[Line] = []
    for month in told.months:
        low = told.low is not None and month.period.contains(told.low.day) and told.low.balance < 0
        shown = "" if month.balance is None else show_whole(month.balance, of)
        lines.append(
            (
                month.period.label,
                *(money(month.ins[state]) for state in (RECEIVED, DUE, EXPECTED)),
                *(money(month.outs[state]) for state in (RECEIVED, DUE, EXPECTED)),
                Cell(show_whole(month.net, of) if month.net else "0", "red" if month.net < 0 else ""),
                Cell(shown + (" ▼" if low else ""), "red" if (month.balance or 0) < 0 else ""),
            )
        )
    yield from paint(columns, lines)
    yield ""
    if not told.is_narrowed:
        since = f" on {show_date(told.since)}" if told.opening is not None else ", none set"
        yield f"balance today {show(told.now, of)}, opening {show(told.opening or 0, of)}{since}"
        if told.low is not None and told.low.day > told.today:
            yield f"lowest on {show_date(told.low.day)}: {show(told.low.balance, of)}"
    late = [(told.overdue_in, "to come in"), (told.overdue_out, "to go out")]
    if said := " and ".join(f"{show(amount, of)} {what}" for amount, what in late if amount):
        yield f"overdue, in no month: {said}"
    for state, what in ((SLIPPED, "whose date passed"), (UNDATED, "without a date")):
        if amount := sum(each.amount for each in told.aside[state]):
            yield f"of open deals {what}, in no month: {show(amount, of)}"
    if told.settled[0]:
        yield f"{count(told.settled[0], 'deal')} won before {show_date(told.since)} without a plan: taken as settled"
    if told.unrated:
        yield f"{count(told.unrated, 'entry', 'entries')} without an exchange rate: left out"
    yield f"expected by {'the odds' if told.method == 'expected' else 'probability'}; terms {told.terms}"
