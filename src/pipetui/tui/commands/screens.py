"""Going about, what is shown, and the program itself."""

from pipetui.tui.commands.command import ALWAYS, BESIDE, BOARD, LISTS, Command

GOING_ABOUT: tuple[Command, ...] = (
    Command("view.board", "1", "app.show('board')", "board", "The board of deals.", "Screens", ALWAYS),
    Command(
        "view.agenda",
        "2",
        "app.show('agenda')",
        "agenda",
        "What is due, and which deals have no next step.",
        "Screens",
        ALWAYS,
    ),
    Command(
        "view.inbox",
        "A",
        "app.show('leads')",
        "lead inbox",
        "Leads to be answered, the longest waiting first.",
        "Screens",
        ALWAYS,
    ),
    Command(
        "view.rules",
        "M",
        "app.show('rules')",
        "rules",
        "Rules that do the routine, and what they did.",
        "Screens",
        ALWAYS,
    ),
    Command(
        "view.stages",
        "S",
        "app.show('stages')",
        "stages",
        "The stages of the pipeline, to be changed.",
        "Screens",
        ALWAYS,
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
        "view.saved",
        "v",
        "views",
        "views",
        "Saved views: my week, no next step, big ones … and your own.",
        "View",
        LISTS,
    ),
    Command(
        "view.pane", "p", "pane", "pane", "Show or hide what is known of the deal beside the board.", "View", LISTS
    ),
    Command("view.sort", "o", "sort", "sort", "Sort the columns by another measure.", "View", frozenset({BOARD})),
    Command(
        "view.leads", "left_square_bracket", "leads", "leads", "Open or fold the leads.", "View", frozenset({BOARD})
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
    Command(
        "forecast.period",
        "period,full_stop",
        "period",
        "period",
        "Another period for the strip: month, quarter, half, year, Q1, next.",
        "Forecast",
        ALWAYS,
        ".",
    ),
    Command("forecast.target", "T", "target", "target", "Set the target of the period.", "Forecast", ALWAYS),
    Command("app.help", "question_mark,f1", "app.keys", "keys", "Every key of this screen.", "Program", ALWAYS, "?"),
    Command("app.palette", "ctrl+p", "app.command_palette", "palette", "Any command, any deal.", "Program", ALWAYS),
    Command("app.back", "escape", "back", "back", "Back, or clear the filter; it never quits.", "Program", BESIDE),
    Command("app.quit", "q", "app.quit", "quit", "Leave pipetui; everything is saved already.", "Program", ALWAYS),
)
