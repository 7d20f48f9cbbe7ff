"""From daily risks to the chance of being won inside a period, for every stage and age at once.

Backward over the days, from the far end to today: on a day a deal is won, is lost, goes to another stage, or is a day
older; the chance from there on is known already (Kolmogorov's backward equation in days). One pass gives the chance
to be won inside the period and the chance to be won at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.views.odds.constants import FAR
from pipetui.views.odds.history import Day
from pipetui.views.odds.rhythm import PARTS, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEEK = 7


@dataclass(frozen=True, slots=True)
class Ahead:
    """The chance of a deal to be won inside the period, and at all, by state and age (both 0–1).

    ``newborn`` is the chance inside the period of a deal born into each state on each day from today to its end.
    """

    inside: list[list[float]]
    ever: list[list[float]]
    newborn: Floats
    inside_table: Floats


def look_ahead(
    daily: Floats,
    rhythm: Floats,
    today: Day,
    start: Day,
    end: Day,
    pace: Callable[[Day], float] = lambda _day: 1.0,
    fiscal_start: int = 1,
    with_ever: bool = True,
) -> Ahead:
    """The chances as of the morning of ``today`` for the period ``start`` … ``end``.

    ``daily`` is cause × state × age, the causes being won, lost and a move to each of the stages, the first states;
    ``rhythm`` is by cause and part of the quarter; ``pace`` is how much faster time goes for a deal on a day, for
    what its close date says.
    """
    import numpy as np

    won, lost, stages = daily[0], daily[1], len(daily) - 2
    states, ages = won.shape
    # Only the stages themselves have moves: stage it leaves × stage it goes to × age.
    moves = np.ascontiguousarray(daily[2:, :stages].transpose(1, 0, 2))
    moving = daily[2:].sum(axis=0)
    going = np.zeros((states, ages))
    ever, inside = np.zeros((states, ages)), np.zeros((states, ages))
    newborn = np.zeros((max(0, end - today + 1), states))
    stop = max(end, today) + FAR
    # Past the period only the chance to be won at all matters, and it is told by weeks; a week has no rhythm.
    for day in range(stop if with_ever else 0, max(end, today - 1), -WEEK):
        factor = pace(day - WEEK // 2)
        total = (won + lost + moving) * (WEEK * factor)
        scale = _scale(total)
        going[:stages] = np.einsum("smu,m->su", moves, ever[:stages, 0])
        ever = scale * (won + going) * (WEEK * factor) + (1 - scale * total) * _older(ever, WEEK)
    parts = [part_of(day, fiscal_start) for day in range(today, end + 1)]
    paces = [pace(day) for day in range(today, end + 1)]
    assert rhythm.shape[1] == PARTS
    for place in range(end - today, -1, -1):
        factor = paces[place]
        risk_won = won * (rhythm[0, parts[place]] * factor)
        risk_lost = lost * (rhythm[1, parts[place]] * factor)
        total = risk_won + risk_lost + moving * factor
        scale = _scale(total)
        stay = 1 - scale * total
        counts = float(today + place >= start)
        both = []
        for value, reward in ((inside, counts), (ever, 1.0))[: 1 + with_ever]:
            later = _older(value, 1)
            # What moves on may be won on the same day: its first day there comes first.
            moved = np.zeros(states)
            moved[:stages] = factor * (moves[:, :, 0] @ later[:stages, 0])
            entry = scale[:, 0] * (risk_won[:, 0] * reward + moved) + stay[:, 0] * later[:, 0]
            going[:stages] = factor * np.einsum("smu,m->su", moves, entry[:stages])
            both.append(scale * (risk_won * reward + going) + stay * later)
        inside, ever = both[0], both[-1]
        newborn[place] = inside[:, 0]
    return Ahead(inside.tolist(), ever.tolist(), newborn, inside)


def _scale(total: Floats) -> Floats:
    """What brings risks that add up to more than a certainty back under it, and leaves others alone."""
    import numpy as np

    return np.minimum(1.0, 0.98 / np.maximum(total, 1e-12))


def _older(value: Floats, days: int) -> Floats:
    """The value at an age some days on; the oldest stay as they are."""
    import numpy as np

    return np.concatenate([value[:, days:], np.repeat(value[:, -1:], days, axis=1)], axis=1)
