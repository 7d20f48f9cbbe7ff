"""The commands on follow-ups, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen

if TYPE_CHECKING:
    from pipetui.views.card import Step


class StepCommands(AskingScreen):
    """Planning, finishing, putting off, logging."""

    def action_plan(self) -> None:
        """Plans a follow-up for the deal."""
        from pipetui.tui.flows.steps import plan

        if card := self.card_or_tell():
            self.start(plan, self, card, self.current_person())

    def action_customer(self) -> None:
        """Notes what the customer does next."""
        from pipetui.tui.flows.customers import customer

        if card := self.card_or_tell():
            self.start(customer, self, card)

    def action_done(self) -> None:
        """Finishes the follow-up under the cursor, or what the customer does, and plans the next one."""
        from pipetui.tui.flows.steps import done, plan

        card = self.card_or_tell()
        step = self.current_step()
        if card and (wait := self.current_wait()):
            from pipetui.tui.flows import customers

            self.start(customers.done, self, card, wait)
        elif card and step:
            self.start(done, self, card, step)
        elif card:
            self.start(plan, self, card)

    def _step_or_tell(self) -> Step | None:
        step = self.current_step()
        if step is None:
            self.desk_app.tell("No follow-up is planned here. f plans one.")
        return step

    def action_snooze(self) -> None:
        """Puts the follow-up off."""
        from pipetui.tui.flows.steps import snooze

        if wait := self.current_wait():
            from pipetui.tui.flows.customers import put_off

            self.start(put_off, self, wait)
        elif step := self._step_or_tell():
            self.start(snooze, self, step)

    def action_reschedule(self) -> None:
        """Changes the follow-up."""
        from pipetui.tui.flows.steps import reschedule

        if wait := self.current_wait():
            from pipetui.tui.flows.customers import change

            self.start(change, self, wait)
        elif step := self._step_or_tell():
            self.start(reschedule, self, step)

    def action_drop_step(self) -> None:
        """Takes the follow-up off the agenda, or waits no longer for the customer."""
        if wait := self.current_wait():
            self.do(lambda work: work.customers.drop(wait.id), f"Waits no longer for: {wait.what}")
        elif step := self._step_or_tell():
            self.do(lambda work: work.followups.drop(step.id), f"Dropped: {step.subject}")

    def action_log(self, kind: str) -> None:
        """Logs something that just happened."""
        from pipetui.tui.flows.steps import log

        if card := self.card_or_tell():
            self.start(log, self, card, kind, self.current_person())
