"""The periods of a forecast side by side: worked out on other threads, and shown as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pipetui.views.kept_forecast import as_kept
from pipetui.views.prospect import Basis, Column, figures_of, side_by_side, with_outlook
from pipetui.views.suppose import Supposed, supposing

if TYPE_CHECKING:
    from pipetui.tui.screens.asking import AskingScreen
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.odds import Odds


class Periods:
    """Periods as they are, and as they would be; ``show`` is called whenever there is more of them to be seen."""

    def __init__(self, screen: AskingScreen, show: Callable[[], None]) -> None:
        self._screen = screen
        self._show = show
        self.chosen: Period | None = None
        """The period that is looked at; None until there is one."""
        self.as_is: dict[Period, Column] = {}
        self.would_be: dict[Period, Column] = {}
        """The periods with what is supposed; empty where nothing is."""
        self.basis_as_is: Basis | None = None
        """What the periods as they are were worked out from; None until it is read."""
        self._imagined: Basis | None = None
        self.odds: Odds | None = None
        """The odds; None until they are learned."""
        self._kept_on: tuple[int, date, tuple[Period, ...]] | None = None

    @property
    def columns(self) -> dict[Period, Column]:
        """The periods as they are shown: with what is supposed, where anything is."""
        return self.would_be or self.as_is

    @property
    def column(self) -> Column | None:
        """The period that is looked at."""
        return None if self.chosen is None else self.columns.get(self.chosen)

    @property
    def basis(self) -> Basis | None:
        """What the periods shown were worked out from; None until it is read."""
        return (self._imagined or self.basis_as_is) if self.would_be else self.basis_as_is

    @property
    def is_complete(self) -> bool:
        """Whether what each period will probably bring is there."""
        return self.odds is not None and all(column.outlook is not None for column in self.as_is.values())

    def step(self, by: int) -> None:
        """Looks at a period further on, or one before."""
        if self.columns and self.chosen is not None:
            periods = list(self.columns)
            place = periods.index(self.chosen) + by
            self.chosen = periods[max(0, min(place, len(periods) - 1))]

    async def work_out(self, state: State) -> None:
        """Works the periods out as they are; where the odds are not there yet, first without them.

        Raises what the file can't be read for.
        """
        app, pipeline = self._screen.desk_app, state.pipeline
        periods = side_by_side(state.period, state.today)
        cards, wanted = [card for card in state.shown_cards() if card.is_open], state.board.filter
        basis = await app.desk.ask(lambda work: work.overview.forecasts.basis(pipeline, periods, cards, wanted))
        figures = await asyncio.to_thread(lambda: [figures_of(basis, period) for period in periods])
        self.basis_as_is = basis
        if self.chosen not in periods:
            self.chosen = state.period
        known = self.as_is if list(self.as_is) == list(periods) else {}
        self.as_is = {
            each.period: Column(each, known[each.period].outlook if each.period in known else None) for each in figures
        }
        if not known:
            self._show()
        self.odds = await app.expected.odds()
        await self._fill(self.as_is, basis, self.odds)

    async def suppose(self, what: Sequence[Supposed]) -> None:
        """Works the periods out as they would be; as they are, where nothing is supposed."""
        basis, odds = self.basis_as_is, self.odds
        if basis is None or odds is None:
            return
        if what:
            imagined = supposing(basis, what)
            figures = await asyncio.to_thread(lambda: [figures_of(imagined, period) for period in self.as_is])
            would_be = {each.period: Column(each) for each in figures}
            self._imagined = imagined
            await self._fill(would_be, imagined, odds)
            self.would_be = would_be
        else:
            self._imagined, self.would_be = None, {}
        self._show()

    async def _fill(self, columns: dict[Period, Column], basis: Basis, odds: Odds) -> None:
        """Works out what each period will probably bring, the chosen one first."""
        chosen = self.chosen
        for period in sorted(columns, key=lambda period: period != chosen):
            columns[period] = await asyncio.to_thread(with_outlook, basis, columns[period].figures, odds)
            if period == chosen:
                self._show()

    async def keep(self, state: State) -> None:
        """Adds what is expected to what is kept of today's forecasts; once a day, and never of what a filter left."""
        basis = self.basis_as_is
        if basis is None or basis.is_narrowed:
            return
        kept = [
            (period, as_kept(column, state.today)) for period, column in self.as_is.items() if period.end >= state.today
        ]
        pipeline = state.pipeline
        if self._kept_on == (pipeline.id, state.today, tuple(period for period, _ in kept)):
            return
        self._kept_on = (pipeline.id, state.today, tuple(period for period, _ in kept))
        await self._screen.desk_app.writing.tried(lambda work: work.snapshots.keep(pipeline, kept))
