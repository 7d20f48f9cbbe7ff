"""Insights: the journey from lead to customer, what holds deals up, and the deals behind each figure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import INSIGHTS, bindings_for
from pipetui.tui.insights_behind import MOST, behind
from pipetui.tui.insights_beside import about, chart, ids_behind
from pipetui.tui.insights_rows import head, lines_of
from pipetui.tui.keyboard import ROWS
from pipetui.tui.paint import Piece
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.working import ListScreen
from pipetui.tui.widgets.lines import Lines, LongLines
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError
from pipetui.views.card import Card, Saved
from pipetui.views.insights.accuracy import Judged
from pipetui.views.insights.coaching import Advice, coaching
from pipetui.views.insights.insights import Insights, work_out
from pipetui.views.insights.window import Window, choices, of_period, whole, year

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.insights.deals import Deals
    from pipetui.workspace import Overview

SIDE, ROOM_FOR_BOTH = 48, 124
"""Cells of what is known of a row, and of a screen that has room for it beside the list."""

WIDE_SIDE, ROOMY = 70, 176
"""The same on a screen that is wide."""

BACK = 4
"""Past periods whose forecasts are judged."""

EMPTY = Content.from_markup(
    "[bold $accent]There is nothing to learn from yet.[/]\n\n"
    "Insights come by themselves, once deals are moved ([bold $accent]L[/]), won ([bold $accent]w[/]) and lost "
    "([bold $accent]x[/]):\nwhere deals get stuck, how long they take, which sources pay, what would bring in more.\n\n"
    "[bold $accent]→[/]  looks at a longer window    [bold $accent]1[/]  goes to the board\n"
    "[$dim]pipetui import FILE[/]  brings a history in, closed deals and all"
)


class Behind(NamedTuple):
    """The deals behind a row: what they are called, their numbers, those shown, and the row to come back to."""

    title: str
    ids: tuple[int, ...]
    cards: Sequence[Card]
    row: Hashable


class InsightsScreen(RowScreen, ListScreen):
    """What a window tells is worked out on another thread; until it is there the screen shows what it had."""

    NAME: ClassVar[str] = INSIGHTS
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(INSIGHTS)
    HELP = (
        "Insights: ← → choose the window, tab goes to the next part, / narrows all of it to some deals (owner:jane), "
        "enter shows the deals behind a row and esc comes back. █ is what surely is, ░ what may be, │ the rate of all."
    )

    def __init__(self) -> None:
        super().__init__()
        self.told: Insights | None = None
        self.advice: tuple[Advice, ...] = ()
        self._all_judged: list[Judged] | None = None
        self.window: Window | None = None
        """What is looked at; None until the day is known."""
        self.behind: Behind | None = None
        """The deals that are shown in place of the figures."""
        self._deals: tuple[object, int, Deals] | None = None
        """The columns, with the state and its version they were read of."""
        self._is_told: bool | None = None
        """Whether what is known of a row is shown; None where that is as there is room."""
        self._of: object = None
        """The pipeline and the filter of what is shown."""
        self._period: object = None
        self._judged_of: object = None
        """The state and the kind of periods of which past forecasts were judged."""

    def compose_body(self) -> ComposeResult:
        """The window and its figures, the rows, what is known of one."""
        yield Lines(id="insights-head")
        with Horizontal(id="body"):
            with Vertical(id="figures"):
                yield RowList()
                yield Static(EMPTY, id="nothing")
            yield LongLines(id="aside")

    # Working it out

    def draw(self, saved: Saved | None = None) -> None:
        """Works everything out anew, aside."""
        state = self.state
        if state is None or not self.can_draw:
            return
        if self.window is None:
            self.window = year(state.today)
        elif self._period is not None and self._period != state.period:
            self.window = of_period(state.period)
        self._period = state.period
        run_latest(self, ROWS if self.told is None else "insights", self._work_out)

    async def _work_out(self) -> None:
        state, window = self.state, self.window
        if state is None or window is None:
            return
        kept = self._deals if self._deals and self._deals[:2] == (state, state.version) else None
        version, pipeline, wanted = state.version, state.pipeline, state.board.filter

        is_first, today = self.told is None and window == year(state.today), state.today

        def look(overview: Overview) -> tuple[Deals, Insights, Window]:
            deals = kept[2] if kept is not None else overview.columns(pipeline)
            which = None if wanted is None else deals.some(overview.ids_in(pipeline, wanted))
            told = work_out(deals, window, which, overview.fiscal_start())
            if is_first and not told.closed.of and told.ever.of:
                # A history that was brought in is of other years: there is nothing to see in this one.
                return deals, work_out(deals, whole(today), which, overview.fiscal_start()), whole(today)
            return deals, told, window

        try:
            deals, told, self.window = await self.desk_app.desk.aside(look)
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if self._of != (pipeline.id, wanted):
            self._of, self.behind = (pipeline.id, wanted), None
            self.call_later(self._leave_pane)
        self._deals = (state, version, deals)
        self.told, self.advice = told, coaching(told)
        await self._refresh_behind()
        self.show()
        if wanted is None and self._judged_of != (state, state.period.kind):
            run_latest(self, "judging", self._judge, state)

    async def _judge(self, state: State) -> None:
        """How right past forecasts were: it takes longer than the rest, and changes less often."""
        kind, pipeline = state.period.kind, state.pipeline
        try:
            self._all_judged = await self.desk_app.desk.aside(lambda overview: overview.judged(pipeline, kind, BACK))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self._judged_of = (state, kind)
        self.show()

    @property
    def judged(self) -> list[Judged] | None:
        """How right past forecasts were; of all deals only, so none under a filter. None until it is known."""
        return [] if self.told is not None and self.told.is_narrowed else self._all_judged

    async def _refresh_behind(self) -> None:
        if self.behind is not None:
            await self._read_behind(self.behind.title, self.behind.ids, self.behind.row)

    async def _read_behind(self, title: str, ids: tuple[int, ...], row: Hashable) -> None:
        some = ids[:MOST]
        cards = await self.desk_app.desk.ask(lambda work: work.overview.cards_of(some))
        self.behind = Behind(title, ids, cards, row)

    # Showing it

    @property
    def is_told(self) -> bool:
        """Whether what is known of the row under the cursor is shown: beside the list, or in its place."""
        return self.has_room if self._is_told is None else self._is_told

    @property
    def has_room(self) -> bool:
        """Whether there is room beside the list."""
        return self.size.width >= ROOM_FOR_BOTH and not self.pane_open and not self.query("Playbook")

    def show(self) -> None:
        """Draws what is known."""
        state, told = self.state, self.told
        if state is None or told is None or not self.can_draw:
            return
        cells, both = self.size.width, self.has_room and self.is_told
        side = WIDE_SIDE if cells >= ROOMY else SIDE
        aside = self.query_one("#aside", LongLines)
        self.query_one("#insights-head", Lines).set_class(self.is_dense, "-dense")
        self.query_one("#insights-head", Lines).tell([self._windows(state), *head(told, cells)])
        alone = self.is_told and not both and self.behind is None
        aside.display, aside.styles.width = (both or alone) and not told.is_empty, side if both else "1fr"
        pane = (56 if cells >= 140 else 38) if self.pane_open else 0
        room = cells - (side + 2 if both else pane) - 1
        if self.behind is not None:
            self.rows.put(behind(self.behind.title, self.behind.cards, len(self.behind.ids), state, room))
        else:
            self.rows.put(lines_of(told, self.advice, self.judged, room))
        empty = told.is_empty and self.behind is None
        self.query_one("#figures").display = not alone
        self.rows.display = not empty
        self.query_one("#nothing", Static).display = empty
        self._tell_aside()
        self.refresh_bars()
        self.tell_pane()

    def _tell_aside(self) -> None:
        """What is known of the row under the cursor, and the win rate over time under it."""
        told, aside = self.told, self.query_one("#aside", LongLines)
        if told is None or not aside.display:
            return
        cells = (
            (WIDE_SIDE if self.size.width >= ROOMY else SIDE) if self.query_one("#figures").display else self.size.width
        )
        cells -= 3
        key = self.behind.row if self.behind is not None else self.rows.key
        lines = about(told, self.advice, self.judged or (), key, cells)
        aside.show([*lines, [], *chart(told, cells)], key)

    def _windows(self, state: State) -> list[Piece]:
        """The windows there are, the one that is looked at between its signs."""
        pieces: list[Piece] = [(" ←", "ink-dim")]
        there = self._choices(state)
        for window in there:
            here = window == self.window
            pieces.append((f" [{window.label}]" if here else f"  {window.label} ", "ink-strong" if here else "ink-dim"))
        return [*pieces, (" →", "ink-dim")]

    def _choices(self, state: State) -> list[Window]:
        there = list(choices(state.period, state.today))
        return there if self.window is None or self.window in there else [self.window, *there]

    def _sums(self, state: State) -> str:
        told = self.told
        if told is None:
            return "reading your history…"
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        return f"{name}{told.closed.of:,} closed · {told.here:,} open"

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.show()

    async def action_pane(self) -> None:
        """Shows or hides what is known of the row; of the deal, where deals are shown."""
        if self.behind is not None:
            await super().action_pane()
        elif self.told is not None:
            self._is_told = not self.is_told
        self.show()

    async def _leave_pane(self) -> None:
        if self.pane_open:
            await super().action_pane()
            self.show()

    # Where the cursor is

    def current_card(self) -> Card | None:
        """The deal under the cursor, where deals are shown."""
        if self.behind is None:
            return None
        key = self.rows.key
        return next((card for card in self.behind.cards if card.id == key), None)

    def card_or_tell(self) -> Card | None:
        """The deal under the cursor; where there is none, says so."""
        card = self.current_card()
        if card is None:
            self.desk_app.tell("This is a figure, not a deal: enter shows the deals behind it.")
        return card

    def on_row_list_moved(self) -> None:
        """Shows what is known of the new row."""
        self._tell_aside()
        self.tell_pane()

    def on_row_list_opened(self) -> None:
        """Shows the deals behind the row that was clicked twice."""
        self.action_open()

    # Commands

    def action_open(self) -> None:
        """Shows the deals behind the row; where they are shown already, the deal under the cursor."""
        if self.behind is not None:
            super().action_open()
        elif self.told is not None:
            title, ids = ids_behind(self.told, self.advice, self.rows.key)
            if ids:
                run_latest(self, "behind", self._go_behind, title, ids, self.rows.key)
            else:
                self.desk_app.tell("There are no deals behind this row.")

    async def _go_behind(self, title: str, ids: tuple[int, ...], row: Hashable) -> None:
        try:
            await self._read_behind(title, ids, row)
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self.rows.index = 0
        if not self.has_room:
            self._is_told = None
        self.show()

    def action_window(self, by: int) -> None:
        """Looks at the window after, or before."""
        state = self.state
        if state is None or self.window is None:
            return
        there = self._choices(state)
        place = there.index(self.window) + by
        if 0 <= place < len(there):
            self.behind = None
            self.call_later(self._leave_pane)
            self.window = there[place]
            self.draw()

    def action_part(self, by: int) -> None:
        """Goes to the first row of the next part, or of the one before."""
        kinds = [key[0] if isinstance(key, tuple) else None for key in self.rows.keys]
        firsts = [n for n, kind in enumerate(kinds) if kind is not None and (not n or kinds[n - 1] != kind)]
        firsts = [n for n in firsts if kinds[n] != "stage" or not n or kinds[n - 1] != "leads"]
        here = self.rows.index
        further = [n for n in firsts if n > here] if by > 0 else [n for n in firsts if n < here][::-1]
        if further or firsts:
            target = further[0] if further else (firsts[0] if by > 0 else firsts[-1])
            self.rows.move(target - here)
            self.rows.to_top()

    def action_copy(self) -> None:
        """Copies the deal under the cursor as text, or all that is told as Markdown."""
        if self.behind is not None:
            super().action_copy()
        elif self.told is not None:
            run_beside(self, "commands", self._copy)

    async def _copy(self) -> None:
        from pipetui.tui.clipboard import put_on_clipboard
        from pipetui.views.insights.tables import markdown

        state, told = self.state, self.told
        if state is None or told is None:
            return
        way = await put_on_clipboard(self.desk_app, "\n".join(markdown(told, state.pipeline, self.judged or ())) + "\n")
        self.desk_app.tell(f"Copied insights as Markdown {way}")

    def action_back(self) -> None:
        """Back to the figures, clears the filter, else goes back to where one came from."""
        if self.behind is not None:
            row, self.behind = self.behind.row, None
            self.show()
            self.rows.go_to(row)
            self.call_later(self._leave_pane)
        elif self.is_told and not self.has_room:
            self._is_told = None
            self.show()
        elif self.desk_app.shown.filter_text:
            super().action_back()
        else:
            self.desk_app.trail.back()
