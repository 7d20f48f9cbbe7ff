"""How SQLite is spoken to: one connection, durable commits, writers that queue instead of failing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from pipetui.reading.file import PATIENCE

DURABLE = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA")
"""A commit is on the disk when it returns, its journal's removal included (docs/storage.md: why not WAL)."""

THROWAWAY = ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF")
"""For a file that is thrown away when the program ends."""


def engine_for(path: Path, *, durable: bool = True, foreign_keys: bool = True, patience: float = PATIENCE) -> Engine:
    """An engine on the file: a single connection that threads take in turn.

    Transactions are DEFERRED for reading and IMMEDIATE for writing (execution option ``writes``), since one that
    reads first and writes then fails at once where another writes, however long it would wait. ``foreign_keys``
    are off only to rebuild tables, and in a transaction with the option ``guarded`` False, which puts rows back as
    they were; ``patience`` is in seconds.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path.absolute())),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": patience, "check_same_thread": False, "cached_statements": 256},
        hide_parameters=True,
    )
    pragmas = (
        f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        # Without it, a row that REPLACE pushes out would leave without a word in the change log.
        "PRAGMA recursive_triggers = ON",
        *(DURABLE if durable else THROWAWAY),
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("guarded", True):
            # Inside a transaction SQLite would pass over it in silence.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")

    @event.listens_for(engine, "checkin")
    def guard(connection: sqlite3.Connection | None, _record: object) -> None:
        if connection is not None and foreign_keys:
            connection.execute("PRAGMA foreign_keys = ON").close()

    return engine
