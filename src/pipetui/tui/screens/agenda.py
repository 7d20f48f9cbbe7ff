"""The agenda: follow-ups to be worked through from the top, and deals without a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import AGENDA, bindings_for
from pipetui.tui.keyboard import ROWS
from pipetui.tui.screens.marking import MarkScreen
from pipetui.tui.widgets.agenda_list import AgendaList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.money import show
from pipetui.values.text import count
from pipetui.views.agenda import Row
from pipetui.views.card import Card, Change, Saved, Step, Wait

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.cash import Entry, Owed
    from pipetui.workspace import Overview

BAR = 40
"""Cells of the bar that counts down."""

NOTHING = Content.from_markup(
    "[bold $success]Nothing is waiting for you.[/]\n\n"
    "Every open deal's next step shows up here, and every deal that has none.\n"
    "[bold $accent]1[/] goes to the board, [bold $accent]a[/] adds a deal."
)


class AgendaScreen(MarkScreen):
    """One list; each row takes one key."""

    NAME: ClassVar[str] = AGENDA
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(AGENDA)
    HELP = "The agenda: what is due, from the top. d finishes, s puts off, and both go on to the next."

    def compose_body(self) -> ComposeResult:
        """The count-down, the list, the pane."""
        yield Static("", id="progress", markup=False)
        with Horizontal(id="body"), Vertical():
            yield AgendaList()
            yield Static(NOTHING, id="nothing")

    def __init__(self) -> None:
        super().__init__()
        self._owed: list[tuple[Card, Owed]] = []
        self._to_send = 0
        """Mails that are written and due, and that nothing holds back."""

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the agenda anew; payments are read again unless it is open deals that changed."""
        if self.state is None or not self.can_draw:
            return
        changed = [card for change in saved.changes for card in change if card is not None] if saved else []
        with_payments = not changed or not all(card.is_open for card in changed)
        run_latest(self, ROWS if with_payments else "mails", self._read_beside, with_payments)
        self._draw(self.state)

    async def _read_beside(self, with_payments: bool) -> None:
        """Reads what no card has, in one reading: the mails that are to be sent, and payments that are overdue."""
        state = self.state
        if state is None:
            return
        pipeline, wanted = state.pipeline, state.board.filter

        def look(overview: Overview) -> tuple[int, list[tuple[Card, Owed]] | None]:
            owed = overview.cash.owed(pipeline, wanted) if with_payments else None
            return sum(not mail.reason for mail in overview.due_mails()), owed

        try:
            self._to_send, owed = await self.desk_app.desk.aside(look)
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if self.state is None or not self.can_draw:
            return
        if owed is None:
            self._progress()
        else:
            self._owed = owed
            self._draw(self.state)

    def _draw(self, state: State) -> None:
        state.agenda.owe(each for each in self._owed if each[0].pipeline_id == state.pipeline.id)
        rows = self.query_one(AgendaList)
        rows.tell(state)
        empty = rows.row_here is None
        rows.display = not empty
        self.query_one("#nothing").display = empty
        self._progress()
        self.tell_pane()

    def on_resize(self) -> None:
        """Tells as much at the top as there is room for."""
        if self.state is not None and self.can_draw:
            self._progress()

    def _progress(self) -> None:
        state = self.state
        assert state is not None
        done, waiting = state.finished_today, state.agenda.waiting
        whole = done + waiting
        room = min(BAR, max(10, self.size.width - 70))
        filled = round(room * done / whole) if whole else 0
        label = f" {done} of {whole} done  " if whole else " Nothing is due today.  "
        said = (
            Content(label) + Content.styled("━" * filled, "$success") + Content.styled("─" * (room - filled), "$rule")
        )
        if waiting:
            amount = show(state.agenda.waiting_amount, state.pipeline.currency)
            said += Content.styled(f"   {amount} waiting on you", "$dim")
        elif whole:
            said += Content.styled("   all done for today", "bold $success")
        late = len(state.agenda.sections["owed"])
        for number, told in (
            (self._to_send, Content.styled(f"   + sends {count(self._to_send, 'mail')}", "$accent")),
            (late, Content.styled(f"   {count(late, 'payment')} overdue", "$error")),
        ):
            if number and said.cell_length + told.cell_length <= self.size.width:
                said += told
        self.query_one("#progress", Static).update(said)

    def current_card(self) -> Card | None:
        """The deal of the row under the cursor."""
        row = self.query_one(AgendaList).row_here
        return row.card if row else None

    def current_step(self) -> Step | None:
        """The follow-up of the row under the cursor."""
        row = self.query_one(AgendaList).row_here
        return row.step if row else None

    def current_wait(self) -> Wait | None:
        """What the customer of the row under the cursor does next, where the row is of that."""
        row = self.query_one(AgendaList).row_here
        return row.wait if row else None

    def current_payment(self) -> Entry | None:
        """The payment of the row under the cursor, where the row is of one that is overdue."""
        row = self.query_one(AgendaList).row_here
        return row.owed.entry if row and row.owed else None

    # On a payment the keys of a follow-up are those of the payment, as they are on the screen of cash.

    def action_done(self) -> None:
        """Marks the payment as received today; else finishes the follow-up."""
        entry = self.current_payment()
        if entry is not None and not self.marked():
            from pipetui.tui.flows.cash import mark

            mark(self, entry, self.today())
        else:
            super().action_done()

    def action_reschedule(self) -> None:
        """Marks the payment as received on another day; else changes the follow-up."""
        if (entry := self.current_payment()) is not None:
            from pipetui.tui.flows.cash import paid_on

            self.start(paid_on, self, entry)
        else:
            super().action_reschedule()

    def action_plan(self) -> None:
        """Plans a follow-up about the payment; else one for the deal."""
        entry = self.current_payment()
        if entry is not None and not self.marked():
            from pipetui.tui.flows.owed import chase

            self.start(chase, self, entry)
        else:
            super().action_plan()

    def action_mail(self) -> None:
        """Fills in a mail about the payment; else one for the deal."""
        entry, card = self.current_payment(), self.current_card()
        if entry is not None and card is not None:
            from pipetui.tui.flows.owed import remind

            self.start(remind, self, entry, card)
        else:
            super().action_mail()

    def action_snooze(self) -> None:
        """Puts the follow-up off; a payment is not put off."""
        if self.current_payment() is not None and not self.marked():
            self.desk_app.tell("A payment is overdue until it is there: d marks it received, f plans a call about it.")
        else:
            super().action_snooze()

    def action_mark(self) -> None:
        """Marks the deal, where it is one that a command on many can take."""
        card = self.current_card()
        if card is not None and not card.is_open:
            self.desk_app.tell(f"{card.title} is won already: what is marked are open deals.")
        else:
            super().action_mark()

    def follow(self, change: Change) -> None:
        """Puts the cursor on a follow-up that came back, or else on the deal's next one."""
        before, card = change
        if card is not None:
            known = before.steps if before else ()
            step = next((step for step in card.steps if step not in known), card.next_step)
            self.query_one(AgendaList).go_to(Row(card, step))

    def action_back(self) -> None:
        """Takes marks away, clears the filter, else goes back to where one came from."""
        shown = self.desk_app.shown
        if (self.state is not None and self.state.marks) or shown.filter_text or shown.view:
            super().action_back()
        else:
            self.desk_app.trail.back()

    def action_send_due(self) -> None:
        """Sends every mail that is written and due."""
        from pipetui.tui.flows.due_mails import send_due

        self.start(send_due, self)

    def path(self) -> tuple[list[int], int]:
        """The deals of all rows, and the cursor's place."""
        return self.query_one(AgendaList).path()

    def shown(self) -> list[int]:
        """The open deals of all rows."""
        known = self.state.board.cards if self.state is not None else {}
        return [number for number in self.path()[0] if number in known]

    def show_marks(self) -> None:
        """Draws the rows with their signs."""
        self.query_one(AgendaList).refresh()

    def focus_body(self) -> None:
        """Gives the keyboard to the list."""
        self.query_one(AgendaList).focus(scroll_visible=False)

    def action_cursor(self, _across: int, down: int) -> None:
        """Moves the cursor a row."""
        self.query_one(AgendaList).move(down)

    def action_cursor_first(self) -> None:
        """Goes to the first row."""
        self.query_one(AgendaList).first()

    def action_cursor_last(self) -> None:
        """Goes to the last row."""
        self.query_one(AgendaList).last()

    def action_cursor_page(self, pages: int) -> None:
        """Goes a screenful up or down."""
        rows = self.query_one(AgendaList)
        rows.move(pages * max(1, rows.size.height - 2))

    def on_agenda_list_opened(self) -> None:
        """Opens the deal that was clicked twice."""
        self.action_open()

    def on_agenda_list_moved(self) -> None:
        """Shows the deal of the new row beside the list."""
        self.tell_pane()
