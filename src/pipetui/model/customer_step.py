"""What the customer does next."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class CustomerStep(Record, table=True):
    """What the customer does next: ``what``, ``who`` of them, and by which day (the rep's local one).

    ``chased_at`` is when it was late and became a follow-up of the rep.
    """

    __tablename__ = "customer_step"
    __table_args__ = (
        Index("customer_step_open", "deal_id", "due_on", sqlite_where=text("done_at IS NULL")),
        Index("customer_step_unchased", "due_on", sqlite_where=text("done_at IS NULL AND chased_at IS NULL")),
        Index("customer_step_of_deal", "deal_id"),
    )

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    what: str
    who: str | None = None
    due_on: date
    created_at: datetime = Field(default_factory=utc_now)
    done_at: datetime | None = None
    chased_at: datetime | None = None
