"""An opportunity."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class Deal(Record, table=True):
    """An opportunity. Money is in minor units: ``amount`` in ``currency``, ``base_amount`` in the pipeline's.

    ``rate`` is the stored exchange rate behind ``base_amount``, as decimal text, None where both currencies are the
    same. ``probability`` (percent) and ``category`` are the deal's own, None where the stage's stands;
    ``probability_source`` says whose it is: stage, manual or model. ``status`` is open, won or lost; a lost deal keeps
    its stage. ``touched_at`` is the last thing the rep did with it, ``pushes`` how often its close date left its month.
    A lead that is not to be worked before a day has it in ``nurture_until``.
    """

    __table_args__ = (
        Index("deal_on_board", "pipeline_id", "stage_id", sqlite_where=text("status = 'open'")),
        Index(
            "deal_closed", "pipeline_id", "status", "closed_on", "base_amount", sqlite_where=text("status <> 'open'")
        ),
    )

    pipeline_id: int = Field(foreign_key="pipeline.id")
    stage_id: int = Field(foreign_key="stage.id")
    title: str
    company_id: int | None = Field(default=None, foreign_key="company.id", ondelete="SET NULL", index=True)
    owner: str | None = None
    product: str | None = None
    source: str | None = None
    amount: int | None = None
    currency: str = Field(max_length=3)
    base_amount: int | None = None
    rate: str | None = None
    probability: float | None = None
    probability_source: str = "stage"
    category: str | None = None
    expected_close: date | None = None
    status: str = "open"
    closed_on: date | None = None
    reason_id: int | None = Field(default=None, foreign_key="reason.id", ondelete="SET NULL")
    created_at: datetime = Field(default_factory=utc_now)
    stage_since: datetime = Field(default_factory=utc_now)
    touched_at: datetime = Field(default_factory=utc_now)
    pushes: int = 0
    notes: str | None = None
    campaign: str | None = None
    nurture_until: date | None = None


class StageMove(Record, table=True):
    """A deal went from one stage to another; where it began is ``from_stage_id`` of its first move."""

    __tablename__ = "stage_move"

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE", index=True)
    from_stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    to_stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE")
    at: datetime = Field(default_factory=utc_now)
