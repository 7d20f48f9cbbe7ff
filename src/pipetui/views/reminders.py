"""What a rep is reminded of: follow-ups with a time of day, shortly before it has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from pipetui.values.clock import to_local
from pipetui.values.when import show_time
from pipetui.views.card import Card, Step

LATE = timedelta(hours=1)
"""For how long after its time a follow-up is still reminded of; later it is one of those that are overdue."""


class Reminder(NamedTuple):
    """A follow-up whose time has come; ``key`` is another once it was moved to another time."""

    key: str
    deal_id: int
    title: str
    text: str


def reminders(cards: Iterable[Card], now: datetime, minutes: int, told: Collection[str]) -> list[Reminder]:
    """Those of open deals that begin within so many minutes of ``now`` (UTC), or just did; but for those ``told``."""
    until = now + timedelta(minutes=minutes)
    found = []
    for card in cards:
        if card.is_open:
            for step in card.steps:
                if step.at is not None and now - LATE <= step.at <= until and key_of(step) not in told:
                    found.append((step.at, Reminder(key_of(step), card.id, card.title, _said(card, step))))
    return [reminder for _, reminder in sorted(found)]


def key_of(step: Step) -> str:
    """What a reminder is remembered by."""
    return f"{step.id} {step.at.isoformat() if step.at else step.due.isoformat()}"


def _said(card: Card, step: Step) -> str:
    clock = show_time(to_local(step.at).time()) if step.at else ""
    what = step.kind.capitalize()
    about = "" if step.subject.casefold() == step.kind else f": {step.subject}"
    whom = step.contact or card.contact or card.company
    return f"{clock} {what}{f' with {whom}' if whom else ''}{about}".strip()
