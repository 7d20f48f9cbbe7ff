"""The keys of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import output
from pipetui.cli.command import Json
from pipetui.cli.table import Column, paint
from pipetui.values.errors import NotFound
from pipetui.values.text import fold

if TYPE_CHECKING:
    from pipetui.config.keymap import Keymap
    from pipetui.config.reading import Config

Words = Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="Only commands with these words.")]


def keys(context: typer.Context, words: Words = None, as_json: Json = False) -> None:
    """Print every command of the app, its keys, what it does, and the screens that have it.

    The first column is what [keys] in config.toml calls it. A command that lost a key to another is marked with "!".
    """
    from pipetui.tui.commands import COMMANDS

    keymap = keymap_of(context.obj["settings"])
    wanted = fold(" ".join(words or ())).split()
    found = [
        command
        for command in COMMANDS
        if all(word in fold(f"{command.id} {command.label} {command.help}") for word in wanted)
    ]
    if not found:
        raise NotFound("No command has these words: pipetui keys lists all.")
    lost: dict[str, list[str]] = {}
    for conflict in keymap.conflicts:
        lost.setdefault(conflict.loser, []).append(str(conflict))
    if as_json:
        output.as_json(
            [
                {
                    "id": command.id,
                    "keys": list(keymap.keys[command.id]),
                    "shown": keymap.shown[command.id],
                    "source": keymap.sources[command.id],
                    "label": command.label,
                    "help": command.help,
                    "screens": sorted(command.where),
                    "conflicts": lost.get(command.id, []),
                }
                for command in found
            ]
        )
        return
    rows = [
        (
            command.id,
            keymap.shown[command.id] or "none",
            ("! " if command.id in lost else "") + command.help,
            ", ".join(sorted(command.where)),
        )
        for command in found
    ]
    if output.on_terminal():
        columns = (Column("command", tight=True), Column("key", tight=True), Column("what it does", least=30))
        output.data(paint((*columns, Column("screens", spare=1, least=20)), rows))
    else:
        output.tab_separated(("id", "key", "help", "screens"), rows)
    for problem in keymap.problems:
        output.say(problem)


def keymap_of(settings: Config) -> Keymap:
    """Which keys run which commands, as the rep set them."""
    from pipetui.config.keymap import make_keymap
    from pipetui.tui.commands import COMMANDS

    return make_keymap(COMMANDS, settings)
