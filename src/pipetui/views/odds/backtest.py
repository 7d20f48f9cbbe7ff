"""The back-test: what each number would have said at the start of past periods, against what came.

Every period is replayed from the history as it stood that morning: chances learned from the days before, deals, stages,
amounts and dates as the file knew them. Where the file did not have a deal yet (an import brought its past later), what
was entered of it is not used: an amount may have been written down only when the deal was won. Then won deals like it
stand in for its amount, in every method alike, and the win rate of the year before for its stage's probability.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipetui.values.money import weighted
from pipetui.values.periods import Kind, Period, period_of
from pipetui.views.odds.history import UNKNOWN, Day, History
from pipetui.views.odds.odds import Odds, odds_of
from pipetui.views.odds.outlook import P10, P90
from pipetui.views.odds.standing import Standing, open_on
from pipetui.views.odds.states import Learned
from pipetui.views.stage import Stage

METHODS = ("weighted", "commit", "expected", "last_year")

YEAR = 365

ENOUGH = 3
"""Periods a method has to have spoken of before anybody says that it is the most right."""

ALIKE = 0.05
"""Errors closer than this are alike: over a handful of periods the difference is luck."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A past period, in minor units: what came, and what was said of it on its first morning.

    ``last_year`` is None where the file has no year before; ``open_expected`` and ``open_actual`` are of the deals that
    were open that morning alone.
    """

    period: Period
    actual: int
    weighted: int
    commit: int
    expected: int
    p10: int
    p90: int
    last_year: int | None
    open_actual: int
    open_expected: int

    @property
    def is_within(self) -> bool:
        """Whether what came lay between P10 and P90."""
        return self.p10 <= self.actual <= self.p90

    def said(self, method: str) -> int | None:
        """What a method said."""
        told: int | None = getattr(self, method)
        return told


@dataclass(frozen=True, slots=True)
class Method:
    """How a method did: Σ|said − came| / Σ came, the same with its sign, and how often the range held what came.

    None where there is nothing to divide by, or no range.
    """

    name: str
    wape: float | None
    bias: float | None
    coverage_80: float | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """Periods, the earliest first, and what became of each method over them."""

    currency: str
    periods: tuple[Replayed, ...]

    @property
    def methods(self) -> tuple[Method, ...]:
        """Each method over all periods it said something of."""
        return tuple(_method(name, self.periods) for name in METHODS)

    @property
    def most_right(self) -> str | None:
        """The method with the smallest error over the same periods, at least ``ENOUGH``; None where no one can say.

        Expected where it was as good as the best: it alone comes with a range.
        """
        spoke = [name for name in METHODS if self._spoken(name) >= ENOUGH]
        same = [each for each in self.periods if all(each.said(name) is not None for name in spoke)]
        errors = {name: _method(name, same).wape for name in spoke}
        told = {name: error for name, error in errors.items() if error is not None}
        if not told:
            return None
        best = min(told.values())
        return "expected" if told["expected"] < best + ALIKE else min(told, key=lambda name: told[name])

    def _spoken(self, method: str) -> int:
        """Of how many periods a method said anything."""
        return sum(each.said(method) is not None for each in self.periods)


def backtest(
    history: History, periods: Sequence[Period], fiscal_start: int = 1, told: Callable[[float], None] | None = None
) -> Backtest:
    """Replays periods, the earliest first; ``told`` hears of the share done. ``history`` has the ``whole`` record.

    A period is left out where nothing was won or lost before it: there was nothing to learn from, for any method.
    """
    learned = Learned(history, fiscal_start)
    learned_from = min(history.lives.closed, default=history.today)
    replayed = []
    for done, period in enumerate(periods):
        if told is not None:
            told(done / len(periods))
        start = period.start.toordinal()
        if start > learned_from:
            deals = list(open_on(history, start))
            odds = odds_of(learned, start, Counter(deal.stage for deal in deals))
            replayed.append(_replay(odds, deals, period))
    return Backtest(history.currency, tuple(replayed))


def complete_periods(kind: Kind, today: date, fiscal_start: int, number: int) -> list[Period]:
    """The last periods of a kind that are over, the earliest first."""
    periods = [period_of(kind, today, fiscal_start).preceding()]
    while len(periods) < number:
        periods.insert(0, periods[0].preceding())
    return periods


def _replay(odds: Odds, deals: Sequence[Standing], period: Period) -> Replayed:
    """One period on its first morning, and what came."""
    history = odds.learned.history
    start, end = period.start.toordinal(), period.end.toordinal()
    rate = _win_rate(history, start)
    plain = commit = 0
    forecast = list(counted(odds, deals))
    told = odds.foretell([deal for deal, _, _ in forecast], period)
    expected = int(told.adds.sum())
    for (deal, stage, category), amount in zip(forecast, told.worths.tolist(), strict=True):
        entered = deal.entered
        if entered.close is None or start <= entered.close <= end:
            own = stage.probability if stage is not None else rate
            plain += weighted(amount, own if entered.probability is None else entered.probability)
            commit += amount if category == "commit" else 0
    new, ends = odds.spread(told, period, odds.luck(period))
    open_then = {deal.deal for deal in deals}
    return Replayed(
        period=period,
        actual=won_between(history, start, end),
        weighted=plain,
        commit=commit,
        expected=expected + new,
        p10=ends[P10],
        p90=ends[P90],
        last_year=_year_before(history, period),
        open_actual=won_between(history, start, end, open_then),
        open_expected=expected,
    )


def counted(odds: Odds, deals: Iterable[Standing]) -> Iterator[tuple[Standing, Stage | None, str]]:
    """The deals of a morning that were in the forecast, each with its stage, where that is known, and its category."""
    stages, state = {stage.id: stage for stage in odds.learned.history.stages}, odds.state
    for deal in deals:
        stage = stages.get(deal.stage)
        category = deal.entered.category or (stage.category if stage is not None else "pipeline")
        if category != "omitted" and (deal.stage == UNKNOWN or deal.stage in state):
            yield deal, stage, category


def won_between(history: History, start: Day, end: Day, among: set[int] | None = None) -> int:
    """What was won from a day to another, by all deals that are still there or by some."""
    lives = history.lives
    return sum(
        worth or 0
        for deal, closed, won, worth, gone in zip(
            lives.deal, lives.closed, lives.won, lives.worth, lives.gone, strict=True
        )
        if won and start <= closed <= end and gone > history.today and (among is None or deal in among)
    )


def _win_rate(history: History, day: Day) -> float:
    """Won in a hundred closed in the year before a morning; the first stage's probability where none was."""
    closed = [
        won for ended, won in zip(history.lives.closed, history.lives.won, strict=True) if day - YEAR <= ended < day
    ]
    if closed:
        return round(100 * sum(closed) / len(closed), 2)
    return next((stage.probability for stage in history.stages if not stage.is_lead), 0.0)


def _year_before(history: History, period: Period) -> int | None:
    """What the same period of the year before brought; None where the file does not reach back so far."""
    target = period
    while (target.start.year, target.start.month) != (period.start.year - 1, period.start.month):
        target = target.preceding()
    start = target.start.toordinal()
    if min(history.lives.born, default=start + 1) > start:
        return None
    return won_between(history, start, target.end.toordinal())


def _method(name: str, periods: Sequence[Replayed]) -> Method:
    told = [(said, each) for each in periods if (said := each.said(name)) is not None]
    came = sum(each.actual for _, each in told)
    within = [each.is_within for _, each in told]
    return Method(
        name,
        sum(abs(said - each.actual) for said, each in told) / came if came else None,
        sum(said - each.actual for said, each in told) / came if came else None,
        sum(within) / len(within) if within and name == "expected" else None,
    )
