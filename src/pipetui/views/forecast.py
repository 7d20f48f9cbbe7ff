"""The figures of a period, kept in step with each change of a deal.

All are sums of whole minor units over deals, so adding what a deal is and taking away what it was gives exactly what
counting everything anew would; it costs the same at a hundred deals and at a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipetui.values.periods import Period
from pipetui.views.card import Card, Change
from pipetui.views.open_deal import OpenDeal
from pipetui.views.stage import Stage
from pipetui.views.sums import Sums

if TYPE_CHECKING:
    from pipetui.views.odds import Odds


class OpenSum(NamedTuple):
    """Open deals of one stage and category that close on one day, added up: a forecast counts them all alike."""

    stage_id: int
    category: str
    expected_close: date | None
    base_amount: int
    weighted: int
    status: str = "open"
    closed_on: date | None = None


Counted: TypeAlias = Card | OpenSum | OpenDeal

CATEGORIES = ("commit", "best_case", "pipeline", "omitted")


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's figures, in minor units of the pipeline's currency; open deals' by category, each its own.

    ``open`` sums the deals due in the period that the forecast counts (commit, best case and pipeline). ``slipped``
    are those whose expected close has passed: in no period. ``win_rate`` (0–1) is of the year before, by count.
    ``expected`` is what all open deals will probably bring in the period, None before the odds are there.
    ``is_narrowed`` where only what a filter lets through is counted, which has no target.
    """

    period: Period
    currency: str
    won: int
    commit: int
    commit_weighted: int
    best_case: int
    pipeline: int
    omitted: int
    open: Sums
    slipped: Sums
    target: int | None = None
    win_rate: float | None = None
    expected: int | None = None
    is_narrowed: bool = False

    @property
    def weighted(self) -> int:
        """The weighted amount of the open deals due in the period."""
        return self.open.weighted

    @property
    def gap(self) -> int | None:
        """Target − won − probable; None without a target, negative where it is exceeded."""
        return None if self.target is None else self.target - self.won - self.probable

    @property
    def probable(self) -> int:
        """What the open deals will bring: expected where the odds are there, weighted until then."""
        return self.weighted if self.expected is None else self.expected

    @property
    def coverage(self) -> float | None:
        """Open in the period / (target − won); None without a target, or where it is reached."""
        if self.target is None or self.target <= self.won:
            return None
        return self.open.amount / (self.target - self.won)

    @property
    def needed_coverage(self) -> float | None:
        """1 / win rate; None without a history."""
        return 1 / self.win_rate if self.win_rate else None


class Forecast:
    """The running figures of one period of one pipeline, as of ``today``."""

    def __init__(self, period: Period, today: date, currency: str, stages: Mapping[int, Stage]) -> None:
        self.period = period
        self._first, self._last = period.start, period.end
        self.today = today
        self.currency = currency
        self.stages = stages
        self.is_narrowed = False
        """Whether only some of the deals are counted: those a filter lets through."""
        self.won = 0
        self.target: int | None = None
        self.win_rate: float | None = None
        self.slipped = Sums()
        self.by_category = dict.fromkeys(CATEGORIES, Sums())
        self.odds: Odds | None = None
        self.expected = 0
        self.by_stage: dict[int, Sums] = {stage_id: Sums() for stage_id, stage in stages.items() if not stage.is_lead}

    def count(self, cards: Iterable[Counted]) -> None:
        """Adds deals, in one pass over whole numbers: ten thousand at a start are worth the trouble."""
        sums: dict[tuple[str, int], list[int]] = {}
        for card in cards:
            place = self._place(card)
            if place is not None:
                sum_here = sums.setdefault(place, [0, 0, 0])
                sum_here[0] += 1
                sum_here[1] += card.base_amount or 0
                sum_here[2] += card.weighted or 0
        for (kind, stage_id), (number, amount, weighted) in sums.items():
            self._put(kind, stage_id, Sums(number, amount, weighted))

    def expect(self, odds: Odds, cards: Iterable[Card]) -> None:
        """Counts what deals, all that are open, will probably bring; from then on it follows every change."""
        self.take_expected(odds, sum(odds.adds(card, self.period) for card in cards))

    def take_expected(self, odds: Odds, expected: int) -> None:
        """Takes what all open deals will probably bring, in minor units, where it was counted already."""
        self.odds = odds
        self.expected = expected

    def apply(self, changes: Iterable[Change]) -> None:
        """Takes away what deals were and adds what they are."""
        for before, after in changes:
            if before is not None:
                self._add(before, -1)
            if after is not None:
                self._add(after, 1)

    def figures(self) -> Figures:
        """The figures as they stand."""
        counted = [self.by_category[name] for name in ("commit", "best_case", "pipeline")]
        return Figures(
            period=self.period,
            currency=self.currency,
            won=self.won,
            commit=self.by_category["commit"].amount,
            commit_weighted=self.by_category["commit"].weighted,
            best_case=self.by_category["best_case"].amount,
            pipeline=self.by_category["pipeline"].amount,
            omitted=self.by_category["omitted"].amount,
            open=Sums(*(sum(column) for column in zip(*counted, strict=True))),
            slipped=self.slipped,
            target=self.target,
            win_rate=self.win_rate,
            expected=None if self.odds is None else self.expected,
            is_narrowed=self.is_narrowed,
        )

    def what_if(self, changes: Iterable[Change]) -> Figures:
        """The figures as they would be after changes; nothing is kept of it."""
        kept = (self.won, self.expected, self.slipped, dict(self.by_category), dict(self.by_stage))
        try:
            self.apply(changes)
            return self.figures()
        finally:
            self.won, self.expected, self.slipped, self.by_category, self.by_stage = kept

    def _add(self, card: Card, sign: int) -> None:
        if self.odds is not None:
            self.expected += sign * self.odds.adds(card, self.period)
        place = self._place(card)
        if place is not None:
            self._put(*place, Sums(sign, sign * (card.base_amount or 0), sign * (card.weighted or 0)))

    def _place(self, card: Counted) -> tuple[str, int] | None:
        """What a deal counts as (won, slipped or a category), and in which stage; None where it counts as nothing."""
        if card.status == "open":
            stage = self.stages.get(card.stage_id)
            close = card.expected_close
            if stage is None or stage.is_lead or close is None:
                return None
            if close < self.today:
                return None if card.category == "omitted" else ("slipped", card.stage_id)
            return (card.category, card.stage_id) if self._first <= close <= self._last else None
        if card.status == "won" and card.closed_on is not None and self._first <= card.closed_on <= self._last:
            return ("won", card.stage_id)
        return None

    def _put(self, kind: str, stage_id: int, sums: Sums) -> None:
        if kind == "won":
            self.won += sums.amount
        elif kind == "slipped":
            self.slipped = self.slipped.and_also(sums)
        else:
            self.by_category[kind] = self.by_category[kind].and_also(sums)
            if kind != "omitted":
                self.by_stage[stage_id] = self.by_stage[stage_id].and_also(sums)
