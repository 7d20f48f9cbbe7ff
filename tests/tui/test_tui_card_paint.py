"""What a card says where there is little height for it."""

from datetime import date
from typing import Any

from cards import QUALIFIED, TODAY, card
from pipetui.tui.card_paint import compact
from pipetui.views.card import Step


def said(**fields: Any) -> tuple[str, str]:
    """The second line of a card: what is on the left, and on the right."""
    left, right = compact(card(1, **fields), QUALIFIED, TODAY, 30)[1]
    return "".join(text for text, _ in left), "".join(text for text, _ in right)


def test_a_close_date_that_is_past_is_not_told_by_its_colour_alone() -> None:
    call = Step(1, 1, "call", "Call", date(2026, 11, 24), None, None, 0)
    assert said(expected_close=date(2026, 11, 20), steps=(call,)) == ("● tomorrow call", "! 20 Nov")
    assert said(expected_close=date(2026, 12, 20), steps=(call,)) == ("● tomorrow call", "20 Dec")
    assert said(expected_close=date(2026, 11, 20))[0] == "! 3d past"
