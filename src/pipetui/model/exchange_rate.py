"""What one unit of a currency was worth in another on a day."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class ExchangeRate(Record, table=True):
    """One unit of ``currency`` is ``rate`` (decimal text, never a float) units of ``base`` from ``day`` on."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("base", "currency", "day"),)

    base: str = Field(max_length=3)
    currency: str = Field(max_length=3)
    day: date
    rate: str
