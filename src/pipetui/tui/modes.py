"""The screens one goes to by a key of their own, each imported when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

<<<<<<< HEAD
from pipetui.tui.commands import AGENDA, FORECAST, HISTORY, INSIGHTS, LEADS, RULES, STAGES
=======
from pipetui.tui.commands import AGENDA, CASH, FORECAST, HISTORY, LEADS, RULES, STAGES
>>>>>>> ab7b80e (Cash: what comes in and goes out, per month and per deal, on a screen and on the command line)

if TYPE_CHECKING:
    from textual.screen import Screen


def _agenda() -> Screen[None]:
    from pipetui.tui.screens.agenda import AgendaScreen

    return AgendaScreen()


def _forecast() -> Screen[None]:
    from pipetui.tui.screens.forecast import ForecastScreen

    return ForecastScreen()


<<<<<<< HEAD
def _insights() -> Screen[None]:
    from pipetui.tui.screens.insights import InsightsScreen

    return InsightsScreen()
=======
def _cash() -> Screen[None]:
    from pipetui.tui.screens.cash import CashScreen

    return CashScreen()
>>>>>>> ab7b80e (Cash: what comes in and goes out, per month and per deal, on a screen and on the command line)


def _leads() -> Screen[None]:
    from pipetui.tui.screens.leads import LeadsScreen

    return LeadsScreen()


def _history() -> Screen[None]:
    from pipetui.tui.screens.history import HistoryScreen

    return HistoryScreen()


def _rules() -> Screen[None]:
    from pipetui.tui.screens.rules import RulesScreen

    return RulesScreen()


def _stages() -> Screen[None]:
    from pipetui.tui.screens.stages import StagesScreen

    return StagesScreen()


LATER: dict[str, Callable[[], Screen[None]]] = {
    AGENDA: _agenda,
    FORECAST: _forecast,
<<<<<<< HEAD
    INSIGHTS: _insights,
=======
    CASH: _cash,
>>>>>>> ab7b80e (Cash: what comes in and goes out, per month and per deal, on a screen and on the command line)
    LEADS: _leads,
    RULES: _rules,
    HISTORY: _history,
    STAGES: _stages,
}
"""All but the board, which is there at the start."""
