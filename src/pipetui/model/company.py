"""An organisation a rep sells to."""

from sqlmodel import Field

from pipetui.model.record import Record


class Company(Record, table=True):
    """An organisation; ``folded`` is its name without case and accents, by which it is found again."""

    name: str
    folded: str = Field(index=True)
    sector: str | None = None
    website: str | None = None
    phone: str | None = None
    city: str | None = None
    country: str | None = None
    notes: str | None = None
