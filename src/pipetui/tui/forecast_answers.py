"""What else is known of a forecast's period, beside the deals: taken apart, what changed, whether to trust it, why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, cast

from pipetui.tui.forecast_beside import changed, compared, explained, pulled, trust
from pipetui.tui.forecast_charts import charts, narrowing
from pipetui.tui.forecast_text import taken_apart
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.views.levers import Lever, levers
from pipetui.views.odds.backtest import Backtest
from pipetui.views.odds.narrowing import Ends
from pipetui.views.prospect import Basis, Column, figures_of, with_outlook
from pipetui.views.suppose import Supposed, supposing
from pipetui.views.waterfall import Waterfall

if TYPE_CHECKING:
    from pipetui.tui.forecast_periods import Periods
    from pipetui.tui.paint import Piece
    from pipetui.tui.screens.asking import AskingScreen
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.card import Card
    from pipetui.views.odds import Odds

NAMES = ("stage", "changed", "trust", "why", "levers", "charts", "category", "source", "owner", "scenarios")
"""What can be asked, in the order it is gone through: the period taken apart, or what else is known of it."""

BACK = 8
"""Past periods that are looked back on."""

Answer: TypeAlias = "Waterfall | Backtest | list[Lever] | list[Ends] | list[tuple[str, Column]]"
"""What takes a while to read."""


class Answers:
    """What was read of the periods, each when it is first looked at; ``show`` is called when it is there."""

    def __init__(self, screen: AskingScreen, periods: Periods, show: Callable[[], None]) -> None:
        self._screen = screen
        self._periods = periods
        self._show = show
        self._read: dict[tuple[str, Period], Answer] = {}
        """By its name and the period it is of."""
        self._sought: tuple[str, Period] | None = None
        """What is being read now."""
        self._looked_back = 0.0

    def forget(self, name: str = "") -> None:
        """Has all of it read anew, or what has a name."""
        self._sought = None
        self._read = {key: told for key, told in self._read.items() if name and key[0] != name}

    def lines(self, name: str, cells: int, room: int, card: Card | None) -> list[list[Piece]]:
        """An answer about the chosen period, as far as it is there; ``room`` is how many lines can be seen at once.

        ``card`` is the deal the cursor is on, whose chance is told.
        """
        basis, column = self._periods.basis, self._periods.column
        if basis is None or column is None:
            return []
        period, currency = column.period, basis.pipeline.currency
        if name == "changed":
            told = self._want(name, period)
            lines = changed(told if isinstance(told, Waterfall) else None, currency, basis.today, cells)
        elif name == "trust":
            found = self._want(name, period)
            lines = trust(found if isinstance(found, Backtest) else None, cells, self._looked_back)
        elif name == "why":
            lines = self._explained(column, cells, card)
        elif name == "levers":
            pulls = cast("list[Lever] | None", self._want(name, period) if column.outlook else None)
            lines = pulled(pulls, currency, period.label, cells)
        elif name == "scenarios":
            lines = compared(cast("list[tuple[str, Column]] | None", self._want(name, period)), currency, cells)
        elif name == "charts":
            lines = charts(basis, column, cells, room)
            lines += narrowing(cast("list[Ends] | None", self._want(name, period)), currency, cells)
        else:
            lines = taken_apart(basis, column, name, cells)
        return [[(" ", "ink-plain"), *line] for line in lines]

    def _explained(self, column: Column, cells: int, card: Card | None) -> list[list[Piece]]:
        """What the period rests on, and the chance of the deal under the cursor, in sentences."""
        state, odds = self._screen.state, self._periods.odds
        if state is None or odds is None or column.outlook is None:
            return explained("", (), "", (), cells)
        from pipetui.views.odds.why import why, why_period

        of_deal = why(odds, card, column.period, state.pipeline.stage(card.stage_id)) if card else ()
        title = card.title if card else ""
        return explained(column.period.label, why_period(odds, column.outlook), title, of_deal, cells)

    def _want(self, name: str, period: Period) -> Answer | None:
        """What takes a while; None while it is being read."""
        if (name, period) not in self._read and self._sought != (name, period):
            self._sought = (name, period)
            run_latest(self._screen, "beside", self._find, name, period)
        return self._read.get((name, period))

    async def _find(self, name: str, period: Period) -> None:
        state, odds = self._screen.state, self._periods.odds
        if state is None or odds is None:
            self._sought = None
            return
        try:
            found = await self._answer(name, period, state, odds)
        except PipetuiError as error:
            self._screen.desk_app.tell(str(error), severity="error")
            return
        self._sought = None
        if found is not None:
            self._read[name, period] = found
            self._show()

    async def _answer(self, name: str, period: Period, state: State, odds: Odds) -> Answer | None:
        """Reads an answer; None where what it is worked out from is not there. Raises what can't be read."""
        desk, pipeline, today = self._screen.desk_app.desk, state.pipeline, state.today
        if name == "charts":
            return await desk.aside(lambda overview: overview.forecasts.narrowing(pipeline, period))
        if name == "scenarios":
            return await self._compare(state, period, odds)
        if name == "changed":
            since = today - timedelta(days=today.weekday() or 7)
            return await desk.aside(lambda overview: overview.forecasts.waterfall(pipeline, period, since))
        if name == "trust":
            self._looked_back = 0.0

            def hear(share: float) -> None:
                self._screen.call_later(self._hear, share)  # from the thread that looks back

            return await desk.aside(lambda overview: overview.forecasts.backtest(pipeline, period.kind, BACK, hear))
        basis, column = self._periods.basis, self._periods.column
        if basis is None or column is None:
            return None
        return await asyncio.to_thread(levers, basis, column, odds)

    def _hear(self, share: float) -> None:
        """Shows how far the look back has got."""
        self._looked_back = share
        self._show()

    async def _compare(self, state: State, period: Period, odds: Odds) -> list[tuple[str, Column]]:
        """A period as it is, and as each scenario supposes it."""
        basis, pipeline = self._periods.basis_as_is, state.pipeline
        if basis is None:
            return []
        kept = await self._screen.desk_app.desk.ask(lambda work: work.overview.forecasts.scenarios(pipeline))
        return await asyncio.to_thread(_supposed_each, basis, {"as it is": [], **kept}, period, odds)


def _supposed_each(
    basis: Basis, scenarios: Mapping[str, Sequence[Supposed]], period: Period, odds: Odds
) -> list[tuple[str, Column]]:
    """A period as each scenario supposes it."""
    found = []
    for name, what in scenarios.items():
        imagined = supposing(basis, what)
        found.append((name, with_outlook(imagined, figures_of(imagined, period), odds)))
    return found
