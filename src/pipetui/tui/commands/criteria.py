"""What is done with the lines a stage asks for, on their screen."""

from pipetui.tui.commands.command import CRITERIA, Command

_HERE = frozenset({CRITERIA})

ON_CRITERIA: tuple[Command, ...] = (
    Command("criterion.add", "a", "add", "new line", "Add what the buyer has to have done.", "Line", _HERE),
    Command(
        "criterion.word",
        "e,enter",
        "word",
        "word anew",
        "Word it anew, and say which field it asks for.",
        "Line",
        _HERE,
        "e",
    ),
    Command(
        "criterion.insist",
        "space",
        "insist",
        "a must or not",
        "A must lets no deal past; a soft one can be passed over.",
        "Line",
        _HERE,
    ),
    Command(
        "criterion.list",
        "c",
        "advise",
        "checklist",
        "To the checklist, which is never in the way, or back.",
        "Line",
        _HERE,
    ),
    Command("criterion.earlier", "K", "shift(-1)", "earlier", "Move the line a place up.", "Line", _HERE),
    Command("criterion.later", "J", "shift(1)", "later", "Move the line a place down.", "Line", _HERE),
    Command("criterion.delete", "delete", "delete", "delete", "Take the line away, with its ticks.", "Line", _HERE),
    Command(
        "criterion.back",
        "h,left",
        "stage(-1)",
        "stage before",
        "What the stage before asks for.",
        "Stage",
        _HERE,
        "h ←",
    ),
    Command(
        "criterion.on", "l,right", "stage(1)", "stage after", "What the stage after asks for.", "Stage", _HERE, "l →"
    ),
    Command("criterion.text", "E", "text", "as text", "The whole playbook of the stage, as text.", "Stage", _HERE),
)
