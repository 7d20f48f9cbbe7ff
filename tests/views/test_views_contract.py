"""What JSON says where a deal is not the usual one; that it has the promised keys is tested from the command line."""

from datetime import UTC, date, datetime

import pytest

from cards import NEGOTIATION, PIPELINE, PROPOSAL, TODAY, card
from pipetui.views import contract
from pipetui.views.agenda import Row
from pipetui.views.card import Step


def step(due: date, at: datetime | None = None) -> Step:
    return Step(7, 1, "call", "Call Jane", due, at, "Jane", 0)


@pytest.mark.parametrize(
    ("fields", "amount", "weighted"),
    [
        ({"amount": 123450}, 1234.5, 411.46),
        ({"amount": 100000}, 1000, 333.3),
        ({"amount": 500, "currency": "JPY", "base_amount": 300}, 500, 167),
        ({"amount": 500, "currency": "GBP", "base_amount": None}, 5, 1.67),
        ({"amount": None}, None, None),
        ({"amount": 0}, 0, 0),
        ({"amount": 500, "status": "won", "closed_on": TODAY}, 5, None),
        ({"amount": 500, "status": "lost", "closed_on": TODAY}, 5, None),
    ],
)
def test_amounts_are_in_the_deals_own_currency(
    fields: dict[str, object], amount: float | None, weighted: float | None
) -> None:
    told = contract.deal(card(1, PROPOSAL)._replace(**fields), PIPELINE, TODAY)  # type: ignore[arg-type]  # some fields
    assert (told["amount"], told["weighted"]) == (amount, weighted)


def test_a_step_is_due_on_a_day_or_at_a_local_moment_with_its_offset() -> None:
    moment = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    assert contract.due(step(date(2026, 11, 27))) == "2026-11-27"
    told = contract.due(step(date(2026, 11, 27), moment))
    assert datetime.fromisoformat(told) == moment
    assert datetime.fromisoformat(told).tzinfo is not None


def test_days_and_whole_numbers() -> None:
    told = contract.deal(card(1, NEGOTIATION, expected_close=date(2026, 12, 18)), PIPELINE, TODAY)
    assert (told["expected_close"], told["closed"], told["probability"]) == ("2026-12-18", None, 80)
    assert str(told["probability"]) == "80"
    assert contract.deal(card(1, PROPOSAL), PIPELINE, TODAY)["probability"] == 33.33


def test_a_row_of_the_agenda_without_a_step() -> None:
    told = contract.activity(Row(card(3, NEGOTIATION, 500), None), PIPELINE, TODAY)
    assert [told[name] for name in ("id", "kind", "subject", "due", "overdue_days")] == [None, None, None, None, 0]
    assert (told["deal_id"], told["amount"], told["stage"]) == (3, 5, "Negotiation")


def test_a_row_of_the_agenda_says_how_late_it_is_and_with_whom() -> None:
    told = contract.activity(Row(card(3), step(date(2026, 11, 20))), PIPELINE, TODAY)
    assert (told["id"], told["overdue_days"], told["contact"]) == (7, 3, "Jane")
