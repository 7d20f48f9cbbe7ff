"""How a deal looks on the board: a few lines of pieces, the most asked for first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipetui.tui.paint import Piece
from pipetui.values.clock import to_local
from pipetui.values.money import show, show_short
from pipetui.values.text import width
from pipetui.values.when import show_day, show_overdue, show_time
from pipetui.views.card import Card, Step
from pipetui.views.listed import Listed, Seen
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
    return "—" if card.amount is None else sum_shown(card.amount, card.currency, room)


def sum_shown(amount: int, currency: str, room: int) -> str:
    """An amount in minor units, in short where the room is narrow."""
    full = show(amount, currency)
    return full if width(full) <= room else show_short(amount, currency)


NARROW = 14
"""Cells under which a title has no room for the amount beside it."""

COMPACT_LINES = 3
"""Lines of a card where there is little height, with a blank one under it."""


def roomy_height(card: Card, stage: Stage | None, today: date, columns: int = 0) -> int:
    """Lines of a card with a blank one under it; ``columns`` is what a view has it show, 0 for the usual."""
    shown = 1 + (columns + 1) // 2 if columns else 3
    return shown + (1 if stage is None or badge(card, stage, today) is None else 2)


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


def chosen(seen: Seen, columns: Sequence[Listed], stage: Stage | None) -> list[Line]:
    """Title; what a view has cards show, two to a line; badge."""
    said = [_piece(seen, one) for one in columns]
    lines: list[Line] = [([(seen.card.title, "ink-strong")], [])]
    lines += [([one], said[place + 1 : place + 2]) for place, one in enumerate(said) if place % 2 == 0]
    wrong = None if stage is None else badge(seen.card, stage, seen.today)
    return [*lines, ([wrong], [])] if wrong else lines


def chosen_compact(seen: Seen, columns: Sequence[Listed], room: int) -> list[Line]:
    """Title and amount; the first two things a view has cards show."""
    first: Line = ([(seen.card.title, "ink-strong")], [(money(seen.card, room // 3), "ink-strong")])
    others = [one for one in columns if one.name != "value"][:2]
    said = [_piece(seen, one) for one in others]
    return [first, (said[:1], said[1:])]


_SAYS_ITSELF = frozenset({"company", "contact", "value", "prob", "stage", "pipeline", "status", "owner", "tag"})
"""What is known for what it is without its name beside it."""


def _piece(seen: Seen, listed: Listed) -> Piece:
    if listed.name == "next":
        return step_piece(seen.card.next_step, seen.today)
    text = listed.text(seen) or "—"
    if listed.name in _SAYS_ITSELF:
        return text, "ink-strong" if listed.name == "value" else "ink-dim"
    late = listed.name == "close" and seen.card.slipped_days(seen.today)
    return f"{listed.label[:1].lower()}{listed.label[1:]} {text}", "ink-bad" if late else "ink-dim"


def compact(card: Card, stage: Stage | None, today: date, room: int) -> list[Line]:
    """Title and amount; then what matters most: the badge, or the next step, with the close date ("!": it is past)."""
    lines = roomy(card, stage, today, room)
    amount = money(card, room // 3)
    first: Line = ([(card.title, "ink-strong")], [(amount, "ink-strong")] if room >= NARROW else [])
    left, right = lines[2]
    if len(lines) > 3 and card.steps == ():
        left = lines[3][0]
    elif card.slipped_days(today):
        right = [("! ", "ink-bad"), *right]
    return [first, (left, right)]
