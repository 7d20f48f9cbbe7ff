"""A column of the board: its head, and the cards that can be seen, painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pipetui.tui.card_paint import Line, chosen, chosen_compact, compact, roomy
from pipetui.tui.ghost import Ghost
from pipetui.tui.jumping import Place
from pipetui.tui.marks import SIGN
from pipetui.tui.paint import Painted, Piece
from pipetui.values.money import show, show_short
from pipetui.values.text import width
from pipetui.views.board import Column
from pipetui.views.card import Card
from pipetui.views.listed import Seen
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    from pipetui.tui.state import State

MARGIN = 2
"""Cells left of a card's text: the bar of the cursor, and a blank."""

KEPT = 400
"""Painted cards a column keeps."""


class ColumnView(ScrollView, Painted, can_focus=False):
    """A column. Whatever its length, it paints the lines in sight; the board says where its cursor is."""

    class Pressed(Message):
        """A card (or, with None, the column) was pressed by the mouse, so many times, or jumped to: ``times`` is 0."""

        def __init__(self, view: ColumnView, card: Card | None, times: int) -> None:
            super().__init__()
            self.view = view
            self.card = card
            self.times = times

    def __init__(self, column: Column, state: State, *, dense: bool) -> None:
        super().__init__()
        self.column = column
        self.state = state
        self.dense = dense
        self.cursor: int | None = None
        """The number of the deal the cursor is on, where this column has it."""
        self.lit = False
        """Whether this is the column the cursor is in."""
        self.hidden = (0, 0)
        """How many columns are out of sight, to the left of this one and to the right."""
        self.dropping = False
        """Whether a card dragged by the mouse would land here."""
        self.lifted: Card | None = None
        """The card of this column that is being dragged: its place is shown dim."""
        self.ghost: Ghost | None = None
        """The dragged card where it is over this column."""
        self._painted: dict[tuple[int, bool, bool, bool], tuple[Card, list[Strip]]] = {}
        """Cards, each by what it looks like: with the cursor, with a mark, and beside the rail."""
        self._columns = state.columns
        """What the painted cards show."""
        self._cells = 0
        """The width of what is painted."""

    @property
    def head_lines(self) -> int:
        """How many lines the head takes; it stays while the cards scroll."""
        return 2 if self.dense else 3

    def show_of(self, state: State, column: Column) -> None:
        """Takes over what was read anew; a column that is the same stays as it is drawn."""
        if column is not self.column:
            self.state, self.column = state, column
            self._painted.clear()
            self.show()

    def show(self) -> None:
        """Draws the column anew, after its deals or the filter changed; cards that are the same are kept painted."""
        if self._columns != self.state.columns:
            self._columns = self.state.columns
            self._painted.clear()
        self.virtual_size = Size(self.size.width, self.column.lane.lines + self.head_lines)
        self.refresh()

    def move_cursor(self, card: Card | None) -> None:
        """Puts the cursor on a card of this column, or takes it away, drawing only what changes."""
        was, self.cursor = self.cursor, None if card is None else card.id
        if card is not None:
            self.reveal(card)
        if was != self.cursor:
            for changed in (None if was is None else self.state.board.cards.get(was), card):
                self._refresh_card(changed)

    def lift(self, card: Card | None) -> None:
        """Shows the place of a card that is dragged dim; None shows it as it was."""
        changed, self.lifted = card or self.lifted, card
        self._painted.clear()
        self._refresh_card(changed)

    def ghost_of(self, card: Card) -> list[Strip]:
        """How a card of this column looks while it is dragged."""
        return self._card(card, True, self.size.width - 1)

    def carry(self, ghost: Ghost | None) -> None:
        """Shows the dragged card where it is over this column, drawing only what it covers and what it left."""
        was, self.ghost = self.ghost, ghost
        whole = Region(0, 0, *self.size)
        for each in (was, ghost):
            if each is not None and (covered := each.region.intersection(whole)).area:
                self.refresh(covered)

    def drop_here(self, dropping: bool) -> None:
        """Lights the column where a dragged card would land in it."""
        if dropping != self.dropping:
            self.dropping = dropping
            self._painted.clear()
            self.refresh()

    def light(self, lit: bool) -> None:
        """Says whether the cursor is in this column."""
        if lit != self.lit:
            self.lit = lit
            self.refresh(Region(0, 0, self.size.width, self.head_lines))

    def _refresh_card(self, card: Card | None) -> None:
        index = None if card is None else self.column.lane.index(card)
        if index is not None:
            top, bottom = self.column.lane.tops[index : index + 2]
            self.refresh_lines(top + self.head_lines, bottom - top)

    def reveal_cursor(self) -> None:
        """Scrolls to the card the cursor is on, where it is in this column."""
        card = None if self.cursor is None else self.state.board.cards.get(self.cursor)
        if card is not None:
            self.reveal(card)

    def reveal(self, card: Card) -> None:
        """Scrolls as little as makes the whole card visible; its beginning, where there is no room for all of it."""
        index = self.column.lane.index(card)
        if index is None:
            return
        tops = self.column.lane.tops
        room = self.size.height - self.head_lines
        top, bottom = tops[index], tops[index + 1]
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + room:
            self.scroll_to(y=min(top, bottom - room), animate=False)

    def card_at(self, y: int) -> Card | None:
        """The card on a line of the widget."""
        if y < self.head_lines:
            return None
        found = self.column.lane.at_line(y - self.head_lines + self.scroll_offset.y)
        return None if found is None else self.column.lane[found[0]]

    def places(self) -> list[Place]:
        """The cards in sight; the head of a column that has none."""
        lane, top = self.column.lane, self.scroll_offset.y - self.head_lines
        if not len(lane):
            return [Place(0, 0, partial(self._press, None))]
        return [
            Place(0, line - top, partial(self._press, card))
            for line, card in zip(lane.tops, lane, strict=False)
            if self.head_lines <= line - top < self.size.height
        ]

    def _press(self, card: Card | None) -> None:
        self.post_message(self.Pressed(self, card, 0))

    def notify_style_update(self) -> None:
        """Forgets what was painted in the old colours."""
        super().notify_style_update()
        self._painted.clear()

    def on_resize(self, event: events.Resize) -> None:
        """Takes the room there is."""
        self.virtual_size = Size(event.size.width, self.column.lane.lines + self.head_lines)
        self.reveal_cursor()

    def render_line(self, y: int) -> Strip:
        """One line of the head, or of the cards, with what is dragged over it."""
        line = self._line(y)
        return line if self.ghost is None else self.ghost.over(line, y)

    def _line(self, y: int) -> Strip:
        cells = self.size.width
        if cells != self._cells:
            self._cells = cells
            self._painted.clear()
        if y < self.head_lines:
            return self._head(y, cells)
        place, top, lane = y - self.head_lines, self.scroll_offset.y, self.column.lane
        found = lane.at_line(place + top)
        if found is None:
            return self._blank(cells)
        index, line = found
        card = lane[index]
        here = card.id == self.cursor and card is not self.lifted
        railed = self._is_railed(place, top, lane.lines)
        key = (card.id, here, card.id in self.state.marks, railed)
        known, strips = self._painted.get(key, (None, []))
        if known is not card:
            # Whole lines are kept, not put together each time: what Textual makes of a line, it keeps with the line.
            rail = self.row(1, [("▕" if railed else " ", "ink-dim")])
            strips = [Strip.join([strip, rail]) for strip in (*self._card(card, here, cells), self._blank(cells - 1))]
            if len(self._painted) > KEPT:
                self._painted.clear()
            self._painted[key] = (card, strips)
        return strips[min(line, len(strips) - 1)]

    def _is_railed(self, place: int, top: int, lines: int) -> bool:
        """Whether the last cell of a line says that, of a long column, this much is in sight here."""
        room = self.size.height - self.head_lines
        first = top * room // max(1, lines)
        return lines > room and first <= place <= first + room * room // max(1, lines)

    def _blank(self, cells: int) -> Strip:
        return self.row(cells, [], ground="ground-drop" if self.dropping else "")

    def _head(self, y: int, cells: int) -> Strip:
        column, currency = self.column, self.state.pipeline.currency
        ground = "ground-drop" if self.dropping else ""
        room = cells - 1
        if y == 0:
            total = show(column.sums.amount, currency) if column.sums.number else ""
            if width(total) > room // 2:
                total = show_short(column.sums.amount, currency)
            name = "ink-key" if self.lit else "ink-strong"
            left = [(column.title, name), (f" {column.sums.number:,}", "ink-dim")]
            return self._with_margin(self.row(room, left, [(total, "ink-strong")], ground), ground)
        if y == 1 and not self.dense:
            line = ("━" if self.lit else "─") * room
            rule = self.row(room, [(line, "ink-accent" if self.lit else "ink-rule")], ground=ground)
            return self._with_margin(rule, ground)
        return self._with_margin(self._sum_line(room, ground), ground)

    def _sum_line(self, room: int, ground: str) -> Strip:
        """What the column comes to; at the edges of what is seen, also how many columns are out of sight there."""
        before, beyond = self.hidden
        left = f"◂ {before} " if before else ""
        right = f" {beyond} ▸" if beyond else ""
        middle = self._weighted(room - width(left) - width(right), ground)
        ends = (self.row(width(said), [(said, "ink-key")], ground=ground) for said in (left, right))
        return Strip.join([next(ends), middle, next(ends)])

    def say_hidden(self, before: int, beyond: int) -> None:
        """Tells how many columns are out of sight, to the left of this one and to the right."""
        if self.hidden != (before, beyond):
            self.hidden = (before, beyond)
            self.refresh()

    def _with_margin(self, line: Strip, ground: str) -> Strip:
        return Strip.join([line, self.row(1, [], ground=ground)])

    def _weighted(self, room: int, ground: str) -> Strip:
        column, currency = self.column, self.state.pipeline.currency
        if column.stage is None or not column.sums.number:
            said = self.state.period.label if column.stage is None else ""
            return self.row(room, [(said, "ink-dim")], ground=ground)
        if column.is_lead:
            return self.row(room, [("not in the forecast", "ink-dim")], ground=ground)
        amount = show(column.sums.weighted, currency)
        long = f"weighted {amount}"
        said = long if width(long) <= room else f"w {show_short(column.sums.weighted, currency)}"
        return self.row(room, [], [(said, "ink-dim")], ground)

    def _card(self, card: Card, here: bool, cells: int) -> list[Strip]:
        room = cells - MARGIN - 2
        stage = None if self.column.stage is None else self.column.stage
        lines = self._lines(card, stage, room)
        ground = "ground-here" if here else ""
        mark = (SIGN if card.id in self.state.marks else " ", "ink-key")
        if card is self.lifted and not here:
            lines = [(_dim(left), _dim(right)) for left, right in lines]
        strips = []
        for left, right in lines:
            body = self.row(room, left, right, ground)
            edge = self.row(MARGIN, [("▌" if here else " ", "ink-accent"), mark], ground=ground)
            mark = (" ", "ink-key")  # the sign stands beside the title
            tail = self.row(1, [], ground=ground)
            strips.append(Strip.join([edge, body, tail]))
        return strips

    def _lines(self, card: Card, stage: Stage | None, room: int) -> list[Line]:
        state, today = self.state, self.state.today
        if state.columns:
            seen = Seen(card, state.pipeline, today)
            return chosen_compact(seen, state.columns, room) if self.dense else chosen(seen, state.columns, stage)
        return (compact if self.dense else roomy)(card, stage, today, room)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Tells the board which card was pressed."""
        self.post_message(self.Pressed(self, self.card_at(event.y), 1))

    def on_click(self, event: events.Click) -> None:
        """A second click opens the card."""
        if event.chain == 2:
            self.post_message(self.Pressed(self, self.card_at(event.y), 2))


def _dim(pieces: list[Piece]) -> list[Piece]:
    """The same, as the place of something that is being carried."""
    return [(text, "ink-rule") for text, _ in pieces]
