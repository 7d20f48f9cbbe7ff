"""Payments, expenses, and how a pipeline's cash is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Makes their tables."""
    op.create_table(
        "payment",
        *_record(),
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        *_money(),
        sa.Column("due_on", sa.Date),
        sa.Column("after_months", sa.Integer, nullable=False),
        sa.Column("after_days", sa.Integer, nullable=False),
        sa.Column("paid_on", sa.Date),
        sa.Column("note", sa.String),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payment_deal_id", "payment", ["deal_id"])
    op.create_table(
        "expense",
        *_record(),
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        sa.Column("deal_id", sa.Integer),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        *_money(),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("paid_on", sa.Date),
        sa.Column("note", sa.String),
        sa.Column("rrule", sa.String),
        sa.Column("rrule_start", sa.Date),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_expense_pipeline_id", "expense", ["pipeline_id"])
    op.create_index("ix_expense_deal_id", "expense", ["deal_id"])
    op.create_table(
        "cash_book",
        *_record(),
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        sa.Column("opening", sa.Integer),
        sa.Column("opened_on", sa.Date),
        sa.Column("terms", sa.String),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("pipeline_id"),
        sqlite_autoincrement=True,
    )


def _money() -> tuple[sa.Column[int], sa.Column[str], sa.Column[int], sa.Column[str]]:
    """An amount in its own currency, and in the pipeline's at a rate."""
    return (
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("base_amount", sa.Integer),
        sa.Column("rate", sa.String),
    )


def _record() -> tuple[sa.Column[int], sa.Column[str]]:
    """A number that is never given twice, and a name that is unique everywhere."""
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
    )
