"""A deal's mutual plan: what the rep does and what the customer does, by day, in one list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipetui.views.card import Card, Step, Wait


class PlanLine(NamedTuple):
    """A dated step of one side: the rep's (``step``) or the customer's (``wait``)."""

    due: date
    step: Step | None = None
    wait: Wait | None = None

    @property
    def is_theirs(self) -> bool:
        """Whether the customer does it."""
        return self.wait is not None

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other line."""
        if self.wait is not None:
            return "wait", self.wait.id
        assert self.step is not None
        return "step", self.step.id


def mutual_plan(card: Card) -> tuple[PlanLine, ...]:
    """The open steps of both sides by day; what the customer does comes before what the rep does on the same day."""
    lines = [PlanLine(wait.due, wait=wait) for wait in card.waits]
    lines += [PlanLine(step.due, step=step) for step in card.steps]
    return tuple(sorted(lines, key=lambda line: line.due))
