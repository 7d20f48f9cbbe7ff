"""Mark, then act: the commands on deals take all that are marked, and the one under the cursor where none is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipetui.tui.marks import SIGN
from pipetui.tui.screens.working import ListScreen
from pipetui.tui.workers import run_beside

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.card import Card


class MarkScreen(ListScreen):
    """A list of deals that can be marked. A screen says which deals its cursor goes through, and which it shows."""

    def path(self) -> tuple[Sequence[int], int]:
        """The numbers of the deals the cursor goes through up and down, and its place among them."""
        raise NotImplementedError  # each list says it for itself

    def shown(self) -> Sequence[int]:
        """The numbers of all deals on the screen, seen or scrolled away."""
        raise NotImplementedError  # each list says it for itself

    def show_marks(self) -> None:
        """Draws the signs of the marks."""
        raise NotImplementedError  # each list says it for itself

    def marked(self) -> list[Card]:
        """The deals that are marked, whether the filter shows them or not."""
        state = self.state
        if state is None:
            return []
        return [card for number in state.marks if (card := state.board.cards.get(number)) is not None]

    def _sums(self, state: State) -> str:
        cards = self.marked()
        if not cards:
            return super()._sums(state)
        from pipetui.values.money import show_whole
        from pipetui.views.sums import Sums

        sums, currency = Sums.of(cards), state.pipeline.currency
        told = [f"{SIGN} {sums.number:,} marked", show_whole(sums.amount, currency)]
        if self.app.size.width >= 100:
            told.append(f"weighted {show_whole(sums.weighted, currency)}")
        if hidden := sum(not state.board.lets_through(card) for card in cards):
            told.append(f"{hidden:,} not shown")
        return " · ".join(told)

    def _marks_changed(self) -> None:
        self.show_marks()
        self.refresh_bars()

    # Marking

    def action_mark(self) -> None:
        """Marks the deal, or takes its mark away, and goes on to the next."""
        card, state = self.card_or_tell(), self.state
        if card is not None and state is not None:
            state.marks.toggle(card.id)
            self.action_cursor(0, 1)
            self._marks_changed()

    def action_mark_range(self, by: int) -> None:
        """Marks the deal and its neighbour; going back takes the marks away again."""
        state = self.state
        if state is not None and self.card_or_tell() is not None:
            path, here = self.path()
            state.marks.stretch(path, here, by)
            self.action_cursor(0, by)
            self._marks_changed()

    def action_mark_all(self) -> None:
        """Marks all that is shown; where all is marked already, takes the marks away."""
        if self.state is not None:
            self.state.marks.toggle_all(list(dict.fromkeys(self.shown())))
            self._marks_changed()

    def action_cursor(self, across: int, down: int) -> None:
        """Moves the cursor."""
        raise NotImplementedError  # each list says it for itself

    def action_back(self) -> None:
        """Takes the marks away; then what ``esc`` does everywhere."""
        if self.state is not None and self.state.marks:
            self.state.marks.clear()
            self._marks_changed()
        else:
            super().action_back()

    # Commands that take all that are marked

    def action_stage(self, by: int) -> None:
        """Moves the deals a stage on or back."""
        if cards := self.marked():
            from pipetui.tui.flows.many import act

            numbers = [card.id for card in cards]
            act(self, lambda work, insist: work.bulk.step(numbers, by, insist))
        else:
            super().action_stage(by)

    def action_won(self) -> None:
        """Closes the deals as won."""
        if cards := self.marked():
            from pipetui.tui.flows.many import act

            numbers = [card.id for card in cards]
            act(self, lambda work, insist: work.bulk.win(numbers, insist=insist))
        else:
            super().action_won()

    def action_lost(self) -> None:
        """Closes the deals as lost, once a reason is given for all."""
        if cards := self.marked():
            from pipetui.tui.flows.many import lose

            self.start(lose, self, cards)
        else:
            super().action_lost()

    def action_reopen(self) -> None:
        """Opens the closed ones of the deals again."""
        if cards := self.marked():
            numbers = [card.id for card in cards]
            self.do_told(lambda work: work.bulk.reopen(numbers))
        else:
            super().action_reopen()

    def action_done(self) -> None:
        """Finishes the next step of each of the deals."""
        if cards := self.marked():
            from pipetui.tui.flows.many import done

            self.start(done, self, cards)
        else:
            super().action_done()

    def action_snooze(self) -> None:
        """Puts the next step of each of the deals off."""
        if cards := self.marked():
            from pipetui.tui.flows.many import snooze

            self.start(snooze, self, cards)
        else:
            super().action_snooze()

    def action_delete(self) -> None:
        """Deletes the deals, once that is confirmed."""
        if cards := self.marked():
            from pipetui.tui.flows.many import delete

            self.start(delete, self, cards)
        else:
            super().action_delete()

    def action_copy(self) -> None:
        """Copies the deals as CSV."""
        if cards := self.marked():
            from pipetui.tui.flows.copy import copy

            run_beside(self, "commands", copy, self, cards)
        else:
            super().action_copy()

    def action_export(self) -> None:
        """Writes the deals, or all that are shown, to a file."""
        from pipetui.tui.flows.export import export

        numbers = [card.id for card in self.marked()] or list(dict.fromkeys(self.shown()))
        if numbers:
            self.start(export, self, numbers)
        else:
            self.desk_app.tell("There is no deal here. a adds one.")

    def action_edit_field(self, name: str) -> None:
        """Edits a field of the deals; the strip answers to each letter."""
        if cards := self.marked():
            from pipetui.tui.flows.many import edit

            self.start(edit, self, cards, name)
        else:
            super().action_edit_field(name)

    def action_plan(self) -> None:
        """Plans the same follow-up for each of the deals."""
        if cards := self.marked():
            from pipetui.tui.flows.many import plan

            self.start(plan, self, cards)
        else:
            super().action_plan()
