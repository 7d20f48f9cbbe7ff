"""The screens one goes to by a key of their own, each imported when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.commands import AGENDA, CASH, FORECAST, HEALTH, HISTORY, INSIGHTS, LEADS, PEOPLE, RULES, STAGES

if TYPE_CHECKING:
    from textual.screen import Screen


def _agenda() -> Screen[None]:
    from pipetui.tui.screens.agenda import AgendaScreen

    return AgendaScreen()


def _forecast() -> Screen[None]:
    from pipetui.tui.screens.forecast import ForecastScreen

    return ForecastScreen()


def _insights() -> Screen[None]:
    from pipetui.tui.screens.insights import InsightsScreen

    return InsightsScreen()


def _health() -> Screen[None]:
    from pipetui.tui.screens.health import HealthScreen

    return HealthScreen()


def _cash() -> Screen[None]:
    from pipetui.tui.screens.cash import CashScreen

    return CashScreen()


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


def _people() -> Screen[None]:
    from pipetui.tui.screens.people import PeopleScreen

    return PeopleScreen()


LATER: dict[str, Callable[[], Screen[None]]] = {
    AGENDA: _agenda,
    FORECAST: _forecast,
    INSIGHTS: _insights,
    HEALTH: _health,
    CASH: _cash,
    LEADS: _leads,
    PEOPLE: _people,
    RULES: _rules,
    HISTORY: _history,
    STAGES: _stages,
}
"""All but the board, which is there at the start."""
