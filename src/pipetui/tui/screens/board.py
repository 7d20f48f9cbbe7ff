"""The board: a column per stage, leads and closed deals folded at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import BOARD, bindings_for
from pipetui.tui.screens.working import ListScreen
from pipetui.tui.widgets.columns import Columns
from pipetui.tui.widgets.edge import Edge

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.tui.widgets.column import ColumnView
    from pipetui.views.board import Column
    from pipetui.views.card import Card, Saved

INVITATION = (
    "[bold $accent]An empty pipeline.[/]\n\n"
    "[bold $accent]a[/]  adds a deal in one line:\n"
    "   [$dim]Acme rollout 40k +Acme @'Jane Doe' close:eom next:call fri 15:00[/]\n\n"
    "[bold $accent]pipetui import deals.csv[/]  takes the export of a CRM or a spreadsheet as it is\n"
    "[bold $accent]pipetui demo[/]  opens a lifelike pipeline to try everything on, thrown away after\n\n"
    "[bold $accent]?[/]  shows every key"
)
"""What an empty board says, as markup."""


class BoardScreen(ListScreen):
    """The board. The cursor is on a deal, or on a column that has none."""

    NAME: ClassVar[str] = BOARD
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(BOARD)
    HELP = "The board: one column per stage. Move the cursor with the arrows or hjkl, the deal with H and L."

    def __init__(self) -> None:
        super().__init__()
        self.leads_open = False
        self.closed_open = False
        self._place = 0
        """The column the cursor is in, among those shown."""
        self._on: int | None = None
        """The number of the deal the cursor is on."""
        self._row = 0
        """Where in its column that deal was last, so that the cursor stays near when it goes."""
        self._wanted_key: tuple[object, ...] = ()
        """What the columns are to be: whether they are dense, and which."""
        self._built: tuple[object, ...] = ()
        """What they are."""
        self._drag: Card | None = None
        self._views: list[ColumnView] = []

    def compose_body(self) -> ComposeResult:
        """The row of columns; what is folded at its ends comes with them, when the file is read."""
        with Horizontal(id="body"):
            yield Columns(id="columns")

    # What is shown

    @property
    def views(self) -> list[ColumnView]:
        """The columns on the screen, from left to right."""
        return self._views

    def _wanted(self) -> list[Column]:
        state = self.state
        if state is None:
            return []
        return [
            column
            for column in state.board.columns
            if (not column.is_lead or self.leads_open) and (not column.is_closed or self.closed_open)
        ]

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the board anew; after a command, only the columns it touched."""
        state = self.state
        if state is None or not self.is_mounted:
            return
        wanted = self._wanted()
        key = (self.is_dense, tuple(column.key for column in wanted))
        if key != self._wanted_key:
            self._wanted_key = key
            self.run_worker(self._rebuild(wanted), group="columns", exclusive=True)
        if key != self._built:
            return  # The columns are being put up, and draw what is known by then.
        for view, column in zip(self.views, wanted, strict=False):
            view.show_of(state, column)
        touched = None if saved is None else _columns_of(saved)
        for view in self.views:
            if touched is None or view.column.key in touched:
                view.show()
        if saved is not None and saved.card is not None and len(saved.changes) == 1:
            self._follow(saved.card)
        self._settle()
        self._edges()

    async def _rebuild(self, wanted: list[Column]) -> None:
        state = self.state
        assert state is not None
        from pipetui.tui.widgets.column import ColumnView

        columns = self.query_one(Columns)
        if not self.query(Edge):
            body = self.query_one("#body")
            await body.mount(Edge("leads", "ink-dim", name="leads-edge"), before=columns)
            closed = (Edge("won", "ink-good", name="won-edge"), Edge("lost", "ink-dim", name="lost-edge"))
            await body.mount_all(closed, after=columns)
        was = self._key_here()
        await columns.query(ColumnView).remove()
        self._views = views = [ColumnView(column, state, dense=self.is_dense) for column in wanted]
        await columns.mount_all(views)
        self._built = (self.is_dense, tuple(column.key for column in wanted))
        columns.fit()
        keys = [view.column.key for view in views]
        if was in keys:
            self._place = keys.index(was)
        elif was is None:
            self._place = next(
                (place for place, view in enumerate(views) if len(view.column.lane) and not view.column.is_lead), 0
            )
        self.draw()
        if self.query("Input:focus"):
            return
        self.focus_body()

    def _edges(self) -> None:
        state = self.state
        assert state is not None
        board = state.board
        leads = [column for column in board.columns if column.is_lead]
        edge = self.query_one("#leads-edge", Edge)
        edge.display = bool(leads) and not self.leads_open
        edge.count(sum(column.sums.number for column in leads))
        for name in ("won", "lost"):
            edge = self.query_one(f"#{name}-edge", Edge)
            edge.display = not self.closed_open
            edge.count(next(column.sums.number for column in board.columns if column.key == name))
        empty = not board.cards
        for view in self.views:
            view.display = not empty
        invitation = self.query("#invitation")
        if empty and not invitation:
            self.query_one(Columns).mount(Static(Content.from_markup(INVITATION), id="invitation"))
        elif not empty:
            invitation.remove()

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.draw()

    def focus_body(self) -> None:
        """Gives the keyboard to the columns."""
        self.query_one(Columns).focus(scroll_visible=False)

    # The cursor

    def current_card(self) -> Card | None:
        """The deal under the cursor."""
        state = self.state
        if state is None or self._on is None:
            return None
        return state.board.cards.get(self._on)

    def add_stage_id(self) -> int | None:
        """A new deal goes where the cursor is, unless there is none to be seen."""
        view = self._view()
        if (
            view is None
            or not view.display
            or view.column.stage is None
            or (view.column.is_lead and not self.leads_open)
        ):
            return None
        return view.column.stage.id

    def _view(self) -> ColumnView | None:
        views = self.views
        if not views:
            return None
        self._place = max(0, min(self._place, len(views) - 1))
        return views[self._place]

    def _key_here(self) -> int | str | None:
        """The key of the column the cursor is in; None before there are any."""
        card, view = self.current_card(), self._view()
        if card is not None:
            return card.stage_id if card.is_open else card.status
        return None if view is None else view.column.key

    def _settle(self) -> None:
        """Puts the cursor on a deal that is there: its own, or the nearest to where that was."""
        state = self.state
        view = self._view()
        if state is None or view is None:
            return
        card = state.board.cards.get(self._on) if self._on is not None else None
        index = view.column.lane.index(card) if card is not None else None
        if index is None and state.board.filter is not None and not len(view.column.lane):
            # What is looked for may be in another column: the next key is to be for it.
            found = [place for place, other in enumerate(self.views) if len(other.column.lane)]
            self._place = min(found, key=lambda place: abs(place - self._place), default=self._place)
            view = self.views[self._place]
        if index is None and len(view.column.lane):
            index = min(self._row, len(view.column.lane) - 1)
        self._go(view, index)

    def _follow(self, card: Card) -> None:
        """Lets the cursor go with a deal to the column it is in now."""
        state = self.state
        column = state.board.column_of(card) if state else None
        if card.id != self._on and self._on in (state.board.cards if state else {}) and column is None:
            return
        for place, view in enumerate(self.views):
            if view.column is column:
                self._place, self._on = place, card.id
                return

    def _go(self, view: ColumnView, index: int | None) -> None:
        card = None if index is None else view.column.lane[index]
        was = self._on
        self._on = None if card is None else card.id
        self._row = index or 0
        for other in self.views:
            other.light(other is view)
            other.move_cursor(card if other is view else None)
        self.query_one(Columns).reveal(view)
        if was != self._on or self.pane_open:
            self.tell_pane()

    def action_cursor(self, across: int, down: int) -> None:
        """Moves the cursor a deal or a column."""
        view = self._view()
        if view is None:
            return
        if across:
            self._place += across
            there = self._view()
            assert there is not None
            top_line = view.column.lane.tops[self._row] - view.scroll_offset.y if len(view.column.lane) else 0
            found = there.column.lane.at_line(
                min(max(0, top_line) + there.scroll_offset.y, there.column.lane.lines - 1)
            )
            self._go(there, found[0] if found else None)
        elif len(view.column.lane):
            self._go(view, max(0, min(self._row + down, len(view.column.lane) - 1)))

    def action_cursor_first(self) -> None:
        """Goes to the first deal of the column."""
        if (view := self._view()) and len(view.column.lane):
            self._go(view, 0)

    def action_cursor_last(self) -> None:
        """Goes to the last deal of the column."""
        if (view := self._view()) and len(view.column.lane):
            self._go(view, len(view.column.lane) - 1)

    def action_cursor_page(self, pages: int) -> None:
        """Goes a screenful up or down."""
        if view := self._view():
            self.action_cursor(0, pages * max(1, (view.size.height - view.head_lines) // 4))

    def reveal(self, card: Card) -> None:
        """Goes to a deal, opening what is folded over it."""
        state = self.state
        column = state.board.column_of(card) if state else None
        if column is None:
            return
        self.leads_open = self.leads_open or column.is_lead
        self.closed_open = self.closed_open or column.is_closed
        self._on = card.id
        self.draw()
        self.call_after_refresh(self._go_to, card)

    def _go_to(self, card: Card) -> None:
        self._follow(card)
        self._settle()

    # Commands of the board

    def action_leads(self) -> None:
        """Opens or folds the leads."""
        self.leads_open = not self.leads_open
        self.draw()

    def action_closed(self) -> None:
        """Opens or folds what was won and lost; it is read the first time."""
        self.closed_open = not self.closed_open
        state = self.state
        if self.closed_open and state is not None and not state.board.closed_read:
            self.run_worker(self._read_closed(state), group="closed", exclusive=True)
        else:
            self.draw()

    async def _read_closed(self, state: State) -> None:
        pipeline_id, period = state.pipeline.id, state.period
        cards = await self.desk_app.desk.ask(lambda work: work.overview.closed_cards(pipeline_id, period))
        state.board.read_closed(cards)
        self.draw()

    def on_edge_opened(self, event: Edge.Opened) -> None:
        """Opens what was clicked."""
        if event.edge.id == "leads-edge":
            self.action_leads()
        else:
            self.action_closed()

    def action_sort(self) -> None:
        """Sorts the columns by the next measure."""
        from pipetui.views.board import SORTS

        state = self.state
        if state is not None:
            names = list(SORTS)
            sort = names[(names.index(state.board.sort) + 1) % len(names)]
            state.board.order_by(sort)
            self.draw()
            self.desk_app.tell(f"Sorted by {SORTS[sort][0]}")

    # The mouse

    def action_back(self) -> None:
        """Puts a card that is being dragged back where it was; else what ``esc`` does everywhere."""
        if self._drag is not None:
            self._end_drag()
        else:
            super().action_back()

    def on_column_view_pressed(self, event: ColumnView.Pressed) -> None:
        """Puts the cursor where the mouse is, and gets ready to drag; a double click opens."""
        views = self.views
        self._place = views.index(event.view)
        self.focus_body()
        if event.card is None:
            self._on = None
            self._settle()
            return
        self._go(event.view, event.view.column.lane.index(event.card))
        if event.times == 2:
            self._end_drag()
            self.action_open()
        elif event.card.is_open:
            self._drag = event.card
            self.query_one(Columns).capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Lights the column the dragged card would land in."""
        if self._drag is not None:
            under = self._view_at(event.screen_x, event.screen_y)
            for view in self.views:
                landing = view is under and view.column.key != self._drag.stage_id
                if landing != view.dropping:
                    view.dropping = landing
                    view.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drops the dragged card where the mouse is."""
        card, view = self._drag, self._view_at(event.screen_x, event.screen_y)
        self._end_drag()
        if card is None or view is None or view.column.key in (card.stage_id, card.status):
            return
        column = view.column
        if column.key == "won":
            self.action_won()
        elif column.key == "lost":
            self.action_lost()
        elif column.stage is not None:
            stage_id = column.stage.id
            self.do(lambda work: work.deals.move(card.id, stage_id))

    def _end_drag(self) -> None:
        self._drag = None
        self.query_one(Columns).release_mouse()
        for view in self.views:
            if view.dropping:
                view.dropping = False
                view.refresh()

    def _view_at(self, x: int, y: int) -> ColumnView | None:
        return next((view for view in self.views if view.region.contains(x, y)), None)


def _columns_of(saved: Saved) -> set[int | str]:
    """The keys of the columns the deals of a command were in and are in."""
    keys: set[int | str] = set()
    for change in saved.changes:
        for card in change:
            if card is not None:
                keys.add(card.stage_id if card.is_open else card.status)
    return keys
