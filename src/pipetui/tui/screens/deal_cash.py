"""The cash of a deal on its screen: what it is paid in and what it costs, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from pipetui.tui.screens.working import WorkingScreen
from pipetui.tui.widgets.cash_list import CashList, title
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.views.cash import DealCash, Entry


class CashOnDeal(WorkingScreen):
    """While the section has the keyboard, the keys of a follow-up are those of a payment or an expense."""

    deal_id: int
    cash: DealCash | None = None

    def read_cash(self) -> None:
        """Reads the deal's cash anew, aside."""
        run_latest(self, "cash", self._read_cash)

    async def _read_cash(self) -> None:
        try:
            number = self.deal_id
            self.cash = await self.desk_app.desk.aside(lambda overview: overview.cash.of_deal(number))
        except PipetuiError:  # the deal or the file is gone: whoever reads the deal itself says so
            return
        if self.can_draw:
            self.query_one(CashList).tell(self.cash, self.today())
            self.query_one("#cash-title", Static).update(title(self.cash))

    @property
    def cash_entry(self) -> Entry | None:
        """The payment or expense under the cursor, while the section has the keyboard."""
        return self.query_one(CashList).entry

    def action_done(self) -> None:
        """Marks the payment or expense as paid today; else finishes the follow-up."""
        if entry := self.cash_entry:
            from pipetui.tui.flows import cash

            cash.mark(self, entry, self.today())
        else:
            super().action_done()

    def action_reschedule(self) -> None:
        """Marks it as paid on another day; else changes the follow-up."""
        if not self._on_entry("paid_on"):
            super().action_reschedule()

    def action_delete(self) -> None:
        """Deletes the payment or expense; else the deal."""
        if entry := self.cash_entry:
            from pipetui.tui.flows import cash

            cash.delete(self, entry)
        else:
            super().action_delete()

    def action_drop_step(self) -> None:
        """Deletes the payment or expense; else takes the follow-up off the agenda."""
        if self.cash_entry:
            self.action_delete()
        else:
            super().action_drop_step()

    def action_plan_payments(self) -> None:
        """Plans how the deal is paid."""
        self._of_deal("plan")

    def action_add_payment(self) -> None:
        """Adds a payment in one line."""
        self._of_deal("add_payment")

    def action_add_expense(self) -> None:
        """Adds an expense in one line."""
        self._of_deal("add_expense")

    def change_entry(self) -> bool:
        """Changes the payment or expense under the cursor; whether there is one."""
        return self._on_entry("change")

    def _on_entry(self, flow: str) -> bool:
        entry = self.cash_entry
        if entry is None:
            return False
        from pipetui.tui.flows import cash

        self.start(getattr(cash, flow), self, entry)
        return True

    def _of_deal(self, flow: str) -> None:
        if self.cash is None:
            return
        from pipetui.tui.flows import cash

        self.start(getattr(cash, flow), self, {self.deal_id: self.cash.account}, self.deal_id)
