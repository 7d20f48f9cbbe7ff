"""What was supposed of deals, under a name."""

from sqlmodel import Field

from pipetui.model.record import Record


class Scenario(Record, table=True):
    """``supposed`` is a JSON list of ``[deal, what, day, amount]``; ``folded`` the name without case and accents."""

    pipeline_id: int = Field(foreign_key="pipeline.id", ondelete="CASCADE", index=True)
    name: str
    folded: str = Field(unique=True)
    supposed: str
