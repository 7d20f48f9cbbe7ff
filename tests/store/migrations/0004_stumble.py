"""A version that is not pipetui's: it stops halfway."""

from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    """Changes something, then finds that it can't go on."""
    op.execute("DELETE FROM tag")
    raise ValueError("a currency nobody knows")
