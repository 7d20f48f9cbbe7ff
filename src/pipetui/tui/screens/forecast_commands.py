"""The commands on the strip, its period and its target, and on what is shown: saved views."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen


class ForecastCommands(AskingScreen):
    """Another period, another target, another view."""

    def action_views(self) -> None:
        """Shows the saved views."""
        from pipetui.tui.flows.views import choose

        self.start(choose, self)

    def action_cards(self) -> None:
        """Asks what cards are to show."""
        from pipetui.tui.flows.fields import on_cards

        self.start(on_cards, self)

    def action_own_fields(self) -> None:
        """Shows the rep's own fields."""
        from pipetui.tui.flows.fields import own_fields

        self.start(own_fields, self)

    def action_period(self) -> None:
        """Shows another period on the strip."""
        from pipetui.tui.flows.period import period

        self.start(period, self)

    def action_target(self) -> None:
        """Sets the target of the period."""
        from pipetui.tui.flows.period import target

        self.start(target, self)
