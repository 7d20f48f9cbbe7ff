"""What if: the keys that close and change deals only suppose it, while that is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.tui.screens.marking import MarkScreen
from pipetui.views.suppose import AMOUNT, CLOSE, LOST, WON, Supposed, later, winning_day

if TYPE_CHECKING:
    from pipetui.values.periods import Period
    from pipetui.views.card import Card, Saved
    from pipetui.workspace import Workspace

SMALLER = 10
"""The share, in a hundred, that a deal gets smaller by with each key."""


class WhatIfScreen(MarkScreen):
    """A list of deals where things can be supposed. Nothing that is supposed reaches the file's deals."""

    is_supposing = False
    """Whether keys suppose rather than do."""

    def __init__(self) -> None:
        super().__init__()
        self.supposed: list[Supposed] = []
        self._before: list[tuple[list[Supposed], str]] = []
        """What was supposed before each key, and the scenario then, for undo."""
        self.scenario = ""
        """The name of the scenario that was opened or kept last; "" for none."""

    @property
    def period(self) -> Period | None:
        """The period that is looked at; None until there is one."""
        return None

    def worth_of(self, card: Card) -> int | None:
        """What a deal is worth by now, with what is supposed of it, in minor units of the base currency."""
        told = [each.amount for each in self.supposed if each.deal_id == card.id and each.what == AMOUNT]
        return told[-1] if told else card.base_amount

    def suppose(self, *what: Supposed) -> None:
        """Supposes something more, which is taken back together."""
        if what:
            self._remember()
            self.supposed = [*self.supposed, *what]
            self.work_out_supposed()

    def _remember(self) -> None:
        self._before.append((self.supposed, self.scenario))

    def _meant(self) -> list[Card]:
        """The deals something is supposed of: those that are marked, else the one under the cursor."""
        card = None if self.marked() else self.card_or_tell()
        return self.marked() if card is None else [card]

    def work_out_supposed(self) -> None:
        """Works out what is supposed anew."""

    def forget_scenarios(self) -> None:
        """Has scenarios read anew the next time they are shown."""

    def action_what_if(self) -> None:
        """Goes into what-if, or leaves it; what was supposed is there the next time."""
        self.is_supposing = not self.is_supposing
        self.work_out_supposed()

    def do(self, call: Callable[[Workspace], Saved], told: str | None = None) -> None:
        """Runs a command on the file, unless things are only supposed."""
        if not self._refuses():
            super().do(call, told)

    def _refuses(self) -> bool:
        """Whether a command would change the file while things are only supposed, which is said before it asks."""
        if self.is_supposing:
            self.desk_app.tell("That would change the file. Leave what-if with i first.", severity="warning")
        return self.is_supposing

    def action_won(self) -> None:
        """Closes the deal as won, or supposes it."""
        if not self.is_supposing:
            super().action_won()
        elif (period := self.period) is not None:
            self.suppose(*(Supposed(card.id, WON, winning_day(card, period, self.today())) for card in self._meant()))

    def action_lost(self) -> None:
        """Closes the deal as lost, or supposes it."""
        if not self.is_supposing:
            super().action_lost()
        else:
            self.suppose(*(Supposed(card.id, LOST) for card in self._meant()))

    def action_reschedule(self) -> None:
        """Changes the follow-up; supposes the deal to close a month later."""
        if not self.is_supposing:
            super().action_reschedule()
        else:
            self.suppose(*map(self._later, self._meant()))

    def _later(self, card: Card) -> Supposed:
        days = [each.day for each in self.supposed if each.deal_id == card.id and each.what == CLOSE]
        moved = card._replace(expected_close=days[-1]) if days else card
        return Supposed(card.id, CLOSE, later(moved, self.today()))

    def action_smaller(self) -> None:
        """Supposes the deal to be a tenth smaller."""
        if not self.is_supposing:
            self.desk_app.tell("i goes into what-if; there a deal can get smaller.")
        elif cards := self._meant():
            worth = [(card.id, amount) for card in cards if (amount := self.worth_of(card)) is not None]
            if not worth:
                self.desk_app.tell("It has no amount. $ supposes one.")
            self.suppose(
                *(Supposed(number, AMOUNT, None, round(amount * (100 - SMALLER) / 100)) for number, amount in worth)
            )

    def action_edit_field(self, name: str) -> None:
        """Edits a field; of what can be supposed, supposes another value."""
        from pipetui.tui.flows import what_if

        flows = {"amount": what_if.amount, "expected_close": what_if.close}
        if not self.is_supposing:
            super().action_edit_field(name)
        elif name not in flows:
            self._refuses()
        elif card := self.card_or_tell():
            self.start(flows[name], self, card)

    def action_target(self) -> None:
        """Sets the target, unless things are only supposed."""
        if not self._refuses():
            super().action_target()

    def action_undo(self) -> None:
        """Takes back what was done last, or what was supposed last."""
        if not self.is_supposing:
            super().action_undo()
        elif self._before:
            self.supposed, self.scenario = self._before.pop()
            self.work_out_supposed()
        else:
            self.desk_app.tell("Nothing was supposed before this. i leaves what-if.")

    def action_redo(self) -> None:
        """Does again what was undone last; what was supposed is supposed again by its key."""
        if not self._refuses():
            super().action_redo()

    def action_plan(self) -> None:
        """Plans a follow-up, unless things are only supposed."""
        if not self._refuses():
            super().action_plan()

    def action_customer(self) -> None:
        """Says what the customer does next, unless things are only supposed."""
        if not self._refuses():
            super().action_customer()

    def action_done(self) -> None:
        """Does the follow-up, unless things are only supposed."""
        if not self._refuses():
            super().action_done()

    def action_snooze(self) -> None:
        """Puts the follow-up off, unless things are only supposed."""
        if not self._refuses():
            super().action_snooze()

    def action_mail(self) -> None:
        """Fills in a mail, unless things are only supposed."""
        if not self._refuses():
            super().action_mail()

    def action_write(self) -> None:
        """Edits the deal in the rep's editor, unless things are only supposed."""
        if not self._refuses():
            super().action_write()

    def action_add(self) -> None:
        """Adds a deal, unless things are only supposed."""
        if not self._refuses():
            super().action_add()

    def action_delete(self) -> None:
        """Deletes the deal, unless things are only supposed."""
        if not self._refuses():
            super().action_delete()

    def action_log(self, kind: str) -> None:
        """Logs what happened, unless things are only supposed."""
        if not self._refuses():
            super().action_log(kind)

    def action_keep(self) -> None:
        """Keeps what is supposed as a scenario."""
        from pipetui.tui.flows.what_if import keep

        self.start(keep, self)

    def action_scenarios(self) -> None:
        """Opens a scenario."""
        from pipetui.tui.flows.what_if import open_scenario

        self.start(open_scenario, self)

    def action_throw_away(self) -> None:
        """Throws the open scenario away."""
        from pipetui.tui.flows.what_if import throw_away

        self.start(throw_away, self)

    def take_scenario(self, name: str, what: list[Supposed]) -> None:
        """Supposes what a scenario does, in the place of what was supposed, which undo brings back."""
        self._remember()
        self.scenario, self.supposed, self.is_supposing = name, what, True
        self.work_out_supposed()
