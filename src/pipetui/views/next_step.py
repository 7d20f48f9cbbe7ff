"""What usually comes next, offered so that one key takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipetui.values.clock import to_local
from pipetui.values.recurrence import Recurrence
from pipetui.values.when import show_day, show_time
from pipetui.values.workdays import workday_from
from pipetui.views.card import Card, Step

USUAL_DAYS = {"call": 3, "email": 4, "message": 3, "meeting": 2, "task": 3, "note": 3}
"""How many days after an activity of a kind a rep usually gets in touch again."""

AFTER = {
    "call": "email",
    "email": "call",
    "message": "call",
    "meeting": "email",
    "task": "call",
    "note": "call",
}
"""The kind of contact that usually follows one of a kind."""


class CadenceStep(NamedTuple):
    """A step of a stage's cadence: what is done ``after`` that many days in the stage."""

    after: int
    kind: str
    subject: str


LAST_QUESTION = CadenceStep(3, "task", "Is it dead? Ask, or close it")
"""What comes when a cadence has run out, that many days after its last step."""


def following(
    card: Card, today: date, finished: Step | None, cadence: Sequence[CadenceStep] = (), done: int = 0
) -> str:
    """The suggestion for a deal's next follow-up, as a rep would type it; never on a weekend or a holiday.

    What keeps coming comes again. Else it is the step of the stage's cadence that is due after ``done`` others, and
    without a cadence what usually follows an activity of that kind. Empty where another follow-up is planned already.
    """
    if finished is not None and finished.every is not None:
        return _again(finished, finished.every, today)
    if finished is not None and len(card.steps) > 1:
        return ""
    if cadence:
        step = cadence[done] if done < len(cadence) else LAST_QUESTION
        before = cadence[done - 1].after if 0 < done < len(cadence) else 0
        return _typed(step.kind, today + timedelta(days=max(1, step.after - before)), today, step.subject)
    if finished is None:
        return _typed("call", today + timedelta(days=1), today)
    kind = AFTER.get(finished.kind, "call")
    about = "" if finished.subject.casefold() == finished.kind else finished.subject
    return _typed(kind, today + timedelta(days=USUAL_DAYS.get(finished.kind, 3)), today, about)


def as_typed(step: Step) -> str:
    """A follow-up as a rep would type it, to be changed."""
    return " ".join(_parts(step, step.due))


def _again(step: Step, every: Recurrence, today: date) -> str:
    day = every.after(max(step.due, today))
    return "" if day is None else " ".join(_parts(step, workday_from(day)))


def _parts(step: Step, day: date) -> list[str]:
    clock = [show_time(to_local(step.at).time())] if step.at else []
    often = [step.every.shown] if step.every else []
    about = [] if step.subject.casefold() == step.kind else ["about", step.subject]
    return [step.kind, day.isoformat(), *clock, *often, *about]


def _typed(kind: str, day: date, today: date, about: str = "") -> str:
    typed = f"{kind} {show_day(workday_from(day), today).lower()}"
    return f"{typed} about {about}" if about else typed
