"""History as it is told: entries, and what each did to which record, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pipetui.views.card import Saved


class Entry(NamedTuple):
    """One labelled transaction. ``records`` counts what it changed; ``undone_at`` is None while it stands.

    ``is_step`` is False for what the file began with, which can't be taken back.
    """

    id: int
    at: datetime
    label: str
    records: int
    undone_at: datetime | None
    is_step: bool

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None


class FieldChange(NamedTuple):
    """A field in a rep's words, as it was and as it became; empty where it said nothing."""

    field: str
    before: str
    after: str


class RecordChange(NamedTuple):
    """A record an entry changed: ``how`` is added, changed or deleted."""

    kind: str
    name: str
    how: str
    fields: tuple[FieldChange, ...]


class Account(NamedTuple):
    """All that an entry did, as far as it is listed; ``more`` says whether there are further records."""

    entry: Entry
    records: tuple[RecordChange, ...]
    more: bool


class PutBack(NamedTuple):
    """What undoing or redoing came to, and the entries it was about, in the order they were taken."""

    saved: Saved
    entries: tuple[int, ...]
