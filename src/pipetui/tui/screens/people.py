"""People: companies and contacts, everything about the one under the cursor, and duplicates to be made one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pipetui.tui.commands import PEOPLE, bindings_for
from pipetui.tui.keyboard import ROWS
from pipetui.tui.people_head import EMPTY, HALVES, NO_PAIRS, NONE_FOUND, ON_PAIRS, Half, head
from pipetui.tui.people_rows import Lines, about, name_row, pair_about, pair_lines
from pipetui.tui.screens.people_commands import PeopleCommands
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.footer import FooterBar
from pipetui.tui.widgets.row_list import Later, RowList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import NotFound, PipetuiError
from pipetui.values.text import count, fold
from pipetui.views.card import Card, Saved
from pipetui.views.people.duplicates import Pair
from pipetui.views.people.listed import SORTS, Kind, Listed, Named, in_order, let_through
from pipetui.views.people.merging import Side
from pipetui.views.people.profile import Profile

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.history import PutBack
    from pipetui.workspace import Workspace


class Beside(RowList):
    """Everything about one; its cursor is seen only while it has the keyboard."""

    LIT_WITHOUT_FOCUS: ClassVar[bool] = False


class PeopleScreen(PeopleCommands):
    """Three halves under one key: companies, contacts, duplicates; ``tab`` goes round."""

    NAME: ClassVar[str] = PEOPLE
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(PEOPLE)
    HELP = (
        "Companies and contacts: tab goes to contacts and duplicates, enter goes into what is known, where it edits "
        "a field or opens a deal, ← comes back. Days are since somebody was spoken to."
    )

    def __init__(self) -> None:
        super().__init__()
        self.half: Half = "company"
        self.sort = SORTS[0]
        self.words = ""
        self.told: Profile | None = None
        """All about the one under the cursor, once it is read."""
        self.pair: Pair | None = None
        self.sides: list[Side] = []
        """The two of the pair under the cursor, field by field, as chosen."""
        self.pairs: list[Pair] = []
        self._read_half: Half | None = None
        """Of which half the rows are that are shown."""
        self._all: dict[Kind, list[Listed]] = {}
        self._room = 0
        self._is_put_back = False
        """Whether something was undone, and who is there again is yet to be read."""
        self._go_to: tuple[Kind, int] | None = None
        """Who the cursor goes to once they are listed."""
        self._go_to_field = ""
        """The field of theirs it goes on to once that is shown."""
        self._shown: object = None
        """The key of what stands beside the list."""

    def compose_body(self) -> ComposeResult:
        """The halves and their order in a line, the list, and what is known of one."""
        yield Static("", id="people-head")
        with Horizontal(id="body"):
            with Vertical(id="people-list"):
                yield RowList()
                yield Static(EMPTY, id="nothing")
            yield Beside()

    # Reading

    def draw(self, saved: Saved | None = None) -> None:
        """Reads all of it anew."""
        if self.state is not None and self.can_draw:
            there = self.half == self._read_half and self._go_to is None
            run_latest(self, "people" if there else ROWS, self._read)

    async def _read(self) -> None:
        half = self.half
        try:
            if half == "duplicate":
                self.pairs = await self.desk_app.desk.aside(lambda overview: overview.people.duplicates())
            else:
                self._all[half] = await self.desk_app.desk.aside(lambda overview: overview.people.listed(half))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        was = set(self.names.keys) if self._read_half == half else None
        self._read_half = half
        self._shown = None
        self.show()
        self._go_to = None
        if self._is_put_back and was is not None and (came := [key for key in self.names.keys if key not in was]):
            self.names.go_to(came[0])
        self._is_put_back = False

    def show(self) -> None:
        """Shows the half there is: its list, and what is known of the row under the cursor."""
        state = self.state
        if state is None or not self.can_draw:
            return
        cells = self.app.size.width
        room = max(26, min(70, cells * 42 // 100))
        self.query_one("#people-list").styles.width = room
        self._room = room
        lines = self._lines(state, room)
        self.names.put(lines)
        if self._go_to is not None:
            self.names.go_to(self._go_to)
        there = bool(lines)
        self.names.display = self.beside.display = there
        nothing = self.query_one("#nothing", Static)
        nothing.display = not there
        self.query_one("#people-list").styles.width = room if there else "1fr"
        nothing.update(NONE_FOUND if self.words else NO_PAIRS if self.half == "duplicate" else EMPTY)
        numbers = {half: self._number(half) for half in HALVES}
        self.query_one("#people-head", Static).update(head(self.half, numbers, self.sort, cells))
        self.query_one(FooterBar).lead_with(ON_PAIRS if self.half == "duplicate" else ())
        self.refresh_bars()
        self.tell_about()

    def _lines(self, state: State, room: int) -> Lines:
        if self.half == "duplicate":
            asked = fold(self.words).split()
            some = [pair for pair in self.pairs if all(
                word in fold(f"{pair.first.name}\n{pair.second.name}\n{pair.kind}") for word in asked
            )]  # fmt: skip
            return pair_lines(some)
        rows = in_order(let_through(self._all.get(self.half, []), self.words), self.sort)
        return [Later((row.kind, row.id), partial(name_row, row, state.today, room - 2)) for row in rows]

    def _number(self, half: Half) -> int | None:
        if half == "duplicate":
            return len(self.pairs) if self.pairs or self.half == half else None
        return len(self._all[half]) if half in self._all else None

    def refresh_bars(self) -> None:
        """Draws the bars; what is looked for here is no filter of deals."""
        super().refresh_bars()
        if self.can_draw and self.state is not None:
            bar = self.query_one(FilterBar)
            bar.set_text(self.words)
            bar.sums(self._sums(self.state))

    def _sums(self, state: State) -> str:
        there = len(self.names.keys)
        if self.half == "duplicate":
            return count(there, "pair")
        of = f" of {len(self._all.get(self.half, [])):,}" if self.words else ""
        return f"{there:,}{of} {'companies' if self.half == 'company' else 'contacts'}"

    # What stands beside

    def tell_about(self) -> None:
        """Reads what is known of the row under the cursor, unless it stands there."""
        key = self.names.key
        if key == self._shown:
            return
        if key is None:
            self._shown = self.told = self.pair = None
            self.beside.put([])
            return
        run_latest(self, "person", self._read_about, key)

    async def _read_about(self, key: Hashable) -> None:
        assert isinstance(key, tuple)
        kind, number, *other = key if key[0] != "pair" else key[1:]
        assert kind in ("company", "contact") and isinstance(number, int)
        of: Kind = "company" if kind == "company" else "contact"
        try:
            if other:
                await self._read_pair(of, number, other[0])
            else:
                self.told = await self.desk_app.desk.ask(lambda work: work.overview.people.profile(of, number))
                self.pair = None
        except NotFound:
            return  # gone meanwhile; what is read next has it no more
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if self.names.key == key:
            stays = self._shown is None or self._shown == key
            self._shown = key
            self.show_beside(stay=stays)
            if self._go_to_field:
                self.action_beside()
                self.beside.go_to(("field", self._go_to_field))
                self._go_to_field = ""

    async def _read_pair(self, kind: Kind, first: int, second: object) -> None:
        assert isinstance(second, int)

        def look(work: Workspace) -> tuple[list[Side], str]:
            sides = work.overview.people.sides(kind, first, second)
            theirs = work.overview.people.profile(kind, second)
            moves = [count(len(theirs.deals), "deal")] if theirs.deals else []
            if theirs.members:
                moves.append(count(len(theirs.members), "contact"))
            if not moves:
                return sides, "Nothing hangs on B."
            return sides, f"Of B to A: {' and '.join(moves)}, with all that was done."

        pair = next(
            (each for each in self.pairs if (each.kind, each.first.id, each.second.id) == (kind, first, second)), None
        )
        sides, self.moves = await self.desk_app.desk.ask(look)
        self.told, self.pair = None, pair
        self.sides = sides

    def show_beside(self, *, stay: bool = True) -> None:
        """Draws what is known of the row under the cursor, for the room there is."""
        state = self.state
        if state is None:
            return
        cells = max(30, self.app.size.width - self._room - 3)
        if self.pair is not None:
            self.beside.put(pair_about(self.pair, self.sides, self.moves, cells), stay=stay)
        elif self.told is not None:
            self.beside.put(about(self.told, state.today, cells), stay=stay)

    @property
    def names(self) -> RowList:
        """The list."""
        return self.query_one("#people-list", Vertical).query_one(RowList)

    @property
    def beside(self) -> Beside:
        """What is known of one."""
        return self.query_one(Beside)

    @property
    def rows(self) -> RowList:
        """What the cursor moves in."""
        return self.beside if self.inside else self.names

    def current_card(self) -> Card | None:
        """The deal under the cursor beside the list; else the open one that was touched last."""
        if self.told is None:
            return None
        number = self.deal_under_cursor()
        for card in self.told.deals:
            if card.id == number or (number is None and card.is_open):
                return card
        return None

    def card_or_tell(self) -> Card | None:
        """The deal that is meant; where there is none, says how to come to one."""
        card = self.current_card()
        if card is None and (told := self.one_or_tell()) is not None:
            closed = " → and ↓ go to a closed one." if told.deals else ""
            self.desk_app.tell(f"{told.name} has no open deal.{closed} L gives somebody a part in one.")
        return card

    def current_person(self) -> Named | None:
        """The contact under the cursor; none among companies, unless the cursor is on one of their people."""
        told = self.told
        match self.beside.key if self.inside else None:
            case ("member", int(number)) | ("part", _, int(number)):
                named = {part.contact_id: part.name for part in told.parts} if told else {}
                named |= {member.id: member.name for member in told.members} if told else {}
                return Named(number, named[number]) if number in named else None
        return Named(told.id, told.name) if told is not None and told.kind == "contact" else None

    def deal_under_cursor(self) -> int | None:
        """The number of the deal that the line beside the list is about."""
        key = self.beside.key if self.inside else None
        match key:
            case ("deal", int(number)) | ("part", int(number), _) | ("step" | "event", _, int(number)):
                return number
        return None

    def go_to(self, kind: Kind, number: int, field: str = "") -> None:
        """Goes to a company or a contact, and into one of their fields where it is named."""
        self.half, self.words, self._go_to, self._go_to_field = kind, "", (kind, number), field
        self.inside = False
        if self.can_draw:  # else it is drawn once it is there
            self.focus_body()
            self.draw()

    def put_back(self, call: Callable[[Workspace], PutBack]) -> None:
        """Undoes or redoes; the cursor goes to who, or which two, are there again."""
        self._is_put_back = True
        super().put_back(call)

    def on_row_list_moved(self) -> None:
        """Reads what is known of the new row."""
        if self.focused is self.beside and not self.inside:
            self.inside = True
        elif self.focused is self.names:
            self.inside = False
        self.tell_about()

    def on_row_list_opened(self) -> None:
        """Opens what was clicked twice."""
        self.inside = self.focused is self.beside
        self.action_open()

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self._shown = None
        self.show()

    # Finding

    async def action_filter(self) -> None:
        """Starts typing words; with each letter only those are shown that have them."""
        everything = (await self.desk_app.names.filters())("")
        bar = self.query_one(FilterBar)
        await bar.type(lambda _words: everything, lambda _words, _cursor: None)
        for box in bar.query(Input):
            box.placeholder = "name, e-mail, phone, place, company"

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Shows those that have the words."""
        event.stop()
        event.prevent_default()  # else the screens' own would look for deals with them
        self.words = event.text
        self.show()

    def action_back(self) -> None:
        """Comes back to the list; shows all again; else goes back to where one came from."""
        if self.inside:
            self.action_to_list()
        elif self.words:
            self.query_one(FilterBar).clear()
        else:
            self.desk_app.trail.back()

    def keys_of(self) -> Sequence[object]:
        """The keys of what is listed."""
        return self.names.keys
