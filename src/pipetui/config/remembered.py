"""What was chosen in the app and is to hold the next time, kept beside the config and never in it.

A rep's config is theirs: it has comments, and may lie in a folder that is under version control or can't be written.
So the app keeps what it is told in a file of its own, in the platform's folder for state. A choice holds until the
config says something else of that value than it did when the choice was made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipetui.config.declared import Setting
from pipetui.config.reading import Config, declared, names, read_config
from pipetui.values.errors import Invalid
from pipetui.values.habits import take_up

LARGEST = 100_000
"""Bytes; a file that is larger is none the app wrote."""


def begin(options: Mapping[str, str]) -> Config:
    """Reads the config with what was chosen since, and takes up the habits it tells of.

    Raises Invalid as ``read_config`` does.
    """
    config = with_remembered(read_config(options))
    take_up(config.habits())
    return config


def with_remembered(config: Config) -> Config:
    """The config with what was chosen in the app, where that choice still holds."""
    for name, told in _kept().items():
        if name not in names() or not declared(name).choices or not isinstance(told, dict):
            continue
        with suppress(Invalid):
            if "is" in told and told.get("over") == config.found(name).value:
                config = config.having(name, declared(name).read(told["is"]))
    return config


def remember(name: str, value: Setting, options: Mapping[str, str]) -> None:
    """Keeps a value for the next time, over what the config says now.

    Where it can't be kept, or the config can't be read any more, it holds for this time.
    """
    with suppress(OSError, Invalid):
        kept = _kept() | {name: {"is": value, "over": read_config(options).found(name).value}}
        keep(_path(), kept)


def keep(path: Path, told: object) -> None:
    """Writes what the app keeps, whole or not at all. Raises OSError."""
    import json

    unfinished = path.with_suffix(f".{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished.write_text(json.dumps(told), encoding="utf-8")
    unfinished.replace(path)


def kept_in(path: Path) -> Any:
    """What the app kept there; None where there is nothing of it."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST)
    except OSError:
        return None
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def state_folder() -> Path:
    """The platform's folder for what a program keeps for itself."""
    from platformdirs import user_state_path

    return user_state_path("pipetui", appauthor=False)


def _kept() -> dict[str, Any]:
    kept = kept_in(_path())
    return kept if isinstance(kept, dict) else {}


def _path() -> Path:
    return state_folder() / "chosen.json"
