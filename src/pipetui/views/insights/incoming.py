"""The part of the journey before the first deal: leads that came, were answered, qualified or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.insights.deals import OPEN, Deals
from pipetui.views.insights.shares import Share
from pipetui.views.insights.window import Window

if TYPE_CHECKING:
    from pipetui.views.insights.deals import Flags

DAY = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Leads that came in the window: ``qualified`` came to the forecast, ``dropped`` were closed before, the rest wait.

    ``answer`` is the median of seconds until the first answer, of the ``answered`` ones. ``quick`` is qualified of
    those decided that were answered within a day, ``late`` of the others.
    """

    came: int
    answered: int
    answer: float | None
    qualified: int
    dropped: int
    quick: Share
    late: Share
    ids: tuple[int, ...]
    dropped_ids: tuple[int, ...]

    @property
    def waiting(self) -> int:
        """How many are neither qualified nor dropped."""
        return self.came - self.qualified - self.dropped

    @property
    def decided(self) -> Share:
        """Qualified, of those qualified or dropped."""
        return Share(self.qualified, self.qualified + self.dropped)


def incoming(deals: Deals, which: Flags, window: Window) -> Incoming:
    """The leads of a window."""
    import numpy as np

    came = which & deals.was_lead & (deals.created >= window.first) & (deals.created <= window.last)
    qualified = came & deals.is_deal
    dropped = came & ~deals.is_deal & (deals.status != OPEN)
    answered = came & ~np.isnan(deals.answered)
    in_time = answered & (deals.answered <= DAY)
    decided = qualified | dropped
    return Incoming(
        came=int(came.sum()),
        answered=int(answered.sum()),
        answer=float(np.median(deals.answered[answered])) if answered.any() else None,
        qualified=int(qualified.sum()),
        dropped=int(dropped.sum()),
        quick=Share(int((qualified & in_time).sum()), int((decided & in_time).sum())),
        late=Share(int((qualified & ~in_time).sum()), int((decided & ~in_time).sum())),
        ids=deals.ids(came),
        dropped_ids=deals.ids(dropped),
    )
