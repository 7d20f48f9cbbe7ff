"""The playbook of a deal's stage, beside the deal: what is asked, ticked by key, and what helps, in Markdown."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Markdown, Static

from pipetui.tui.commands import PLAYBOOK, bindings_for
from pipetui.tui.playbook_text import NOTHING, CriterionLine, criteria_text, markdown_of
from pipetui.tui.workers import run_beside
from pipetui.views.card import Card
from pipetui.views.playbook import Coaching, Criterion


class Playbook(VerticalScroll, can_focus=True):
    """A column with a cursor on what is asked. It takes the keys of a list; all others are the screen's."""

    NAME: ClassVar[str] = PLAYBOOK
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(PLAYBOOK)

    class Ticked(Message):
        """The line under the cursor is to be ticked, unticked, or met."""

        def __init__(self, card: Card, line: Criterion, met: bool) -> None:
            super().__init__()
            self.card = card
            self.line = line
            self.met = met

    class Edited(Message):
        """The playbook of a stage is to be edited, here or in the rep's own editor."""

        def __init__(self, stage_id: int, *, outside: bool) -> None:
            super().__init__()
            self.stage_id = stage_id
            self.outside = outside

    class Left(Message):
        """The keyboard goes back to what the playbook is beside; ``closed`` where it goes altogether."""

        def __init__(self, *, closed: bool) -> None:
            super().__init__()
            self.closed = closed

    def __init__(self) -> None:
        super().__init__(id="playbook")
        self.card: Card | None = None
        self.coaching: Coaching | None = None
        self.index = 0
        self._told = False
        """Whether it has heard of a deal, or that there is none."""
        self._lines: tuple[CriterionLine, ...] = ()
        self._markdown = self._wanted = ""
        """What is drawn of the rest, and what is to be."""
        self._drawing = False

    def compose(self) -> ComposeResult:
        """The stage, what it asks for, and the rest."""
        yield Static("", id="playbook-head", markup=False)
        yield Static("", id="playbook-lines", markup=False)
        yield Markdown("", open_links=False)

    def tell(self, card: Card | None, coaching: Coaching | None) -> None:
        """Shows what helps with a deal; without one, that there is none."""
        self.card, self.coaching, self._told = card, coaching, True
        self._wanted = markdown_of(coaching) if coaching is not None else ""
        if self._wanted != self._markdown and not self._drawing:
            self._drawing = True
            run_beside(self, "drawing", self._draw_rest)
        self._draw()

    async def _draw_rest(self) -> None:
        """Draws the Markdown that was told last. Whoever tells more meanwhile does not end it: Textual, stopped in the
        middle of taking the old text away, would be left with neither."""
        try:
            while self._markdown != self._wanted and self.is_running:
                text = self._wanted
                await self.query_one(Markdown).update(text)
                self._markdown = text
        finally:
            self._drawing = False

    def _draw(self) -> None:
        head, lines = self.query_one("#playbook-head", Static), self.query_one("#playbook-lines", Static)
        coaching = self.coaching
        if coaching is None:
            head.update(Content.styled("No deal here." if self._told else "", "$dim"))
            lines.update("")
            return
        said = Content.styled(coaching.playbook.stage, "bold")
        if self.has_focus:
            said += Content.styled("   space", "bold $accent") + Content.styled(" ticks", "$dim")
            if self.size.width >= 50:
                said += Content.styled("  e", "bold $accent") + Content.styled(" edits", "$dim")
            said += Content.styled("  b", "bold $accent") + Content.styled(" closes", "$dim")
        else:
            said += Content.styled("   b", "bold $accent") + Content.styled(" goes in", "$dim")
        head.update(said)
        if coaching.playbook.is_empty:
            lines.update(NOTHING)
            self._lines = ()
            return
        criteria = coaching.playbook.exits + coaching.playbook.checklist
        self.index = max(0, min(self.index, len(criteria) - 1))
        here = criteria[self.index].id if criteria and self.has_focus else None
        shown, self._lines = criteria_text(coaching, here, max(20, self.size.width - 4))
        lines.update(shown)

    @property
    def line(self) -> Criterion | None:
        """The line under the cursor."""
        return self._lines[self.index].criterion if self._lines else None

    def on_resize(self) -> None:
        """Takes the room there is."""
        self._draw()

    def on_focus(self) -> None:
        """Lights the cursor."""
        self._draw()

    def on_blur(self) -> None:
        """Dims the cursor."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Goes to the line that was clicked; a second click ticks it."""
        lines = self.query_one("#playbook-lines", Static)
        y = event.screen_y - lines.region.y
        for place, line in enumerate(self._lines):
            if line.top <= y < line.top + line.lines:
                self.index = place
                self._draw()
                if event.chain == 2:
                    self.action_tick()

    # Commands

    def action_tick(self) -> None:
        """Ticks the line, takes the tick away, or asks for the field it is met by."""
        line, coaching = self.line, self.coaching
        if line is not None and coaching is not None and self.card is not None:
            self.post_message(self.Ticked(self.card, line, line.id in coaching.met))

    def action_edit_playbook(self, *, outside: bool = False) -> None:
        """Edits the playbook of the stage."""
        if self.coaching is not None:
            self.post_message(self.Edited(self.coaching.playbook.stage_id, outside=outside))

    def action_edit_outside(self) -> None:
        """Edits it in the rep's own editor."""
        self.action_edit_playbook(outside=True)

    def action_playbook(self) -> None:
        """Closes it."""
        self.post_message(self.Left(closed=True))

    def action_back(self) -> None:
        """Gives the keyboard back."""
        self.post_message(self.Left(closed=False))

    def action_cursor(self, _across: int, down: int) -> None:
        """Moves to another line; past the last one it scrolls on."""
        if self._lines and 0 <= self.index + down < len(self._lines):
            self.index += down
            self._draw()
            line = self._lines[self.index]
            top = self.query_one("#playbook-lines").virtual_region.y + line.top
            if top < self.scroll_y or top + line.lines > self.scroll_y + self.size.height:
                self.scroll_to(y=max(0, top - 2), animate=False)
        else:
            self.scroll_relative(y=down, animate=False)

    def action_cursor_first(self) -> None:
        """Goes to the first line."""
        self.index = 0
        self._draw()
        self.scroll_home(animate=False)

    def action_cursor_last(self) -> None:
        """Goes to the end."""
        self.scroll_end(animate=False)

    def action_cursor_page(self, pages: int) -> None:
        """Scrolls a screenful."""
        self.scroll_relative(y=pages * self.size.height, animate=False)
