"""The commands on the deal under the cursor, the same on every screen."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.workers import run_beside


class DealCommands(AskingScreen):
    """Moving, winning, losing, editing, adding, deleting, copying."""

    def action_stage(self, by: int) -> None:
        """Moves the deal a stage on or back."""
        if card := self.card_or_tell():
            self.do(lambda work: work.deals.step(card.id, by))

    def action_won(self) -> None:
        """Closes the deal as won."""
        if card := self.card_or_tell():
            from pipetui.values.money import show

            amount = f", {show(card.amount, card.currency)}" if card.amount is not None else ""
            self.do(lambda work: work.deals.win(card.id), f"Won: {card.title}{amount}")

    def action_reopen(self) -> None:
        """Opens a closed deal again."""
        if card := self.card_or_tell():
            self.do(lambda work: work.deals.reopen(card.id), f"Reopened {card.title}")

    def action_lost(self) -> None:
        """Closes the deal as lost, once a reason is given."""
        from pipetui.tui.flows.deals import lose

        if card := self.card_or_tell():
            self.start(lose, self, card)

    def action_delete(self) -> None:
        """Deletes the deal, once that is confirmed."""
        from pipetui.tui.flows.deals import delete

        if card := self.card_or_tell():
            self.start(delete, self, card)

    def action_copy(self) -> None:
        """Copies the deal as text."""
        from pipetui.tui.flows.copy import copy

        if card := self.card_or_tell():
            run_beside(self, "commands", copy, self, [card])

    def action_person(self) -> None:
        """Goes to the deal's contact, else to its company."""
        from pipetui.tui.flows.finding import show_person_of

        if card := self.card_or_tell():
            run_beside(self, "commands", show_person_of, self.desk_app, card.id)

    def action_mail(self) -> None:
        """Fills in a mail for the deal, and copies, plans or sends it."""
        from pipetui.tui.flows.mail import mail

        if card := self.card_or_tell():
            self.start(mail, self, card, self.current_person())

    def action_edit_field(self, name: str) -> None:
        """Edits a field of the deal; the strip answers to each letter."""
        from pipetui.tui.flows.deals import edit

        if card := self.card_or_tell():
            self.start(edit, self, card, name)

    def action_write(self) -> None:
        """Edits the deal in the rep's own editor."""
        from pipetui.tui.flows.write import write

        if card := self.card_or_tell():
            self.start(write, self, card)

    def action_add(self) -> None:
        """Adds a deal in one line."""
        from pipetui.tui.flows.entry import add

        self.start(add, self)
