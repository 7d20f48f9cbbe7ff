"""One command: what it is called, its keys, and where it can be given."""

from __future__ import annotations

from dataclasses import dataclass

from pipetui.config.key_names import show_keys

BOARD, AGENDA, FORECAST, DEAL, LEADS = "board", "agenda", "forecast", "deal", "leads"
RULES, STAGES, HISTORY, PLAYBOOK = "rules", "stages", "history", "playbook"
CRITERIA, INSIGHTS, HEALTH, CASH, PEOPLE = "criteria", "insights", "health", "cash", "people"
EVERYWHERE = frozenset({BOARD, AGENDA, FORECAST, INSIGHTS, HEALTH, DEAL, LEADS})
"""Every screen with deals."""

ALWAYS = EVERYWHERE | {RULES, STAGES, CRITERIA, HISTORY, CASH, PEOPLE}
"""Every screen."""

BESIDE = ALWAYS | {PLAYBOOK}
"""Every screen, and the playbook beside a deal while it has the keyboard."""

LISTS = frozenset({BOARD, AGENDA, FORECAST, INSIGHTS, HEALTH, LEADS})
OPENS = LISTS - {INSIGHTS, HEALTH}
"""Where enter opens a deal; of insights it opens the deals behind a row, and what is wrong it mends."""

ON_DEALS = EVERYWHERE - {LEADS}
"""Where a command is one on deals; the inbox has another under the same key, for what is a lead."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its ``id`` is for keymaps, ``action`` is the screen's or the app's method.

    ``keys`` are Textual's names with commas between; ``shown`` is the key as a person reads it.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    where: frozenset[str] = EVERYWHERE
    shown: str = ""

    @property
    def key_shown(self) -> str:
        """Its own key as a person reads it; the rep's may be another, which the app's keymap has."""
        return self.shown or show_keys(tuple(self.keys.split(",")))
