"""Something that happened, or that is planned."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class Activity(Record, table=True):
    """A call, meeting, email, message, task or note: planned while ``done_at`` is None.

    ``due_on`` is the rep's local day; ``due_at`` the moment, where a time was given. ``note`` is what came of it;
    ``snoozes`` counts how often it was put off, ``put_off_reason`` says why it was the last time. One that keeps coming
    has an RRULE (RFC 5545) in ``rrule``, counted from ``rrule_start``.
    """

    __table_args__ = (
        Index(
            "activity_planned",
            "deal_id",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
        ),
        Index("activity_of_deal", "deal_id", "done_at"),
        Index("activity_finished", "done_at", sqlite_where=text("done_at IS NOT NULL AND due_on IS NOT NULL")),
    )

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    contact_id: int | None = Field(default=None, foreign_key="contact.id", ondelete="SET NULL", index=True)
    kind: str
    subject: str
    note: str | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    created_at: datetime = Field(default_factory=utc_now)
    snoozes: int = 0
    put_off_reason: str | None = None
    rrule: str | None = None
    rrule_start: date | None = None
