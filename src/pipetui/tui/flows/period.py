"""What is asked about the strip: its period, and its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.tui.workers import run_beside
from pipetui.values.errors import Invalid
from pipetui.values.money import major, parse_amount, show
from pipetui.values.periods import parse_period
from pipetui.values.when import show_date

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.values.periods import Period
    from pipetui.views.stage import Pipeline


async def period(screen: AskingScreen) -> None:
    """Shows another period on the strip."""
    state = screen.state
    if state is None:
        return
    fiscal = state.period.fiscal_start

    def understood(text: str) -> str:
        period = parse_period(text, state.today, fiscal_start=fiscal)
        return f"{period.label}, {show_date(period.start)} to {show_date(period.end)}"

    asked = Question(
        key="period",
        title="Period of the forecast",
        lines=[Line("period", "period", "", "Q4, 2026-11, next, H1, 2026", understood)],
        choices=("month", "quarter", "half", "year", "next month", "next quarter"),
        enter="show it",
    )
    if answer := await screen.ask(asked):
        show_period(screen.desk_app, parse_period(answer["period"], state.today, fiscal_start=fiscal))


async def target(screen: AskingScreen) -> None:
    """Sets the target of the period that is looked at: the whole pipeline's, or an owner's."""
    state = screen.state
    chosen = screen.target_period()
    if state is None or chosen is None:
        return
    currency = state.pipeline.currency

    def read(text: str) -> int | None:
        if not text.strip():
            return None
        amount, given = parse_amount(text, currency)
        if given != currency:
            raise Invalid(f"Targets are in {currency}, the currency of this pipeline.")
        return amount

    def understood(text: str) -> str:
        amount = read(text)
        return "no target" if amount is None else show(amount, currency)

    def whose(text: str) -> str:
        return text.strip() or f"all of {state.pipeline.name}"

    now = await screen.desk_app.desk.ask(lambda work: work.overview.forecasts.target(state.pipeline, chosen))
    asked = Question(
        key=f"target {chosen.label}",
        title=f"Target for {chosen.label}",
        lines=[
            Line(
                "target", "target", "" if now is None else f"{major(now, currency)}", "300k; empty for none", understood
            ),
            Line("owner", "of", "", "an owner; empty for the whole pipeline", whose),
        ],
    )
    if answer := await screen.ask(asked):
        amount, owner = read(answer["target"]), answer["owner"].strip()
        # A worker of its own: what is asked next does not end it.
        run_beside(screen.desk_app, "commands", _set_target, screen.desk_app, state.pipeline, chosen, amount, owner)


def show_period(app: PipetuiApp, period: Period) -> None:
    """Shows another period, and keeps its kind for the next time."""
    run_beside(app, "remembering", app.writing.tried, lambda work: work.settings.set("period", period.kind))
    app.load(period=period)


async def _set_target(app: PipetuiApp, pipeline: Pipeline, period: Period, amount: int | None, owner: str) -> None:
    await app.writing.tried(lambda work: work.targets.set(pipeline, period, amount, owner))
    app.load()
