"""Alembic's way in: it is handed the open transaction of ``store.schema.migrate``."""

from alembic import context

from pipetui.model import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=METADATA, render_as_batch=True, transaction_per_migration=False
)
context.run_migrations()
