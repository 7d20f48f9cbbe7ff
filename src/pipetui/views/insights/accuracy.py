"""How right forecasts of past periods were: as kept on their first days, else as replayed from the history."""

from __future__ import annotations

from typing import NamedTuple

from pipetui.values.periods import Period


class Judged(NamedTuple):
    """A past period: what was forecast early in it and what came, in minor units; whether that was kept then."""

    period: Period
    forecast: int
    actual: int
    is_kept: bool

    @property
    def accuracy(self) -> float | None:
        """1 − |forecast − actual| / actual, below 0 where it was off by more than all; None where nothing came."""
        return 1 - abs(self.forecast - self.actual) / self.actual if self.actual else None

    @property
    def bias(self) -> float | None:
        """(forecast − actual) / actual: more than 0 where it was too high."""
        return (self.forecast - self.actual) / self.actual if self.actual else None
