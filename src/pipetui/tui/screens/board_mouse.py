"""The mouse on the board: a click, and a card dragged to another column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from pipetui.tui.screens.board_cursor import BoardCursor
from pipetui.tui.screens.deal_commands import DealCommands
from pipetui.tui.widgets.columns import Columns

if TYPE_CHECKING:
    from pipetui.tui.widgets.column import ColumnView
    from pipetui.views.board import Column
    from pipetui.views.card import Card


class BoardMouse(BoardCursor):
    """Columns whose cards can be clicked and dragged."""

    def __init__(self) -> None:
        super().__init__()
        self._drag: Card | None = None
        """The card under the pressed mouse."""

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
        # A card that is marked takes the others along.
        if self.state is not None and card.id in self.state.marks:
            self._drop_marked(column)
        elif column.key == "won":
            DealCommands.action_won(self)
        elif column.key == "lost":
            DealCommands.action_lost(self)
        elif column.stage is not None:
            stage_id = column.stage.id
            self.do(lambda work: work.deals.move(card.id, stage_id))

    def _drop_marked(self, column: Column) -> None:
        from pipetui.tui.flows.many import act

        if column.key == "won":
            self.action_won()
        elif column.key == "lost":
            self.action_lost()
        elif column.stage is not None:
            numbers, stage = [card.id for card in self.marked()], column.stage.name
            act(self, lambda work, insist: work.bulk.move(numbers, stage, insist))

    def _end_drag(self) -> None:
        self._drag = None
        self.query_one(Columns).release_mouse()
        for view in self.views:
            if view.dropping:
                view.dropping = False
                view.refresh()

    def _view_at(self, x: int, y: int) -> ColumnView | None:
        return next((view for view in self.views if view.region.contains(x, y)), None)
