"""Everything about a deal, as the pane and the deal's screen draw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipetui.views.card import Card


@dataclass(frozen=True, slots=True)
class Person:
    """A contact of a deal; ``role`` is their part in it."""

    id: int
    name: str
    role: str | None
    job: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: ``kind`` is an activity's, or stage, amount, close, won, lost, reopened, created,
    edit, passed (what it left a stage without), customer (what the customer did).

    ``activity_id`` is set for activities; ``note`` is what came of one.
    """

    at: datetime
    kind: str
    text: str
    note: str | None = None
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A deal with its people, its history (newest first) and its notes (Markdown)."""

    card: Card
    people: tuple[Person, ...]
    timeline: tuple[Event, ...]
    notes: str
    created_at: datetime
    stage_since: datetime
