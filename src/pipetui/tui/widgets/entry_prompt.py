"""The line that takes a deal: a chip for each thing understood, and names to take, with each letter."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from pipetui.tui.widgets.chips import chips
from pipetui.tui.widgets.line_input import LineInput
from pipetui.tui.widgets.offers import Offers
from pipetui.tui.widgets.prompt import Line, Prompt, Question
from pipetui.values.spots import Spot
from pipetui.views.entry_line import EntryLine
from pipetui.views.known import Name

FORM = "form"
"""What the answer has under ``key`` where the full form is wanted."""


class EntryPrompt(Prompt):
    """``enter`` adds, or takes the name that was walked to; ``→`` takes the first; ``tab`` asks for the full form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "form", show=False),
        Binding("ctrl+@,ctrl+space", "take", show=False),
    ]

    def __init__(self, entry: EntryLine, title: str, example: str, drafts: dict[str, dict[str, str]]) -> None:
        question = Question("add", title, [Line("line", "in one line", placeholder=example)], enter="add it")
        super().__init__(question, drafts)
        self._entry = entry
        self._spot: Spot | None = None

    def compose(self) -> ComposeResult:
        """The line, what was understood, what it could be, and the keys."""
        (line,) = self.question.lines
        yield Static(self.question.title, id="title", markup=False)
        with Horizontal(classes="line"):
            yield Static(line.label, classes="label", markup=False)
            # What was left here is gone on with.
            yield LineInput(self._draft.get("line", ""), placeholder=line.placeholder, select_on_focus=False)
        yield Static("", classes="understood chips", markup=False)
        yield Static("", classes="understood wrong", markup=False)
        yield Offers()
        yield Static(self._keys(), id="keys", markup=False)

    @property
    def _box(self) -> Input:
        return self.query_one(Input)

    @property
    def _offers(self) -> Offers:
        return self.query_one(Offers)

    def _keys(self) -> str:
        said = "enter add it   tab all fields   → takes a name, ↓ the next one   esc leave it"
        return said + ("   (as you left it)" if self._draft else "")

    def _read_all(self) -> bool:
        line = self._box.value
        found = self._entry.offers(line, self._box.cursor_position)
        self._spot = found[0] if found else None
        self._offers.tell(found[1] if found else ())
        understood = self._entry.understand(line) if line.strip() else None
        told, wrong = self.query(".understood").results(Static)
        told.update(chips(understood.told) if understood else Content(""))
        told.display = understood is not None
        problem = understood.problem if understood else None
        # What is still missing is no mistake while it is typed; a chip that is wrong is.
        wrong.set_class(bool(understood and not understood.read.title), "hint")
        wrong.update(Content(problem or ""))
        wrong.display = problem is not None
        return understood is not None and problem is None

    def action_walk(self, by: int) -> None:
        """Goes through the names; without any, to the line as it was left."""
        if self._offers.names:
            self._offers.walk(by)
        else:
            super().action_walk(by)

    def action_take(self) -> None:
        """Takes the name that is meant."""
        if name := self._offers.meant:
            self._take(name)

    def _take(self, name: Name) -> None:
        if self._spot is not None:
            box = self._box
            box.value, box.cursor_position = self._entry.take(box.value, self._spot, name)
            box.focus()

    def action_form(self) -> None:
        """Asks for the full form; the line is kept as it is."""
        if self._box.value.strip():
            self.drafts["add"] = self.typed()
        self.close({**self.typed(), "key": FORM})

    def on_line_input_at_end(self, event: LineInput.AtEnd) -> None:
        """Takes the name that is meant."""
        event.stop()
        self.action_take()

    def on_offers_clicked(self, event: Offers.Clicked) -> None:
        """Takes the name that was clicked."""
        event.stop()
        self._take(self._offers.names[event.place])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes the name that was walked to; where none was, the question is answered as any."""
        if self._offers.place >= 0:
            event.stop()
            event.prevent_default()  # each class on the way up hears of it
            self.action_take()
