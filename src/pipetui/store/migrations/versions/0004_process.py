"""Exit criteria, checklists and playbooks of stages; what the customer does next; leads that wait for their day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the tables, and says of pipelines, stages and deals what they did not say before."""
    op.add_column("pipeline", sa.Column("about", sa.String, nullable=True))
    for name in ("may_go_back", "may_skip"):
        op.add_column("pipeline", sa.Column(name, sa.Boolean, server_default=sa.text("1"), nullable=False))
    for name in ("purpose", "questions", "good"):
        op.add_column("stage", sa.Column(name, sa.String, nullable=True))
    op.add_column("deal", sa.Column("campaign", sa.String, nullable=True))
    op.add_column("deal", sa.Column("nurture_until", sa.Date, nullable=True))
    _of_stage(
        "criterion",
        sa.Column("text", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=True),
        sa.Column("strength", sa.String, nullable=False),
    )
    _of_stage(
        "cadence_step",
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
    )
    _of_stage(
        "stage_mail",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
    )
    _of_deal(
        "tick",
        sa.Column("criterion_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("deal_id", "criterion_id"),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_tick_criterion_id", "tick", ["criterion_id"])
    _of_deal(
        "waiver",
        sa.Column("criterion_id", sa.Integer, nullable=True),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("settled_at", sa.DateTime, nullable=True),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], ondelete="SET NULL"),
    )
    op.create_index("ix_waiver_criterion_id", "waiver", ["criterion_id"])
    op.create_index("waiver_of_deal", "waiver", ["deal_id"])
    op.create_index(
        "waiver_standing", "waiver", ["deal_id", "criterion_id"], sqlite_where=sa.text("settled_at IS NULL")
    )
    _of_deal(
        "customer_step",
        sa.Column("what", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=True),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("done_at", sa.DateTime, nullable=True),
        sa.Column("chased_at", sa.DateTime, nullable=True),
    )
    op.create_index("customer_step_of_deal", "customer_step", ["deal_id"])
    op.create_index(
        "customer_step_open", "customer_step", ["deal_id", "due_on"], sqlite_where=sa.text("done_at IS NULL")
    )
    op.create_index(
        "customer_step_unchased",
        "customer_step",
        ["due_on"],
        sqlite_where=sa.text("done_at IS NULL AND chased_at IS NULL"),
    )


def _of_stage(name: str, *parts: sa.schema.SchemaItem) -> None:
    _create(name, "stage", sa.Column("position", sa.Integer, nullable=False), *parts)
    op.create_index(f"ix_{name}_stage_id", name, ["stage_id"])


def _of_deal(name: str, *parts: sa.schema.SchemaItem) -> None:
    _create(name, "deal", *parts)


def _create(name: str, owner: str, *parts: sa.schema.SchemaItem) -> None:
    """Makes a table of what belongs to a record of another, and goes with it."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        sa.Column(f"{owner}_id", sa.Integer, nullable=False),
        *parts,
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
