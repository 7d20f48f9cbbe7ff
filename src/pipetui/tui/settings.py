"""What can be set while the app runs: each value with its choices, and what it takes for one to hold at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from pipetui.config.declared import DECLARED, Setting
from pipetui.views.finding import Findable

if TYPE_CHECKING:
    from pipetui.config.reading import Config
    from pipetui.tui.app import PipetuiApp

KIND = "setting"

SHOWN: dict[str, str] = {
    "notices.seconds": "notices stay, in seconds",
    "start": "start with",
    "pane": "pane at the start",
    "sort": "sort by",
    "dates.order": "order of dates",
    "dates.language": "language of dates",
    "forecast.period": "period of the forecast",
    "reminders.minutes": "remind, minutes before",
    "reminders.bell": "reminders ring the bell",
    "reminders.title": "terminal's title counts what waits",
    "reminders.desktop": "reminders on the desktop",
    "reminders.terminal": "reminders by the terminal",
    "reminders.quiet": "quiet hours",
}
"""What settings are called where their name in the config says too little."""


def settings_to_find(config: Config, period: str) -> Iterator[Findable]:
    """Every choice of every setting, the one that holds marked; ``period`` is the kind the strip shows."""
    for value in DECLARED:
        holds = period if value.name == "forecast.period" else config.found(value.name).value
        for choice in value.choices:
            yield Findable(
                KIND,
                f"{value.name}={choice}",
                f"{SHOWN.get(value.name, value.name)}: {_called(value.name, choice)}",
                value.help,
                "● now" if choice == holds else "",
                f"settings {value.name}",
            )


def _called(name: str, choice: Setting) -> str:
    if isinstance(choice, bool):
        return "on" if choice else "off"
    return str(choice) or ("the computer's" if name.startswith("dates.") else "none")


def choice_of(ref: str) -> tuple[str, Setting]:
    """The name and the value a hit stands for."""
    name, _, told = ref.partition("=")
    value = next(each for each in DECLARED if each.name == name)
    return name, next(choice for choice in value.choices if str(choice) == told)


def take_hold(app: PipetuiApp, name: str) -> None:
    """Has a value that was just chosen hold on the screen; what only the next start asks for is left to it."""
    if effect := _EFFECTS.get(name):
        effect(app)


def _theme(app: PipetuiApp) -> None:
    app.theme = app.config.text("theme")


def _density(app: PipetuiApp) -> None:
    app.fitting.fit_screens()


def _sort(app: PipetuiApp) -> None:
    if app.state is not None:
        app.state.board.order_by(app.config.text("sort"))
        app.redraw()


def _habits(app: PipetuiApp) -> None:
    from pipetui.values.habits import take_up

    take_up(app.config.habits())
    app.load()


def _period(app: PipetuiApp) -> None:
    from pipetui.tui.flows.period import show_period
    from pipetui.values.periods import Kind, period_of

    kind = cast(Kind, app.config.text("forecast.period"))
    fiscal_start = app.state.period.fiscal_start if app.state else 1
    show_period(app, period_of(kind, app.today(), fiscal_start))


def _pane(app: PipetuiApp) -> None:
    from pipetui.tui.screens.working import ListScreen

    screen = app.screen
    if isinstance(screen, ListScreen) and screen.pane_open is not app.config.is_on("pane"):
        screen.call_later(screen.action_pane)


_EFFECTS: dict[str, Callable[[PipetuiApp], None]] = {
    "theme": _theme,
    "density": _density,
    "sort": _sort,
    "pane": _pane,
    "dates.order": _habits,
    "dates.language": _habits,
    "forecast.period": _period,
}
