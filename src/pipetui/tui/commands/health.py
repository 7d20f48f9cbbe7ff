"""What is done with what is wrong, on the screen that lists it."""

from pipetui.tui.commands.command import HEALTH, Command

_HERE = frozenset({HEALTH})

ON_HEALTH: tuple[Command, ...] = (
    Command(
        "health.mend",
        "enter",
        "mend",
        "mend",
        "Mend it, and go on to the next; open or close a heading.",
        "Health",
        _HERE,
    ),
    Command(
        "health.fine",
        "z",
        "fine",
        "this is fine",
        "It is fine as it is, until that changes; or take that back.",
        "Health",
        _HERE,
    ),
    Command("health.open", "l,right", "fold(False)", "open", "Open the heading.", "Health", _HERE, "l →"),
    Command("health.close", "h,left", "fold(True)", "close", "Close the heading.", "Health", _HERE, "h ←"),
)
