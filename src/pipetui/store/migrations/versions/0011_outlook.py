"""Scenarios, and what forecasts were."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Makes their tables."""
    op.create_table(
        "scenario",
        *_record(),
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("name", "folded", "supposed")),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("folded"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scenario_pipeline_id", "scenario", ["pipeline_id"])
    op.create_table(
        "forecast_snapshot",
        *_record(),
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Date, nullable=False) for name in ("day", "starts", "ends")),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("won", "commit", "best_case", "pipeline", "weighted")
        ),
        *(sa.Column(name, sa.Integer, nullable=True) for name in ("expected", "p10", "p50", "p90")),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sa.UniqueConstraint("pipeline_id", "day", "starts", "ends"),
        sqlite_autoincrement=True,
    )


def _record() -> tuple[sa.Column[int], sa.Column[str]]:
    """A number that is never given twice, and a name that is unique everywhere."""
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
    )
