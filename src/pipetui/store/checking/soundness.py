"""Whether a file is one of pipetui's, of which version, and whole as a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from pipetui.reading.version import APPLICATION_ID, HEAD, VERSIONS
from pipetui.store import changelog
from pipetui.values.text import clean, count, fit
from pipetui.views.checkup import Checked

MOST = 100
"""Faults that are counted."""

RESCUE = "pipetui restore FILE puts a backup there; pipetui doctor --salvage NEW writes what can be read to a new file."
"""What to do about a file that is damaged."""


def integrity(rows: sqlite3.Connection) -> Checked:
    """SQLite's own look at every page and index."""
    found = [str(line) for (line,) in rows.execute(f"PRAGMA integrity_check({MOST})")]
    if found == ["ok"]:
        return Checked("database", "ok", "every page and index is whole")
    first = fit(clean(found[0].replace("\n", " ")), 70)
    more = "more than " if len(found) >= MOST else ""
    return Checked("database", "wrong", f"{more}{count(len(found), 'fault')}: {first}", RESCUE)


def references(rows: sqlite3.Connection) -> Checked:
    """Whether every row that belongs to another has it."""
    tables: dict[str, int] = {}
    for table, *_ in rows.execute("PRAGMA foreign_key_check"):
        tables[table] = tables.get(table, 0) + 1
    if not tables:
        return Checked("references", "ok", "every row has what it belongs to")
    told = ", ".join(f"{number:,} of {table}" for table, number in sorted(tables.items()))
    return Checked("references", "wrong", f"rows without what they belong to: {told}", RESCUE)


def version(rows: sqlite3.Connection) -> Checked:
    """The version the file says it is of."""
    mark = rows.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        return Checked("version", "wrong", "this is the database of some other program", "Name another with --db.")
    stamped = rows.execute("SELECT version_num FROM alembic_version").fetchone()
    told = "" if stamped is None else fit(clean(str(stamped[0])), 40)
    if told == HEAD:
        return Checked("version", "ok", f"{HEAD}, as this program writes it")
    if told in VERSIONS:
        return Checked(
            "version", "warn", f"{told}; this program writes {HEAD}", "It is brought up to date when it is opened."
        )
    if not told:
        return Checked("version", "wrong", "the file does not say which version it is of", RESCUE)
    return Checked("version", "wrong", f"{told}, from a newer pipetui than this ({HEAD})", "Update pipetui.")


def triggers(rows: sqlite3.Connection) -> Checked:
    """Whether everything that is written is recorded."""
    faulty = faulty_triggers(rows)
    if not faulty:
        return Checked("change log", "ok", "whatever is written is recorded")
    tables = ", ".join(sorted({table for table, _ in faulty})[:4])
    said = f"{count(len(faulty), 'trigger')} missing or changed: what is done to {tables} is not recorded"
    return Checked("change log", "wrong", said, "pipetui doctor --fix puts them back.", mends=True)


def faulty_triggers(rows: sqlite3.Connection) -> list[tuple[str, str]]:
    """The triggers of the log that are not as they are to be, as table and event."""
    there = dict(rows.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    found = []
    for table, columns in logged(rows):
        for event in changelog.EVENTS:
            name = changelog.trigger_name(table, event)
            if there.get(name) != changelog.trigger_for(table, columns, event):
                found.append((table, event))
    return found


def logged(rows: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """The tables whose rows are recorded, each with its columns."""
    names = [name for (name,) in rows.execute(changelog.TABLES) if name not in changelog.UNLOGGED]
    for name in names:
        columns = rows.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        yield name, [column for (column,) in columns]
