"""Saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"


def upgrade() -> None:
    """Makes their table."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("filter", sa.String, nullable=False),
        sa.Column("sort", sa.String, nullable=False),
        sa.Column("columns", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("folded"),
        sqlite_autoincrement=True,
    )
