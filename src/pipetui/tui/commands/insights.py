"""What is done on the screen of insights: another window, another part, the deals behind a row."""

from pipetui.tui.commands.command import INSIGHTS, Command

_HERE = frozenset({INSIGHTS})

ON_INSIGHTS: tuple[Command, ...] = (
    Command(
        "insights.open",
        "enter",
        "open",
        "deals behind",
        "Show the deals behind the row; there, the deal under the cursor.",
        "Insights",
        _HERE,
    ),
    Command("insights.later", "l,right", "window(1)", "window on", "Look at the next window.", "Insights", _HERE, "→"),
    Command("insights.earlier", "h,left", "window(-1)", "window", "Look at the window before.", "Insights", _HERE, "←"),
    Command("insights.part", "tab", "part(1)", "next part", "Go to the next part.", "Insights", _HERE),
    Command("insights.part_back", "shift+tab", "part(-1)", "part before", "Go to the part before.", "Insights", _HERE),
    Command("insights.copy", "y", "copy", "copy", "Copy all of it as Markdown; a deal as text.", "Insights", _HERE),
)
