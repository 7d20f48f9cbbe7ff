"""What each screen's footer shows."""

from pipetui.tui.commands.command import AGENDA, BOARD, DEAL

FOOTERS: dict[str, tuple[str, ...]] = {
    BOARD: (
        "stage.back",
        "stage.forward",
        "deal.add",
        "step.plan",
        "deal.won",
        "deal.lost",
        "deal.open",
        "deal.edit",
        "edit.undo",
        "view.filter",
        "log.call",
        "view.pane",
        "app.palette",
        "app.quit",
    ),
    AGENDA: (
        "step.done",
        "step.snooze",
        "step.time",
        "log.call",
        "deal.open",
        "step.plan",
        "deal.won",
        "deal.lost",
        "edit.undo",
        "view.filter",
        "view.pane",
        "app.palette",
        "app.quit",
    ),
    DEAL: (
        "deal.edit",
        "step.done",
        "step.plan",
        "step.snooze",
        "log.call",
        "log.note",
        "stage.back",
        "stage.forward",
        "deal.won",
        "deal.lost",
        "edit.undo",
        "app.back",
    ),
}
"""What each screen's footer shows, most used first; what does not fit is left off, ``?`` never is."""
