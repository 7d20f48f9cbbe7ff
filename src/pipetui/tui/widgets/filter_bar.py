"""The line under the tabs: the filter as it is typed, and what it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip

from pipetui.tui.paint import Painted, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widgets import Input

    from pipetui.values.query import Filter


class FilterLine(Painted):
    """The filter while nobody types, and at the right what it lets through, or what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.view = ""
        """The name of the saved view the filter is of."""
        self.typing = False
        self.said = ""
        self.wrong = False

    def render_line(self, _y: int) -> Strip:
        """The whole line."""
        ink = "ink-bad" if self.wrong else "ink-dim"
        if self.typing:
            return self.row(self.size.width, [], [(f"{self.said} ", ink)])
        shown = (self.text, "ink-strong") if self.text else ("filter", "ink-rule")
        view: list[Piece] = [(f"{self.view}  ", "ink-accent")] if self.view else []
        return self.row(self.size.width, [(" / ", "ink-key"), *view, shown], [(f"{self.said} ", ink)])


class FilterBar(Horizontal):
    """Narrows the screen with each letter. ``esc`` clears it, ``enter`` and ``down`` go back to the deals."""

    class Changed(Message):
        """Another filter is to be shown; None for all deals."""

        def __init__(self, wanted: Filter | None, text: str) -> None:
            super().__init__()
            self.wanted = wanted
            self.text = text

    class Left(Message):
        """The rep is done typing."""

    def __init__(self) -> None:
        super().__init__()
        self._read: Callable[[str], Filter] | None = None

    def compose(self) -> ComposeResult:
        """The line; the input comes when it is wanted."""
        yield FilterLine()

    @property
    def line(self) -> FilterLine:
        """The painted line."""
        return self.query_one(FilterLine)

    def sums(self, said: str) -> None:
        """Shows what the filter lets through, unless what is typed is wrong."""
        if not self.line.wrong and said != self.line.said:
            self.line.said = said
            self.line.refresh()

    def set_text(self, text: str, view: str = "") -> None:
        """Takes over a filter typed on another screen, or that of a saved view."""
        if (text, view) != (self.line.text, self.line.view) and not self.line.typing:
            self.line.text, self.line.view, self.line.wrong = text, view, False
            self.line.refresh()

    async def type(self, read: Callable[[str], Filter]) -> None:
        """Takes the keyboard; ``read`` reads what is typed, and raises Invalid."""
        from textual.widgets import Input, Static

        self._read = read
        if not self.query(Input):
            words = Input(self.line.text, placeholder="words, stage:demo, tag:q4", select_on_focus=False, compact=True)
            slash = Static(" / ", id="slash")
            slash.display = True
            await self.mount_all([slash, words], before=0)
        self.line.typing = True
        self.query_one(Input).focus()
        self.line.refresh()

    async def leave(self) -> None:
        """Gives the keyboard back."""
        from textual.widgets import Input, Static

        self.line.typing = False
        await self.query(Input).remove()
        await self.query(Static).remove()
        self.line.refresh()

    def clear(self) -> None:
        """Shows all deals again."""
        self._announce("")

    def _announce(self, text: str) -> None:
        """Tells the screen what to show; what can't be read is told here."""
        from pipetui.values.errors import Invalid

        self.line.text = text
        self.line.wrong = False
        try:
            wanted = self._read(text) if self._read is not None and text.strip() else None
        except Invalid as error:
            self.line.wrong, self.line.said = True, str(error)
            self.line.refresh()
            return
        self.post_message(self.Changed(wanted, text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads the filter anew."""
        event.stop()
        if self.line.typing:
            self._announce(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leaves the filter as it is."""
        event.stop()
        self.post_message(self.Left())

    def on_key(self, event: events.Key) -> None:
        """``esc`` clears the filter and leaves, ``down`` leaves it as it is."""
        if not self.line.typing or event.key not in {"escape", "down"}:
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.clear()
        self.post_message(self.Left())

    async def on_click(self, _event: events.Click) -> None:
        """Starts typing."""
        await self.run_action("screen.filter")
