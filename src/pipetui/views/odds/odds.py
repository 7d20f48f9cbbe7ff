"""The odds of a pipeline's open deals, learned from its history as of one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pipetui.values.periods import Kind, Period
from pipetui.views.card import Card
from pipetui.views.odds.ahead import Ahead, Steps, look_ahead, look_far
from pipetui.views.odds.arrivals import Arrivals, learn_arrivals, new_worth, wins_of
from pipetui.views.odds.constants import FEW, LEAST, MOST, OLDEST
from pipetui.views.odds.dates import Dates, Place, learn_dates, place_of
from pipetui.views.odds.history import UNKNOWN, Day, Entered, History
from pipetui.views.odds.luck import luck_of, past_periods, trim_of
from pipetui.views.odds.outlook import P10, P50, P90, SHARES, Decider, Outlook, Total
from pipetui.views.odds.standing import Standing
from pipetui.views.odds.states import Learned, States
from pipetui.views.odds.worth import Worth, learn_worth

Chances: TypeAlias = list[list[float]]
"""Chances (0–1) by state and age."""

TENTH = 1.2816
"""Deviations above the mean that a normal amount exceeds in one of ten cases."""


def learn(history: History, fiscal_start: int = 1, mix: Mapping[int, int] | None = None) -> Odds:
    """The odds as of the history's today; ``mix`` is how many open deals each stage has."""
    return Odds(Learned(history, fiscal_start), history.today, mix or {})


class Odds:
    """Chances of open deals to be won inside a period, as known on the morning of ``today``.

    A chance blends three answers, by how deep each rests: of the deal's stage and its time in it; of all the pipeline's
    deals of its age, moved by what the stage's probability says beside the others'; and, without a history, the stage's
    probability over typical times. What is learned for a period is kept, so a deal's chance is a look-up.
    """

    def __init__(self, learned: Learned, today: Day, mix: Mapping[int, int]) -> None:
        lives = learned.history.lives
        self.learned = learned
        self.today = today
        self.states: States = learned.states(today, mix)
        self.worth: Worth = learn_worth(learned.history, today)
        self.arrivals: Arrivals = learn_arrivals(learned, today)
        self.dates: Dates = learn_dates(learned, today, self.states)
        self.new_worth = new_worth(lives, today, self.worth)
        self.trim = trim_of(past_periods(learned, today, "month"))
        """What past months show the odds are to be multiplied by."""
        self.closed = sum(day < today for day in lives.closed)
        self._steps = Steps(self.states.daily, self.states.rhythm, learned.fiscal_start)
        self._aheads: dict[tuple[Day, Day, Place], Ahead] = {}
        self._insides: dict[tuple[Day, Day, Place], Chances] = {}
        self._evers: dict[tuple[Day, Place], Chances] = {}
        self._lucks: dict[Kind, float] = {}
        self._born = dict(zip(lives.deal, lives.born, strict=True))

    @property
    def is_guess(self) -> bool:
        """Whether there is hardly a history, so that stages' probabilities and typical times speak."""
        return self.closed < FEW

    def counts(self, card: Card) -> bool:
        """Whether a deal is in the forecast at all: open, past the leads, not omitted."""
        return card.status == "open" and card.stage_id in self.learned.state and card.category != "omitted"

    def chance(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won inside a period; 0.0 for a deal that is in no forecast.

        A probability set by hand stands: the history only says when.
        """
        return self.chance_of(self.standing(card), period) if self.counts(card) else 0.0

    def ever(self, card: Card, period: Period) -> float:
        """The chance (0–1) that a deal is won at all, by the history alone; 0.0 for a lead.

        ``period`` is the one whose tables are used: any that is not over.
        """
        if card.stage_id not in self.learned.state:
            return 0.0
        return min(MOST, max(LEAST, self._ever(self.standing(card), period)))

    def standing(self, card: Card) -> Standing:
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
        return self.trim * wins_of(self.arrivals, self.states, newborn), self.new_worth

    def outlook(self, cards: Iterable[Card], period: Period, won: int, with_new: bool = True) -> Outlook:
        """What a period will probably bring; ``won`` (minor units) is what it has brought so far.

        ``with_new`` counts what deals will bring that are not opened yet: not where ``cards`` are only some of them.
        """
        from pipetui.views.odds.spread import count_spread, quantile

        deals = sorted(self._deciders(cards, period), key=lambda each: (-each.swing, each.card.id))
        chances = [each.chance for each in deals]
        expected = sum(each.adds for each in deals)
        luck = self.luck(period)
        new, ends = self.spread([(each.chance, each.worth, each.own_amount) for each in deals], period, luck, with_new)
        counted = count_spread(chances)
        return Outlook(
            period=period,
            currency=self.learned.history.currency,
            won=won,
            expected=expected,
            new_business=new,
            total=Total(won + expected + new, *(won + ends[place] for place in (P10, P50, P90))),
            wins_expected=sum(chances),
            wins=(quantile(counted, 0.1), quantile(counted, 0.5), quantile(counted, 0.9)),
            deals=tuple(deals),
            is_guess=self.is_guess,
            rests_on=self.closed,
            luck=luck,
            ends=tuple(won + end for end in ends),
            without_rate=tuple(sorted(Counter(each.card.currency for each in deals if _is_unrated(each.card)).items())),
        )

    def spread(
        self, deals: Iterable[tuple[float, int, bool]], period: Period, luck: float, with_new: bool = True
    ) -> tuple[int, list[int]]:
        """New business, and what open deals and it stay under with each of ``SHARES``, in minor units.

        Of each deal: its chance, what it is worth, and whether that is an amount of its own.
        """
        from pipetui.views.odds.spread import amount_spread

        chances, amounts, sizes, owed = [], [], 0.0, 0.0
        for chance, worth, own_amount in deals:
            chances.append(chance)
            amounts.append(float(max(0, worth)))
            owed += chance * min(0, worth)
            spread = self.worth.spread_own if own_amount else self.worth.spread
            sizes += chance * (worth * spread) ** 2
        wins, average = self.new_business(period) if with_new else (0.0, 0.0)
        sizes += wins * average**2 * (1 + self.worth.spread**2)
        told = amount_spread(chances, amounts, sizes, wins * average + owed)
        # Common luck stretches the sum of many; no luck brings more than all deals won, at the sizes they may come to.
        most = sum(amounts) + owed + wins * average + TENTH * sizes**0.5
        return round(wins * average), [max(0, round(min(value, most))) for value in told.quantiles(SHARES, luck)]

    def luck(self, period: Period) -> float:
        """How far (as a share) whole periods lie off by luck their deals share, by how past ones of the kind came
        out."""
        if period.kind not in self._lucks:
            self._lucks[period.kind] = luck_of(past_periods(self.learned, self.today, period.kind))
        return self._lucks[period.kind]

    def ahead(self, start: Day, end: Day, place: Place) -> Ahead:
        """The table for a period and a close date, made when it is first asked for."""
        key = (start, end, place)
        if key not in self._aheads:
            self._aheads[key] = look_ahead(self._steps, self.today, start, end, self.dates.pace(place, end))
        return self._aheads[key]

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
                    swing=round(abs(worth) * (chance * (1 - chance)) ** 0.5),
                    own_amount=card.base_amount is not None,
                )

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
        state, age = self.learned.state[deal.stage], self._age(deal.since)
        own = self.states.own[state]
        return own * chances[state][age] + (1 - own) * chances[pool + 1 + state][lived]

    def _age(self, since: Day) -> int:
        return min(OLDEST, max(0, self.today - since))


def _is_unrated(card: Card) -> bool:
    """Whether a deal has an amount in a currency no rate is known of."""
    return card.amount is not None and card.base_amount is None
