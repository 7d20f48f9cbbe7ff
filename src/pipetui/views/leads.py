"""The lead inbox: who is to be answered, who waits for their day, and how long a first answer takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from pipetui.values.text import count
from pipetui.views.card import Card

SECTIONS = ("unanswered", "answered", "nurtured")
"""In the order they are worked."""


class Lead(NamedTuple):
    """A lead; ``answered`` is how long its first answer took, None where it still waits, for ``waiting`` so far."""

    card: Card
    answered: timedelta | None
    waiting: timedelta


@dataclass(frozen=True, slots=True)
class Inbox:
    """Leads to be worked, the unanswered first, the longest waiting at the top; and those whose day is to come.

    ``median`` is of the first answers to leads of the last ``days``, None where there was none yet; ``answers`` says
    of how many.
    """

    leads: tuple[Lead, ...] = ()
    nurtured: tuple[Lead, ...] = ()
    median: timedelta | None = None
    answers: int = 0
    days: int = 90

    def sections(self, shows: Callable[[Card], bool] = lambda _card: True) -> dict[str, tuple[Lead, ...]]:
        """What there is under each of ``SECTIONS``, of the leads a filter shows."""
        hand = [lead for lead in self.leads if shows(lead.card)]
        return {
            "unanswered": tuple(lead for lead in hand if lead.answered is None),
            "answered": tuple(lead for lead in hand if lead.answered is not None),
            "nurtured": tuple(lead for lead in self.nurtured if shows(lead.card)),
        }

    @property
    def unanswered(self) -> int:
        """How many wait for their first answer."""
        return sum(lead.answered is None for lead in self.leads)


def in_order(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    """Leads in the order they are worked: unanswered ones first, then by when they came, the oldest first."""
    return tuple(sorted(leads, key=lambda lead: (lead.answered is not None, lead.card.created_at, lead.card.id)))


def median_of(spans: Iterable[timedelta]) -> timedelta | None:
    """The median of first answers; None where there are none."""
    seconds = [span.total_seconds() for span in spans]
    return timedelta(seconds=median(seconds)) if seconds else None


def between(earlier: datetime, later: datetime) -> timedelta:
    """The time from one moment to another; none where they are the other way round."""
    return max(later - earlier, timedelta())


def show_wait(span: timedelta) -> str:
    """A span in a word or two: "12 min", "3 h", "2 days"."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else count(minutes // 1440, "day")


def show_seconds(seconds: float) -> str:
    """The same of seconds."""
    return show_wait(timedelta(seconds=seconds))
