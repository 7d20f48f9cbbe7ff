"""Entries of the change log that can be undone, and that undo others."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

PARTS = "('deal_contact', 'deal_tag', 'stage_move', 'external_ref', 'own_value')"


def upgrade() -> None:
    """Says of each entry what kind it is, whether it stands, and how many records it changed."""
    with op.batch_alter_table(
        "change_set", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as change_set:
        change_set.add_column(sa.Column("kind", sa.String, server_default="change", nullable=False))
        change_set.add_column(sa.Column("of_id", sa.Integer, nullable=True))
        change_set.add_column(sa.Column("undone_by", sa.Integer, nullable=True))
        change_set.add_column(sa.Column("records", sa.Integer, server_default="0", nullable=False))
    op.create_index(
        "change_set_standing", "change_set", ["id"], sqlite_where=sa.text("kind = 'change' AND undone_by IS NULL")
    )
    op.create_index("change_set_undone", "change_set", ["undone_by"], sqlite_where=sa.text("undone_by IS NOT NULL"))
    op.execute(
        "UPDATE change_set SET kind = 'start' WHERE label = 'A new pipeline' AND id = (SELECT min(id) FROM change_set)"
    )
    op.execute(
        "UPDATE change_set SET kind = 'aside' WHERE label LIKE 'Setting period: %' OR label LIKE 'Setting sort: %'"
    )
    op.execute(
        "UPDATE change_set SET records = max(counted.whole, min(1, counted.every)) FROM ("
        "SELECT set_id, count(DISTINCT table_name || row_id) AS every,"
        f" count(DISTINCT CASE WHEN table_name NOT IN {PARTS} THEN table_name || row_id END) AS whole"
        " FROM change GROUP BY set_id) AS counted WHERE counted.set_id = change_set.id"
    )
