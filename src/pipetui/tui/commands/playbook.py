"""The playbook beside a deal: opening it, and what is done inside it."""

from pipetui.tui.commands.command import EVERYWHERE, PLAYBOOK, Command

_HERE = frozenset({PLAYBOOK})

ON_PLAYBOOK: tuple[Command, ...] = (
    Command(
        "playbook.show",
        "b",
        "playbook",
        "playbook",
        "What the stage is for and asks for, beside the deal.",
        "Deal",
        EVERYWHERE | _HERE,
    ),
    Command(
        "playbook.tick",
        "space,enter",
        "tick",
        "tick",
        "Tick the line, take the tick away, or fill in what it asks for.",
        "Playbook",
        _HERE,
        "space",
    ),
    Command("playbook.edit", "e", "edit_playbook", "edit", "Edit what the stage asks for and says.", "Playbook", _HERE),
    Command("playbook.outside", "E", "edit_outside", "your editor", "The same in $EDITOR.", "Playbook", _HERE),
)
