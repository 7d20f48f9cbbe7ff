"""An ordered process a deal goes through."""

from sqlalchemy import text
from sqlmodel import Field

from pipetui.model.record import Record


class Pipeline(Record, table=True):
    """A process; ``currency`` (ISO 4217) is the one its totals are in, ``about`` what it is for.

    ``may_go_back`` and ``may_skip`` say whether a deal may go to an earlier stage, and past one it was not in.
    """

    name: str = Field(unique=True)
    position: int = 0
    currency: str = Field(max_length=3)
    about: str | None = None
    may_go_back: bool = Field(default=True, sa_column_kwargs={"server_default": text("1")})
    may_skip: bool = Field(default=True, sa_column_kwargs={"server_default": text("1")})
