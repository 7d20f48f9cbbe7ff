"""Which of the deals are shown, and in which order: the filter that is typed, and the saved view that was taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.values.query import Filter
    from pipetui.views.card import Card
    from pipetui.views.forecast import Forecast
    from pipetui.views.saved_view import SavedView
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace

FIGURES_SECONDS = 0.1
"""How long after a letter of a filter the strip's figures are read."""


class Shown:
    """The filter and the view. They outlive what was read: whatever is read next is narrowed by them as well."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self.filter_text = ""
        self._filter: Filter | None = None
        self.view: SavedView | None = None
        """The saved view that was taken, until another filter is typed."""
        self._sort_before = ""

    def narrow(self, wanted: Filter | None, text: str) -> None:
        """Shows only what a filter lets through, on every screen."""
        self.filter_text, self._filter = text, wanted
        state = self._app.state
        if state is not None:
            if not text and self.view is not None:
                self._leave_view(state)
            state.narrow(wanted)
            self._app.redraw()
            self._narrow_figures()

    def carry_over(self, state: State) -> None:
        """Has what was just read shown as what was read before it: its order, its cards, its filter."""
        app, was = self._app, self._app.state
        sort = was.board.sort if was else app.config.text("sort")
        if sort != state.board.sort:
            state.board.order_by(sort)
        app.fitting.show_columns(state, self.view.columns if self.view is not None else ())
        if self._filter is not None:
            if was is not None and was.today != state.today:
                self._filter = app.names.read_filter(self.filter_text)
            state.narrow(self._filter)
            app.call_later(self._narrow_figures)

    # Saved views

    async def views(self) -> tuple[SavedView, ...]:
        """The saved views there are: whoever offers them takes one with ``show_view``."""
        return await self._app.desk.ask(lambda work: work.overview.views())

    def show_view(self, view: SavedView) -> None:
        """Shows a saved view, whatever is asked meanwhile; the next key waits for it."""
        run_beside(self._app, "commands", self._take_view, view)

    async def _take_view(self, view: SavedView) -> None:
        """Shows a saved view: its filter, its order, and what it has cards show; says why where it can't be."""
        from pipetui.values.errors import Invalid

        app = self._app
        read, state = await app.names.filters(), app.state
        if state is None:
            return
        try:
            wanted = read(view.filter) if view.filter.strip() else None
        except Invalid as error:
            app.tell(f"{view.name} ({view.filter}): {error}", severity="warning")
            return
        if self.view is None:
            self._sort_before = state.board.sort
        self.view = view
        if view.sort != state.board.sort:
            state.board.order_by(view.sort)
        app.fitting.show_columns(state, view.columns)
        self.filter_text, self._filter = view.filter, wanted
        state.narrow(wanted)
        app.redraw()
        self._narrow_figures()

    def _leave_view(self, state: State) -> None:
        """Goes back to the order and the cards there were before a view was taken."""
        self.view = None
        self._app.fitting.show_columns(state, ())
        if self._sort_before and self._sort_before != state.board.sort:
            state.board.order_by(self._sort_before)

    # The strip

    def _narrow_figures(self) -> None:
        """Has the strip follow the filter, a moment after the last letter."""
        if self._filter is not None:
            run_latest(self._app, "figures", self._read_narrowed, self._filter)

    async def _read_narrowed(self, wanted: Filter) -> None:
        app = self._app
        await asyncio.sleep(FIGURES_SECONDS)
        while (state := app.state) is not None and self._filter is wanted:
            saved, odds = state.times_saved, state.forecast.odds
            try:
                cards = [card for card in state.shown_cards() if card.is_open]
                figures = await app.desk.ask(_figures_of(state.pipeline, state.period, wanted, cards))
            except PipetuiError as error:
                app.tell(str(error), severity="error")
                return
            if app.state is not state or state.times_saved != saved:
                continue  # what was read is not what is shown any more
            if self._filter is wanted:
                if odds is not None:
                    figures.expect(odds, list(state.shown_cards()))
                state.narrowed = figures
                app.refresh_bars()
            return


def _figures_of(
    pipeline: Pipeline, period: Period, wanted: Filter, cards: list[Card]
) -> Callable[[Workspace], Forecast]:
    """Reads the figures of what a filter lets through, its open deals being known."""
    return lambda work: work.overview.forecasts.narrowed(pipeline, period, wanted, cards)
