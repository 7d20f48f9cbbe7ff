"""The figures of a period: known answers, and the same after every change as counted anew."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import floor

from hypothesis import given, settings

from cards import (
    LEAD,
    NEGOTIATION,
    PERIOD,
    PROPOSAL,
    QUALIFIED,
    STAGES,
    TODAY,
    card,
    changes,
    edits,
    pipelines_full,
)
from pipetui.views.card import Card, Change
from pipetui.views.forecast import Figures, Forecast
from pipetui.views.sums import Sums

DECEMBER, PAST, AHEAD = date(2026, 12, 18), date(2026, 11, 22), date(2027, 1, 1)


def counted(cards: Iterable[Card], target: int | None = None) -> Forecast:
    forecast = Forecast(PERIOD, TODAY, "EUR", STAGES)
    forecast.target = target
    forecast.count(cards)
    return forecast


def figures(*cards: Card, target: int | None = None) -> Figures:
    return counted(cards, target).figures()


def test_a_pipeline_as_a_rep_would_add_it_up() -> None:
    told = figures(
        card(1, NEGOTIATION, 60_000_00, expected_close=DECEMBER),
        card(2, PROPOSAL, 31_000_00, expected_close=DECEMBER),
        card(3, QUALIFIED, 24_000_00, expected_close=PERIOD.end),
        card(4, QUALIFIED, 10_000_00, expected_close=TODAY, probability=50.0),
        card(5, NEGOTIATION, 120_000_00, status="won", closed_on=TODAY),
        card(6, NEGOTIATION, 5_000_00, status="lost", closed_on=TODAY, expected_close=DECEMBER),
        card(7, LEAD, 90_000_00, expected_close=DECEMBER),
        card(8, NEGOTIATION, 18_000_00, expected_close=PAST),
        card(9, QUALIFIED, 7_000_00, expected_close=AHEAD),
        card(10, QUALIFIED, 3_000_00),
        card(11, PROPOSAL, 40_000_00, expected_close=DECEMBER, category="omitted"),
        card(12, PROPOSAL, None, expected_close=DECEMBER),
        target=300_000_00,
    )
    assert (told.won, told.commit, told.best_case, told.pipeline, told.omitted) == (
        120_000_00,
        60_000_00,
        31_000_00,
        34_000_00,
        40_000_00,
    )
    # 48,000 + 10,332.30 + 4,800 + 5,000; the deal without an amount counts, and adds nothing.
    assert told.open == Sums(5, 125_000_00, 68_132_30)
    assert (told.weighted, told.commit_weighted) == (68_132_30, 48_000_00)
    assert told.slipped == Sums(1, 18_000_00, 14_400_00)
    assert told.gap == 111_867_70
    assert told.coverage == 125_000 / 180_000


def test_weighted_amounts_are_rounded_per_deal_and_then_summed() -> None:
    """Three times a third of a euro and a cent: each 33.66 cents, rounded half up."""
    told = figures(*(card(number, PROPOSAL, 101, expected_close=DECEMBER) for number in range(1, 4)))
    assert told.weighted == 3 * 34
    assert figures(card(1, QUALIFIED, 1, expected_close=DECEMBER, probability=50.0)).weighted == 1
    assert figures(card(1, QUALIFIED, 1, expected_close=DECEMBER, probability=49.99)).weighted == 0


def test_today_is_not_past_and_the_last_day_is_in_the_period() -> None:
    told = figures(
        card(1, amount=1, expected_close=TODAY),
        card(2, amount=2, expected_close=PERIOD.end),
        card(3, amount=4, expected_close=date(2026, 10, 1)),  # in the period, but past
        card(4, amount=8, status="won", closed_on=PERIOD.start),
        card(5, amount=16, status="won", closed_on=date(2026, 9, 30)),
    )
    assert (told.open.amount, told.slipped.amount, told.won) == (3, 4, 8)


def test_leads_and_omitted_deals_never_slip() -> None:
    told = figures(
        card(1, LEAD, 1_00, expected_close=PAST), card(2, QUALIFIED, 1_00, expected_close=PAST, category="omitted")
    )
    assert told.slipped == Sums()


def test_without_a_target_there_is_no_gap() -> None:
    won = card(1, amount=100_00, status="won", closed_on=TODAY)
    assert (figures(won).gap, figures(won).coverage) == (None, None)
    # Exceeded: nothing is left to be covered, and the gap is below nothing.
    assert (figures(won, target=90_00).gap, figures(won, target=90_00).coverage) == (-10_00, None)


@given(pipelines_full, edits)
@settings(max_examples=50, deadline=None)
def test_kept_in_step_it_is_what_counting_anew_gives(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]]
) -> None:
    held = {each.id: each for each in before}
    running = counted(before, target=1_000_00)
    running.apply(changes(held, done))
    anew = counted(held.values(), target=1_000_00)
    assert running.figures() == anew.figures()
    assert running.by_stage == anew.by_stage
    assert running.figures().open == _together(anew.by_stage.values())


@given(pipelines_full)
@settings(max_examples=50, deadline=None)
def test_it_is_the_sum_of_its_deals(held: tuple[Card, ...]) -> None:
    told = counted(held).figures()
    due = [
        each
        for each in held
        if each.status == "open"
        and each.stage_id != LEAD.id
        and each.expected_close is not None
        and TODAY <= each.expected_close <= PERIOD.end
    ]
    exact = [
        floor(Fraction(each.base_amount or 0) * Fraction(str(each.probability)) / 100 + Fraction(1, 2))
        for each in due
        if each.category != "omitted"
    ]
    assert told.weighted == sum(exact)
    assert told.open.number == len(exact)
    assert told.commit + told.best_case + told.pipeline + told.omitted == sum(each.base_amount or 0 for each in due)


@given(pipelines_full, edits)
@settings(max_examples=50, deadline=None)
def test_what_if_is_what_would_be_and_leaves_no_trace(
    before: tuple[Card, ...], done: list[tuple[int, Card | None]]
) -> None:
    forecast = counted(before)
    was, by_stage = forecast.figures(), dict(forecast.by_stage)
    trial = changes({each.id: each for each in before}, done)
    would_be = forecast.what_if(trial)
    assert (forecast.figures(), forecast.by_stage) == (was, by_stage)
    forecast.apply(trial)
    assert forecast.figures() == would_be
    forecast.apply(Change(after, first) for first, after in reversed(trial))
    assert forecast.figures() == was


def _together(some: Iterable[Sums]) -> Sums:
    return Sums(*(sum(each) for each in zip(*some, strict=True)))
