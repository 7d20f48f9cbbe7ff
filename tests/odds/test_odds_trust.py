"""Which number a back-test says to trust, and in which words."""

from datetime import date

from pipetui.values.periods import period_of
from pipetui.views.odds.backtest import Backtest, Replayed
from pipetui.views.odds.trust import which_to_trust


def told(*rows: tuple[int, int, int, int | None], commit: int = 0) -> Backtest:
    """Quarters in whole euros: what came, and what weighted, expected and last year said; a range of ± 10."""
    quarter, periods = period_of("quarter", date(2025, 1, 1)), []
    for came, plain, expected, last in rows:
        periods.append(
            Replayed(quarter, came, plain, commit, expected, expected - 10, expected + 10, last, came, expected)
        )
        quarter = quarter.following()
    return Backtest("EUR", tuple(periods))


def test_the_smallest_error_is_the_one_to_trust() -> None:
    looked = told((100, 300, 105, 60), (200, 500, 185, 90), (300, 700, 310, 240))
    assert looked.most_right == "expected"
    assert which_to_trust(looked) == (
        "Trust expected: over the last 3 quarters expected was off by 5% of what came, weighted by 150%, last year by"
        " 35%. Its 8-in-10 range held what came in 2 of 3."
    )


def test_where_another_number_was_as_near_it_says_why_it_is_not_that_one() -> None:
    looked = told(*[(100, 300, 105, 101)] * 3)
    assert looked.most_right == "expected"
    assert which_to_trust(looked).startswith(
        "Trust expected: over the last 3 quarters expected was off by 5% of what came, weighted by 200%, last year by"
        " 1%. As near was last year, which has no range."
    )


def test_where_another_number_was_right_it_is_named_with_its_lean() -> None:
    looked = told(*[(100, 115, 150, None)] * 4, commit=30)
    assert looked.most_right == "weighted"
    assert which_to_trust(looked).startswith(
        "Trust weighted: over the last 4 quarters weighted was off by 15% of what came, commit by 70%, expected by 50%."
        " It leaned high by 15%."
    )


def test_methods_are_held_against_each_other_over_the_same_periods() -> None:
    """Last year spoke of the three easy periods only: over those, expected was as good."""
    easy = (100, 400, 102, 99)
    assert told((100, 400, 300, None), easy, easy, easy).most_right == "expected"


def test_too_little_is_said_to_be_too_little() -> None:
    assert which_to_trust(told()).startswith("No period can be looked back on yet")
    assert which_to_trust(told((1, 1, 1, 1), (1, 1, 1, 1))).startswith("Only 2 quarters can be looked back on")
    assert which_to_trust(told(*[(0, 5, 5, 0)] * 3)).startswith("Nothing was won in the last 3 quarters")
    assert which_to_trust(told(*[(100, 500, 300, 200)] * 3)).startswith("Trust none of them far: over the last 3")
