"""What a rep is to bring in."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class Target(Record, table=True):
    """``amount`` in minor units of the pipeline's currency for the days from ``starts`` to ``ends``, both included.

    ``owner`` is the empty text for the whole pipeline's.
    """

    __table_args__ = (UniqueConstraint("pipeline_id", "owner", "starts", "ends"),)

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE")
    owner: str = ""
    starts: date
    ends: date
    amount: int
