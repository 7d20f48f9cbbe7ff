"""Alembic's way in: it is handed the open transaction of ``store.migration``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
