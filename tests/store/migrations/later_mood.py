"""A version that is not pipetui's: a column more, and a table built anew while others point to its rows."""

import sqlalchemy as sa
from alembic import op

from pipetui.store.schema import LINEAGE

revision = "mood"
down_revision = LINEAGE.head


def upgrade() -> None:
    """Gives companies a mood, and drops what they note."""
    with op.batch_alter_table("company", recreate="always") as company:
        company.add_column(sa.Column("mood", sa.String, server_default="fine", nullable=False))
        company.drop_column("notes")
    op.execute("UPDATE company SET mood = 'good' WHERE name LIKE 'A%'")
