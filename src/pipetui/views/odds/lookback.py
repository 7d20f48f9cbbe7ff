"""What was to be expected of a past period on its first morning, and what came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lookback:
    """A past period: wins that were to be expected of it, the variance of independent deals, and those that came."""

    expected: float
    variance: float
    came: int
