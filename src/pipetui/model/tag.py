"""Words a rep puts on deals."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from pipetui.model.record import Record


class Tag(Record, table=True):
    """A word; ``folded`` is it without case and accents, by which it is found again."""

    name: str
    folded: str = Field(unique=True)


class DealTag(Record, table=True):
    """A tag on a deal."""

    __tablename__ = "deal_tag"
    __table_args__ = (UniqueConstraint("deal_id", "tag_id"),)

    deal_id: int = Field(foreign_key="deal.id", ondelete="CASCADE")
    tag_id: int = Field(foreign_key="tag.id", ondelete="CASCADE", index=True)
