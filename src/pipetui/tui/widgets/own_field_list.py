"""The list of the rep's own fields: each key does something with the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from pipetui.tui.widgets.asked import Asked
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.values.own import OwnField
from pipetui.values.text import count, fit, pad

KEYS = "a adds   r renames   t another kind   c choices   J K order   delete   u undo   esc leaves"
EMPTY = "No field of your own yet: a adds one, such as Contract end date, or Size choice small, large"
MOST_LINES = 12


class OwnFieldRows(RowList, inherit_bindings=False):
    """The rows; every key is theirs, whatever it means on the screen around them."""

    class Pressed(Message):
        """A key was pressed: what it does."""

        def __init__(self, does: str) -> None:
            super().__init__()
            self.does = does

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "walk(1)", show=False),
        Binding("up,k", "walk(-1)", show=False),
        *(
            Binding(keys, f"does('{does}')", show=False)
            for keys, does in (
                ("a", "add"), ("r,enter", "rename"), ("t", "kind"), ("c", "choices"), ("J,shift+down", "later"),
                ("K,shift+up", "earlier"), ("delete,backspace,x", "delete"), ("u,ctrl+z", "undo"),
                ("escape,I", "leave"),
            )
        ),
    ]  # fmt: skip

    def action_walk(self, by: int) -> None:
        """Moves the cursor."""
        self.move(by)

    def action_does(self, does: str) -> None:
        """Tells what is to be done with the field under the cursor."""
        self.post_message(self.Pressed(does))


class OwnFieldList(Asked):
    """Asks what is to be done: the answer has it under ``does``, and the field's place under ``place``."""

    def __init__(self, fields: Sequence[OwnField], uses: Mapping[str, int], place: int) -> None:
        super().__init__("fields", {})
        self._fields, self._uses, self._first = fields, uses, place

    def compose(self) -> ComposeResult:
        """The title, the rows, the keys."""
        yield Static("Fields of your own", id="title", markup=False)
        yield OwnFieldRows()
        if not self._fields:
            yield Static(EMPTY, classes="note", markup=False)
        yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Takes the keyboard."""
        rows = self.query_one(OwnFieldRows)
        rows.styles.height = max(1, min(len(self._fields), MOST_LINES, self.app.size.height - 14))
        rows.put([self._row(place, field) for place, field in enumerate(self._fields)])
        rows.go_to(self._first)
        rows.focus(scroll_visible=False)

    def _row(self, place: int, field: OwnField) -> Drawn:
        choices = f"   {fit(', '.join(field.choices), 60)}" if field.choices else ""
        left = [
            (pad(fit(field.label, 28), 30), "ink-strong"),
            (pad(field.kind, 8), "ink-plain"),
            (f"{field.key}:", "ink-accent"),
            (choices, "ink-dim"),
        ]
        return Drawn(place, left, [(f" {count(self._uses.get(field.key, 0), 'deal')} ", "ink-dim")])

    def typed(self) -> dict[str, str]:
        """Nothing is typed here."""
        return {}

    untouched = typed

    def on_own_field_rows_pressed(self, event: OwnFieldRows.Pressed) -> None:
        """Answers."""
        event.stop()
        place = self.query_one(OwnFieldRows).key
        if event.does == "leave":
            self.close(None)
        elif isinstance(place, int) or event.does in {"add", "undo"}:
            self.finish({"does": event.does, "place": str(place if isinstance(place, int) else 0)})

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Renames the field that was clicked twice."""
        event.stop()
        self.on_own_field_rows_pressed(OwnFieldRows.Pressed("rename"))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing else is shown of a row; the screen around has rows of its own."""
        event.stop()
