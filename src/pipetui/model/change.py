"""The change log: every write, with what each row was before and after it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from pipetui.model.record import Record, utc_now


class ChangeSet(Record, table=True):
    """One labelled transaction: what the rep would call it, and when."""

    __tablename__ = "change_set"

    at: datetime = Field(default_factory=utc_now)
    label: str


class Change(SQLModel, table=True):
    """One row of one table: ``before`` and ``after`` as JSON objects, None where it did not exist."""

    __tablename__ = "change"
    __table_args__ = (Index("change_of_row", "table_name", "row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="change_set.id", ondelete="CASCADE", index=True)
    table_name: str
    row_id: int
    before: str | None = None
    after: str | None = None
