"""From daily risks to the chance of being won inside a period, for every stage and age at once.

Backward over the days, from the far end to today: on a day a deal is won, is lost, goes to another stage, or is a day
older; the chance from there on is known already (Kolmogorov's backward equation in days). One pass gives the chance
to be won inside the period, another the chance to be won at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    """The chance (0–1) of a deal to be won inside the period, by state and age.

    ``newborn`` is that of a deal born into each state on each day from today to the period's end.
    """

    inside: Floats
    newborn: Floats


class _Day(NamedTuple):
    """What a day brings: the chances to be won on it and to stay, by state and age, and to move on from each stage.

    ``first`` is stage × stage it goes to, on the first day of a stay; ``moves`` is stage it goes to × (stage × age).
    """

    won: Floats
    stay: Floats
    first: Floats
    moves: Floats


class Steps:
    """From the chances on the morning after a day to those on its own morning.

    ``daily`` is cause × state × age, the causes being won, lost and a move to each of the stages, the first states;
    ``rhythm`` is by cause and part of the quarter.
    """

    def __init__(self, daily: Floats, rhythm: Floats, fiscal_start: int) -> None:
        import numpy as np

        self.won, self.lost, self.stages = daily[0], daily[1], len(daily) - 2
        # Only the stages themselves have moves: stage it leaves × stage it goes to × age.
        self.moves = np.ascontiguousarray(daily[2:, : self.stages].transpose(1, 0, 2))
        self.moving = daily[2:].sum(axis=0)
        self.rhythm, self.fiscal_start = rhythm, fiscal_start
        self._days: dict[tuple[int, float], _Day] = {}
        assert rhythm.shape[1] == PARTS

    def day(self, later: Floats, day: Day, pace: float, reward: float) -> Floats:
        """One day earlier; ``pace`` is how much faster time goes on that day, ``reward`` what being won on it counts
        as."""
        part, stages = part_of(day, self.fiscal_start), self.stages
        risks = self._days.get((part, pace))
        if risks is None:
            risks = self._days[part, pace] = self._risks(part, pace)
        told: Floats = _older(later, 1)
        first = told[:stages, 0].copy()
        told *= risks.stay
        if reward:
            told += risks.won if reward == 1 else risks.won * reward
        # What moves on may be won on the same day: its first day there comes first.
        entry = told[:stages, 0] + risks.first @ first
        told[:stages] += (entry @ risks.moves).reshape(stages, -1)
        return told

    def _risks(self, part: int, pace: float) -> _Day:
        """What a day of a part of the quarter brings at a pace."""
        won, lost = self.won * (self.rhythm[0, part] * pace), self.lost * (self.rhythm[1, part] * pace)
        total = won + lost + self.moving * pace
        scale, stages = _scale(total), self.stages
        moves = self.moves * (scale[:stages, None, :] * pace)
        flat = moves.transpose(1, 0, 2).reshape(stages, -1).copy()
        return _Day(scale * won, 1 - scale * total, moves[:, :, 0].copy(), flat)

    def week(self, later: Floats, pace: float) -> Floats:
        """A week earlier, where only the chance to be won at all matters; a week has no rhythm."""
        import numpy as np

        total = (self.won + self.lost + self.moving) * (WEEK * pace)
        scale, going = _scale(total), np.zeros(later.shape)
        going[: self.stages] = np.einsum("smu,m->su", self.moves, later[: self.stages, 0])
        told: Floats = scale * (self.won + going) * (WEEK * pace) + (1 - scale * total) * _older(later, WEEK)
        return told


def usual(_day: Day) -> float:
    """The pace of a deal without a close date."""
    return 1.0


def look_ahead(steps: Steps, today: Day, start: Day, end: Day, pace: Callable[[Day], float] = usual) -> Ahead:
    """The chances as of the morning of ``today`` for the period ``start`` … ``end``.

    ``pace`` is how much faster time goes for a deal on a day, for what its close date says.
    """
    import numpy as np

    inside = np.zeros(steps.won.shape)
    newborn = np.zeros((max(0, end - today + 1), len(inside)))
    for day in range(end, today - 1, -1):
        inside = steps.day(inside, day, pace(day), float(day >= start))
        newborn[day - today] = inside[:, 0]
    return Ahead(inside, newborn)


def look_far(steps: Steps, today: Day, end: Day, pace: Callable[[Day], float] = usual) -> Floats:
    """The chance (0–1) to be won at all, by state and age; told by weeks past the ``end`` of the period."""
    import numpy as np

    ever = np.zeros(steps.won.shape)
    for day in range(max(end, today) + FAR, max(end, today - 1), -WEEK):
        ever = steps.week(ever, pace(day - WEEK // 2))
    for day in range(end, today - 1, -1):
        ever = steps.day(ever, day, pace(day), 1.0)
    return ever


def _scale(total: Floats) -> Floats:
    """What brings risks that add up to more than a certainty back under it, and leaves others alone."""
    import numpy as np

    return np.minimum(1.0, 0.98 / np.maximum(total, 1e-12))


def _older(value: Floats, days: int) -> Floats:
    """The value at an age some days on; the oldest stay as they are."""
    import numpy as np

    older = np.empty(value.shape)
    older[:, :-days] = value[:, days:]
    older[:, -days:] = value[:, -1:]
    return older
