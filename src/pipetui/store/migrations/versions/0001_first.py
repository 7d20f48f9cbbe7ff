"""The first version: every table of a pipeline's file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables in an empty file."""
    _create_record(
        "change_set",
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("label", sa.String, nullable=False),
    )
    _create_record(
        "company",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("sector", sa.String, nullable=True),
        sa.Column("website", sa.String, nullable=True),
        sa.Column("phone", sa.String, nullable=True),
        sa.Column("city", sa.String, nullable=True),
        sa.Column("country", sa.String, nullable=True),
        sa.Column("notes", sa.String, nullable=True),
    )
    op.create_index("ix_company_folded", "company", ["folded"])
    _create_record(
        "exchange_rate",
        sa.Column("base", sa.String(length=3), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("rate", sa.String, nullable=False),
        sa.UniqueConstraint("base", "currency", "day"),
    )
    _create_record(
        "external_ref",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("system", sa.String, nullable=False),
        sa.Column("external_id", sa.String, nullable=False),
        sa.UniqueConstraint("kind", "system", "external_id"),
    )
    op.create_index("external_ref_of", "external_ref", ["kind", "record_id"])
    _create_record(
        "pipeline",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.UniqueConstraint("name"),
    )
    _create_record(
        "reason",
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.UniqueConstraint("outcome", "name"),
    )
    _create_record(
        "setting",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.UniqueConstraint("name"),
    )
    _create_record(
        "tag",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.UniqueConstraint("folded"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("set_id", sa.Integer, nullable=False),
        sa.Column("table_name", sa.String, nullable=False),
        sa.Column("row_id", sa.Integer, nullable=False),
        sa.Column("before", sa.String, nullable=True),
        sa.Column("after", sa.String, nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["change_set.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("change_of_row", "change", ["table_name", "row_id"])
    op.create_index("ix_change_set_id", "change", ["set_id"])
    _create_record(
        "contact",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("company_id", sa.Integer, nullable=True),
        sa.Column("email", sa.String, nullable=True),
        sa.Column("phone", sa.String, nullable=True),
        sa.Column("job", sa.String, nullable=True),
        sa.Column("notes", sa.String, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], ondelete="SET NULL"),
    )
    op.create_index("ix_contact_company_id", "contact", ["company_id"])
    op.create_index("ix_contact_email", "contact", ["email"])
    op.create_index("ix_contact_folded", "contact", ["folded"])
    _create_record(
        "stage",
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("phase", sa.String, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("rotting_days", sa.Integer, nullable=True),
        sa.Column("category", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("pipeline_id", "name"),
    )
    op.create_index("ix_stage_pipeline_id", "stage", ["pipeline_id"])
    _create_record(
        "target",
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("pipeline_id", "owner", "starts", "ends"),
    )
    _create_record(
        "deal",
        sa.Column("pipeline_id", sa.Integer, nullable=False),
        sa.Column("stage_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("company_id", sa.Integer, nullable=True),
        sa.Column("owner", sa.String, nullable=True),
        sa.Column("product", sa.String, nullable=True),
        sa.Column("source", sa.String, nullable=True),
        sa.Column("amount", sa.Integer, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("base_amount", sa.Integer, nullable=True),
        sa.Column("rate", sa.String, nullable=True),
        sa.Column("probability", sa.Float, nullable=True),
        sa.Column("probability_source", sa.String, nullable=False),
        sa.Column("category", sa.String, nullable=True),
        sa.Column("expected_close", sa.Date, nullable=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("closed_on", sa.Date, nullable=True),
        sa.Column("reason_id", sa.Integer, nullable=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("stage_since", sa.DateTime, nullable=False),
        sa.Column("touched_at", sa.DateTime, nullable=False),
        sa.Column("pushes", sa.Integer, nullable=False),
        sa.Column("notes", sa.String, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipeline.id"]),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"]),
    )
    op.create_index(
        "deal_closed",
        "deal",
        ["pipeline_id", "status", "closed_on", "base_amount"],
        sqlite_where=sa.text("status <> 'open'"),
    )
    op.create_index("deal_on_board", "deal", ["pipeline_id", "stage_id"], sqlite_where=sa.text("status = 'open'"))
    op.create_index("ix_deal_company_id", "deal", ["company_id"])
    _create_record(
        "activity",
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("contact_id", sa.Integer, nullable=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=True),
        sa.Column("due_on", sa.Date, nullable=True),
        sa.Column("due_at", sa.DateTime, nullable=True),
        sa.Column("done_at", sa.DateTime, nullable=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("snoozes", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
    )
    op.create_index(
        "activity_finished", "activity", ["done_at"], sqlite_where=sa.text("done_at IS NOT NULL AND due_on IS NOT NULL")
    )
    op.create_index("activity_of_deal", "activity", ["deal_id", "done_at"])
    op.create_index("activity_planned", "activity", ["deal_id", "due_on"], sqlite_where=sa.text("done_at IS NULL"))
    op.create_index("ix_activity_contact_id", "activity", ["contact_id"])
    _create_record(
        "deal_contact",
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("contact_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String, nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("deal_id", "contact_id"),
    )
    op.create_index("ix_deal_contact_contact_id", "deal_contact", ["contact_id"])
    _create_record(
        "deal_tag",
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("tag_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("deal_id", "tag_id"),
    )
    op.create_index("ix_deal_tag_tag_id", "deal_tag", ["tag_id"])
    _create_record(
        "stage_move",
        sa.Column("deal_id", sa.Integer, nullable=False),
        sa.Column("from_stage_id", sa.Integer, nullable=False),
        sa.Column("to_stage_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stage.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stage.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_stage_move_deal_id", "stage_move", ["deal_id"])


def _create_record(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Makes a table whose rows have a number that is never given twice, and a name that is unique everywhere."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
        *parts,
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
