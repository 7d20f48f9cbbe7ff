"""Putting another file in the place of the one that is there."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from pipetui.reading.trouble import read_from
from pipetui.reading.version import HEAD
from pipetui.store import backups
from pipetui.store.copying import copy_bytes, opened, part_of, put, verify
from pipetui.store.place import make_folder
from pipetui.store.schema import version_of
from pipetui.store.trouble import reached
from pipetui.values.clock import Clock
from pipetui.values.errors import NotFound, PipetuiError, Refused, Trouble
from pipetui.values.text import clean, fit
from pipetui.views.checkup import Held, Restored

SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite may leave beside a file; of one that is replaced, none may be taken for the new one's."""


def held_by(path: Path) -> Held:
    """What a file holds. Raises NotFound, and Trouble for one that is no sound file of pipetui's, or a newer one's."""
    with reached(path):
        if not path.exists():
            raise NotFound(f"There is no file {path}.")
    version = version_of(path)
    if version is None:
        raise Trouble(f"{path} is empty.")
    verify(path)
    with read_from(path), closing(opened(path)) as rows:
        deals, open_deals = rows.execute(
            "SELECT count(*), count(*) FILTER (WHERE status = 'open') FROM deal"
        ).fetchone()
        last = rows.execute("SELECT at, label FROM change_set ORDER BY id DESC LIMIT 1").fetchone()
    at, label = last or (None, "")
    moment = None if at is None else datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Held(path, version, deals, open_deals, moment, fit(clean(str(label)), 60), path.stat().st_size)


def restore(source: Path, path: Path, clock: Clock) -> Restored:
    """Puts a copy of ``source`` in the place of the file at ``path``, of which a copy is kept first.

    One of an older version is brought up to date before it is put there. Raises what ``held_by`` raises of
    ``source``, and Trouble where it can't be done: the file is then as it was.
    """
    held = held_by(source)
    with reached(path):
        is_there = path.exists() and path.stat().st_size > 0
        if is_there and path.samefile(source):
            raise Refused(f"{source} is the pipeline itself: there is nothing to restore.")
    make_folder(path)
    with part_of(path) as part:
        with read_from(source), closing(opened(source)) as ours, closing(sqlite3.connect(part)) as theirs:
            ours.backup(theirs)
        if held.version != HEAD:
            _bring_up_to_date(part)
        verify(part, source)
        kept = _keep(path, clock) if is_there else None
        _replace(part, path)
    return Restored(path, held, kept)


def _bring_up_to_date(part: Path) -> None:
    from pipetui.store.migration import migrate

    before = migrate(part)
    if before is not None:
        before.unlink(missing_ok=True)  # the file it was restored from is still there


def _keep(path: Path, clock: Clock) -> Path:
    """A copy of what is there: of a database as such, of anything else byte by byte."""
    try:
        return backups.back_up(path, clock, "restore")
    except PipetuiError:
        return copy_bytes(path, backups.name_for(path, clock, "restore"))


def _replace(part: Path, path: Path) -> None:
    """Puts the new file there while nobody writes to the old one. Raises Trouble where somebody does for long."""
    with ExitStack() as held:
        if path.exists():
            try:
                held.enter_context(closing(opened(path))).execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                    raise Trouble(f"{path} is being written to by another program. Try again in a moment.") from error
        for tail in SIDE_FILES:
            with suppress(OSError):
                path.with_name(f"{path.name}{tail}").unlink(missing_ok=True)
        put(part, path, force=True)
