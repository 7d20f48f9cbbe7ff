"""Rules, what they did, and the cadences deals are on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes their tables."""
    op.create_table(
        "rule",
        *_record(),
        sa.Column("pipeline_id", sa.Integer, nullable=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("folded"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_pipeline_id", "rule", ["pipeline_id"])
    op.create_table(
        "rule_run",
        *_record(),
        sa.Column("rule_id", sa.Integer, nullable=False),
        sa.Column("deal_id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("rule", "deal", "did", "why")),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("rule_run_by_time", "rule_run", ["at"])
    op.create_index("rule_run_of_rule", "rule_run", ["rule_id", "at"])
    op.create_table(
        "deal_cadence",
        *_record(),
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("stage_id", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("deal_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deal_cadence_stage_id", "deal_cadence", ["stage_id"])


def _record() -> tuple[sa.Column[int], sa.Column[str]]:
    """A number that is never given twice, and a name that is unique everywhere."""
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
    )
