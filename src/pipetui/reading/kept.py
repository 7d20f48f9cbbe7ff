"""What took long to work out of a file, kept in the platform's folder for caches, readable by the rep alone.

A kept thing is a line of JSON, and columns of numbers after it. What does not read, or was kept under something else,
is as good as not there; what can't be kept is worked out anew the next time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from pipetui import __version__
from pipetui.reading.version import HEAD
from pipetui.views.stage import Pipeline

MOST = 6
"""Things of a kind that are kept, the latest."""

LARGEST = 200_000_000
"""Bytes of a kept thing that are read."""

_LAST = """
SELECT change.id, change.set_id, change.table_name, change.row_id, change_set.at
FROM change JOIN change_set ON change_set.id = change.set_id WHERE {where}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last entry of a file's log that something has seen."""

    entry: list[Any]

    @property
    def upto(self) -> int:
        """The number of the entry."""
        return int(self.entry[0])

    @property
    def set_id(self) -> int:
        """The number of the change it is part of."""
        return int(self.entry[1])

    def still(self, rows: sqlite3.Connection) -> bool:
        """Whether the file's log still has the entry: it is the same file, later."""
        found = rows.execute(_LAST.format(where="change.id = ?"), (self.upto,)).fetchone()
        return found is not None and list(found) == self.entry


def mark(rows: sqlite3.Connection) -> Mark:
    """The last entry of the log."""
    return Mark(list(rows.execute(_LAST.format(where="change.id = (SELECT max(id) FROM change)")).fetchone()))


def place(rows: sqlite3.Connection, pipeline: Pipeline, kind: str) -> Path | None:
    """Where something about a file's pipeline is kept; None for a database without a file."""
    name = next((name for _, schema, name in rows.execute("PRAGMA database_list") if schema == "main"), "")
    if not name:
        return None
    from platformdirs import user_cache_path

    told = blake2b(f"{Path(name).resolve()}\n{pipeline.id}".encode("utf-8", "surrogatepass"), digest_size=12)
    return user_cache_path("pipetui", appauthor=False) / kind / told.hexdigest()


def circumstances(pipeline: Pipeline) -> list[Any]:
    """What days and stages are read by; where it is another, nothing that was kept holds."""
    return [__version__, HEAD, pipeline.id, *time.tzname, time.timezone, time.altzone]


def keep(path: Path, under: list[Any], told: Any, columns: Iterable[array[Any]]) -> None:
    """Keeps ``told`` and columns, and forgets the oldest of the kind."""
    parts = list(columns)
    body = b"".join(column.tobytes() for column in parts)
    head = [under, told, [[column.typecode, len(column)] for column in parts], crc32(body)]
    unfinished = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body)
        unfinished.replace(path)
        for old in sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)


def read(path: Path, under: list[Any]) -> tuple[Any, list[array[Any]]] | None:
    """What was kept under just that; None where nothing was, or where it does not read."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                return None
            kept, told, shapes, sum_of = json.loads(file.readline())
            if kept != under:
                return None
            body = file.read()
        if crc32(body) != sum_of:
            return None
        columns, start, view = [], 0, memoryview(body)
        for typecode, length in shapes:
            column: array[Any] = array({"q": "q", "d": "d"}[typecode])
            column.frombytes(view[start : start + 8 * int(length)])
            columns.append(column)
            start += 8 * int(length)
        return told, columns
    except (OSError, ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None
