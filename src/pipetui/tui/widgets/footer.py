"""The bar at the bottom: the commands of this screen that fit, most used first."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from pipetui.tui.commands import FOOTERS, Command, commands_for
from pipetui.tui.paint import Painted, Piece
from pipetui.values.text import width


class FooterBar(Painted):
    """One line of keys and what they do; a click does it."""

    GROUND = "ground-bar"

    def __init__(self, screen: str) -> None:
        super().__init__()
        known = {command.id: command for command in commands_for(screen)}
        self.commands = [known[name] for name in FOOTERS[screen]]
        self.help = known["app.help"]
        self._spans: list[tuple[int, int, Command]] = []

    def render_line(self, _y: int) -> Strip:
        """The whole bar."""
        room = self.size.width - 2
        room -= _cells(self.help)
        chosen: list[Command] = []
        for command in self.commands:
            if _cells(command) <= room:
                room -= _cells(command)
                chosen.append(command)
        chosen.append(self.help)
        pieces: list[Piece] = [(" ", "ink-plain")]
        self._spans = []
        x = 1
        for command in chosen:
            self._spans.append((x, x + _cells(command), command))
            pieces += [(command.key_shown, "ink-key"), (f" {command.label}  ", "ink-dim")]
            x += _cells(command)
        return self.row(self.size.width, pieces)

    async def on_click(self, event: events.Click) -> None:
        """Does what was clicked."""
        for start, end, command in self._spans:
            if start <= event.x < end:
                await self.screen.run_action(command.action)


def _cells(command: Command) -> int:
    return width(command.key_shown) + 1 + width(command.label) + 2
