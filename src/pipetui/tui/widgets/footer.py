"""The bar at the bottom: the commands of this screen that fit, most used first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.strip import Strip

from pipetui.config.key_names import show_key
from pipetui.tui.commands import FOOTERS, Command, commands_for
from pipetui.tui.paint import Painted, Piece
from pipetui.values.text import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.config.keymap import Keymap
    from pipetui.tui.app import PipetuiApp


class FooterBar(Painted):
    """One line of keys and what they do; a click does it."""

    GROUND = "ground-bar"

    def __init__(self, screen: str) -> None:
        super().__init__()
        self.all = commands_for(screen)
        self._screen = screen
        known = {command.id: command for command in self.all}
        self.commands = [known[name] for name in FOOTERS[screen]]
        self.help = known["app.help"]
        self._strokes = ""
        self._spans: list[tuple[int, int, Command]] = []

    def lead_with(self, names: Sequence[str]) -> None:
        """Shows some commands, by their ids, before those of the screen."""
        known = {command.id: command for command in self.all}
        commands = [known[name] for name in dict.fromkeys((*names, *FOOTERS[self._screen]))]
        if commands != self.commands:
            self.commands = commands
            self.refresh()

    def show_strokes(self, strokes: str) -> None:
        """Shows how a key that was begun can go on; "" shows the commands again."""
        self._strokes = strokes
        self.refresh()

    @property
    def _keymap(self) -> Keymap:
        return cast("PipetuiApp", self.app).keymap

    def render_line(self, _y: int) -> Strip:
        """The whole bar."""
        if self._strokes:
            return self._going_on()
        keymap, room = self._keymap, self.size.width - 2
        shown = [(command, keymap.shown[command.id]) for command in self.commands if keymap.shown[command.id]]
        help_key = (self.help, keymap.shown[self.help.id])
        room -= _cells(*help_key)
        chosen: list[tuple[Command, str]] = []
        for command, key in shown:
            if _cells(command, key) <= room:
                room -= _cells(command, key)
                chosen.append((command, key))
        chosen.append(help_key)
        pieces: list[Piece] = [(" ", "ink-plain")]
        self._spans = []
        x = 1
        for command, key in chosen:
            self._spans.append((x, x + _cells(command, key), command))
            pieces += [(key, "ink-key"), (f" {command.label}  ", "ink-dim")]
            x += _cells(command, key)
        return self.row(self.size.width, pieces)

    def _going_on(self) -> Strip:
        pieces: list[Piece] = [(f" {show_key(self._strokes)} …  ", "ink-strong")]
        for command in self.all:
            for key in self._keymap.keys[command.id]:
                if key.startswith(f"{self._strokes} "):
                    pieces.append((show_key(key[len(self._strokes) + 1 :]), "ink-key"))
                    pieces.append((f" {command.label}  ", "ink-dim"))
        return self.row(self.size.width, pieces)

    async def on_click(self, event: events.Click) -> None:
        """Does what was clicked."""
        for start, end, command in self._spans:
            if start <= event.x < end:
                await self.screen.run_action(command.action)


def _cells(command: Command, key: str) -> int:
    return width(key) + 1 + width(command.label) + 2
