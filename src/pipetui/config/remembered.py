"""What was chosen in the app and is to hold the next time, kept beside the config and never in it.

A rep's config is theirs: it has comments, and may lie in a folder that is under version control or can't be written.
So the app keeps what it is told in a file of its own, in the platform's folder for state. The choice holds until the
config says something else than it did when the choice was made.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipetui.config.declared import THEMES
from pipetui.config.reading import Config, Found, Source


def with_remembered(config: Config) -> Config:
    """The config with the theme that was chosen in the app, where that choice still holds."""
    try:
        with _path().open("rb") as file:
            kept = json.loads(file.read(10_000))
        theme, over = kept["theme"], kept["over"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return config
    if theme not in THEMES or over != config.text("theme"):
        return config
    return replace(config, values={**config.values, "theme": Found(theme, Source("chosen", "chosen in the app"))})


def remember_theme(theme: str, config: Config) -> None:
    """Keeps a theme for the next time, over what the config says; where it can't be kept, it holds for this time."""
    path = _path()
    unfinished = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps({"theme": theme, "over": config.text("theme")}), encoding="utf-8")
        unfinished.replace(path)


def _path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("pipetui", appauthor=False) / "chosen.json"
