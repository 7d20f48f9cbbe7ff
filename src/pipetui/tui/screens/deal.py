"""A deal in full: its fields to edit in place, next step, people, notes, and its whole history."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pipetui.tui.card_paint import badge
from pipetui.tui.commands import DEAL, bindings_for
from pipetui.tui.deal_text import STYLES, event_text
from pipetui.tui.note_text import note_text
from pipetui.tui.screens.deal_cash import CashOnDeal
from pipetui.tui.widgets.cash_list import CashList
from pipetui.tui.widgets.cash_list import title as cash_title
from pipetui.tui.widgets.field_list import FieldList
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.plan_list import PlanList
from pipetui.tui.workers import run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.money import show
from pipetui.values.text import count
from pipetui.values.when import show_date
from pipetui.views.card import Card, Saved, Step, Wait
from pipetui.views.detail import Detail

SIDES = ("FieldList", "PlanList", "CashList", "#history")
"""What takes the keyboard, in the order tab goes through it."""


class DealScreen(CashOnDeal):
    """Everything about one deal. The cursor is on a field; ``enter`` edits it, ``esc`` goes back."""

    NAME: ClassVar[str] = DEAL
    PLAYBOOK_IN: ClassVar[str] = "#right"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(DEAL)
    HELP = "A deal: enter edits the field under the cursor, esc goes back."

    def __init__(self, deal_id: int) -> None:
        super().__init__()
        self.deal_id = deal_id
        self.detail: Detail | None = None
        self._why: tuple[str, ...] = ()
        """What its chance rests on, once the past was looked at."""
        self._at = 0
        """Which of ``SIDES`` has the keyboard."""

    def compose_body(self) -> ComposeResult:
        """Fields and people at the left, history at the right."""
        with Horizontal(id="deal"):
            with VerticalScroll(id="facts", can_focus=False):
                yield Static("", id="heading", markup=False)
                yield FieldList()
                yield Static("", id="more", markup=False)
            with Vertical(id="right"):
                yield Static("", id="plan-title", markup=False)
                yield PlanList()
                yield Static(cash_title(None), id="cash-title", markup=False)
                yield CashList()
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
        run_latest(self, "detail", self._read)

    async def _read(self) -> None:
        self.detail = await self.desk_app.read_detail(self.deal_id)
        if self.detail is None:
            self.dismiss()
            return
        self._draw_detail()
        self.read_cash()
        self.tell_playbook()
        await self._say_why(self.detail)

    async def _say_why(self, detail: Detail) -> None:
        """Looks up what the deal's chance rests on, aside from the keys, and says it under what is known of it."""
        try:
            why = await self.desk_app.desk.aside(
                lambda overview: overview.forecasts.why(detail.card, overview.period())
            )
        except PipetuiError:  # the file is busy or gone: whoever reads the deal itself says so
            why = ()
        if why != self._why:
            self._why = why
            self.query_one("#more", Static).update(self._more(detail))

    async def make_room(self) -> None:
        """Gives the room of the history to the playbook."""
        self._show_history(False)

    async def close_playbook(self) -> None:
        """Shows the history again."""
        await super().close_playbook()
        self._show_history(True)

    def _show_history(self, shown: bool) -> None:
        self.query_one("#history").display = self.query_one("#history-title").display = shown

    def draw(self, saved: Saved | None = None) -> None:
        """Reads the deal again where something changed."""
        if self.can_draw and self.detail is not None:
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
        self._draw_plan(card)
        room = self.query_one("#history").size.width - 2
        lines = [event_text(event, state.today, room) for event in detail.timeline]
        self.query_one("#timeline", Static).update(Content("\n").join(lines))
        self.query_one("#history-title", Static).update(
            Content.styled("History", "bold $accent")
            + Content.styled(f"  {count(len(lines), 'entry', 'entries')}", "$dim")
        )

    def _draw_plan(self, card: Card) -> None:
        state = self.state
        assert state is not None
        plan = self.query_one(PlanList)
        plan.tell(card, state.today, self.query_one("#right").size.width)
        if not card.is_open and not card.steps and not card.waits:
            said = Content.styled("Plan", "bold $accent") + Content.styled("  nothing is planned", "$dim")
        else:
            said = Content.styled("Plan", "bold $accent")
            said += _hint("f", "plans what you do", not card.steps) + _hint("F", "what they do", not card.waits)
        self.query_one("#plan-title", Static).update(said)
        if plan.has_focus and not plan.keys:
            self.query_one(FieldList).focus()

    def _more(self, detail: Detail) -> Content:
        parts: list[Content] = []
        if detail.people:
            parts.append(Content.styled("People", "bold $accent") + _hint("@", "all about the first", True))
        for person in detail.people:
            role = " · ".join(word for word in (person.role, person.job) if word)
            parts.append(Content(person.name) + Content.styled(f"  {role}" if role else "", "$dim"))
            if reach := "  ".join(word for word in (person.email, person.phone) if word):
                parts.append(Content.styled(f"  {reach}", "$dim"))
        if detail.notes:
            parts += [Content("")] if parts else []
            parts += [Content.styled("Notes", "bold $accent"), note_text(detail.notes)]
        if self._why:
            parts += [Content("")] if parts else []
            parts += [Content.styled("Why", "bold $accent"), *(Content(sentence) for sentence in self._why)]
        return Content("\n").join(parts)

    def current_card(self) -> Card | None:
        """The deal of this screen."""
        return self.detail.card if self.detail else None

    def current_step(self) -> Step | None:
        """The follow-up under the cursor of the plan; elsewhere the next one."""
        plan = self.query_one(PlanList)
        return plan.step if plan.line else super().current_step()

    def current_wait(self) -> Wait | None:
        """What the customer does, under the cursor of the plan."""
        return self.query_one(PlanList).wait

    def focus_body(self) -> None:
        """Gives the keyboard back to the side that had it: the fields at first."""
        side = self._side if self._side.display else self.query_one(FieldList)
        side.focus(scroll_visible=False)

    @property
    def _side(self) -> Widget:
        return self.query_one(SIDES[self._at])

    def action_other_side(self) -> None:
        """Goes on to the next of fields, plan, cash and history."""
        self._at = (self._at + 1) % len(SIDES)
        while not self._side.display:
            self._at = (self._at + 1) % len(SIDES)
        self.focus_body()

    def on_descendant_focus(self) -> None:
        """Notes which side has the keyboard."""
        for place, side in enumerate(SIDES):
            if self.query_one(side).has_focus:
                self._at = place

    def action_cursor(self, _across: int, down: int) -> None:
        """Moves to another field or step, or scrolls the history."""
        side = self._side
        if isinstance(side, (PlanList, CashList, FieldList)):
            side.move(down)
        else:
            side.scroll_relative(y=down, animate=False)

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
        """Edits the field under the cursor, the payment, or the step."""
        if self.change_entry():
            return
        if self.query_one(PlanList).line:
            self.action_reschedule()
            return
        self.action_edit_field(self.query_one(FieldList).field)

    def on_field_list_chosen(self, event: FieldList.Chosen) -> None:
        """Edits the field that was clicked twice."""
        self.action_edit_field(event.name)

    def action_back(self) -> None:
        """Goes back to where the deal was opened."""
        self.dismiss()

    def on_row_list_opened(self) -> None:
        """Changes the step, the payment or the expense that was clicked twice."""
        self.action_edit()


def _hint(key: str, does: str, shown: bool) -> Content:
    if not shown:
        return Content("")
    return Content.styled(f"  {key}", "bold $accent") + Content.styled(f" {does}", "$dim")
