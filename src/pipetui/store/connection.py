"""How SQLite is spoken to: one connection, durable commits, writers that queue instead of failing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 10
"""How long a transaction waits for another program's before it gives up."""

DURABLE = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA")
"""A commit is on the disk when it returns, the journal's removal included (docs/storage.md says why not WAL)."""

THROWAWAY = ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF")
"""For a file that is thrown away when the program ends."""


def engine_for(path: Path, *, durable: bool = True) -> Engine:
    """An engine on the file: a single connection that threads take in turn, foreign keys enforced.

    Transactions are DEFERRED for reading and IMMEDIATE for writing (execution option ``writes``), since one that reads
    first and writes then fails at once where another writes, however long it would wait.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "cached_statements": 256},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("PRAGMA foreign_keys = ON", *(DURABLE if durable else THROWAWAY)):
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
