"""Writing what can still be read of a damaged file to a new one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from pipetui.reading.trouble import read_from
from pipetui.reading.version import HEAD
from pipetui.store import schema
from pipetui.store.checking.log import rows_apart
from pipetui.store.checking.soundness import logged
from pipetui.store.connection import engine_for
from pipetui.store.copying import opened, part_of, put, verify
from pipetui.store.place import make_folder
from pipetui.store.trouble import reached, told
from pipetui.values.errors import Refused, Trouble

LOG = ("change_set", "change")
AT_ONCE = 500
"""Rows that are read at once, until one can't be."""

LARGEST = 1 << 36
"""Bytes of the largest file a beginning is taken to promise."""

FARTHEST = 1 << 20
"""How far ahead a row is looked for that can be read again."""


def salvage(source: Path, target: Path) -> dict[str, int]:
    """Writes what can be read of a file to a new one; gives how many rows of each table that is.

    Rows that lost what they belong to are left out, and the history is told what is missing. Raises Refused where
    ``target`` is there already, Trouble where nothing can be read, or the file is not of this version.
    """
    if target.exists():
        raise Refused(f"{target} is there already. Name a new file.")
    make_folder(target)
    with part_of(target) as part:
        engine = engine_for(part, durable=False)
        try:
            with told(part):
                schema.create(engine, part)
        finally:
            engine.dispose()
        with part_of(target) as whole:
            _fill_up(source, whole)
            with read_from(source), closing(opened(whole)) as ours, closing(sqlite3.connect(part)) as theirs, theirs:
                _check_version(ours, source)
                saved = _copy_rows(ours, theirs)
        if not any(saved.values()):
            raise Trouble(f"Nothing can be read of {source}.")
        verify(part)
        put(part, target)
    return saved


def _fill_up(source: Path, whole: Path) -> None:
    """Copies a file, with nothing in the place of pages that were cut off: what is before them can be read so."""
    with reached(source):
        shutil.copyfile(source, whole)
        with whole.open("r+b") as file:
            head = file.read(32)
            if head.startswith(b"SQLite format 3\0"):
                page = int.from_bytes(head[16:18], "big")
                size = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
                if whole.stat().st_size < size <= LARGEST:
                    file.truncate(size)


def _check_version(rows: sqlite3.Connection, source: Path) -> None:
    try:
        stamped = rows.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        return  # that it can't be said is part of the damage
    if stamped and stamped[0] != HEAD:
        raise Trouble(f"{source} is of version {str(stamped[0])[:40]}; only one of {HEAD} can be salvaged.")


def _copy_rows(ours: sqlite3.Connection, theirs: sqlite3.Connection) -> dict[str, int]:
    theirs.execute("PRAGMA foreign_keys = OFF")
    triggers = theirs.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        theirs.execute(f"DROP TRIGGER {name}")
    saved: dict[str, int] = {}
    for table, columns in (*logged(theirs), *((name, _columns(theirs, name)) for name in LOG)):
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        before = theirs.total_changes
        theirs.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", _rows(ours, table, names))
        saved[table] = theirs.total_changes - before
    while orphans := theirs.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in orphans:
            saved[table] -= theirs.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,)).rowcount
    _tell_what_is_missing(theirs)
    for _, statement in triggers:
        theirs.execute(statement)
    return saved


def _columns(rows: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in rows.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]


def _rows(rows: sqlite3.Connection, table: str, names: str) -> Iterator[Sequence[Any]]:
    """The rows that can be read, by number; what lies behind a page that can't be is looked for a little ahead."""
    last, many, ahead = 0, AT_ONCE, 1
    while True:
        asked = f"SELECT rowid, {names} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {many}"
        try:
            found = rows.execute(asked, (last,)).fetchall()
        except sqlite3.DatabaseError:
            if many > 1:
                many = 1
                continue
            last += ahead
            ahead *= 2
            if ahead > FARTHEST:
                return
            continue
        if not found:
            return
        ahead, last = 1, found[-1][0]
        many = min(AT_ONCE, many * 2)
        yield from (row[1:] for row in found)


def _tell_what_is_missing(rows: sqlite3.Connection) -> None:
    """Closes the history: what of it is not so is entered as what the damage did, which is no step to take back."""
    apart = list(rows_apart(rows))
    if not apart:
        return
    made = rows.execute(
        "INSERT INTO change_set (at, label, kind, records)"
        " VALUES (strftime('%Y-%m-%d %H:%M:%f000', 'now'), 'Salvaged from a damaged file', 'aside', ?)",
        (len(apart),),
    )
    rows.executemany(
        "INSERT INTO change (set_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
        [(made.lastrowid, row.table, row.row_id, row.told, row.now) for row in apart],
    )
