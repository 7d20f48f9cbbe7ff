"""What is around a file: who may read it, what lies beside it, room on the disk, copies."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipetui.store import backups
from pipetui.store.copying import PART
from pipetui.values.clock import Clock, to_local
from pipetui.values.text import count
from pipetui.values.when import show_date
from pipetui.views.checkup import Checked

OLD = 7
"""Days after which the newest copy is an old one."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The rights of everybody but the owner."""

OLDEST_SQLITE = (3, 35, 0)
"""The version of SQLite that everything here was made for."""


def permissions(path: Path) -> Checked:
    """Whether only its owner can read the file, and put another in its place."""
    if os.name != "posix":
        return Checked("permissions", "ok", "as the system has them")
    mode, folder = path.stat().st_mode, path.parent.stat().st_mode
    if mode & OTHERS:
        said = f"others may read or write the file ({stat.filemode(mode)})"
        return Checked("permissions", "warn", said, "pipetui doctor --fix makes it yours alone.", mends=True)
    if folder & (stat.S_IWGRP | stat.S_IWOTH) and not folder & stat.S_ISVTX:
        said = f"others may put another file in its place ({stat.filemode(folder)})"
        return Checked("permissions", "warn", said, f"chmod go-w {path.parent}")
    return Checked("permissions", "ok", "only you can read and write it")


def leftovers_of(path: Path) -> list[Path]:
    """Copies that were begun and never completed, beside the file and in its folder of copies."""
    found: list[Path] = []
    for folder in (path.parent, backups.folder_of(path)):
        with suppress(OSError):
            found += [each for each in folder.iterdir() if _is_part(each.name, path)]
    return sorted(found)


def _is_part(name: str, path: Path) -> bool:
    return name.startswith(f".{path.stem}") and (name.endswith((PART, f"{PART}-journal")))


def leftovers(path: Path, hot: Sequence[str]) -> Checked:
    """What lies about; ``hot`` are the names of side files that were there before the file was opened."""
    parts = leftovers_of(path)
    if parts:
        said = f"{count(len(parts), 'copy', 'copies')} begun and never completed"
        return Checked("leftovers", "warn", said, "pipetui doctor --fix takes them away.", mends=True)
    if hot:
        said = f"{', '.join(hot)} lay beside it: a program is writing, or was cut short and its half was taken back"
        return Checked("leftovers", "ok", said)
    return Checked("leftovers", "ok", "nothing lies about")


def room(path: Path) -> Checked:
    """Whether there is room on the disk for the file to be written and copied."""
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    said = f"{show_bytes(free)} free; the file is {show_bytes(size)}"
    if free < size + 5_000_000:
        return Checked("room", "wrong", said, "Make room: what can't be written is refused.")
    if free < 4 * size + 50_000_000:
        return Checked("room", "warn", said, "Make room before it runs out.")
    return Checked("room", "ok", said)


def copies(path: Path, clock: Clock) -> Checked:
    """How old the newest copy is."""
    found = backups.newest(path)
    if found is None:
        return Checked("backups", "warn", "there is none yet", "pipetui backup takes one.")
    made, at = found
    days = (clock.now() - at).days
    said = f"the newest is of {show_date(to_local(at).date())} ({made.name})"
    if days > OLD:
        return Checked("backups", "warn", said, "pipetui backup takes another.")
    return Checked("backups", "ok", said)


def library() -> Checked:
    """The version of SQLite."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Checked("SQLite", "wrong", f"{sqlite3.sqlite_version} is too old", "Update Python, which brings it.")
    return Checked("SQLite", "ok", sqlite3.sqlite_version)


def show_bytes(size: int) -> str:
    """A size in a word: "412 KB", "38.2 MB"."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if size >= unit:
            return f"{size / unit:.0f} {name}" if size >= 100 * unit else f"{size / unit:.1f} {name}"
    return f"{size} bytes"
