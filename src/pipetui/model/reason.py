"""Why deals are won and lost: a list the rep can edit."""

from sqlalchemy import UniqueConstraint

from pipetui.model.record import Record


class Reason(Record, table=True):
    """One reason; ``outcome`` is won or lost."""

    __table_args__ = (UniqueConstraint("outcome", "name"),)

    outcome: str
    name: str
    position: int = 0
