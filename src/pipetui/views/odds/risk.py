"""Daily risks of being won, lost or moved on, by stage and age: counted once for all days, fitted as of any day.

A deal at risk of several ends (competing risks) is counted, for each day it was open, among those that could have
ended; the risk on a day of age is ends / deals at risk. Deals still open are counted until today and no longer
(censored). That is the Aalen–Johansen estimator in days; see Beyersmann, Allignol, Schumacher: Competing Risks and
Multistate Models with R (2012), ch. 4. Everything is kept by calendar day, so what was known on a day is what stands
in the columns before it: a fit as of a day can't look ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipetui.views.odds.constants import BAND_PRIOR, BANDS, HALF_LIFE, MEMORY, OLDEST, RHYTHM_PRIOR
from pipetui.views.odds.history import LOST, NEVER, STILL, WON, Day, Stays
from pipetui.views.odds.rhythm import PARTS, part_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Deals at risk and what became of them, by state, band of age and calendar day (from ``first`` on).

    ``at_risk`` is state × band × day; ``ends`` is cause × state × band × day, the causes being won, lost, then a move
    to each of the states.
    """

    first: Day
    at_risk: Floats
    ends: Floats


def count(stays: Stays, states: dict[int, int], today: Day) -> Counts:
    """Counts stays in the stages that are ``states`` (stage → number of the state), up to yesterday."""
    import numpy as np

    state, entered, seen, left, how = _in_states(stays, states)
    closings = left[(how == WON) | (how == LOST)]
    # Deals that were open when the file was begun could not have been seen to end before: they come in later.
    first = max(int(closings.min()), today - MEMORY) if len(closings) else today
    days, bands, number = max(0, today - first), len(BANDS), max(1, len(states))
    begins = np.maximum(np.maximum(entered, seen), first)
    edges = [*BANDS, NEVER]
    at_risk = np.zeros((number * bands * (days + 1),))
    for band, (low, high) in enumerate(pairwise(edges)):
        start = np.maximum(begins, entered + low)
        stop = np.minimum(np.minimum(left, entered + high - 1), today - 1)
        some = start <= stop
        place = (state[some] * bands + band) * (days + 1) - first
        at_risk += np.bincount(place + start[some], minlength=len(at_risk))
        at_risk -= np.bincount(place + stop[some] + 1, minlength=len(at_risk))
    at_risk = at_risk.reshape(number, bands, days + 1).cumsum(axis=2)[:, :, :days]
    moved = np.where(how > STILL, numbered(how, states), -1)
    causes = np.select([how == WON, how == LOST, moved >= 0], [0, 1, moved + 2], -1)
    ended = (causes >= 0) & (left >= begins) & (left < today)
    age = np.searchsorted(np.array(BANDS), left[ended] - entered[ended], side="right") - 1
    cells = ((causes[ended] * number + state[ended]) * bands + age) * days + left[ended] - first
    ends = np.bincount(cells, minlength=(2 + number) * number * bands * days)
    return Counts(first, at_risk, ends.reshape(2 + number, number, bands, days).astype(float))


def _in_states(stays: Stays, states: dict[int, int]) -> tuple[Ints, ...]:
    """State, and days, of the visits to the stages that are ``states``."""
    import numpy as np

    state = numbered(np.array(stays.stage, dtype=np.int64), states)
    known = state >= 0
    columns = (stays.entered, stays.seen, stays.left, stays.how)
    return state[known], *(np.array(column, dtype=np.int64)[known] for column in columns)


def numbered(stages: Ints, states: dict[int, int]) -> Ints:
    """The number of the state each stage is, −1 for what is none."""
    import numpy as np

    numbers = np.full(max([*states, int(stages.max(initial=0))]) + 1, -1)
    numbers[list(states)] = list(states.values())
    return np.where(stages >= 0, numbers[np.maximum(stages, 0)], -1)


@dataclass(frozen=True, slots=True)
class Risks:
    """The daily risk of each cause, by state and day of age (cause × state × 0…OLDEST), without the rhythm.

    ``rhythm`` is by cause (won, lost) and part of the quarter; ``seen`` how many ends each state's risks rest on (of
    late ones more), ``wins`` how many of them were won.
    """

    daily: Floats
    rhythm: Floats
    seen: Floats
    wins: Floats


def fit(counts: Counts, day: Day, prior: Floats, prior_days: Floats, fiscal_start: int = 1) -> Risks:
    """The risks as they were known on the morning of a day.

    ``prior`` are the ends of the made-up deals each state starts with (cause × state), ``prior_days`` the days they
    were open (by state).
    """
    import numpy as np

    days = max(0, min(day - counts.first, counts.at_risk.shape[2]))
    numbers = np.arange(counts.first, counts.first + days)
    weight = 0.5 ** ((day - 1 - numbers) / HALF_LIFE)
    part = np.zeros((PARTS, days))
    part[[part_of(int(number), fiscal_start) for number in numbers], np.arange(days)] = 1.0
    # state × band × part of the quarter, later days counting more
    at_risk = (counts.at_risk[:, :, :days] * weight) @ part.T
    ends = (counts.ends[:, :, :, :days] * weight) @ part.T
    rhythm = np.ones((2, PARTS))
    causes, states, bands = ends.shape[:3]
    risks = np.zeros((causes, states, bands))
    for _ in range(6):
        paces = np.ones((causes, PARTS))
        paces[:2] = rhythm
        exposed = np.einsum("sbp,cp->csb", at_risk, paces)
        risks = _shrunk(ends.sum(axis=3), exposed, prior, prior_days)
        told = np.einsum("csbp->cp", ends[:2])
        usual = np.einsum("csb,sbp->cp", risks[:2], at_risk)
        rhythm = (told + RHYTHM_PRIOR) / (usual + RHYTHM_PRIOR)
    ages = np.searchsorted(np.array(BANDS), np.arange(OLDEST + 1), side="right") - 1
    seen = ends.sum(axis=(0, 2, 3))
    return Risks(risks[:, :, ages], rhythm, seen, ends[0].sum(axis=(1, 2)))


def _shrunk(ends: Floats, exposed: Floats, prior: Floats, prior_days: Floats) -> Floats:
    """Ends / days at risk by band; each band drawn to its state's average, and that to the made-up deals."""
    average = (ends.sum(axis=2) + prior) / (exposed.sum(axis=2) + prior_days)
    shrunk: Floats = (ends + BAND_PRIOR * (average[:, :, None] > 0)) / (
        exposed + BAND_PRIOR / average.clip(1e-9)[:, :, None]
    )
    return shrunk
