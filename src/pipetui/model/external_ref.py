"""What a record is called in another system."""

from sqlalchemy import Index, UniqueConstraint

from pipetui.model.record import Record


class ExternalRef(Record, table=True):
    """Record ``record_id`` of table ``kind`` is ``external_id`` in ``system``, so it is found again, not made again."""

    __tablename__ = "external_ref"
    __table_args__ = (
        UniqueConstraint("kind", "system", "external_id"),
        Index("external_ref_of", "kind", "record_id"),
    )

    kind: str
    record_id: int
    system: str
    external_id: str
