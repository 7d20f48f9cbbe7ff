"""A screen to work on: every command, and what is known of the deal under the cursor beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.deal_commands import DealCommands
from pipetui.tui.screens.forecast_commands import ForecastCommands
from pipetui.tui.screens.pipeline_commands import PipelineCommands
from pipetui.tui.screens.playbook_commands import PlaybookCommands
from pipetui.tui.screens.step_commands import StepCommands
from pipetui.tui.screens.undo_commands import UndoCommands
from pipetui.tui.workers import run_latest

if TYPE_CHECKING:
    from textual.content import Content


class WorkingScreen(DealCommands, StepCommands, PlaybookCommands, ForecastCommands, UndoCommands):
    """A screen with all commands."""


class ListScreen(WorkingScreen, PipelineCommands):
    """A screen with a list of deals, and a pane that shows the one under the cursor."""

    pane_open = False

    def on_mount(self) -> None:
        """Opens the pane where the rep always has it open."""
        super().on_mount()
        if self.desk_app.config.is_on("pane"):
            self.call_later(self.action_pane)

    def action_open(self) -> None:
        """Opens the deal in full."""
        if card := self.card_or_tell():
            self.desk_app.open_deal(card.id)

    def action_edit(self) -> None:
        """Opens the deal, to edit its fields."""
        self.action_open()

    async def action_pane(self) -> None:
        """Shows or hides what is known of the deal."""
        from pipetui.tui.widgets.pane import Pane

        self.pane_open = not self.pane_open
        if self.pane_open:
            await self.close_playbook()
            await self.query_one("#body").mount(Pane())
        else:
            await self.query(Pane).remove()
        self.tell_pane()

    async def make_room(self) -> None:
        """Closes the pane: there is room for one thing beside the list."""
        if self.pane_open:
            await self.action_pane()

    def tell_pane(self) -> None:
        """Shows the deal under the cursor beside the list: the card at once, the rest when it is read."""
        self.tell_playbook()
        state = self.state
        if state is None or not self.pane_open:
            return
        from pipetui.tui.widgets.pane import Pane

        card = self.current_card()
        self.query_one(Pane).tell(state, card, None)
        if card is not None:
            run_latest(self, "pane", self._read_detail, card.id)

    async def _read_detail(self, card_id: int) -> None:
        from pipetui.tui.widgets.pane import Pane

        detail = await self.desk_app.read_detail(card_id)
        cash = [] if detail is None else await self._read_cash(card_id)
        state, card = self.state, self.current_card()
        if detail is not None and state is not None and card is not None and card.id == card_id:
            for pane in self.query(Pane):
                pane.tell(state, detail.card, detail, cash)

    async def _read_cash(self, card_id: int) -> list[Content]:
        """A deal's cash in a few lines; none where it has no payments and no expenses."""
        from pipetui.tui.widgets.cash_list import short
        from pipetui.values.errors import PipetuiError

        try:
            cash = await self.desk_app.desk.aside(lambda overview: overview.cash.of_deal(card_id))
        except PipetuiError:  # the deal or the file is gone: whoever reads the deal itself says so
            return []
        return short(cash, self.today()) if cash.payments or cash.expenses else []
