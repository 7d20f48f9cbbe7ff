"""A filter, an order and columns under a name."""

from sqlmodel import Field

from pipetui.model.record import Record


class SavedView(Record, table=True):
    """A view of the rep's own: ``filter`` as typed, ``columns`` by their names with commas between, "" for the usual.

    ``folded`` is the name without case and accents.
    """

    __tablename__ = "saved_view"

    name: str
    folded: str = Field(unique=True)
    filter: str
    sort: str = "close"
    columns: str = ""
    position: int = 0
