"""What a rep was reminded of already, by the app or by a command, kept in the platform's folder for state."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MOST = 500
"""How many are kept, the newest."""


def reminded(file: Path) -> set[str]:
    """The keys of what was reminded of in a pipeline file."""
    begin = f"{file} "
    return {key.removeprefix(begin) for key in _read() if key.startswith(begin)}


def keep_reminded(file: Path, keys: Iterable[str]) -> None:
    """Keeps further keys; where they can't be kept, a rep is reminded once more."""
    path = _path()
    unfinished = path.with_suffix(f".{os.getpid()}")
    kept = [*_read(), *(f"{file} {key}" for key in keys)][-MOST:]
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(kept), encoding="utf-8")
        unfinished.replace(path)


def _read() -> list[str]:
    try:
        with _path().open("rb") as file:
            kept = json.loads(file.read(1_000_000))
    except (OSError, ValueError, RecursionError):
        return []
    return [key for key in kept if isinstance(key, str)] if isinstance(kept, list) else []


def _path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("pipetui", appauthor=False) / "reminded.json"
