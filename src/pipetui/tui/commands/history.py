"""What is done with history, on its screen."""

from pipetui.tui.commands.command import HISTORY, Command

_HERE = frozenset({HISTORY})

ON_HISTORY: tuple[Command, ...] = (
    Command(
        "history.undo",
        "enter",
        "undo",
        "undo to here",
        "Undo this and all that came after it; asks first.",
        "History",
        _HERE,
    ),
    Command(
        "history.only", "o", "undo_only", "only this", "Undo this one and leave what came after it.", "History", _HERE
    ),
    Command("history.find", "slash", "find", "find", "Show only what was done under these words.", "History", _HERE),
)
