"""What the palette remembers between two times it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.config.lately import MOST, keep_lately, read_lately

if TYPE_CHECKING:
    from pipetui.views.finding import Findable, Findables, Key

KEPT = ("command", "setting", "view")
"""Kinds that are kept for the next start; what was taken of the rep's own data is not written anywhere."""


class Found:
    """What is in the file, as long as nothing changed it, and what was taken lately."""

    def __init__(self, *, keep: bool) -> None:
        self.in_file: Findables | None = None
        self._keep = keep
        self._lately: list[Key] | None = None

    @property
    def lately(self) -> list[Key]:
        """What was taken, the last first; read when it is first asked for."""
        if self._lately is None:
            names = read_lately() if self._keep else []
            self._lately = [(kind, ref) for kind, found, ref in (name.partition(":") for name in names) if found]
        return self._lately

    def take(self, thing: Findable) -> None:
        """Ranks a thing up from now on."""
        self._lately = [thing.key, *(key for key in self.lately if key != thing.key)][:MOST]
        if self._keep:
            keep_lately([f"{kind}:{ref}" for kind, ref in self._lately if kind in KEPT])
