"""What is done with rules, on their screen."""

from pipetui.tui.commands.command import RULES, Command

_HERE = frozenset({RULES})

ON_RULES: tuple[Command, ...] = (
    Command("rule.add", "a", "add", "new rule", "Write a rule; it is tried out as you type.", "Rule", _HERE),
    Command("rule.edit", "e,enter", "edit", "edit", "Change the rule under the cursor.", "Rule", _HERE, "e"),
    Command("rule.switch", "space", "switch", "on or off", "Switch the rule on or off.", "Rule", _HERE),
    Command(
        "rule.earlier", "K", "shift(-1)", "earlier", "Have the rule follow before the one above it.", "Rule", _HERE
    ),
    Command("rule.later", "J", "shift(1)", "later", "Have the rule follow after the one below it.", "Rule", _HERE),
    Command("rule.delete", "delete", "delete", "delete", "Delete the rule; undo brings it back.", "Rule", _HERE),
)
