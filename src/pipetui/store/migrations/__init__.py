"""How a file of each version becomes one of the next; run by Alembic, only when a file is behind."""
