"""What is known of the deal under the cursor, beside the list it is in."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.deal_text import pane_text
from pipetui.tui.state import State
from pipetui.views.card import Card
from pipetui.views.detail import Detail


class Pane(VerticalScroll):
    """A column of text; it is filled from the card at once, and in full a moment later."""

    can_focus = False

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("", id="about", markup=False)

    def tell(self, state: State, card: Card | None, detail: Detail | None, cash: Sequence[Content] = ()) -> None:
        """Shows a deal, with lines about its ``cash`` once they are read, or that there is none here."""
        about = self.query_one("#about", Static)
        if card is None:
            about.update(Content.styled("No deal here.", "$dim"))
            return
        room = self.size.width - 1
        about.update(pane_text(card, state.pipeline, state.fields, state.today, detail, room, cash))
        self.scroll_to(y=0, animate=False)
