"""How many deals are opened a day, in which stage, and what they are worth: where new business comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipetui.views.odds.constants import ARRIVAL_HALF_LIFE, HALF_LIFE
from pipetui.views.odds.history import Day, Lives
from pipetui.views.odds.worth import Worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Deals opened a day: ``by_state`` those whose stage at birth is known, ``unknown`` the others."""

    by_state: Floats
    unknown: float
    products: Mapping[str | None, float] = field(default_factory=dict)
    """How many of them are a day's, by product."""

    def worth(self, worth: Worth) -> float:
        """What a new deal is worth once it is won, in minor units, by the products they are about."""
        total = sum(self.products.values())
        if not total:
            return worth.average
        return sum(rate * worth.of(product) for product, rate in self.products.items()) / total


def learn_arrivals(lives: Lives, day: Day, states: Mapping[int, int]) -> Arrivals:
    """The rate as known on the morning of a day: late weeks count more; back to the first deal, and no further."""
    import numpy as np

    by_state, unknown = np.zeros(max(1, len(states))), 0.0
    born = [each for each in lives.born if each < day]
    if not born:
        return Arrivals(by_state, unknown)
    first = max(min(born), day - 2 * HALF_LIFE)
    decay = 0.5 ** (1 / ARRIVAL_HALF_LIFE)
    days = (1 - decay ** (day - first)) / (1 - decay)
    products: dict[str | None, float] = {}
    for entry, opened, product in zip(lives.entry, lives.born, lives.product, strict=True):
        if first <= opened < day:
            weight = decay ** (day - 1 - opened) / max(days, 1.0)
            products[product] = products.get(product, 0.0) + weight
            if entry in states:
                by_state[states[entry]] += weight
            else:
                unknown += weight
    return Arrivals(by_state, unknown, products)
