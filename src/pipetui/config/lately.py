"""What was taken in the palette lately, kept for the next time: commands and settings, none of the rep's data."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pipetui.config.remembered import keep, kept_in, state_folder

MOST = 30


def read_lately() -> list[str]:
    """Their names, the last taken first."""
    kept = kept_in(state_folder() / "lately.json")
    return [name for name in kept if isinstance(name, str)][:MOST] if isinstance(kept, list) else []


def keep_lately(names: Sequence[str]) -> None:
    """Keeps them; where that can't be, they are known until the app ends."""
    with suppress(OSError):
        keep(state_folder() / "lately.json", list(names)[:MOST])
