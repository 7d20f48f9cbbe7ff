"""The board: a column per stage, leads and closed deals folded at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import BOARD, bindings_for
from pipetui.tui.screens.board_mouse import BoardMouse
from pipetui.tui.widgets.columns import Columns
from pipetui.tui.widgets.edge import Edge
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.tui.state import State
    from pipetui.tui.widgets.column import ColumnView
    from pipetui.views.board import Column
    from pipetui.views.card import Card, Change, Saved

INVITATION = (
    "[bold $accent]An empty pipeline.[/]  [$dim]$stages[/]\n\n"
    "[bold $accent]a[/]  adds a deal in one line:\n"
    "   [$dim]Acme rollout 40k +Acme @'Jane Doe' close:eom next:call fri 15:00[/]\n\n"
    "[bold $accent]N[/]  starts from a process, with its playbook: B2B SaaS, enterprise, services, agency,\n"
    "   real estate, channel, or the file of a colleague\n\n"
    "[bold $accent]pipetui import deals.csv[/]  takes the export of a CRM or a spreadsheet as it is\n"
    "[bold $accent]pipetui demo[/]  opens a lifelike pipeline to try everything on, thrown away after\n\n"
    "[bold $accent]?[/]  shows every key"
)
"""What an empty board says, as markup; ``$stages`` are those of the pipeline."""


class BoardScreen(BoardMouse):
    """The board. The cursor is on a deal, or on a column that has none."""

    NAME: ClassVar[str] = BOARD
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(BOARD)
    HELP = "The board: one column per stage. Move the cursor with the arrows or hjkl, the deal with H and L."

    def __init__(self) -> None:
        super().__init__()
        self.leads_open = False
        self.closed_open = False
        self._opened: frozenset[int | str] = frozenset()
        """The columns that were opened and are yet to be put up."""
        self._came_from: int | None = None
        """The number of the deal the cursor was on before they were."""
        self._wanted_key: tuple[object, ...] = ()
        """What the columns are to be: whether they are dense, and which."""
        self._built: tuple[object, ...] = ()
        """What they are."""

    def compose_body(self) -> ComposeResult:
        """The row of columns; what is folded at its ends comes with them, when the file is read."""
        with Horizontal(id="body"):
            yield Columns(id="columns")

    def _wanted(self) -> list[Column]:
        state = self.state
        if state is None:
            return []
        return [
            column
            for column in state.board.columns
            if (not column.is_lead or self.leads_open) and (not column.is_closed or self.closed_open)
        ]

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the board anew; after a command, only the columns it touched."""
        state = self.state
        if state is None or not self.can_draw:
            return
        wanted = self._wanted()
        key = (self.is_dense, tuple(column.key for column in wanted))
        if key != self._wanted_key:
            self._wanted_key = key
            run_latest(self, "columns", self._rebuild, wanted)
        if key != self._built:
            return  # The columns are being put up, and draw what is known by then.
        for view, column in zip(self.views, wanted, strict=False):
            view.show_of(state, column)
        touched = None if saved is None else _columns_of(saved)
        for view in self.views:
            if touched is None or view.column.key in touched:
                view.show()
        if saved is not None and saved.card is not None and len(saved.changes) == 1:
            self._follow(saved.card)
        self._settle()
        self._edges()

    async def _rebuild(self, wanted: list[Column]) -> None:
        state = self.state
        assert state is not None
        from pipetui.tui.widgets.column import ColumnView

        columns = self.query_one(Columns)
        if not self.query(Edge):
            body = self.query_one("#body")
            await body.mount(Edge("leads", "ink-dim", name="leads-edge"), before=columns)
            closed = (Edge("won", "ink-good", name="won-edge"), Edge("lost", "ink-dim", name="lost-edge"))
            await body.mount_all(closed, after=columns)
        was = self._key_here()
        await columns.query(ColumnView).remove()
        self._views = views = [ColumnView(column, state, dense=self.is_dense) for column in wanted]
        await columns.mount_all(views)
        self._built = (self.is_dense, tuple(column.key for column in wanted))
        columns.fit()
        keys = [view.column.key for view in views]
        if was in keys:
            self._place = keys.index(was)
        elif was is None:
            self._place = next(
                (place for place, view in enumerate(views) if len(view.column.lane) and not view.column.is_lead), 0
            )
        self._look_at_opened(views)
        self.draw()
        if self.query("Input:focus"):
            return
        self.focus_body()

    def _look_at_opened(self, views: Sequence[ColumnView]) -> None:
        """Shows the columns that were just opened; the cursor goes to them where both can't be seen."""
        opened = [place for place, view in enumerate(views) if view.column.key in self._opened]
        self._opened = frozenset()
        if not opened:
            return
        columns = self.query_one(Columns)
        nearest = min(opened, key=lambda place: abs(place - self._place))
        if abs(nearest - self._place) >= columns.seen:
            self._place = next((place for place in opened if len(views[place].column.lane)), nearest)
        columns.call_after_refresh(columns.look_at, views[nearest])

    def _edges(self) -> None:
        state = self.state
        assert state is not None
        board = state.board
        leads = [column for column in board.columns if column.is_lead]
        edge = self.query_one("#leads-edge", Edge)
        edge.display = bool(leads) and not self.leads_open
        edge.count(sum(column.sums.number for column in leads))
        for name in ("won", "lost"):
            edge = self.query_one(f"#{name}-edge", Edge)
            edge.display = not self.closed_open
            edge.count(next(column.sums.number for column in board.columns if column.key == name))
        empty = not board.cards
        for view in self.views:
            view.display = not empty
        invitation = self.query("#invitation")
        if not empty:
            invitation.remove()
            return
        said = Content.from_markup(INVITATION, stages=" · ".join(stage.name for stage in state.pipeline.stages))
        if invitation:
            invitation.first(Static).update(said)
        else:
            self.query_one(Columns).mount(Static(said, id="invitation"))

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.draw()

    def add_stage_id(self) -> int | None:
        """A new deal goes where the cursor is, unless there is none to be seen."""
        view = self._view()
        if (
            view is None
            or not view.display
            or view.column.stage is None
            or (view.column.is_lead and not self.leads_open)
        ):
            return None
        return view.column.stage.id

    def reveal(self, card: Card) -> None:
        """Goes to a deal, opening what is folded over it."""
        state = self.state
        column = state.board.column_of(card) if state else None
        if column is None:
            return
        self.leads_open = self.leads_open or column.is_lead
        self.closed_open = self.closed_open or column.is_closed
        self._on = card.id
        self.draw()
        self.call_after_refresh(self._go_to, card)

    def follow(self, change: Change) -> None:
        """Puts the cursor on the deal of a change, where it is shown."""
        if change.after is not None:
            self._go_to(change.after)

    def _go_to(self, card: Card) -> None:
        self._follow(card)
        self._settle()

    # Commands of the board

    def action_leads(self) -> None:
        """Opens or folds the leads."""
        self.leads_open = not self.leads_open
        self._go_along(self.leads_open, lambda column: column.is_lead)
        self.draw()

    def _go_along(self, opened: bool, which: Callable[[Column], bool]) -> None:
        """Has the cursor go to columns that open, and back to where it was when they fold over it."""
        state = self.state
        if state is None:
            return
        keys = frozenset(column.key for column in state.board.columns if which(column))
        if opened:
            self._opened = keys
            if self._key_here() not in keys:
                self._came_from = self._on
        elif self._key_here() in keys and self._came_from in state.board.cards:
            self._on = self._came_from

    def action_closed(self) -> None:
        """Opens or folds what was won and lost; it is read the first time."""
        self.closed_open = not self.closed_open
        self._go_along(self.closed_open, lambda column: column.is_closed)
        state = self.state
        if self.closed_open and state is not None and not state.board.closed_read:
            run_latest(self, "closed", self._read_closed, state)
        else:
            self.draw()

    async def _read_closed(self, state: State) -> None:
        pipeline_id, period = state.pipeline.id, state.period
        try:
            cards = await self.desk_app.desk.ask(lambda work: work.overview.closed_cards(pipeline_id, period))
        except PipetuiError as error:
            self.closed_open = False
            self.desk_app.tell(str(error), severity="error")
            return
        state.board.read_closed(cards)
        self.draw()

    async def on_filter_bar_left(self) -> None:
        """Goes back to the deals; where all that match are folded away, unfolds them."""
        await super().on_filter_bar_left()
        board = self.state.board if self.state is not None else None
        if board is None or board.filter is None or board.shown.number:
            return
        if board.leads_shown and not self.leads_open:
            self.action_leads()
        elif "open" not in board.filter.statuses and not self.closed_open:
            self.action_closed()

    def on_edge_opened(self, event: Edge.Opened) -> None:
        """Opens what was clicked."""
        if event.edge.id == "leads-edge":
            self.action_leads()
        else:
            self.action_closed()

    def action_sort(self) -> None:
        """Sorts the columns by the next measure."""
        from pipetui.views.board import SORTS

        state = self.state
        if state is not None:
            names = list(SORTS)
            sort = names[(names.index(state.board.sort) + 1) % len(names)]
            self.desk_app.choose("sort", sort)
            self.desk_app.tell(f"Sorted by {SORTS[sort][0]}")


def _columns_of(saved: Saved) -> set[int | str]:
    """The keys of the columns the deals of a command were in and are in."""
    keys: set[int | str] = set()
    for change in saved.changes:
        for card in change:
            if card is not None:
                keys.add(card.stage_id if card.is_open else card.status)
    return keys
