"""What the rep chose for this file."""

from sqlmodel import Field

from pipetui.model.record import Record


class Setting(Record, table=True):
    """One choice under its ``name`` (``period``, ``fiscal_start`` …), as text."""

    name: str = Field(unique=True)
    value: str
