"""The forecast: periods side by side, and the deals that decide the chosen one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from pipetui.tui.commands import FORECAST, bindings_for
from pipetui.tui.forecast_answers import NAMES, Answers
from pipetui.tui.forecast_periods import Periods
from pipetui.tui.forecast_supposed import head as supposed_head
from pipetui.tui.forecast_supposed import rows as supposed_rows
from pipetui.tui.forecast_text import deciders, head
from pipetui.tui.marks import SIGN
from pipetui.tui.paint import Piece
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.what_if import WhatIfScreen
from pipetui.tui.widgets.lines import Lines, LongLines
from pipetui.tui.widgets.period_table import PeriodTable
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.views.card import Card, Change, Saved
from pipetui.views.prospect import Basis, Column

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.values.periods import Period

SIDE, ROOM_FOR_BOTH = 44, 112
"""Cells of what stands beside the deals, and of a screen that has room for it; on others it takes their place."""

WIDE_SIDE, ROOMY = 72, 170
"""The same on a screen that is wide."""


class ForecastScreen(RowScreen, WhatIfScreen):
    """What the numbers are is worked out on other threads; until it is there the screen shows what it had."""

    NAME: ClassVar[str] = FORECAST
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(FORECAST)
    HELP = (
        "The forecast: ← → choose a period, tab shows it taken apart, + adds up the categories, o sorts the deals "
        "that decide it; every command on deals works on the one under the cursor, or on all that are marked."
    )

    def __init__(self) -> None:
        super().__init__()
        self.periods = Periods(self, self.show)
        self.answers = Answers(self, self.periods, self.show)
        self.view = 0
        """What stands beside the deals: 0 is nothing but the deals where there is no room for both."""
        self.is_cumulative = False
        self.worst_first = False
        self._cards: dict[int, Card] = {}
        self._goes_to: int | None = None

    def compose_body(self) -> ComposeResult:
        """A line about it all, the periods, the deals, what stands beside them."""
        yield Lines(id="forecast-head")
        with Horizontal(id="forecast"):
            with Vertical():
                yield PeriodTable()
                with Horizontal(id="body"):
                    with Vertical(id="deciders"):
                        yield RowList()
                    yield LongLines(id="beside")
            yield LongLines(id="aside")

    # Working it out

    def draw(self, saved: Saved | None = None) -> None:
        """Works everything out anew, aside; where the odds are not there yet, first without them."""
        if self.state is not None and self.can_draw:
            run_latest(self, "prospect", self._work_out)

    async def _work_out(self) -> None:
        state = self.state
        if state is None:
            return
        try:
            await self.periods.work_out(state)
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self.answers.forget()
        await self.periods.keep(state)
        await self._work_out_supposed()

    def work_out_supposed(self) -> None:
        """Works out what is supposed anew; all of it, where the rest is not there yet."""
        if self.periods.is_complete:
            run_latest(self, "prospect", self._work_out_supposed)
        else:
            self.draw()
            self.show()

    async def _work_out_supposed(self) -> None:
        await self.periods.suppose(self.supposed if self.is_supposing else ())

    def forget_scenarios(self) -> None:
        """Has scenarios read anew, now where they are shown."""
        self.answers.forget("scenarios")
        self.show()

    # Showing it

    @property
    def period(self) -> Period | None:
        """The period that is looked at; None until there is one."""
        return self.periods.chosen

    @property
    def beside(self) -> LongLines:
        """What stands beside the deals, or in their place."""
        return self.query_one("#aside" if self.is_roomy else "#beside", LongLines)

    @property
    def is_roomy(self) -> bool:
        """Whether what stands beside the deals has room beside the periods as well."""
        return self.size.width - (self.pane_cells if self.pane_open else 0) >= ROOMY

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
        state, basis, column = self.state, self.periods.basis, self.periods.column
        if state is None or basis is None or column is None or not self.can_draw:
            return
        self.query_one("#forecast-head", Lines).tell([self._head(basis, column)])
        self.query_one(PeriodTable).tell(
            list(self.periods.columns.values()), column.period, cumulative=self.is_cumulative, short=self.is_dense
        )
        beside, both = self.beside, self.has_room
        cells = self.size.width - (self.pane_cells if self.pane_open else 0)
        side = WIDE_SIDE if self.is_roomy else SIDE
        view = (self.view or 1) if both else self.view
        for each in self.query(LongLines):
            each.display = each is beside and bool(view)
        self.rows.display = self.query_one("#deciders").display = both or not view
        beside.styles.width = side if both else "1fr"
        self._show_deals(state, basis, column, cells - (side + 2 if both else 0))
        if view:
            name, room = NAMES[view - 1], self._lines_beside()
            lines = self.answers.lines(name, side - 2 if both else cells - 2, room, self.card_of_row())
            beside.show(lines, (name, column.period))
        self.tell_pane()

    def _head(self, basis: Basis, column: Column) -> list[Piece]:
        if not self.is_supposing:
            return head(basis, column, cumulative=self.is_cumulative)
        as_is, would_be = (each.get(column.period) for each in (self.periods.as_is, self.periods.would_be))
        return supposed_head(self.supposed, self.scenario, as_is, would_be, self.size.width)

    def _show_deals(self, state: State, basis: Basis, column: Column, cells: int) -> None:
        """Lists the deals that decide the period, under those something is supposed of."""
        lines, self._cards = deciders(basis, column, worst_first=self.worst_first, cells=cells)
        as_is = self.periods.basis_as_is
        if self.is_supposing and self.supposed and as_is is not None:
            real = {card.id: card for card in as_is.cards}
            over, ids = supposed_rows(self.supposed, real, state.pipeline.currency, state.today, cells)
            lines = [*over, *(line for line in lines if not isinstance(line, Drawn) or line.key not in ids)]
            self._cards.update({number: real[number] for number in ids})
        self.rows.sign_of = self._sign_of
        self.rows.put(lines)
        if self._goes_to is not None:
            self.rows.go_to(self._goes_to)
            self._goes_to = None

    def _lines_beside(self) -> int:
        """How many lines of what stands beside the deals are to be seen at once."""
        return self.query_one("#forecast" if self.is_roomy else "#body").size.height

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.show()

    async def action_pane(self) -> None:
        """Shows or hides what is known of the deal."""
        await super().action_pane()
        self.show()

    # Marks

    def path(self) -> tuple[Sequence[int], int]:
        """The deals of the list, and the cursor's place among them."""
        return self.shown(), self.rows.index

    def shown(self) -> Sequence[int]:
        """The deals of the list."""
        return [key for key in self.rows.keys if isinstance(key, int)]

    def show_marks(self) -> None:
        """Draws the signs of the marks."""
        self.rows.refresh()

    def _sign_of(self, key: Hashable) -> str:
        return SIGN if self.state is not None and isinstance(key, int) and key in self.state.marks else " "

    # Where the cursor is

    def current_card(self) -> Card | None:
        """The deal under the cursor, where deals are shown."""
        return self.card_of_row() if self.rows.display else None

    def card_of_row(self) -> Card | None:
        """The deal the list's cursor is on, whether the list is shown or what takes its place."""
        key = self.rows.key
        return self._cards.get(key) if isinstance(key, int) else None

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
        if down and not self.rows.display:
            self.beside.scroll_by(down)
        elif down:
            super().action_cursor(across, down)
        else:
            self.periods.step(across)
            self.show()

    def action_cursor_page(self, pages: int) -> None:
        """Goes a screenful up or down, in what takes the place of the deals as well."""
        if self.rows.display:
            super().action_cursor_page(pages)
        else:
            self.action_go_on(pages)

    def action_go_on(self, pages: int) -> None:
        """Goes on in what stands beside the deals, or back."""
        self.beside.scroll_by(pages * max(1, self.beside.size.height - 2))

    def action_beside(self, by: int) -> None:
        """Shows the period taken apart by something else."""
        first = 1 if self.has_room else 0
        choices = range(first, len(NAMES) + 1)
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
        self.rows.move(-len(self.rows.keys))

    def action_back(self) -> None:
        """Back to the deals, takes the marks away, clears the filter, else goes back to where one came from."""
        if self.view and not self.has_room:
            self.view = 0
            self.show()
        elif self.desk_app.shown.filter_text or (self.state is not None and self.state.marks):
            super().action_back()
        else:
            self.desk_app.trail.back()

    def on_period_table_chosen(self, event: PeriodTable.Chosen) -> None:
        """Looks at the period that was clicked."""
        self.periods.chosen = event.period
        self.show()

    def on_row_list_opened(self) -> None:
        """Opens the deal that was clicked twice."""
        self.action_open()

    def on_row_list_moved(self) -> None:
        """Shows the deal of the new row beside the list."""
        if self.view and NAMES[self.view - 1] == "why":
            self.show()  # with the pane
        else:
            self.tell_pane()
