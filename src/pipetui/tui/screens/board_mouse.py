"""The mouse on the board: a click, and a card dragged to another column, or to Won and Lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset

from pipetui.tui.ghost import Ghost
from pipetui.tui.screens.board_cursor import BoardCursor
from pipetui.tui.screens.deal_commands import DealCommands
from pipetui.tui.widgets.columns import Columns
from pipetui.tui.widgets.edge import Edge

if TYPE_CHECKING:
    from textual.timer import Timer

    from pipetui.tui.widgets.column import ColumnView
    from pipetui.views.card import Card
    from pipetui.views.stage import Stage

SCROLL_SECONDS, LINES, ASIDE = 0.08, 1, 4
"""How often the board scrolls under a card held at an edge, by how many lines, and every how many times aside."""

MARGIN = 2
"""Cells from the sides at which a card is held at an edge."""


class Drag:
    """A card the mouse holds: where in it, and where the pointer is; ``ghost`` is there once it has moved."""

    def __init__(self, card: Card, view: ColumnView, pressed: Offset) -> None:
        self.card = card
        self.home = view
        self.pointer = pressed
        self.pressed = pressed
        self.ghost: Ghost | None = None
        self.turns = 0

    def move(self, pointer: Offset) -> bool:
        """Takes the ghost along; gives whether it is somewhere else than it was."""
        if pointer == self.pointer and self.ghost is not None:
            return False
        if self.ghost is None and pointer == self.pressed:
            return False
        self.pointer = pointer
        lines = self.ghost.lines if self.ghost else self.home.ghost_of(self.card)
        self.ghost = Ghost(pointer - Offset(MARGIN, 0), lines)
        return True


class BoardMouse(BoardCursor):
    """Columns whose cards can be clicked and dragged."""

    def __init__(self) -> None:
        super().__init__()
        self._drag: Drag | None = None
        self._scrolling: Timer | None = None

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
        elif event.card.is_open and event.times:
            self._drag = Drag(event.card, event.view, self.app.mouse_position)
            self.query_one(Columns).capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Takes the card along, and lights where it would land."""
        drag = self._drag
        if drag is None:
            return
        was_lifted = drag.ghost is not None
        if not drag.move(Offset(int(event.screen_x), int(event.screen_y))):
            return
        if not was_lifted:
            drag.home.lift(drag.card)
            self._scrolling = self.set_interval(SCROLL_SECONDS, self._scroll_at_edges)
        self._carry(drag)

    def _carry(self, drag: Drag) -> None:
        """Draws the ghost over the columns it touches; those it neither is on nor was on draw nothing."""
        ghost = drag.ghost
        assert ghost is not None
        landing = self._lands_in(drag)
        for view in self.views:
            touches = bool(view.region.intersection(ghost.region).area) and view in self._in_sight()
            if touches or view.ghost is not None:
                view.carry(ghost.seen_from(view.region.offset) if touches else None)
            view.drop_here(view is landing)
        for edge in self.query(Edge):
            edge.drop_here(edge is landing)

    def _lands_in(self, drag: Drag) -> ColumnView | Edge | None:
        """Where the card would go if it were let go now; None where it would stay."""
        view = self._view_at(drag.pointer)
        if view is not None:
            return view if view.column.key != drag.card.stage_id else None
        under = (edge for edge in self.query(Edge) if edge.region.contains_point(drag.pointer))
        return next((edge for edge in under if edge.id in ("won-edge", "lost-edge")), None)

    def _in_sight(self) -> list[ColumnView]:
        room = self.query_one(Columns).region
        return [view for view in self.views if room.contains_region(view.region)]

    def _scroll_at_edges(self) -> None:
        """Scrolls the column under a card held at its top or bottom, and the row of columns under one at its sides."""
        drag, columns = self._drag, self.query_one(Columns)
        if drag is None or drag.ghost is None:
            return
        x, y = drag.pointer
        before = (columns.scroll_offset, *(view.scroll_offset for view in self.views))
        view, room = self._view_at(drag.pointer), columns.region
        if view is not None and y >= room.bottom - 1:
            view.scroll_relative(y=LINES, animate=False)
        elif view is not None and y <= view.region.y + view.head_lines:
            view.scroll_relative(y=-LINES, animate=False)
        drag.turns += 1
        if drag.turns % ASIDE == 0 and self.views and room.contains_point(drag.pointer):
            step = self.views[0].outer_size.width
            if x >= room.right - MARGIN:
                columns.scroll_relative(x=step, animate=False)
            elif x < room.x + MARGIN:
                columns.scroll_relative(x=-step, animate=False)
        if before != (columns.scroll_offset, *(view.scroll_offset for view in self.views)):
            self.call_after_refresh(self._carry_on)

    def _carry_on(self) -> None:
        """Draws the ghost where it is, the board having moved under it."""
        if self._drag is not None and self._drag.ghost is not None:
            self._carry(self._drag)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drops the dragged card where the mouse is; one that is marked takes the others along."""
        drag = self._drag
        if drag is not None:
            drag.move(Offset(int(event.screen_x), int(event.screen_y)))
        landing = self._lands_in(drag) if drag is not None else None
        self._end_drag()
        if drag is None or landing is None:
            return
        name = landing.word if isinstance(landing, Edge) else landing.column.key
        stage = None if isinstance(landing, Edge) else landing.column.stage
        if self.state is not None and drag.card.id in self.state.marks:
            self._drop_marked(name, stage)
        elif name == "won":
            DealCommands.action_won(self)
        elif name == "lost":
            DealCommands.action_lost(self)
        elif stage is not None:
            card, stage_id = drag.card, stage.id
            self.do(lambda work: work.deals.move(card.id, stage_id))

    def _drop_marked(self, name: int | str, stage: Stage | None) -> None:
        from pipetui.tui.flows.many import act

        if name == "won":
            self.action_won()
        elif name == "lost":
            self.action_lost()
        elif stage is not None:
            numbers, called = [card.id for card in self.marked()], stage.name
            act(self, lambda work, insist: work.bulk.move(numbers, called, insist))

    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        self.query_one(Columns).release_mouse()
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None
        if drag is not None and drag.ghost is not None:
            drag.home.lift(None)
        for view in self.views:
            view.carry(None)
            view.drop_here(False)
        for edge in self.query(Edge):
            edge.drop_here(False)

    def _view_at(self, place: Offset) -> ColumnView | None:
        return next((view for view in self._in_sight() if view.region.contains_point(place)), None)
