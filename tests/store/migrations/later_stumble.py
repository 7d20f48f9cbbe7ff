"""A version that is not pipetui's: it stops halfway."""

from alembic import op

revision = "stumble"
down_revision = "mood"


def upgrade() -> None:
    """Changes something, then finds that it can't go on."""
    op.execute("DELETE FROM tag")
    raise ValueError("a currency nobody knows")
