"""Fields of a deal that the rep made."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class OwnField(Record, table=True):
    """A field of the rep's own: ``key`` is what filters, quick add and JSON call it, and never changes.

    ``kind`` is text, number, money, date or choice; ``choices`` are one to a line, for the last of these.
    """

    __tablename__ = "own_field"

    key: str = Field(unique=True)
    label: str
    kind: str
    choices: str = ""
    position: int = 0


class OwnValue(Record, table=True):
    """What a deal says for a field: ``text`` (a number as decimal text, a choice by its name), ``day``, or money.

    Money is ``amount`` in minor units of ``currency``. A deal that says nothing has no row.
    """

    __tablename__ = "own_value"
    __table_args__ = (UniqueConstraint("deal_id", "field_id"),)

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    field_id: int = Field(foreign_key="own_field.id", ondelete="CASCADE", index=True)
    text: str | None = None
    amount: int | None = None
    currency: str | None = Field(default=None, max_length=3)
    day: date | None = None
