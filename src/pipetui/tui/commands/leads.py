"""What is done with a lead, in the inbox: each end of it has the key that end has for a deal."""

from pipetui.tui.commands.command import LEADS, Command

_HERE = frozenset({LEADS})

ON_LEADS: tuple[Command, ...] = (
    Command(
        "lead.capture",
        "a",
        "capture",
        "take in",
        "Take in a lead in one line: Acme asks for prices +Acme source:web.",
        "Lead",
        _HERE,
    ),
    Command(
        "lead.qualify",
        "w",
        "qualify",
        "qualify",
        "Make the lead a deal in the first open stage; asks its next step.",
        "Lead",
        _HERE,
    ),
    Command("lead.nurture", "s", "nurture", "nurture", "Put the lead off: it comes back on its day.", "Lead", _HERE),
    Command("lead.drop", "x", "lost", "drop", "Drop the lead; asks the reason.", "Lead", _HERE),
)
