"""A consistent copy of a file that may be in use, complete under its name or not there at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pipetui.reading.file import PATIENCE
from pipetui.reading.trouble import read_from
from pipetui.reading.version import APPLICATION_ID
from pipetui.store.place import make_file, make_folder
from pipetui.store.trouble import reached
from pipetui.values.errors import Refused, Trouble

PART = ".part"
"""How the name of a copy ends that is not complete yet."""

PAGES, PAUSE = 256, 0.001
"""Pages that are copied at once, and seconds between: who writes meanwhile waits for no more than those."""


SMALL = "PRAGMA cache_size = -256"
"""Has a connection keep a quarter of a megabyte of pages."""


def copy(source: Path, target: Path, *, force: bool = False) -> Path:
    """Copies a file as it is at one moment to ``target``, verified, for its owner's eyes only.

    Raises Refused where something of that name is there (unless ``force``), Trouble where it can't be done.
    """
    if target.exists() and not force:
        raise Refused(f"{target} is there already. Name another file, or write over it with --force.")
    if target.exists() and not target.is_file():
        raise Refused(f"{target} is no file that a copy could take the place of. Name another.")
    with reached(target):
        if target.exists() and source.exists() and target.samefile(source):
            raise Refused(f"{target} is the pipeline itself: a copy needs a place of its own.")
    make_folder(target)
    with part_of(target) as part:
        with read_from(source), closing(opened(source)) as ours, closing(sqlite3.connect(part)) as theirs:
            for rows in (ours, theirs):
                rows.execute(SMALL)  # a copy is made once: what it would keep in memory is never looked at again
            ours.backup(theirs, pages=PAGES, sleep=PAUSE)
        verify(part, source)
        put(part, target, force=force)
    return target


def copy_bytes(source: Path, target: Path) -> Path:
    """Copies a file byte by byte, whatever is in it: one that is damaged is no database to copy."""
    make_folder(target)
    with part_of(target) as part:
        with reached(source):
            shutil.copyfile(source, part)
        put(part, target)
    return target


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """An empty file beside ``target`` to be filled; what is left of it at the end is taken away."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    with reached(part):
        make_file(part, new=True)
    try:
        yield part
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def put(part: Path, target: Path, *, force: bool = False) -> None:
    """Gives a complete file its name, on the disk when this returns. Raises Refused where the name is taken."""
    with reached(target):
        sync(part)
        if force:
            part.replace(target)
        else:
            try:
                os.link(part, target)
            except FileExistsError:
                raise Refused(f"{target} is there already. Nothing was written.") from None
            except OSError:  # a file system without links
                _put_where_free(part, target)
        sync(target.parent)


def _put_where_free(part: Path, target: Path) -> None:
    try:
        make_file(target, new=True)
    except FileExistsError:
        raise Refused(f"{target} is there already. Nothing was written.") from None
    part.replace(target)


def sync(place: Path) -> None:
    """Has a file, or the names in a folder, on the disk, as far as the system can say so."""
    with suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def verify(path: Path, of: Path | None = None) -> None:
    """Raises Trouble where a file, a copy ``of`` another, is not a sound one of pipetui's."""
    named = of or path
    with read_from(named), closing(opened(path)) as rows:
        if rows.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Trouble(f"{named} is not a pipetui file.")
        rows.execute(SMALL)
        found = rows.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise Trouble(f"{named} is damaged: pipetui doctor --db {named} says how.")


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there; what a crash left half done is taken back first."""
    return sqlite3.connect(
        path.absolute().as_uri() + "?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
