"""Mails that are written and due: those that can go out as they are, and those the rep has to look at first."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class DueMail(NamedTuple):
    """A planned e-mail with its words, due on a day, and to whom it goes; ``reason`` is why it can't go by itself.

    ``name`` and ``to`` are "" where nobody of the deal has an address; ``reason`` is "" for one that can go.
    """

    activity_id: int
    deal_id: int
    deal: str
    due: date
    name: str
    to: str
    subject: str
    body: str
    reason: str = ""
