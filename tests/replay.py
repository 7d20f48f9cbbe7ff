"""The change log run forwards and backwards over a copy of a file: proof that it keeps all there is."""

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = dict[str, list[tuple[Any, ...]]]

LOGGED = (
    "SELECT name FROM sqlite_master WHERE type = 'table' "
    "AND name NOT IN ('change', 'change_set', 'alembic_version', 'sqlite_sequence')"
)


def contents(path: Path) -> Rows:
    """Every row the log speaks of, by table, by number."""
    with closing(sqlite3.connect(path)) as db:
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for (name,) in db.execute(LOGGED)}


def undone(path: Path) -> Rows:
    """What a file holds after everything in its log is taken back, the last first."""
    log = [(table, after, before) for table, before, after in reversed(_log(path))]
    return _replayed(path, log, keep=True)


def redone(path: Path) -> Rows:
    """What an empty file holds after everything in the log of this one is done to it."""
    return _replayed(path, _log(path), keep=False)


def _log(path: Path) -> list[tuple[str, str | None, str | None]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT table_name, before, after FROM change ORDER BY id").fetchall()


def _replayed(path: Path, log: Iterable[tuple[str, str | None, str | None]], *, keep: bool) -> Rows:
    copy = path.with_name(f"{path.name}.{'undone' if keep else 'redone'}")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("PRAGMA synchronous = OFF")
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        if not keep:
            for (table,) in db.execute(LOGGED).fetchall():
                db.execute(f"DELETE FROM {table}")
        for table, before, after in log:
            if before is not None:
                row = json.loads(before)
                where = " AND ".join(f'"{name}" IS :{name}' for name in row)
                # Only the very row that the log says was there.
                assert db.execute(f"DELETE FROM {table} WHERE {where}", row).rowcount == 1
            if after is not None:
                row = json.loads(after)
                names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
                db.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", row)
    return contents(copy)
