"""What the odds rest on: the states a deal can be in, with their daily risks, as known on the morning of a day.

States are the stages of the forecast, with risks from their own visits; then deals of no known stage, with those of the
whole pipeline by age; then the same for each stage, moved by how its probability stands beside the others'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.views.odds.constants import DEPTH, OLDEST, TYPICAL_DEALS, TYPICAL_STAY
from pipetui.views.odds.history import NEVER, Column, Day, History, Record
from pipetui.views.odds.risk import Counts, Risks, count, fit, numbered
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipetui.values.periods import Period
    from pipetui.views.odds.lookback import Lookback

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Learned:
    """A history counted once, from which the states as of any day can be had: what a back-test walks over."""

    def __init__(self, history: History, fiscal_start: int = 1) -> None:
        self.history = history
        self.fiscal_start = fiscal_start
        self.stages = [stage for stage in history.stages if not stage.is_lead]
        self.state = {stage.id: number for number, stage in enumerate(self.stages)}
        self._risks: dict[Day, tuple[Risks, Risks]] = {}
        self.looked_back: dict[Period, Lookback | None] = {}
        """What ``luck`` found of past periods, so that each is looked back on once."""

    @cached_property
    def by_stage(self) -> Counts:
        """Visits to stages, counted."""
        return count(self.history.stays, self.state, self.history.today)

    @cached_property
    def whole(self) -> Counts:
        """Whole lives of deals, counted."""
        return count(self.history.whole, {0: 0}, self.history.today)

    @cached_property
    def columns(self) -> Columns:
        """Lives and visits as arrays."""
        import numpy as np

        def column(values: Column) -> Ints:
            return np.array(values, dtype=np.int64)

        lives, stays = self.history.lives, self.history.stays
        deals = column(lives.deal)
        order = np.argsort(deals)
        known, close = _dated(self.history.record, deals)
        return Columns(
            born=column(lives.born),
            closed=column(lives.closed),
            gone=column(lives.gone),
            won=column(lives.won) > 0,
            entry=numbered(column(lives.entry), self.state),
            place=order[np.searchsorted(deals, column(stays.deal), sorter=order)],
            state=numbered(column(stays.stage), self.state),
            entered=column(stays.entered),
            seen=column(stays.seen),
            left=column(stays.left),
            close=close,
            known=known,
            edited=np.isin(deals, list(self.history.record.before)),
        )

    def risks(self, day: Day) -> tuple[Risks, Risks]:
        """The risks of whole deals, and of visits to stages, as of the morning of a day."""
        if day not in self._risks:
            stages, stay = self.stages, [float(stage.rotting_days or TYPICAL_STAY) for stage in self.stages]
            self._risks[day] = (
                fit(self.whole, day, *_made_up_pipeline(stages, stay), self.fiscal_start),
                fit(self.by_stage, day, *_made_up_stages(stages, stay), self.fiscal_start),
            )
        return self._risks[day]


def _dated(record: Record, deals: Ints) -> tuple[Ints, Ints]:
    """The day the file first had each deal, and its close date as of this morning; ``NEVER`` where there is none."""
    import numpy as np

    told = record.told
    if not len(told):
        never = np.full(len(deals), NEVER, dtype=np.int64)
        return never, never
    numbers = np.array(told.deal, dtype=np.int64)
    place = np.minimum(np.searchsorted(numbers, deals), len(numbers) - 1)
    is_told = numbers[place] == deals
    known, close = (
        np.where(is_told, np.array(days, dtype=np.int64)[place], NEVER) for days in (told.known, told.close)
    )
    for deal, entered in record.morning.items():
        close[deals == deal] = NEVER if entered.close is None else entered.close
    return known, close


@dataclass(frozen=True, slots=True)
class Columns:
    """Lives (first five) and visits (next five) as arrays; a state is −1 where the stage is not known.

    Of lives too: the close date that stood this morning (``NEVER`` without one), the day the file first had them, and
    whether what was entered of them was ever changed.
    """

    born: Ints
    closed: Ints
    gone: Ints
    won: NDArray[np.bool_]
    entry: Ints
    place: Ints
    state: Ints
    entered: Ints
    seen: Ints
    left: Ints
    close: Ints
    known: Ints
    edited: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class States:
    """``daily`` is cause × state × age, the causes being won, lost and a move to each stage; ``rhythm`` by cause and
    part.

    ``own`` is how far a stage's own visits are believed (0–1) beside the pipeline's deals of the same age;
    ``moves_made`` how many deals left each stage, ``pool`` is the state of deals of no known stage.
    """

    daily: Floats
    rhythm: Floats
    own: tuple[float, ...]
    left: tuple[float, ...]
    pool: int


def states_of(stages: Sequence[Stage], pool: Risks, own: Risks, mix: Mapping[int, int]) -> States:
    """The states of a forecast's stages, from the risks of whole deals and of visits to stages.

    ``mix`` is how many open deals each stage has, by its number.
    """
    import numpy as np

    number = len(stages)
    odds = [_odds(stage.probability) for stage in stages]
    usual = _average(odds, [mix.get(stage.id, 0) for stage in stages])
    tilt = np.array([min(3.0, max(1 / 3, each / usual)) for each in odds])
    states = 2 * number + 1
    daily = np.zeros((2 + number, states, OLDEST + 1))
    daily[:, :number] = own.daily[: 2 + number, :number]
    daily[:2, number] = pool.daily[:2, 0]
    daily[0, number + 1 :] = pool.daily[0, 0] * tilt[:, None]
    daily[1, number + 1 :] = pool.daily[1, 0]
    depth = float(pool.seen[0])
    trust = depth / (depth + DEPTH)
    left = tuple(float(own.seen[state]) for state in range(number))
    # What the stage's own history does not carry goes to the pipeline's, as far as that is deep.
    return States(daily, pool.rhythm, tuple(1 - trust * DEPTH / (seen + DEPTH) for seen in left), left, number)


def _odds(probability: float) -> float:
    share = min(0.97, max(0.01, probability / 100))
    return share / (1 - share)


def _average(odds: Sequence[float], numbers: Sequence[int]) -> float:
    """The stages' odds on average over the deals in them; over the stages where there are none."""
    weights = numbers if sum(numbers) else [1] * len(odds)
    shares = [each / (1 + each) for each in odds]
    if not shares:
        return 1.0
    share = sum(weight * each for weight, each in zip(weights, shares, strict=True)) / sum(weights)
    return share / (1 - share)


def _made_up_stages(stages: list[Stage], stay: list[float]) -> tuple[Floats, Floats]:
    """Ends and days of typical deals, by stage: on to the next stage so often that the stage's probability comes
    out."""
    import numpy as np

    number = max(1, len(stages))
    ends, days = np.zeros((2 + number, number)), np.full(number, TYPICAL_DEALS * TYPICAL_STAY)
    chances = [min(0.97, max(0.01, stage.probability / 100)) for stage in stages]
    for state, chance in enumerate(chances):
        last = state + 1 == len(chances)
        on = chance if last else min(0.97, chance / max(chance, chances[state + 1]))
        ends[0 if last else 3 + state, state] = TYPICAL_DEALS * on
        ends[1, state] = TYPICAL_DEALS * (1 - on)
        days[state] = TYPICAL_DEALS * stay[state]
    return ends, days


def _made_up_pipeline(stages: list[Stage], stay: list[float]) -> tuple[Floats, Floats]:
    """The same for whole deals: won as often as the first stage says, after all the stages' times."""
    import numpy as np

    chance = min(0.97, max(0.01, stages[0].probability / 100)) if stages else 0.2
    ends = np.zeros((3, 1))
    ends[0, 0], ends[1, 0] = TYPICAL_DEALS * chance, TYPICAL_DEALS * (1 - chance)
    return ends, np.array([TYPICAL_DEALS * max(1.0, sum(stay))])
