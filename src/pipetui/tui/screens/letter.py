"""A mail before it goes out: its subject and its words, to be changed, over the screen it is written on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Selection as Marked

from pipetui.tui.widgets.line_input import LineInput
from pipetui.views.mail import Letter, left_open, places, rewritten

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

KEYS = "ctrl+s done   tab subject, text   ctrl+n next to fill in   ctrl+e your editor   esc back, kept"


def _location(text: str, index: int) -> tuple[int, int]:
    """The line and the column, from 0, of a character."""
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


class LetterScreen(ModalScreen[Letter]):
    """Both ``ctrl+s`` and ``esc`` give the mail as it is written: nothing is sent from here, and nothing lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", priority=True),
        Binding("ctrl+n", "next_place", priority=True),
        Binding("ctrl+e", "outside", priority=True),
        Binding("escape", "take", priority=True),
    ]

    def __init__(self, letter: Letter, title: str) -> None:
        super().__init__()
        self._letter, self._title = letter, title
        self.is_asking = False
        """Whether it has had the keyboard: from then on it waits for the rep."""

    def compose(self) -> ComposeResult:
        """To whom and of which deal, the subject, the text, what is left to fill in, the keys."""
        with Vertical(id="letter-box"):
            yield Static(self._title, id="title", markup=False)
            yield LineInput(self._letter.subject, placeholder="subject", select_on_focus=False)
            yield TextArea(self._letter.body, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield Static("", id="left", markup=False)
            yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Begins where something is to be filled in, else at the end of the text."""
        area = self.query_one(TextArea)
        area.focus()
        self.is_asking = True
        area.move_cursor(area.document.end)
        self.action_next_place()
        self._tell_left()

    @property
    def written(self) -> Letter:
        """The mail as it is now."""
        return rewritten(self._letter, self.query_one(LineInput).value, self.query_one(TextArea).text)

    def _tell_left(self) -> None:
        left = left_open(self.written)
        said = f"yours to fill in: {', '.join(left)}" if left else "everything is filled in"
        self.query_one("#left", Static).update(Content.styled(said, "$warning" if left else "$dim"))

    def on_text_area_changed(self) -> None:
        """Tells what is left to fill in."""
        self._tell_left()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tells what is left to fill in."""
        event.stop()
        self._tell_left()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Goes on to the text."""
        event.stop()
        self.query_one(TextArea).focus()

    def action_next_place(self) -> None:
        """Selects what is to be filled in next, so that typing fills it; in the subject where the text has nothing."""
        area, line = self.query_one(TextArea), self.query_one(LineInput)
        text = area.text
        found = [(_location(text, start), _location(text, end)) for start, end in places(text)]
        if found:
            here = area.selection.end
            start, end = next((place for place in found if place[0] >= here), found[0])
            area.focus()
            area.selection = Marked(start, end)
        elif spots := places(line.value):
            line.focus()
            line.selection = type(line.selection)(*spots[0])

    async def action_outside(self) -> None:
        """Goes on in the rep's own editor."""
        from pipetui.tui.editor import edit_outside

        app = cast("PipetuiApp", self.app)
        left = edit_outside(app, self.query_one(TextArea).text, "mail.md")
        if left is not None and left.failed:
            app.tell(left.failed, severity="warning")
        elif left is not None:
            self.query_one(TextArea).text = left.text

    def action_take(self) -> None:
        """Goes back to what asks, with the mail as it is written."""
        self.dismiss(self.written)
