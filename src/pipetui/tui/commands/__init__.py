"""The one table of commands: footer, help, palette and keymap are all made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.commands.cash import ON_CASH
from pipetui.tui.commands.command import (
    AGENDA,
    ALWAYS,
    BOARD,
    CASH,
    CRITERIA,
    DEAL,
    EVERYWHERE,
    FORECAST,
    HEALTH,
    HISTORY,
    INSIGHTS,
    LEADS,
    LISTS,
    PEOPLE,
    PLAYBOOK,
    RULES,
    STAGES,
    Command,
)
from pipetui.tui.commands.criteria import ON_CRITERIA
from pipetui.tui.commands.deals import DEALS
from pipetui.tui.commands.footers import FOOTERS
from pipetui.tui.commands.forecast import ON_FORECAST
from pipetui.tui.commands.health import ON_HEALTH
from pipetui.tui.commands.history import ON_HISTORY
from pipetui.tui.commands.insights import ON_INSIGHTS
from pipetui.tui.commands.leads import ON_LEADS
from pipetui.tui.commands.marking import MARKING
from pipetui.tui.commands.moving import MOVING
from pipetui.tui.commands.people import ON_PEOPLE
from pipetui.tui.commands.playbook import ON_PLAYBOOK
from pipetui.tui.commands.rules import ON_RULES
from pipetui.tui.commands.screens import GOING_ABOUT
from pipetui.tui.commands.stages import ON_STAGES
from pipetui.tui.commands.steps import STEPS
from pipetui.tui.commands.undoing import UNDOING

if TYPE_CHECKING:
    from textual.binding import BindingType

    from pipetui.config.keymap import Keymap

__all__ = [
    "AGENDA",
    "ALWAYS",
    "BOARD",
    "CASH",
    "COMMANDS",
    "CRITERIA",
    "DEAL",
    "EVERYWHERE",
    "FOOTERS",
    "FORECAST",
    "HEALTH",
    "HISTORY",
    "INSIGHTS",
    "LEADS",
    "LISTS",
    "PEOPLE",
    "PLAYBOOK",
    "RULES",
    "STAGES",
    "Command",
    "bindings_for",
    "changed_bindings",
    "commands_for",
    "own_first",
]

COMMANDS: tuple[Command, ...] = (
    *(*MOVING, *MARKING, *DEALS, *ON_LEADS, *ON_RULES, *ON_PLAYBOOK, *ON_FORECAST, *ON_STAGES, *ON_HISTORY),
    *(*ON_CASH, *ON_HEALTH, *ON_CRITERIA, *ON_PEOPLE, *ON_INSIGHTS, *STEPS, *UNDOING, *GOING_ABOUT),
)


def commands_for(screen: str) -> list[Command]:
    """The commands a screen has, in the table's order."""
    return [command for command in COMMANDS if screen in command.where]


def own_first(screen: str) -> list[Command]:
    """The same, with the groups that only this screen has before what all screens have."""
    commands = commands_for(screen)
    shared = {command.group for command in commands if command.where != {screen}}
    return sorted(commands, key=lambda command: command.group in shared)


def bindings_for(screen: str) -> list[BindingType]:
    """The same as Textual's bindings, each under its command's id."""
    from textual.binding import Binding  # here, since the command line reads the table without a screen

    return [
        Binding(command.keys, command.action, command.label, id=command.id, tooltip=command.help, show=False)
        for command in commands_for(screen)
    ]


def changed_bindings(keymap: Keymap) -> dict[str, str]:
    """What Textual's keymap has to say where the rep's keys are others than the commands' own."""
    return {
        # A command without a key gets one nobody can press, each another: Textual takes "" for its own keys.
        command.id: ",".join(keymap.keys[command.id]) or f"no key for {command.id}"
        for command in COMMANDS
        if ",".join(keymap.keys[command.id]) != command.keys
    }
