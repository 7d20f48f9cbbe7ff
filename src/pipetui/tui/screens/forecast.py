"""The forecast: periods side by side, and the deals that decide the chosen one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, TypeAlias, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from pipetui.tui.commands import BOARD, FORECAST, bindings_for
from pipetui.tui.forecast_beside import changed, charts, compared, explained, narrowing, pulled, trust
from pipetui.tui.forecast_supposed import head as supposed_head
from pipetui.tui.forecast_supposed import rows as supposed_rows
from pipetui.tui.forecast_text import deciders, taken_apart
from pipetui.tui.latest import run_latest
from pipetui.tui.paint import Piece
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.what_if import WhatIfScreen
from pipetui.tui.widgets.lines import Lines
from pipetui.tui.widgets.period_table import PeriodTable
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.values.errors import PipetuiError
from pipetui.values.money import show_whole
from pipetui.values.text import count
from pipetui.views.card import Card, Change, Saved
from pipetui.views.kept_forecast import KeptForecast, as_kept
from pipetui.views.levers import Lever, levers
from pipetui.views.odds.backtest import Backtest
from pipetui.views.prospect import Basis, Column, figures_of, side_by_side, with_outlook
from pipetui.views.suppose import Supposed, supposing
from pipetui.views.waterfall import Waterfall

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.values.periods import Period
    from pipetui.views.odds import Odds

SIDE, ROOM_FOR_BOTH = 44, 112
"""Cells of what stands beside the deals, and of a screen that has room for it; on others it takes their place."""

VIEWS = ("stage", "changed", "trust", "why", "levers", "charts", "category", "source", "owner", "scenarios")
"""What can stand beside the deals: the period taken apart, or what else is known of it."""

BACK = 8
"""Past periods that are looked back on."""

Beside: TypeAlias = "Waterfall | Backtest | list[Lever] | list[KeptForecast] | list[tuple[str, Column]]"
"""What stands beside the deals and takes a while to read."""


class ForecastScreen(RowScreen, WhatIfScreen):
    """What the numbers are is worked out on other threads; until it is there the screen shows what it had."""

    NAME: ClassVar[str] = FORECAST
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(FORECAST)
    HELP = (
        "The forecast: ← → choose a period, tab shows it taken apart, + adds up the categories, o sorts the deals "
        "that decide it; every command on deals works on the one under the cursor."
    )

    def __init__(self) -> None:
        super().__init__()
        self.as_is: dict[Period, Column] = {}
        self.would_be: dict[Period, Column] = {}
        """The periods with what is supposed; empty where nothing is."""
        self.basis: Basis | None = None
        self.imagined: Basis | None = None
        self._odds: Odds | None = None
        self._read: dict[tuple[str, Period], Beside] = {}
        """What stands beside the deals and takes a while to read, by its name and the period it is of."""
        self.view = 0
        """What stands beside the deals: 0 is nothing but the deals where there is no room for both."""
        self.is_cumulative = False
        self.worst_first = False
        self._cards: dict[int, Card] = {}
        self._kept_on: tuple[int, date, tuple[Period, ...]] | None = None
        self._goes_to: int | None = None

    def compose_body(self) -> ComposeResult:
        """A line about it all, the periods, the deals, what stands beside them."""
        yield Lines(id="forecast-head")
        yield PeriodTable()
        with Horizontal(id="body"):
            with Vertical(id="deciders"):
                yield RowList()
            yield Lines(id="beside")

    # Working it out

    def draw(self, saved: Saved | None = None) -> None:
        """Works everything out anew, aside; where the odds are not there yet, first without them."""
        if self.state is not None and self.is_mounted:
            run_latest(self, "prospect", self._work_out)

    async def _work_out(self) -> None:
        state, app = self.state, self.desk_app
        if state is None:
            return
        periods = side_by_side(state.period, state.today)
        cards, wanted = [card for card in state.shown_cards() if card.is_open], state.board.filter
        try:
            basis = await app.desk.ask(lambda work: work.overview.basis(state.pipeline, periods, cards, wanted))
            figures = await asyncio.to_thread(lambda: [figures_of(basis, period) for period in periods])
            self.basis = basis
            if self.period not in periods:
                self.period = state.period
            known = self.as_is if list(self.as_is) == list(periods) else {}
            self.as_is = {
                each.period: Column(each, known[each.period].outlook if each.period in known else None)
                for each in figures
            }
            if not known:
                self.show()
            self._odds = await app.expected.odds()
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        await self._fill(self.as_is, basis, self._odds)
        self._read.clear()
        if not basis.is_narrowed:
            await self._keep(state)
        await self._work_out_supposed()

    async def _keep(self, state: State) -> None:
        """Adds what is expected to what is kept of today's forecasts."""
        kept = [
            (period, as_kept(column, state.today)) for period, column in self.as_is.items() if period.end >= state.today
        ]
        pipeline = state.pipeline
        if self._kept_on == (pipeline.id, state.today, tuple(period for period, _ in kept)):
            return
        self._kept_on = (pipeline.id, state.today, tuple(period for period, _ in kept))
        try:
            await self.desk_app.desk.ask(lambda work: work.snapshots.keep(pipeline, kept))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="warning")

    async def _fill(self, columns: dict[Period, Column], basis: Basis, odds: Odds) -> None:
        """Works out what each period will probably bring, the chosen one first."""
        chosen = self.period
        for period in sorted(columns, key=lambda period: period != chosen):
            columns[period] = await asyncio.to_thread(with_outlook, basis, columns[period].figures, odds)
            if period == chosen:
                self.show()

    def work_out_supposed(self) -> None:
        """Works out what is supposed anew; all of it, where the rest is not there yet."""
        if self._odds is None or any(column.outlook is None for column in self.as_is.values()):
            self.draw()
            self.show()
        else:
            run_latest(self, "prospect", self._work_out_supposed)

    async def _work_out_supposed(self) -> None:
        basis, odds = self.basis, self._odds
        if basis is None or odds is None:
            return
        if self.supposed and self.is_supposing:
            imagined = supposing(basis, self.supposed)
            figures = await asyncio.to_thread(lambda: [figures_of(imagined, period) for period in self.as_is])
            would_be = {each.period: Column(each) for each in figures}
            self.imagined = imagined
            await self._fill(would_be, imagined, odds)
            self.would_be = would_be
        else:
            self.imagined, self.would_be = None, {}
        self.show()

    def forget_scenarios(self) -> None:
        """Has scenarios read anew, now where they are shown."""
        self._read = {key: told for key, told in self._read.items() if key[0] != "scenarios"}
        self.show()

    async def _compare(self, state: State, period: Period, odds: Odds) -> list[tuple[str, Column]]:
        """A period as it is, and as each scenario supposes it."""
        basis = self.basis
        if basis is None:
            return []
        kept = await self.desk_app.desk.ask(lambda work: work.overview.scenarios(state.pipeline))
        kept = {"as it is": [], **kept}
        return await asyncio.to_thread(_supposed_each, basis, kept, period, odds)

    def _want(self, view: str, period: Period) -> Beside | None:
        """What stands beside the deals and takes a while; None while it is being read."""
        if (view, period) not in self._read:
            run_latest(self, "beside", self._find, view, period)
        return self._read.get((view, period))

    async def _find(self, view: str, period: Period) -> None:
        app, state, odds = self.desk_app, self.state, self._odds
        if state is None or odds is None:
            return
        pipeline, today = state.pipeline, state.today
        found: Beside
        try:
            if view == "charts":
                found = await app.desk.aside(lambda overview: overview.kept_forecasts(pipeline, period))
            elif view == "scenarios":
                found = await self._compare(state, period, odds)
            elif view == "changed":
                since = today - timedelta(days=today.weekday() or 7)
                found = await app.desk.aside(lambda overview: overview.waterfall(pipeline, period, since))
            elif view == "trust":
                found = await app.desk.aside(lambda overview: overview.backtest(pipeline, period.kind, BACK))
            else:
                basis, column = self.imagined or self.basis, self.column
                if basis is None or column is None:
                    return
                found = await asyncio.to_thread(levers, basis, column, odds)
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        self._read[view, period] = found
        self.show()

    # Showing it

    @property
    def columns(self) -> dict[Period, Column]:
        """The periods as they are shown: with what is supposed, where anything is."""
        return self.would_be or self.as_is

    @property
    def column(self) -> Column | None:
        """The period that is looked at."""
        return None if self.period is None else self.columns.get(self.period)

    @property
    def has_room(self) -> bool:
        """Whether there is room beside the deals."""
        return self.size.width - (self.pane_cells if self.pane_open else 0) >= ROOM_FOR_BOTH

    @property
    def pane_cells(self) -> int:
        """Cells of the pane, where it is open."""
        return 56 if self.size.width >= 140 else 38

    def show(self) -> None:
        """Draws what is known."""
        state, basis, column = self.state, self.basis, self.column
        if state is None or basis is None or column is None or not self.is_mounted:
            return
        basis = self.imagined or basis if self.would_be else basis
        said = self._head(state, basis, column)
        if self.is_supposing and self.period is not None:
            as_is, would_be = self.as_is.get(self.period), self.would_be.get(self.period)
            said = supposed_head(self.supposed, self.scenario, as_is, would_be, self.size.width)
        self.query_one("#forecast-head", Lines).tell([said])
        self.query_one(PeriodTable).tell(
            list(self.columns.values()), column.period, cumulative=self.is_cumulative, short=self.is_dense
        )
        rows, beside = self.rows, self.query_one("#beside", Lines)
        both = self.has_room
        cells = self.size.width - (self.pane_cells if self.pane_open else 0)
        view = (self.view or 1) if both else self.view
        beside.display = bool(view)
        rows.display = self.query_one("#deciders").display = both or not view
        beside.styles.width = SIDE if both else "1fr"
        room = cells - (SIDE + 2 if both else 0)
        lines, self._cards = deciders(basis, column, worst_first=self.worst_first, cells=room)
        if self.is_supposing and self.supposed and self.basis is not None:
            real = {card.id: card for card in self.basis.cards}
            over, ids = supposed_rows(self.supposed, real, state.pipeline.currency, state.today, room)
            lines = [*over, *(line for line in lines if not isinstance(line, Drawn) or line.key not in ids)]
            self._cards.update({number: real[number] for number in ids})
        rows.put(lines)
        if self._goes_to is not None:
            rows.go_to(self._goes_to)
            self._goes_to = None
        if view:
            beside.tell(self._beside(basis, column, view, SIDE - 2 if both else cells - 2))
        self.tell_pane()

    def _head(self, state: State, basis: Basis, column: Column) -> list[Piece]:
        slipped = column.figures.slipped
        currency = state.pipeline.currency
        said = f" {currency} · {'cumulative' if self.is_cumulative else 'each its own'}"
        pieces: list[Piece] = [(said, "ink-dim")]
        if basis.is_narrowed:
            pieces.append((" · of what the filter lets through, which has no target", "ink-warn"))
        if slipped.number:
            late = f"   slipped {count(slipped.number, 'deal')} {show_whole(slipped.amount, currency)}, in no period"
            pieces.append((late, "ink-bad"))
        outlook = column.outlook
        if outlook is None:
            pieces.append(("   learning from your history…", "ink-dim"))
        elif outlook.is_guess:
            rests = count(outlook.rests_on, "closed deal")
            pieces.append((f"   a guess: it rests on {rests}", "ink-warn"))
        else:
            pieces.append((f"   learned from {count(outlook.rests_on, 'closed deal')}", "ink-dim"))
        return pieces

    def _beside(self, basis: Basis, column: Column, view: int, cells: int) -> list[list[Piece]]:
        name, period, currency = VIEWS[view - 1], column.period, basis.pipeline.currency
        if name == "changed":
            told = self._want(name, period)
            lines = changed(told if isinstance(told, Waterfall) else None, currency, basis.today, cells)
        elif name == "trust":
            found = self._want(name, period)
            lines = trust(found if isinstance(found, Backtest) else None, cells)
        elif name == "why":
            lines = self._explained(column, cells)
        elif name == "levers":
            pulls = cast("list[Lever] | None", self._want(name, period) if column.outlook else None)
            lines = pulled(pulls, currency, period.label, cells)
        elif name == "scenarios":
            lines = compared(cast("list[tuple[str, Column]] | None", self._want(name, period)), currency, cells)
        elif name == "charts":
            lines = charts(basis, column, cells)
            lines += narrowing(cast("list[KeptForecast] | None", self._want(name, period)), period, currency, cells)
        else:
            lines = taken_apart(basis, column, name, cells)
        return [[(" ", "ink-plain"), *line] for line in lines]

    def _explained(self, column: Column, cells: int) -> list[list[Piece]]:
        """What the period rests on, and the chance of the deal under the cursor, in sentences."""
        state, odds = self.state, self._odds
        if state is None or odds is None or column.outlook is None:
            return explained("", (), "", (), cells)
        from pipetui.views.odds.why import why, why_period

        card = self.current_card()
        of_deal = why(odds, card, column.period, state.pipeline.stage(card.stage_id)) if card else ()
        title = card.title if card else ""
        return explained(column.period.label, why_period(odds, column.outlook), title, of_deal, cells)

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.show()

    async def action_pane(self) -> None:
        """Shows or hides what is known of the deal."""
        await super().action_pane()
        self.show()

    # Where the cursor is

    def current_card(self) -> Card | None:
        """The deal under the cursor, where deals are shown."""
        rows = self.rows
        return self._cards.get(rows.key) if rows.display and isinstance(rows.key, int) else None

    def follow(self, change: Change) -> None:
        """Puts the cursor on a deal that came back."""
        if change.after is not None:
            self._goes_to = change.after.id

    def target_period(self) -> Period | None:
        """The period that is looked at: its target is the one to be set."""
        return self.period

    # Commands

    def action_cursor(self, across: int, down: int) -> None:
        """Chooses the next period or the one before, or moves the cursor a row."""
        if down:
            super().action_cursor(across, down)
        elif self.columns and self.period is not None:
            periods = list(self.columns)
            place = periods.index(self.period) + across
            self.period = periods[max(0, min(place, len(periods) - 1))]
            self.show()

    def action_beside(self, by: int) -> None:
        """Shows the period taken apart by something else."""
        first = 1 if self.has_room else 0
        choices = range(first, len(VIEWS) + 1)
        now = max(first, self.view)
        self.view = choices[(choices.index(now) + by) % len(choices)]
        self.show()

    def action_cumulate(self) -> None:
        """Adds the categories up, or shows each its own."""
        self.is_cumulative = not self.is_cumulative
        self.show()

    def action_order(self) -> None:
        """Sorts the deals by what they swing, or by how badly they are worked."""
        self.worst_first = not self.worst_first
        self.show()

    def action_back(self) -> None:
        """Back to the deals, clears the filter, else goes to the board."""
        if self.view and not self.has_room:
            self.view = 0
            self.show()
        elif self.desk_app.shown.filter_text:
            super().action_back()
        else:
            self.desk_app.action_show(BOARD)

    def on_period_table_chosen(self, event: PeriodTable.Chosen) -> None:
        """Looks at the period that was clicked."""
        self.period = event.period
        self.show()

    def on_row_list_opened(self) -> None:
        """Opens the deal that was clicked twice."""
        self.action_open()

    def on_row_list_moved(self) -> None:
        """Shows the deal of the new row beside the list."""
        if self.view and VIEWS[self.view - 1] == "why":
            self.show()  # with the pane
        else:
            self.tell_pane()


def _supposed_each(
    basis: Basis, scenarios: Mapping[str, Sequence[Supposed]], period: Period, odds: Odds
) -> list[tuple[str, Column]]:
    """A period as each scenario supposes it."""
    found = []
    for name, what in scenarios.items():
        imagined = supposing(basis, what)
        found.append((name, with_outlook(imagined, figures_of(imagined, period), odds)))
    return found
