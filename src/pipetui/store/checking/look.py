"""The whole of a look at a file, in its order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from pipetui.reading.trouble import sentence_for
from pipetui.reading.version import HEAD
from pipetui.store.checking import derived, log, soundness, surroundings
from pipetui.store.copying import opened
from pipetui.store.restoring import SIDE_FILES
from pipetui.store.trouble import reached
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound, Trouble
from pipetui.views.checkup import Checked


def look_over(path: Path, clock: Clock) -> list[Checked]:
    """Looks over a file; what can't be looked at for a fault is one. Raises NotFound where there is no file."""
    with reached(path):
        if path.is_dir():
            raise Trouble(f"{path} is a folder. Name a file with --db.")
        if not path.exists():
            raise NotFound(f"There is no file {path} yet. pipetui makes one; pipetui restore FILE brings one back.")
        hot = [f"{path.name}{tail}" for tail in SIDE_FILES if path.with_name(f"{path.name}{tail}").exists()]
        around = [
            surroundings.permissions(path),
            surroundings.leftovers(path, hot),
            surroundings.room(path),
            surroundings.copies(path, clock),
            surroundings.library(),
        ]
    return [*_inside(path, clock.today()), *around]


def _inside(path: Path, today: date) -> Iterator[Checked]:
    try:
        with closing(opened(path)) as rows:
            rows.execute("PRAGMA query_only = ON")
            rows.execute("BEGIN")
            yield from _of_rows(rows, path, today)
    except sqlite3.Error as error:
        yield _unreadable("database", error, path)


def _of_rows(rows: sqlite3.Connection, path: Path, today: date) -> Iterator[Checked]:
    version = _asked("version", soundness.version, rows, path)
    yield version
    yield _asked("database", soundness.integrity, rows, path)
    yield _asked("references", soundness.references, rows, path)
    if version.said.startswith(HEAD):
        # What another version keeps beside what is no concern of this one.
        yield _asked("change log", soundness.triggers, rows, path)
        yield _asked("history", log.log_is_true, rows, path)
        yield _asked("names", derived.names, rows, path)
        yield _asked("amounts", lambda found: derived.amounts(found, today), rows, path)
        yield _asked("deals", derived.statuses, rows, path)


def _asked(name: str, look: Callable[[sqlite3.Connection], Checked], rows: sqlite3.Connection, path: Path) -> Checked:
    try:
        return look(rows)
    except (sqlite3.Error, ValueError) as error:
        return _unreadable(name, error, path)


def _unreadable(name: str, error: Exception, path: Path) -> Checked:
    said = str(sentence_for(error, path)).replace(str(path), "the file", 1).partition(". ")[0].rstrip(".")
    return Checked(name, "wrong", said, soundness.RESCUE)
