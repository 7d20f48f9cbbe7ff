"""A version that is not pipetui's: it would lose the companies of contacts."""

from alembic import op

revision = "loss"
down_revision = "mood"


def upgrade() -> None:
    """Takes the companies away, and their contacts point nowhere."""
    op.execute("DELETE FROM company")
