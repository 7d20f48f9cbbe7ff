"""Every key of a screen, searchable, from the one table of commands."""

from __future__ import annotations

from textwrap import fill
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui.config.keymap import Keymap
from pipetui.tui.commands import Command, own_first
from pipetui.values.text import fold, pad, width

WIDEST, FRAME = 96, 8
"""Cells of the box at the most, and of what is around the list in it."""

KEY_CELLS = 8
"""Cells of the column of keys, at least."""


class KeysScreen(ModalScreen[str | None]):
    """The keys of the screen below. Typing narrows the list; ``enter`` gives the lit command's action."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "back", show=False),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, screen: str, about: str, keymap: Keymap) -> None:
        super().__init__()
        self.commands = own_first(screen)
        self.keymap = keymap
        self.about = about

    def compose(self) -> ComposeResult:
        """What the screen is, the search, the list."""
        with Vertical(id="keys-box"):
            yield Static(self.about, id="keys-about", markup=False)
            yield Input(placeholder="search the keys", compact=True)
            yield OptionList(id="keys-list", compact=True, markup=False)

    def on_mount(self) -> None:
        """Lists everything."""
        self._list("")
        self.query_one(Input).focus()

    def _list(self, words: str) -> None:
        wanted = fold(words).split()
        keys = self.keymap.shown
        found = [command for command in self.commands if _has(command, keys[command.id], wanted)]
        column = max([KEY_CELLS, *(width(keys[command.id]) + 2 for command in self.commands)])
        options: list[Option | None] = []
        group = ""
        for command in found:
            if command.group != group:
                group = command.group
                options.append(Option(Content.styled(group, "bold $accent"), disabled=True))
            line = Content.styled(pad(keys[command.id] or "—", column), "bold") + Content(pad(command.label, 14))
            options.append(Option(line + Content.styled(self._wrapped(command.help, line), "$dim"), id=command.id))
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(options)
        rows.action_first()

    def _wrapped(self, about: str, before: Content) -> str:
        """The help of a command in the room that is left beside its name, further lines under the first."""
        indent = " " * before.cell_length
        room = min(WIDEST, self.app.size.width * 9 // 10) - FRAME
        return fill(about, max(room, len(indent) + 20), initial_indent=indent, subsequent_indent=indent).lstrip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrows the list."""
        self._list(event.value)

    def action_step(self, by: int) -> None:
        """Moves through the list while the search has the keyboard."""
        rows = self.query_one(OptionList)
        if by > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    def on_input_submitted(self) -> None:
        """Does the command that is lit."""
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            self._choose(rows.get_option_at_index(rows.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Does the command that was clicked."""
        self._choose(event.option.id)

    def _choose(self, command_id: str | None) -> None:
        for command in self.commands:
            if command.id == command_id:
                self.dismiss(command.action)
                return


def _has(command: Command, key: str, words: list[str]) -> bool:
    text = fold(f"{key} {command.label} {command.help} {command.group}")
    return all(word in text for word in words)
