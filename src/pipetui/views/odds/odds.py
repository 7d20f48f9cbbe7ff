"""The odds of a pipeline's open deals, learned from its history as of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.values.periods import Period
from pipetui.views.card import Card
from pipetui.views.odds.ahead import Ahead, look_ahead
from pipetui.views.odds.arrivals import Arrivals, learn_arrivals
from pipetui.views.odds.constants import DEPTH, LEAST, MOST, OLDEST, TYPICAL_DEALS, TYPICAL_STAY
from pipetui.views.odds.dates import Dates, Place, place_of
from pipetui.views.odds.history import Day, History
from pipetui.views.odds.outlook import Decider, Outlook, Total
from pipetui.views.odds.risk import Counts, Risks, count, fit
from pipetui.views.odds.worth import Worth, learn_worth
from pipetui.views.stage import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEW = 20
"""Closed deals under which the answer is called a guess."""

USUAL_LUCK = 0.25
"""How far a whole period may lie off by luck its deals share, before any period has been looked back on."""


class Learned:
    """A history counted once, from which the odds as of any day can be had: what a back-test walks over."""

    def __init__(self, history: History, fiscal_start: int = 1) -> None:
        self.history = history
        self.fiscal_start = fiscal_start
        self.stages = [stage for stage in history.stages if not stage.is_lead]
        self.state = {stage.id: number for number, stage in enumerate(self.stages)}

    @cached_property
    def by_stage(self) -> Counts:
        """Visits to stages, counted."""
        return count(self.history.stays, self.state, self.history.today)

    @cached_property
    def whole(self) -> Counts:
        """Whole lives of deals, counted."""
        return count(self.history.whole, {0: 0}, self.history.today)

    def odds(self, day: Day | None = None, mix: Mapping[int, int] | None = None) -> Odds:
        """The odds as of the morning of a day (today). ``mix`` is how many open deals each stage has then."""
        return Odds(self, self.history.today if day is None else day, mix or {})


def learn(history: History, fiscal_start: int = 1, mix: Mapping[int, int] | None = None) -> Odds:
    """The odds as of the history's today."""
    return Learned(history, fiscal_start).odds(mix=mix)


class Odds:
    """Chances of open deals to be won inside a period, as known on the morning of ``today``.

    A chance blends three answers, by how deep each rests: of the deal's stage and its time in it; of all the pipeline's
    deals of its age, moved by what the stage's probability says beside the others'; and, without a history, the stage's
    probability over typical times. What is learned for a period is kept, so a deal's chance is a look-up.
    """

    def __init__(self, learned: Learned, today: Day, mix: Mapping[int, int]) -> None:
        self.learned = learned
        self.today = today
        self.stages: list[Stage] = learned.stages
        self.state: Mapping[int, int] = learned.state
        self.dates = Dates()
        self.worth: Worth = learn_worth(learned.history.lives, today)
        self.arrivals: Arrivals = learn_arrivals(learned.history.lives, today, self.state)
        self._mix = mix
        self._aheads: dict[tuple[Day, Day, Place], Ahead] = {}
        lives = learned.history.lives
        self._born = dict(zip(lives.deal, lives.born, strict=True))
        self.closed = sum(day < today for day in lives.closed)
        self._learn()

    @property
    def is_guess(self) -> bool:
        """Whether there is hardly a history, so that stages' probabilities and typical times speak."""
        return self.closed < FEW

    def counts(self, card: Card) -> bool:
        """Whether a deal is in the forecast at all: open, past the leads, not omitted."""
        return card.status == "open" and card.stage_id in self.state and card.category != "omitted"

    def chance(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won inside a period; 0.0 for a deal that is in no forecast.

        A probability set by hand stands: the history only says when.
        """
        if not self.counts(card):
            return 0.0
        inside, ever = self._chances(card, period)
        if inside <= 0:
            return 0.0
        if card.probability_source == "manual":
            inside = card.probability / 100 * min(1.0, inside / max(ever, 1e-9))
        return min(MOST, max(LEAST, inside))

    def ever(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won at all, by the history alone; ``period`` is where its tables are kept."""
        return min(MOST, max(LEAST, self._chances(card, period)[1])) if card.stage_id in self.state else 0.0

    def amount(self, card: Card) -> int:
        """What a deal is worth if it is won, in minor units: its amount, else that of won deals like it."""
        return round(self.worth.of(card.product)) if card.base_amount is None else card.base_amount

    def adds(self, card: Card, period: Period) -> int:
        """What a deal adds to the expected of a period, in whole minor units: the sum over deals is the expected."""
        return round(self.chance(card, period) * self.amount(card))

    def new_business(self, period: Period) -> tuple[float, float]:
        """What deals not yet opened bring in a period, in minor units, and its variance."""
        start, end = period.start.toordinal(), period.end.toordinal()
        if end < self.today:
            return 0.0, 0.0
        newborn = self._ahead(start, end, None).newborn
        by_state = newborn.sum(axis=0)
        pool = len(self.stages)
        wins = self.arrivals.unknown * float(by_state[pool])
        for state, own in enumerate(self._own):
            wins += float(
                self.arrivals.by_state[state] * (own * by_state[state] + (1 - own) * by_state[pool + 1 + state])
            )
        average = self.arrivals.worth(self.worth)
        return wins * average, wins * average**2 * (1 + self.worth.spread**2)

    def outlook(self, cards: Iterable[Card], period: Period, won: int) -> Outlook:
        """What a period will probably bring; ``won`` (minor units) is what it has brought so far."""
        from pipetui.views.odds.spread import amount_spread, count_spread, quantile

        deals = sorted(self._deciders(cards, period), key=lambda each: (-each.swing, each.card.id))
        chances, amounts = [each.chance for each in deals], [float(each.worth) for each in deals]
        new, variance = self.new_business(period)
        sizes = sum(each.chance * (each.worth * self.worth.spread) ** 2 for each in deals if not each.own_amount)
        expected = sum(each.adds for each in deals)
        amount = amount_spread(chances, amounts, variance + sizes, new)
        luck = self.luck(period)
        low, middle, high = (round(value) for value in amount.quantiles((0.1, 0.5, 0.9), luck))
        total = Total(won + expected + round(new), won + max(0, low), won + max(0, middle), won + max(0, high))
        counted = count_spread(chances)
        return Outlook(
            period=period,
            currency=self.learned.history.currency,
            won=won,
            expected=expected,
            new_business=round(new),
            total=total,
            wins_expected=sum(chances),
            wins=(quantile(counted, 0.1), quantile(counted, 0.5), quantile(counted, 0.9)),
            deals=tuple(deals),
            is_guess=self.is_guess,
            rests_on=self.closed,
            luck=luck,
        )

    def luck(self, period: Period) -> float:
        """How far (as a share) whole periods lie off by luck their deals share."""
        return USUAL_LUCK

    def _deciders(self, cards: Iterable[Card], period: Period) -> Iterable[Decider]:
        for card in cards:
            chance = self.chance(card, period)
            if chance > 0:
                worth = self.amount(card)
                yield Decider(
                    card=card,
                    chance=chance,
                    worth=worth,
                    adds=round(chance * worth),
                    swing=round(worth * (chance * (1 - chance)) ** 0.5),
                    own_amount=card.base_amount is not None,
                )

    def _chances(self, card: Card, period: Period) -> tuple[float, float]:
        """The chance inside the period, and at all, before anybody's word."""
        start, end = period.start.toordinal(), period.end.toordinal()
        if end < self.today:
            return 0.0, 0.0
        state = self.state[card.stage_id]
        ahead = self._ahead(start, end, place_of(card.expected_close, self.today, end))
        age = self._age(card.stage_since.toordinal())
        born = self._born.get(card.id)
        whole_age = self._age(card.created_on.toordinal() if born is None else born)
        pool = len(self.stages) + 1 + state
        own, shared = self._own[state], 1 - self._own[state]
        return (
            own * ahead.inside[state][age] + shared * ahead.inside[pool][whole_age],
            own * ahead.ever[state][age] + shared * ahead.ever[pool][whole_age],
        )

    def _age(self, since: Day) -> int:
        return min(OLDEST, max(0, self.today - since))

    def _ahead(self, start: Day, end: Day, place: Place) -> Ahead:
        key = (start, end, place)
        if key not in self._aheads:
            self._aheads[key] = look_ahead(
                self._daily,
                self._rhythm,
                self.today,
                start,
                end,
                self.dates.pace(place, end),
                self.learned.fiscal_start,
            )
        return self._aheads[key]

    def _learn(self) -> None:
        """Fits the risks: states are the stages, the pipeline's deals of unknown stage, and those by stage."""
        import numpy as np

        count_of = len(self.stages)
        odds = [_odds(stage.probability) for stage in self.stages]
        stay = [float(stage.rotting_days or TYPICAL_STAY) for stage in self.stages]
        whole_prior, whole_days = _made_up_pipeline(self.stages, stay)
        pool: Risks = fit(self.learned.whole, self.today, whole_prior, whole_days, self.learned.fiscal_start)
        prior, prior_days = _made_up_stages(self.stages, stay)
        own: Risks = fit(self.learned.by_stage, self.today, prior, prior_days, self.learned.fiscal_start)
        usual = _average(odds, [self._mix.get(stage.id, 0) for stage in self.stages])
        tilt = np.array([min(3.0, max(1 / 3, each / usual)) for each in odds]) if odds else np.zeros(0)
        states = 2 * count_of + 1
        daily = np.zeros((2 + states, states, OLDEST + 1))
        daily[:2, :count_of] = own.daily[:2, :count_of]
        daily[2 : 2 + count_of, :count_of] = own.daily[2 : 2 + count_of, :count_of]
        daily[:2, count_of] = pool.daily[:2, 0]
        daily[0, count_of + 1 :] = pool.daily[0, 0] * tilt[:, None]
        daily[1, count_of + 1 :] = pool.daily[1, 0]
        self._daily = daily
        self._rhythm: Floats = pool.rhythm
        depth = float(pool.seen[0])
        trust = depth / (depth + DEPTH)
        left = [float(own.seen[state]) if count_of else 0.0 for state in range(count_of)]
        # What the stage's own history does not carry goes to the pipeline's, as far as that is deep.
        self._own = [1 - trust * DEPTH / (seen + DEPTH) for seen in left]


def _odds(probability: float) -> float:
    share = min(0.97, max(0.01, probability / 100))
    return share / (1 - share)


def _average(odds: list[float], numbers: list[int]) -> float:
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
