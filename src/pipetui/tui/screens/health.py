"""Health: everything wrong with the data, worst money first, each with the key that mends it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import HEALTH, bindings_for
from pipetui.tui.health_text import ACCEPTED, head, lines_of
from pipetui.tui.marks import SIGN
from pipetui.tui.screens.marking import MarkScreen
from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.card import Card, Saved, Step, Wait
from pipetui.views.health import Group, Health, Hit

if TYPE_CHECKING:
    from pipetui.sales.accepting import Fine
    from pipetui.tui.state import State
    from pipetui.views.history import PutBack
    from pipetui.workspace import Workspace

TALL = 45
"""Lines of a screen that has room for more than the worst finding: those that fit are open from the start."""

SOUND = Content.from_markup(
    "[bold $success]Nothing is wrong.[/]\n\n"
    "Every deal has an amount, a date, a next step and somebody to talk to; none is late, and none rots.\n"
    "What goes wrong shows up here, the worst money first, each with the key that mends it.\n\n"
    "[bold $accent]1[/]  goes to the board    [bold $accent]2[/]  to the agenda"
)
NOT_HERE = Content.from_markup(
    "[bold $accent]Nothing is wrong with what the filter shows.[/]\n\n[bold $accent]esc[/]  shows all."
)


class HealthScreen(RowScreen, MarkScreen):
    """Findings that open to their deals; the cursor goes on to the next once one is mended."""

    NAME: ClassVar[str] = HEALTH
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(HEALTH)
    HELP = "What is wrong with the data, the worst money first: enter mends it, z says that it is fine as it is."

    def __init__(self) -> None:
        super().__init__()
        self.found: Health | None = None
        self._whole = 0
        """The most there was to mend since this was opened: what the bar counts down from."""
        self._opened: set[str] = set()
        self._all_closed = False
        """Whether the rep closed all headings: else the first is opened once the others are mended."""
        self._hits: dict[Hashable, Hit] = {}
        """Of the rows that are deals, by their keys."""
        self._groups: dict[str, tuple[Hit, ...]] = {}
        self._is_put_back = False
        """Whether something was undone, and what is wrong again is yet to be read."""
        self._next: Hashable | None = None
        """Where the cursor goes once what is wrong is read anew."""

    def compose_body(self) -> ComposeResult:
        """The score, the list, the pane."""
        yield Static("", id="health-head", markup=False)
        with Horizontal(id="body"), Vertical():
            yield RowList()
            yield Static(SOUND, id="nothing")

    def on_mount(self) -> None:
        """Nothing is said before it is known."""
        super().on_mount()
        self.query_one("#nothing").display = False
        self.rows.sign_of = self._sign_of

    def draw(self, saved: Saved | None = None) -> None:
        """Reads what is wrong anew, aside; the next key waits for where the cursor goes."""
        if self.state is not None and self.can_draw:
            run_latest(self, "detail", self._read)

    async def _read(self) -> None:
        state = self.state
        if state is None:
            return
        pipeline = state.pipeline
        try:
            found = await self.desk_app.desk.aside(lambda overview: overview.health(pipeline))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        state = self.state
        if state is None or state.pipeline.id != pipeline.id:
            return
        if self._is_put_back and self.found is not None:
            came = [hit for group in found.groups for hit in group.hits if hit.key not in self._hits]
            if came := [hit for hit in came if state.board.lets_through(hit.card)]:
                self._opened.add(came[0].finding.id)
                self._next = came[0].key
        self._is_put_back = False
        self.found = found
        self.desk_app.troubles.know(pipeline.id, found.serious)
        self._whole = max(self._whole, found.number)
        self._show(state)

    def _show(self, state: State) -> None:
        found = self.found
        if found is None:
            return
        groups = [group for each in found.groups if (group := _let_through(each, state)).hits]
        accepted = [hit for hit in found.accepted if state.board.lets_through(hit.card)]
        self._groups = {group.finding.id: group.hits for group in groups} | {ACCEPTED: tuple(accepted)}
        if groups and not self._opened & {group.finding.id for group in groups} and not self._all_closed:
            self._opened.add(groups[0].finding.id)
            if self.rows.key is None and self.size.height >= TALL:
                self._opened |= _that_fit(groups, self.rows.size.height)
        self._hits = {hit.key: hit for group in groups for hit in group.hits}
        self._hits |= {(ACCEPTED, *hit.key): hit for hit in accepted}
        rows, room = self.rows, self.size.width - (58 if self.pane_open else 0)
        is_first, before, here = rows.key is None, rows.keys, rows.index
        was = rows.key
        rows.put(lines_of(groups, accepted, self._opened, state.pipeline, room))
        if self._next is None and not is_first:
            self._next = _next_of(before, here, rows.keys)
            if (
                isinstance(was, tuple)
                and was not in rows.keys
                and self._next in self._groups
                and self._next != ACCEPTED
            ):
                # The last deal of a finding was mended: the work goes on with the first of the next one.
                self._opened.add(str(self._next))
                rows.put(lines_of(groups, accepted, self._opened, state.pipeline, room))
                rows.go_to(self._next)
                self._next = rows.keys[rows.index + 1]
        if self._next is not None:
            rows.go_to(self._next)
            self._next = None
        elif is_first and groups:
            rows.move(1)  # past the heading, to what can be mended
        rows.display = bool(groups or accepted)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not groups and not accepted
        nothing.update(NOT_HERE if found.groups else SOUND)
        score = head(found, state.pipeline, self._whole - found.number, self.size.width)
        self.query_one("#health-head", Static).update(score)
        self.refresh_bars()
        self.tell_pane()

    def _sums(self, state: State) -> str:
        if state.marks or self.found is None:
            return super()._sums(state)
        name = f"{state.pipeline.name} · " if len(state.pipelines) > 1 else ""
        shown = sum(len(hits) for group, hits in self._groups.items() if group != ACCEPTED)
        of = f" of {self.found.number:,}" if state.board.filter else ""
        return f"{name}{shown:,}{of} things" if of else f"{name}{count(shown, 'thing')} to mend"

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        if self.state is not None:
            self._show(self.state)

    async def action_pane(self) -> None:
        """Shows or hides what is known of the deal."""
        await super().action_pane()
        if self.state is not None:
            self._show(self.state)

    # Where the cursor is

    @property
    def hit(self) -> Hit | None:
        """What is wrong with the deal under the cursor; None on a heading."""
        return self._hits.get(self.rows.key)

    def current_card(self) -> Card | None:
        """The deal under the cursor, as it is now."""
        hit, state = self.hit, self.state
        if hit is None or state is None:
            return None
        return state.board.cards.get(hit.card.id, hit.card)

    def current_step(self) -> Step | None:
        """The follow-up that is meant: the one that was put off, else the next."""
        hit = self.hit
        if hit is not None and hit.finding.id == "put_off":
            return next((step for step in hit.card.steps if step.is_escalated), None)
        return super().current_step()

    def current_wait(self) -> Wait | None:
        """What the customer is late with, where that is what is wrong."""
        hit = self.hit
        return hit.card.waits[0] if hit is not None and hit.finding.id == "customer_late" else None

    def card_or_tell(self) -> Card | None:
        """The deal under the cursor; on a heading, says what to do."""
        card = self.current_card()
        if card is None:
            self.desk_app.tell("The cursor is on no deal: enter opens a heading, space marks all of its deals.")
        return card

    def put_back(self, call: Callable[[Workspace], PutBack]) -> None:
        """Undoes or redoes; the cursor goes to what is wrong again."""
        self._is_put_back = True
        super().put_back(call)

    # Marks

    def path(self) -> tuple[Sequence[int], int]:
        """The deals of the rows, and the cursor's place."""
        keys = [key for key in self.rows.keys if key in self._hits]
        here = keys.index(self.rows.key) if self.rows.key in keys else 0
        return [self._hits[key].card.id for key in keys], here

    def shown(self) -> Sequence[int]:
        """The deals under all headings, open or closed."""
        return [hit.card.id for name, hits in self._groups.items() if name != ACCEPTED for hit in hits]

    def show_marks(self) -> None:
        """Draws the rows with their signs."""
        self.rows.refresh()

    def _sign_of(self, key: Hashable) -> str:
        hit = self._hits.get(key)
        return SIGN if hit is not None and self.state is not None and hit.card.id in self.state.marks else " "

    def action_mark(self) -> None:
        """Marks the deal; on a heading all of its deals."""
        state, key = self.state, self.rows.key
        if state is not None and isinstance(key, str):
            state.marks.toggle_all([hit.card.id for hit in self._groups.get(key, ())])
            self._marks_changed()
        else:
            super().action_mark()

    def action_mark_range(self, by: int) -> None:
        """Marks the deal and its neighbour, across headings that are between them."""
        super().action_mark_range(by)
        before = -1
        while isinstance(self.rows.key, str) and self.rows.index != before:
            before = self.rows.index
            self.rows.move(by)

    # Commands

    async def action_mend(self) -> None:
        """Runs what mends it; opens or closes a heading."""
        hit = self.hit
        if hit is None:
            if isinstance(key := self.rows.key, str):
                self.action_fold(key in self._opened)
            return
        from pipetui.tui.flows.finding import show_person_of

        match hit.finding.mend:
            case "plan":
                self.action_plan()
            case "done":
                self.action_done()
            case "deal":
                self.action_open()
            case "person":
                run_beside(self, "commands", show_person_of, self.desk_app, hit.card.id, "email")
            case "checklist":
                await self.action_playbook()
            case field:
                self.action_edit_field(field)

    def action_fold(self, closed: bool) -> None:
        """Opens or closes the heading the cursor is on or under."""
        key = self.rows.key
        name = key if isinstance(key, str) else str(key[0]) if isinstance(key, tuple) else ""
        if not name or self.state is None:
            return
        if closed:
            self._opened.discard(name)
            self._next = name
        else:
            self._opened.add(name)
        self._all_closed = not self._opened & self._groups.keys()
        self._show(self.state)

    def action_fine(self) -> None:
        """Says that what is wrong is fine as it is, of the deal or of all marked; or takes that back."""
        key, hit, state = self.rows.key, self.hit, self.state
        if hit is None or state is None:
            self.card_or_tell()
            return
        if isinstance(key, tuple) and key[0] == ACCEPTED:
            back = [_fine(hit)]
            self.do(lambda work: work.accepting.take_back(back), f"Back again: {hit.finding.title}, {hit.card.title}")
            return
        hits = self._groups.get(hit.finding.id, ())
        meant = [each for each in hits if each.card.id in state.marks] or [hit]
        fine = [_fine(each) for each in meant]
        named = hit.card.title if len(meant) == 1 else count(len(meant), "deal")
        self.do(lambda work: work.accepting.accept(fine), f"Fine: {hit.finding.title}, {named}. u takes it back.")

    def action_back(self) -> None:
        """Takes marks away, then clears the filter; else goes back to where one came from."""
        if (self.state is not None and self.state.marks) or self.desk_app.shown.filter_text:
            super().action_back()
        else:
            self.desk_app.trail.back()

    async def on_row_list_opened(self) -> None:
        """Mends what was clicked twice."""
        await self.action_mend()

    def on_row_list_moved(self) -> None:
        """Shows the deal of the new row beside the list."""
        self.tell_pane()


def _next_of(before: Sequence[Hashable], here: int, now: Sequence[Hashable]) -> Hashable | None:
    """The row the cursor goes to: its own, else the next of those that were under it, else the last over it."""
    there = set(now)
    return next((key for key in (*before[here:], *reversed(before[:here])) if key in there), None)


def _that_fit(groups: Sequence[Group], lines: int) -> set[str]:
    """The findings whose deals fit into so many lines with the headings of all, from the worst on."""
    room, found = lines - len(groups), set()
    for group in groups:
        room -= len(group.hits)
        if room < 0:
            break
        found.add(group.finding.id)
    return found


def _let_through(group: Group, state: State) -> Group:
    return Group(group.finding, tuple(hit for hit in group.hits if state.board.lets_through(hit.card)))


def _fine(hit: Hit) -> Fine:
    from pipetui.sales.accepting import Fine

    return Fine(hit.card.id, hit.finding.id, hit.fact, hit.finding.title)
