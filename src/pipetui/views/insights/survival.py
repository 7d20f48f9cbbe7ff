"""How long something takes, where for some it is not over yet: Kaplan and Meier's estimator in whole days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

CLOSE = 1e-12
"""What a product of shares may be off by."""


def stay_quantile(days: Ints, ended: Flags, share: float) -> int | None:
    """The first day by which ``share`` of the stays are over; None where so many are not seen to end.

    ``ended`` is false of a stay that still runs: it is counted among those at risk up to its days and no longer.
    Kaplan, Meier: Nonparametric Estimation from Incomplete Observations, JASA 53 (1958).
    """
    import numpy as np

    if not len(days):
        return None
    leaving = np.bincount(days)
    ends = np.bincount(days[ended], minlength=len(leaving))
    at_risk = len(days) - np.concatenate([[0], np.cumsum(leaving)[:-1]])
    staying = np.cumprod(1 - ends / np.maximum(at_risk, 1))
    reached = np.flatnonzero(staying <= 1 - share + CLOSE)
    return int(reached[0]) if len(reached) else None
