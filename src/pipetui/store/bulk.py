"""Many new rows at once: a hundred thousand deals in about a second, in the change log like any others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection

from pipetui.store.changelog import recorded_at_once

_ROWS = 200
"""Rows of one statement: starting a statement costs more than a row of it."""

_MOST_PARAMETERS = 32_000
_ROOM = "PRAGMA cache_size = -131072"
"""128 MB of pages: what is written stays in memory until it is committed, so nobody who reads has to wait."""


def insert_columns(
    connection: Connection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    written: Callable[[int], None] | None = None,
) -> None:
    """Inserts rows given by their columns, each as long as the others, as the file stores them.

    A column that holds one value throughout is handed over once. Every row gets a ``uid`` where none are
    given. ``written`` is told how many rows are in, now and then.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return
    columns = columns if "uid" in columns else {**columns, "uid": fresh_uids(count)}
    same = {name: values[0] for name, values in columns.items() if values.count(values[0]) == count}
    varying = {name: values for name, values in columns.items() if name not in same}
    names = ", ".join(f'"{name}"' for name in (*same, *varying))
    marks = ", ".join([f"?{place}" for place in range(1, len(same) + 1)] + ["?"] * len(varying))
    rows = zip(*varying.values(), strict=True) if varying else iter([()] * count)
    size = min(_ROWS, _MOST_PARAMETERS // max(1, len(varying)) - 1)
    done = 0
    with recorded_at_once(connection, table):
        while batch := list(islice(rows, size)):
            values = ", ".join([f"({marks})"] * len(batch))
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({names}) VALUES {values}",
                (*same.values(), *chain.from_iterable(batch)),
            )
            done += len(batch)
            if written is not None:
                written(done)


@contextmanager
def room_for_many(connection: Connection) -> Iterator[None]:
    """Gives the connection memory for a large transaction, as long as it is being written."""
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(_ROOM)
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def fresh_uids(count: int) -> list[str]:
    """Names that are unique everywhere, rising so that an index takes them at its end (UUID 7, RFC 9562)."""
    digits = os.urandom(8 * count).hex()
    start = time.time_ns() // 1_000_000
    return [
        f"{start + (number >> 12):012x}7{number & 0xFFF:03x}8{digits[number * 16 + 1 : number * 16 + 16]}"
        for number in range(count)
    ]
