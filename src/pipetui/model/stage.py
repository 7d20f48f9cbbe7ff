"""A step of a pipeline."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class Stage(Record, table=True):
    """A step: ``phase`` is ``lead`` or ``open``, ``probability`` in percent, ``rotting_days`` None for never.

    ``category`` is the forecast category of deals that have none of their own: pipeline, best_case, commit or omitted.
    ``purpose``, ``questions`` (to ask) and ``good`` (what good looks like) are the rep's playbook, in Markdown.
    """

    __table_args__ = (UniqueConstraint("pipeline_id", "name"),)

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE", index=True)
    name: str
    position: int
    phase: str = "open"
    probability: float = 0
    rotting_days: int | None = None
    category: str = "pipeline"
    purpose: str | None = None
    questions: str | None = None
    good: str | None = None
