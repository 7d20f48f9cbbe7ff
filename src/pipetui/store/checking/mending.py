"""Putting right what was found, after a copy, in one step that can be undone where rows are touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import cast

from pipetui.store import Store, Writing, backups, changelog
from pipetui.store.checking.derived import names_apart, worths_apart
from pipetui.store.checking.log import rows_apart
from pipetui.store.checking.surroundings import leftovers_of
from pipetui.store.connection import engine_for
from pipetui.store.trouble import reached, told
from pipetui.values.clock import Clock
from pipetui.values.text import count

ROWS = frozenset({"change log", "history", "names", "amounts"})
"""What is mended by writing to the file."""

UNIQUE = frozenset({"tag", "rule", "saved_view", "scenario"})
"""Tables in which no two rows are called the same."""

LABEL = "Mended by pipetui doctor"


def mend(path: Path, clock: Clock, names: Collection[str]) -> tuple[list[str], Path | None]:
    """Puts right what is named: what was done, a sentence each, and the copy taken before rows were written.

    Raises Trouble where the file can't be written; what was done until then is in the history.
    """
    done: list[str] = []
    copy = None
    if "permissions" in names:
        with reached(path):
            path.chmod(0o600)
        done.append("Only you can read and write the file now.")
    if "leftovers" in names:
        parts = leftovers_of(path)
        for part in parts:
            with suppress(OSError):
                part.unlink()
        done.append(f"{count(len(parts), 'copy', 'copies')} never completed taken away.")
    if ROWS & set(names):
        copy = backups.back_up(path, clock, "mending")
        if "change log" in names:
            _record_again(path)
            done.append("Whatever is written is recorded again.")
        store = Store(path, clock)
        try:
            if {"change log", "history"} & set(names):
                done += _tell_history(store)
            if {"names", "amounts"} & set(names):
                done += _bring_in_step(store)
        finally:
            store.close()
    return done, copy


def _record_again(path: Path) -> None:
    """Puts the triggers of the log on every table anew."""
    engine = engine_for(path)
    try:
        with told(path), engine.execution_options(writes=True).begin() as connection:
            changelog.remove(connection)
            changelog.install(connection)
    finally:
        engine.dispose()


def _tell_history(store: Store) -> list[str]:
    """Has the history tell of rows that were written past it: undo puts them back as it had them."""
    with store.transaction("Written past the history by another program") as writing:
        rows = _rows(writing)
        apart = list(rows_apart(rows))
        newest = rows.execute("SELECT max(id) FROM change_set").fetchone()[0]
        columns = ("set_id", "table_name", "row_id", "before", "after")
        writing.insert("change", columns, [(newest, row.table, row.row_id, row.told, row.now) for row in apart])
    return [f"The history tells of {count(len(apart), 'row')} written past it."] if apart else []


def _bring_in_step(store: Store) -> list[str]:
    """Has names found again, and deals counted with what they are worth."""
    clashes = 0
    with store.transaction(LABEL) as writing:
        rows = _rows(writing)
        folded, worths = list(names_apart(rows)), list(worths_apart(rows, store.clock.today()))
        for table, number, to_be in folded:
            taken = rows.execute(f"SELECT 1 FROM {table} WHERE folded = ? AND id <> ?", (to_be, number)).fetchone()
            if taken and table in UNIQUE:
                clashes += 1
            else:
                rows.execute(f"UPDATE {table} SET folded = ? WHERE id = ?", (to_be, number))
        for deal_id, worth, rate in worths:
            rows.execute("UPDATE deal SET base_amount = ?, rate = ? WHERE id = ?", (worth, rate, deal_id))
    done = []
    if len(folded) > clashes:
        done.append(f"{count(len(folded) - clashes, 'name')} found again.")
    if clashes:
        done.append(f"{count(clashes, 'name')} there twice: rename one of each.")
    if worths:
        done.append(f"{count(len(worths), 'deal')} counted anew.")
    return done


def _rows(writing: Writing) -> sqlite3.Connection:
    return cast(sqlite3.Connection, writing.connection.connection.driver_connection)
