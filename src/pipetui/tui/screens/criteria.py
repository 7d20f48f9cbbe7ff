"""What a stage asks for, as a list that is edited in place; each change is saved at once, and undone by one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from pipetui.tui.commands import CRITERIA, bindings_for
from pipetui.tui.criterion_rows import about, lines_of
from pipetui.tui.screens.rows import RecordScreen
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.playbook import Criterion, Playbook

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.workspace import Workspace

EMPTY = Content.from_markup(
    "[bold]This stage asks for nothing yet.[/]\n\n"
    "[bold $accent]a[/]  adds what the buyer has to have done before a deal goes on:\n"
    "   [$dim]They named who signs[/]\n"
    "   [$dim]They told us their budget[/]   asks for [$dim]amount[/]\n\n"
    "[bold $accent]esc[/]  goes back to the stages"
)


class CriteriaScreen(RecordScreen):
    """The exit criteria of a stage, then its checklist. ``h`` and ``l`` go to the stages beside it."""

    NAME: ClassVar[str] = CRITERIA
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(CRITERIA)
    HELP = "What a stage asks for before a deal goes on. Each change is saved at once; u takes it back."

    NOTHING = EMPTY

    def __init__(self, stage_id: int) -> None:
        super().__init__()
        self.stage_id = stage_id
        self.book: Playbook | None = None
        self._new: int | None = None
        """The line that was just written, for the cursor."""

    async def read(self) -> None:
        """Reads the lines anew."""
        number = self.stage_id
        try:
            book = await self.desk_app.desk.ask(lambda work: work.playbooks.of(number))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        if not book.stage:
            self.desk_app.tell("The stage is no longer there.", severity="warning")
            self.action_back()
        elif number == self.stage_id:
            self.book = book
            self._show(book)

    def _show(self, book: Playbook) -> None:
        rows = self.rows
        rows.put(lines_of(book, self.size.width))
        if self._new is not None:
            rows.go_to(self._new)
            self._new = None
        has = bool(book.criteria)
        rows.display = self.about.display = has
        self.query_one("#nothing").display = not has
        rows.styles.height = min(len(book.criteria) + 4, max(6, self.size.height - 14))
        self.refresh_bars()
        self.tell_about()

    def _sums(self, state: State) -> str:
        if self.book is None:
            return ""
        hard = sum(line.is_hard for line in self.book.exits)
        return f"{self.book.stage} · {count(len(self.book.exits), 'exit criterion', 'exit criteria')}, {hard} a must"

    @property
    def line(self) -> Criterion | None:
        """The line under the cursor."""
        key = self.rows.key
        return next((line for line in self.book.criteria if line.id == key), None) if self.book else None

    def tell_about(self) -> None:
        """Shows all of the line under the cursor, and what it does."""
        if (line := self.line) is not None:
            self.about.tell(about(line))

    # Commands

    def _write(self, call: Callable[[Workspace], object]) -> None:
        self.desk_app.writing.do_aside(call)

    def action_add(self) -> None:
        """Adds a line after the one under the cursor, of the same kind."""
        self.start(self._add)

    async def _add(self) -> None:
        from pipetui.tui.flows.criteria import word

        book, line, number = self.book, self.line, self.stage_id
        if book is None:
            return
        answer = await word(self, book.stage, None, key=f"criterion of {number}")
        if answer is None:
            return
        after = line.id if line is not None and not line.is_advice else None
        self._new = await self.desk_app.desk.ask(lambda work: work.criteria.add(number, *answer, after=after))
        self.keep()
        self.desk_app.redraw()

    def action_word(self) -> None:
        """Words the line anew, and says which field it asks for."""
        if (line := self.line) is not None:
            self.start(self._word, line)
        else:
            self.action_add()

    async def _word(self, line: Criterion) -> None:
        from pipetui.tui.flows.criteria import word

        stage = self.book.stage if self.book else ""
        answer = await word(self, stage, line, key=f"criterion {line.id}")
        if answer is not None:
            await self.desk_app.desk.ask(lambda work: work.criteria.word(line.id, *answer))
            self.keep()
            self.desk_app.redraw()

    def action_insist(self) -> None:
        """Makes the line a must, or one that can be passed over."""
        if (line := self.line) is not None:
            strength = "soft" if line.is_hard else "hard"
            self._write(lambda work: work.criteria.insist(line.id, strength))

    def action_advise(self) -> None:
        """Puts the line on the checklist, or among the exit criteria."""
        if (line := self.line) is not None:
            strength = "soft" if line.is_advice else "advice"
            self._write(lambda work: work.criteria.insist(line.id, strength))

    def action_shift(self, by: int) -> None:
        """Moves the line a place up or down."""
        if (line := self.line) is not None:
            self._write(lambda work: work.criteria.shift(line.id, by))

    def action_delete(self) -> None:
        """Takes the line away."""
        if (line := self.line) is not None:
            self.desk_app.writing.do_aside(
                lambda work: work.criteria.delete(line.id), f"Deleted: {line.text}. u brings it back"
            )

    def action_stage(self, by: int) -> None:
        """Goes to the stage before or after."""
        state = self.state
        numbers = [stage.id for stage in state.pipeline.stages] if state else []
        if self.stage_id in numbers and 0 <= numbers.index(self.stage_id) + by < len(numbers):
            self.stage_id = numbers[numbers.index(self.stage_id) + by]
            self.rows.move(-len(self.rows.keys))
            self.draw()

    def action_text(self) -> None:
        """Edits the whole playbook of the stage as text."""
        self.desk_app.edit_stage(self.stage_id)

    def action_back(self) -> None:
        """Goes back to the stages."""
        if self.desk_app.screen is self:
            self.desk_app.pop_screen()

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        if self.book is not None:
            self._show(self.book)

    def on_row_list_opened(self) -> None:
        """Words the line anew that was clicked twice."""
        self.action_word()
