"""The two-sided plan of a deal: what the rep and what the customer does, by day, one line each."""

from __future__ import annotations

from datetime import date

from pipetui.tui.card_paint import step_piece
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.values.text import fit, pad
from pipetui.values.when import show_day, show_span
from pipetui.views.card import Card, Step, Wait
from pipetui.views.plan import PlanLine, mutual_plan

MOST = 8
"""Lines that are shown at once."""

WHEN = 17
"""Cells of the day."""

NARROW = 50
"""With fewer cells the day has less room, and the kind of a step that says what it is about has none."""


class PlanList(RowList):
    """Open steps of both sides. Its cursor is to be seen while it has the keyboard."""

    LIT_WITHOUT_FOCUS = False

    def __init__(self) -> None:
        super().__init__()
        self._plan: dict[tuple[str, int], PlanLine] = {}

    def tell(self, card: Card, today: date, cells: int) -> None:
        """Shows a deal's plan."""
        plan = mutual_plan(card)
        self._plan = {line.key: line for line in plan}
        self.put([Drawn(line.key, _pieces(line, today, cells)) for line in plan])
        self.styles.height = min(MOST, len(plan))
        self.display = bool(plan)

    @property
    def line(self) -> PlanLine | None:
        """The line under the cursor, while it has the keyboard."""
        key = self.key
        return self._plan.get(key) if self.has_focus and isinstance(key, tuple) else None

    @property
    def step(self) -> Step | None:
        """The rep's step under the cursor."""
        return self.line.step if self.line else None

    @property
    def wait(self) -> Wait | None:
        """The customer's step under the cursor."""
        return self.line.wait if self.line else None


def _pieces(line: PlanLine, today: date, cells: int) -> list[Piece]:
    narrow = cells < NARROW
    room = WHEN - 4 if narrow else WHEN
    if line.wait is not None:
        wait = line.wait
        late = (today - wait.due).days
        when = f"✖ {show_span(late)} late" if late > 0 else f"◂ {show_day(wait.due, today)}"
        ink = "ink-bad" if late > 0 else "ink-warn" if late == 0 else "ink-commit"
        who = f"{wait.who}: " if wait.who else ""
        return [("they ", "ink-dim"), (pad(fit(when, room - 1), room), ink), (f"{who}{wait.what}", "ink-plain")]
    step = line.step
    assert step is not None
    when, ink = step_piece(step, today)
    about = step.subject if step.subject.casefold() != step.kind else ""
    kind = "" if when.endswith(step.kind) or (narrow and about) else f"{step.kind} "
    often = f"  ↻ {step.every.shown}" if step.every else ""
    often += f"  put off {step.snoozes}×" if step.snoozes else ""
    often += f": {step.put_off_reason}" if step.put_off_reason else ""
    return [
        ("you  ", "ink-dim"),
        (pad(fit(when, room - 1), room), ink),
        (kind, "ink-dim"),
        (about, "ink-plain"),
        (often, "ink-bad" if step.is_escalated else "ink-dim"),
    ]
