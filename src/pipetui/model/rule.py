"""Rules that do the routine, what they did, and the cadences deals are on."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from pipetui.model.record import Record, utc_now


class Rule(Record, table=True):
    """A rule: ``text`` is all of it as ``values.rules`` reads it; ``folded`` its name without case and accents.

    It is of every pipeline where ``pipeline_id`` is None.
    """

    pipeline_id: int | None = Field(default=None, foreign_key="pipeline.id", ondelete="CASCADE", index=True)
    name: str
    folded: str = Field(unique=True)
    text: str
    enabled: bool = True
    position: int = 0


class RuleRun(Record, table=True):
    """A rule met a deal: ``did`` is what came of it, ``why`` what it met, as they were told then.

    The number is made of the rule, the deal and what it met: the same is never met twice, not even where the first
    time was taken back.
    """

    __tablename__ = "rule_run"
    __table_args__ = (Index("rule_run_by_time", "at"), Index("rule_run_of_rule", "rule_id", "at"))

    rule_id: int
    deal_id: int
    rule: str
    deal: str
    did: str
    why: str
    at: datetime = Field(default_factory=utc_now)


class DealCadence(Record, table=True):
    """A deal goes through the cadence of a stage by itself; ``done`` of its steps were planned so far."""

    __tablename__ = "deal_cadence"

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE", unique=True)
    stage_id: int = Field(foreign_key="stage.id", ondelete="CASCADE", index=True)
    done: int = 0
    started_at: datetime = Field(default_factory=utc_now)
