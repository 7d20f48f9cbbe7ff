"""The line under the tabs: the filter as it is typed, and what it lets through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pipetui.values.errors import Invalid
from pipetui.values.query import Filter, parse_filter


class FilterBar(Horizontal):
    """Narrows the screen with each letter. ``esc`` clears it, ``enter`` goes back to the deals."""

    class Changed(Message):
        """Another filter is to be shown; None for all deals."""

        def __init__(self, wanted: Filter | None) -> None:
            super().__init__()
            self.wanted = wanted

    class Left(Message):
        """The rep is done typing."""

    def compose(self) -> ComposeResult:
        """The slash, the input, and the sums at the right."""
        yield Static("/", id="slash")
        yield Input(placeholder="filter", select_on_focus=False, id="words", compact=True)
        yield Static("", id="sums", markup=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def sums(self, said: Content | str, *, wrong: bool = False) -> None:
        """Shows what the filter lets through, or what is wrong with it."""
        label = self.query_one("#sums", Static)
        label.update(said)
        label.set_class(wrong, "wrong")

    def type(self) -> None:
        """Takes the keyboard."""
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Shows all deals again."""
        self.query_one(Input).value = ""

    def set_text(self, text: str) -> None:
        """Takes over a filter typed on another screen, without announcing it again."""
        words = self.query_one(Input)
        if words.value != text:
            with words.prevent(Input.Changed):
                words.value = text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads the filter anew."""
        event.stop()
        if not event.value.strip():
            self.post_message(self.Changed(None))
            return
        try:
            wanted = parse_filter(event.value)
        except Invalid as error:
            self.sums(str(error), wrong=True)
            return
        self.post_message(self.Changed(wanted))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leaves the filter as it is."""
        event.stop()
        self.post_message(self.Left())

    def key_escape(self) -> None:
        """Clears the filter and leaves."""
        self.clear()
        self.post_message(self.Left())

    def key_down(self) -> None:
        """Goes down to the deals."""
        self.post_message(self.Left())
