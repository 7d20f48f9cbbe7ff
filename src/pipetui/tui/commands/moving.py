"""The cursor."""

from pipetui.tui.commands.command import BESIDE, BOARD, CASH, DEAL, FORECAST, Command

MOVING: tuple[Command, ...] = (
    Command("cursor.down", "j,down", "cursor(0, 1)", "down", "The next row.", "Move", BESIDE, "j ↓"),
    Command("cursor.up", "k,up", "cursor(0, -1)", "up", "The one before.", "Move", BESIDE, "k ↑"),
    Command(
        "cursor.left",
        "h,left",
        "cursor(-1, 0)",
        "left",
        "The column to the left; among months the one before.",
        "Move",
        frozenset({BOARD, FORECAST, CASH}),
        shown="h ←",
    ),
    Command(
        "cursor.right",
        "l,right",
        "cursor(1, 0)",
        "right",
        "The column to the right; among months the next.",
        "Move",
        frozenset({BOARD, FORECAST, CASH}),
        shown="l →",
    ),
    Command("cursor.first", "g,home", "cursor_first", "first", "The first one.", "Move", BESIDE, "g"),
    Command("cursor.last", "G,end", "cursor_last", "last", "The last one.", "Move", BESIDE, "G"),
    Command(
        "cursor.page_down",
        "pagedown,ctrl+d",
        "cursor_page(1)",
        "page down",
        "A screenful on.",
        "Move",
        BESIDE,
        "pgdn",
    ),
    Command(
        "cursor.page_up",
        "pageup,ctrl+u",
        "cursor_page(-1)",
        "page up",
        "A screenful back.",
        "Move",
        BESIDE,
        "pgup",
    ),
    Command(
        "cursor.side", "tab", "other_side", "other side", "Fields, plan, cash, or history.", "Move", frozenset({DEAL})
    ),
)
