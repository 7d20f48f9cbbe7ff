"""Follow-ups as a calendar (RFC 5545), each with an alarm, for the rep's own calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipetui.views.card import Card, Step

if TYPE_CHECKING:
    from icalendar import Event

LASTS = {"meeting": timedelta(hours=1)}
"""How long activities of a kind take; half of that the others."""

HALF = timedelta(minutes=30)


def calendar(cards: Iterable[Card], minutes: int, uids: Mapping[int, str], now: datetime) -> str:
    """The follow-ups of open deals as the text of an .ics file; alarms ring so many minutes before.

    Those with a time are events in UTC, the others are of the whole day, which they leave free, and ring at nine.
    ``uids`` are the activities' names that are unique everywhere, so that a calendar knows them again.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//pipetui//follow-ups//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Follow-ups")
    made.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    for card in sorted(cards, key=lambda card: card.id):
        if card.is_open:
            for step in card.steps:
                made.add_component(_event(card, step, minutes, uids.get(step.id, f"step-{step.id}"), now))
    return bytes(made.to_ical()).decode("utf-8")


def _event(card: Card, step: Step, minutes: int, uid: str, now: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{uid}@pipetui")
    event.add("dtstamp", now)
    about = "" if step.subject.casefold() == step.kind else f": {step.subject}"
    event.add("summary", f"{step.kind.capitalize()}{about} · {card.title}")
    whom = " · ".join(part for part in (step.contact or card.contact, card.company) if part)
    if whom:
        event.add("description", whom)
    if step.at is not None:
        event.add("dtstart", step.at)
        event.add("dtend", step.at + LASTS.get(step.kind, HALF))
        before = timedelta(minutes=-minutes)
    else:
        event.add("dtstart", step.due)
        event.add("dtend", step.due + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        before = timedelta(hours=9)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{step.kind.capitalize()}{about}")
    alarm.add("trigger", before)
    event.add_component(alarm)
    return event
