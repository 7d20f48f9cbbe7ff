"""Activities that keep coming, and why one was put off."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds their columns."""
    op.add_column("activity", sa.Column("put_off_reason", sa.String, nullable=True))
    op.add_column("activity", sa.Column("rrule", sa.String, nullable=True))
    op.add_column("activity", sa.Column("rrule_start", sa.Date, nullable=True))
