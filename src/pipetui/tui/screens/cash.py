"""Cash: what comes in and goes out, a month to a line, and under the one the cursor is in its entries."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.cash_text import Section, head, inventory_lines, listing, sections_of
from pipetui.tui.commands import CASH, bindings_for
from pipetui.tui.flows import cash as flows
from pipetui.tui.flows import cash_book, owed
from pipetui.tui.keyboard import ROWS
from pipetui.tui.screens.forecast_commands import ForecastCommands
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.undo_commands import UndoCommands
from pipetui.tui.widgets.lines import Lines, LongLines
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.money import show_whole
from pipetui.values.text import count
from pipetui.views.cash import OVERDUE, Cash, Entry
from pipetui.views.inventory import Turnover

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.card import Card, Change, Saved

ROOMY, SIDE = 150, 70
"""Cells of a screen that has room for the inventory beside the months, and of the inventory there."""

NOTHING = Content.from_markup(
    "[bold $accent]Nothing comes in or goes out yet.[/]\n\n"
    "[bold $accent]P[/]  on a deal says how it is paid: [$dim]30/70, 12 x monthly, net 30[/]\n"
    "[bold $accent]x[/]  takes an expense in one line: [$dim]rent 900 every month[/]\n"
    "[bold $accent]B[/]  sets what is on the account now, and every month's balance follows\n"
    "[bold $accent]1[/]  goes to the board"
)


class CashScreen(RowScreen, ForecastCommands, UndoCommands):
    """One list: months, and the entries of the one that is open. Expected is weighted until the odds are there."""

    NAME: ClassVar[str] = CASH
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(CASH)
    HELP = (
        "Cash: ↑ ↓ walk months and their entries, ← → go from month to month; d marks one paid, P plans a deal's "
        "payments, x adds an expense, tab shows the inventory."
    )

    def __init__(self) -> None:
        super().__init__()
        self.cash: Cash | None = None
        self.turnover: list[Turnover] = []
        self.opened: Section | None = None
        """The section whose entries are listed."""
        self.shows_inventory = False
        self.by_odds = True
        """Whether expected is by the odds, where they are there."""
        self._entries: Mapping[Hashable, Entry] = {}
        self._sections: Mapping[Hashable, Section] = {}
        self._goes_to_deal: int | None = None

    def compose_body(self) -> ComposeResult:
        """Two lines about it all, the list, the inventory beside it or in its place."""
        yield Lines(id="cash-head")
        with Horizontal(id="body"):
            with Vertical(id="months"):
                yield RowList()
                yield Static(NOTHING, id="nothing")
            yield LongLines(id="stock")

    # Reading

    def draw(self, saved: Saved | None = None) -> None:
        """Reads it all anew, aside."""
        if self.state is not None and self.can_draw:
            if self.cash is None or saved is not None:
                # The next key is for the rows as they are then; what was asked for before would bring older ones.
                self.workers.cancel_group(self, "cash")
                by_odds = self.by_odds and self.cash is not None and self.cash.method == "expected"
                run_latest(self, ROWS, self._read, by_odds=by_odds)
            else:
                run_latest(self, "cash", self._read, by_odds=self.by_odds)

    async def _read(self, *, by_odds: bool) -> None:
        state = self.state
        if state is None:
            return
        try:
            await self._work_out(state, by_odds=by_odds)
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if self.by_odds and not by_odds:  # they take longer: what is weighted is shown, and worked with, until then
            run_latest(self, "cash", self._read, by_odds=True)

    async def _work_out(self, state: State, *, by_odds: bool) -> None:
        app, pipeline, wanted = self.desk_app, state.pipeline, state.board.filter
        odds = await app.expected.odds() if by_odds else None

        def look(overview: Any) -> tuple[Cash, list[Turnover]]:
            months = overview.cash.months()
            found = overview.cash.of(pipeline, months, odds, wanted)
            return found, overview.cash.inventory(pipeline, overview.cash.months(25, 24))

        found, self.turnover = await app.desk.aside(look)
        self.cash = found
        if self.opened is None or self.opened not in sections_of(found):
            self.opened = state.today.replace(day=1)
        self.show()

    # Showing

    @property
    def is_roomy(self) -> bool:
        """Whether the inventory has room beside the months."""
        return self.size.width >= ROOMY

    @property
    def _cells(self) -> int:
        return self.size.width - (SIDE + 1 if self.is_roomy else 0)

    def show(self, *, stay: bool = True) -> None:
        """Draws what is known."""
        cash, state = self.cash, self.state
        if cash is None or state is None or not self.can_draw:
            return
        told = listing(cash, self.opened, self._cells)
        self._entries, self._sections = told.entries, told.sections
        rows = self.rows
        first = not rows.keys
        rows.put(told.lines, stay=stay)
        if first:
            rows.go_to(("section", self.opened))
        self._go_to_deal()
        has = any(True for _ in cash.entries()) or cash.opening is not None
        inside = self.shows_inventory and not self.is_roomy
        rows.display = has and not inside
        self.query_one("#nothing").display = not has and not inside
        self.query_one("#months").display = not inside
        stock = self.query_one("#stock", LongLines)
        stock.display = inside or self.is_roomy
        stock.styles.width = "1fr" if inside else SIDE
        cells = self.size.width if inside else SIDE - 2
        stock.show(inventory_lines(self.turnover, cash.currency, cells), state.pipeline.id)
        self.query_one("#cash-head", Lines).tell(head(cash, self.size.width))
        self.refresh_bars()

    def _go_to_deal(self) -> None:
        """Puts the cursor on the first entry of a deal that came back, in the open section."""
        wanted, self._goes_to_deal = self._goes_to_deal, None
        if wanted is not None:
            keys = [key for key, entry in self._entries.items() if entry.deal_id == wanted]
            if keys and self.rows.key not in keys:
                self.rows.go_to(keys[0])

    def _sums(self, state: State) -> str:
        cash = self.cash
        if cash is None:
            return ""
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        late = [entry for entry in cash.aside[OVERDUE] if entry.way == "in"]
        if not late:
            return f"{name}nothing is overdue"
        return f"{name}{count(len(late), 'payment')} overdue · {show_whole(cash.overdue_in, cash.currency)}"

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.show()

    # The cursor

    def on_row_list_moved(self) -> None:
        """Opens the section the cursor came to."""
        section = self._sections.get(self.rows.key)
        if section is not None and section != self.opened:
            self.opened = section
            self.show()

    def on_row_list_opened(self) -> None:
        """Opens the deal that was clicked twice."""
        self.action_open()

    def action_cursor(self, across: int, down: int) -> None:
        """Moves a row, or a month on or back; in the inventory a line."""
        if down and not self.rows.display:
            self.query_one("#stock", LongLines).scroll_by(down)
        elif down:
            super().action_cursor(across, down)
        elif self.cash is not None:
            sections = list(sections_of(self.cash))
            here = sections.index(self.opened) if self.opened in sections else 0
            goal = sections[max(0, min(here + across, len(sections) - 1))]
            self.opened = goal
            self.show()
            self.rows.go_to(("section", goal))

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None on a month's own line."""
        return self._entries.get(self.rows.key) if self.rows.display else None

    def current_card(self) -> Card | None:
        """The open deal under the cursor."""
        entry, state = self.entry, self.state
        return None if entry is None or state is None or entry.deal_id is None else state.board.cards.get(entry.deal_id)

    def entry_or_tell(self) -> Entry | None:
        """The entry under the cursor; where there is none, says so."""
        if self.entry is None:
            self.desk_app.tell("That is a month. Its entries are under it: ↓ goes to them.")
        return self.entry

    def follow(self, change: Change) -> None:
        """Puts the cursor on a deal that came back."""
        if change.after is not None:
            self._goes_to_deal = change.after.id

    # Commands

    def action_person(self) -> None:
        """Goes to the contact of the entry's deal, else to its company."""
        from pipetui.tui.flows.finding import show_person_of

        entry = self.entry_or_tell()
        if entry is not None and entry.deal_id is not None:
            run_beside(self, "commands", show_person_of, self.desk_app, entry.deal_id)
        elif entry is not None:
            self.desk_app.tell("This belongs to no deal.")

    def action_open(self) -> None:
        """Opens the deal of the entry."""
        entry = self.entry_or_tell()
        if entry is not None and entry.deal_id is not None:
            self.desk_app.open_deal(entry.deal_id)
        elif entry is not None:
            self.desk_app.tell("This belongs to no deal.")

    def action_paid(self) -> None:
        """Marks the entry as received, or paid, today."""
        if entry := self.entry_or_tell():
            flows.mark(self, entry, self.today())

    def action_paid_on(self) -> None:
        """Marks the entry on a day that is asked for."""
        self._on_entry(flows.paid_on)

    def action_change(self) -> None:
        """Changes the entry in one line."""
        self._on_entry(flows.change)

    def action_delete(self) -> None:
        """Deletes the payment or the expense."""
        if entry := self.entry_or_tell():
            flows.delete(self, entry)

    def action_chase(self) -> None:
        """Plans a follow-up about the payment."""
        self._on_entry(owed.chase)

    def action_mail(self) -> None:
        """Writes to the customer, about the payment where it is overdue."""
        self._on_entry(owed.remind)

    def _on_entry(self, flow: Any) -> None:
        if entry := self.entry_or_tell():
            self.start(flow, self, entry)

    def action_add_payment(self) -> None:
        """Adds a payment in one line."""
        self._with_deal(flows.add_payment)

    def action_add_expense(self) -> None:
        """Adds an expense in one line."""
        self._with_deal(flows.add_expense)

    def action_plan(self) -> None:
        """Plans how the deal is paid."""
        self._with_deal(flows.plan)

    def _with_deal(self, flow: Any) -> None:
        if self.cash is not None:
            entry = self.entry
            self.start(flow, self, self.cash.accounts, entry.deal_id if entry else None)

    def action_opening(self) -> None:
        """Sets the opening balance."""
        if self.cash is not None:
            self.start(cash_book.opening, self, self.cash)

    def action_terms(self) -> None:
        """Sets the terms of deals without a plan."""
        if self.cash is not None:
            self.start(cash_book.terms, self, self.cash)

    def action_inventory(self) -> None:
        """Shows the inventory in the place of the months, or the months again."""
        if self.is_roomy:
            self.desk_app.tell("The inventory is beside the months already.")
        else:
            self.shows_inventory = not self.shows_inventory
            self.show()

    def action_method(self) -> None:
        """Has expected be by the odds, or by probability."""
        self.by_odds = not self.by_odds
        self.draw()

    def action_back(self) -> None:
        """Back to the months, clears the filter, else goes back to where one came from."""
        if self.shows_inventory and not self.is_roomy:
            self.action_inventory()
        elif self.desk_app.shown.filter_text:
            super().action_back()
        else:
            self.desk_app.trail.back()
