"""Answers that took long to work out, kept until the file, the day or the question is another.

What will probably come is learned from the whole history each time it is asked for. Asked the same of the same file, as
a shell's prompt or a second look does, the answer is there at once. It is kept in the platform's folder for caches,
readable by the rep alone, as the file itself is.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui import __version__
from pipetui.cli import output

if TYPE_CHECKING:
    from pipetui.workspace import Workspace

MOST = 12
"""Answers that are kept, the latest."""


def key_of(workspace: Workspace, *question: object) -> str:
    """What an answer is kept under: the file as it is now, the day, the question, and how it is to be shown."""
    try:
        file = workspace.path.stat()
    except OSError:
        return ""
    is_terminal = output.on_terminal()
    encoding = getattr(sys.stdout, "encoding", None)
    shown = (
        encoding,
        is_terminal,
        shutil.get_terminal_size().columns if is_terminal else 0,
        os.environ.get("NO_COLOR", ""),
    )
    stamp = (
        str(workspace.path.resolve()),
        file.st_ino,
        file.st_size,
        file.st_mtime_ns,
        workspace.overview.last_entry(),
    )
    told = repr((__version__, stamp, workspace.clock.today(), question, shown))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read(key: str) -> list[str] | None:
    """The lines of an answer; None where it is not kept."""
    return next((lines for kept, lines in _all() if kept == key), None) if key else None


def keep(key: str, lines: Sequence[str]) -> None:
    """Keeps an answer; where it can't be kept, it is worked out again."""
    path = _path()
    unfinished = path.with_suffix(f".{os.getpid()}")
    answers = [[kept, told] for kept, told in _all() if kept != key][1 - MOST :]
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump([*answers, [key, list(lines)]], file)
        unfinished.replace(path)


def _all() -> list[tuple[str, list[str]]]:
    try:
        with _path().open("rb") as file:
            kept = json.loads(file.read(4_000_000))
        return [(str(key), [str(line) for line in lines]) for key, lines in kept]
    except (OSError, ValueError, TypeError, RecursionError):
        return []


def _path() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("pipetui", appauthor=False) / "answers.json"
