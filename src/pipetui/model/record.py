"""What every record has: a number of its own in this file, and a name that is unique everywhere."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Field, SQLModel

NEW_UID = text("(lower(hex(randomblob(16))))")
"""SQLite gives each row its ``uid``, so rows written in bulk have one as well."""


class Record(SQLModel):
    """A row with ``id`` (unique in this file) and ``uid`` (unique everywhere: calendars, mail, merged files)."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str | None = Field(
        default=None, nullable=False, unique=True, max_length=32, sa_column_kwargs={"server_default": NEW_UID}
    )


def utc_now() -> datetime:
    """The moment a row is made when nobody handed one in, with its offset."""
    return datetime.now(UTC)
