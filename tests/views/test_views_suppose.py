"""What is supposed of deals: it changes the figures as the same command would, and nothing else."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import NEGOTIATION, PERIOD, PIPELINE, PROPOSAL, TODAY, card
from guesses import guess
from pipetui.views.card import Step
from pipetui.views.levers import levers
from pipetui.views.odds.outlook import Decider
from pipetui.views.prospect import (
    Basis,
    Brought,
    cumulative,
    figures_of,
    neglect,
    parts,
    side_by_side,
    with_outlook,
    worst_worked,
)
from pipetui.views.suppose import AMOUNT, CLOSE, LOST, WON, Supposed, later, supposing, winning_day

DUE = date(2026, 12, 10)
CARDS = [
    card(1, PROPOSAL, 100_000, expected_close=DUE, source="fair", owner="Ann"),
    card(2, NEGOTIATION, 50_000, expected_close=DUE, source="web"),
    card(3, PROPOSAL, None, expected_close=DUE),
]
BASIS = Basis(
    PIPELINE, TODAY, CARDS, [Brought(date(2026, 10, 5), 20_000, PROPOSAL.id, "web", None)], {PERIOD: 300_000}, 0.25
)


def test_won_lost_later_and_smaller() -> None:
    won = figures_of(supposing(BASIS, [Supposed(1, WON, DUE)]), PERIOD)
    assert (won.won, won.best_case, won.commit) == (120_000, 0, 50_000)
    lost = figures_of(supposing(BASIS, [Supposed(2, LOST)]), PERIOD)
    assert (lost.won, lost.commit) == (20_000, 0)
    pushed = figures_of(supposing(BASIS, [Supposed(2, CLOSE, date(2027, 1, 10))]), PERIOD)
    assert (pushed.won, pushed.commit) == (20_000, 0)
    smaller = figures_of(supposing(BASIS, [Supposed(2, AMOUNT, None, 45_000), Supposed(2, WON, DUE)]), PERIOD)
    assert smaller.won == 65_000


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy with something else
@given(st.lists(st.sampled_from((1, 2, 3, 99)), max_size=6))
def test_supposing_twice_is_supposing_once(deals: list[int]) -> None:
    what = [Supposed(number, WON, DUE) for number in deals]
    once = supposing(BASIS, dict.fromkeys(what))
    assert figures_of(supposing(BASIS, what), PERIOD) == figures_of(once, PERIOD)
    assert len(BASIS.cards) == 3


def test_a_deal_is_won_in_the_period_that_is_looked_at() -> None:
    assert winning_day(CARDS[0], PERIOD, TODAY) == DUE
    assert winning_day(CARDS[0]._replace(expected_close=date(2027, 3, 1)), PERIOD, TODAY) == PERIOD.end
    assert winning_day(CARDS[0], PERIOD.following(), TODAY) == PERIOD.following().end
    assert later(CARDS[0], TODAY) == date(2027, 1, 10)


def test_parts_add_up_to_the_whole() -> None:
    column = with_outlook(BASIS, figures_of(BASIS, PERIOD), guess())
    assert column.outlook is not None
    for by in ("stage", "category", "source", "owner"):
        found = parts(BASIS, column, by)
        assert sum(part.won for part in found) == column.figures.won
        assert sum(part.amount for part in found) == column.figures.open.amount
        assert sum(part.weighted for part in found) == column.figures.weighted
        assert sum(part.expected or 0 for part in found) == column.outlook.expected


def test_periods_beside_one_another() -> None:
    assert [period.label for period in side_by_side(PERIOD, TODAY)] == [
        *("Nov 2026", "Dec 2026", "Q4 2026", "Q1 2027", "Q2 2027"),
    ]
    months = side_by_side(side_by_side(PERIOD, TODAY)[0], TODAY)
    assert [period.label for period in months] == ["Nov 2026", "Dec 2026", "Jan 2027", "Q4 2026", "2026"]
    assert cumulative(figures_of(BASIS, PERIOD)) == (70_000, 170_000, 150_000)


def test_the_worst_worked_have_no_next_step() -> None:
    assert neglect(CARDS[0], TODAY)[0] == 0


def test_deals_that_decide_nothing_come_after_those_that_are_worked_well() -> None:
    step = Step(1, 1, "call", "", TODAY + timedelta(days=3), None, None, 0)
    worked, left, small = (
        Decider(card._replace(id=number, steps=planned), 0.5, 10, 5, swing, True)
        for number, card, planned, swing in (
            (1, CARDS[0], (step,), 1_000),
            (2, CARDS[0], (), 300),
            (3, CARDS[0], (), 99),
        )
    )
    assert [each.card.id for each in worst_worked([worked, left, small], TODAY)] == [2, 1, 3]


def test_levers_are_the_largest_first_and_no_gain_is_negative() -> None:
    odds = guess()
    column = with_outlook(BASIS, figures_of(BASIS, PERIOD), odds)
    found = levers(BASIS, column, odds)
    assert [lever.brings for lever in found] == sorted((lever.brings for lever in found), reverse=True)
    assert all(lever.brings >= 0 for lever in found)
    assert column.outlook is not None
    by_name = {lever.name: lever.brings for lever in found}
    assert by_name["5% more per deal"] == round(0.05 * (column.outlook.expected + column.outlook.new_business))
