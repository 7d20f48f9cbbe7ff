"""The row the columns of the board stand in."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from textual.containers import HorizontalScroll
from textual.geometry import Size
from textual.screen import Screen

from pipetui.tui.jumping import Place

if TYPE_CHECKING:
    from pipetui.tui.widgets.column import ColumnView

NARROWEST, WIDEST = 24, 56
"""Cells a column takes at least, and at most; as many as fit are seen, none of them in part."""


class Columns(HorizontalScroll, inherit_bindings=False):
    """The row of columns; it shares its width among as many as fit, and scrolls sideways to the others.

    Without the keys a scroll view has of its own: those of the screen move the cursor.
    """

    can_focus = True

    here: ColumnView | None = None
    """The column the cursor is in."""

    seen = 1
    """How many columns fit."""

    _looked_at: ColumnView | None = None
    """A column that is to be seen beside it."""

    _fitted = Size(0, 0)
    """The room that was shared last."""

    def places(self) -> list[Place]:
        """None of its own: the columns in it have theirs."""
        return []

    def on_mount(self) -> None:
        """Shares what width there is, whenever it is another."""
        # A resize is not always told: Textual forgets it where a scroll came before the pane was mounted.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)

    def _laid_out(self, _screen: Screen[object]) -> None:
        if self.size != self._fitted:
            self.fit()

    def fit(self) -> None:
        """Gives each column its share."""
        views = self.query("ColumnView")
        self._fitted, room = self.size, self.size.width
        if views and room > 0:
            seen = self.seen = max(1, min(len(views), room // NARROWEST))
            each, left = divmod(room, seen)
            for place, view in enumerate(views):
                # What does not divide is given to the first ones, so that no part of a further column shows.
                view.styles.width = min(WIDEST, each + (place % seen < left))
            self.call_after_refresh(self.reveal)
            self.call_after_refresh(self.say_hidden)

    def look_at(self, view: ColumnView) -> None:
        """Shows a column, as far as the one with the cursor stays in sight, until the cursor goes to another."""
        self._looked_at = view
        self.reveal()

    def reveal(self, view: ColumnView | None = None) -> None:
        """Scrolls to the column the cursor is in (this one, else the one it was in last), and to its card."""
        if view is not None and view is not self.here:
            if self.here is not None and self.here.is_attached:
                self._looked_at = None
            self.here = view
        if self._looked_at is not None and self._looked_at.is_attached:
            self._show_column(self._looked_at)
        if self.here is not None and self.here.is_attached:
            self._show_column(self.here)
            self.here.reveal_cursor()

    def _show_column(self, wanted: ColumnView) -> None:
        """Scrolls as little as shows a column, to where one begins; by the widths it was given last."""
        begins, x = [0], self.scroll_offset.x
        left = right = 0
        for view in self.query("ColumnView"):
            width = int(view.styles.width.value) if view.styles.width is not None else view.outer_size.width
            begins.append(begins[-1] + width)
            if view is wanted:
                left, right = begins[-2:]
        if left < x:
            x = left
        elif right > x + self.size.width:
            x = right - self.size.width
        self.scroll_to(x=min((each for each in begins if each >= x), default=x), animate=False)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Has the columns at the edges of what is seen tell how many are beyond."""
        super().watch_scroll_x(old_value, new_value)
        self.say_hidden()

    def say_hidden(self) -> None:
        """Has the columns at the edges of what is seen tell how many are beyond, and all others nothing."""
        from pipetui.tui.widgets.column import ColumnView

        views = list(self.query(ColumnView))
        widths = [int(view.styles.width.value) for view in views if view.styles.width is not None]
        begins, here = accumulate(widths, initial=0), self.scroll_offset.x
        seen = [
            place for place, x in zip(range(len(views)), begins, strict=False) if here <= x < here + self.size.width
        ]
        for place, view in enumerate(views):
            before = place if seen and place == seen[0] else 0
            view.say_hidden(before, len(views) - 1 - place if seen and place == seen[-1] else 0)
