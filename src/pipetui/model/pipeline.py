"""An ordered process a deal goes through."""

from sqlmodel import Field

from pipetui.model.record import Record


class Pipeline(Record, table=True):
    """A process; ``currency`` (ISO 4217) is the one its totals are in."""

    name: str = Field(unique=True)
    position: int = 0
    currency: str = Field(max_length=3)
