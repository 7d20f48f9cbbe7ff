"""The cursor of the board: on a deal, or on a column that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.marking import MarkScreen
from pipetui.tui.widgets.columns import Columns

if TYPE_CHECKING:
    from pipetui.tui.widgets.column import ColumnView
    from pipetui.views.card import Card


class BoardCursor(MarkScreen):
    """A row of columns with a cursor that stays near where it was, whatever goes and comes."""

    def __init__(self) -> None:
        super().__init__()
        self._place = 0
        """The column the cursor is in, among those shown."""
        self._on: int | None = None
        """The number of the deal the cursor is on."""
        self._row = 0
        """Where in its column that deal was last, so that the cursor stays near when it goes."""
        self._views: list[ColumnView] = []

    @property
    def views(self) -> list[ColumnView]:
        """The columns on the screen, from left to right."""
        return self._views

    def focus_body(self) -> None:
        """Gives the keyboard to the columns, and shows where in them the cursor is."""
        columns = self.query_one(Columns)
        columns.focus(scroll_visible=False)
        columns.call_after_refresh(columns.reveal)

    def current_card(self) -> Card | None:
        """The deal under the cursor."""
        state = self.state
        if state is None or self._on is None:
            return None
        return state.board.cards.get(self._on)

    def path(self) -> tuple[list[int], int]:
        """The deals of the column, and the cursor's place."""
        view = self._view()
        return ([card.id for card in view.column.lane] if view else [], self._row)

    def shown(self) -> list[int]:
        """The deals of all columns on the screen."""
        return [card.id for view in self.views for card in view.column.lane]

    def show_marks(self) -> None:
        """Draws the columns' cards with their signs."""
        for view in self.views:
            view.refresh()

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
        if was != self._on or self.pane_open or self.query("#playbook"):
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
