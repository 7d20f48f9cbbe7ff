"""The words beside a chance: the counts in them, held against a past that can be counted by hand."""

from datetime import timedelta

from cards import PERIOD, PIPELINE, PROPOSAL, TODAY, card
from pipetui.values.money import show_whole
from pipetui.views.card import Card
from pipetui.views.odds import History, Odds, learn
from pipetui.views.odds.history import LOST, NEVER, STILL, UNKNOWN, WON, Lives, Stays
from pipetui.views.odds.why import alike_by_age, alike_in_stage, why, why_period

DAYS = 38
"""What is left of the period."""


def past(*lived: tuple[int, int, bool | None]) -> History:
    """Deals that began in Proposal: how many days ago, for how many days they lived, whether they were won."""
    today, lives, whole, stays = TODAY.toordinal(), Lives(), Stays(), Stays()
    for number, (ago, days, won) in enumerate(lived, 1):
        born = today - ago
        end = NEVER if won is None else born + days
        how = STILL if won is None else WON if won else LOST
        lives.deal.append(number)
        lives.born.append(born)
        lives.entry.append(PROPOSAL.id)
        lives.closed.append(end)
        lives.worth.append(1_000_00 if won else None)
        lives.product.append(None)
        lives.gone.append(NEVER)
        lives.won.append(bool(won))
        whole.add(number, UNKNOWN, born, born, end, how)
        stays.add(number, PROPOSAL.id, born, born, end, how)
    return History(PIPELINE.id, "EUR", today, PIPELINE.stages, lives, whole, stays)


PAST = past(
    *[(400, 70, True)] * 9,  # sat 60 days, and were won ten days later
    *[(400, 80, False)] * 12,
    *[(300, 200, True)] * 4,  # sat 60 days; won, but long after
    *[(300, 30, True)] * 7,  # never sat 60 days
    *[(70, 0, None)] * 5,  # sat 60 days, and what comes within 38 more is not known yet
)


def odds(history: History = PAST) -> Odds:
    return learn(history)


def test_deals_that_came_as_far_are_counted_and_those_of_them_won_in_time() -> None:
    assert alike_in_stage(PAST, PROPOSAL.id, 60, DAYS) == (25, 9)
    assert alike_by_age(PAST, 60, DAYS) == (25, 9)
    assert alike_in_stage(PAST, PROPOSAL.id, 0, DAYS) == (37, 7)
    assert alike_in_stage(PAST, 99, 60, DAYS) == (0, 0)


def test_a_deal_is_told_in_words_a_rep_can_repeat() -> None:
    moment = f"{TODAY - timedelta(days=60)} 08:00:00.000000"
    deal = card(99, PROPOSAL, 10_000_00, created_at=moment, stage_since_at=moment)
    told = why(odds(), deal, PERIOD, PROPOSAL)
    assert "Of your 25 deals that sat 60 days in Proposal, 9 were won within 38 days more." in told
    assert told[0].endswith(f"% to be won by Thu 31 Dec 2026, which adds {_euros(deal)}.")
    mine = why(odds(), deal._replace(probability=70, probability_source="manual"), PERIOD, PROPOSAL)
    assert "You said 70%, and that stands: the past only says when." in mine


def _euros(deal: Card) -> str:
    return show_whole(odds().adds(deal, PERIOD), "EUR")


def test_without_a_past_it_is_said_to_be_a_guess_and_a_lost_deal_has_no_words() -> None:
    guess, deal = odds(past()), card(99, PROPOSAL, 10_000_00)
    assert any(
        line.startswith("It is a guess: 0 deals won or lost so far") for line in why(guess, deal, PERIOD, PROPOSAL)
    )
    assert why(guess, deal._replace(status="lost", closed_on=TODAY), PERIOD, PROPOSAL) == ()
    assert why(guess, deal, PERIOD.preceding(), PROPOSAL) == ()


def test_a_period_is_told_by_its_wins_and_what_they_rest_on() -> None:
    deals = [card(number, PROPOSAL, 10_000_00) for number in range(100, 140)]
    told = why_period(odds(), odds().outlook(deals, PERIOD, 0))
    assert told[0].startswith("Of 40 open deals, ") and "in 8 of 10 cases" in told[0]
    assert told[1].startswith("It rests on 32 deals won or lost since ")
    assert any("quarters lay off" in line for line in told)
    guess = odds(past())
    assert "guess" in why_period(guess, guess.outlook(deals, PERIOD, 0))[1]
