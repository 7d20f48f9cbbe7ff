"""What was made one with another record, and what is not to be."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class Merged(Record, table=True):
    """A record of ``kind`` (company, contact) that became part of ``into_id``: by what an import finds it again.

    ``was_id``, ``was_uid``, ``folded`` and ``email`` are what it was called.
    """

    kind: str
    into_id: int
    was_id: int
    was_uid: str
    folded: str = Field(index=True)
    email: str | None = None


class NotSame(Record, table=True):
    """Two records of ``kind`` that are not the same, though they look it; ``first_id`` is the lower number."""

    __tablename__ = "not_same"
    __table_args__ = (UniqueConstraint("kind", "first_id", "second_id"),)

    kind: str
    first_id: int
    second_id: int
