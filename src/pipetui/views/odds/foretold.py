"""What open deals will bring in a period, as columns: many are summed and spread, few are ever looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.card import Card
from pipetui.views.odds.outlook import Decider

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Foretold:
    """Deals of a forecast, one after the other: each one's chance (0–1) in the period, and what it is worth if it is
    won, in minor units.

    ``own_amount`` is False where the deal has no amount and won deals like it stand in.
    """

    chances: Floats
    worths: Ints
    own_amount: NDArray[np.bool_]

    def decider(self, place: int, card: Card) -> Decider:
        """One deal, with its card."""
        return Decider(
            card,
            float(self.chances[place]),
            int(self.worths[place]),
            int(self.adds[place]),
            int(self.swings[place]),
            bool(self.own_amount[place]),
        )

    @property
    def adds(self) -> Ints:
        """What each adds to the expected, in whole minor units: the sum over deals is the expected."""
        import numpy as np

        told: Ints = np.rint(self.chances * self.worths).astype(np.int64)
        return told

    @property
    def swings(self) -> Ints:
        """How far each usually lies from what it adds, in whole minor units."""
        import numpy as np

        told: Ints = np.rint(np.abs(self.worths) * np.sqrt(self.chances * (1 - self.chances))).astype(np.int64)
        return told
