"""What the database can complain of, as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipetui.values.errors import Trouble

MOVED = "{path} was moved, deleted or replaced while it was open. Nothing was changed."

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "{path} is being written to by another program. Try again in a moment.",
    sqlite3.SQLITE_READONLY: ("{path} can only be read: it, or its folder, is write-protected. Nothing was changed."),
    sqlite3.SQLITE_READONLY_DBMOVED: MOVED,
    sqlite3.SQLITE_FULL: "There is no room left on the disk of {path}. Nothing was changed.",
    sqlite3.SQLITE_NOTADB: "{path} is not a pipetui file. Name another with --db.",
    sqlite3.SQLITE_CORRUPT: ("{path} is damaged. Nothing was changed; keep a copy of it, then ask pipetui doctor."),
    sqlite3.SQLITE_CANTOPEN: "{path} can't be opened. Does it exist, and may you read and write it?",
    sqlite3.SQLITE_IOERR: ("{path} can't be read or written: the disk reports an error. Nothing was changed."),
}
_LACKING = "{path} lacks a part every pipetui file has. It is damaged, or not one of pipetui's."


def is_busy(cause: BaseException) -> bool:
    """Whether a database error says that another program was writing for too long."""
    return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_BUSY


def sentence_for(cause: BaseException, path: Path) -> Trouble:
    """The sentence for a database error at ``path``; customers' data never becomes part of it."""
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK)
    # The lowest byte of an extended code says what kind it is.
    if sentence := _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF):
        return Trouble(sentence.format(path=path))
    reason = str(cause).partition("\n")[0][:200]
    if reason.startswith(("no such table", "no such column")):
        return Trouble(_LACKING.format(path=path))
    return Trouble(f"{path} refused: {type(cause).__name__}: {reason}. Nothing was changed.")


@contextmanager
def read_from(path: Path) -> Iterator[None]:
    """Turns what SQLite raises inside into Trouble with a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise sentence_for(error, path) from error
