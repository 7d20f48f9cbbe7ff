"""The lead inbox: who is to be answered, worked from the top with one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import LEADS, bindings_for
from pipetui.tui.lead_text import head, lines_of
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.working import ListScreen
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.card import Card, Change, Saved
from pipetui.views.leads import Inbox, Lead

if TYPE_CHECKING:
    from pipetui.tui.state import State

EMPTY = Content.from_markup(
    "[bold $success]Every lead is worked.[/]\n\n"
    "[bold $accent]a[/]  takes one in, in one line:\n"
    "   [$dim]Acme asks for prices +Acme @'Jane Doe' source:web campaign:spring[/]\n\n"
    "[bold $accent]w[/]  makes a lead a deal    [bold $accent]s[/]  puts it off until its day    "
    "[bold $accent]x[/]  drops it\n"
    "[bold $accent]1[/]  goes to the board"
)
NO_STAGE = Content.from_markup(
    "[bold $accent]This pipeline has no stage for leads.[/]\n\n"
    "[bold $accent]pipetui stage set NAME phase=lead[/]  makes its first stage one; what is in it is in no forecast."
)


class LeadsScreen(RowScreen, ListScreen):
    """Leads to be worked, the longest unanswered first; those that wait for their day at the end."""

    NAME: ClassVar[str] = LEADS
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(LEADS)
    HELP = "The lead inbox, from the top: w makes it a deal, s puts it off until its day, x drops it, a takes one in."

    def __init__(self) -> None:
        super().__init__()
        self.inbox = Inbox()
        self._leads: dict[int, Lead] = {}
        self._new: int | None = None
        """The lead that was just taken in, for the cursor."""

    def compose_body(self) -> ComposeResult:
        """What there is in a line, the list, the pane."""
        yield Static("", id="inbox-head", markup=False)
        with Horizontal(id="body"), Vertical():
            yield RowList()
            yield Static(EMPTY, id="nothing")

    def draw(self, saved: Saved | None = None) -> None:
        """Reads the leads anew: how long each waits is of the moment."""
        if self.state is None or not self.can_draw:
            return
        if saved is not None and len(saved.changes) == 1 and saved.changes[0].before is None and saved.card:
            self._new = saved.card.id
        run_latest(self, "detail", self._read)

    async def _read(self) -> None:
        state = self.state
        if state is None:
            return
        try:
            self.inbox = await self.desk_app.desk.ask(lambda work: work.overview.inbox(state.pipeline))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self._show(state)

    def _show(self, state: State) -> None:
        sections = self.inbox.sections(state.board.lets_through)
        self._leads = {lead.card.id: lead for hand in sections.values() for lead in hand}
        rows = self.rows
        rows.put(lines_of(sections, state.today, self.size.width - (58 if self.pane_open else 0)))
        if self._new is not None:
            rows.go_to(self._new)
            self._new = None
        rows.display = bool(self._leads)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not self._leads
        nothing.update(EMPTY if state.pipeline.leads else NO_STAGE)
        self.query_one("#inbox-head", Static).update(head(self.inbox, self.size.width))
        self.query_one(FilterBar).sums(self._sums(state))
        self.tell_pane()

    def _sums(self, state: State) -> str:
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        of = f" of {len(self.inbox.leads) + len(self.inbox.nurtured):,}" if state.board.filter else ""
        return f"{name}{len(self._leads):,}{of} leads" if of else f"{name}{count(len(self._leads), 'lead')}"

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        if self.state is not None and self._leads:
            self._show(self.state)

    async def action_pane(self) -> None:
        """Shows or hides what is known of the lead."""
        await super().action_pane()
        if self.state is not None:
            self._show(self.state)

    def current_card(self) -> Card | None:
        """The lead under the cursor."""
        key = self.rows.key
        lead = self._leads.get(key) if isinstance(key, int) else None
        return lead.card if lead else None

    def card_or_tell(self) -> Card | None:
        """The lead under the cursor; where there is none, says so."""
        card = self.current_card()
        if card is None:
            self.desk_app.tell("There is no lead here. a takes one in.")
        return card

    def add_stage_id(self) -> int | None:
        """What is added here is a lead."""
        state = self.state
        return state.pipeline.leads[0].id if state and state.pipeline.leads else None

    def follow(self, change: Change) -> None:
        """Puts the cursor on a lead that came back."""
        if change.after is not None:
            self._new = change.after.id

    # Commands of the inbox

    def action_capture(self) -> None:
        """Takes in a lead."""
        from pipetui.tui.flows.leads import capture

        self.start(capture, self)

    def action_qualify(self) -> None:
        """Makes the lead a deal."""
        from pipetui.tui.flows.leads import qualify

        if card := self.card_or_tell():
            self.start(qualify, self, card)

    def action_nurture(self) -> None:
        """Puts the lead off until its day."""
        from pipetui.tui.flows.leads import nurture

        if card := self.card_or_tell():
            self.start(nurture, self, card)

    def action_lost(self) -> None:
        """Drops the lead, once a reason is given."""
        from pipetui.tui.flows.leads import drop

        if card := self.card_or_tell():
            self.start(drop, self, card)

    def action_back(self) -> None:
        """Clears the filter; else goes back to where one came from."""
        if self.desk_app.shown.filter_text:
            super().action_back()
        else:
            self.desk_app.trail.back()

    def on_row_list_opened(self) -> None:
        """Opens the lead that was clicked twice."""
        self.action_open()

    def on_row_list_moved(self) -> None:
        """Shows the lead of the new row beside the list."""
        self.tell_pane()
