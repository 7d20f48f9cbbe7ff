"""How a deal looks on the board: a few lines of pieces, the most asked for first."""

from __future__ import annotations

from datetime import date

from pipetui.tui.paint import Piece
from pipetui.values.clock import to_local
from pipetui.values.money import show, show_short
from pipetui.values.text import width
from pipetui.values.when import show_day, show_overdue, show_time
from pipetui.views.card import Card, Step
from pipetui.views.stage import Stage

Line = tuple[list[Piece], list[Piece]]
"""The pieces on the left, and those on the right."""


def step_piece(step: Step | None, today: date) -> Piece:
    """A deal's next step in a few words, with its state's sign and ink: overdue, today, planned or none."""
    if step is None:
        return "○ no next step", "ink-dim"
    late = (today - step.due).days
    if late > 0:
        return f"✖ {show_overdue(late)}", "ink-bad"
    clock = show_time(to_local(step.at).time()) if step.at else step.kind
    if late == 0:
        return f"● today {clock}", "ink-warn"
    return f"● {show_day(step.due, today)} {clock}", "ink-good"


def badge(card: Card, stage: Stage, today: date) -> Piece | None:
    """The one thing most wrong with a deal: its close date passed, or it rots."""
    if slipped := card.slipped_days(today):
        pushed = f" · pushed {card.pushes}×" if card.pushes else ""
        return f"! {slipped}d past{pushed}", "ink-bad"
    if rotting := card.rotting_days(stage, today):
        return f"▲ rotting {rotting} days", "ink-warn"
    if card.waived and card.is_open:
        return f"! went on without {card.waived}", "ink-warn"
    return None


def money(card: Card, room: int) -> str:
    """The deal's amount, in short where the room is narrow; a dash where there is none."""
    if card.amount is None:
        return "—"
    full = show(card.amount, card.currency)
    return full if width(full) <= room else show_short(card.amount, card.currency)


COMPACT_LINES = 3
"""Lines of a card where there is little height, with a blank one under it."""


def roomy_height(card: Card, stage: Stage | None, today: date) -> int:
    """Lines of a card with a blank one under it."""
    return 4 if stage is None or badge(card, stage, today) is None else 5


def roomy(card: Card, stage: Stage | None, today: date, room: int) -> list[Line]:
    """Title; company and amount; next step and close date; badge."""
    lines: list[Line] = [
        ([(card.title, "ink-strong")], []),
        ([(card.company or "—", "ink-dim")], [(money(card, room // 2), "ink-strong")]),
    ]
    if not card.is_open or stage is None:
        closed = show_day(card.closed_on, today) if card.closed_on else ""
        sign, ink = ("✔ won", "ink-good") if card.status == "won" else ("✖ lost", "ink-bad")
        why = f" · {card.reason}" if card.reason else ""
        return [*lines, ([(f"{sign}{why}", ink)], [(closed, "ink-dim")])]
    close = show_day(card.expected_close, today) if card.expected_close else "no date"
    late = bool(card.slipped_days(today))
    lines.append(([step_piece(card.next_step, today)], [(close, "ink-bad" if late else "ink-dim")]))
    wrong = badge(card, stage, today)
    return [*lines, ([wrong], [])] if wrong else lines


def compact(card: Card, stage: Stage | None, today: date, room: int) -> list[Line]:
    """Title and amount; then what matters most: the badge, or the next step, with the close date."""
    lines = roomy(card, stage, today, room)
    amount = money(card, room // 3)
    first: Line = ([(card.title, "ink-strong")], [(amount, "ink-strong")])
    left, right = lines[2]
    if len(lines) > 3 and card.steps == ():
        left = lines[3][0]
    return [first, (left, right)]
