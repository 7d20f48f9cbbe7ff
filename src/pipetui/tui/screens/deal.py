"""A deal in full: its fields to edit in place, next step, people, notes, and its whole history."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.card_paint import badge
from pipetui.tui.commands import DEAL, bindings_for
from pipetui.tui.deal_text import STYLES, event_text, step_text
from pipetui.tui.screens.working import WorkingScreen
from pipetui.tui.widgets.field_list import FieldList
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.values.money import show
from pipetui.values.text import count
from pipetui.values.when import show_date
from pipetui.views.card import Card, Saved
from pipetui.views.detail import Detail


class DealScreen(WorkingScreen):
    """Everything about one deal. The cursor is on a field; ``enter`` edits it, ``esc`` goes back."""

    NAME: ClassVar[str] = DEAL
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(DEAL)
    HELP = "A deal: enter edits the field under the cursor, esc goes back."

    def __init__(self, deal_id: int) -> None:
        super().__init__()
        self.deal_id = deal_id
        self.detail: Detail | None = None

    def compose_body(self) -> ComposeResult:
        """Fields and people at the left, history at the right."""
        with Horizontal(id="deal"):
            with VerticalScroll(id="facts", can_focus=False):
                yield Static("", id="heading", markup=False)
                yield FieldList()
                yield Static("", id="more", markup=False)
            with Vertical(id="right"):
                yield Static(Content.styled("History", "bold $accent"), id="history-title")
                with VerticalScroll(id="history"):
                    yield Static("", id="timeline", markup=False)

    def on_mount(self) -> None:
        """Reads the deal."""
        super().on_mount()
        self.query_one(FilterBar).display = False
        self.read()

    def read(self) -> None:
        """Reads the deal anew."""
        self.run_worker(self._read(), group="detail", exclusive=True)

    async def _read(self) -> None:
        self.detail = await self.desk_app.read_detail(self.deal_id)
        if self.detail is None:
            self.dismiss()
            return
        self._draw_detail()

    def draw(self, saved: Saved | None = None) -> None:
        """Reads the deal again where something changed."""
        if self.is_mounted and self.detail is not None:
            self.read()

    def _draw_detail(self) -> None:
        state, detail = self.state, self.detail
        if state is None or detail is None:
            return
        card = detail.card
        pipeline = next((line for line in state.pipelines if line.id == card.pipeline_id), state.pipeline)
        company = card.company or "no company"
        heading = Content.styled(card.title, "bold") + Content.styled(f"  {company}", "$dim")
        if not card.is_open:
            why = f": {card.reason}" if card.reason else ""
            on = f" on {show_date(card.closed_on)}" if card.closed_on else ""
            heading += Content.styled(
                f"\n{card.status}{on}{why}   R opens it again",
                "$success" if card.status == "won" else "$error",
            )
        elif wrong := badge(card, pipeline.stage(card.stage_id), state.today):
            heading += Content.styled(f"\n{wrong[0]}", STYLES[wrong[1]])
        elif card.weighted is not None:
            heading += Content.styled(f"\nweighted {show(card.weighted, pipeline.currency)}", "$dim")
        self.query_one("#heading", Static).update(heading)
        self.query_one(FieldList).tell(state, card)
        self.query_one("#more", Static).update(self._more(detail))
        room = self.query_one("#history").size.width - 2
        lines = [event_text(event, state.today, room) for event in detail.timeline]
        self.query_one("#timeline", Static).update(Content("\n").join(lines))
        self.query_one("#history-title", Static).update(
            Content.styled("History", "bold $accent")
            + Content.styled(f"  {count(len(lines), 'entry', 'entries')}", "$dim")
        )

    def _more(self, detail: Detail) -> Content:
        state = self.state
        assert state is not None
        parts = [Content.styled("Next step", "bold $accent")]
        parts += [step_text(step, state.today) for step in detail.card.steps] or [
            Content.styled("○ none yet: ", "$dim")
            + Content.styled("f", "bold $accent")
            + Content.styled(" plans one", "$dim")
        ]
        if detail.people:
            parts += [Content(""), Content.styled("People", "bold $accent")]
        for person in detail.people:
            role = " · ".join(word for word in (person.role, person.job) if word)
            parts.append(Content(person.name) + Content.styled(f"  {role}" if role else "", "$dim"))
            if reach := "  ".join(word for word in (person.email, person.phone) if word):
                parts.append(Content.styled(f"  {reach}", "$dim"))
        if detail.notes:
            parts += [Content(""), Content.styled("Notes", "bold $accent"), Content(detail.notes)]
        return Content("\n").join(parts)

    def current_card(self) -> Card | None:
        """The deal of this screen."""
        return self.detail.card if self.detail else None

    def focus_body(self) -> None:
        """Gives the keyboard to the fields."""
        self.query_one(FieldList).focus(scroll_visible=False)

    def action_other_side(self) -> None:
        """Goes between fields and history."""
        history = self.query_one("#history", VerticalScroll)
        (self.query_one(FieldList) if history.has_focus else history).focus()

    def action_cursor(self, _across: int, down: int) -> None:
        """Moves to another field, or scrolls the history."""
        history = self.query_one("#history", VerticalScroll)
        if history.has_focus:
            history.scroll_relative(y=down, animate=False)
        else:
            self.query_one(FieldList).move(down)

    def action_cursor_first(self) -> None:
        """Goes to the first field."""
        self.action_cursor(0, -1000)

    def action_cursor_last(self) -> None:
        """Goes to the last field."""
        self.action_cursor(0, 1000)

    def action_cursor_page(self, pages: int) -> None:
        """Scrolls the history a screenful."""
        history = self.query_one("#history", VerticalScroll)
        history.scroll_relative(y=pages * history.size.height, animate=False)

    def action_edit(self) -> None:
        """Edits the field under the cursor."""
        self.action_edit_field(self.query_one(FieldList).field)

    def on_field_list_chosen(self, event: FieldList.Chosen) -> None:
        """Edits the field that was clicked twice."""
        self.action_edit_field(event.name)

    def action_back(self) -> None:
        """Goes back to where the deal was opened."""
        self.dismiss()
