"""How far an import is, for a bar: reading, converting and writing as parts of one whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Hears ``(done, total)``; whatever it raises ends the import, with nothing written."""

TOTAL = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the whole from ``start`` to ``end``, in thousandths."""

    tell: Progress | None
    start: int = 0
    end: int = TOTAL

    def at(self, done: float) -> None:
        """Tells that this much (0–1) of the part is done."""
        if self.tell is not None:
            self.tell(round(self.start + (self.end - self.start) * min(1.0, done)), TOTAL)

    def part(self, start: float, end: float) -> Part:
        """A part of this part, from and to a fraction of it."""
        span = self.end - self.start
        return Part(self.tell, round(self.start + span * start), round(self.start + span * end))
