"""A file opened for reading alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipetui.reading.trouble import is_busy, read_from, sentence_for
from pipetui.reading.version import APPLICATION_ID, HEAD

PATIENCE = 10.0
"""Seconds a read or a write waits for another program's before it gives up."""


def is_ready(path: Path, patience: float = PATIENCE) -> bool:
    """Whether the file can be read as it is: there, pipetui's, of this version, with a pipeline in it.

    Says nothing of why it can't; only for one that another program writes to for longer than ``patience``, in
    seconds, Trouble is raised: whoever asked has waited, and is not to wait again.
    """
    try:
        if path.stat().st_size == 0:
            return False
        with closing(_connect(path, patience)) as rows:
            mark = rows.execute("PRAGMA application_id").fetchone()[0]
            version = "SELECT version_num FROM alembic_version WHERE EXISTS (SELECT 1 FROM pipeline)"
            return bool(mark == APPLICATION_ID and rows.execute(version).fetchone() == (HEAD,))
    except (OSError, sqlite3.Error) as error:
        if is_busy(error):
            raise sentence_for(error, path) from error
        return False


def is_pipeline(path: Path) -> bool:
    """Whether there is a file of pipetui's at a path, of whatever version."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    # SQLite keeps the mark of the program a file belongs to at byte 68 (sqlite.org/fileformat.html).
    return head[:15] == b"SQLite format 3" and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    # Opened for writing as well: what a crash left half done is taken back by whoever opens the file next.
    return sqlite3.connect(
        path.absolute().as_uri() + "?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )


LITTLE = "PRAGMA cache_size = -512"
"""Half a megabyte of pages: what is read once, and is in the system's cache anyway, is not kept twice."""


class Reading:
    """A connection of its own, for reading rows. Raises Trouble where the file can't be read."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        with read_from(path):
            self._connection = _connect(path, patience)
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute(LITTLE)
        self._version = self._data_version()

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """The connection, seeing one state of the file throughout."""
        with read_from(self._path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("COMMIT")

    def changed(self) -> bool:
        """Whether anybody wrote since this was last asked, or since the file was opened."""
        before, self._version = self._version, self._data_version()
        return self._version != before

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _data_version(self) -> int:
        with read_from(self._path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
