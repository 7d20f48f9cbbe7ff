"""Taking back, and doing again."""

from pipetui.tui.commands.command import ALWAYS, Command

UNDOING: tuple[Command, ...] = (
    Command(
        "edit.undo",
        "u,ctrl+z",
        "undo",
        "undo",
        "Take back what was done last, an import or a script's too.",
        "Undo",
        ALWAYS,
        "u",
    ),
    Command("edit.redo", "U,ctrl+y", "redo", "redo", "Do again what was undone last.", "Undo", ALWAYS, "U"),
)
