"""The one table of commands: footer, help, palette and keymap are all made from it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from pipetui.tui.commands.command import AGENDA, BOARD, DEAL, EVERYWHERE, LISTS, Command
from pipetui.tui.commands.deals import DEALS
from pipetui.tui.commands.footers import FOOTERS
from pipetui.tui.commands.moving import MOVING
from pipetui.tui.commands.screens import GOING_ABOUT
from pipetui.tui.commands.steps import STEPS

__all__ = [
    "AGENDA",
    "BOARD",
    "COMMANDS",
    "DEAL",
    "EVERYWHERE",
    "FOOTERS",
    "LISTS",
    "Command",
    "bindings_for",
    "commands_for",
]

COMMANDS: tuple[Command, ...] = (*MOVING, *DEALS, *STEPS, *GOING_ABOUT)


def commands_for(screen: str) -> list[Command]:
    """The commands a screen has, in the table's order."""
    return [command for command in COMMANDS if screen in command.where]


def bindings_for(screen: str) -> list[BindingType]:
    """The same as Textual's bindings, each under its command's id."""
    return [
        Binding(command.keys, command.action, command.label, id=command.id, tooltip=command.help, show=False)
        for command in commands_for(screen)
        if command.id != "app.palette"
    ]
