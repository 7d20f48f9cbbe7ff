"""What a stage asks of a deal before it goes on, what helps the rep meanwhile, and what of it a deal has done."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class Criterion(Record, table=True):
    """A line of a stage's exit criteria or checklist.

    ``field`` names what a deal must have set (``amount``, ``contact: decision maker``, a field of the rep's own); None
    where the rep ticks the statement ``text``. ``strength`` is ``hard`` (nothing leaves without it), ``soft`` (told,
    may be passed over, remembered) or ``advice`` (the checklist: never in the way).
    """

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE", index=True)
    position: int = 0
    text: str
    field: str | None = None
    strength: str = "soft"


class Tick(Record, table=True):
    """A deal meets a statement: the rep ticked it."""

    __table_args__ = (UniqueConstraint("deal_id", "criterion_id"),)

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    criterion_id: int = Field(foreign_key="criterion.id", ondelete="CASCADE", index=True)
    at: datetime = Field(default_factory=utc_now)


class Waiver(Record, table=True):
    """A deal left a stage without something it asks for: ``text`` is what, as it read then.

    ``way`` is how it went on: ``rep`` or ``import``. ``settled_at`` is when it was made good, None while it is not.
    """

    __table_args__ = (
        Index("waiver_of_deal", "deal_id"),
        Index("waiver_standing", "deal_id", "criterion_id", sqlite_where=text("settled_at IS NULL")),
    )

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    criterion_id: int | None = Field(default=None, foreign_key="criterion.id", ondelete="SET NULL", index=True)
    stage: str
    text: str
    way: str = "rep"
    at: datetime = Field(default_factory=utc_now)
    settled_at: datetime | None = None


class CadenceStep(Record, table=True):
    """A beat of a stage's usual rhythm: an activity of a ``kind``, ``after`` days from when the deal came to it."""

    __tablename__ = "cadence_step"

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE", index=True)
    position: int = 0
    after: int
    kind: str
    subject: str


class StageMail(Record, table=True):
    """A mail that is often written in a stage."""

    __tablename__ = "stage_mail"

    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE", index=True)
    position: int = 0
    name: str
    subject: str
    body: str
