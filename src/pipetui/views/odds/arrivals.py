"""How many deals are opened a day, in which stage, and what they are worth: where new business comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.odds.constants import ARRIVAL_HALF_LIFE, HALF_LIFE
from pipetui.views.odds.history import Day, Lives
from pipetui.views.odds.worth import Worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipetui.views.odds.states import Learned, States

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Deals opened a day: ``by_state`` those whose stage at birth is known, ``unknown`` the others."""

    by_state: tuple[float, ...]
    unknown: float


def learn_arrivals(learned: Learned, day: Day) -> Arrivals:
    """The rate as known on the morning of a day: late weeks count more; back to the first deal, and no further."""
    import numpy as np

    born, entry = learned.columns.born, learned.columns.entry
    number = len(learned.stages)
    known = born < day
    if not known.any():
        return Arrivals((0.0,) * number, 0.0)
    first = max(int(born[known].min()), day - 2 * HALF_LIFE)
    decay = 0.5 ** (1 / ARRIVAL_HALF_LIFE)
    days = (1 - decay ** (day - first)) / (1 - decay)
    some = known & (born >= first)
    weights = decay ** (day - 1 - born[some]) / max(days, 1.0)
    rates = np.bincount(entry[some] + 1, weights, minlength=number + 1).tolist()
    return Arrivals(tuple(rates[1:]), rates[0])


def new_worth(lives: Lives, day: Day, worth: Worth) -> float:
    """What a new deal is worth once it is won, in minor units, by the products of those opened of late."""
    rates: dict[str | None, float] = {}
    decay = 0.5 ** (1 / ARRIVAL_HALF_LIFE)
    weights = [decay**age for age in range(2 * HALF_LIFE)]
    for opened, product in zip(lives.born, lives.product, strict=True):
        if day - 2 * HALF_LIFE <= opened < day:
            rates[product] = rates.get(product, 0.0) + weights[day - 1 - opened]
    total = sum(rates.values())
    if not total:
        return worth.average
    return sum(rate * worth.of(product) for product, rate in rates.items()) / total


def wins_of(arrivals: Arrivals, states: States, newborn: Floats) -> float:
    """How many deals that are not yet opened are won, from the chances of one born in each state on each day."""
    chances = newborn.sum(axis=0).tolist()
    wins = arrivals.unknown * chances[states.pool]
    for state, (rate, own) in enumerate(zip(arrivals.by_state, states.own, strict=True)):
        wins += rate * (own * chances[state] + (1 - own) * chances[states.pool + 1 + state])
    return float(wins)
