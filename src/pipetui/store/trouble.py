"""What the database can complain of, as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from pipetui.values.errors import Trouble

_SENTENCES = (
    ("locked", "{path} is being written to by another program. Try again in a moment."),
    ("readonly", "{path} can only be read: it, or its folder, is write-protected. Nothing was changed."),
    ("full", "There is no room left on the disk of {path}. Nothing was changed."),
    ("not a database", "{path} is not a pipetui file. Name another with --db."),
    ("malformed", "{path} is damaged. Nothing was changed; keep a copy of it before anything else."),
    ("unable to open", "{path} can't be opened. Does it exist, and may you read and write it?"),
    ("disk i/o", "{path} can't be read or written: the disk reports an error. Nothing was changed."),
    ("no such table", "{path} lacks a part every pipetui file has. It is damaged, or not one of pipetui's."),
)


def trouble_from(error: Exception, path: Path) -> Trouble:
    """The sentence for a database error at ``path``; customers' data never becomes part of it."""
    reason = str(getattr(error, "orig", None) or error).lower()
    for sign, sentence in _SENTENCES:
        if sign in reason:
            return Trouble(sentence.format(path=path))
    kind = type(getattr(error, "orig", None) or error).__name__
    return Trouble(f"{path} refused: {kind}: {reason.splitlines()[0][:200]}. Nothing was changed.")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what the database raises inside into Trouble with a sentence."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise trouble_from(error, path) from error
    except OSError as error:
        raise Trouble(f"{path} can't be used: {error.strerror or error}.") from error
