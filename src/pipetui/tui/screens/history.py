"""History: what was done, what it changed, and the way back to before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from pipetui.tui.commands import HISTORY, bindings_for
from pipetui.tui.history_text import about, lines_of
from pipetui.tui.screens.rows import RecordScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.history import Entry

if TYPE_CHECKING:
    from pipetui.tui.state import State

PAGE = 200
"""Entries that are read at once; more of them where the cursor comes near the end."""

NEAR = 40
"""How many rows before the end the next ones are read."""

NOTHING = Content.from_markup(
    "[bold $accent]Nothing was done under these words.[/]\n\n[bold $accent]/[/] looks for others."
)


class HistoryScreen(RecordScreen):
    """A list of what was done, the newest first, and under it all that the one under the cursor did."""

    NAME: ClassVar[str] = HISTORY
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(HISTORY)
    HELP = "What was done, the newest first. enter undoes back to before it, o undoes it alone, U does again."

    NOTHING = NOTHING

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._more = False
        """Whether there are older ones."""
        self.words = ""
        """What the entries shown have in their labels."""

    async def read(self) -> None:
        """Reads the entries anew, as many as were read before."""
        await self._read(None)

    async def _read(self, before: int | None) -> None:
        """Reads the newest entries, or those before one."""
        limit = PAGE if before is not None else max(PAGE, len(self._entries))
        words = self.words
        try:
            found = await self.desk_app.desk.ask(lambda work: work.history.entries(limit + 1, before, words))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        self._more = len(found) > limit
        self._entries = [*(self._entries if before is not None else []), *found[:limit]]
        self._show()

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        self.rows.put(lines_of(self._entries, state.today))
        has = bool(self._entries)
        self.rows.display = self.about.display = has
        self.query_one("#nothing").display = not has
        self.refresh_bars()
        self.tell_about()

    def _sums(self, state: State) -> str:
        told = f"{count(len(self._entries), 'step')}{' and more' if self._more else ''}"
        return f"{told} with “{self.words}”" if self.words else told

    @property
    def current_entry(self) -> Entry | None:
        """The entry under the cursor."""
        index = self.rows.index
        return self._entries[index] if index < len(self._entries) else None

    def tell_about(self) -> None:
        """Shows what the entry under the cursor did."""
        if (entry := self.current_entry) is not None:
            run_latest(self, "about", self._read_about, entry)

    async def _read_about(self, entry: Entry) -> None:
        try:
            account = await self.desk_app.desk.ask(lambda work: work.history.entry(entry.id))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if self.current_entry == entry:
            self.about.tell(about(account))
            self.about.scroll_home(animate=False)

    # Commands

    def action_undo(self) -> None:
        """Undoes the entry under the cursor with all that came after it, once that is confirmed."""
        if entry := self.current_entry:
            self.start(self._undo_back_to, entry)

    async def _undo_back_to(self, entry: Entry) -> None:
        try:
            steps = await self.desk_app.desk.ask(lambda work: work.history.steps_back_to(entry.id))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="warning")
            return
        if await self._sure(entry, f"Undo {count(steps, 'step')}, back to before", "undo"):
            self.put_back(lambda work: work.history.undo_back_to(entry.id, steps))

    def action_undo_only(self) -> None:
        """Undoes the entry under the cursor and leaves what came after it, once that is confirmed."""
        if entry := self.current_entry:
            self.start(self._undo_only, entry)

    async def _undo_only(self, entry: Entry) -> None:
        if await self._sure(entry, "Undo only", "undo it"):
            self.put_back(lambda work: work.history.undo_only(entry.id))

    async def _sure(self, entry: Entry, doing: str, enter: str) -> bool:
        told = "enter does it; U brings it back"
        return await self.is_sure(f"{doing} {entry.id}", f"{doing} “{entry.label}”?", enter, told)

    def action_find(self) -> None:
        """Shows only entries that have words in their labels."""
        self.start(self._find)

    async def _find(self) -> None:
        asked = Question(
            key="find in history",
            title="What was done",
            lines=[Line("words", "words", self.words, "acme; empty shows all")],
            enter="show it",
        )
        answer = await self.ask(asked)
        if answer is not None:
            self._look_for(answer["words"].strip())

    def _look_for(self, words: str) -> None:
        self.words, self._entries = words, []
        self.rows.index = 0
        self.draw()

    def action_back(self) -> None:
        """Shows all again; else goes back to where one came from."""
        if self.words:
            self._look_for("")
        else:
            self.desk_app.trail.back()

    def on_row_list_opened(self) -> None:
        """Undoes back to what was clicked twice, once that is confirmed."""
        self.action_undo()

    def on_row_list_moved(self) -> None:
        """Reads older entries in time."""
        if self._more and self.rows.index > len(self._entries) - NEAR:
            run_latest(self, self.NAME, self._read, self._entries[-1].id)
