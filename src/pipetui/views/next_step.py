"""What usually comes next, offered so that one key takes it."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.values.when import show_day
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


def following(card: Card, today: date, finished: Step | None) -> str:
    """The suggestion for a deal's next follow-up, as a rep would type it; never on a weekend.

    Empty where the deal has another follow-up planned already.
    """
    if finished is not None and len(card.steps) > 1:
        return ""
    kind = AFTER.get(finished.kind, "call") if finished else "call"
    day = today + timedelta(days=USUAL_DAYS.get(finished.kind, 3) if finished else 1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return f"{kind} {show_day(day, today).lower()}"
