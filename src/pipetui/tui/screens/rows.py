"""Screens with one list of rows, in which the cursor moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.screens.forecast_commands import ForecastCommands
from pipetui.tui.screens.undo_commands import UndoCommands
from pipetui.tui.widgets.about import About
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_latest

if TYPE_CHECKING:
    from pipetui.views.card import Card, Saved

ALL = 10**9
"""More rows than any list has."""


class RowScreen(AskingScreen):
    """A screen with a list of rows, which has the keyboard."""

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def focus_body(self) -> None:
        """Gives the keyboard to the list."""
        self.rows.focus(scroll_visible=False)

    def action_cursor(self, _across: int, down: int) -> None:
        """Moves the cursor a row."""
        self.rows.move(down)

    def action_cursor_first(self) -> None:
        """Goes to the first row."""
        self.rows.move(-ALL)

    def action_cursor_last(self) -> None:
        """Goes to the last row."""
        self.rows.move(ALL)

    def action_cursor_page(self, pages: int) -> None:
        """Goes a screenful up or down."""
        self.rows.move(pages * max(1, self.rows.size.height - 2))


class RecordScreen(RowScreen, ForecastCommands, UndoCommands):
    """A list of what is no deal (what was done, rules, stages), and under it all about the row the cursor is on."""

    NOTHING: ClassVar[Content] = Content("")
    """What is said where the list is empty."""

    def compose_body(self) -> ComposeResult:
        """The list, what is known of a row, and what stands there without any."""
        with Vertical(id="body"):
            yield RowList()
            yield About()
            yield Static(self.NOTHING, id="nothing")

    def draw(self, saved: Saved | None = None) -> None:
        """Reads the rows anew."""
        if self.state is not None and self.can_draw:
            run_latest(self, self.NAME, self.read)

    async def read(self) -> None:
        """Reads the rows, and shows them."""
        raise NotImplementedError  # each list says it for itself

    @property
    def about(self) -> About:
        """What is known of the row under the cursor."""
        return self.query_one(About)

    def current_card(self) -> Card | None:
        """No deal is under the cursor here."""
        return None

    def tell_about(self) -> None:
        """Shows what is known of the row under the cursor."""
        raise NotImplementedError  # each list says it for itself

    def on_row_list_moved(self) -> None:
        """Shows what is known of the new row; a screen's own handler is called beside this one."""
        self.tell_about()
