"""What an expected close date says: how much faster things happen to a deal as it comes near, and after it has passed.

Near its date a deal's time runs faster, for every end alike: so the date moves chance between periods, and leaves how
often the deal is won at all as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pipetui.views.odds.told import NEVER, NOTHING, Day, Entered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipetui.views.odds.risk import Risks
    from pipetui.views.odds.states import Learned

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Place: TypeAlias = int | None
"""A close date in whole weeks from the end of the period (the week that ends with it is 0); None without a date."""

WEEK = 7
FARTHEST = 26
"""Weeks from the period's end beyond which dates are not told apart."""

SPANS = (-30, 0, 8, 31, 91)
"""Days from today to the close date that part: long past, past, this week, this month, this quarter, later."""

GUESS = (0.5, 1.0, 3.0, 1.2, 0.5, 0.2)
"""How much faster a deal's time is taken to run, by span, before the rep's own dates have said."""

CLAIM = 10.0
"""Ends that came as the guess has it, with which the rep's own dates start in every span."""


def place_of(close: Day | None, today: Day, end: Day) -> Place:
    """Where a close date lies, for the tables of a period: dates of a week share one."""
    if close is None:
        return None
    weeks = (close - end - 1) // WEEK + 1
    long_past = (today - end) // WEEK - 6
    return max(long_past, min(weeks, FARTHEST))


@dataclass(frozen=True, slots=True)
class Dates:
    """How much faster than usual a deal's time runs, by how far off its close date is."""

    factors: tuple[float, ...] = GUESS

    def factor(self, days_to_close: int) -> float:
        """The factor on all daily risks, so many days before the close date (after it, below 0)."""
        return self.factors[bisect_right(SPANS, days_to_close)]

    def pace(self, place: Place, end: Day = 0) -> Callable[[Day], float]:
        """The factor by day, for a close date at a place beside the period's end."""
        if place is None:
            return lambda _day: 1.0
        close = end + WEEK * place - 3
        return lambda day: self.factor(close - day)


def learn_dates(learned: Learned, day: Day, pool: Risks) -> Dates:
    """How fast deals' time ran beside their dates, as known on the morning of a day: ends that came / ends due by age.

    ``pool`` are the risks of whole deals, by age.
    Only days are counted on which the file had the deal: what its date was on that morning is known from the log.
    """
    import numpy as np

    daily = pool.daily[0, 0] + pool.daily[1, 0]
    due_by = np.concatenate([[0.0], np.cumsum(daily)])
    oldest = len(daily) - 1

    def due_until(age: Ints) -> Floats:
        told: Floats = due_by[np.minimum(age, oldest)] + np.maximum(0, age - oldest) * daily[-1]
        return told

    close, start, stop, born, closed = _stretches(learned, day)
    came, due = [0.0] * len(GUESS), [0.0] * len(GUESS)
    for span in range(len(GUESS)):
        # days to the close date in [low, high): the days of the calendar in (close − high, close − low]
        low = start if span == len(SPANS) else np.maximum(start, close - SPANS[span] + 1)
        high = stop if span == 0 else np.minimum(stop, close - SPANS[span - 1])
        some = low <= high
        due[span] = float((due_until(high - born + 1) - due_until(low - born))[some].sum())
        came[span] = float((some & (closed < day) & (low <= closed) & (closed <= high)).sum())
    return Dates(tuple((c + CLAIM * g) / (d + CLAIM) for c, d, g in zip(came, due, GUESS, strict=True)))


def _stretches(learned: Learned, day: Day) -> Ints:
    """Close dates that stood, as columns: the date, the first and last morning it stood, the deal's birth and end."""
    import numpy as np

    told, record, lives = learned.columns, learned.history.record, learned.history.lives
    first = np.maximum(told.born, told.known + 1)
    end = np.minimum(np.minimum(told.closed, told.gone), day - 1)
    is_seen = first <= end
    plain = is_seen & ~told.edited & (told.close < NEVER)
    columns = [column[plain] for column in (told.close, first, end, told.born, told.closed)]
    edited = [
        (close, start, stop, lives.born[place], lives.closed[place])
        for place in np.nonzero(is_seen & told.edited)[0].tolist()
        for close, start, stop in _dated(
            (record.now(lives.deal[place]) or NOTHING).close,
            record.before.get(lives.deal[place], ()),
            int(first[place]),
            int(end[place]),
        )
    ]
    return np.concatenate([np.array(columns), np.array(edited, dtype=np.int64).reshape(-1, 5).T], axis=1)


def _dated(
    now: Day | None, before: Sequence[tuple[Day, Entered]], first: Day, end: Day
) -> Iterator[tuple[Day, Day, Day]]:
    """The close dates a deal had, each with the first and the last of the mornings it stood on."""
    start = first
    for changed, entered in before:
        stop = min(end, changed)
        if entered.close is not None and start <= stop:
            yield entered.close, start, stop
        start = max(start, changed + 1)
    if now is not None and start <= end:
        yield now, start, end
