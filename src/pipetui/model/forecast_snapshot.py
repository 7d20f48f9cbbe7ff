"""What a period's forecast was on a day."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class ForecastSnapshot(Record, table=True):
    """Figures of the days from ``starts`` to ``ends`` as they stood on ``day``, in minor units of the base currency.

    ``expected`` and the range of the total are None where nobody looked at the forecast that day.
    """

    __tablename__ = "forecast_snapshot"
    __table_args__ = (UniqueConstraint("pipeline_id", "day", "starts", "ends"),)

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE")
    day: date
    starts: date
    ends: date
    won: int
    commit: int
    best_case: int
    pipeline: int
    weighted: int
    expected: int | None = None
    p10: int | None = None
    p50: int | None = None
    p90: int | None = None
