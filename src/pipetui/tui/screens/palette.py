"""The palette: any command, deal, company, contact, view or setting, by a few letters of what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from pipetui.tui.widgets.found_list import FoundList
from pipetui.tui.widgets.line_input import LineInput
from pipetui.tui.workers import run_beside
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.finding import MOST, Findable, Findables, Finder

if TYPE_CHECKING:
    from textual.timer import Timer

    from pipetui.tui.app import PipetuiApp

PAUSE = 0.15
"""Seconds the cursor rests on a theme before it is tried on."""

THEME = "theme="
ASKS = "a command, a deal, a company, a contact, a view, a setting"


class PaletteScreen(ModalScreen[Findable | None]):
    """Finds with each letter; ``enter`` takes what is lit. What is in the file comes when it is read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", show=False),
        Binding("down,ctrl+n", "step(1)", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, at_once: Findables, typed: str = "") -> None:
        """``at_once`` is found without the file; ``typed`` is there already."""
        super().__init__()
        self._at_once = at_once
        self._typed = typed
        self._finder = Finder(at_once)
        self._wearing: str | None = None
        """The theme there was before one was tried on."""
        self._trying: Timer | None = None

    @property
    def _desk_app(self) -> PipetuiApp:
        return cast("PipetuiApp", self.app)

    def compose(self) -> ComposeResult:
        """The line, what is found, what the keys do."""
        with Vertical(id="palette-box"):
            yield LineInput(self._typed, placeholder=ASKS, select_on_focus=False)
            yield FoundList()
            with Horizontal(id="palette-foot"):
                yield Static("enter takes it   ↑ ↓ others   esc leaves", id="palette-keys", markup=False)
                yield Static("", id="palette-count", markup=False)

    def on_mount(self) -> None:
        """Lists what is known, and asks for the rest."""
        self._line.focus()
        self._line.cursor_position = len(self._typed)
        self._look_in(self._desk_app.found.in_file or Findables())
        run_beside(self, "finding", self._read)

    @property
    def _line(self) -> LineInput:
        return self.query_one(LineInput)

    def _look_in(self, in_file: Findables) -> None:
        self._finder = Finder(self._at_once.with_more(in_file), self._desk_app.found.lately)
        self._find()

    async def _read(self) -> None:
        app = self._desk_app
        try:
            views = await app.shown.views()
            in_file = app.found.in_file
            if in_file is None:
                in_file = await app.desk.ask(lambda work: work.overview.findables())
        except PipetuiError as error:
            app.tell(str(error), severity="error")
            return
        app.found.in_file = in_file
        if self.is_running:
            shown = [Findable("view", view.name, view.name, view.about or view.filter, listed=True) for view in views]
            self._at_once = self._at_once.with_more(Findables(shown))
            self._look_in(in_file)

    def _find(self) -> None:
        typed = self._line.value
        found = self._finder.find(typed)
        self.query_one(FoundList).tell(found, typed)
        told = f"the best {MOST}" if len(found) == MOST else count(len(found), "hit") if typed.strip() else ""
        if self._finder.is_guess:
            told = f"{len(found)} like it"
        self.query_one("#palette-count", Static).update(told or "", layout=False)

    def on_input_changed(self) -> None:
        """Finds anew."""
        self._find()

    def on_line_input_too_long(self, event: LineInput.TooLong) -> None:
        """Says why nothing was pasted."""
        self._desk_app.tell(f"{event.length:,} characters are too many to look for.", severity="warning")

    def action_step(self, by: int) -> None:
        """Moves through what is found while the line has the keyboard."""
        self.query_one(FoundList).move(by)
        if self._trying is not None:
            self._trying.stop()
        # Not for each line passed over: other colours have every style looked up anew.
        self._trying = self.set_timer(PAUSE, self._try_on)

    def _try_on(self) -> None:
        """Shows the colours of a theme the cursor was moved to, until another line or none is taken."""
        thing = self.query_one(FoundList).thing
        theme = str(thing.ref).removeprefix(THEME) if thing and str(thing.ref).startswith(THEME) else self._wearing
        if theme is not None and theme != self.app.theme:
            self._wearing = self._wearing or self.app.theme
            self.app.theme = theme

    def action_leave(self) -> None:
        """Goes back with nothing taken."""
        self._take(None)

    def _take(self, thing: Findable | None) -> None:
        if self._trying is not None:
            self._trying.stop()
        if self._wearing is not None and not (thing and str(thing.ref).startswith(THEME)):
            self.app.theme = self._wearing
        self.dismiss(thing)

    def action_page(self, pages: int) -> None:
        """Goes a screenful up or down."""
        found = self.query_one(FoundList)
        found.move(pages * max(1, found.size.height - 1))

    def on_input_submitted(self) -> None:
        """Takes what is lit."""
        if (thing := self.query_one(FoundList).thing) is not None:
            self._take(thing)

    def on_found_list_taken(self) -> None:
        """Takes what was clicked."""
        self.on_input_submitted()
