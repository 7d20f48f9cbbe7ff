"""What is asked about the cash of a whole pipeline: its opening balance, and how deals without a plan are paid."""

from __future__ import annotations

from pipetui.tui.flows.cash import TERMS
from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.cashline import parse_past_day
from pipetui.values.errors import Invalid
from pipetui.values.money import parse_amount, show
from pipetui.values.terms import parse_terms, show_terms
from pipetui.values.when import show_date
from pipetui.views.cash import Cash


async def opening(screen: AskingScreen, cash: Cash) -> None:
    """Sets the opening balance, and the day of it."""
    state = screen.state
    assert state is not None
    pipeline, today = state.pipeline, state.today

    def read(text: str) -> int | None:
        if not text.strip():
            return None
        amount, told = parse_amount(text, pipeline.currency)
        if told != pipeline.currency:
            raise Invalid(f"The balance is in {pipeline.currency}, the currency of this pipeline.")
        return amount

    def understood(text: str) -> str:
        amount = read(text)
        return "no opening balance" if amount is None else show(amount, pipeline.currency)

    def day(text: str) -> str:
        return f"on the morning of {show_date(parse_past_day(text, today))}"

    was = "" if cash.opening is None else show(cash.opening, pipeline.currency)
    asked = Question(
        key="opening balance",
        title="Opening balance: what there was on a day",
        lines=[
            Line("amount", "balance", was, "12,400; empty for none", understood),
            Line("day", "on", (cash.since if cash.opening is not None else today).isoformat(), "1 nov", day),
        ],
    )
    if answer := await screen.ask(asked):
        amount, on = read(answer["amount"]), parse_past_day(answer["day"], today)
        screen.do(lambda work: work.cash_books.open_with(pipeline, amount, on), "The balance counts from there")


async def terms(screen: AskingScreen, cash: Cash) -> None:
    """Sets the terms of deals without a plan."""
    state = screen.state
    assert state is not None
    pipeline = state.pipeline

    def understood(text: str) -> str:
        if not text.strip():
            return "net 30"
        return " · ".join(show_terms(parse_terms(text, state.today, pipeline.currency), state.today, pipeline.currency))

    asked = Question(
        key="usual terms",
        title="How deals without a plan are paid",
        lines=[Line("terms", "terms", cash.terms, "net 30, 30/70", understood)],
        choices=TERMS,
    )
    if answer := await screen.ask(asked):
        screen.do(lambda work: work.cash_books.pay_by(pipeline, answer["terms"]), "Deals without a plan follow")
