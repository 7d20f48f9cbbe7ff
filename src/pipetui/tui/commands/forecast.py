"""What is done on the forecast's screen."""

from pipetui.tui.commands.command import FORECAST, Command

_HERE = frozenset({FORECAST})

ON_FORECAST: tuple[Command, ...] = (
    Command(
        "forecast.beside",
        "tab",
        "beside(1)",
        "taken apart",
        "Show the period by stage, what changed, what to trust, levers, charts; by category, source, owner.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.beside_back",
        "shift+tab",
        "beside(-1)",
        "the one before",
        "The same, the other way round.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.go_on",
        "right_parenthesis",
        "go_on(1)",
        "more of it",
        "Go on in what stands beside the deals, where it is longer than the screen.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.go_back",
        "left_parenthesis",
        "go_on(-1)",
        "back in it",
        "Go back in what stands beside the deals.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.cumulate",
        "plus",
        "cumulate",
        "cumulative",
        "Add up won, commit and best case, or show each its own.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.order",
        "o",
        "order",
        "order",
        "Sort the deals by their swing, or worst worked first.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.what_if",
        "i",
        "what_if",
        "what if",
        "Suppose rather than do: w won, x lost, t later, $ amount, D date, - smaller; never in the file's deals.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.smaller",
        "minus",
        "smaller",
        "a tenth less",
        "In what-if, suppose the deal to be a tenth smaller.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.keep", "ctrl+s", "keep", "keep scenario", "Keep what is supposed under a name.", "Forecast", _HERE
    ),
    Command(
        "forecast.scenarios",
        "W",
        "scenarios",
        "scenario",
        "Open a scenario that was kept: suppose what it does.",
        "Forecast",
        _HERE,
    ),
    Command(
        "forecast.throw_away",
        "ctrl+x",
        "throw_away",
        "throw away",
        "Throw the open scenario away; undo brings it back.",
        "Forecast",
        _HERE,
    ),
)
