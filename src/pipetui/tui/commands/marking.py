"""Marking deals, for whatever is done next."""

from pipetui.tui.commands.command import AGENDA, BOARD, EVERYWHERE, FORECAST, HEALTH, Command

_HERE = frozenset({BOARD, AGENDA, FORECAST, HEALTH})

MARKING: tuple[Command, ...] = (
    Command(
        "mark.one",
        "space",
        "mark",
        "mark",
        "Mark the deal; what is done next is done to all marked.",
        "Marks",
        _HERE,
    ),
    Command(
        "mark.down", "J,shift+down", "mark_range(1)", "mark down", "Mark this deal and the next.", "Marks", _HERE, "J"
    ),
    Command(
        "mark.up", "K,shift+up", "mark_range(-1)", "mark up", "Mark this deal and the one before.", "Marks", _HERE, "K"
    ),
    Command(
        "mark.all",
        "asterisk",
        "mark_all",
        "mark all",
        "Mark all that the filter shows, or take all their marks away.",
        "Marks",
        _HERE,
    ),
    Command(
        "deal.tags",
        "number_sign",
        "edit_field('tags')",
        "tags",
        "Edit the tags; of marked deals +hot and -cold.",
        "Deal",
        EVERYWHERE,
    ),
    Command(
        "deal.export",
        "X",
        "export",
        "export",
        "Write the marked deals, or all shown, to a CSV file.",
        "Deal",
        _HERE,
    ),
    Command("deal.owner", "O", "edit_field('owner')", "owner", "Edit whose deal it is.", "Deal", EVERYWHERE),
)
