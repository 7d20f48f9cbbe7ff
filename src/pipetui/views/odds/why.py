"""Why a number is what it is, in words a rep can repeat: counts of past deals, never the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipetui.values.money import show_whole
from pipetui.values.periods import Period
from pipetui.values.text import count
from pipetui.values.when import show_date
from pipetui.views.card import Card
from pipetui.views.odds.constants import DEPTH
from pipetui.views.odds.history import NEVER, Day, History
from pipetui.views.odds.odds import Odds
from pipetui.views.odds.outlook import Outlook
from pipetui.views.odds.rhythm import part_of
from pipetui.views.stage import Stage

FEW = 5
"""Past deals under which a count says nothing worth repeating."""

HARDLY = 0.05
"""Deals under which their number would be told as 0.0."""

NOTABLE = 0.2
"""How far from 1 a factor has to be to be worth a word."""


class Alike(NamedTuple):
    """Past deals that came as far as this one, and how many of them were won within the days that are left."""

    deals: int
    won: int


def alike_in_stage(history: History, stage_id: int, age: int, days: int) -> Alike:
    """Of deals still in a stage after ``age`` days: those won within ``days`` more, wherever they were by then.

    Only deals are counted whose days are over, by today or by their end, and that the file saw at that age.
    """
    stays = history.stays
    end_of = _ends(history)
    deals = won = 0
    for deal, stage, entered, seen, left in zip(
        stays.deal, stays.stage, stays.entered, stays.seen, stays.left, strict=True
    ):
        then = entered + age
        if stage == stage_id and max(entered, seen) <= then < left and then < history.today:
            known, is_won = _came(end_of[deal], then, days, history.today)
            deals += known
            won += is_won
    return Alike(deals, won)


def alike_by_age(history: History, age: int, days: int) -> Alike:
    """Of all deals still open after ``age`` days: those won within ``days`` more."""
    deals = won = 0
    for born, end in zip(history.lives.born, _ends(history).values(), strict=True):
        then = born + age
        if then < min(end[0], history.today):
            known, is_won = _came(end, then, days, history.today)
            deals += known
            won += is_won
    return Alike(deals, won)


def _ends(history: History) -> dict[int, tuple[Day, bool]]:
    """When each deal was over (won, lost or deleted), and whether it was won."""
    lives = history.lives
    return {
        deal: (min(closed, gone), won > 0 and closed <= gone)
        for deal, closed, won, gone in zip(lives.deal, lives.closed, lives.won, lives.gone, strict=True)
    }


def _came(end: tuple[Day, bool], then: Day, days: int, today: Day) -> tuple[bool, bool]:
    """Whether it is known what a deal came to within some days, and whether it was won in them."""
    over, is_won = end
    within = over <= then + days and over < NEVER
    return within or then + days < today, within and is_won


def why(odds: Odds, card: Card, period: Period, stage: Stage) -> tuple[str, ...]:
    """What a deal's chance in a period rests on, the most telling first; nothing for one that is in no forecast."""
    if not odds.counts(card) or period.end.toordinal() < odds.today:
        return ()
    return tuple(_said(odds, card, period, stage))


def _said(odds: Odds, card: Card, period: Period, stage: Stage) -> Iterator[str]:
    chance, by = odds.chance(card, period), show_date(period.end)
    currency = odds.currency
    adds = f", which adds {show_whole(odds.adds(card, period), currency)}"
    inside = f"by {by}" if period.start.toordinal() <= odds.today else f"in {period.label}"
    yield f"{_percent(chance)} to be won {inside}{adds}."
    if card.probability_source == "manual":
        yield f"You said {card.probability:g}%, and that stands: the past only says when."
    if odds.is_guess:
        yield (
            f"It is a guess: {count(odds.closed, 'deal')} won or lost so far, so the stage's {stage.probability:g}% is"
            " spread over typical times."
        )
        return
    yield from _counted(odds, card, period, stage)
    yield from _of_the_date(odds, card)
    yield from _of_the_calendar(odds, period)
    if card.base_amount is None and odds.worth.average:
        like = f" of {card.product}" if card.product in odds.worth.by_product else ""
        none = "It has no amount" if card.amount is None else f"No rate is known for its {card.currency}"
        yield f"{none}: won deals{like} came to {show_whole(odds.amount(card), currency)}."


def _counted(odds: Odds, card: Card, period: Period, stage: Stage) -> Iterator[str]:
    """How many deals like it were won in so many days."""
    history = odds.learned.history
    days = max(1, period.end.toordinal() - odds.today)
    stood = max(0, odds.today - card.stage_since.toordinal())
    here = alike_in_stage(history, card.stage_id, stood, days)
    if here.deals >= FEW:
        yield (
            f"Of your {here.deals} deals that sat {count(stood, 'day')} in {stage.name}, {here.won}"
            f" {_were(here.won)} won within {count(days, 'day')} more."
        )
    elif (came := alike_in_stage(history, card.stage_id, 0, days)).deals >= FEW:
        # Few ever sat there as long: those that came there at all say more of the stage than nothing.
        yield (
            f"Of your {came.deals} deals that came to {stage.name}, {came.won} {_were(came.won)} won within"
            f" {count(days, 'day')}; few sat there {count(stood, 'day')}."
        )
    if here.deals < DEPTH:
        age = max(0, odds.today - odds.standing(card).born)
        all_of_them = alike_by_age(history, age, days)
        if all_of_them.deals >= FEW:
            yield (
                f"Of your {all_of_them.deals} deals still open after {count(age, 'day')}, {all_of_them.won}"
                f" {_were(all_of_them.won)} won within {count(days, 'day')} more."
            )


def _of_the_date(odds: Odds, card: Card) -> Iterator[str]:
    """What its close date says."""
    if card.expected_close is None:
        return
    left = card.expected_close.toordinal() - odds.today
    factor = odds.dates.factor(left)
    if abs(factor - 1) >= NOTABLE:
        when = f"in {count(left, 'day')}" if left > 0 else "today" if left == 0 else f"{count(-left, 'day')} ago"
        yield f"Its close date is {when}: there your deals end {factor:.1f} times as often as usual."


def _of_the_calendar(odds: Odds, period: Period) -> Iterator[str]:
    """How much more, or less, is won in the days that are left than on other days."""
    days = range(max(odds.today, period.start.toordinal()), period.end.toordinal() + 1)
    rhythm = odds.states.rhythm[0]
    pace = sum(float(rhythm[part_of(day, period.fiscal_start)]) for day in days) / len(days)
    if abs(pace - 1) >= NOTABLE:
        yield f"In such days of the quarter you win {pace:.1f} times as often as on average."


def why_period(odds: Odds, told: Outlook) -> tuple[str, ...]:
    """What the expected of a period rests on."""
    return tuple(_of_period(odds, told))


def _of_period(odds: Odds, told: Outlook) -> Iterator[str]:
    low, _, high = told.wins
    yield (
        f"Of {count(len(told.deals), 'open deal')}, {told.wins_expected:.1f} are expected to be won by"
        f" {show_date(told.period.end)}; {low} to {high} in 8 of 10 cases."
    )
    if told.is_guess:
        yield f"It is a guess: {count(told.rests_on, 'deal')} won or lost so far; stages and typical times speak."
        return
    yield f"It rests on {count(told.rests_on, 'deal')} won or lost since {_since(odds)}; late ones count more."
    if told.new_business:
        wins, _ = odds.new_business(told.period)
        many = f"{wins:.1f} deals" if wins >= HARDLY else "hardly any deals"
        yield f"At the pace of late, {many} that are not opened yet will be won in it."
    if abs(odds.trim - 1) >= 0.02:
        side = "more" if odds.trim > 1 else "fewer"
        yield f"Past months brought {abs(odds.trim - 1):.0%} {side} wins than foretold; this is set right by it."
    if abs(odds.worth.realised - 1) >= 0.02:
        yield f"Won deals came to {odds.worth.realised:.0%} of the amount first entered for them."
    yield f"The range has room for the {told.luck:.0%} by which whole {told.period.kind}s lay off, all deals alike."


def _since(odds: Odds) -> str:
    return show_date(date.fromordinal(min(odds.learned.history.lives.closed)))


def _percent(chance: float) -> str:
    return "Under 1%" if chance < 0.005 else "Over 99%" if chance > 0.995 else f"{chance:.0%}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
