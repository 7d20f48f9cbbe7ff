"""More about companies and contacts, and which of them were made one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the columns, and makes the two tables."""
    for table, names in (
        ("company", ("email", "more_emails", "more_phones", "address", "links")),
        ("contact", ("more_emails", "more_phones", "address", "city", "country", "links")),
    ):
        for name in names:
            op.add_column(table, sa.Column(name, sa.String, nullable=True))
    op.create_table(
        "merged",
        *_record(),
        sa.Column("kind", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("into_id", "was_id")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("was_uid", "folded")),
        sa.Column("email", sa.String, nullable=True),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merged_folded", "merged", ["folded"])
    op.create_table(
        "not_same",
        *_record(),
        sa.Column("kind", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("first_id", "second_id")),
        sa.UniqueConstraint("kind", "first_id", "second_id"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )


def _record() -> tuple[sa.Column[int], sa.Column[str]]:
    """A number that is never given twice, and a name that is unique everywhere."""
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", sa.String(32), server_default=sa.text("(lower(hex(randomblob(16))))"), nullable=False),
    )
