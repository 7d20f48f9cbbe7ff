"""What the database and the disk can complain of, as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoTurn

from pipetui.reading.trouble import MOVED, sentence_for
from pipetui.values.errors import Trouble

__all__ = ["MOVED", "reached", "told", "trouble_from"]

_WAITING = "{path} is busy: pipetui itself is still writing to it. Try again in a moment."


def trouble_from(error: Exception, path: Path) -> Trouble:
    """The sentence for a database error at ``path``; customers' data never becomes part of it."""
    if isinstance(error, NoTurn):
        return Trouble(_WAITING.format(path=path))
    return sentence_for(getattr(error, "orig", None) or error, path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what the database raises inside into Trouble with a sentence."""
    try:
        yield
    except (DBAPIError, NoTurn, sqlite3.Error) as error:
        raise trouble_from(error, path) from error


@contextmanager
def reached(path: Path) -> Iterator[None]:
    """Turns what the system raises inside, on the way to a file or folder, into Trouble with a sentence."""
    try:
        yield
    except OSError as error:
        raise Trouble(f"{path} can't be used: {error.strerror or error}.") from error
