"""A deal's fields, one to a line, with a cursor; ``enter`` edits the one under it."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.tui.deal_text import fact_value
from pipetui.tui.jumping import Place
from pipetui.tui.state import State
from pipetui.values.text import fit, pad
from pipetui.views.card import Card
from pipetui.views.fields import FIELDS, FieldSpec, fields_with

LABEL = 14
"""Cells of a field's name."""


class FieldList(Widget, can_focus=True):
    """The fields that can be edited, in the order of ``views.fields``, the rep's own at the end."""

    index: reactive[int] = reactive(0)

    class Chosen(Message):
        """A field is to be edited."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self.card: Card | None = None
        self.state: State | None = None
        self._specs: tuple[FieldSpec, ...] = FIELDS

    def tell(self, state: State, card: Card) -> None:
        """Shows a deal's fields."""
        self.state, self.card = state, card
        self._specs = fields_with(state.fields)
        self.index = min(self.index, len(self._specs) - 1)
        self.refresh(layout=True)

    @property
    def field(self) -> str:
        """The name of the field under the cursor."""
        return self._specs[self.index].name

    def move(self, by: int) -> None:
        """Moves the cursor by lines."""
        self.index = max(0, min(self.index + by, len(self._specs) - 1))

    def render(self) -> Content:
        """All lines."""
        if self.card is None or self.state is None:
            return Content("")
        lines = []
        for place, spec in enumerate(self._specs):
            here = place == self.index
            value = fact_value(spec.name, self.card, self.state.pipeline, self.state.today)
            room = self.size.width - LABEL - 2
            if cell_len(value.plain) > room:
                value = value.truncate(room, ellipsis=True)
            line = (
                Content.styled("▌ " if here else "  ", "$accent")
                + Content.styled(pad(fit(spec.label, LABEL - 1), LABEL), "$dim")
                + value
            )
            if here and self.has_focus:
                line = line.pad_right(max(0, self.size.width - line.cell_length)).stylize("on $here")
            lines.append(line)
        return Content("\n").join(lines)

    def places(self) -> list[Place]:
        """The fields."""
        return [Place(0, line, partial(self._take, line)) for line in range(len(self._specs))]

    def _take(self, line: int) -> None:
        self.focus()
        self.index = line

    def on_focus(self) -> None:
        """Lights the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Dims the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Goes to the field that was clicked; a second click edits it."""
        if 0 <= event.y < len(self._specs):
            self.index = event.y
            if event.chain == 2:
                self.post_message(self.Chosen(self.field))
