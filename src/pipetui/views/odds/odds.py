"""The odds of a pipeline's open deals, learned from its history as of one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, TypeAlias

from pipetui.values.periods import Kind, Period
from pipetui.views.card import Card
from pipetui.views.odds.ahead import Ahead, Steps, look_ahead, look_far
from pipetui.views.odds.arrivals import wins_of
from pipetui.views.odds.constants import FEW, LEAST, MOST, OLDEST
from pipetui.views.odds.dates import Place, place_of
from pipetui.views.odds.foretold import Foretold
from pipetui.views.odds.history import UNKNOWN, Day, History
from pipetui.views.odds.lessons import Lessons, lessons_of
from pipetui.views.odds.luck import luck_of, past_periods
from pipetui.views.odds.outlook import P10, P50, P90, SHARES, Decider, Outlook, Total
from pipetui.views.odds.standing import Standing
from pipetui.views.odds.states import Learned, States, states_of
from pipetui.views.odds.told import Entered
from pipetui.views.open_deal import OpenDeal
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Chances: TypeAlias = list[list[float]]
"""Chances (0–1) by state and age."""

TENTH = 1.2816
"""Deviations above the mean that a normal amount exceeds in one of ten cases."""


def learn(history: History, fiscal_start: int = 1, mix: Mapping[int, int] | None = None) -> Odds:
    """The odds as of the history's today; ``mix`` is how many open deals each stage has."""
    return odds_of(Learned(history, fiscal_start), history.today, mix or {})


def odds_of(learned: Learned, day: Day, mix: Mapping[int, int]) -> Odds:
    """The odds as of the morning of a day of a history."""
    history = learned.history
    born = dict(zip(history.lives.deal, history.lives.born, strict=True))
    return Odds(
        lessons_of(learned, day), history.stages, mix, born, lambda: learned, history.currency, learned.fiscal_start
    )


class Odds:
    """Chances of open deals to be won inside a period, as known on the morning of ``today``.

    A chance blends three answers, by how deep each rests: of the deal's stage and its time in it; of all the pipeline's
    deals of its age, moved by what the stage's probability says beside the others'; and, without a history, the stage's
    probability over typical times. What is learned for a period is kept, so a deal's chance is a look-up.
    """

    def __init__(
        self,
        lessons: Lessons,
        stages: Sequence[Stage],
        mix: Mapping[int, int],
        born: Mapping[int, Day],
        learned: Callable[[], Learned],
        currency: str,
        fiscal_start: int,
    ) -> None:
        """``mix`` is how many open deals each stage has; ``born`` the day deals came to the forecast, by number.

        ``learned`` gives the history, for what the lessons do not have.
        """
        self.lessons = lessons
        self.today = lessons.today
        self.currency = currency
        self.stages = [stage for stage in stages if not stage.is_lead]
        self.state = {stage.id: number for number, stage in enumerate(self.stages)}
        self.states: States = states_of(self.stages, lessons.pool, lessons.by_stage, mix)
        self.worth, self.dates, self.trim, self.closed = lessons.worth, lessons.dates, lessons.trim, lessons.closed
        self.lucks: dict[Kind, float] = {}
        """How far whole periods of a kind lie off, as far as it was asked for."""
        self._learned = learned
        self._steps = Steps(self.states.daily, self.states.rhythm, fiscal_start)
        self._aheads: dict[tuple[Day, Day, tuple[float, ...]], Ahead] = {}
        self._insides: dict[tuple[Day, Day, Place], Chances] = {}
        self._evers: dict[tuple[Day, Place], Chances] = {}
        self._born = born

    @cached_property
    def learned(self) -> Learned:
        """The history the odds were learned from."""
        return self._learned()

    @property
    def is_guess(self) -> bool:
        """Whether there is hardly a history, so that stages' probabilities and typical times speak."""
        return self.closed < FEW

    def counts(self, card: Card | OpenDeal) -> bool:
        """Whether a deal is in the forecast at all: open, past the leads, not omitted."""
        return card.status == "open" and card.stage_id in self.state and card.category != "omitted"

    def chance(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won inside a period; 0.0 for a deal that is in no forecast.

        A probability set by hand stands: the history only says when.
        """
        return self.chance_of(self.standing(card), period) if self.counts(card) else 0.0

    def ever(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won at all, by the history alone; 0.0 for a lead.

        ``period`` is the one whose tables are used: any that is not over.
        """
        if card.stage_id not in self.state:
            return 0.0
        return min(MOST, max(LEAST, self._ever(self.standing(card), period)))

    def standing(self, card: Card | OpenDeal) -> Standing:
        """A deal as the arithmetic takes it."""
        close = None if card.expected_close is None else card.expected_close.toordinal()
        own = card.probability if card.probability_source == "manual" else None
        entered = Entered(card.base_amount, close, own, card.probability_source, card.category, card.product)
        born = self._born.get(card.id)
        if born is None:
            born = card.created_on.toordinal()
        return Standing(card.id, card.stage_id, card.stage_since.toordinal(), born, entered)

    def chance_of(self, deal: Standing, period: Period) -> float:
        """The chance (0–1) that a deal of the forecast is won inside a period."""
        inside = self._inside(deal, period)
        if inside <= 0:
            return 0.0
        if deal.entered.source == "manual" and deal.entered.probability is not None:
            inside = deal.entered.probability / 100 * min(1.0, inside / max(self._ever(deal, period), 1e-9))
        else:
            inside *= self.trim
        return min(MOST, max(LEAST, inside))

    def amount(self, card: Card) -> int:
        """What a deal is worth if it is won, in minor units: its amount, else that of won deals like it."""
        return self.worth.expected(card.base_amount, card.product)

    def adds(self, card: Card, period: Period) -> int:
        """What a deal adds to the expected of a period, in whole minor units: the sum over deals is the expected."""
        return round(self.chance(card, period) * self.amount(card))

    def new_business(self, period: Period) -> tuple[float, float]:
        """How many deals not yet opened are won in a period, and what one of them is worth, in minor units."""
        start, end = period.start.toordinal(), period.end.toordinal()
        if end < self.today:
            return 0.0, 0.0
        newborn = self.ahead(start, end, None).newborn
        return self.trim * wins_of(self.lessons.arrivals, self.states, newborn), self.lessons.new_worth

    def outlook(self, cards: Iterable[Card], period: Period, won: int, with_new: bool = True) -> Outlook:
        """What a period will probably bring; ``won`` (minor units) is what it has brought so far.

        ``with_new`` counts what deals will bring that are not opened yet: not where ``cards`` are only some of them.
        """
        from pipetui.views.odds.spread import count_spread, quantile

        counted = [card for card in cards if self.counts(card)]
        told = self.foretold(counted, period)
        deals = sorted(_deciders(counted, told), key=lambda each: (-each.swing, each.card.id))
        spread = count_spread(sorted(each.chance for each in deals))
        return self.sums(counted, told, period, won, with_new)._replace(
            wins=(quantile(spread, 0.1), quantile(spread, 0.5), quantile(spread, 0.9)), deals=tuple(deals)
        )

    def sums(
        self,
        deals: Sequence[Card | OpenDeal],
        told: Foretold,
        period: Period,
        won: int,
        with_new: bool = True,
    ) -> Outlook:
        """The amounts of an outlook, of deals as they were foretold: without the deals, and how many are won."""
        unrated = Counter(
            deal.currency
            for deal, chance in zip(deals, told.chances.tolist(), strict=True)
            if chance > 0 and deal.amount is not None and deal.base_amount is None
        )
        expected, luck = int(told.adds.sum()), self.luck(period)
        new, ends = self.spread(told, period, luck, with_new)
        return Outlook(
            period=period,
            currency=self.currency,
            won=won,
            expected=expected,
            new_business=new,
            total=Total(won + expected + new, *(won + ends[place] for place in (P10, P50, P90))),
            wins_expected=fsum(told.chances.tolist()),
            wins=(0, 0, 0),
            deals=(),
            is_guess=self.is_guess,
            rests_on=self.closed,
            luck=luck,
            ends=tuple(won + end for end in ends),
            without_rate=tuple(sorted(unrated.items())),
        )

    def foretold(self, deals: Iterable[Card | OpenDeal], period: Period) -> Foretold:
        """What each of deals that are in the forecast will bring in a period."""
        return self.foretell([self.standing(deal) for deal in deals], period)

    def chances(self, deals: Sequence[Standing], period: Period) -> Floats:
        """The same as ``chance_of`` says of each, of deals of the forecast, all at once."""
        import numpy as np

        return self._chances(deals, period) if period.end.toordinal() >= self.today else np.zeros(len(deals))

    def foretell(self, deals: Sequence[Standing], period: Period) -> Foretold:
        """The same with what ``amount`` says of each."""
        import numpy as np

        entered = [deal.entered for deal in deals]
        expected = self.worth.expected
        return Foretold(
            self.chances(deals, period),
            np.array([expected(told.amount, told.product) for told in entered], dtype=np.int64),
            np.array([told.amount is not None for told in entered], dtype=bool),
        )

    def _chances(self, deals: Sequence[Standing], period: Period) -> Floats:
        import numpy as np

        start, end = period.start.toordinal(), period.end.toordinal()
        lived = np.clip(self.today - np.array([deal.born for deal in deals], dtype=np.int64), 0, OLDEST)
        age = np.clip(self.today - np.array([deal.since for deal in deals], dtype=np.int64), 0, OLDEST)
        state = np.array([self.state.get(deal.stage, -1) for deal in deals], dtype=np.int64)
        own, pool = np.array([*self.states.own, 0.0])[state], self.states.pool
        by_place: dict[Place, list[int]] = {}
        for number, deal in enumerate(deals):
            by_place.setdefault(place_of(deal.entered.close, self.today, end), []).append(number)
        inside = np.zeros(len(deals))
        for place, numbers in by_place.items():
            table, some = self.ahead(start, end, place).inside, np.array(numbers)
            here, ago, all_ago = state[some], age[some], lived[some]
            blended = own[some] * table[here, ago] + (1 - own[some]) * table[pool + 1 + here, all_ago]
            inside[some] = np.where(here < 0, table[pool, all_ago], blended)
        told: Floats = np.where(inside > 0, np.clip(inside * self.trim, LEAST, MOST), 0.0)
        for number, deal in enumerate(deals):
            if deal.entered.source == "manual":
                told[number] = self.chance_of(deal, period)
        return told

    def spread(self, deals: Foretold, period: Period, luck: float, with_new: bool = True) -> tuple[int, list[int]]:
        """New business, and what open deals and it stay under with each of ``SHARES``, in minor units."""
        import numpy as np

        from pipetui.views.odds.spread import amount_spread

        amounts = np.maximum(deals.worths, 0).astype(float)
        each = np.where(deals.own_amount, self.worth.spread_own, self.worth.spread)
        owed = fsum((deals.chances * np.minimum(deals.worths, 0)).tolist())
        sizes = fsum((deals.chances * np.square(deals.worths * each)).tolist())
        wins, average = self.new_business(period) if with_new else (0.0, 0.0)
        sizes += wins * average**2 * (1 + self.worth.spread**2)
        told = amount_spread(deals.chances, amounts, sizes, wins * average + owed)
        # Common luck stretches the sum of many; no luck brings more than all deals won, at the sizes they may come to.
        most = fsum(amounts.tolist()) + owed + wins * average + TENTH * sizes**0.5
        return round(wins * average), [max(0, round(min(value, most))) for value in told.quantiles(SHARES, luck)]

    def luck(self, period: Period) -> float:
        """How far (as a share) whole periods lie off by luck their deals share, by how past ones of the kind came
        out."""
        if period.kind not in self.lucks:
            self.lucks[period.kind] = luck_of(past_periods(self.learned, self.today, period.kind))
        return self.lucks[period.kind]

    def ahead(self, start: Day, end: Day, place: Place) -> Ahead:
        """The table for a period and a close date, made when it is first asked for."""
        pace = self.dates.pace(place, end)
        # Dates that are far off, before or after, all have the same pace: they share a table.
        key = (start, end, tuple(pace(day) for day in range(self.today, end + 1)))
        if key not in self._aheads:
            self._aheads[key] = look_ahead(self._steps, self.today, start, end, pace)
        return self._aheads[key]

    def _inside(self, deal: Standing, period: Period) -> float:
        """The chance inside the period, before anybody's word."""
        start, end = period.start.toordinal(), period.end.toordinal()
        if end < self.today:
            return 0.0
        key = (start, end, place_of(deal.entered.close, self.today, end))
        if key not in self._insides:
            self._insides[key] = self.ahead(*key).inside.tolist()
        return self._of(self._insides[key], deal)

    def _ever(self, deal: Standing, period: Period) -> float:
        """The chance to be won at all, before anybody's word, by the tables of a period."""
        end = period.end.toordinal()
        if end < self.today:
            return 0.0
        key = (end, place_of(deal.entered.close, self.today, end))
        if key not in self._evers:
            pace = self.dates.pace(key[1], end)
            self._evers[key] = look_far(self._steps, self.today, end, pace).tolist()
        return self._of(self._evers[key], deal)

    def _of(self, chances: Chances, deal: Standing) -> float:
        """A deal's chance by its stage and age, blended with the pipeline's."""
        pool, lived = self.states.pool, self._age(deal.born)
        if deal.stage == UNKNOWN:
            return chances[pool][lived]
        state, age = self.state[deal.stage], self._age(deal.since)
        own = self.states.own[state]
        return own * chances[state][age] + (1 - own) * chances[pool + 1 + state][lived]

    def _age(self, since: Day) -> int:
        return min(OLDEST, max(0, self.today - since))


def _deciders(cards: Sequence[Card], told: Foretold) -> Iterable[Decider]:
    columns = (told.chances, told.worths, told.adds, told.swings, told.own_amount)
    for card, chance, *rest in zip(cards, *(column.tolist() for column in columns), strict=True):
        if chance > 0:
            yield Decider(card, chance, *rest)
