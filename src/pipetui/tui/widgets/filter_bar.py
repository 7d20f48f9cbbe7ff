"""The line under the tabs: the filter as it is typed, and what it lets through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip

from pipetui.tui.jumping import Place
from pipetui.tui.paint import Painted, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.widgets import Input

    from pipetui.tui.widgets.line_input import LineInput
    from pipetui.values.errors import Invalid
    from pipetui.values.filter_offers import Offers
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

    def places(self) -> list[Place]:
        """The filter, unless it is being typed: then the input has a place of its own."""
        return [] if self.typing else [Place(0, 0, partial(self.run_action, "screen.filter"))]

    def render_line(self, _y: int) -> Strip:
        """The whole line."""
        ink = "ink-bad" if self.wrong else "ink-dim"
        if self.typing:
            return self.row(self.size.width, [], [(f"{self.said} ", ink)])
        shown = (self.text, "ink-strong") if self.text else ("filter", "ink-dim")
        view: list[Piece] = [(f"{self.view}  ", "ink-accent")] if self.view else []
        return self.row(self.size.width, [(" / ", "ink-key"), *view, shown], [(f"{self.said} ", ink)])


class FilterBar(Horizontal):
    """Narrows the screen with each letter. ``esc`` clears it, ``enter`` and ``down`` go back to the deals.

    Under it stand what the word being typed could be, which ``tab`` and ``→`` take, and what is wrong, and where.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", show=False),
        Binding("ctrl+down,ctrl+n", "walk(1)", show=False),
        Binding("ctrl+up", "walk(-1)", show=False),
    ]

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
        self._offers: Callable[[str, int], Offers | None] | None = None

    def compose(self) -> ComposeResult:
        """The line; the input comes when it is wanted."""
        yield FilterLine()

    @property
    def line(self) -> FilterLine:
        """The painted line."""
        return self.query_one(FilterLine)

    def sums(self, said: str) -> None:
        """Shows what the filter lets through: the last that could be read, while what is typed can't."""
        if (self.line.typing or not self.line.wrong) and said != self.line.said:
            self.line.said = said
            self.line.refresh()

    def set_text(self, text: str, view: str = "") -> None:
        """Takes over a filter typed on another screen, or that of a saved view."""
        if (text, view) != (self.line.text, self.line.view) and not self.line.typing:
            self.line.text, self.line.view, self.line.wrong = text, view, False
            self.line.refresh()

    async def type(self, read: Callable[[str], Filter], offers: Callable[[str, int], Offers | None]) -> None:
        """Takes the keyboard; ``read`` reads what is typed, and raises Invalid; ``offers`` says how it could go on."""
        from textual.widgets import Input, Static

        from pipetui.tui.widgets.filter_hints import FilterHints
        from pipetui.tui.widgets.line_input import LineInput

        self._read, self._offers = read, offers
        if not self.query(Input):
            words = LineInput(self.line.text, placeholder="words, stage:demo, value>10k", select_on_focus=False)
            slash = Static(" / ", id="slash")
            slash.display = True
            await self.mount_all([slash, words], before=0)
            await self.screen.mount(FilterHints(self.action_take))
        self.line.typing = True
        self.query_one(Input).focus()
        if self.line.wrong:
            self.line.said = ""
            self._announce(self.line.text)
        else:
            self._hint()
        self.line.refresh()

    async def leave(self) -> None:
        """Gives the keyboard back."""
        from textual.widgets import Input, Static

        from pipetui.tui.widgets.filter_hints import FilterHints

        self.line.typing = False
        await self.screen.query(FilterHints).remove()
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
            self.line.wrong = True
            self._hint(error)
            return
        self._hint()
        self.post_message(self.Changed(wanted, text))

    # What stands under it

    def _hint(self, wrong: Invalid | None = None) -> None:
        """Shows how what is typed could go on, and what is wrong with it unless that is only that it is not done."""
        from textual.widgets import Input

        from pipetui.tui.widgets.filter_hints import FilterHints

        for hints in self.screen.query(FilterHints):
            for box in self.query(Input):
                found = self._offers(box.value, box.cursor_position) if self._offers else None
                if wrong is not None and found is not None and wrong.at is not None:
                    wrong = None if wrong.at >= found.start else wrong
                hints.tell(found, wrong, box.value, len(" / ") - box.scroll_offset.x)

    def action_take(self) -> None:
        """Takes what is offered."""
        from textual.widgets import Input

        from pipetui.tui.widgets.filter_hints import FilterHints
        from pipetui.values.filter_offers import taken

        for hints in self.screen.query(FilterHints):
            meant = hints.meant
            if meant is not None:
                box = self.query_one(Input)
                box.value, box.cursor_position = taken(box.value, *meant)

    def action_walk(self, by: int) -> None:
        """Goes to another of what is offered."""
        from pipetui.tui.widgets.filter_hints import FilterHints

        for hints in self.screen.query(FilterHints):
            hints.walk(by)

    def on_line_input_at_end(self, event: LineInput.AtEnd) -> None:
        """Takes what is offered."""
        event.stop()
        self.action_take()

    def on_line_input_too_long(self, event: LineInput.TooLong) -> None:
        """Says that nothing was taken of what was pasted."""
        event.stop()
        self.app.notify(event.said("a filter"), severity="warning", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Reads the filter anew."""
        event.stop()
        if self.line.typing:
            self._announce(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes what was walked to; else leaves the filter as it is, and tells what is wrong with it in the line."""
        from pipetui.tui.widgets.filter_hints import FilterHints

        event.stop()
        if any(hints.was_walked for hints in self.screen.query(FilterHints)):
            self.action_take()
            return
        if self.line.wrong:
            self.line.said = next((hints.wrong for hints in self.screen.query(FilterHints)), "")
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
