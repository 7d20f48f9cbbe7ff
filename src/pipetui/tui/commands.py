"""The one table of commands: footer, help, palette and keymap are all made from it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

BOARD, AGENDA, DEAL = "board", "agenda", "deal"
EVERYWHERE = frozenset({BOARD, AGENDA, DEAL})
LISTS = frozenset({BOARD, AGENDA})


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its ``id`` is for keymaps, ``action`` is the screen's or the app's method.

    ``keys`` are Textual's names with commas between; ``shown`` is the key as a person reads it.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    where: frozenset[str] = EVERYWHERE
    shown: str = ""

    @property
    def key_shown(self) -> str:
        """The key as the footer and the help show it."""
        return self.shown or " ".join(_NAMES.get(key, key) for key in self.keys.split(","))


_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "dollar_sign": "$",
    "percent_sign": "%",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "delete": "del",
    "backspace": "bksp",
}

COMMANDS: tuple[Command, ...] = (
    Command("cursor.down", "j,down", "cursor(0, 1)", "down", "The next deal or follow-up.", "Move", shown="j ↓"),
    Command("cursor.up", "k,up", "cursor(0, -1)", "up", "The one before.", "Move", shown="k ↑"),
    Command(
        "cursor.left",
        "h,left",
        "cursor(-1, 0)",
        "left",
        "The column to the left.",
        "Move",
        frozenset({BOARD}),
        shown="h ←",
    ),
    Command(
        "cursor.right",
        "l,right",
        "cursor(1, 0)",
        "right",
        "The column to the right.",
        "Move",
        frozenset({BOARD}),
        shown="l →",
    ),
    Command("cursor.first", "g,home", "cursor_first", "first", "The first one.", "Move", shown="g"),
    Command("cursor.last", "G,end", "cursor_last", "last", "The last one.", "Move", shown="G"),
    Command(
        "cursor.page_down",
        "pagedown,ctrl+d",
        "cursor_page(1)",
        "page down",
        "A screenful on.",
        "Move",
        shown="pgdn",
    ),
    Command(
        "cursor.page_up",
        "pageup,ctrl+u",
        "cursor_page(-1)",
        "page up",
        "A screenful back.",
        "Move",
        shown="pgup",
    ),
    Command("cursor.side", "tab", "other_side", "other side", "Fields, or history.", "Move", frozenset({DEAL})),
    Command(
        "stage.forward",
        "L,shift+right",
        "stage(1)",
        "stage on",
        "Move the deal to the next stage.",
        "Deal",
        shown="L",
    ),
    Command(
        "stage.back",
        "H,shift+left",
        "stage(-1)",
        "stage back",
        "Move the deal to the stage before.",
        "Deal",
        shown="H",
    ),
    Command(
        "deal.add",
        "a",
        "add",
        "add",
        "Add a deal in one line: Acme rollout 40k close:eom next:call fri.",
        "Deal",
    ),
    Command("deal.open", "enter", "open", "open", "Everything about the deal.", "Deal", LISTS),
    Command(
        "deal.edit_here",
        "enter",
        "edit",
        "edit field",
        "Edit the field under the cursor.",
        "Deal",
        frozenset({DEAL}),
    ),
    Command("deal.won", "w", "won", "won", "Close the deal as won today.", "Deal"),
    Command("deal.lost", "x", "lost", "lost", "Close the deal as lost; asks the reason.", "Deal"),
    Command(
        "deal.reopen",
        "R",
        "reopen",
        "reopen",
        "Open a won or lost deal again; its closing date goes.",
        "Deal",
    ),
    Command("deal.edit", "e", "edit", "edit", "Edit the deal's fields.", "Deal"),
    Command(
        "deal.amount",
        "dollar_sign",
        "edit_field('amount')",
        "amount",
        "Edit the amount; the forecast answers as you type.",
        "Deal",
    ),
    Command(
        "deal.close_date",
        "D",
        "edit_field('expected_close')",
        "close date",
        "Edit the expected close date.",
        "Deal",
    ),
    Command(
        "deal.probability",
        "percent_sign",
        "edit_field('probability')",
        "probability",
        "Edit the probability; empty takes the stage's.",
        "Deal",
    ),
    Command("deal.title", "r", "edit_field('title')", "rename", "Edit the title.", "Deal"),
    Command(
        "deal.delete",
        "delete",
        "delete",
        "delete",
        "Delete the deal with all that belongs to it; asks first.",
        "Deal",
    ),
    Command("deal.copy", "y", "copy", "copy", "Copy the deal as text.", "Deal"),
    Command("step.plan", "f", "plan", "follow-up", "Plan a follow-up: call fri 15:00 about pricing.", "Follow-up"),
    Command(
        "step.done",
        "d",
        "done",
        "done",
        "Finish the next step: what came of it, and what is next.",
        "Follow-up",
    ),
    Command("step.snooze", "s", "snooze", "snooze", "Put the next step off.", "Follow-up"),
    Command(
        "step.time",
        "t",
        "reschedule",
        "another time",
        "Change the next step: its day, time, kind or subject.",
        "Follow-up",
    ),
    Command(
        "step.drop",
        "backspace",
        "drop_step",
        "drop step",
        "Take the next step off the agenda, undone.",
        "Follow-up",
    ),
    Command("log.call", "c", "log('call')", "log call", "Log a call that just happened.", "Follow-up"),
    Command("log.note", "n", "log('note')", "note", "Write a note on the deal.", "Follow-up"),
    Command("view.board", "1", "app.show('board')", "board", "The board of deals.", "Screens"),
    Command(
        "view.agenda",
        "2",
        "app.show('agenda')",
        "agenda",
        "What is due, and which deals have no next step.",
        "Screens",
    ),
    Command(
        "view.filter",
        "slash",
        "filter",
        "filter",
        "Show only deals with these words, or stage:demo tag:q4.",
        "View",
        LISTS,
    ),
    Command(
        "view.pane",
        "p",
        "pane",
        "pane",
        "Show or hide what is known of the deal beside the board.",
        "View",
        LISTS,
    ),
    Command("view.sort", "o", "sort", "sort", "Sort the columns by another measure.", "View", frozenset({BOARD})),
    Command(
        "view.leads",
        "left_square_bracket",
        "leads",
        "leads",
        "Open or fold the leads.",
        "View",
        frozenset({BOARD}),
    ),
    Command(
        "view.closed",
        "right_square_bracket",
        "closed",
        "won and lost",
        "Open or fold what was won and lost in the period.",
        "View",
        frozenset({BOARD}),
    ),
    Command("view.pipeline", "P", "app.next_pipeline", "pipeline", "The next pipeline of the file.", "View", LISTS),
    Command(
        "forecast.period",
        "period,full_stop",
        "period",
        "period",
        "Another period for the strip: month, quarter, half, year, Q1, next.",
        "Forecast",
        shown=".",
    ),
    Command("forecast.target", "T", "target", "target", "Set the target of the period.", "Forecast"),
    Command("app.help", "question_mark,f1", "app.keys", "keys", "Every key of this screen.", "Program", shown="?"),
    Command("app.palette", "ctrl+p", "app.command_palette", "palette", "Any command, any deal.", "Program"),
    Command("app.back", "escape", "back", "back", "Back, or clear the filter; it never quits.", "Program"),
    Command("app.quit", "q", "app.quit", "quit", "Leave pipetui; everything is saved already.", "Program"),
)

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
        "app.back",
    ),
}
"""What each screen's footer shows, most used first; what does not fit is left off, ``?`` never is."""


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
