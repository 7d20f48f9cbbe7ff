"""The input of every line that asks: what is pasted is one line, of a length that can be read."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from pipetui.values.quickadd import LONGEST


class LineInput(Input):
    """An input that takes no more than a line may have; ``right`` at its end is told to who put it up."""

    virtual_size = Reactive(Size(0, 0))
    """As in every widget, but a longer text in a line moves nothing else on the screen: there is nothing to lay out."""

    class AtEnd(Message):
        """``right`` was pressed where there is nothing to the right."""

    class TooLong(Message):
        """What was pasted or typed does not fit: ``length`` is how long it is, in characters."""

        def __init__(self, length: int) -> None:
            super().__init__()
            self.length = length

        def said(self, place: str) -> str:
            """The sentence for it; ``place`` is what it was pasted into."""
            return f"{self.length:,} characters are too many for {place}: nothing was pasted."

    def __init__(self, value: str, *, placeholder: str = "", select_on_focus: bool = True) -> None:
        super().__init__(
            value[:LONGEST], placeholder=placeholder, select_on_focus=select_on_focus, compact=True, max_length=LONGEST
        )

    def _on_paste(self, event: events.Paste) -> None:
        """Takes what is pasted, several lines as one; too much of it is refused whole, before anything looks at it."""
        event.stop()
        event.prevent_default()
        room = LONGEST - len(self.value) + len(self.selected_text)
        if len(event.text) > room:
            self.post_message(self.TooLong(len(event.text)))
        elif text := " ".join(event.text.splitlines()).rstrip():
            self.replace(text, *self.selection)

    def action_cursor_right(self, select: bool = False) -> None:
        """Moves right; at the end there is something else to take."""
        if not select and self.cursor_position >= len(self.value) and self.selection.is_empty:
            self.post_message(self.AtEnd())
        else:
            super().action_cursor_right(select)
