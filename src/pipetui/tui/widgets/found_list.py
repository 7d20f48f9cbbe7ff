"""What the palette found, a line each: its title with what was typed of it lit, what it is, and its key or amount."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.values.money import show, show_short
from pipetui.values.text import fit, pad
from pipetui.views.finding import Findable, lit

KIND = 9
"""Cells of what each is."""

NARROW = 60
"""Cells below which amounts are in short."""


class FoundList(RowList):
    """Things found; the input above it keeps the keyboard. A click takes one."""

    GROUND = "ground-drop"
    can_focus = False

    class Taken(Message):
        """A thing was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Findable] = ()
        self._typed = ""

    def tell(self, found: Sequence[Findable], typed: str) -> None:
        """Shows what was found; the cursor is on the best."""
        self._found, self._typed = found, typed
        self._fill(stay=False)

    def _fill(self, *, stay: bool = True) -> None:
        narrow = self.size.width < NARROW
        rows = [Drawn(thing.key, self._left(thing), _right(thing, narrow)) for thing in self._found]
        self.put(rows, stay=stay)

    @property
    def thing(self) -> Findable | None:
        """The thing under the cursor."""
        return self._found[self.index] if self.index < len(self._found) else None

    def _left(self, thing: Findable) -> list[Piece]:
        title = fit(thing.title, max(10, self.size.width * 3 // 5))
        pieces: list[Piece] = []
        end = 0
        for start, stop in lit(thing.title, self._typed):
            if stop > len(title):
                break
            pieces += [(title[end:start], "ink-plain"), (title[start:stop], "ink-key")]
            end = stop
        pieces.append((title[end:], "ink-plain"))
        return [*pieces, (f"  {thing.about}", "ink-dim")]

    def on_resize(self, event: events.Resize) -> None:
        """Takes the room there is."""
        super().on_resize(event)
        self._fill()

    def on_click(self, event: events.Click) -> None:
        """Takes what was clicked."""
        event.prevent_default()
        place = event.y + self.scroll_offset.y
        if 0 <= place < len(self._found):
            self.move(place - self.index)
            self.post_message(self.Taken())


def _right(thing: Findable, narrow: bool) -> list[Piece]:
    said: Piece = (thing.right, "ink-key")
    if thing.amount is not None:
        said = ((show_short if narrow else show)(thing.amount, thing.currency), "ink-strong")
    return [
        ("  ", "ink-plain"),
        said,
        ("   " if said[0] else "", "ink-plain"),
        (pad(thing.kind, KIND), "ink-dim"),
    ]
