"""An open deal as a forecast takes it: what totals and odds look at, and nothing that is only shown."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipetui.values.clock import stored_day


class OpenDeal(NamedTuple):
    """Money is in minor units, ``base_amount`` and ``weighted`` in the pipeline's currency; chances are in percent,
    moments as the file has them.

    ``probability and ``category`` are the effective ones.
    """

    id: int
    stage_id: int
    amount: int | None
    currency: str
    base_amount: int | None
    probability: float
    probability_source: str
    category: str
    product: str | None
    created_at: str
    stage_since_at: str
    expected_close: date | None
    weighted: int | None
    status: str = "open"
    closed_on: date | None = None

    @property
    def created_on(self) -> date:
        """The rep's day it was made."""
        return stored_day(self.created_at)

    @property
    def stage_since(self) -> date:
        """The rep's day it came to its stage."""
        return stored_day(self.stage_since_at)
