"""The agenda's list: sections of follow-ups, painted a line each."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import partial

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pipetui.tui.card_paint import money, sum_shown
from pipetui.tui.jumping import Place
from pipetui.tui.marks import SIGN
from pipetui.tui.paint import Painted, Piece
from pipetui.tui.state import State
from pipetui.values.clock import to_local
from pipetui.values.money import show_whole
from pipetui.values.text import fit, lpad, pad, width
from pipetui.values.when import show_day, show_span, show_time
from pipetui.views.agenda import SECTIONS, Row
from pipetui.views.card import Step

TITLES = {
    "overdue": ("Overdue", "ink-bad"),
    "today": ("Today", "ink-warn"),
    "owed": ("Payments overdue", "ink-bad"),
    "week": ("Next 7 days", "ink-good"),
    "later": ("Later", "ink-dim"),
    "waiting_for": ("Waiting for them", "ink-commit"),
    "no_next_step": ("No next step", "ink-dim"),
}

WHEN, KIND = 10, 9
"""Cells of a row's first two columns."""


class AgendaList(ScrollView, Painted, inherit_bindings=False):
    """All follow-ups by section. The cursor is a row of a section; headings are passed over.

    Without the keys a scroll view has of its own: those of the screen move the cursor.
    """

    can_focus = True

    class Moved(Message):
        """The cursor is on another row."""

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.section = "overdue"
        self.index = 0
        self._starts: list[int] = []
        self._shown: list[str] = []

    def tell(self, state: State) -> None:
        """Draws the agenda of a state; the cursor stays where it was, as near as there is a row."""
        self.state = state
        self._shown, self._starts, line = [], [], 0
        for name in SECTIONS:
            if length := len(state.agenda.sections[name]):
                self._shown.append(name)
                self._starts.append(line)
                line += length + 2
        self.virtual_size = Size(self.size.width, max(0, line - 1))
        self._settle()
        self._show_cursor()
        self.refresh()

    def _settle(self) -> None:
        if not self._shown or self.state is None:
            return
        if self.section not in self._shown:
            later = [name for name in self._shown if SECTIONS.index(name) > SECTIONS.index(self.section)]
            self.section, self.index = (later[0], 0) if later else (self._shown[-1], 10**9)
        self.index = max(0, min(self.index, len(self.state.agenda.sections[self.section]) - 1))

    @property
    def row_here(self) -> Row | None:
        """The row under the cursor."""
        if self.state is None or not self._shown:
            return None
        return self.state.agenda.sections[self.section][self.index]

    def path(self) -> tuple[list[int], int]:
        """The numbers of the rows' deals, from the top, and the cursor's place among them."""
        if self.state is None or not self._shown:
            return [], 0
        sections = self.state.agenda.sections
        above = sum(len(sections[name]) for name in self._shown[: self._shown.index(self.section)])
        return [row.card.id for name in self._shown for row in sections[name]], above + self.index

    def go_to(self, row: Row) -> None:
        """Puts the cursor on a row, where it is shown."""
        if self.state is None:
            return
        name = self.state.agenda.section_of(row)
        index = self.state.agenda.sections[name].index(row)
        if index is not None:
            self._go(name, index)

    def move(self, by: int) -> None:
        """Moves the cursor by rows, through the sections."""
        if self.state is None or not self._shown:
            return
        sections = self.state.agenda.sections
        place, index = self._shown.index(self.section), self.index + by
        while index >= len(sections[self._shown[place]]) and place + 1 < len(self._shown):
            index -= len(sections[self._shown[place]])
            place += 1
        while index < 0 and place > 0:
            place -= 1
            index += len(sections[self._shown[place]])
        section = self._shown[place]
        self._go(section, max(0, min(index, len(sections[section]) - 1)))

    def first(self) -> None:
        """Goes to the first row."""
        self.move(-(10**9))

    def last(self) -> None:
        """Goes to the last row."""
        self.move(10**9)

    def _go(self, section: str, index: int) -> None:
        """Puts the cursor elsewhere, drawing only what changes."""
        left = self._line_here
        self.section, self.index = section, index
        self._show_cursor()
        for line in (left, self._line_here):
            self.refresh_lines(line, 1)
        self.post_message(self.Moved())

    @property
    def _line_here(self) -> int:
        return self._starts[self._shown.index(self.section)] + 1 + self.index

    def _show_cursor(self) -> None:
        if not self._shown or not self.size.height:
            return
        # Forced: what there is to scroll may be more than there was when the bar was last laid out.
        line = self._line_here
        if line - 1 < self.scroll_offset.y:
            self.scroll_to(y=line - 1, animate=False, force=True)
        elif line >= self.scroll_offset.y + self.size.height:
            self.scroll_to(y=line - self.size.height + 1, animate=False, force=True)

    def _at(self, line: int) -> tuple[str, int] | None:
        """The section a line is in, and the line within it (0 is the heading)."""
        if not self._starts or line < 0:
            return None
        place = bisect_right(self._starts, line) - 1
        return self._shown[place], line - self._starts[place]

    def render_line(self, y: int) -> Strip:
        """A heading, a row, or a blank."""
        cells = self.size.width
        found = self._at(y + self.scroll_offset.y)
        if self.state is None or found is None:
            return self.row(cells, [])
        name, line = found
        lane = self.state.agenda.sections[name]
        if line == 0:
            title, ink = TITLES[name]
            head: list[Piece] = [(f" {title}", ink), (f" {len(lane):,} ", "ink-dim")]
            if name == "owed":
                owed = show_whole(self.state.agenda.owed, self.state.pipeline.currency)
                head = [*head[:1], (f" {len(lane):,} · {owed} ", "ink-dim")]
            rule = max(0, cells - 1 - sum(len(text) for text, _ in head))
            return self.row(cells, [*head, ("─" * rule, "ink-rule")])
        if line > len(lane):
            return self.row(cells, [])
        return self._row(lane[line - 1], name, cells, name == self.section and line - 1 == self.index)

    def _row(self, row: Row, section: str, cells: int, here: bool) -> Strip:
        state = self.state
        assert state is not None
        card, step, wait, owed = row
        ground = "ground-here" if here else ""
        amount = lpad(sum_shown(owed.entry.whole, owed.currency, 11) if owed else money(card, 11), 11)
        stage = pad(card.status if not card.is_open else state.stage(card).name, 12)
        wide = cells >= 96
        right: list[Piece] = [(amount, "ink-strong")]
        if cells >= 76:
            right.append((f"  {stage}", "ink-dim"))
        right.append((" ", "ink-plain"))
        room = cells - sum(len(text) for text, _ in right) - 2 - WHEN - KIND
        who = step.contact if step and step.contact else (wait.who if wait and wait.who else card.contact)
        with_whom = room * 3 // 10 if wide else 0
        deal = (room - with_whom) // 2
        subject = room - with_whom - deal
        kind, about = (step.kind, step.subject) if step else ("—", self._last(row))
        if wait is not None:
            kind, about = "customer", wait.what
        elif owed is not None:
            kind, about = owed.entry.kind, owed.entry.label
        marks = _marks(step)
        left: list[Piece] = [
            ("▌" if here else " ", "ink-accent"),
            (SIGN if card.id in state.marks else " ", "ink-key"),
            (pad(self._when(row), WHEN), TITLES[section][1]),
            (pad(kind, KIND), "ink-dim"),
            (said := fit(about, subject - 1 - width(marks)), "ink-strong" if here else "ink-plain"),
            (pad(marks, subject - width(said)), "ink-bad" if step and step.is_escalated else "ink-dim"),
        ]
        if with_whom:
            left.append((pad(who or "—", with_whom - 1) + " ", "ink-dim"))
        left.append((pad(card.title, deal), "ink-plain"))
        return self.row(cells, left, right, ground, gap=0)

    def _last(self, row: Row) -> str:
        state = self.state
        assert state is not None
        return f"last touched {show_day(row.card.touched_on, state.today)}"

    def _when(self, row: Row) -> str:
        state = self.state
        assert state is not None
        today: date = state.today
        if row.wait is not None:
            late = (state.today - row.wait.due).days
            return f"{show_span(late)} late" if late > 0 else show_day(row.wait.due, state.today)
        if row.owed is not None:
            return f"{show_span((today - row.owed.due).days)} late"
        if row.step is None:
            return show_span((today - row.card.touched_on).days)
        if row.step.due < today:
            return f"{show_span((today - row.step.due).days)} late"
        clock = show_time(to_local(row.step.at).time()) if row.step.at else ""
        if row.step.due == today:
            return clock or "any time"
        if row.step.due <= state.agenda.horizon:
            return f"{row.step.due:%a} {clock}".strip()
        return show_day(row.step.due, today)

    def places(self) -> list[Place]:
        """The rows in sight."""
        found = []
        for y in range(self.size.height):
            at = self._at(y + self.scroll_offset.y)
            if self.state is not None and at and 1 <= at[1] <= len(self.state.agenda.sections[at[0]]):
                found.append(Place(0, y, partial(self._take, at[0], at[1] - 1)))
        return found

    def _take(self, section: str, index: int) -> None:
        self.focus()
        self._go(section, index)

    def on_resize(self, event: events.Resize) -> None:
        """Takes the room there is."""
        self.virtual_size = Size(event.size.width, self.virtual_size.height)

    def on_click(self, event: events.Click) -> None:
        """Goes to the row that was clicked; a second click opens it."""
        found = self._at(event.y + self.scroll_offset.y)
        if found is None or self.state is None:
            return
        name, line = found
        if 1 <= line <= len(self.state.agenda.sections[name]):
            self._go(name, line - 1)
            if event.chain == 2:
                self.post_message(self.Opened())


def _marks(step: Step | None) -> str:
    """What is particular about a follow-up: that it comes again, and how often it was put off."""
    if step is None:
        return ""
    return (" ↻" if step.every else "") + (f" {step.snoozes}× put off" if step.is_escalated else "")
