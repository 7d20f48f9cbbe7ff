"""What the rep said is fine."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Makes its table."""
    op.create_table(
        "accepted",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("finding", sa.String, nullable=False),
        sa.Column("fact", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("deal_id", "finding"),
        sqlite_autoincrement=True,
    )
