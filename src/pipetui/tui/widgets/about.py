"""What is known of the row under the cursor, below the list it is in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

PAGE = 5
"""Lines that are scrolled at once."""


class About(VerticalScroll):
    """One text, which is scrolled while the list has the keyboard."""

    can_focus = False

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static("", markup=False)

    def tell(self, text: Content) -> None:
        """Shows another text."""
        self.query_one(Static).update(text)

    def page(self, pages: int) -> None:
        """Scrolls up or down."""
        self.scroll_relative(y=pages * PAGE, animate=False)
