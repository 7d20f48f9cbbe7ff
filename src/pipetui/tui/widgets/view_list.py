"""The list of saved views: one key takes one; the present one is saved, others are renamed and deleted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from pipetui.tui.paint import Piece
from pipetui.tui.widgets.asked import Asked
from pipetui.tui.widgets.row_list import Drawn, Heading, RowList
from pipetui.values.text import pad, width
from pipetui.views.saved_view import SavedView

LABELS = "123456789abcdefgilmnopqtuyz"
"""The keys that take views, in order; the others of the alphabet do something else here."""

KEYS = "enter takes it   s saves what is shown   r renames   delete   esc leaves"
MOST_LINES = 14


class ViewRows(RowList, inherit_bindings=False):
    """The rows; every key is theirs, whatever it means on the screen around them."""

    class Pressed(Message):
        """A key was pressed: what it does, and for ``take`` which view it took, None for the one here."""

        def __init__(self, does: str, label: str | None = None) -> None:
            super().__init__()
            self.does = does
            self.label = label

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "walk(1)", show=False),
        Binding("up,k", "walk(-1)", show=False),
        Binding("home", "walk(-1000)", show=False),
        Binding("end", "walk(1000)", show=False),
        Binding("enter", "does('take')", show=False),
        Binding("s", "does('save')", show=False),
        Binding("r", "does('rename')", show=False),
        Binding("delete,backspace,x", "does('delete')", show=False),
        Binding("escape,v", "does('leave')", show=False),
        *(Binding(label, f"label('{label}')", show=False) for label in LABELS),
    ]

    def action_walk(self, by: int) -> None:
        """Moves the cursor."""
        self.move(by)

    def action_does(self, does: str) -> None:
        """Tells what is to be done with the view under the cursor."""
        self.post_message(self.Pressed(does))

    def action_label(self, label: str) -> None:
        """Takes the view of a key."""
        self.post_message(self.Pressed("take", label))


class ViewList(Asked):
    """Asks which view is wanted: the answer has what to do with it under ``does``, and its place under ``place``."""

    def __init__(self, views: Sequence[SavedView], now: str, place: int = 0) -> None:
        """``now`` is the filter that is shown; ``place`` where the cursor is at first."""
        super().__init__("views", {})
        self.views = views
        self._now = now
        self._first = place
        self._numbers: Mapping[int, str] = {}

    def compose(self) -> ComposeResult:
        """The title, the rows, the keys."""
        yield Static("Views", id="title", markup=False)
        yield ViewRows()
        yield Static(Content(KEYS), id="keys")

    @property
    def _rows(self) -> ViewRows:
        return self.query_one(ViewRows)

    def on_mount(self) -> None:
        """Takes the keyboard."""
        lines = len(self._lines())
        self._rows.styles.height = min(lines, max(3, min(MOST_LINES, self.app.size.height - 14)))
        self.tell({})
        self._rows.go_to(self._first)
        self._rows.focus(scroll_visible=False)

    def tell(self, numbers: Mapping[int, str]) -> None:
        """Shows how many deals each view has, by their places."""
        self._numbers = numbers
        self._rows.put(self._lines())

    def _lines(self) -> list[Drawn | Heading]:
        column = max((width(view.name) for view in self.views), default=0) + 2
        lines: list[Drawn | Heading] = []
        for place, view in enumerate(self.views):
            if view.is_own and (not place or not self.views[place - 1].is_own):
                lines.append(Heading("your own"))
            label = LABELS[place] if place < len(LABELS) else " "
            here = view.filter == self._now
            left: list[Piece] = [
                (f"{label}  ", "ink-key"),
                (pad(view.name, min(column, 32)), "ink-strong"),
                (view.filter or "every open deal", "ink-accent" if here else "ink-plain"),
                (f"   {view.about}" if view.about else "", "ink-dim"),
            ]
            lines.append(Drawn(place, left, [(f"  {self._numbers.get(place, '')} ", "ink-dim")]))
        return lines

    def typed(self) -> dict[str, str]:
        """Nothing is typed here."""
        return {}

    untouched = typed

    def on_view_rows_pressed(self, event: ViewRows.Pressed) -> None:
        """Answers."""
        event.stop()
        place = self._rows.key if event.label is None else LABELS.index(event.label)
        if event.does == "leave":
            self.close(None)
        elif isinstance(place, int) and place < len(self.views):
            self.finish({"does": event.does, "place": str(place)})

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Takes the view that was clicked twice."""
        event.stop()
        self.on_view_rows_pressed(ViewRows.Pressed("take"))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing else is shown of a row; the screen around has rows of its own."""
        event.stop()

    def on_blur(self, _event: events.Blur) -> None:
        """Waits for the rep to come back."""
