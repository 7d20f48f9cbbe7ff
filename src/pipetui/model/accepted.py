"""What the rep said is fine."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class Accepted(Record, table=True):
    """A ``finding`` of a deal that is fine as it is: ``fact`` is what it rested on then, and holds for no other."""

    __table_args__ = (UniqueConstraint("deal_id", "finding"),)

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    finding: str
    fact: str
    at: datetime = Field(default_factory=utc_now)
