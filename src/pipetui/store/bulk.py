"""Many new rows at once: a hundred thousand deals in about a second, in the change log like any others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection

from pipetui.store.changelog import LOG, recorded_at_once

_ROWS = 200
"""Rows of one statement: starting a statement costs more than a row of it."""

_MOST_PARAMETERS = 32_000
_A_MILLISECOND = 4096
"""Names that rise within one millisecond: as many as there are in the twelve bits after it."""

_WORTH_IT = 1_000
"""New rows from which on an index is made anew rather than filled."""

_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX%'"

_ROOM = "PRAGMA cache_size = -131072"
"""128 MB of pages: what is written stays in memory until it is committed, so nobody who reads has to wait."""


def insert_columns(
    connection: Connection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    written: Callable[[int], None] | None = None,
) -> None:
    """Inserts rows given by their columns, each as long as the others, as the file stores them.

    A column that holds one value throughout is handed over once, and so is a list given for two columns. Every row
    gets a ``uid`` where none are given. ``written`` is told how many rows are in, now and then.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return
    columns = columns if "uid" in columns else {**columns, "uid": fresh_uids(count)}
    same = {name: values[0] for name, values in columns.items() if values.count(values[0]) == count}
    varying = {id(values): values for name, values in columns.items() if name not in same}
    names = ", ".join(f'"{name}"' for name in columns)
    size = max(1, min(_ROWS, (_MOST_PARAMETERS - len(same)) // max(1, len(varying))))
    rows = zip(*varying.values(), strict=True) if varying else iter([()] * count)
    places = [list(same).index(name) if name in same else list(varying).index(id(columns[name])) for name in columns]

    def statement(rows: int) -> str:
        """An insert of that many rows: one parameter for each constant, then one for each different list and row."""
        marks = (
            ", ".join(
                f"?{place + 1}" if name in same else f"?{len(same) + row * len(varying) + place + 1}"
                for name, place in zip(columns, places, strict=True)
            )
            for row in range(rows)
        )
        return f"INSERT INTO {table} ({names}) VALUES ({'), ('.join(marks)})"

    done = 0
    whole = statement(min(size, count))
    with indexed_at_once(connection, (table, LOG), count), recorded_at_once(connection, table):
        while batch := list(islice(rows, size)):
            insert = whole if len(batch) == size or done == 0 else statement(len(batch))
            connection.exec_driver_sql(insert, (*same.values(), *chain.from_iterable(batch)))
            done += len(batch)
            if written is not None:
                written(done)


@contextmanager
def indexed_at_once(connection: Connection, tables: Iterable[str], count: int) -> Iterator[None]:
    """Has indexes of tables that get ``count`` rows more inside, and had fewer, made at the end, in half the time.

    Those that keep rows apart stay. The others are away for this transaction only: whoever calls undoes it where
    anything is raised.
    """
    made_again: list[str] = []
    for table in tables:
        last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
        if count < max(_WORTH_IT, last or 0):
            continue
        indexes = connection.exec_driver_sql(_INDEXES, (table,)).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        made_again += [made for _, made in indexes]
    yield
    for made in made_again:
        connection.exec_driver_sql(made)


@contextmanager
def room_for_many(connection: Connection) -> Iterator[None]:
    """Gives the connection memory for a large transaction, as long as it is being written."""
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(_ROOM)
    try:
        yield
    finally:
        # Interrupted in the middle of a statement, it is thrown away, and the next one has the usual room.
        if not connection.invalidated:
            connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def fresh_uids(count: int) -> list[str]:
    """Names that are unique everywhere, rising so that an index takes them at its end (UUID 7, RFC 9562)."""
    digits = os.urandom(8 * count).hex()
    start = time.time_ns() // 1_000_000
    heads = [f"7{number:03x}8" for number in range(_A_MILLISECOND)]
    uids: list[str] = []
    for first in range(0, count, _A_MILLISECOND):
        moment = f"{start + first // _A_MILLISECOND:012x}"
        rest = range(first * 16, min(first + _A_MILLISECOND, count) * 16, 16)
        uids += [moment + head + digits[at + 1 : at + 16] for head, at in zip(heads, rest, strict=False)]
    return uids
