"""So many of so many, with how sure that is: Wilson's interval."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054
"""Standard deviations that hold 95 in 100."""

FEW = 8
"""Fewer than these say nothing that is worth a word."""


class Share(NamedTuple):
    """``hits`` of ``of``."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share itself, 0 to 1; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def ends(self) -> tuple[float, float]:
        """Between what the true share lies, 95 times in 100; 0 and 1 of nothing.

        Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
        """
        if not self.of:
            return 0.0, 1.0
        rate, square = self.hits / self.of, Z * Z / self.of
        middle = (rate + square / 2) / (1 + square)
        half = Z / (1 + square) * sqrt(rate * (1 - rate) / self.of + square / (4 * self.of))
        # None and all reach the end itself, which rounding would miss.
        return middle - half if self.hits > 0 else 0.0, middle + half if self.hits < self.of else 1.0

    def against(self, rate: float | None) -> int:
        """1 where it is surely more than a rate, −1 where surely less, 0 where the counts can't tell."""
        if rate is None or self.of < FEW:
            return 0
        low, high = self.ends
        return 1 if low > rate else -1 if high < rate else 0

    @property
    def is_few(self) -> bool:
        """Whether it rests on too few to be leant on."""
        return self.of < FEW
