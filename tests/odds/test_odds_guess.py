"""A pipeline without a history: the stages' probabilities, spread over typical times, and said to be a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from cards import LEAD, NEGOTIATION, PERIOD, PROPOSAL, QUALIFIED, STAGES, TODAY, card, changes, edits, pipelines_full
from guesses import guess
from pipetui.values.periods import period_of
from pipetui.views.card import Card
from pipetui.views.forecast import Forecast

NOW = f"{TODAY} 08:00:00.000000"
ODDS = guess()


def fresh(number: int, **fields: object) -> Card:
    told = {"created_at": NOW, "stage_since_at": NOW, "amount": 100_00, **fields}
    return card(number, told.pop("stage", QUALIFIED), **told)  # type: ignore[arg-type]  # fields of a card


def over_time(deal: Card) -> float:
    quarter, total = period_of("quarter", TODAY), 0.0
    for _ in range(12):
        total += ODDS.chance(deal, quarter)
        quarter = quarter.following()
    return total


@pytest.mark.parametrize("stage", [QUALIFIED, PROPOSAL, NEGOTIATION])
def test_over_all_periods_it_is_the_stages_probability(stage: object) -> None:
    deal = fresh(1, stage=stage)
    assert over_time(deal) == pytest.approx(deal.probability / 100, rel=0.04)
    dated = fresh(1, stage=stage, expected_close=TODAY + timedelta(days=20))
    assert over_time(dated) == pytest.approx(deal.probability / 100, rel=0.15)


@pytest.mark.parametrize("own", [5.0, 50.0, 90.0])
def test_the_reps_own_probability_stands_and_time_only_spreads_it(own: float) -> None:
    deal = fresh(1, probability=own, probability_source="manual", expected_close=TODAY + timedelta(days=60))
    assert over_time(deal) == pytest.approx(own / 100, rel=0.02)


def test_a_close_date_moves_the_chance_between_periods() -> None:
    this, following = PERIOD, PERIOD.following()
    soon, later = (fresh(1, expected_close=day) for day in (date(2026, 12, 15), date(2027, 2, 15)))
    assert ODDS.chance(soon, this) > 1.5 * ODDS.chance(later, this)
    assert ODDS.chance(soon, following) < ODDS.chance(later, following)


def test_an_open_deal_is_never_certain_either_way() -> None:
    for own in (0.0, 100.0):
        deal = fresh(1, probability=own, probability_source="manual", expected_close=TODAY)
        assert 0 < ODDS.chance(deal, PERIOD) < 1


def test_leads_omitted_and_closed_deals_are_in_no_forecast() -> None:
    out = (
        fresh(1, stage=LEAD),
        fresh(2, category="omitted"),
        fresh(3, status="won", closed_on=TODAY),
        fresh(4, status="lost", closed_on=TODAY),
    )
    assert [ODDS.chance(deal, PERIOD) for deal in out] == [0.0] * 4
    assert ODDS.outlook(out, PERIOD, 5_00).total == (5_00,) * 4


def test_a_period_that_is_over_brings_nothing_more() -> None:
    assert ODDS.chance(fresh(1), PERIOD.preceding()) == 0
    told = ODDS.outlook([fresh(1)], PERIOD.preceding(), 7_00)
    assert (told.expected, told.new_business, told.total.expected) == (0, 0, 7_00)


def test_it_says_that_it_is_a_guess_and_adds_up() -> None:
    deals = [fresh(number, amount=number * 1_000_00) for number in range(1, 40)]
    told = ODDS.outlook(deals, PERIOD, 2_000_00)
    assert told.is_guess and told.rests_on == 0
    assert told.expected == sum(each.adds for each in told.deals) == sum(ODDS.adds(deal, PERIOD) for deal in deals)
    assert told.total.expected == 2_000_00 + told.expected + told.new_business
    assert told.total.p10 < told.total.p50 < told.total.p90
    swings = [each.swing for each in told.deals]
    assert swings == sorted(swings, reverse=True)


def counted(held: list[Card]) -> Forecast:
    forecast = Forecast(PERIOD, TODAY, "EUR", STAGES)
    forecast.count(held)
    forecast.expect(ODDS, held)
    return forecast


@given(pipelines_full, edits)
@settings(max_examples=40, deadline=None)
def test_expected_kept_in_step_is_what_counting_anew_gives(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]]
) -> None:
    held = {each.id: each for each in before}
    running = counted(list(before))
    running.target = 1_000_00
    trial = changes(held, done)
    would_be = running.what_if(trial)
    running.apply(trial)
    anew = counted(list(held.values()))
    anew.target = 1_000_00
    assert running.figures() == anew.figures() == would_be
    told = running.figures()
    assert told.gap == 1_000_00 - told.won - (told.expected or 0)
