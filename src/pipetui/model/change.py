"""The change log: every write, with what each row was before and after it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from pipetui.model.record import Record, utc_now


class ChangeSet(Record, table=True):
    """One labelled transaction: what the rep would call it, and when.

    ``kind`` is ``change`` for what can be undone; ``start`` for what a new file begins with and ``aside`` for what the
    program remembers by itself, neither of which is a step back; ``undo`` and ``redo`` for entries that put rows back,
    of the entry ``of_id``. ``undone_by`` is the undo that took an entry back, None while it stands. ``records`` counts
    what it changed.
    """

    __tablename__ = "change_set"
    __table_args__ = (
        Index("change_set_standing", "id", sqlite_where=text("kind = 'change' AND undone_by IS NULL")),
        Index("change_set_undone", "undone_by", sqlite_where=text("undone_by IS NOT NULL")),
    )

    at: datetime = Field(default_factory=utc_now)
    label: str
    kind: str = Field(default="change", sa_column_kwargs={"server_default": "change"})
    of_id: int | None = None
    undone_by: int | None = None
    records: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


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
