"""The agenda in memory: planned follow-ups of open and won deals, open deals without one, payments that are overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipetui.views.card import Card, Change, Step, Wait, step_order
from pipetui.views.lane import Lane

if TYPE_CHECKING:
    from pipetui.views.cash.entries import Owed

SECTIONS = ("overdue", "today", "owed", "week", "later", "waiting_for", "no_next_step")


class Row(NamedTuple):
    """A follow-up with its deal; ``step`` is None for a deal that has no next step.

    ``wait`` is what the customer does next, ``owed`` a payment that is overdue, where that is what the line is of.
    """

    card: Card
    step: Step | None
    wait: Wait | None = None
    owed: Owed | None = None


def _row_order(row: Row) -> tuple[object, ...]:
    if row.owed is not None:
        return (row.owed.due, row.card.id, row.owed.entry.place)
    if row.wait is not None:
        return (row.wait.due, row.wait.id)
    if row.step is None:
        return (row.card.touched_at, row.card.id)
    # What was put off again and again comes first: it needs a decision, not another day.
    return (not row.step.is_escalated, *step_order(row.step))


def _one_line(_row: Row) -> int:
    return 1


class Agenda:
    """Follow-ups by when they are due, as of ``today``; ``week`` reaches ``days`` ahead.

    Each section is a lane in the order it is worked: by time; deals without a next step, the longest untouched first.
    """

    def __init__(self, today: date, days: int = 7) -> None:
        self.today = today
        self.horizon = today + timedelta(days=days)
        self.sections: dict[str, Lane[Row]] = {name: Lane(_row_order, _one_line) for name in SECTIONS}

    def fill(self, cards: Iterable[Card]) -> None:
        """Replaces what is in it."""
        hands: dict[str, list[Row]] = {name: [] for name in SECTIONS}
        for card in cards:
            for row in _rows(card, self.today):
                hands[self.section_of(row)].append(row)
        for name, hand in hands.items():
            self.sections[name].fill(hand)

    def apply(self, changes: Iterable[Change]) -> None:
        """Takes out the follow-ups deals had and puts in those they have."""
        for before, after in changes:
            for row in _rows(before, self.today):
                self.sections[self.section_of(row)].drop(row)
            for row in _rows(after, self.today):
                self.sections[self.section_of(row)].put(row)

    def owe(self, payments: Iterable[tuple[Card, Owed]]) -> None:
        """Replaces the payments that are overdue."""
        self.sections["owed"].fill(Row(card, None, None, owed) for card, owed in payments)

    @property
    def owed(self) -> int:
        """What the payments that are overdue come to, in minor units of the pipeline's currency."""
        return sum(row.owed.entry.whole for row in self.sections["owed"] if row.owed is not None)

    def section_of(self, row: Row) -> str:
        """The name of the section a row belongs in."""
        if row.owed is not None:
            return "owed"
        if row.wait is not None:
            return "waiting_for"
        if row.step is None:
            return "no_next_step"
        if row.step.due < self.today:
            return "overdue"
        if row.step.due == self.today:
            return "today"
        return "week" if row.step.due <= self.horizon else "later"

    @property
    def waiting(self) -> int:
        """How many follow-ups are due by today."""
        return len(self.sections["overdue"]) + len(self.sections["today"])

    @property
    def waiting_amount(self) -> int:
        """The amount of the open deals whose follow-ups are due by today, each deal once, in minor units."""
        rows = (row for name in ("overdue", "today") for row in self.sections[name])
        deals = {row.card.id: row.card for row in rows if row.card.is_open}
        return sum(card.base_amount or 0 for card in deals.values())


def _rows(card: Card | None, today: date) -> list[Row]:
    if card is None or card.status == "lost":
        return []
    if not card.is_open:
        return [Row(card, step) for step in card.steps]
    waits = [Row(card, None, wait) for wait in card.waits]
    if not card.steps:
        # A lead that waits for its day needs no next step until then.
        return waits if card.is_nurtured(today) else [*waits, Row(card, None)]
    return [*waits, *(Row(card, step) for step in card.steps)]
